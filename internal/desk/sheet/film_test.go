package sheet_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/desk/sheet"
	"github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// TestEveryFormatRenders encodes every template in every format and measures
// the files: streams, size, rate, frames, tags, and the seam as it is decoded.
// Without -every it takes one template on a landscape screen; each template is
// also rendered, once, by the tests of the presets.
func TestEveryFormatRenders(t *testing.T) {
	tool, err := ffmpeg.Find(t.Context(), ffmpeg.LookPath)
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.TempDir(), 4<<30, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	studio, err := sheet.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	quality := segment.Draft
	if *every {
		quality = segment.Standard // the noise of draft encoding shows at the seam of a photo that hardly moves
	}
	for _, name := range sheet.Order {
		for _, format := range formats {
			if !*every && (name != "numbers" || format != "screen-landscape") {
				continue
			}
			t.Run(name+"/"+format, func(t *testing.T) {
				p, faults, err := studio.Assemble(sheet.Sample{Template: name, Kit: kits[name], Format: format})
				if err != nil || p == nil {
					t.Fatal(err, faults)
				}
				res, err := p.Render(t.Context(), post.Options{
					Tool: tool, Store: st, Out: filepath.Join(t.TempDir(), p.Name+".mp4"), Quality: quality, Jobs: 2, Version: "test",
				})
				if err != nil {
					t.Fatal(err)
				}
				report, err := check.File(t.Context(), tool, res.Video, p.Format, check.Expect{Frames: p.Plan.Grid.Frames, Seam: &res.Seam})
				if err != nil {
					t.Fatal(err)
				}
				if report.Verdict != check.Pass || len(report.Items) < 8 {
					t.Errorf("%s: %v", report.Verdict, report.Items)
				}
			})
		}
	}
}
