package compose

import (
	"image"
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/yuv"
)

// Regions are lists of disjoint rectangles whose edges are even, so that a
// chroma sample belongs to the one rectangle that holds its four pixels.

// maxRects bounds the number of rectangles in a region. Where it is reached, a region
// stays larger than necessary, which costs time and changes no pixel.
const maxRects = 24

// minCover is the least side in px of an opaque rectangle under which other items are
// cut away.
const minCover = 24

// subtract appends the parts of the rectangles of region that lie outside of r
// to out: full-width bands above and below, and what is left beside.
func subtract(out, region []image.Rectangle, r image.Rectangle) []image.Rectangle {
	for _, a := range region {
		b := a.Intersect(r)
		if b.Empty() {
			out = append(out, a)
			continue
		}
		for _, part := range [4]image.Rectangle{
			rect(a.Min.X, a.Min.Y, a.Max.X, b.Min.Y),
			rect(a.Min.X, b.Max.Y, a.Max.X, a.Max.Y),
			rect(a.Min.X, b.Min.Y, b.Min.X, b.Max.Y),
			rect(b.Max.X, b.Min.Y, a.Max.X, b.Max.Y),
		} {
			if !part.Empty() {
				out = append(out, part)
			}
		}
	}
	return out
}

// rect is image.Rect without the exchange of edges: an inverted rectangle is empty.
func rect(x0, y0, x1, y1 int) image.Rectangle {
	return image.Rectangle{Min: image.Point{X: x0, Y: y0}, Max: image.Point{X: x1, Y: y1}}
}

// bounds returns the pixels that the item may touch. A chroma sample mixes the
// pixels of three columns, so something that ends on an even column reaches the
// sample on it.
func (it *item) bounds(w, h int) image.Rectangle {
	r := it.clip
	if !it.layer.kind.boxed() {
		r = r.Intersect(it.layer.ink.Add(it.dx, it.dy))
	}
	for _, d := range it.discs {
		if d.on && !d.invert {
			r = r.Intersect(d.box())
		}
	}
	if r.Empty() {
		return image.Rectangle{}
	}
	return rect(
		int(math.Floor(r.X0))&^1, int(math.Floor(r.Y0))&^1,
		int(math.Ceil(r.X1))&^1+2, (int(math.Ceil(r.Y1))+1)&^1,
	).Intersect(rect(0, 0, w, h))
}

// opaque returns the pixels that the item covers fully, luma and chroma. The chroma
// sample on an even left edge mixes in the column before it, so it is not included.
func (it *item) opaque(w, h int) image.Rectangle {
	k := it.layer.kind
	if k != kindFill && k != kindPicture || it.alpha != yuv.One || it.discs[0].on || it.discs[1].on {
		return image.Rectangle{}
	}
	return inner(it.clip, w, h)
}

// inner returns the part of the canvas that r covers fully, luma and chroma.
func inner(r geom.Rect, w, h int) image.Rectangle {
	x0 := int(math.Ceil(r.X0))
	if x0 > 0 {
		x0 = (x0 + 2) &^ 1
	}
	return rect(
		x0, (int(math.Ceil(r.Y0))+1)&^1,
		int(math.Floor(r.X1))&^1, int(math.Floor(r.Y1))&^1,
	).Intersect(rect(0, 0, w, h))
}

// uncover finds the visible part of each item, from the top down.
func (l *list) uncover() {
	l.rects = l.rects[:0]
	l.vis = append(l.vis[:0], make([]span, len(l.items))...)
	covers := l.under[:0]
	g := len(l.groups) - 1
	for i := len(l.items) - 1; i >= 0; i-- {
		if g >= 0 && i == l.groups[g].to-1 {
			covers = l.uncoverGroup(&l.groups[g], covers)
			i = l.groups[g].from
			g--
			continue
		}
		covers = l.uncoverItem(i, covers)
	}
	l.under = covers[:0]
}

// uncoverItem sets the part of item i that is visible below covers, and returns
// covers with the part that the item hides itself.
func (l *list) uncoverItem(i int, covers []image.Rectangle) []image.Rectangle {
	it := &l.items[i]
	l.vis[i] = l.below(it.bounds(l.w, l.h), covers)
	if r := it.opaque(l.w, l.h); r.Dx() >= minCover && r.Dy() >= minCover && len(covers) < maxRects {
		covers = append(covers, r)
	}
	return covers
}

// uncoverGroup does so for a translucent group: its items cover each other and
// the copy that they are painted on, and nothing below the group.
func (l *list) uncoverGroup(g *group, covers []image.Rectangle) []image.Rectangle {
	outside := len(covers)
	var all image.Rectangle
	for i := g.to - 1; i >= g.from; i-- {
		covers = l.uncoverItem(i, covers)
		if v := l.vis[i]; v.from < v.to {
			all = all.Union(l.items[i].bounds(l.w, l.h))
		}
	}
	g.copied = l.below(all, covers)
	covers = covers[:outside]
	g.vis = l.below(all, covers)
	return covers
}

// below returns the parts of r that none of covers hides.
func (l *list) below(r image.Rectangle, covers []image.Rectangle) span {
	from := len(l.rects)
	if r.Empty() {
		return span{from, from}
	}
	l.rects = append(l.rects, r)
	for _, c := range covers {
		old := len(l.rects)
		if !c.Overlaps(r) || old-from >= maxRects {
			continue
		}
		l.rects = subtract(l.rects, l.rects[from:old], c)
		// The new parts take the place of the old ones.
		n := copy(l.rects[from:], l.rects[old:])
		l.rects = l.rects[:from+n]
	}
	return span{from, len(l.rects)}
}

// visible returns the visible part of item i; nil when it is hidden.
func (l *list) visible(i int) []image.Rectangle { return l.at(l.vis[i]) }

func (l *list) at(s span) []image.Rectangle {
	if s.from == s.to {
		return nil
	}
	return l.rects[s.from:s.to]
}
