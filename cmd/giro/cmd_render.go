package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/film/render"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// renderOptions are the options of render.
type renderOptions struct {
	postOptions
	preset string // of x264, in place of the quality's
}

func newRenderCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "render",
		Usage:     "make one video from an event",
		UsageText: "giro render --template NAME --event FILE[#ID] [options]",
		Description: `Makes the MP4 and beside it the post kit: cover (.jpg), caption (.txt),
subtitles (.srt, .vtt), text alternative (.alt.txt), manifest (.json). What did
not change since the last time is taken from the store, so that a second run
after a small change takes seconds.`,
		Flags: append(postFlags(), jobsFlag(),
			&cli.StringFlag{Name: "x264-preset", Hidden: true, Usage: "x264 `PRESET` in place of the quality's, for measuring"}),
		Action: func(c *cli.Context) error {
			opt, err := readPostOptions(c, s)
			if err != nil {
				return err
			}
			return runRender(c.Context, s, renderOptions{postOptions: opt, preset: c.String("x264-preset")})
		},
	}
}

func runRender(ctx context.Context, s *session, opt renderOptions) error {
	s.seekTool(ctx)
	p, err := s.assemble(ctx, opt.postOptions, time.Now())
	if err != nil {
		return err
	}
	if opt.out == "" {
		opt.out = p.Name + ".mp4"
	}
	return s.render(ctx, p, opt)
}

// seekTool starts to look for ffmpeg, which takes a tenth of a second that the
// post can be put together in. tool waits for what was found.
func (s *session) seekTool(ctx context.Context) {
	s.found = sync.OnceValues(func() (*ffmpeg.Tool, error) { return ffmpeg.Find(ctx, ffmpeg.LookPath) })
	go func() { _, _ = s.found() }() // tool returns the error
}

// tool returns ffmpeg.
func (s *session) tool(ctx context.Context) (*ffmpeg.Tool, error) {
	if s.found == nil {
		s.seekTool(ctx)
	}
	return s.found()
}

// channelHere loads the channel that -C names, or the one in this folder.
func (s *session) channelHere() (*channel.Channel, error) {
	dir := s.channelDir
	if dir == "" {
		dir = "."
	}
	return s.loadChannel(dir)
}

// loadChannel loads a channel and speaks its language from here on.
func (s *session) loadChannel(dir string) (*channel.Channel, error) {
	s.ui.speak(channel.LanguageOf(dir))
	ch, faults, err := channel.Load(dir)
	if err != nil {
		return nil, err
	}
	if ch == nil {
		return nil, faults.Err()
	}
	s.ui.speak(ch.Language())
	s.ui.diagnose(faults)
	return ch, nil
}

// assemble puts a post together from its options and tells what is wrong with it.
func (s *session) assemble(ctx context.Context, opt postOptions, now time.Time) (*post.Post, error) {
	ch, err := s.channelHere()
	if err != nil {
		return nil, err
	}
	now = now.In(ch.Zone)
	events, faults, err := readEvents(ctx, opt.event.file, ingest.For(ch, now))
	if err != nil {
		return nil, err
	}
	if len(events) == 0 && faults.HasErrors() {
		return nil, faults.Err()
	}
	asm, err := post.NewAssembler()
	if err != nil {
		return nil, err
	}
	var ev *event.Event
	if opt.event.id == "" && len(events) > 1 && asm.TakesEvents(ch, opt.template) {
		ev = post.Collection(opt.event.file)
	} else {
		if ev, err = ingest.Pick(events, opt.event.id); err != nil {
			return nil, err
		}
		events = nil
	}
	if err := ev.Faults.Err(); err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(filepath.Dir(opt.event.file))
	if err != nil {
		return nil, fmt.Errorf("find the folder of %s: %w", opt.event.file, err)
	}
	published, err := dayIn(opt.publish, 0, time.Time{}.In(ch.Zone))
	if err != nil {
		return nil, err
	}
	at := now // when the post is seen
	if !published.IsZero() {
		at = published
	}
	faults = ev.Faults
	if ev.When.Past(at) && !ch.Past {
		faults.Warnf(ev.At("start"), "start", diag.T("correct its date, or set past: allow in channel.yaml"), "the event is over: %s", datesText(ev.When))
	}
	s.ui.diagnose(faults)
	until, err := dayIn(opt.until, 1, time.Time{}.In(ch.Zone))
	if err != nil {
		return nil, err
	}
	p, list, err := asm.Assemble(post.Request{
		Channel: ch, Event: ev, Events: events, DataDir: dir, Template: opt.template, Cut: opt.cut,
		Language: opt.language, Format: opt.format, Strict: opt.strict, Silent: opt.silent, Override: opt.override, Today: now,
		Published: published, Until: until,
	})
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, list.Err()
	}
	s.ui.diagnose(list)
	return p, nil
}

// dayIn returns the midnight that begins a day, or of a range its first, or one so
// many days behind its last, in now's zone; the zero time when no day is given.
func dayIn(text string, later int, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	first, last, err := dates.Span(text, now)
	switch {
	case err != nil:
		return time.Time{}, fmt.Errorf("read the day %s: %w", text, err)
	case later > 0:
		return last.AddDate(0, 0, later), nil
	}
	return first, nil
}

// render makes a post's files, shows the progress and prints what was made.
func (s *session) render(ctx context.Context, p *post.Post, opt renderOptions) error {
	tool, err := s.tool(ctx)
	if err != nil {
		return err
	}
	st, err := openStore()
	if err != nil {
		return err
	}
	started := time.Now()
	bar := s.ui.progress(diag.T("rendering %s", filepath.Base(opt.out)), p.Plan.Grid.Frames)
	res, err := p.Render(ctx, post.Options{
		Tool: tool, Store: st, Out: opt.out, Quality: opt.quality, Preset: opt.preset,
		Jobs: jobCount(opt.jobs), Version: builtFrom(),
		Progress: func(pr render.Progress) { bar.set(pr.Done, 0) },
	})
	bar.end()
	if err != nil {
		return err
	}
	s.ui.diagnose(res.Notes)
	return s.reportPost(res, time.Since(started))
}

// jobCount returns how many encoders run side by side: one a core by default.
func jobCount(asked int) int {
	if asked > 0 {
		return asked
	}
	return max(1, runtime.GOMAXPROCS(0))
}

// postLine is the last line of render --json.
type postLine struct {
	Type     string          `json:"type"` // "post"
	Video    string          `json:"video"`
	Kit      post.Kit        `json:"kit"`
	Frames   int             `json:"frames"`
	Seconds  float64         `json:"duration_s"`
	Segments render.Segments `json:"segments"`
	LUFS     any             `json:"loudness_lufs"`
	PeakDBTP any             `json:"true_peak_dbtp"`
	Seam     seamLine        `json:"seam"`
	Elapsed  float64         `json:"elapsed_s"`
}

type seamLine struct {
	Picture any `json:"picture"`
	Sound   any `json:"sound"`
}

func newPostLine(res post.Result, elapsed time.Duration) postLine {
	line := postLine{
		Type: "post", Video: res.Video, Kit: res.Kit, Frames: res.Frames, Seconds: res.Seconds,
		Segments: res.Segments, Seam: seamLine{Picture: res.Seam}, Elapsed: elapsed.Seconds(),
	}
	if res.Sound != nil {
		line.LUFS, line.PeakDBTP, line.Seam.Sound = res.Sound.LUFS, res.Sound.TruePeak, res.Sound.Seam
	}
	return line
}

// reportPost tells what was made.
func (s *session) reportPost(res post.Result, elapsed time.Duration) error {
	if s.ui.json {
		return s.ui.emit(newPostLine(res, elapsed))
	}
	sound := diag.T("no sound")
	if res.Sound != nil {
		sound = diag.T("%s LUFS", res.Sound.LUFS)
	}
	s.ui.notef("%.1f s, %s, %s, %d of %d segments rendered, in %.1f s", res.Seconds, sizeText(res.Bytes), sound, res.Segments.Rendered, res.Segments.Total, elapsed.Seconds())
	return s.ui.printf("%s\n", displayPath(res.Video))
}

// displayPath returns a path as a person would type it from here.
func displayPath(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return path
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(wd, abs); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return abs
}
