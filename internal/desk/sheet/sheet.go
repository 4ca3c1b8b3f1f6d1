// Package sheet draws contact sheets of templates from the sample events that
// come with them: one picture with a frame of every scene, or a strip of frames
// through a movement.
package sheet

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	xdraw "golang.org/x/image/draw"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/templates"
)

// Studio draws samples. It keeps the sample channel in a folder of its own.
type Studio struct {
	dir       string
	assembler *post.Assembler
}

// Open writes the sample channel into dir, which must be there.
func Open(dir string) (*Studio, error) {
	err := fs.WalkDir(assets.Demo, "demo", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".yaml") {
			return err
		}
		data, err := assets.Demo.ReadFile(name)
		if err != nil {
			return err
		}
		return write(filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(name, "demo/"))), data)
	})
	if err != nil {
		return nil, fmt.Errorf("write the sample channel: %w", err)
	}
	a, err := post.NewAssembler()
	if err != nil {
		return nil, err
	}
	return &Studio{dir: dir, assembler: a}, nil
}

func write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o600)
}

// Sample is a template with the settings in which it is drawn.
type Sample struct {
	Template string
	Kit      string // a kit that comes with Giro
	Language string // "" is Italian
	Format   string // "" is universal
	Cut      string
	NoPhoto  bool
	Strict   bool
	Edit     func(*event.Event)    // changes the sample
	Channel  *channel.Channel      // instead of the sample channel
	Events   func() []*event.Event // instead of the sample events
}

// Today is the date that the samples take for the current one.
func Today(zone *time.Location) time.Time { return time.Date(2025, 6, 10, 12, 0, 0, 0, zone) }

// Assemble puts together the post of a sample.
func (s *Studio) Assemble(t Sample) (*post.Post, diag.List, error) {
	ch := t.Channel
	if ch == nil {
		var err error
		if ch, err = s.channel(t.Kit, t.Template); err != nil {
			return nil, nil, err
		}
	}
	today := Today(ch.Zone)
	var events []*event.Event
	if t.Events != nil {
		events = t.Events()
	} else {
		data, err := templates.Samples.ReadFile(path.Join("samples", t.Template+".csv"))
		if errors.Is(err, fs.ErrNotExist) {
			data, err = templates.Samples.ReadFile("samples/spotlight.csv")
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read the sample events: %w", err)
		}
		var faults diag.List
		if events, faults, err = ingest.Read(context.Background(), t.Template+".csv", data, ingest.Options{Zone: ch.Zone, Language: "it", Now: today}); err != nil {
			return nil, nil, err
		}
		if len(events) == 0 {
			return nil, nil, faults.Err()
		}
	}
	for _, e := range events {
		if t.NoPhoto {
			e.Images = nil
		}
		if t.Edit != nil {
			t.Edit(e)
		}
	}
	req := post.Request{
		Channel: ch, Event: events[0], DataDir: s.dir, Template: t.Template, Cut: t.Cut, Language: t.Language,
		Format: t.Format, Strict: t.Strict, Silent: true, Today: today,
	}
	if len(events) > 1 && s.assembler.TakesEvents(ch, t.Template) {
		req.Event, req.Events = post.Collection(t.Template+".csv"), events
	}
	return s.assembler.Assemble(req)
}

// channel returns the sample channel in a kit.
func (s *Studio) channel(kit, template string) (*channel.Channel, error) {
	if kit == "" || kit == "allerta" { // a locked kit is for its own templates only
		kit = "quartieri"
	}
	label := "[Città, d’esempio]"
	if template == "alert" || template == "notice" {
		label = "[Comune, d’esempio]"
	}
	text := "name: Città d’esempio\nhandle: \"@cittadesempio\"\nlanguages: [it, en, de, fr, es, nl, pt, zh, ar]\nzone: Europe/Rome\nbrand:\n" +
		"  extends: " + kit + "\n  logo: logo.svg\n  label: " + label + "\nformat: universal\n"
	dir := filepath.Join(s.dir)
	if err := write(filepath.Join(dir, "channel.yaml"), []byte(text)); err != nil {
		return nil, err
	}
	ch, faults, err := channel.Load(dir)
	if err != nil {
		return nil, err
	}
	if ch == nil {
		return nil, faults.Err()
	}
	return ch, nil
}

// SceneFrames returns a frame of every scene: the last one in which it stands complete.
func SceneFrames(p *post.Post) []int {
	var out []int
	for _, s := range p.Plan.Scenes {
		if s.Z != 0 && s.Z != 2 {
			continue
		}
		n := max(s.Rest.From, s.Rest.To-2)
		out = append(out, ((n%p.Plan.Grid.Frames)+p.Plan.Grid.Frames)%p.Plan.Grid.Frames)
	}
	return out
}

// Strip returns n frames at equal distances around a frame, for a motion strip.
func Strip(p *post.Post, around, before, after, n int) []int {
	var out []int
	total := p.Plan.Grid.Frames
	for i := range n {
		f := around - before + (before+after)*i/(n-1)
		out = append(out, ((f%total)+total)%total)
	}
	return out
}

// background is the sheet's own colour.
var background = color.RGBA{R: 228, G: 229, B: 224, A: 255}

// Draw draws frames of a post side by side, each of the given height.
func Draw(p *post.Post, frames []int, height int) (image.Image, error) {
	const gap = 16
	size := p.Plan.Size
	w := height * size.W / size.H
	out := image.NewRGBA(image.Rect(0, 0, gap+len(frames)*(w+gap), height+2*gap))
	draw.Draw(out, out.Bounds(), image.NewUniform(background), image.Point{}, draw.Src)
	for i, n := range frames {
		f, err := p.Frame(n)
		if err != nil {
			return nil, fmt.Errorf("draw frame %d of %s: %w", n, p.Name, err)
		}
		src := yuv.ToRGB(f)
		x := gap + i*(w+gap)
		xdraw.CatmullRom.Scale(out, image.Rect(x, gap, x+w, gap+height), src, src.Bounds(), xdraw.Src, nil)
	}
	return out, nil
}
