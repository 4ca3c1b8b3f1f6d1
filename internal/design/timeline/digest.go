package timeline

import (
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/srgb"
)

func appendColor(w *digest.Writer, c srgb.Color) { w.Bytes([]byte{c.R, c.G, c.B}) }

// AppendDigest implements Paint.
func (p *Fill) AppendDigest(w *digest.Writer) {
	w.String("fill")
	appendColor(w, p.Color)
}

// AppendDigest implements Paint. The glyphs and faces decide the pixels, so the text
// itself is left out.
func (p *Text) AppendDigest(w *digest.Writer) {
	w.String("text")
	appendColor(w, p.Color)
	for _, r := range p.Line.Runs {
		w.Sum(r.Face.Digest())
		w.Float(r.SizePx)
		w.Int(len(r.Glyphs))
		for _, g := range r.Glyphs {
			w.Int(int(g.ID))
			w.Float(g.X)
			w.Float(g.Y)
		}
	}
	w.Float(p.Origin.X)
	w.Float(p.Origin.Y)
}

// AppendDigest implements Paint. Trim, Turn and Form are added by value at each frame, not here.
func (p *Shape) AppendDigest(w *digest.Writer) {
	w.String("shape")
	appendColor(w, p.Color)
	w.Float(p.StrokePx)
	w.Float(p.Pivot.X)
	w.Float(p.Pivot.Y)
	p.Path.appendDigest(w)
	w.Int(len(p.Forms))
	for _, f := range p.Forms {
		w.Float(f.StrokePx)
		f.Path.appendDigest(w)
	}
}

func (p Path) appendDigest(w *digest.Writer) {
	w.Int(len(p))
	for _, s := range p {
		w.Int(int(s.Op))
		for _, q := range s.P {
			w.Float(q.X)
			w.Float(q.Y)
		}
	}
}

// AppendDigest implements Paint. The whole range of the view is included, since it
// decides the size at which the photo is prepared.
func (p *Photo) AppendDigest(w *digest.Writer) {
	w.String("photo")
	w.Sum(p.Digest)
	w.Int(p.SrcW)
	w.Int(p.SrcH)
	p.View.appendDigest(w)
	w.Bool(p.Duotone != nil)
	if p.Duotone != nil {
		appendColor(w, p.Duotone[0])
		appendColor(w, p.Duotone[1])
	}
}

func (v View) appendDigest(w *digest.Writer) {
	lo, hi := v.Zoom.Range(1)
	w.Float(lo)
	w.Float(hi)
}

// AppendDigest implements Paint.
func (p *Pattern) AppendDigest(w *digest.Writer) {
	w.String("pattern")
	w.String(p.Name)
	w.Int(int(p.Seed)) //nolint:gosec // the bits matter, not the sign
	w.Int(p.Size.W)
	w.Int(p.Size.H)
	w.Int(p.Bleed)
	w.Int(len(p.Colors))
	for _, c := range p.Colors {
		appendColor(w, c)
	}
	p.View.appendDigest(w)
}

// AppendDigest implements Paint.
func (p *Bitmap) AppendDigest(w *digest.Writer) {
	w.String("bitmap")
	w.String(p.Kind)
	w.Sum(p.Digest)
	w.Bool(p.Tint != nil)
	if p.Tint != nil {
		appendColor(w, *p.Tint)
	}
}

// AppendDigest implements Paint.
func (p *Gradient) AppendDigest(w *digest.Writer) {
	w.String("gradient")
	appendColor(w, p.Color)
	w.Int(len(p.AlphaAt))
	for _, a := range p.AlphaAt {
		w.Float(a)
	}
}
