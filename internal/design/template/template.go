// Package template reads a design: the YAML file that says which scenes a
// video has, what stands in them and how it moves, with slots for an event's
// fields. Package compile turns it into a timeline.
package template

import (
	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/design/field"
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

	Variants map[string]Transition // by canvas class or format
}

// Variant returns the transition as it is on a canvas: that of the first of the
// names that it has other values for.
func (t Transition) Variant(canvas ...string) Transition {
	for _, name := range canvas {
		if v, ok := t.Variants[name]; ok {
			return v
		}
	}
	return t
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
