package main

import (
	"time"

	"golang.org/x/sys/windows"
)

// processCPU returns the time that this process has taken of the processors.
func processCPU() time.Duration {
	var created, ended, kernel, user windows.Filetime
	if windows.GetProcessTimes(windows.CurrentProcess(), &created, &ended, &kernel, &user) != nil {
		return 0
	}
	return time.Duration(hundreds(kernel)+hundreds(user)) * 100
}

// hundreds returns a length of time in units of 100 ns.
func hundreds(t windows.Filetime) int64 { return int64(t.HighDateTime)<<32 | int64(t.LowDateTime) }
