// Package process starts programs, and is the only one that does. A program runs
// in a process group of its own, without a shell, and ends with its context: it
// and all that it has started is killed.
package process

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"time"
)

// KillGrace is how long a killed program may take to let go of its pipes. A
// cancelled call returns within it; a test of package ffmpeg holds it to a second.
const KillGrace = 500 * time.Millisecond

// ErrLeftBehind is returned by Wait when the program is done but something that
// it has started holds its pipes.
var ErrLeftBehind = exec.ErrWaitDelay

// ErrDot is returned by LookPath for a program in the folder of work, which is
// not run by its bare name.
var ErrDot = exec.ErrDot

// Options says how a program runs. The zero Options gives it no input and drops
// its output.
type Options struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer // may be the same
	Dir            string    // working folder; "" is the caller's
}

// Process is a running program. It must be waited for.
type Process struct{ cmd *exec.Cmd }

// Start starts the program at path, or of that name, and returns at once.
func Start(ctx context.Context, path string, args []string, opt Options) (*Process, error) {
	cmd := exec.CommandContext(ctx, path, args...) //nolint:gosec // the one place that runs programs; the callers choose them
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Dir = opt.Stdin, opt.Stdout, opt.Stderr, opt.Dir
	ownGroup(cmd)
	cmd.Cancel = func() error { return killGroup(cmd.Process) }
	cmd.WaitDelay = KillGrace
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &Process{cmd}, nil
}

// Wait waits for the program to end. The error is one of which ExitCode knows the
// code when the program failed.
func (p *Process) Wait() error { return p.cmd.Wait() }

// Run starts a program and waits for it.
func Run(ctx context.Context, path string, args []string, opt Options) error {
	p, err := Start(ctx, path, args, opt)
	if err != nil {
		return err
	}
	return p.Wait()
}

// RunOnTerminal runs a program that may ask the user: it stays in the process
// group of the terminal, and Ctrl-C reaches it.
func RunOnTerminal(ctx context.Context, path string, args []string, opt Options) error {
	cmd := exec.CommandContext(ctx, path, args...) //nolint:gosec // as in Start
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Dir = opt.Stdin, opt.Stdout, opt.Stderr, opt.Dir
	return cmd.Run()
}

// ExitCode returns the code that a program ended with, -1 when it was killed. ok
// is false when err is not that of a program that has run.
func ExitCode(err error) (code int, ok bool) {
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return 0, false
	}
	return exit.ExitCode(), true
}

// LookPath finds a program as the system's shells do.
func LookPath(name string) (string, error) { return exec.LookPath(name) }
