package disk_test

import (
	"os"
	"os/exec"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// TestKernelWithoutLocks takes a lock in a process to which the kernel says of
// every lock that there are none, as it does on some shares.
func TestKernelWithoutLocks(t *testing.T) {
	const child = "GIRO_TEST_WITHOUT_LOCKS"
	if os.Getenv(child) == "" {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKernelWithoutLocks$", "-test.v")
		cmd.Env = append(os.Environ(), child+"=1")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		t.Logf("%s", out)
		return
	}
	if err := refuseFlock(unix.ENOLCK); err != nil {
		t.Skipf("this kernel does not let the test forbid locks: %v", err)
	}
	f, err := os.Create(t.TempDir() + "/f")
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != unix.ENOLCK {
		t.Fatalf("locks are not forbidden: %v", err)
	}
	dir, c := t.TempDir(), &clock{now: noon}
	l := take(t, claim(dir, "nord", c))
	if !l.Held() || len(c.waited) != 1 {
		t.Errorf("held %v, waited %v", l.Held(), c.waited)
	}
	stands(t, claim(dir, "nord", c), "nord")
}

// refuseFlock makes flock fail in this process, for good.
func refuseFlock(with unix.Errno) error {
	const number = 0 // offset of the call's number in seccomp_data
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: number},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: unix.SYS_FLOCK},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(with)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	if _, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&prog))); errno != 0 {
		return errno
	}
	return nil
}
