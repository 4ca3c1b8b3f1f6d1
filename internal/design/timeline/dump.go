package timeline

import (
	"fmt"
	"io"
	"strings"

	"github.com/giro-video/giro/internal/base/geom"
)

// Dump writes the plan as text, for people and golden tests: one line a layer,
// with its span, box, paint and movements.
func (p *Plan) Dump(w io.Writer) error {
	d := &dumper{w: w}
	g := p.Grid
	d.line("%s %s %s %dx%d", p.Template, p.Language, p.Format, p.Size.W, p.Size.H)
	d.line("%d frames at %g fps, %d bars of %d beats, tempo x%.4f", g.Frames, g.Rate.Float(), g.Bars, g.BeatsPerBar, g.Stretch)
	for i := range p.Scenes {
		s := &p.Scenes[i]
		d.line("scene %s z%d %s rest %s%s%s%s%s", s.Name, s.Z, s.Span, s.Rest, clip(s.Clip), track("alpha", s.Alpha), track("dx", s.DX), track("dy", s.DY))
		for k := range s.Layers {
			l := &s.Layers[k]
			d.line("  %s %s %s %s%s%s%s%s", l.Name, l.Span, box(l.Box), paint(l.Paint), clip(l.Clip), track("alpha", l.Alpha), track("dx", l.DX), track("dy", l.DY))
		}
	}
	for _, c := range p.Cues {
		d.line("cue %s %s %s %g px %q", c.Scene, c.Field, c.Span, c.Size, c.Text)
	}
	return d.err
}

type dumper struct {
	w   io.Writer
	err error
}

func (d *dumper) line(format string, args ...any) {
	if d.err == nil {
		_, d.err = fmt.Fprintf(d.w, format+"\n", args...)
	}
}

// String returns "[from,to)".
func (s Span) String() string { return fmt.Sprintf("[%d,%d)", s.From, s.To) }

func box(r geom.Rect) string { return fmt.Sprintf("(%.1f %.1f %.1f %.1f)", r.X0, r.Y0, r.X1, r.Y1) }

func clip(c *Clip) string {
	if c == nil {
		return ""
	}
	s := " clip " + box(c.Box) + track("x0", c.X0) + track("y0", c.Y0) + track("x1", c.X1) + track("y1", c.Y1)
	if c.Circle != nil {
		s += " circle" + track("cx", c.Circle.CX) + track("cy", c.Circle.CY) + track("r", c.Circle.R)
	}
	return s
}

func track(name string, t Track) string {
	if t == nil {
		return ""
	}
	keys := make([]string, len(t))
	for i, k := range t {
		keys[i] = fmt.Sprintf("%.5g@%.5g", k.Value, k.Frame)
	}
	return " " + name + " " + strings.Join(keys, "~")
}

func paint(p Paint) string {
	switch t := p.(type) {
	case *Fill:
		return "fill " + t.Color.String()
	case *Text:
		return fmt.Sprintf("text %q %g px at %.1f,%.1f %s", t.Line.Text, t.Line.SizePx, t.Origin.X, t.Origin.Y, t.Color)
	case *Shape:
		return fmt.Sprintf("shape %d segments %s stroke %g", len(t.Path), t.Color, t.StrokePx) + track("form", t.Form)
	case *Photo:
		return fmt.Sprintf("photo %s %dx%d", t.Source, t.SrcW, t.SrcH) + view(t.View)
	case *Pattern:
		return fmt.Sprintf("pattern %s seed %x %dx%d %v", t.Name, t.Seed, t.Size.W, t.Size.H, t.Colors) + view(t.View)
	case *Bitmap:
		return "bitmap " + t.Source
	case *Gradient:
		return fmt.Sprintf("gradient %s %v", t.Color, t.AlphaAt)
	}
	return fmt.Sprintf("%T", p)
}

func view(v View) string { return track("zoom", v.Zoom) + track("cx", v.CX) + track("cy", v.CY) }
