package sniff

import (
	"errors"

	"github.com/giro-video/giro/internal/base/diag"
)

// The reasons for which a file is refused, for errors.Is.
var (
	ErrMissing     = errors.New("file is missing")
	ErrEmpty       = errors.New("file is empty")
	ErrPlaylist    = errors.New("file is a playlist")
	ErrUnsupported = errors.New("kind of file is not supported")
	ErrDamaged     = errors.New("file is damaged")
	ErrTooLarge    = errors.New("file is too large")
)

// Fault says why a file of the user's cannot be used, and what to do about it.
//
// It is a fault of the input: diag.Messages finds a message in it that names
// the file. A caller that knows where the file was asked for, such as a row of
// a table, reports it there with At.
type Fault struct {
	Path   string    // the file, as it was given
	Reason error     // one of this package, for errors.Is
	Text   diag.Text // the fact: "the file is empty (0 bytes)"
	Advice diag.Text // the way out, or ""
}

// Error returns the file's path and the fact.
func (f *Fault) Error() string {
	if f.Path == "" {
		return f.Text.String()
	}
	return f.Path + ": " + f.Text.String()
}

// Hint returns the way out, or "".
func (f *Fault) Hint() diag.Text { return f.Advice }

// Unwrap returns the reason.
func (f *Fault) Unwrap() error { return f.Reason }

// As makes the fault a diag.InputError for whoever asks for one.
func (f *Fault) As(target any) bool {
	in, ok := target.(**diag.InputError)
	if ok {
		var l diag.List
		l.Errorf(diag.Pos{File: f.Path}, "", f.Advice, "%s", f.Text)
		*in = &diag.InputError{List: l}
	}
	return ok
}

// At returns the fault as a message at the place where the file was asked for.
func (f *Fault) At(pos diag.Pos, field string) diag.Message {
	return diag.Message{
		Pos: pos, Field: field, Severity: diag.Error,
		Text: diag.T("file %q: %s", f.Path, f.Text), Hint: f.Advice,
	}
}

// Faultf returns a Fault about the file at path. The zero hint is none.
func Faultf(path string, reason error, hint diag.Text, format string, args ...any) *Fault {
	return &Fault{Path: path, Reason: reason, Advice: hint, Text: diag.T(format, args...)}
}
