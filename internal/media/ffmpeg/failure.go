package ffmpeg

import (
	"errors"
	"fmt"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// TimeoutError says that a program did not come to an end, or to the next step,
// in its time. errors.Is finds context.DeadlineExceeded in it.
type TimeoutError struct {
	Program string
	Limit   time.Duration
	Err     error
}

// Error returns the fact.
func (e *TimeoutError) Error() string {
	return fmt.Sprintf("%s took longer than %v", e.Program, e.Limit)
}

// Unwrap returns the cause.
func (e *TimeoutError) Unwrap() error { return e.Err }

// ErrOutput is wrapped by errors that say that a program ended with success and
// what it made is broken.
var ErrOutput = errors.New("ffmpeg reported success for a broken file")

// Failure returns what a user is told when a program has failed by no fault of
// the input: it was killed, it hung, it wrote something broken, or it failed
// with words of its own. ok is false for all other errors.
func Failure(err error) (fact, hint diag.Text, ok bool) {
	if exit, is := errors.AsType[*ExitError](err); is {
		if exit.Killed() {
			return diag.T("%s was killed while it worked", exit.Program),
				diag.T("run giro again, it goes on from what is finished; if it comes again, the computer may be short of memory: try --jobs 1"), true
		}
		return diag.T("%s failed: %s", exit.Program, exit.words()),
			diag.T("run \"giro doctor\"; if it finds nothing wrong, report this with the command and what \"giro version\" prints"), true
	}
	if late, is := errors.AsType[*TimeoutError](err); is {
		return diag.T("%s did not go on for %v and was stopped", late.Program, late.Limit),
			diag.T("run giro again when the computer has less to do, it goes on from what is finished; if it comes again, install another version of ffmpeg"), true
	}
	if errors.Is(err, ErrOutput) {
		return diag.T("ffmpeg reported success, but the file that it wrote is broken"),
			diag.T("look at the disk that holds the cache, and run \"giro doctor\"; nothing broken was kept"), true
	}
	return diag.Text{}, diag.Text{}, false
}
