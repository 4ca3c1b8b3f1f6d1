package main

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/desk/inbox"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// The exit codes. Every command's help lists them, see exitHelp.
const (
	exitDone      = 0
	exitInternal  = 1
	exitUsage     = 2
	exitInput     = 3
	exitCheck     = 4
	exitSome      = 5
	exitTool      = 6
	exitCancelled = 130 // 128 + SIGINT, as shells count
)

// exitHelp is the list of exit codes in each command's help.
const exitHelp = `EXIT CODES:
     0  done
     1  internal fault
     2  usage
     3  bad input
     4  check failed
     5  some posts of a batch failed
     6  a tool is missing, or failed
   130  cancelled
`

// Errors with an exit code of their own. What was found stands in the report
// that the command has printed already, so no message is added.
var (
	errBadInput    = errors.New("the input has faults")
	errCheckFailed = errors.New("a check failed")
	errSomeFailed  = errors.New("some posts failed")
	errToolMissing = errors.New("a tool is missing")
)

// usageError is a fault of the command line.
type usageError struct{ fact, hint diag.Text }

func (e *usageError) Error() string { return e.fact.String() }

// usage returns a usageError; hint may be empty.
func usage(hint diag.Text, format string, args ...any) error {
	return &usageError{fact: diag.T(format, args...), hint: hint}
}

// failure is what a user is told of an error. It is also its JSON form.
type failure struct {
	Type        string    `json:"type"` // "error"
	Code        int       `json:"code"` // exit code
	Message     diag.Text `json:"message"`
	Hint        diag.Text `json:"hint,omitzero"`
	Diagnostics diag.List `json:"diagnostics"`

	told bool // the command has said it all
}

// classify is the one place that turns an error into an exit code and a message.
func classify(ctx context.Context, err error) failure {
	f := failure{Type: "error", Code: exitInternal, Message: diag.Because(err), Diagnostics: diag.List{}}
	wrong, isUsage := errors.AsType[*usageError](err)
	missing, isMissing := errors.AsType[*ffmpeg.MissingError](err)
	list, isInput := diag.Messages(disk.Fault(err))
	failed, failedHint, isFailed := ffmpeg.Failure(err)
	switch {
	case ctx.Err() != nil, errors.Is(err, context.Canceled):
		f.Code, f.Message = exitCancelled, diag.T("cancelled")
	case isUsage:
		f.Code, f.Message, f.Hint = exitUsage, wrong.fact, wrong.hint
	case isInput:
		f.Code, f.Message, f.Diagnostics = exitInput, countFaults(list), list
		if len(list) == 1 {
			f.Message, f.Hint = list[0].Text, list[0].Hint
		}
	case isMissing:
		f.Code, f.Message, f.Hint = exitTool, missing.Text, missing.Hint
	case isFailed:
		f.Code, f.Message, f.Hint = exitTool, failed, failedHint
	case errors.Is(err, errBadInput):
		f.Code, f.told = exitInput, true
	case errors.Is(err, errCheckFailed):
		f.Code, f.told = exitCheck, true
	case errors.Is(err, errSomeFailed):
		f.Code, f.told = exitSome, true
	case errors.Is(err, errToolMissing):
		f.Code, f.told = exitTool, true
	default:
		if hint, ok := systemHint(err); ok {
			f.Code, f.Hint = exitInput, hint
			break
		}
		if noState, ok := errors.AsType[*inbox.StateError](err); ok {
			f.Code, f.Message, f.Hint = exitInput, diag.Because(noState), diag.T(stateHint)
			break
		}
		f.Message = diag.T("internal fault: %v", err)
		f.Hint = diag.T("this is a defect of giro: please report it with the command and what \"giro version\" prints")
	}
	return f
}

// systemHint returns the way out of what the system refuses to do with a
// user's files. ok is false when the error is not of that kind.
func systemHint(err error) (hint diag.Text, ok bool) {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return diag.T("free some space, or write to another disk; \"giro cache prune\" empties giro's own store"), true
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return diag.T("allow more open files: 64 are enough (ulimit -n 64, or LimitNOFILE= in a service)"), true
	case errors.Is(err, syscall.EROFS):
		return diag.T("the disk is read-only: choose another folder"), true
	case errors.Is(err, fs.ErrPermission):
		return diag.T("ask for the right to use it, or choose another place"), true
	case errors.Is(err, fs.ErrNotExist):
		return diag.T("check the path; it is read from the folder in which giro runs"), true
	}
	return diag.Text{}, false
}

// countFaults returns "3 errors and 1 warning in the input".
func countFaults(list diag.List) diag.Text {
	errs, warnings := 0, 0
	for _, m := range list {
		switch m.Severity {
		case diag.Error:
			errs++
		case diag.Warning:
			warnings++
		case diag.Note:
		}
	}
	if warnings > 0 {
		return diag.T("%s and %s in the input", diag.T("%d errors", errs), diag.T("%d warnings", warnings))
	}
	return diag.T("%d errors in the input", errs)
}
