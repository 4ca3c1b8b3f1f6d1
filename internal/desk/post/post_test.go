package post_test

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

var every = flag.Bool("every", false, "render every sample event, not a few of them (about ten minutes)")

// sample writes the sample channel into a temporary folder.
func sample(t testing.TB) *channel.Channel {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, data []byte) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	err := fs.WalkDir(assets.Demo, "demo", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := assets.Demo.ReadFile(name)
		write(strings.TrimPrefix(name, "demo/"), data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	music, err := assets.Music.ReadFile("music/giro-demo.flac")
	if err != nil {
		t.Fatal(err)
	}
	write("giro-demo.flac", music)
	return load(t, dir)
}

func load(t testing.TB, dir string) *channel.Channel {
	t.Helper()
	ch, faults, err := channel.Load(dir)
	if err != nil || ch == nil {
		t.Fatal(err, faults)
	}
	return ch
}

// events reads a file of the sample channel.
func events(t testing.TB, ch *channel.Channel, name string) []*event.Event {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(ch.Dir, name))
	if err != nil {
		t.Fatal(err)
	}
	list, faults, err := ingest.Read(t.Context(), name, data, ingest.Options{Zone: ch.Zone, Language: "it", Now: today(ch)})
	if err != nil || faults.HasErrors() || len(list) == 0 {
		t.Fatal(err, faults)
	}
	return list
}

func today(ch *channel.Channel) time.Time { return time.Date(2025, 5, 14, 9, 0, 0, 0, ch.Zone) }

func assemble(t testing.TB, req post.Request) *post.Post {
	t.Helper()
	asm, err := post.NewAssembler()
	if err != nil {
		t.Fatal(err)
	}
	req.DataDir = req.Channel.Dir
	if req.Template == "" {
		req.Template = "spotlight"
	}
	req.Today = today(req.Channel)
	p, faults, err := asm.Assemble(req)
	if err != nil || p == nil {
		t.Fatal(err, faults)
	}
	return p
}

// fast is the x264 preset for tests that do not look at the picture.
const fast = "ultrafast"

// kit is what rendering needs from the machine.
func kit(t testing.TB) (*ffmpeg.Tool, *store.Store) {
	t.Helper()
	tool, err := ffmpeg.Find(t.Context(), ffmpeg.LookPath)
	if err != nil {
		t.Fatal(err)
	}
	return tool, newStore(t)
}

func newStore(t testing.TB) *store.Store {
	t.Helper()
	st, err := store.Open(t.TempDir(), 4<<30, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// render encodes in draft quality, with an x264 preset, or "" for the quality's own.
func render(t testing.TB, p *post.Post, tool *ffmpeg.Tool, st *store.Store, jobs int, preset string) post.Result {
	t.Helper()
	res, err := p.Render(context.WithoutCancel(t.Context()), post.Options{
		Tool: tool, Store: st, Out: filepath.Join(t.TempDir(), p.Name+".mp4"), Quality: segment.Draft, Preset: preset, Jobs: jobs, Version: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// verify checks a rendered file against its format and fails on all that is not right.
func verify(t *testing.T, p *post.Post, tool *ffmpeg.Tool, res post.Result) {
	t.Helper()
	report, err := check.File(t.Context(), tool, res.Video, p.Format, check.Expect{Frames: p.Plan.Grid.Frames})
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range report.Items {
		if it.Verdict != check.Pass {
			t.Errorf("%s: %s: %v, limit %v %s (%s)", it.ID, it.Verdict, it.Measured, it.Limit, it.Unit, it.Message)
		}
	}
	if len(report.Items) < 8 {
		t.Errorf("only %d checks were made", len(report.Items))
	}
	for _, name := range []string{res.Kit.Cover, res.Kit.Manifest} {
		if info, err := os.Stat(name); err != nil || info.Size() == 0 {
			t.Errorf("%s is missing or empty: %v", name, err)
		}
	}
}

// TestSampleEvents renders events of the real calendar, without pictures, and
// events with photos, and checks every file: streams, size, rate, frames, colour
// tags, edit lists, loudness, true peak, samples, and the seam of picture and sound.
func TestSampleEvents(t *testing.T) {
	tool, st := kit(t)
	ch := sample(t)
	for _, file := range []string{"milano-san-siro-2025.ics", "eventi.csv"} {
		list := events(t, ch, file)
		if !*every {
			list = list[:1]
		}
		for _, ev := range list {
			t.Run(ev.ID, func(t *testing.T) {
				p := assemble(t, post.Request{Channel: ch, Event: ev, Cut: "short"})
				verify(t, p, tool, render(t, p, tool, st, 2, ""))
			})
		}
	}
}

// TestEveryEventCompiles sets every sample event in every language of the
// channel, whole and short.
func TestEveryEventCompiles(t *testing.T) {
	ch := sample(t)
	for _, file := range []string{"milano-san-siro-2025.ics", "eventi.csv"} {
		for _, ev := range events(t, ch, file) {
			for _, lang := range ch.Languages {
				for _, cut := range []string{"", "short"} {
					p := assemble(t, post.Request{Channel: ch, Event: ev, Cut: cut, Language: lang})
					if s := p.Plan.Grid.Rate.Seconds(p.Plan.Grid.Frames); s < 15 || s > 60 {
						t.Errorf("%s %s %s lasts %.1f s", ev.ID, lang, cut, s)
					}
				}
			}
		}
	}
}

// TestBytesAreTheSame renders twice, with other numbers of encoders.
func TestBytesAreTheSame(t *testing.T) {
	tool, _ := kit(t)
	ch := sample(t)
	ev := events(t, ch, "eventi.csv")[0]
	var videos, covers, manifests [][]byte
	for _, jobs := range []int{1, 4} {
		p := assemble(t, post.Request{Channel: ch, Event: ev, Cut: "short", Format: "square"})
		res := render(t, p, tool, newStore(t), jobs, fast)
		if res.Segments.Rendered != res.Segments.Total || res.Segments.Total < 2 {
			t.Errorf("with %d jobs %d of %d segments were rendered", jobs, res.Segments.Rendered, res.Segments.Total)
		}
		videos = append(videos, read(t, res.Video))
		covers = append(covers, read(t, res.Kit.Cover))
		manifests = append(manifests, read(t, res.Kit.Manifest))
	}
	for i := 1; i < len(videos); i++ {
		if !bytes.Equal(videos[0], videos[i]) {
			t.Errorf("video %d differs from the first", i)
		}
		if !bytes.Equal(covers[0], covers[i]) || !bytes.Equal(manifests[0], manifests[i]) {
			t.Errorf("cover or manifest %d differs from the first", i)
		}
	}
}

// TestOneTextRendersItsSegmentsOnly changes the text of one scene.
func TestOneTextRendersItsSegmentsOnly(t *testing.T) {
	tool, st := kit(t)
	ch := sample(t)
	ev := events(t, ch, "eventi.csv")[0]
	first := render(t, assemble(t, post.Request{Channel: ch, Event: ev, Cut: "short", Format: "square"}), tool, st, 2, fast)
	again := render(t, assemble(t, post.Request{Channel: ch, Event: ev, Cut: "short", Format: "square"}), tool, st, 2, fast)
	if again.Segments.Rendered != 0 || again.Segments.Reused != first.Segments.Total {
		t.Errorf("nothing changed, and %d segments were rendered", again.Segments.Rendered)
	}
	changed := *ev
	changed.Extra = maps.Clone(ev.Extra)
	changed.Extra["closing"] = "Posti esauriti. Ci vediamo a luglio."
	res := render(t, assemble(t, post.Request{Channel: ch, Event: &changed, Cut: "short", Format: "square"}), tool, st, 2, fast)
	if res.Segments.Rendered == 0 || res.Segments.Rendered > first.Segments.Total/2 {
		t.Errorf("one scene's text changed, and %d of %d segments were rendered", res.Segments.Rendered, res.Segments.Total)
	}
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
