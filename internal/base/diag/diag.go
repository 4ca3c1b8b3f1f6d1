// Package diag carries the faults of a user's input as data: where, what, and
// what to do. A run collects them all and shows them together.
//
// The wording: lower case, no full stop, the fact in Text and what to do in Hint;
// the wrong value is quoted.
package diag

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Severity says whether a message stops the work.
type Severity int

// The severities, mildest first.
const (
	Note Severity = iota
	Warning
	Error
)

// String returns "note", "warning" or "error".
func (s Severity) String() string {
	switch s {
	case Note:
		return "note"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return fmt.Sprintf("severity(%d)", int(s))
}

// MarshalText writes the severity's name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Pos is a place in an input. Line and Column count from 1; 0 means unknown.
// Cell is a spreadsheet address such as "C7".
type Pos struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Sheet  string `json:"sheet,omitempty"`
	Cell   string `json:"cell,omitempty"`
}

// String returns the position as "file:line:column" or "file, sheet S, cell C7".
func (p Pos) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
		if p.Column > 0 {
			fmt.Fprintf(&b, ":%d", p.Column)
		}
	}
	if p.Sheet != "" {
		fmt.Fprintf(&b, ", sheet %s", p.Sheet)
	}
	if p.Cell != "" {
		fmt.Fprintf(&b, ", cell %s", p.Cell)
	}
	return strings.TrimPrefix(b.String(), ", ")
}

// Message is one fault or remark.
type Message struct {
	Pos
	Field    string   `json:"field,omitempty"`
	Severity Severity `json:"severity"`
	Text     Text     `json:"message"`
	Hint     Text     `json:"hint,omitzero"`

	// Local says that the cause lies in this computer (a missing font or program),
	// not in the input: the same input may pass on another computer, or later.
	Local bool `json:"-"`
}

// String returns the message on one line, without its hint.
func (m Message) String() string {
	pos := m.Pos.String()
	if pos != "" {
		pos += ": "
	}
	return fmt.Sprintf("%s%s: %s", pos, m.Severity, m.Text)
}

// Equal reports whether two messages say the same of the same place.
func (m Message) Equal(o Message) bool {
	return m.Pos == o.Pos && m.Field == o.Field && m.Severity == o.Severity && m.Local == o.Local &&
		m.Text.Equal(o.Text) && m.Hint.Equal(o.Hint)
}

// List is a collection of messages; the zero List is empty and ready.
type List []Message

// Add appends a message.
func (l *List) Add(m Message) { *l = append(*l, m) }

// Errorf appends an error at pos about field. The zero hint is none.
func (l *List) Errorf(pos Pos, field string, hint Text, form string, args ...any) {
	l.Add(Message{Pos: pos, Field: field, Severity: Error, Hint: hint, Text: T(form, args...)})
}

// Warnf appends a warning at pos about field. The zero hint is none.
func (l *List) Warnf(pos Pos, field string, hint Text, form string, args ...any) {
	l.Add(Message{Pos: pos, Field: field, Severity: Warning, Hint: hint, Text: T(form, args...)})
}

// Notef appends a note at pos about field. The zero hint is none.
func (l *List) Notef(pos Pos, field string, hint Text, form string, args ...any) {
	l.Add(Message{Pos: pos, Field: field, Severity: Note, Hint: hint, Text: T(form, args...)})
}

// HasErrors reports whether any message is an Error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(m Message) bool { return m.Severity == Error })
}

// Sorted returns the messages in the order of file, line and column.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortStableFunc(out, func(a, b Message) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return out
}

// Err returns nil when the list has no Error, and an *InputError otherwise.
func (l List) Err() error {
	if !l.HasErrors() {
		return nil
	}
	return &InputError{List: l.Sorted()}
}

// InputError says that the user's input cannot be used as it is.
type InputError struct{ List List }

// Error returns every message, one a line.
func (e *InputError) Error() string {
	lines := make([]string, len(e.List))
	for i, m := range e.List {
		lines[i] = m.String()
	}
	return strings.Join(lines, "\n")
}

// Fault returns an InputError with a single message.
func Fault(pos Pos, field string, hint Text, form string, args ...any) error {
	var l List
	l.Errorf(pos, field, hint, form, args...)
	return l.Err()
}

// Messages returns the diagnostics that err carries, if it is an InputError.
func Messages(err error) (List, bool) {
	if in, ok := errors.AsType[*InputError](err); ok {
		return in.List, true
	}
	return nil, false
}

// Nearest returns the candidate with the smallest edit distance to word, for "did
// you mean". It returns "" when that distance is over a third of word's length.
func Nearest(word string, candidates []string) string {
	word = strings.ToLower(word)
	best, bestDist := "", len([]rune(word))/3+1
	for _, c := range candidates {
		if d := edits([]rune(word), []rune(strings.ToLower(c))); d <= bestDist && (best == "" || d < bestDist) {
			best, bestDist = c, d
		}
	}
	return best
}

// edits returns the optimal string alignment distance of a and b: insertions,
// deletions, substitutions and swaps of neighbours, each counting one.
func edits(a, b []rune) int {
	var before, above []int // the rows two and one above
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		before, above, row = above, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			row[j+1] = min(above[j]+cost, row[j]+1, above[j+1]+1)
			if i > 0 && j > 0 && x == b[j-1] && a[i-1] == y {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}

// DidYouMean returns the hint `did you mean "x"?` for the candidate nearest to
// word, or the list of all candidates when none is near.
func DidYouMean(word string, candidates []string) Text {
	if n := Nearest(word, candidates); n != "" {
		return T("did you mean %q?", n)
	}
	return T("use one of: %s", strings.Join(candidates, ", "))
}
