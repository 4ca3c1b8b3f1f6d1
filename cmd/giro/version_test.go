package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStamp: builds of a changed work tree differ, those of a commit do not.
func TestStamp(t *testing.T) {
	program := func(text string) string {
		path := filepath.Join(t.TempDir(), "giro")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, other := program("one"), program("other")
	commit := version{Version: "v1.0.0", Revision: "0123456789abcdef"}
	if got := commit.stamp(one); got != commit.String() {
		t.Errorf("a commit is %q", got)
	}
	for _, v := range []version{{Version: "devel"}, {Version: "devel", Revision: "0123456789abcdef", Modified: true}} {
		a, b := v.stamp(one), v.stamp(other)
		if a == b || a != v.stamp(one) || !strings.Contains(a, v.String()+", build ") {
			t.Errorf("%+v: %q and %q", v, a, b)
		}
		if got := v.stamp(filepath.Join(t.TempDir(), "nowhere")); got != v.String() {
			t.Errorf("without a file: %q", got)
		}
	}
}
