package process

import (
	"os"
	"os/exec"
	"syscall"
)

// ownGroup puts the process in a group of its own, so that Ctrl-C on the
// console reaches Giro alone, which then ends the process.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP, HideWindow: true}
}

// killGroup kills the process; what it has started itself lives on.
func killGroup(p *os.Process) error { return p.Kill() }
