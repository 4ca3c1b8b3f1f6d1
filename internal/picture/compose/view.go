package compose

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
)

// visibleSource returns the part of the source, in source pixels, that the view shows
// at frame t in a box of the given size (timeline.View).
func visibleSource(v *timeline.View, src geom.Size, boxW, boxH, t float64) geom.Rect {
	sw, sh := float64(src.W), float64(src.H)
	w, h := sw, sw*boxH/boxW
	if h > sh {
		w, h = sh*boxW/boxH, sh
	}
	zoom := max(1, v.Zoom.At(t, 1))
	w, h = w/zoom, h/zoom
	x := min(max(v.CX.At(t, 0.5)*sw-w/2, 0), sw-w)
	y := min(max(v.CY.At(t, 0.5)*sh-h/2, 0), sh-h)
	return geom.Rect{X0: x, Y0: y, X1: x + w, Y1: y + h}
}

// moves reports whether the view changes at all.
func moves(v *timeline.View) bool { return v.Zoom.Moves() || v.CX.Moves() || v.CY.Moves() }

// maxPrepared bounds a prepared picture, in pixels: 12 canvases of 1080 by 1920.
// Only a view that zooms by more than three and a half times reaches it.
const maxPrepared = 24 << 20

// extent returns the part of the source that the layer's view shows at any time, and
// the size to prepare it in: at the greatest zoom one prepared pixel covers one pixel
// of the canvas. When the view does not move, the prepared pixels coincide with those
// of the canvas, and nothing is resampled.
func extent(l *layer) (crop geom.Rect, w, h int) {
	boxW, boxH := l.Box.W(), l.Box.H()
	least := math.Inf(1)
	step := 1
	if !moves(&l.view) {
		step = l.Span.To - l.Span.From
	}
	for t := l.Span.From; t < l.Span.To; t += step {
		v := visibleSource(&l.view, l.src, boxW, boxH, float64(t))
		crop = crop.Union(v)
		least = min(least, v.W())
	}
	scale := boxW / least // prepared pixels for one source pixel
	if area := crop.W() * crop.H() * scale * scale; area > maxPrepared {
		scale *= math.Sqrt(maxPrepared / area)
	}
	margin := 0.0
	if moves(&l.view) {
		margin = 2 / scale // what the filter reads around its position
	}
	crop.X0, crop.X1, w = whole(crop.X0-margin, crop.X1+margin, float64(l.src.W), scale)
	crop.Y0, crop.Y1, h = whole(crop.Y0-margin, crop.Y1+margin, float64(l.src.H), scale)
	return crop, w, h
}

// whole widens [lo, hi) to an even number n of prepared pixels where the source
// has room: upwards first, then downwards by whole prepared pixels. A source
// with no room is stretched by the fraction of a pixel that is missing.
func whole(lo, hi, size, scale float64) (newLo, newHi float64, n int) {
	const eps = 1e-6
	lo = max(lo, 0)
	hi = min(hi, size)
	n = max(2, 2*int(math.Ceil((hi-lo)*scale/2-eps)))
	if n > maxSide {
		return lo, hi, maxSide
	}
	hi = lo + float64(n)/scale
	if over := hi - size; over > eps {
		back := math.Ceil(over*scale-eps) / scale
		lo, hi = lo-back, hi-back
	}
	if lo < -eps {
		return 0, size, n
	}
	return max(lo, 0), min(hi, size), n
}

// camera returns the mapping of canvas samples to a prepared picture: place is the
// box on the canvas, view the part of the source shown in it.
func camera(place, view geom.Rect, p *picture) (x, y yuv.Axis) {
	axis := func(p0, p1, v0, v1, c0, c1 float64, n int) yuv.Axis {
		k := float64(n) / (c1 - c0) // prepared pixels for one source pixel
		step := (v1 - v0) / (p1 - p0)
		// The middle of pixel 0 of the canvas, as a position in the source.
		at := v0 + (0.5-p0)*step
		return yuv.Axis{From: (at-c0)*k - 0.5, Step: step * k}
	}
	return axis(place.X0, place.X1, view.X0, view.X1, p.crop.X0, p.crop.X1, p.w),
		axis(place.Y0, place.Y1, view.Y0, view.Y1, p.crop.Y0, p.crop.Y1, p.h)
}
