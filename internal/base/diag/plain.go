package diag

import (
	"fmt"
	"reflect"
)

// Plain returns the text with arguments of a few types alone, which print as
// before and can be written and read again (package encoding/gob): texts,
// strings, numbers, truth values, and lists of strings. Errors, and what
// has a Fact, become what they say as a text.
func (t Text) Plain() Text {
	if len(t.Args) == 0 {
		return t
	}
	args := make([]any, len(t.Args))
	for i, a := range t.Args {
		args[i] = plain(a)
	}
	return Text{Form: t.Form, Args: args}
}

func plain(a any) any {
	switch a := a.(type) {
	case nil:
		return "<nil>"
	case Text:
		return a.Plain()
	case Texts:
		out := make(Texts, len(a))
		for i, t := range a {
			out[i] = t.Plain()
		}
		return out
	case interface{ Fact() Text }:
		return a.Fact().Plain()
	case error:
		return Because(a).Plain()
	case fmt.Stringer:
		return a.String()
	case []string:
		return a
	}
	switch v := reflect.ValueOf(a); {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return v.Uint()
	case v.CanFloat():
		return v.Float()
	case v.Kind() == reflect.Bool:
		return v.Bool()
	case v.Kind() == reflect.String:
		return v.String()
	}
	return fmt.Sprint(a)
}

// Plain returns the list with texts as Text.Plain returns them.
func (l List) Plain() List {
	out := make(List, len(l))
	for i, m := range l {
		m.Text, m.Hint = m.Text.Plain(), m.Hint.Plain()
		out[i] = m
	}
	return out
}
