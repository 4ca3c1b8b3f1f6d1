package compile

import (
	"fmt"
	"math"
	"strings"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/stack"
	"github.com/giro-video/giro/internal/design/template"
)

// The house measures, in px of the 1080-wide design (art direction §3).
const (
	panelHead     = 52  // from a panel's upper edge to the first cap
	panelFoot     = 52  // from the last baseline to a panel's lower edge
	panelRim      = 12  // from the deepest ink to a panel's lower edge, at least
	labelToTitle  = 174 // from the safe box's top to the first cap under the label
	labelMark     = 64  // height of the mark
	labelTextGap  = 26  // from mark to name
	labelLine     = 38  // pitch of the name's lines
	tabTop        = -16 // the tab's upper edge from the safe box's top
	tabHeight     = 104
	tabPad        = 40  // right of the name
	minPhotoScale = 1.8 // a photo may be enlarged so far
)

// layout places what stands in one scene.
type layout struct {
	*scene
	stage *stage
}

// layoutScene places everything in a scene and counts what there is to read;
// seen are the texts that have been read before. s is nil for no scene.
func (d *draft) layoutScene(st *stage, s *scene, seen map[string]bool) {
	if s == nil {
		return
	}
	l := layout{s, st}
	for i, n := range s.spec.Nodes {
		if s.Met(n.Shared().When, nil) {
			l.place(n, fmt.Sprintf("%s/%d", s.spec.Name, i))
		}
	}
	for _, e := range s.elements {
		if t, ok := e.(*text); ok && t.text != "" && !seen[t.text] {
			seen[t.text] = true
			s.count(t)
		}
	}
	l.clearCharts()
	l.measureScrims()
}

// count adds a text to what there is to read in the scene.
func (s *scene) count(t *text) {
	words := t.text
	if t.field == field.Credits {
		// Credits are there to be found; nobody waits until they are read.
		words = strings.Join(s.in.Notices, " ")
	}
	s.chars += readingWeight(words)
	if t.beats > s.lastBeats {
		s.lastBeats, s.lastChars = t.beats, 0
	}
	if t.beats == s.lastBeats {
		s.lastChars += readingWeight(words)
	}
}

// add places an element above those that are there.
func (l layout) add(e ...element) { l.elements = append(l.elements, e...) }

// place places one node of a scene's top level.
func (l layout) place(node template.Node, name string) {
	c := node.Shared()
	if c.Name != "" {
		name = l.spec.Name + "/" + c.Name
	}
	box := l.boxFor(node)
	if box.Empty() {
		return // the canvas has no such area
	}
	at := placed{node: c, name: name, box: box}
	switch n := node.(type) {
	case *template.Photo:
		l.placePhoto(n, at)
	case *template.Backdrop:
		l.add(&backdrop{placed: at, spec: n, wheel: l.wheel(n, box)})
	case *template.Fill:
		l.add(&fill{placed: at, spec: n, color: l.pal.Color(n.Color)})
	case *template.Disc:
		at.box = l.in.Canvas.Size.Bounds()
		l.add(&disc{placed: at, spec: n, color: l.pal.Color(n.Color)})
	case *template.Chart:
		if d := l.chart(n, name, box, l.groundOf(box)); d != nil {
			l.add(d)
		}
	case *template.Route:
		l.placeRoute(n, at)
	case *template.Panel:
		l.placePanel(n, name)
	case *template.Label:
		l.placeLabel(n, at)
	case *template.Scrim:
		l.add(&scrim{placed: at, color: l.pal.Color(orElse(n.Color, "ink")), alphas: n.Alphas})
	case *template.Progress:
		l.add(&progress{placed: at, color: l.pal.Color(orElse(n.Color, "ink"))})
	case *template.Stack:
		l.placeTexts(n, n.Nodes, n.Align, n.FootPx, name)
	case *template.Row:
		l.placeTexts(n, []template.Node{n}, n.Align, 0, name)
	case *template.Text, *template.Rule, *template.Each, *template.Space, *template.Icon, *template.Badge:
		l.placeTexts(n, []template.Node{n}, template.AlignTop, 0, name)
	case *template.Logo:
		if l.in.Logo != nil {
			at.box = fitLogo(l.in.Logo, box)
			l.add(&logo{placed: at, color: l.pal.On(l.groundOf(box))})
		}
	}
}

// boxFor is the first box of a node. A picture follows the rail of a wide canvas,
// unless it stands, or moves, behind or over all scenes.
func (l layout) boxFor(node template.Node) geom.Rect {
	spec := template.Box{Name: "full"}
	if boxes := node.Shared().Boxes; len(boxes) > 0 {
		spec = boxes[0]
	}
	if !l.standing {
		switch n := node.(type) {
		case *template.Backdrop:
			if len(n.Shift) == 0 {
				return l.grid.Picture(spec)
			}
		case *template.Photo, *template.Chart:
			return l.grid.Picture(spec)
		}
	}
	return l.grid.Box(spec)
}

// placeTexts places texts that stand on the picture or field itself, in the
// first of their boxes in which they fit.
func (l layout) placeTexts(n template.Node, nodes []template.Node, align template.Align, footPx float64, name string) {
	boxes := n.Shared().Boxes
	if len(boxes) == 0 {
		boxes = []template.Box{{Name: "full"}}
	}
	var err error
	for step := range stack.Steps(nodes) {
		for _, b := range boxes {
			area := l.textArea(l.grid.Box(b), footPx)
			ground := l.groundOf(area)
			var parts []stack.Part
			parts, err = l.setter().Set(nodes, step, area, l.grid.Safe().Y1, align, name)
			if err == nil {
				l.addParts(parts, ground)
				return
			}
		}
	}
	l.report(err, n)
}

// placePanel places a panel in the first of its boxes in which the texts fit.
func (l layout) placePanel(n *template.Panel, name string) {
	boxes := n.Boxes
	if len(boxes) == 0 {
		boxes = []template.Box{{Name: "room"}}
	}
	ground := l.pal.Color(n.Color)
	var lastErr error
	for step := range stack.Steps(n.Nodes) {
		for _, b := range boxes {
			box := l.grid.Box(b)
			parts, err := l.setter().Set(n.Nodes, step, l.textArea(box, n.FootPx), box.Y1-panelRim*l.grid.Unit(), n.Align, name)
			if err != nil {
				lastErr = err // the last try is the roomiest: its limit is the one to report
				continue
			}
			l.add(&panel{placed: placed{node: &n.Common, name: name, box: box}, color: ground})
			l.addParts(parts, ground)
			return
		}
	}
	l.report(lastErr, n)
}

// addParts places the parts of a stack.
func (l layout) addParts(parts []stack.Part, ground srgb.Color) {
	got := l.placeParts(parts, ground)
	l.tieToDiscs(got)
	l.add(got...)
}

// groundOf returns the colour that the scene shows where a text would stand.
func (l layout) groundOf(area geom.Rect) srgb.Color {
	ground, _ := l.stage.groundAt(l.pal, l.scene, geom.Point{X: area.X0 + 1, Y: min(area.Y0+1, area.Center().Y)})
	return ground
}

func orElse(s, def string) string {
	if s == "" {
		return def
	}
	return s
}

// placePhoto places the event's picture, or what stands in for it when there
// is none or it is too small.
func (l layout) placePhoto(n *template.Photo, at placed) {
	file := l.Value(nil)(n.Source)
	p, ok := l.in.Photos[file]
	if ok {
		scale := max(at.box.W()/float64(p.W), at.box.H()/float64(p.H))
		if scale > minPhotoScale {
			l.diags.Warnf(l.in.Event.At("image"), "image", fmt.Sprintf("use one of at least %.0f × %.0f px", math.Ceil(at.box.W()/minPhotoScale), math.Ceil(at.box.H()/minPhotoScale)),
				"the picture %q has only %d × %d px and would look blurred; the backdrop takes its place", file, p.W, p.H)
			ok = false
		}
	}
	if ok {
		ph := &photo{placed: at, spec: n, picture: p}
		if n.Duotone {
			duo := l.pal.Duotone()
			ph.duotone = &duo
		}
		l.add(ph)
		return
	}
	if n.Else != nil {
		l.place(n.Else, at.name+"/else")
	}
}

// wheel draws a backdrop that turns, nil for one that does not: what the pattern
// shows at rest.
func (l layout) wheel(n *template.Backdrop, box geom.Rect) []figure.Part {
	pattern := patternOf(n, l.kit)
	if n.Turn == 0 || pattern.Wheel == nil {
		return nil
	}
	place := pattern.Wheel.At
	if l.grid.Wide() {
		place = pattern.Wheel.Wide
	}
	at, r := l.grid.Place(place)
	if !l.grid.Wide() && box.H() < 1.5*box.W() {
		r *= 0.8
	}
	colors := l.pal.Pattern(pattern.Name, orElse(n.Tone, "bold"), nil)
	return figure.Wheel(box, at, r, pattern.Wheel.Gores, n.Turn, [3]srgb.Color(colors))
}

// tieToDiscs ties the texts that ask for it to the disc that crosses them.
func (l layout) tieToDiscs(got []element) {
	for _, e := range got {
		t, ok := e.(*text)
		if !ok || t.spec.Flip == "" {
			continue
		}
		for _, from := range []*scene{l.scene, l.stage.under} {
			if from == nil {
				continue
			}
			for _, other := range from.elements {
				if d, ok := other.(*disc); ok && d.spec.Name == t.spec.Flip {
					t.disc = d
				}
			}
		}
		if t.disc == nil {
			l.diags.Errorf(t.spec.Pos, "flip", "name a disc of this scene or of under", "there is no disc %q", t.spec.Flip)
		}
	}
}

// textArea returns where texts stand in a panel: inside the safe box, hung
// from the left edge, below the label, with the house's head and foot.
func (sc scope) textArea(box geom.Rect, foot float64) geom.Rect {
	u, safe := sc.grid.Unit(), sc.grid.Safe()
	if foot == 0 {
		foot = panelFoot
	}
	area := geom.R(box.X0+grid.PanelPad*u, box.Y0+panelHead*u, box.X1-grid.PanelPad*u, box.Y1-foot*u)
	area.X0 = max(area.X0, safe.X0)
	area.X1 = min(area.X1, safe.X1)
	area.Y1 = min(area.Y1, safe.Y1-32*u)
	if underLabel := safe.Y0 + labelToTitle*u; area.Y0 < underLabel {
		area.Y0 = underLabel
	}
	return area
}

// fitLogo returns the largest box of the logo's shape inside box, from its top left.
func fitLogo(l *Logo, box geom.Rect) geom.Rect {
	k := min(box.W()/l.W, box.H()/l.H)
	return geom.R(box.X0, box.Y0, box.X0+l.W*k, box.Y0+l.H*k)
}
