package diag_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
)

func TestNearest(t *testing.T) {
	fields := []string{"time", "title", "tile", "venue", "subtitle"}
	tests := []struct{ word, want string }{
		{"titel", "title"},
		{"Title", "title"},
		{"venu", "venue"},
		{"subtitel", "subtitle"},
		{"xyzzy", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := diag.Nearest(tt.word, fields); got != tt.want {
			t.Errorf("Nearest(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestListErr(t *testing.T) {
	var l diag.List
	l.Warnf(diag.Pos{File: "a.csv", Cell: "C7"}, "date", diag.Text{}, "no time is given")
	if err := l.Err(); err != nil {
		t.Errorf("warnings alone are an error: %v", err)
	}
	l.Errorf(diag.Pos{File: "b.yaml", Line: 3, Column: 5}, "name", diag.T("add it"), "no name")
	l.Errorf(diag.Pos{File: "a.csv", Line: 2}, "title", diag.Text{}, "no title")
	err := fmt.Errorf("read: %w", l.Err())
	got, ok := diag.Messages(err)
	if !ok || len(got) != 3 {
		t.Fatalf("Messages = %v, %v", got, ok)
	}
	if got[0].Cell != "C7" || got[2].File != "b.yaml" {
		t.Errorf("messages are not in order of files: %v", got)
	}
	if _, ok := diag.Messages(errors.New("other")); ok {
		t.Error("a foreign error has messages")
	}
}

func ExampleMessage() {
	m := diag.Message{
		Pos: diag.Pos{File: "eventi.csv", Line: 7, Cell: "C7"}, Severity: diag.Error,
		Text: diag.T(`"32/05/2025" is no date`), Hint: diag.T("write day/month/year"),
	}
	fmt.Println(m)
	fmt.Println("hint:", m.Hint)
	// Output:
	// eventi.csv:7, cell C7: error: "32/05/2025" is no date
	// hint: write day/month/year
}
