package compose

import (
	"fmt"
	"image"

	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/raster"
)

// Painter paints frames. It is not safe for concurrent use. It reuses its memory:
// once it has painted the frame with the most items it allocates nothing.
type Painter struct {
	c       *Composer
	kept    [keptFrames]kept
	clock   int
	dirty   []image.Rectangle
	work    []image.Rectangle
	matched []int // of each layer: its item in the list that was kept, plus 1
	scratch *yuv.Frame
	rows    rows
	camera  yuv.Resampler
	aimed   *item
	sink    pictureSink
	brush   *raster.Brush
	formed  timeline.Shape // a shape in the form of a frame; its path's memory is the painter's
	drawn   []drawn        // of each layer, for those whose shape changes
}

// keptFrames is the number of destinations whose content a painter remembers:
// enough for a caller that paints ahead while earlier frames are written.
const keptFrames = 4

// kept is the display list that a destination shows.
type kept struct {
	dst  *yuv.Frame
	list list
	used int
}

// drawn is the coverage of a changing shape as it was last drawn. The zero value is
// valid: its clip is empty, and so is its mask.
type drawn struct {
	mask raster.Mask
	is   drawnShape
}

// drawnShape holds the values that a mask was drawn with.
type drawnShape struct {
	clip                     image.Rectangle
	trim, turn, form, dx, dy float64
}

func newPainter(c *Composer) *Painter {
	p := &Painter{c: c, matched: make([]int, c.layers), brush: raster.NewBrush(), drawn: make([]drawn, c.layers)}
	p.rows.init(c.w)
	return p
}

// Frame paints frame n of the loop into dst, which has the plan's size. What
// the frame needs and Prepare has not made is made now.
//
// Where dst is a frame that this painter painted before, only what differs is
// painted again: the caller must not change its pixels between the calls.
func (p *Painter) Frame(dst *yuv.Frame, n int) error {
	if dst.W != p.c.w || dst.H != p.c.h {
		return fmt.Errorf("paint frame %d: the destination has %dx%d px, the plan %dx%d", n, dst.W, dst.H, p.c.w, p.c.h)
	}
	k, known := p.keep(dst)
	// The list that dst shows moves to a spare, and the new one takes its place.
	old := p.spare(k)
	p.c.evaluate(&k.list, n)
	k.list.uncover()
	if known {
		p.differ(&old.list, &k.list)
	} else {
		p.dirty = append(p.dirty[:0], rect(0, 0, dst.W, dst.H))
	}
	if len(p.dirty) == 0 {
		return nil
	}
	p.aimed = nil
	if err := p.paint(dst, &k.list); err != nil {
		k.dst = nil // its content is undefined until the painting is done
		return fmt.Errorf("paint frame %d: %w", n, err)
	}
	return nil
}

// keep returns the place of dst among those remembered; known is false when it
// is new there and has taken the place of the least recently used.
func (p *Painter) keep(dst *yuv.Frame) (k *kept, known bool) {
	p.clock++
	oldest := 1
	for i := 1; i < keptFrames; i++ {
		if p.kept[i].dst == dst {
			p.kept[i].used = p.clock
			return &p.kept[i], true
		}
		if p.kept[i].used < p.kept[oldest].used {
			oldest = i
		}
	}
	p.kept[oldest].dst, p.kept[oldest].used = dst, p.clock
	return &p.kept[oldest], false
}

// spare exchanges k's list with that of place 0, which no destination uses, and
// returns the place that now holds what k held.
func (p *Painter) spare(k *kept) *kept {
	s := &p.kept[0]
	s.list, k.list = k.list, s.list
	return s
}

// differ sets the dirty region to where two lists differ: where an item is visible
// that is in only one of them, or has changed. The visible part of an unchanged item
// changes only where another item above it appears or disappears.
func (p *Painter) differ(was, is *list) {
	p.dirty = p.dirty[:0]
	for i := range was.items {
		p.matched[was.items[i].layer.index] = i + 1
	}
	last := 0
	ordered := true
	for i := range is.items {
		m := &p.matched[is.items[i].layer.index]
		switch {
		case *m == 0:
			p.invalidate(is.visible(i))
		case *m <= last:
			ordered = false
		default:
			last = *m
			if is.items[i] != was.items[*m-1] {
				p.invalidate(is.visible(i))
				p.invalidate(was.visible(*m - 1))
			}
		}
		*m = 0
	}
	for i := range was.items { // the remaining items have disappeared
		if m := &p.matched[was.items[i].layer.index]; *m != 0 {
			p.invalidate(was.visible(i))
			*m = 0
		}
	}
	if !ordered {
		p.dirty = append(p.dirty[:0], rect(0, 0, is.w, is.h))
	}
}

// invalidate adds rectangles to the dirty region, which stays disjoint.
func (p *Painter) invalidate(region []image.Rectangle) {
	for _, r := range region {
		part := append(p.work[:0], r)
		for _, d := range p.dirty {
			if !d.Overlaps(r) {
				continue
			}
			from := len(part)
			part = subtract(part, part, d)
			part = part[:copy(part, part[from:])]
		}
		p.dirty = append(p.dirty, part...)
		p.work = part[:0]
	}
	if len(p.dirty) > maxRects {
		all := p.dirty[0]
		for _, d := range p.dirty[1:] {
			all = all.Union(d)
		}
		p.dirty = append(p.dirty[:0], all)
	}
}

// paint draws the list inside the dirty region.
func (p *Painter) paint(dst *yuv.Frame, l *list) error {
	g := 0
	for i := 0; i < len(l.items); i++ {
		if g < len(l.groups) && i == l.groups[g].from {
			if err := p.paintGroup(dst, l, &l.groups[g]); err != nil {
				return err
			}
			i = l.groups[g].to - 1
			g++
			continue
		}
		if err := p.paintVisible(dst, l, i); err != nil {
			return err
		}
	}
	return nil
}

func (p *Painter) paintVisible(dst *yuv.Frame, l *list, i int) error {
	it := &l.items[i]
	for _, v := range l.visible(i) {
		for _, d := range p.dirty {
			r := v.Intersect(d)
			if r.Empty() {
				continue
			}
			if err := p.paintItem(dst, it, r); err != nil {
				return fmt.Errorf("layer %q: %w", it.layer.Name, err)
			}
		}
	}
	return nil
}

// paintGroup paints the items on a copy of the frame, where it shows through
// them, and moves the frame towards the result.
func (p *Painter) paintGroup(dst *yuv.Frame, l *list, g *group) error {
	if p.scratch == nil {
		p.scratch = yuv.NewFrame(dst.W, dst.H)
	}
	p.everyDirty(l.at(g.copied), func(plane int, r image.Rectangle) {
		to, from := p.scratch.Plane(plane), dst.Plane(plane)
		for y := r.Min.Y; y < r.Max.Y; y++ {
			copy(to.Row(y, r.Min.X, r.Max.X), from.Row(y, r.Min.X, r.Max.X))
		}
	})
	for i := g.from; i < g.to; i++ {
		if err := p.paintVisible(p.scratch, l, i); err != nil {
			return err
		}
	}
	p.everyDirty(l.at(g.vis), func(plane int, r image.Rectangle) {
		to, from := dst.Plane(plane), p.scratch.Plane(plane)
		for y := r.Min.Y; y < r.Max.Y; y++ {
			yuv.Lerp(to.Row(y, r.Min.X, r.Max.X), from.Row(y, r.Min.X, r.Max.X), g.fade)
		}
	})
	return nil
}

// everyDirty calls f for the dirty parts of region, in each plane's own samples.
func (p *Painter) everyDirty(region []image.Rectangle, f func(plane int, r image.Rectangle)) {
	for _, v := range region {
		for _, d := range p.dirty {
			r := v.Intersect(d)
			if r.Empty() {
				continue
			}
			for plane := range 3 {
				f(plane, inPlane(plane, r))
			}
		}
	}
}

// inPlane returns r, whose edges are even, in the samples of a plane.
func inPlane(plane int, r image.Rectangle) image.Rectangle {
	if plane == 0 {
		return r
	}
	return rect(r.Min.X/2, r.Min.Y/2, r.Max.X/2, r.Max.Y/2)
}

func (p *Painter) paintItem(dst *yuv.Frame, it *item, r image.Rectangle) error {
	switch l := it.layer; l.kind {
	case kindFill:
		p.paintFill(dst, it, r)
	case kindGradient:
		p.paintGradient(dst, it, r)
	case kindPicture:
		if err := l.picture.ready(); err != nil {
			return err
		}
		p.paintPicture(dst, it, r)
	case kindMask, kindBitmap:
		s, err := l.sprites.get(it.dx, it.dy)
		if err != nil {
			return err
		}
		p.paintSprite(dst, it, s, r)
	case kindShape:
		p.paintShape(dst, it, r)
	}
	return nil
}
