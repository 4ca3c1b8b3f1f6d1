package ffmpeg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/giro-video/giro/internal/media/process"
)

// tailLines is how many lines of what ffmpeg logs an error shows.
const tailLines = 5

// Options says how a process runs. The zero Options gives it no input and drops
// its output.
type Options struct {
	Stdin     io.Reader     // what ffmpeg reads as pipe:0
	Stdout    io.Writer     // where pipe:1 goes
	Stderr    io.Writer     // a copy of all that it logs; the end is kept for the error anyway
	Dir       string        // working folder; "" is the caller's
	Timeout   time.Duration // 0: as long as the context lasts
	LogLevel  string        // of ffmpeg: "error" when empty, "info" shows what measuring filters print
	Overwrite bool          // replace an output file that exists, instead of failing
}

// ExitError says that a program failed.
type ExitError struct {
	Program string // "ffmpeg" or "ffprobe"
	Code    int    // exit code, -1 when it was killed
	Stderr  string // the last lines that it logged
	Args    []string
}

// Error returns the program's last words.
func (e *ExitError) Error() string {
	if e.Stderr == "" {
		return fmt.Sprintf("%s failed with exit code %d", e.Program, e.Code)
	}
	return fmt.Sprintf("%s failed with exit code %d: %s", e.Program, e.Code, e.words())
}

// words returns what the program said, on one line; its exit code when it said
// nothing.
func (e *ExitError) words() string {
	if e.Stderr == "" {
		return fmt.Sprintf("exit code %d", e.Code)
	}
	return strings.ReplaceAll(e.Stderr, "\n", "; ")
}

// codeStopped is ffmpeg's exit code when a signal asks it to end.
const codeStopped = 255

// Killed reports whether somebody else ended the program, the system when memory
// was short for example: it says nothing of its input then.
func (e *ExitError) Killed() bool { return e.Code < 0 || e.Code == codeStopped && e.Stderr == "" }

// refusedCodec is how ffmpeg says that a stream's decoder is not on the list of Source.
var refusedCodec = regexp.MustCompile(`Codec \((\w+)\) not on whitelist`)

// RefusedCodec returns the name of a codec in the input that Source does not
// admit, if the program named one, or "".
func (e *ExitError) RefusedCodec() string {
	if m := refusedCodec.FindStringSubmatch(e.Stderr); m != nil {
		return m[1]
	}
	return ""
}

// globals returns the options that every call of ffmpeg starts with.
func (opt Options) globals() []string {
	level := opt.LogLevel
	if level == "" {
		level = "error"
	}
	exists := "-n"
	if opt.Overwrite {
		exists = "-y"
	}
	return []string{"-nostdin", "-hide_banner", "-nostats", "-loglevel", level, exists}
}

// Run runs ffmpeg with args, see Args, and waits for it. The error is an
// *ExitError when ffmpeg fails and wraps the context's error when that ended
// first (context.DeadlineExceeded for Timeout too).
func (t *Tool) Run(ctx context.Context, args []string, opt Options) error {
	return t.run(ctx, t.FFmpeg, append(opt.globals(), args...), opt)
}

// Probe runs ffprobe with args and waits for it. LogLevel and Overwrite are not used.
func (t *Tool) Probe(ctx context.Context, args []string, opt Options) error {
	return t.run(ctx, t.FFprobe, append([]string{"-hide_banner", "-loglevel", "error"}, args...), opt)
}

func (t *Tool) run(ctx context.Context, path string, args []string, opt Options) error {
	p, err := start(ctx, path, args, opt)
	if err != nil {
		return err
	}
	return p.Wait()
}

// Process is a running ffmpeg that is fed through a pipe.
//
// The feeder writes to Stdin and calls Wait, also when a write failed: Wait
// closes Stdin and its error says why.
type Process struct {
	Stdin io.WriteCloser // pipe:0; nil when Options.Stdin was given or by Run

	run    *process.Process
	name   string          // of the program
	ctx    context.Context //nolint:containedctx // the process's own lifetime, asked by Wait
	cancel context.CancelFunc
	limit  time.Duration
	args   []string
	tail   process.Tail
	once   sync.Once
	err    error
}

// Start starts ffmpeg with args and returns at once. Unless opt.Stdin is given,
// the process reads what is written to its Stdin. Every started Process must be
// waited for.
func (t *Tool) Start(ctx context.Context, args []string, opt Options) (*Process, error) {
	args = append(opt.globals(), args...)
	if opt.Stdin != nil {
		return start(ctx, t.FFmpeg, args, opt)
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("make a pipe to ffmpeg: %w", err)
	}
	growPipe(w)
	opt.Stdin = r
	p, err := start(ctx, t.FFmpeg, args, opt)
	_ = r.Close() // the child has its own copy
	if err != nil {
		_ = w.Close()
		return nil, err
	}
	p.Stdin = w
	return p, nil
}

func start(ctx context.Context, path string, args []string, opt Options) (*Process, error) {
	p := &Process{args: args, limit: opt.Timeout, name: strings.TrimSuffix(filepath.Base(path), ".exe")}
	if opt.Timeout > 0 {
		p.ctx, p.cancel = context.WithTimeout(ctx, opt.Timeout)
	} else {
		p.ctx, p.cancel = context.WithCancel(ctx)
	}
	var stderr io.Writer = &p.tail
	if opt.Stderr != nil {
		stderr = io.MultiWriter(&p.tail, opt.Stderr)
	}
	var err error
	p.run, err = process.Start(p.ctx, path, args, process.Options{Stdin: opt.Stdin, Stdout: opt.Stdout, Stderr: stderr, Dir: opt.Dir})
	if err != nil {
		p.cancel()
		if ctxErr := ctx.Err(); ctxErr != nil {
			return nil, ctxErr
		}
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return p, nil
}

// Wait closes Stdin, waits for the process to end and returns what Run returns.
// It may be called more than once.
func (p *Process) Wait() error {
	p.once.Do(func() {
		if p.Stdin != nil {
			_ = p.Stdin.Close() // a second close by a careful caller is no fault
		}
		err := p.run.Wait()
		ended := p.ctx.Err()
		p.cancel()
		p.err = p.explain(err, ended)
	})
	return p.err
}

// Kill ends the process and its children at once. Wait must still be called.
func (p *Process) Kill() { p.cancel() }

// explain turns the error of exec into the one that callers are promised.
func (p *Process) explain(err, ended error) error {
	if err == nil {
		return nil
	}
	if ended != nil {
		if errors.Is(ended, context.DeadlineExceeded) && p.limit > 0 {
			return &TimeoutError{Program: p.name, Limit: p.limit, Err: ended}
		}
		return fmt.Errorf("%s was stopped: %w", p.name, ended)
	}
	if code, ok := process.ExitCode(err); ok {
		return &ExitError{Program: p.name, Code: code, Stderr: p.tail.Lines(tailLines), Args: p.args}
	}
	return fmt.Errorf("run %s: %w", p.name, err)
}
