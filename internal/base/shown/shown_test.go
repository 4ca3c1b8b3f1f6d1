package shown_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/shown"
)

func TestTextAndLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, text, line string }{
		{"Festa di San Lorenzo", "Festa di San Lorenzo", "Festa di San Lorenzo"},
		{"due\nrighe\te un tab", "due\nrighe\te un tab", "due righe e un tab"},
		{"di\r\nWindows", "di\nWindows", "di Windows"},
		{"\x1b[31mrosso\a", "\ufffd[31mrosso\ufffd", "\ufffd[31mrosso\ufffd"},
		{"a\rb", "a\ufffdb", "a b"},
		{"\u009b2J\x7f\u0085", "\ufffd2J\ufffd\ufffd", "\ufffd2J\ufffd\ufffd"},
		{"gpj.\u202eexe", "gpj.\ufffdexe", "gpj.\ufffdexe"},
		{"\u2066x\u2069 \u202ay\u202c", "\ufffdx\ufffd \ufffdy\ufffd", "\ufffdx\ufffd \ufffdy\ufffd"},
		{"a\u2028b", "a\ufffdb", "a b"},
		{"\u200fשלום\u200e", "\u200fשלום\u200e", "\u200fשלום\u200e"},
		{"\x9b31m", "\ufffd31m", "\ufffd31m"}, // CSI of a terminal that reads Latin-1
		{"\ufffd", "\ufffd", "\ufffd"},
		{"\ufffd\x9b", "\ufffd\ufffd", "\ufffd\ufffd"},
	} {
		if got := shown.Text(c.in); got != c.text {
			t.Errorf("Text(%q) = %q, want %q", c.in, got, c.text)
		}
		if got := shown.Line(c.in); got != c.line {
			t.Errorf("Line(%q) = %q, want %q", c.in, got, c.line)
		}
	}
}

// FuzzShown: whatever comes, nothing unsafe leaves, and JSON says the same.
func FuzzShown(f *testing.F) {
	f.Add("a\x1b]0;x\a\u202eb\u009b\n")
	f.Fuzz(func(t *testing.T, s string) {
		for _, got := range []string{shown.Text(s), shown.Line(s)} {
			if i := strings.IndexFunc(got, func(r rune) bool { return shown.Unsafe(r) && r != '\n' && r != '\t' }); i >= 0 {
				t.Errorf("%q comes through as %q", s, got)
			}
		}
		if line := shown.Line(s); strings.ContainsAny(line, "\n\t") {
			t.Errorf("%q is more than a line: %q", s, line)
		}
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var want, back string
		got := shown.JSON(b)
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(got, &back); err != nil || back != want {
			t.Errorf("%q became %q, %v", s, got, err)
		}
		if bytes.ContainsFunc(got, shown.Unsafe) {
			t.Errorf("%q in JSON: %q", s, got)
		}
	})
}

func ExampleWriter() {
	var b strings.Builder
	w := &shown.Writer{To: &b}
	_, _ = fmt.Fprintf(w, "%s\n", "a\x1b[2Jb")
	w.JSON = func() bool { return true }
	_, _ = fmt.Fprintf(w, "%s\n", "{\"a\":\"\u202e\"}")
	fmt.Printf("%q\n", b.String())
	// Output: "a�[2Jb\n{\"a\":\"\\u202e\"}\n"
}
