package diag

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Text is something to be said to a user, kept apart as its form, written in
// English with the verbs of package fmt, and the values for them. A catalogue
// finds the same form in another language. An argument may be a Text, Texts or
// an error with a method Fact
// (see Because); it is then translated too. The zero Text says
// nothing.
type Text struct {
	Form string
	Args []any
}

// T returns the text of a form and its arguments. Pass what a user wrote, names
// and numbers as arguments; never join them to the form.
func T(form string, args ...any) Text {
	if false {
		_ = fmt.Sprintf(form, args...) // so that go vet compares the form with the arguments
	}
	if form == "%s" && len(args) == 1 {
		if t, ok := args[0].(Text); ok {
			return t
		}
	}
	return Text{Form: form, Args: args}
}

// Verbatim returns a text that is the same in every language.
func Verbatim(s string) Text {
	if s == "" {
		return Text{}
	}
	return Text{Form: "%s", Args: []any{s}}
}

// Word returns a text of a word that is chosen while the program runs, such as
// the name of a field; the catalogue lists it among its words.
func Word(s string) Text { return Text{Form: strings.ReplaceAll(s, "%", "%%")} }

// String returns the text in English.
func (t Text) String() string { return fmt.Sprintf(t.Form, t.Args...) }

// IsZero reports whether the text says nothing.
func (t Text) IsZero() bool { return t.Form == "" && len(t.Args) == 0 }

// Equal reports whether two texts have the same form and arguments.
func (t Text) Equal(o Text) bool {
	return t.Form == o.Form && slices.EqualFunc(t.Args, o.Args, func(a, b any) bool {
		switch a := a.(type) {
		case Text:
			b, ok := b.(Text)
			return ok && a.Equal(b)
		case Texts:
			b, ok := b.(Texts)
			return ok && slices.EqualFunc(a, b, Text.Equal)
		case error:
			b, ok := b.(error)
			return ok && a.Error() == b.Error()
		}
		return reflect.DeepEqual(a, b)
	})
}

// MarshalText writes the text in English.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Texts is a list inside a text: "title, place, date".
type Texts []Text

// Words returns a list of words as Word takes them.
func Words(words ...string) Texts {
	out := make(Texts, len(words))
	for i, w := range words {
		out[i] = Word(w)
	}
	return out
}

// String returns the list in English.
func (t Texts) String() string {
	parts := make([]string, len(t))
	for i, x := range t {
		parts[i] = x.String()
	}
	return strings.Join(parts, ", ")
}

// Reason is an error that a user reads as a part of a message: why a file
// cannot be read, why a value is refused.
type Reason struct{ Text }

// Reasonf returns a Reason. Errors among the arguments are found by errors.Is
// and errors.As.
func Reasonf(form string, args ...any) error { return &Reason{T(form, args...)} }

// Error returns the reason in English.
func (r *Reason) Error() string { return r.String() }

// Unwrap returns the errors among the arguments.
func (r *Reason) Unwrap() []error {
	var out []error
	for _, a := range r.Args {
		if err, ok := a.(error); ok {
			out = append(out, err)
		}
	}
	return out
}

// Fact returns the reason.
func (r *Reason) Fact() Text { return r.Text }

// Because returns what an error says as a text: its Fact if it has one, as a
// Reason does, or else its words, which a catalogue may list.
func Because(err error) Text {
	if f, ok := err.(interface{ Fact() Text }); ok { // an error around it says more
		return f.Fact()
	}
	return Word(err.Error())
}
