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

// Fault says why a user's file cannot be used, and what to do about it.
//
// It is a fault of the input: diag.Messages returns a message that names the file. A
// caller that knows where the file is named, such as a row of a table, makes a
// message for that place with At.
type Fault struct {
	Path   string    // the file, as it was given
	Reason error     // one of this package's sentinels, for errors.Is
	Text   diag.Text // the fact: "the file is empty (0 bytes)"
	Advice diag.Text // what to do, or ""
}

// Error returns the file's path and the fact.
func (f *Fault) Error() string {
	if f.Path == "" {
		return f.Text.String()
	}
	return f.Path + ": " + f.Text.String()
}

// Hint returns what to do, or "".
func (f *Fault) Hint() diag.Text { return f.Advice }

// Unwrap returns the reason.
func (f *Fault) Unwrap() error { return f.Reason }

// As lets errors.As see the fault as a *diag.InputError.
func (f *Fault) As(target any) bool {
	in, ok := target.(**diag.InputError)
	if ok {
		var l diag.List
		l.Errorf(diag.Pos{File: f.Path}, "", f.Advice, "%s", f.Text)
		*in = &diag.InputError{List: l}
	}
	return ok
}

// At returns the fault as a message at pos, the place where the file is named.
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
