package raster

import (
	"image"
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/timeline"
)

// Mark is what a layout must know of a logo.
type Mark struct {
	Kind   string  // "png", "jpeg" or "svg", as in timeline.Bitmap
	W, H   float64 // only the ratio matters
	Opaque bool    // it brings a ground of its own
	Colors []Share // its main colours, the most frequent first; one for a mark of one colour
	Edge   srgb.Color
	Even   bool // its edge has one colour, Edge; only of an opaque mark
}

// Share is a colour and which part of a mark has it.
type Share struct {
	Color srgb.Color
	Part  float64
}

const (
	markPx    = 96   // of the longer side of what is looked at
	solid     = 128  // alpha from which a pixel counts
	near      = 40   // of 255: colours that are one to the eye
	oneColor  = 0.97 // part of the pixels that must have it
	evenEdge  = 0.9
	leastPart = 0.04 // of a main colour
)

// Inspect looks at a logo, whose file is data; name is for messages.
func Inspect(name string, data []byte) (Mark, error) {
	kind, w, h, err := Measure(data)
	if err != nil {
		return Mark{}, err
	}
	k := markPx / max(w, h)
	pw, ph := max(1, int(math.Round(w*k))), max(1, int(math.Round(h*k)))
	im, err := Bitmap(&timeline.Bitmap{Source: name, Kind: kind}, data, pw, ph)
	if err != nil {
		return Mark{}, err
	}
	m := Mark{Kind: kind, W: w, H: h}
	var all, edge []srgb.Color
	m.Opaque = true
	for y := range ph {
		for x := range pw {
			c := im.NRGBAAt(x, y)
			m.Opaque = m.Opaque && c.A >= 250
			if c.A < solid {
				continue
			}
			all = append(all, srgb.Color{R: c.R, G: c.G, B: c.B})
			if image.Pt(x, y).In(im.Rect) && !image.Pt(x, y).In(im.Rect.Inset(2)) {
				edge = append(edge, srgb.Color{R: c.R, G: c.G, B: c.B})
			}
		}
	}
	m.Colors = shares(all)
	if m.Opaque {
		if of := shares(edge); len(of) > 0 {
			m.Edge, m.Even = of[0].Color, of[0].Part >= evenEdge
		}
	}
	return m, nil
}

// shares returns the main colours among pixels. Where nearly all are one colour and
// shades of its edges, it is the only one.
func shares(all []srgb.Color) []Share {
	if len(all) == 0 {
		return nil
	}
	rest := slices.Clone(all)
	var out []Share
	for len(rest) > 0 && len(out) < 8 {
		count := map[srgb.Color]int{}
		for _, c := range rest {
			count[srgb.Color{R: c.R / 16, G: c.G / 16, B: c.B / 16}]++
		}
		var most srgb.Color
		for c, n := range count {
			if n > count[most] || n == count[most] && less(c, most) {
				most = c
			}
		}
		var sum [3]float64
		n := 0.0
		for _, c := range rest {
			if (srgb.Color{R: c.R / 16, G: c.G / 16, B: c.B / 16}) == most {
				sum[0], sum[1], sum[2] = sum[0]+float64(c.R), sum[1]+float64(c.G), sum[2]+float64(c.B)
				n++
			}
		}
		mean := srgb.Color{R: uint8(sum[0]/n + 0.5), G: uint8(sum[1]/n + 0.5), B: uint8(sum[2]/n + 0.5)}
		before := len(rest)
		rest = slices.DeleteFunc(rest, func(c srgb.Color) bool { return apart(c, mean) <= near })
		part := float64(before-len(rest)) / float64(len(all))
		if part < leastPart {
			break
		}
		out = append(out, Share{mean, part})
		if part >= oneColor {
			break
		}
		if len(rest) == before {
			break
		}
	}
	return out
}

func less(a, b srgb.Color) bool {
	if a.R != b.R {
		return a.R < b.R
	}
	if a.G != b.G {
		return a.G < b.G
	}
	return a.B < b.B
}

// apart returns the largest difference in one channel.
func apart(a, b srgb.Color) int {
	d := func(x, y uint8) int { return max(int(x)-int(y), int(y)-int(x)) }
	return max(d(a.R, b.R), d(a.G, b.G), d(a.B, b.B))
}
