// Package disktest stands in for disks and shares that fail: it makes the kernel
// answer calls of a process of its own with errors. It is for tests.
package disktest

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// The environment of the process that meets the error names it, and the folder
// that is its body's.
const (
	variable = "GIRO_TEST_KERNEL_SAYS"
	folder   = "GIRO_TEST_FOLDER"
)

// Call is a call of the kernel that is answered with an error.
type Call int

// The calls.
const (
	Lock     Call = iota // of a file: flock
	OpenFile             // of a file, not of a folder
)

// Run runs the test that calls it once more, in a process of its own in which
// body is executed, with a folder of its own. body calls fail when all is
// prepared; from then on the kernel answers the call with the error, to the end
// of the process.
func Run(t *testing.T, call Call, with syscall.Errno, body func(dir string, fail func())) {
	t.Helper()
	if os.Getenv(variable) != "" {
		if os.Getenv(variable) == with.Error() {
			body(os.Getenv(folder), func() {
				t.Helper()
				if err := refuse(call, with); err != nil {
					t.Skipf("this system does not let a test refuse calls: %v", err)
				}
			})
		}
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+strings.ReplaceAll(t.Name(), "/", "$/^")+"$", "-test.v", "-test.timeout=5m")
	cmd.Env = append(os.Environ(), variable+"="+with.Error(), folder+"="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", with, err, out)
	}
	t.Logf("%s", out)
}
