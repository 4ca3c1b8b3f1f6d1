package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// limitBySystem has the kernel end this process a little beyond the limits, for
// the case that nothing in it runs any more. What cannot be set is left: the
// process looks after itself, and who started it ends it.
func limitBySystem() {
	seconds := uint64(readCPU/time.Second) + 2
	_ = unix.Setrlimit(unix.RLIMIT_CPU, &unix.Rlimit{Cur: seconds, Max: seconds})
	const room = 64 << 20 // for what the runtime maps and does not use
	_ = unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: readMemory + room, Max: readMemory + room})
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	_ = unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{}) // it has nothing to write to a file
}
