// Package source is a file as its readers see it: its bytes and its text, the
// bounds within which it is read, and how its texts are tidied.
package source

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// The largest input that is read. They bound memory and time for a file that
// is not what it seems; the spreadsheets of cities stay far below. A calendar of
// as many events as can be, each nearly empty, still takes 1.1 GB: what anybody
// may drop is read in a process of its own that has less.
const (
	MaxBytes   = 64 << 20 // of a file
	MaxRows    = 100_000  // of a table, and events of a calendar
	MaxCell    = 32_767   // characters of a cell or property, as in Excel
	MaxLine    = 1 << 20  // bytes of a line as it stands in the file
	MaxColumns = 1024     // of a table
)

// File is the input of a reader, with what the reader must know to understand it.
type File struct {
	Name   string // for messages alone
	Data   []byte // as on disk
	Faults *diag.List

	Zone     *time.Location // of dates without a zone
	Language string         // BCP 47 tag of texts without a language
	Now      time.Time      // completes dates without a year; zero refuses them

	FillDown bool // an empty cell of a day means the day above

	// Columns says what columns hold, by header as written, where the channel
	// knows better than their names.
	Columns map[string]string
}

// At returns a position in the file; line 0 is the file as a whole.
func (f *File) At(line int) diag.Pos { return diag.Pos{File: f.Name, Line: line} }

// ErrReported marks a value about which a message has been given already.
var ErrReported = errors.New("already reported")

// SaveAsCSV is the way out where a file cannot be read as it is.
const SaveAsCSV = "open it, choose Save as, and save it as CSV UTF-8"

// Reader returns a reader of r that ends with the context's error when the
// context ends: what reads it, a library included, can be given up.
func Reader(ctx context.Context, r io.Reader) io.Reader { return &abortable{r, ctx.Err} }

// abortable is a reader that asks before each read whether it goes on.
type abortable struct {
	r    io.Reader
	over func() error
}

// Read implements io.Reader.
func (a *abortable) Read(p []byte) (int, error) {
	if err := a.over(); err != nil {
		return 0, err
	}
	return a.r.Read(p) //nolint:wrapcheck // it stands for r
}
