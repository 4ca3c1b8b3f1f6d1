package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Stored is a Text as a file keeps it, with its form and arguments, so that it can
// be translated when it is read again. Of the arguments whole and other numbers,
// texts and lists of texts stay what they are; the others become their words.
type Stored Text

type storedText struct {
	Form string `json:"form"`
	Args []any  `json:"args,omitempty"`
}

// IsZero reports whether the text says nothing.
func (s Stored) IsZero() bool { return Text(s).IsZero() }

// MarshalJSON writes the form and the arguments.
func (s Stored) MarshalJSON() ([]byte, error) {
	out := storedText{Form: s.Form}
	for _, a := range Text(s).Plain().Args {
		out.Args = append(out.Args, storedArg(a))
	}
	return json.Marshal(out)
}

// storedArg returns what JSON can write of an argument of a plain text.
func storedArg(a any) any {
	switch a := a.(type) {
	case Text:
		return Stored(a)
	case Texts:
		list := make([]Stored, len(a))
		for i, t := range a {
			list[i] = Stored(t)
		}
		return list
	case float64:
		return map[string]float64{"number": a} // 1.0 would come back as a whole number
	case []string, bool:
		return fmt.Sprint(a)
	}
	return a
}

// UnmarshalJSON reads what MarshalJSON wrote, and a plain string.
func (s *Stored) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var text string
		err := json.Unmarshal(data, &text)
		*s = Stored(Verbatim(text))
		return err
	}
	var in struct {
		Form string            `json:"form"`
		Args []json.RawMessage `json:"args"`
	}
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	s.Form, s.Args = in.Form, nil
	for _, raw := range in.Args {
		a, err := readArg(raw)
		if err != nil {
			return err
		}
		s.Args = append(s.Args, a)
	}
	return nil
}

// readArg reads an argument.
func readArg(raw json.RawMessage) (any, error) {
	switch raw = bytes.TrimSpace(raw); {
	case bytes.HasPrefix(raw, []byte{'"'}):
		var text string
		err := json.Unmarshal(raw, &text)
		return text, err
	case bytes.HasPrefix(raw, []byte{'['}):
		var list []Stored
		err := json.Unmarshal(raw, &list)
		out := make(Texts, len(list))
		for i, t := range list {
			out[i] = Text(t)
		}
		return out, err
	case bytes.HasPrefix(raw, []byte{'{'}):
		var number struct {
			Number *float64 `json:"number"`
		}
		if err := json.Unmarshal(raw, &number); err == nil && number.Number != nil {
			return *number.Number, nil
		}
		var text Stored
		err := json.Unmarshal(raw, &text)
		return Text(text), err
	}
	var n int
	err := json.Unmarshal(raw, &n)
	return n, err
}
