// Package template reads a design: the YAML file that says which scenes a
// video has, what stands in them and how it moves, with slots for an event's
// fields. Package compile turns it into a timeline.
package template

import (
	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/timeline"
)

// Template is one design.
type Template struct {
	Name        string
	Title, Use  map[string]string // by language; "" is the default
	Kit         string            // the brand kit that it was designed with
	BPM         float64           // tempo when there is no music
	BeatsPerBar int
	Multiple    int // the loop is a multiple of so many bars where it can be
	Inputs      []field.Input
	Phrases     map[string]map[string]string // language, name: text
	Cuts        map[string]Cut
	Scenes      []Scene
	Under       []Node // what stands behind every scene for the whole loop
	Overlay     []Node // what stands over every scene for the whole loop
	Events      bool   // takes all events of a file
	Silent      bool   // the channel's music is left out
	Slow        bool   // the reading time of alerts
	Pos         diag.Pos
}

// Cut is a shorter version of a template.
type Cut struct {
	Drop     []string       // scenes left out
	Bars     map[string]int // lengths of the others
	Multiple int
	Pos      diag.Pos
}

// Unit is the unit of a scene's length.
type Unit uint8

// The units of length.
const (
	Bars Unit = iota
	Beats
	Seconds
)

// Length is how long a scene lasts at least; the reading rule may add to it.
type Length struct {
	Value float64
	Unit  Unit
}

// Condition is met when a field has a value, or has none if Not.
type Condition struct {
	Field string
	Not   bool
	Pos   diag.Pos
}

// Scene is one rest position of the furniture, with the way into it.
type Scene struct {
	Name   string
	Length Length
	When   []Condition
	Enter  Transition
	Field  string // colour role behind everything, "" for none: the scene before shows through
	Nodes  []Node
	Pos    diag.Pos

	Each     string  // list that the scene is repeated for
	Max      int     // entries of it
	Rows     int     // entries on a page; 0 gives each entry its own scene
	RowsLong int     // entries on a page when titles are long
	RowBeats float64 // beats that each row adds
	Language string  // another language of the event
	Front    bool    // above the overlay
}

// TransitionKind says how a scene replaces the one before.
type TransitionKind string

// The transitions.
const (
	HardCut   TransitionKind = "cut"
	Crossfade TransitionKind = "crossfade"
	Wipe      TransitionKind = "wipe"
	Push      TransitionKind = "push"
	Iris      TransitionKind = "iris"
	Change    TransitionKind = "change" // only what moves moves; texts leave and enter
	Dip       TransitionKind = "dip"    // a moment of ink
)

// Transition is the way into a scene. From is the edge that a wipe or push
// comes from. Box limits a wipe to a part of the frame.
type Transition struct {
	Kind    TransitionKind
	From    Edge
	Box     Box
	Seconds float64 // 0: the house length
	At      *Place  // where an iris opens
}

// Place is a point of the grid in columns and rows, with a radius in columns.
type Place struct{ X, Y, R float64 }

// Edge is a side of the frame.
type Edge string

// The edges.
const (
	Bottom Edge = "bottom"
	Top    Edge = "top"
	Left   Edge = "left"
	Right  Edge = "right"
)

// Box is an area on the grid of modules, counted from 1, both ends included;
// or a named one: "full", "room", "rail", "floor". The zero Box is unset.
type Box struct {
	Name       string
	Col0, Col1 int
	Row0, Row1 int
}

// IsSet reports whether the box was given.
func (b Box) IsSet() bool { return b != Box{} }

// Kind says what a node is.
type Kind string

// The kinds of nodes.
const (
	Photo    Kind = "photo"
	Backdrop Kind = "backdrop"
	Panel    Kind = "panel"
	Scrim    Kind = "scrim"
	Label    Kind = "label"
	Text     Kind = "text"
	Rule     Kind = "rule"
	Stack    Kind = "stack"
	Row      Kind = "row"
	Each     Kind = "each"
	Space    Kind = "space"
	Logo     Kind = "logo"
	Progress Kind = "progress"
	Fill     Kind = "fill"
	Disc     Kind = "disc"
	Chart    Kind = "chart"
	Route    Kind = "route"
	Icon     Kind = "icon"
	Badge    Kind = "badge"
)

// Kinds lists the kinds of nodes, in the order of the reference.
var Kinds = []Kind{Photo, Backdrop, Panel, Fill, Scrim, Disc, Chart, Route, Label, Text, Rule, Icon, Badge, Stack, Row, Each, Space, Logo, Progress}

// Motion is how a node enters or leaves.
type Motion string

// The motions: Auto is the house motion of the node's kind.
const (
	Auto     Motion = ""
	None     Motion = "none"
	MaskUp   Motion = "mask" // lines slide out from behind an edge
	Rise     Motion = "rise" // rise and fade
	Fade     Motion = "fade"
	Draw     Motion = "draw" // a rule draws from the left
	Kenburns Motion = "kenburns"
	Drift    Motion = "drift"
	Pan      Motion = "pan"    // a block further with each scene
	Travel   Motion = "travel" // with the route, close to each of its stops
)

// AutoColumn is the width of a row's column that is as wide as its text.
const AutoColumn = -1

// Align is where a stack stands in its box.
type Align string

// The alignments.
const (
	AlignTop    Align = "top"
	AlignBottom Align = "bottom"
	AlignMiddle Align = "middle"
)

// Node is one element of a scene. Which fields matter depends on Kind.
type Node struct {
	Kind  Kind
	Name  string
	Pos   diag.Pos
	When  []Condition
	Boxes []Box // in the order to try: the first in which the content fits
	Color string
	In    Motion
	Out   Motion
	Hold  string // scene at whose end the node leaves, "" for its own
	Else  *Node  // what stands here when a photo or a field is missing

	Texts     []string // text: alternatives, the first that has its fields and fits
	Roles     []string // text: type roles, the first in which it fits
	Face      string   // text: display, head, body or label; "" is the role's own
	MaxSizePx float64  // text: 0 is the role's greatest
	MaxLines  int      // text: 0 is the role's
	Tabular   bool

	Source  string // photo: field with the file; each: field with the list
	Motion  Motion // photo, backdrop: movement while it stands
	Duotone bool

	Pattern string   // backdrop: name, "" is the kit's own
	Tone    string   // backdrop: bold, field or quiet; label: tab or plain
	Colors  []string // backdrop: colour roles in the pattern's order, instead of Tone

	Nodes  []Node // panel, stack, row, each
	Align  Align  // panel, stack
	GapPx  float64
	FootPx float64 // panel: room under the last baseline, 0 is the house's
	Fill   bool    // space: takes what is left over
	Max    int     // each: at most so many
	Thick  bool    // rule

	Alphas []float64 // scrim: alpha from top to bottom; none measures it

	Shift   map[string]float64 // backdrop: rows by scene
	Frame   Box                // backdrop: what it is drawn for
	Turn    float64            // backdrop: degrees
	Places  map[string]Place   // disc: by scene; "" is everywhere
	Rings   string             // disc
	Value   string             // chart: text with fields; icon, badge: the text
	Mode    string             // chart, route
	Rest    string             // chart
	SizePx  float64            // icon, badge: px; chart: height
	Cols    []float64          // row: px, AutoColumn, or 0 for what is left
	Count   bool               // text
	Strike  []Condition        // text
	Flip    string             // text: name of a disc
	End     bool               // text: flush with the far margin
	Between []Node             // each
	Every   float64            // each: beats
	MaxPx   float64            // space

	Variants map[string]*Node // by canvas class or format
	Ease     timeline.Easing
}
