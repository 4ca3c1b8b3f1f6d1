//go:build unix

package segment_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// TestEncoderStopsOrHangs: a program that takes no frames, that takes them and does
// not end, or that is killed ends in an error that says so, and soon.
func TestEncoderStopsOrHangs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		script string
		hangs  bool
	}{
		"takes no frames": {"exec sleep 600", true},
		"does not end":    {"cat >/dev/null; exec sleep 600", true},
		"is killed":       {"head -c 9000 >/dev/null; kill -9 $$", false},
		"is asked to end": {"head -c 9000 >/dev/null; exit 255", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			program := filepath.Join(dir, "ffmpeg")
			if err := os.WriteFile(program, []byte("#!/bin/sh\n"+c.script+"\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			enc := newEncoder(t)
			fake := *enc.Tool
			fake.FFmpeg = program
			enc.Tool = &fake
			if c.hangs {
				enc.Patience = 300 * time.Millisecond
			}
			err := enc.Encode(t.Context(), grey(60), segment.Range{From: 0, To: 60}, filepath.Join(dir, "a.mp4"), nil)
			fact, hint, told := ffmpeg.Failure(err)
			if !told || hint.IsZero() || errors.Is(err, context.Canceled) {
				t.Fatalf("error %v, told as %q", err, fact)
			}
			want := "ffmpeg was killed while it worked"
			if c.hangs {
				want = "ffmpeg did not go on for 300ms and was stopped"
			}
			if fact.String() != want {
				t.Errorf("told as %q, want %q", fact, want)
			}
		})
	}
}
