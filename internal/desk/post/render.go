package post

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/film/render"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/sniff"
	"github.com/giro-video/giro/internal/picture/compose"
	"github.com/giro-video/giro/internal/sound/mix"
)

// Options say how a post is rendered.
type Options struct {
	Tool     *ffmpeg.Tool
	Store    *store.Store
	Out      string // the MP4; cover and manifest stand beside it
	Quality  segment.Quality
	Preset   string // of x264, in place of the quality's
	Jobs     int
	Pool     *render.Pool // shared by posts that are rendered at the same time; may be nil
	Version  string       // of Giro, for the manifest
	Progress func(render.Progress)
}

// Result is a rendered post.
type Result struct {
	render.Result
	Kit   Kit
	Notes diag.List // warnings for the operator; they say nothing of the post
}

// Render makes the video and its kit. The files appear whole or not at all, the
// manifest last.
func (p *Post) Render(ctx context.Context, opt Options) (Result, error) {
	kit := KitOf(opt.Out)
	if err := p.checkOut(opt.Out); err != nil {
		return Result{}, err
	}
	res, err := render.Video(ctx, render.Job{
		Tool: opt.Tool, Store: opt.Store, Format: p.Format,
		Picture: p.Picture(), Sound: p.sound(opt.Tool),
		Out: opt.Out, Cover: kit.Cover,
		Quality: opt.Quality, Preset: opt.Preset, Jobs: opt.Jobs, Pool: opt.Pool, Progress: opt.Progress,
	})
	if err != nil {
		return Result{}, fmt.Errorf("render %s: %w", p.Name, err)
	}
	texts, err := p.writeKit(kit)
	if err != nil {
		return Result{}, err
	}
	if err := p.writeManifest(kit.Manifest, res, texts, opt); err != nil {
		return Result{}, err
	}
	var notes diag.List
	if res.Mended > 0 {
		notes.Warnf(diag.Pos{File: opt.Store.Dir()}, "", diag.T("if it comes again, look at the disk that the folder lies on"),
			"the store held %d broken objects, which were removed and made again", res.Mended)
	}
	return Result{Result: res, Kit: kit, Notes: notes}, nil
}

// checkOut refuses to write over something that went into the post.
func (p *Post) checkOut(out string) error {
	if !strings.EqualFold(filepath.Ext(out), ".mp4") {
		return diag.Fault(diag.Pos{}, "output", diag.T("give a name that ends in .mp4"), "the video cannot be written to %q", out)
	}
	info, err := os.Stat(out)
	if err != nil {
		return nil //nolint:nilerr // a file that does not exist is no input; the renderer reports write failures
	}
	if info.IsDir() {
		return diag.Fault(diag.Pos{}, "output", diag.T("give the name of a file in it"), "%q is a folder", out)
	}
	for _, in := range p.Inputs {
		if other, err := os.Stat(in.Path); err == nil && os.SameFile(info, other) {
			return diag.Fault(diag.Pos{}, "output", diag.T("give another name"), "%q is one of the files that the video is made of", out)
		}
	}
	return nil
}

// Picture returns the post's frames for the renderer.
func (p *Post) Picture() segment.Picture {
	plan := p.Plan
	var cuts []int
	for _, s := range plan.Scenes {
		for _, n := range []int{s.Span.From, s.Span.To} {
			if n = ((n % plan.Grid.Frames) + plan.Grid.Frames) % plan.Grid.Frames; n > 0 {
				cuts = append(cuts, n)
			}
		}
	}
	slices.Sort(cuts)
	return segment.Picture{
		Size: plan.Size, Rate: plan.Grid.Rate, Frames: plan.Grid.Frames, Cuts: slices.Compact(cuts),
		Digest: p.Composer.Digest,
		Prepare: func(_ context.Context, from, to int) error {
			return p.Composer.Prepare(from, to)
		},
		Painter: func() (segment.Paint, error) { return p.Composer.Painter().Frame, nil },
	}
}

// sound returns the function that decodes the track and fits it to the plan's grid.
func (p *Post) sound(tool *ffmpeg.Tool) render.Sound {
	if p.Track == nil || p.Format.Audio == format.NoAudio {
		return render.Sound{}
	}
	grid := p.Plan.Grid
	file, sum := "", digest.Sum{}
	for _, in := range p.Inputs {
		if in.Role == roleMusic {
			file, sum = in.Path, in.sum
		}
	}
	w := digest.New("music 1")
	w.Sum(sum)
	w.Float(p.Track.BPM)
	w.Float(p.Track.FirstBeat)
	w.Int(grid.Frames)
	w.Int(grid.Bars)
	w.Int(grid.BeatsPerBar)
	w.Float(grid.Stretch)
	w.String(compose.Version)
	return render.Sound{
		Digest: w.Done(),
		Make: func(ctx context.Context, lufs, ceilingDB float64) ([]float32, error) {
			kind, err := sniff.File(file)
			if err != nil {
				return nil, fmt.Errorf("read the music %s: %w", p.Track.File, err)
			}
			// The sound is stored under the digest of the file that the plan was made from.
			if now, err := fileDigest(file); err != nil || now != sum {
				return nil, diag.Fault(diag.Pos{File: file}, "music", diag.T("run it again"), "the music %q was changed while it was being used", p.Track.File)
			}
			// Half as much again as the loop is enough for any cut and its crossfade.
			samples, err := tool.DecodeAudio(ctx, file, kind, p.Track.FirstBeat+1.5*grid.Rate.Seconds(grid.Frames)+10)
			if err != nil {
				return nil, fmt.Errorf("decode the music %s: %w", p.Track.File, err)
			}
			track := mix.Track{BPM: p.Track.BPM, FirstBeatSeconds: p.Track.FirstBeat}
			res, err := mix.Loop(samples, track, grid, mix.Options{LUFS: lufs, CeilingDB: ceilingDB})
			if errors.Is(err, mix.ErrTooShort) {
				return nil, diag.Fault(diag.Pos{File: file}, "music", diag.T("use a longer track"), "the music %q is too short to loop: it must last 0.1 s at least", p.Track.File)
			}
			if errors.Is(err, mix.ErrFirstBeat) || errors.Is(err, mix.ErrNotFinite) {
				return nil, diag.Fault(diag.Pos{File: file}, "music", diag.T("correct first_beat, or export the track again"), "the music %q cannot be laid on the beat: %v", p.Track.File, err)
			}
			if err != nil {
				return nil, fmt.Errorf("lay the music %s on the beat: %w", p.Track.File, err)
			}
			return res.Samples, nil
		},
	}
}
