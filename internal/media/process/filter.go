package process

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Exit says how a program ended that was to turn one file into another.
type Exit struct {
	Code   int           // exit code, -1 when it was killed
	CPU    time.Duration // that it took, of all processors together
	Late   bool          // it was killed since its time was over
	Long   bool          // it was killed since it wrote more than it may
	Stderr string        // the begin and the end of what it said
}

// Error returns the program's last words.
func (e *Exit) Error() string {
	switch {
	case e.Late:
		return "the program took too long"
	case e.Long:
		return "the program wrote too much"
	}
	return fmt.Sprintf("the program failed with exit code %d: %s", e.Code, e.Stderr)
}

// Filter runs a program with the file in as its input, and returns what it
// writes, which is at most so many bytes. The program's environment is env alone. The
// error is an *Exit when the program did not end well within the time; when the
// context ends, the program is killed, and the error is the context's.
func Filter(ctx context.Context, command, env []string, in *os.File, most int, timeout time.Duration) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	cmd := exec.CommandContext(limited, command[0], command[1:]...) //nolint:gosec // Giro itself, without a shell
	out := &capped{most: most, full: cancel}
	var words ends
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Env = in, out, &words, env
	ownGroup(cmd)
	cmd.Cancel = func() error { return killGroup(cmd.Process) }
	cmd.WaitDelay = KillGrace
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%s was stopped: %w", command[0], ctx.Err())
	case err == nil:
		return out.buf.Bytes(), nil
	case cmd.ProcessState == nil:
		return nil, fmt.Errorf("start %s: %w", command[0], err)
	}
	return nil, &Exit{
		Code: cmd.ProcessState.ExitCode(), CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
		Late: errors.Is(limited.Err(), context.DeadlineExceeded), Long: out.over, Stderr: words.String(),
	}
}

// ends keeps the first and the last bytes that are written to it: a runtime that
// dies says first why, and last where.
type ends struct {
	first []byte
	last  Tail
}

func (e *ends) Write(p []byte) (int, error) {
	n := min(len(p), firstLimit-len(e.first))
	e.first = append(e.first, p[:n]...)
	if _, err := e.last.Write(p[n:]); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (e *ends) String() string {
	return strings.ToValidUTF8(string(e.first), "\ufffd") + e.last.String()
}

// firstLimit is how much of the begin is kept, in bytes.
const firstLimit = 1 << 10

// capped keeps what is written to it, up to a size at which it calls full.
type capped struct {
	buf  bytes.Buffer
	most int
	over bool
	full func()
}

func (c *capped) Write(p []byte) (int, error) {
	if c.buf.Len()+len(p) > c.most {
		c.over = true
		c.full()
		return 0, errors.New("too much")
	}
	return c.buf.Write(p)
}
