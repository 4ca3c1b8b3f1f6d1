package compile

import (
	"cmp"
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
)

// How a picture is composed around its focus.
const (
	mostNear  = 1.5 // a picture is shown so many times as large as it must be, to bring its focus out from under a panel
	focusRoom = 60  // px of the 1080-wide design around the focus that no panel may cover
	leastFree = 200 // px of the 1080-wide design: the least side of an area that a focus is moved to
	mostAreas = 6   // that are tried
)

// composePhotos brings the focus of every picture into the area that no panel covers.
// A picture whose event names no focus stays as it is.
func (l layout) composePhotos() {
	for i, e := range l.elements {
		ph, ok := e.(*photo)
		if !ok || ph.picture.FocusX == 0.5 && ph.picture.FocusY == 0.5 {
			continue
		}
		var over []geom.Rect
		for _, e := range l.elements[i+1:] {
			switch e := e.(type) {
			case *panel:
				over = append(over, e.box.Intersect(ph.box))
			case *label:
				over = append(over, l.nameBox())
			}
		}
		over = slices.DeleteFunc(over, geom.Rect.Empty)
		if covered(ph.onCanvas(), over, focusRoom*l.grid.Unit()) {
			l.uncover(ph, over)
		}
	}
}

// onCanvas is where the focus of a photo stands.
func (p *photo) onCanvas() geom.Point {
	part := p.picture.cover(p.box)
	k := p.box.W() / part.W()
	return geom.Point{
		X: p.box.X0 + k*(p.picture.FocusX*float64(p.picture.W)-part.X0),
		Y: p.box.Y0 + k*(p.picture.FocusY*float64(p.picture.H)-part.Y0),
	}
}

// covered reports whether a point, with room around it, lies under one of some boxes.
func covered(at geom.Point, boxes []geom.Rect, room float64) bool {
	return slices.ContainsFunc(boxes, func(b geom.Rect) bool {
		b = b.Inset(-room)
		return at.X > b.X0 && at.X < b.X1 && at.Y > b.Y0 && at.Y < b.Y1
	})
}

// uncover moves a picture, and shows it larger where it must, until its focus stands in
// one of the areas that nothing covers, the best first.
func (l layout) uncover(ph *photo, over []geom.Rect) {
	for _, free := range l.freeAreas(ph.box, over) {
		if l.moveFocus(ph, free.Center(), over) {
			return
		}
	}
}

// moveFocus brings the focus as near to a point as the picture reaches; it reports
// whether the focus is then uncovered, and changes nothing if not.
func (l layout) moveFocus(ph *photo, want geom.Point, over []geom.Rect) bool {
	own := ph.picture
	fx, fy := own.FocusX*float64(own.W), own.FocusY*float64(own.H)
	enlarged := max(ph.box.W()/float64(own.W), ph.box.H()/float64(own.H))
	for near := 1.0; near <= mostNear && near*enlarged <= minPhotoScale; near += 0.05 {
		try := own
		try.Near = near
		part := try.cover(ph.box)
		k := part.W() / ph.box.W()
		// The middle of the part such that the focus stands where it is wanted.
		try.FocusX = (fx + k*(ph.box.Center().X-want.X)) / float64(own.W)
		try.FocusY = (fy + k*(ph.box.Center().Y-want.Y)) / float64(own.H)
		part = try.cover(ph.box) // as far as the picture reaches
		at := geom.Point{X: ph.box.X0 + (fx-part.X0)/k, Y: ph.box.Y0 + (fy-part.Y0)/k}
		if !covered(at, over, focusRoom*l.grid.Unit()) {
			try.FocusX, try.FocusY = part.Center().X/float64(own.W), part.Center().Y/float64(own.H)
			ph.picture = try
			return true
		}
	}
	return false
}

// freeAreas are the parts of a box beside all of some others, the best first: the
// largest, where what the app's captions cover counts half.
func (l layout) freeAreas(box geom.Rect, over []geom.Rect) []geom.Rect {
	xs, ys := []float64{box.X0, box.X1}, []float64{box.Y0, box.Y1}
	for _, b := range over {
		xs, ys = append(xs, b.X0, b.X1), append(ys, b.Y0, b.Y1)
	}
	slices.Sort(xs)
	slices.Sort(ys)
	least, floor := leastFree*l.grid.Unit(), l.grid.Floor()
	worth := func(r geom.Rect) float64 {
		above := max(0, min(r.Y1, floor)-r.Y0)
		return r.W() * (above + (r.H()-above)/2)
	}
	var out []geom.Rect
	for i, x0 := range xs {
		for _, x1 := range xs[i+1:] {
			for j, y0 := range ys {
				for _, y1 := range ys[j+1:] {
					r := geom.R(x0, y0, x1, y1).Intersect(box)
					taken := func(b geom.Rect) bool { o := b.Intersect(r); return o.W() > 1 && o.H() > 1 }
					if r.W() >= least && r.H() >= least && !slices.ContainsFunc(over, taken) {
						out = append(out, r)
					}
				}
			}
		}
	}
	all := out
	out = slices.DeleteFunc(slices.Clone(all), func(r geom.Rect) bool { // parts of others
		return slices.ContainsFunc(all, func(o geom.Rect) bool { return o != r && o.Contains(r, 0) })
	})
	out = slices.Compact(out)
	slices.SortStableFunc(out, func(a, b geom.Rect) int { return cmp.Compare(worth(b), worth(a)) })
	return out[:min(len(out), mostAreas)]
}
