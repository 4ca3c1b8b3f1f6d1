package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/shown"
)

// TestNothingIsObeyed: what a file is called and what it says reach neither the
// terminal nor programs as characters that are obeyed, nor make lines of their own.
func TestNothingIsObeyed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("its files cannot be called so")
	}
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("GIRO_LANG", "en")
	name := "a\u202egpj\x1b]0;x\a\u009b2J\ngiro: error: forged.csv"
	text := "title,date,place\n" +
		"\"Festa \u202egpj.exe \x1b[2J\u009b2J\x7f \u2066x\ngiro: error: forged\",16/06/2027,\"Piazza\u2028\u202e Roma\"\n" +
		"\"\u202eNo day\x1b[2J\ngiro: error: forged\",32/06/2027,\"\x1b\u202e\"\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "b\u202e\nforged.mp4"), []byte("no video"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"events", name},
		{"events", "--json", name},
		{"events", "--json", "--with-diagnostics", name},
		{"events", name + "\u202e"},
		{"check", "b\u202e\nforged.mp4"},
		{"check", "--json", "b\u202e\nforged.mp4"},
		{"-v", "render", "-t", "spotlight", "-e", name, "-o", "\u202e\n.mov"},
		{"batch", name},
	} {
		var stdout, stderr bytes.Buffer
		run(append([]string{"giro"}, args...), &stdout, &stderr)
		for what, out := range map[string]string{"stdout": stdout.String(), "stderr": stderr.String()} {
			if i := strings.IndexFunc(out, func(r rune) bool { return shown.Unsafe(r) && r != '\n' && r != '\t' }); i >= 0 {
				t.Errorf("%q, %s: %q", args, what, out[max(0, i-40):min(len(out), i+40)])
			}
			if strings.Contains("\n"+out, "\ngiro: error: forged") {
				t.Errorf("%q, %s has a forged line:\n%s", args, what, out)
			}
		}
		if stdout.Len()+stderr.Len() == 0 {
			t.Errorf("%q says nothing", args)
		}
	}
}
