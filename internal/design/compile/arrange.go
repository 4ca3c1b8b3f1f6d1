package compile

import (
	"math"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/stack"
	"github.com/giro-video/giro/internal/design/template"
)

// chartGap is the room between a text and what of a chart reaches up to it, px.
const chartGap = 40

// clearCharts draws a chart lower where a text above it would stand on what
// reaches out of its box.
func (l layout) clearCharts() {
	for i, e := range l.elements {
		d, ok := e.(*drawing)
		if !ok || !d.reaches {
			continue
		}
		top, lowest := figure.Bounds(d.parts[0].Path, 0).Y0, d.box.Y0
		for _, other := range l.elements {
			if t, ok := other.(*text); ok && t.base < d.box.Center().Y {
				lowest = max(lowest, t.lowest())
			}
		}
		if over := lowest + chartGap*l.grid.Unit() - top; over > 0 {
			box := d.box
			box.Y0 += over
			if lower := l.chart(d.chart, d.name, box, l.groundOf(box)); lower != nil {
				l.elements[i] = lower
			}
		}
	}
}

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
		color := l.pal.Deep()
		if n.Color != "" && n.Color != "ink" {
			color = l.pal.Color(n.Color)
		}
		l.add(&scrim{placed: at, color: color, alphas: n.Alphas})
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
			ground := l.groundOf(box)
			if tab, needed := l.markGround(ground); needed {
				whole := fitLogo(l.in.Logo, box)
				space := min(whole.W(), whole.H()) / 6
				l.add(&panel{placed: placed{node: &template.Common{}, name: name + "/tab", box: whole}, color: tab})
				box = whole.Inset(space)
			}
			at.box = fitLogo(l.in.Logo, box)
			l.add(&logo{placed: at, color: l.pal.On(ground)})
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
	var lastErr error
	for step := range stack.Steps(n.Nodes) {
		for _, b := range boxes {
			box := l.grid.Box(b)
			parts, err := l.setter().Set(n.Nodes, step, l.textArea(box, n.FootPx), box.Y1-panelRim*l.grid.Unit(), n.Align, name)
			if err != nil {
				lastErr = err // the last try is the roomiest: its limit is the one to report
				continue
			}
			ground := l.panelColor(n.Color, box)
			l.add(&panel{placed: placed{node: &n.Common, name: name, box: box}, color: ground})
			l.addParts(parts, ground)
			return
		}
	}
	l.report(lastErr, n)
}

// edgeContrast is what a panel must have against what shows around it, for its
// edge to be seen.
const edgeContrast = 1.25

// panelColor is the colour of a panel: that of its role. Where the panel would
// dissolve into its ground, the pattern around it takes another shade, and a plain
// ground gives the panel the first other role that can be told from it.
func (l layout) panelColor(role string, box geom.Rect) srgb.Color {
	own := l.pal.Color(role)
	ground, behind, plain := l.stage.aroundPanel(l.pal, l.scene, box)
	if !plain || srgb.Contrast(own, ground) >= edgeContrast {
		return own
	}
	if behind != nil && behind.shift == 0 && behind.wheel == nil {
		behind.setApart(l.pal, own)
		return own
	}
	for _, other := range []string{"paper", "primary", "ink", "accent"} {
		if col := l.pal.Color(other); srgb.Contrast(col, ground) >= edgeContrast {
			return col
		}
	}
	return own.Reading(ground, edgeContrast)
}

// addParts places the parts of a stack.
func (l layout) addParts(parts []stack.Part, ground srgb.Color) {
	got := l.placeParts(parts, ground)
	l.tieToDiscs(got)
	l.add(got...)
}

// placePhoto places the event's picture, or what stands in for it when there
// is none or it is too small.
func (l layout) placePhoto(n *template.Photo, at placed) {
	file := l.Value(nil)(n.Source)
	p, ok := l.in.Photos[file]
	if ok {
		scale := max(at.box.W()/float64(p.W), at.box.H()/float64(p.H))
		if scale > minPhotoScale {
			l.diags.Warnf(l.in.Event.At("image"), "image", diag.T("use one of at least %.0f × %.0f px", math.Ceil(at.box.W()/minPhotoScale), math.Ceil(at.box.H()/minPhotoScale)),
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
			l.diags.Errorf(t.spec.Pos, "flip", diag.T("name a disc of this scene or of under"), "there is no disc %q", t.spec.Flip)
		}
	}
}

// fitLogo returns the largest box of the logo's shape inside box, from its top left.
func fitLogo(l *Logo, box geom.Rect) geom.Rect {
	k := min(box.W()/l.W, box.H()/l.H)
	return geom.R(box.X0, box.Y0, box.X0+l.W*k, box.Y0+l.H*k)
}
