package compile

import (
	"fmt"
	"math"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// The house measures, in px of the 1080-wide design (art direction §3).
const (
	modules       = 6   // columns of the grid
	moduleRows    = 8   // rows of the grid
	panelPad      = 60  // from a panel's edge to its text, left and right
	panelHead     = 52  // from a panel's upper edge to the first cap
	panelFoot     = 52  // from the last baseline to a panel's lower edge
	panelRim      = 12  // from the deepest ink to a panel's lower edge, at least
	labelToTitle  = 174 // from the safe box's top to the first cap under the label
	gapDefault    = 44  // from a baseline to the next cap
	ruleGap       = 44  // around a rule
	factGap       = 24  // between columns
	rowItemGap    = 24  // from a figure's baseline to its noun
	labelMark     = 64  // height of the mark
	labelTextGap  = 26  // from mark to name
	labelLine     = 38  // pitch of the name's lines
	tabTop        = -16 // the tab's upper edge from the safe box's top
	tabHeight     = 104
	tabPad        = 40 // right of the name
	thinRule      = 4
	thickRule     = 6
	minPhotoScale = 1.8 // a photo may be enlarged so far
)

// placed is a node with its place on the canvas.
type placed struct {
	node  *template.Node
	name  string
	box   geom.Rect
	para  *typeset.Paragraph // of a text; its first baseline is at base
	base  float64
	color srgb.Color
	field string // input whose text it shows
	text  string
	order int // place in the row of entrances, from 0
	photo Photo
	tone  string
	above bool // drawn over everything of the scene: the label

	way      *way // of a route
	drawing  []drawn
	lengthPx float64   // of a route: it sets the clock
	clipTo   geom.Rect // what a drawing shows in; empty for everything
	after    float64   // text: appears at this share of the scene's clock, without a motion
	bare     bool      // text that belongs to a drawing
	beats    float64   // enters so many beats after its scene
	strike   bool
	quiet    bool    // does not move: the texts of a dipped scene
	flip     *placed // the disc that crosses the text
	duo      *[2]srgb.Color
	alphas   []float64 // of a scrim
}

// layoutScene places everything in a scene and counts what there is to read.
func (c *compiler) layoutScene(s *scene, seen map[string]bool) {
	c.use(s)
	for i := range s.spec.Nodes {
		n := &s.spec.Nodes[i]
		if c.met(n.When, nil) {
			c.placeNode(s, n, fmt.Sprintf("%s/%d", s.spec.Name, i))
		}
	}
	order := 0
	for i := range s.placed {
		p := &s.placed[i]
		p.quiet = s.spec.Enter.Kind == template.Dip
		if p.para == nil && p.node.Kind != template.Rule || p.bare {
			continue
		}
		p.order = order
		order++
		if p.text != "" && !seen[p.text] {
			seen[p.text] = true
			text := p.text
			if p.field == field.Credits {
				// Credits are there to be found; nobody waits until they are read.
				text = strings.Join(c.in.Notices, " ")
			}
			s.chars += readingWeight(text)
			if p.beats > s.lastBeats {
				s.lastBeats, s.lastChars = p.beats, 0
			}
			if p.beats == s.lastBeats {
				s.lastChars += readingWeight(text)
			}
		}
	}
	c.clearSun(s)
	c.measureScrims(s)
}

// placeNode places one node of a scene's top level.
func (c *compiler) placeNode(s *scene, n *template.Node, name string) {
	if n.Name != "" {
		name = s.spec.Name + "/" + n.Name
	}
	spec := template.Box{Name: "full"}
	if len(n.Boxes) > 0 {
		spec = n.Boxes[0]
	}
	box := c.moduleBox(spec)
	standing := s.origin == "overlay" || s.origin == "under"
	if !standing && len(n.Shift) == 0 {
		switch n.Kind { //nolint:exhaustive // only pictures follow the rail
		case template.Photo, template.Backdrop, template.Chart:
			box = c.pictureBox(spec)
		}
	}
	if box.Empty() {
		return // the canvas has no such area
	}
	switch n.Kind {
	case template.Photo:
		c.placePhoto(s, n, name, box)
	case template.Backdrop:
		p := placed{node: n, name: name, box: box, tone: n.Tone}
		if n.Turn != 0 {
			p.drawing = c.parasol(n, box)
		}
		s.placed = append(s.placed, p)
	case template.Fill:
		s.placed = append(s.placed, placed{node: n, name: name, box: box, color: c.color(n.Color)})
	case template.Disc:
		s.placed = append(s.placed, placed{node: n, name: name, box: c.in.Canvas.Size.Bounds(), color: c.color(n.Color)})
	case template.Chart:
		c.placeChart(s, n, name, box)
	case template.Route:
		c.placeRoute(s, n, name, box)
	case template.Panel:
		c.placePanel(s, n, name)
	case template.Label:
		c.placeLabel(s, n, name)
	case template.Scrim, template.Progress:
		s.placed = append(s.placed, placed{node: n, name: name, box: box, color: c.color(orElse(n.Color, "ink")), alphas: n.Alphas})
	case template.Stack, template.Text, template.Rule, template.Row, template.Each, template.Space, template.Icon, template.Badge:
		c.placeStack(s, n, name)
	case template.Logo:
		if c.in.Logo != nil {
			s.placed = append(s.placed, placed{node: n, name: name, box: c.fitLogo(box), color: c.on(c.groundOf(s, box))})
		}
	}
}

// placeStack places texts that stand on the picture or field itself, in the
// first of their boxes in which they fit.
func (c *compiler) placeStack(s *scene, n *template.Node, name string) {
	boxes := n.Boxes
	if len(boxes) == 0 {
		boxes = []template.Box{{Name: "full"}}
	}
	nodes := []template.Node{*n}
	if n.Kind == template.Stack {
		nodes = n.Nodes
	}
	var err error
	steps := c.roleSteps(nodes)
	for _, role := range steps {
		c.firstOnly = role < len(steps)-1
		for _, b := range boxes {
			area := c.textArea(c.moduleBox(b), n.FootPx)
			ground := c.groundOf(s, area)
			var got []placed
			got, err = c.stack(withRole(nodes, role), area, c.safe().Y1, n.Align, ground, nil, name)
			if err == nil {
				s.placed = append(s.placed, c.flipped(s, got)...)
				return
			}
		}
	}
	c.report(err, n)
}

// groundOf returns the colour that a scene shows where a text would stand.
func (c *compiler) groundOf(s *scene, area geom.Rect) srgb.Color {
	ground, _ := c.groundAt(s, geom.Point{X: area.X0 + 1, Y: min(area.Y0+1, area.Center().Y)})
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
func (c *compiler) placePhoto(s *scene, n *template.Node, name string, box geom.Rect) {
	file := c.value(nil)(n.Source)
	p, ok := c.in.Photos[file]
	if ok {
		scale := max(box.W()/float64(p.W), box.H()/float64(p.H))
		if scale > minPhotoScale {
			c.diags.Warnf(c.in.Event.At("image"), "image", diag.T("use one of at least %.0f × %.0f px", math.Ceil(box.W()/minPhotoScale), math.Ceil(box.H()/minPhotoScale)),
				"the picture %q has only %d × %d px and would look blurred; the backdrop takes its place", file, p.W, p.H)
			ok = false
		}
	}
	if ok {
		pl := placed{node: n, name: name, box: box, photo: p}
		if n.Duotone {
			pl.duo = c.duotone()
		}
		s.placed = append(s.placed, pl)
		return
	}
	if n.Else != nil {
		c.placeNode(s, n.Else, name+"/else")
	}
}

// textArea returns where texts stand in a panel: inside the safe box, hung
// from the left edge, below the label, with the house's head and foot.
func (c *compiler) textArea(box geom.Rect, foot float64) geom.Rect {
	u, safe := c.unit(), c.safe()
	if foot == 0 {
		foot = panelFoot
	}
	area := geom.R(box.X0+panelPad*u, box.Y0+panelHead*u, box.X1-panelPad*u, box.Y1-foot*u)
	area.X0 = max(area.X0, safe.X0)
	area.X1 = min(area.X1, safe.X1)
	area.Y1 = min(area.Y1, safe.Y1-32*u)
	if underLabel := safe.Y0 + labelToTitle*u; area.Y0 < underLabel {
		area.Y0 = underLabel
	}
	return area
}

// placePanel places a panel in the first of its boxes in which the texts fit.
func (c *compiler) placePanel(s *scene, n *template.Node, name string) {
	boxes := n.Boxes
	if len(boxes) == 0 {
		boxes = []template.Box{{Name: "room"}}
	}
	ground := c.color(n.Color)
	var firstErr error
	steps := c.roleSteps(n.Nodes)
	for _, role := range steps {
		c.firstOnly = role < len(steps)-1
		for _, b := range boxes {
			box := c.moduleBox(b)
			nodes := withRole(n.Nodes, role)
			got, err := c.stack(nodes, c.textArea(box, n.FootPx), box.Y1-panelRim*c.unit(), n.Align, ground, nil, name)
			if err != nil {
				firstErr = err // the last try is the roomiest: its limit is the one to report
				continue
			}
			s.placed = append(s.placed, placed{node: n, name: name, box: box, color: ground})
			s.placed = append(s.placed, c.flipped(s, got)...)
			return
		}
	}
	c.report(firstErr, n)
}

// roleSteps returns 0 to the most alternatives that a text in nodes has for
// its role: a panel first tries every box with the first roles, then steps down.
func (c *compiler) roleSteps(nodes []template.Node) []int {
	most := 1
	var walk func([]template.Node)
	walk = func(ns []template.Node) {
		for i := range ns {
			most = max(most, len(ns[i].Roles))
			walk(ns[i].Nodes)
		}
	}
	walk(nodes)
	out := make([]int, most)
	for i := range out {
		out[i] = i
	}
	return out
}

// withRole returns the nodes with each text's roles cut to its step-th one.
func withRole(nodes []template.Node, step int) []template.Node {
	out := make([]template.Node, len(nodes))
	for i, n := range nodes {
		if len(n.Roles) > 0 {
			k := min(step, len(n.Roles)-1)
			n.Roles = n.Roles[k : k+1]
		}
		n.Nodes = withRole(n.Nodes, step)
		if n.Else != nil {
			n.Else = &withRole([]template.Node{*n.Else}, step)[0]
		}
		out[i] = n
	}
	return out
}

// fitLogo returns the largest box of the logo's shape inside box, from its top left.
func (c *compiler) fitLogo(box geom.Rect) geom.Rect {
	l := c.in.Logo
	k := min(box.W()/l.W, box.H()/l.H)
	return geom.R(box.X0, box.Y0, box.X0+l.W*k, box.Y0+l.H*k)
}
