//go:build unix

package render_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/film/render"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// TestKilledAtEachStage: ffmpeg that is killed while it encodes pictures, encodes
// sound, decodes it or joins all ends in a sentence that says so, with nothing
// left; the next run makes the video.
func TestKilledAtEachStage(t *testing.T) {
	want := mustRender(t, newJob(t, small(true)))
	for _, stage := range []string{"libx264", "aac_low", "pcm_f32le", "concat"} {
		t.Run(stage, func(t *testing.T) {
			job := newJob(t, small(true))
			broken := job
			fake := *job.Tool
			fake.FFmpeg = os.Args[0]
			broken.Tool = &fake
			t.Setenv(killEnv, stage+" "+job.Tool.FFmpeg)
			_, err := render.Video(t.Context(), broken)
			if err == nil && stage == "concat" {
				t.Skip("segments are joined without a process")
			}
			fact, hint, told := ffmpeg.Failure(err)
			if !told || !strings.HasSuffix(fact.String(), " was killed while it worked") || hint.IsZero() || errors.Is(err, context.Canceled) {
				t.Errorf("error %v, told as %q", err, fact)
			}
			for _, dir := range []string{filepath.Dir(job.Out), filepath.Join(job.Store.Dir(), "tmp")} {
				if left, _ := os.ReadDir(dir); len(left) > 0 {
					t.Errorf("left in %s: %v", dir, left)
				}
			}
			if got := mustRender(t, job); got.VideoSHA256 != want.VideoSHA256 || got.Mended > 0 {
				t.Errorf("afterwards: same video: %v, %d mended", got.VideoSHA256 == want.VideoSHA256, got.Mended)
			}
		})
	}
}
