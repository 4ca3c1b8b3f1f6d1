package disktest

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The offsets in what a filter of calls looks at (struct seccomp_data of
// linux/seccomp.h); the flags of openat are its third argument.
const (
	offsetNumber = 0
	offsetFlags  = 16 + 2*8
)

// refuse makes a call fail in all threads of this process, for good.
func refuse(call Call, with syscall.Errno) error {
	load := func(offset uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}
	}
	end := func(k uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k} }
	answer := end(unix.SECCOMP_RET_ERRNO | uint32(with))
	var filter []unix.SockFilter
	switch call {
	case Lock:
		filter = []unix.SockFilter{
			load(offsetNumber),
			{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: unix.SYS_FLOCK},
			answer,
			end(unix.SECCOMP_RET_ALLOW),
		}
	case OpenFile:
		filter = []unix.SockFilter{
			load(offsetNumber),
			{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 3, K: unix.SYS_OPENAT},
			load(offsetFlags),
			{Code: unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K, Jt: 1, K: unix.O_DIRECTORY},
			answer,
			end(unix.SECCOMP_RET_ALLOW),
		}
	}
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&prog)))
	if errno != 0 {
		return errno
	}
	return nil
}
