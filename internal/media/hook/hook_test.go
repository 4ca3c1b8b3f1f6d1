package hook_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/media/hook"
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

func TestRun(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "out")
	arg := "a b; $(touch x) `y` \"\n'"
	if err := hook.Run(t.Context(), []string{program(t, `printf %s "$1" > "$2"`), arg, out}, time.Minute); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(out); err != nil || string(data) != arg {
		t.Errorf("got %q %v", data, err)
	}
	if err := hook.Run(t.Context(), []string{program(t, "echo no such channel >&2; exit 3")}, time.Minute); err == nil || !strings.Contains(err.Error(), "exit status 3: no such channel") {
		t.Errorf("got %v", err)
	}
	for _, c := range [][]string{nil, {""}, {filepath.Join(t.TempDir(), "none")}} {
		if err := hook.Run(t.Context(), c, time.Minute); err == nil {
			t.Errorf("%q was run", c)
		}
	}
}

// TestEnds ends programs that have started others and ignore polite signals.
func TestEnds(t *testing.T) {
	t.Parallel()
	stubborn := program(t, "trap '' TERM INT HUP\nsleep 30 &\nsleep 30\n")
	began := time.Now()
	if err := hook.Run(t.Context(), []string{stubborn}, 100*time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stop := time.AfterFunc(100*time.Millisecond, cancel)
	defer stop.Stop()
	if err := hook.Run(ctx, []string{stubborn}, time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	got := hook.Fill([]string{"p", "--file={video}", "{drop}", "{other}"}, map[string]string{"video": "/a b.mp4", "drop": "{video}"})
	if want := []string{"p", "--file=/a b.mp4", "{video}", "{other}"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
