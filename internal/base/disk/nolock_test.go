package disk_test

import (
	"syscall"
	"testing"

	"github.com/giro-video/giro/internal/base/disk/disktest"
)

// TestKernelWithoutLocks takes a lock where the kernel says that there are none,
// as it does on some shares.
func TestKernelWithoutLocks(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.ENOLCK, syscall.EOPNOTSUPP, syscall.ENOSYS} {
		disktest.Run(t, disktest.Lock, errno, func(dir string, fail func()) {
			fail()
			c := &clock{now: noon}
			l := take(t, claim(dir, "nord", c))
			if !l.Held() || len(c.waited) != 1 {
				t.Errorf("held %v, waited %v", l.Held(), c.waited)
			}
			stands(t, claim(dir, "nord", c), "nord")
		})
	}
}
