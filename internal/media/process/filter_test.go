package process_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/media/process"
)

// program writes a shell script and returns its path.
func program(t *testing.T, script string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the test's programs are shell scripts")
	}
	path := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFilter(t *testing.T) {
	t.Parallel()
	in := func() *os.File {
		path := filepath.Join(t.TempDir(), "in")
		if err := os.WriteFile(path, []byte("ecco"), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	run := func(script string, timeout time.Duration) ([]byte, *process.Exit, error) {
		out, err := process.Filter(t.Context(), []string{program(t, script), "a b"}, []string{"GREETING=ciao"}, in(), 1000, timeout)
		exit, _ := errors.AsType[*process.Exit](err)
		return out, exit, err
	}
	if out, _, err := run(`read -r x; echo "$GREETING $1 $x $HOME"`, time.Minute); err != nil || string(out) != "ciao a b ecco \n" {
		t.Errorf("got %q, %v", out, err)
	}
	if _, exit, err := run("echo no >&2; exit 3", time.Minute); exit == nil || exit.Code != 3 || exit.Late || exit.Long || !strings.Contains(exit.Stderr, "no") {
		t.Errorf("got %+v, %v", exit, err)
	}
	if _, exit, err := run("while :; do :; done", 300*time.Millisecond); exit == nil || !exit.Late || exit.CPU < 50*time.Millisecond {
		t.Errorf("got %+v, %v", exit, err)
	}
	if _, exit, err := run("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaa; done", time.Minute); exit == nil || !exit.Long || exit.Late {
		t.Errorf("got %+v, %v", exit, err)
	}
	if _, exit, err := run("kill -KILL $$", time.Minute); exit == nil || exit.Code != -1 || exit.Late {
		t.Errorf("got %+v, %v", exit, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stop := time.AfterFunc(100*time.Millisecond, cancel)
	defer stop.Stop()
	if _, err := process.Filter(ctx, []string{program(t, "trap '' TERM INT; while :; do :; done")}, nil, in(), 1000, time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := process.Filter(t.Context(), []string{filepath.Join(t.TempDir(), "none")}, nil, in(), 1000, time.Minute); err == nil {
		t.Error("a program that is not there was run")
	}
}
