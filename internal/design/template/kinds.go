package template

import "github.com/giro-video/giro/internal/base/diag"

// Node is one element of a scene: a *Photo, a *Text or another of the types
// below.
type Node interface {
	// Kind names the node's kind as templates do.
	Kind() Kind
	// Shared returns what nodes of every kind have.
	Shared() *Common
	// Copy returns a node with the same values, which may be changed; what is
	// below it is shared.
	Copy() Node
}

// Kind is the name of a kind of nodes.
type Kind string

// The kinds of nodes.
const (
	kindPhoto    Kind = "photo"
	kindBackdrop Kind = "backdrop"
	kindPanel    Kind = "panel"
	kindFill     Kind = "fill"
	kindScrim    Kind = "scrim"
	kindDisc     Kind = "disc"
	kindChart    Kind = "chart"
	kindRoute    Kind = "route"
	kindLabel    Kind = "label"
	kindText     Kind = "text"
	kindRule     Kind = "rule"
	kindIcon     Kind = "icon"
	kindBadge    Kind = "badge"
	kindStack    Kind = "stack"
	kindRow      Kind = "row"
	kindEach     Kind = "each"
	kindSpace    Kind = "space"
	kindLogo     Kind = "logo"
	kindProgress Kind = "progress"
)

// Kinds lists the kinds of nodes, in the order of the reference.
var Kinds = []Kind{
	kindPhoto, kindBackdrop, kindPanel, kindFill, kindScrim, kindDisc, kindChart, kindRoute, kindLabel, kindText,
	kindRule, kindIcon, kindBadge, kindStack, kindRow, kindEach, kindSpace, kindLogo, kindProgress,
}

// Common is what nodes of every kind have.
type Common struct {
	Name  string
	Pos   diag.Pos
	When  []Condition
	Boxes []Box // in the order to try: the first in which the content fits
	Color string
	In    Motion
	Out   Motion
	Hold  string // scene at whose end the node leaves, "" for its own
	Else  Node   // what stands here when a photo is missing, or beside a row too narrow; nil for nothing

	Variants map[string]Node // by canvas class or format
}

// Shared implements Node.
func (c *Common) Shared() *Common { return c }

// Photo is a picture of the event.
type Photo struct {
	Common
	Source  string // field with the file
	Motion  Motion // while it stands
	Duotone bool
}

// Backdrop is a generated pattern.
type Backdrop struct {
	Common
	Pattern string // "" is the kit's own
	Motion  Motion
	Tone    string             // bold, field, quiet, dark or next
	Colors  []string           // colour roles in the pattern's order, instead of Tone
	Shift   map[string]float64 // rows by scene
	Frame   Box                // the area that it is drawn for
	Turn    float64            // degrees
}

// Panel is an area of one colour with texts on it. Color is its colour.
type Panel struct {
	Common
	Nodes  []Node
	Align  Align
	FootPx float64 // under the last baseline, 0 is the house's
}

// Fill is an area of one colour.
type Fill struct {
	Common
	Shift map[string]float64 // rows by scene
}

// Scrim darkens a picture.
type Scrim struct {
	Common
	Alphas []float64 // from top to bottom; none measures what the texts need
}

// Disc is a circle that travels from scene to scene.
type Disc struct {
	Common
	Places map[string]Place // by scene; "" is everywhere
	Rings  string           // the colour role of rings around it, "" for none
	Rise   map[string]Climb // by scene
}

// Climb says how a disc climbs while days are counted down: it stands at Row on
// the last day, and so many rows lower when Days days or more are left.
type Climb struct{ Row, Lower, Days float64 }

// Chart is a figure as a shape.
type Chart struct {
	Common
	Mode     string // how the figure is drawn
	Value    string // the figure, as a text with fields
	Rest     string // colour role of what is not counted, "" for the house's
	HeightPx float64
}

// Route is the walk through a map.
type Route struct {
	Common
	Mode   string // map, stop or list; "" is a map
	Source string // field with the list of stops
}

// Label is the sender's mark and name.
type Label struct {
	Common
	Tone string // auto, tab or plain
}

// Text is a text with fields.
type Text struct {
	Common
	Texts     []string // alternatives, the first that has its fields and fits
	Roles     []string // type roles, the first in which it fits; at least one
	Face      string   // display, head, body or label; "" is the role's own
	MaxSizePx float64  // 0 is the role's greatest
	MaxLines  int      // 0 is the role's
	Tabular   bool
	Count     bool        // the number counts up
	Strike    []Condition // strike it through if these hold
	Flip      string      // name of a disc that crosses it
	End       bool        // flush with the far margin
}

// Rule is a line.
type Rule struct {
	Common
	Thick bool
}

// Icon is an icon on a square tile.
type Icon struct {
	Common
	Value  string // its name, or a text with a field
	SizePx float64
}

// Badge is a short text in a disc.
type Badge struct {
	Common
	Value  string
	SizePx float64
}

// Stack is nodes one below the other.
type Stack struct {
	Common
	Nodes  []Node
	Align  Align
	GapPx  float64 // between two, -1 is the house's
	FootPx float64 // under the last baseline, 0 is the house's
}

// Row is nodes side by side.
type Row struct {
	Common
	Nodes []Node
	Align Align
	GapPx float64   // between columns, -1 is the house's
	Cols  []float64 // widths in px, AutoColumn, or 0 for what is left
}

// Each repeats nodes for the entries of a list.
type Each struct {
	Common
	Source  string // field with the list
	Nodes   []Node
	Between []Node  // what stands between two entries
	GapPx   float64 // between two entries, -1 is the house's
	Max     int     // entries, at most
	Every   float64 // beats from one entry's entrance to the next
}

// Space is room between two nodes.
type Space struct {
	Common
	Px    float64
	Fill  bool    // takes what is left over, instead of Px
	MaxPx float64 // of Fill, 0 for no limit
}

// Logo is the sender's mark.
type Logo struct{ Common }

// Progress is a bar that runs through the loop.
type Progress struct{ Common }

// Kind implements Node.
func (*Photo) Kind() Kind { return kindPhoto }

// Copy implements Node.
func (n *Photo) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Backdrop) Kind() Kind { return kindBackdrop }

// Copy implements Node.
func (n *Backdrop) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Panel) Kind() Kind { return kindPanel }

// Copy implements Node.
func (n *Panel) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Fill) Kind() Kind { return kindFill }

// Copy implements Node.
func (n *Fill) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Scrim) Kind() Kind { return kindScrim }

// Copy implements Node.
func (n *Scrim) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Disc) Kind() Kind { return kindDisc }

// Copy implements Node.
func (n *Disc) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Chart) Kind() Kind { return kindChart }

// Copy implements Node.
func (n *Chart) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Route) Kind() Kind { return kindRoute }

// Copy implements Node.
func (n *Route) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Label) Kind() Kind { return kindLabel }

// Copy implements Node.
func (n *Label) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Text) Kind() Kind { return kindText }

// Copy implements Node.
func (n *Text) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Rule) Kind() Kind { return kindRule }

// Copy implements Node.
func (n *Rule) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Icon) Kind() Kind { return kindIcon }

// Copy implements Node.
func (n *Icon) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Badge) Kind() Kind { return kindBadge }

// Copy implements Node.
func (n *Badge) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Stack) Kind() Kind { return kindStack }

// Copy implements Node.
func (n *Stack) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Row) Kind() Kind { return kindRow }

// Copy implements Node.
func (n *Row) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Each) Kind() Kind { return kindEach }

// Copy implements Node.
func (n *Each) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Space) Kind() Kind { return kindSpace }

// Copy implements Node.
func (n *Space) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Logo) Kind() Kind { return kindLogo }

// Copy implements Node.
func (n *Logo) Copy() Node { c := *n; return &c }

// Kind implements Node.
func (*Progress) Kind() Kind { return kindProgress }

// Copy implements Node.
func (n *Progress) Copy() Node { c := *n; return &c }

// Children returns the nodes that stand in a node, without what stands between
// the entries of a list.
func Children(n Node) []Node {
	switch n := n.(type) {
	case *Panel:
		return n.Nodes
	case *Stack:
		return n.Nodes
	case *Row:
		return n.Nodes
	case *Each:
		return n.Nodes
	}
	return nil
}

// WithChildren returns a copy of a node with other nodes in it. A node that
// holds none stays as it is.
func WithChildren(n Node, nodes []Node) Node {
	out := n.Copy()
	switch n := out.(type) {
	case *Panel:
		n.Nodes = nodes
	case *Stack:
		n.Nodes = nodes
	case *Row:
		n.Nodes = nodes
	case *Each:
		n.Nodes = nodes
	}
	return out
}

// ForCanvas returns nodes as they are on a canvas, with all that is below them:
// each with the values that it has for the first of the canvas's names.
func ForCanvas(nodes []Node, names ...string) []Node {
	out := make([]Node, len(nodes))
	for i, n := range nodes {
		for _, name := range names {
			if v, ok := n.Shared().Variants[name]; ok {
				n = v
				break
			}
		}
		n = WithChildren(n, ForCanvas(Children(n), names...))
		if each, ok := n.(*Each); ok {
			each.Between = ForCanvas(each.Between, names...)
		}
		if c := n.Shared(); c.Else != nil {
			c.Else = ForCanvas([]Node{c.Else}, names...)[0]
		}
		out[i] = n
	}
	return out
}
