//go:build unix

package ingesttest

import (
	"syscall"
	"testing"
	"time"
)

// CPUTime is what the process has used of the processors so far. Other work on
// the machine lengthens a run, and leaves this as it is.
func CPUTime(tb testing.TB) time.Duration {
	tb.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
