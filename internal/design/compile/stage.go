package compile

import (
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/palette"
	"github.com/giro-video/giro/internal/design/template"
)

// stage is all that a video shows: its scenes in their order, and what stands
// behind and over every one of them.
type stage struct {
	scenes []*scene
	under  *scene       // nil for none
	over   *scene       // nil for none
	walk   *figure.Walk // the way of the template's map, nil for none
}

// beside returns the scenes before and after s; nil across the seam, where a
// route begins anew.
func (st *stage) beside(s *scene) (before, after *scene) {
	i := slices.Index(st.scenes, s)
	if i > 0 {
		before = st.scenes[i-1]
	}
	if i >= 0 && i+1 < len(st.scenes) {
		after = st.scenes[i+1]
	}
	return before, after
}

// next returns the transition that replaces a scene.
func (st *stage) next(s *scene) template.Transition {
	for i, other := range st.scenes {
		if other == s {
			return st.scenes[(i+1)%len(st.scenes)].spec.Enter
		}
	}
	return template.Transition{}
}

// groundAt returns the colour that a scene shows at a point: that of its
// topmost panel there, its field, or the ground of its backdrop. calm is false
// where a picture or a busy pattern shows, on which no text can stand.
func (st *stage) groundAt(pal palette.Palette, s *scene, pt geom.Point) (ground srgb.Color, calm bool) {
	for _, e := range slices.Backward(s.elements) {
		if box := e.at().box; pt.X < box.X0 || pt.X >= box.X1 || pt.Y < box.Y0 || pt.Y >= box.Y1 {
			continue
		}
		switch e := e.(type) {
		case *panel:
			return e.color, true
		case *fill:
			return e.color, true
		case *scrim:
			return e.color, false
		case *photo:
			return pal.Deep(), false // its scrim or duotone is dark
		case *backdrop:
			return e.ground(pal)
		}
	}
	if s.spec.Field != "" {
		return pal.Color(s.spec.Field), true
	}
	for _, behind := range []*scene{st.over, st.under} {
		if behind != nil && s != behind && (behind == st.under || s.spec.Front) {
			return st.groundAt(pal, behind, pt)
		}
	}
	if s == st.under || s == st.over {
		return pal.Color("ink"), true
	}
	return pal.Color("primary"), true
}

// aroundPanel returns the colour that most of what surrounds a box in a scene has;
// plain is false where that is a picture or a pattern of many colours. behind is the
// pattern there, nil for none.
func (st *stage) aroundPanel(pal palette.Palette, s *scene, box geom.Rect) (ground srgb.Color, behind *backdrop, plain bool) {
	mid := box.Center()
	for _, e := range slices.Backward(s.elements) {
		if at := e.at().box; mid.X < at.X0 || mid.X >= at.X1 || mid.Y < at.Y0 || mid.Y >= at.Y1 {
			continue
		}
		switch e := e.(type) {
		case *panel:
			return e.color, nil, e.box != box
		case *fill:
			return e.color, nil, true
		case *photo, *scrim:
			return ground, nil, false
		case *backdrop:
			pattern := e.pattern(pal.Kit)
			ground, calm := e.ground(pal)
			return ground, e, calm || pattern.Ground
		}
	}
	if s.spec.Field != "" {
		return pal.Color(s.spec.Field), nil, true
	}
	for _, other := range []*scene{st.over, st.under} {
		if other != nil && s != other && (other == st.under || s.spec.Front) {
			return st.aroundPanel(pal, other, box)
		}
	}
	return ground, nil, false
}

// wayOf returns how a scene shows the walk, nil if it does not.
func wayOf(s *scene) *figure.Way {
	if s == nil {
		return nil
	}
	for _, e := range s.elements {
		if r, ok := e.(*route); ok {
			return r.way
		}
	}
	return nil
}
