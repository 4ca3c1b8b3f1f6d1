package compose

import (
	"image"
	"math"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
)

// item is a layer at one frame. Items are compared with ==: equal lists of items give
// equal pixels.
type item struct {
	layer  *layer
	scene  int        // the scene whose alpha is fade
	clip   geom.Rect  // the item is visible only inside: clips, canvas and, for boxed paints, the box
	discs  [2]disc    // circular clips; the item is visible only inside all of them
	alpha  yuv.Weight // of the layer
	fade   yuv.Weight // of its scene; One when the item is painted by itself
	place  geom.Rect  // the layer's box where it is
	dx, dy float64    // from rest
	view   geom.Rect  // pictures: the part of the source that fills place
	trim   float64    // shapes
	turn   float64
	form   float64
}

// disc is a circular clip; on is false for none.
type disc struct {
	on, invert bool
	cx, cy, r  float64
}

// group is a run of items of a translucent scene. They are painted on a copy of the
// frame, which is then blended with the frame.
type group struct {
	from, to int // items
	fade     yuv.Weight
	vis      span // where the group shows
	copied   span // the part of vis where items below are visible through the group
}

// list is the display list of one frame, from the lowest item up.
type list struct {
	items  []item
	vis    []span // of each item: where it shows, in rects
	groups []group
	rects  []image.Rectangle
	order  []sceneAt
	w, h   int
	under  []image.Rectangle // scratch of uncover
}

// span is a range of list.rects.
type span struct{ from, to int }

// sceneAt is a visible scene, at frame t of its own axis.
type sceneAt struct {
	*scene
	t, start int
}

func (a sceneAt) before(b sceneAt) bool {
	if a.Z != b.Z {
		return a.Z < b.Z
	}
	if a.start != b.start {
		return a.start < b.start
	}
	return a.index < b.index
}

// evaluate sets l to the visible items of frame n, which may lie outside of the loop:
// frame n + frames is frame n. It allocates nothing once l has grown.
func (c *Composer) evaluate(l *list, n int) {
	n = ((n % c.frames) + c.frames) % c.frames
	l.w, l.h = c.w, c.h
	l.items = append(l.items[:0], item{
		layer: &c.ground, scene: -1, clip: c.plan.Size.Bounds(), place: c.ground.Box, alpha: yuv.One, fade: yuv.One,
	})
	l.order = l.order[:0]
	for i := range c.scenes {
		s := &c.scenes[i]
		t, ok := s.Span.At(n, c.frames)
		if !ok {
			continue
		}
		at := sceneAt{scene: s, t: t, start: n - (t - s.Span.From)}
		l.order = append(l.order, at)
		for k := len(l.order) - 1; k > 0 && at.before(l.order[k-1]); k-- {
			l.order[k-1], l.order[k] = at, l.order[k-1]
		}
	}
	for _, s := range l.order {
		c.evaluateScene(l, s, n)
	}
	l.unite()
}

func (c *Composer) evaluateScene(l *list, s sceneAt, n int) {
	t := float64(s.t)
	fade := yuv.WeightOf(s.Alpha.At(t, 1))
	if fade == 0 {
		return
	}
	dx, dy := s.DX.At(t, 0), s.DY.At(t, 0)
	clip := c.plan.Size.Bounds()
	var discs [2]disc
	if s.Clip != nil {
		clip = clip.Intersect(clipRect(s.Clip, t, clip))
		discs[0] = circle(s.Clip.Circle, t, 0, 0)
	}
	for k := range s.layers {
		ly := &s.layers[k]
		lt, ok := ly.Span.At(n, c.frames)
		if !ok {
			continue
		}
		it := item{layer: ly, scene: s.index, clip: clip, discs: discs, fade: fade}
		if it.evaluate(float64(lt), dx, dy, c.plan.Size.Bounds()) {
			l.items = append(l.items, it)
		}
	}
}

// evaluate fills the item with the layer's values at frame t of its axis; the
// scene is moved by (dx, dy). It reports whether the item can be visible.
func (it *item) evaluate(t, dx, dy float64, canvas geom.Rect) bool {
	ly := it.layer
	it.alpha = yuv.WeightOf(ly.Alpha.At(t, 1))
	if it.alpha == 0 {
		return false
	}
	if ly.Clip != nil {
		// A layer's clip moves with its scene, not with itself.
		it.clip = it.clip.Intersect(clipRect(ly.Clip, t, canvas.Add(-dx, -dy)).Add(dx, dy))
		it.discs[1] = circle(ly.Clip.Circle, t, dx, dy)
	}
	it.dx, it.dy = ly.DX.At(t, 0)+dx, ly.DY.At(t, 0)+dy
	if ly.kind == kindMask || ly.kind == kindBitmap {
		it.dx, it.dy = snap(it.dx), snap(it.dy)
	}
	it.place = ly.Box.Add(it.dx, it.dy)
	if ly.kind.boxed() {
		it.clip = it.clip.Intersect(it.place)
	}
	if it.clip.Intersect(ly.ink.Add(it.dx, it.dy)).Empty() {
		return false
	}
	for _, d := range it.discs {
		if d.on && !d.invert && (d.r <= 0 || it.clip.Intersect(d.box()).Empty()) {
			return false
		}
	}
	if ly.kind == kindPicture {
		it.view = visibleSource(&ly.view, ly.src, ly.Box.W(), ly.Box.H(), t)
	}
	if ly.shape != nil {
		it.trim, it.turn = ly.shape.Trim.At(t, 1), ly.shape.Turn.At(t, 0)
		it.form = ly.shape.Form.At(t, 0)
	}
	return true
}

// Sprites exist at every eighth of a pixel.
const spriteSteps = 8

func snap(v float64) float64 { return math.Round(v*spriteSteps) / spriteSteps }

// clipRect returns the clip's rectangle at frame t. A clip without a rectangle
// of its own limits to the canvas.
func clipRect(c *timeline.Clip, t float64, canvas geom.Rect) geom.Rect {
	r := c.Box
	if r == (geom.Rect{}) {
		r = canvas
	}
	return geom.Rect{X0: c.X0.At(t, r.X0), Y0: c.Y0.At(t, r.Y0), X1: c.X1.At(t, r.X1), Y1: c.Y1.At(t, r.Y1)}
}

func circle(c *timeline.Circle, t, dx, dy float64) disc {
	if c == nil {
		return disc{}
	}
	return disc{on: true, invert: c.Invert, cx: c.CX.At(t, 0) + dx, cy: c.CY.At(t, 0) + dy, r: max(0, c.R.At(t, 0))}
}

// box returns a rectangle around the disc.
func (d disc) box() geom.Rect {
	return geom.R(d.cx-d.r-1, d.cy-d.r-1, d.cx+d.r+1, d.cy+d.r+1)
}

// unite finds the groups. A single item needs no group: its alpha is multiplied by
// the scene's.
func (l *list) unite() {
	l.groups = l.groups[:0]
	for i := 0; i < len(l.items); {
		k := i + 1
		for k < len(l.items) && l.items[k].scene == l.items[i].scene {
			k++
		}
		switch {
		case l.items[i].fade == yuv.One:
		case k == i+1:
			it := &l.items[i]
			it.alpha = yuv.WeightOf(float64(it.alpha) / float64(yuv.One) * float64(it.fade) / float64(yuv.One))
			it.fade = yuv.One
		default:
			l.groups = append(l.groups, group{from: i, to: k, fade: l.items[i].fade})
		}
		i = k
	}
}

// Digest returns a digest of what decides the pixels of frame n, without drawing it:
// the visible items, their values and the digests of their assets. Frames with equal
// digests are equal.
func (c *Composer) Digest(n int) digest.Sum {
	var l list
	c.evaluate(&l, n)
	l.uncover()
	w := digest.New("compose frame " + Version)
	w.Int(c.w)
	w.Int(c.h)
	for i := range l.items {
		if l.visible(i) != nil {
			l.items[i].appendDigest(w, l.groupOf(i))
		}
	}
	return w.Done()
}

// groupOf returns the number of the group that holds item i, or -1.
func (l *list) groupOf(i int) int {
	for k, g := range l.groups {
		if i >= g.from && i < g.to {
			return k
		}
	}
	return -1
}

func (it *item) appendDigest(w *digest.Writer, group int) {
	w.Sum(it.layer.sum)
	w.Int(group)
	w.Int(int(it.alpha))
	w.Int(int(it.fade))
	appendRect(w, it.clip)
	for _, d := range it.discs {
		w.Bool(d.on)
		if d.on {
			w.Bool(d.invert)
			w.Float(d.cx)
			w.Float(d.cy)
			w.Float(d.r)
		}
	}
	switch it.layer.kind {
	case kindFill: // the clip is its whole extent
	case kindMask, kindShape:
		w.Float(it.dx)
		w.Float(it.dy)
		w.Float(it.trim)
		w.Float(it.turn)
		w.Float(it.form)
	case kindPicture:
		appendRect(w, it.place)
		appendRect(w, it.view)
	case kindBitmap, kindGradient:
		appendRect(w, it.place)
	}
}
