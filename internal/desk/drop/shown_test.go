package drop_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/shown"
	"github.com/giro-video/giro/internal/desk/drop"
	"github.com/giro-video/giro/internal/desk/inbox"
)

// TestHostileNames: what a drop is called is obeyed neither by a browser nor by
// who prints the status or a reason in a terminal, and adds no line to a reason.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	const name = "a\u202egpj\x1b[2J\u009b\x7f\r\nWhat to do: forged<script>alert(1)</script>"
	words := drop.WordsIn("en")
	files, err := words.Report(inbox.Status{Running: true, Failed: []inbox.Item{{Name: name, Reason: name, Made: []string{name}}}})
	if err != nil {
		t.Fatal(err)
	}
	unsafe := func(r rune) bool { return shown.Unsafe(r) && r != '\n' && r != '\t' }
	for _, f := range files {
		if i := bytes.IndexFunc(f.Data, unsafe); i >= 0 {
			t.Errorf("%s holds %q", f.Name, f.Data[i:min(len(f.Data), i+20)])
		}
		if strings.HasSuffix(f.Name, ".html") {
			if page := string(f.Data); strings.Contains(page, "<script") || !strings.Contains(page, "default-src 'none'") {
				t.Errorf("the page runs scripts or has no policy:\n%s", page)
			}
			continue
		}
		var back drop.Status
		if err := json.Unmarshal(f.Data, &back); err != nil || back.Failed[0].Name != name {
			t.Errorf("%s does not say the name any more: %q, %v", f.Name, back.Failed, err)
		}
	}
	reason := string(words.Reason(inbox.Reason{Drop: name, Lines: []inbox.Line{{Where: name, What: name, Hint: name}}, Made: []string{name}}))
	lines := strings.Split(strings.TrimPrefix(reason, "\ufeff"), "\r\n")
	for _, line := range lines {
		if strings.ContainsFunc(line, shown.Unsafe) || strings.HasPrefix(line, "What to do: forged") {
			t.Errorf("the reason has the line %q", line)
		}
	}
	if len(lines) < 8 {
		t.Errorf("the reason:\n%s", reason)
	}
}
