// Package timeline holds the compiled plan of one loop: what is on screen in
// every frame, and where. A Plan is immutable once compiled and holds everything
// that the picture depends on; the frame with number n is a function of (Plan, n).
//
// Time is counted in frames, modulo Plan.Grid.Frames: a Span may start before 0 (an
// entrance that plays at the end of the file) or run past the end. This unbounded
// count is called the unrolled axis; tracks use the same one as the span of the
// layer or scene that they belong to.
package timeline

import (
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/design/typeset"
)

// Plan is one video.
type Plan struct {
	Template string
	Language string
	Format   string
	Size     geom.Size
	Grid     timebase.Grid
	Ground   srgb.Color // the colour where no scene paints
	Scenes   []Scene
	Cues     []Cue
	Safe     geom.Rect // text lies inside
}

// Scene is a group of layers that enters and leaves as one. Scenes are drawn
// in the order of Z, then of the start of their span as it occurs around the
// frame that is drawn: a later scene covers an earlier one, also across the seam.
type Scene struct {
	Name   string
	Z      int
	Span   Span
	Rest   Span // when the scene stands complete, transitions excluded
	Clip   *Clip
	Alpha  Track // of the whole group; nil is opaque
	DX, DY Track // px; nil is none
	Layers []Layer
}

// Layer is one drawn element. Layers are drawn in the order of Scene.Layers, later
// ones above.
type Layer struct {
	Name   string // "hook/title/2", unique in the plan; for dumps and messages
	Span   Span
	Box    geom.Rect // where it rests, px
	Paint  Paint
	Clip   *Clip // does not move with DX and DY
	Alpha  Track // 0 to 1; nil is 1
	DX, DY Track // px from rest; nil is 0
}

// Span is the half-open range of frames [From, To) on the unrolled axis.
// To-From is at most the loop's length.
type Span struct{ From, To int }

// At maps frame n of the loop (0 <= n < frames) to the span's own axis. ok is
// false when the span does not cover n.
func (s Span) At(n, frames int) (t int, ok bool) {
	// Spans start in [-frames, 2*frames), so three candidates suffice.
	for t = n - frames; t <= n+frames; t += frames {
		if t >= s.From && t < s.To {
			return t, true
		}
	}
	return 0, false
}

// Clip limits what is painted to Box; a track that is not nil replaces the edge of
// that name by a moving one. Circle, if set, limits further to the inside of a circle
// (outside if Invert).
type Clip struct {
	Box            geom.Rect
	X0, Y0, X1, Y1 Track
	Circle         *Circle
}

// Circle is a moving disc, in px.
type Circle struct {
	CX, CY, R Track
	Invert    bool
}

// Paint is what a layer draws: *Fill, *Text, *Shape, *Photo, *Pattern, *Bitmap or *Gradient.
type Paint interface {
	// AppendDigest adds everything that decides the paint's pixels, apart from its
	// position.
	AppendDigest(w *digest.Writer)
}

// Fill paints the layer's box in one colour; fractional edges are blended.
type Fill struct{ Color srgb.Color }

// Text paints one line with its origin (left end of the baseline) at Origin.
type Text struct {
	Line   *typeset.Line
	Origin geom.Point
	Color  srgb.Color
}

// Shape paints a vector path, filled, or stroked when StrokePx > 0. Path
// coordinates are canvas px. Trim (0 to 1) draws only the first part of a
// stroked path; Turn rotates around Pivot, in degrees clockwise.
//
// A shape with Forms changes from one form to the next: at Form 0 it is Path
// with StrokePx, at 1 it is Forms[0], and between them its points lie between
// theirs. All forms have the commands of Path, in its order.
type Shape struct {
	Path     Path
	Color    srgb.Color
	StrokePx float64
	Trim     Track
	Turn     Track
	Pivot    geom.Point
	Forms    []Form
	Form     Track
}

// Form is a path and a stroke that a shape changes to.
type Form struct {
	Path     Path
	StrokePx float64
}

// Path is a list of drawing commands.
type Path []Segment

// Op says what a Segment does.
type Op uint8

// The path commands: MoveTo and LineTo use P[0]; QuadTo P[0:2]; CubeTo P[0:3].
const (
	MoveTo Op = iota
	LineTo
	QuadTo
	CubeTo
	Close
)

// Segment is one path command with its points.
type Segment struct {
	Op Op
	P  [3]geom.Point
}

// View is the part of a source picture that fills the layer's box. Zoom 1 shows the
// largest part with the box's aspect ratio; 1.06 shows a part 1.06 times smaller. CX
// and CY are the centre of the part in fractions of the source's width and height;
// the part is kept inside the source. Nil tracks mean zoom 1 and the middle.
type View struct{ Zoom, CX, CY Track }

// Photo paints a photo through a view. Source is the key by which the function that
// loads pictures finds it; Digest is that of the file. SrcW and SrcH are its size in
// px after EXIF orientation. Duotone, if set, maps dark to the first and light to
// the second colour.
type Photo struct {
	Source     string
	Digest     digest.Sum
	SrcW, SrcH int
	View       View
	Duotone    *[2]srgb.Color
}

// Pattern paints a generated backdrop: Name selects the pattern, Seed its variation.
// It is drawn for a virtual canvas of Size (at least the layer's box) and shown
// through the view. Colors are in the order that the pattern documents. Bleed is how
// much of Size, in px on each side, lies outside the frame that the pattern is
// composed for; only a street plan continues there.
type Pattern struct {
	Name   string
	Seed   uint64
	Size   geom.Size
	Bleed  int
	Colors []srgb.Color
	View   View
}

// Bitmap paints a logo or icon scaled into the layer's box. Kind is "png" or
// "svg". Tint, if set, paints it in one colour by its alpha.
type Bitmap struct {
	Source string
	Kind   string
	Digest digest.Sum
	Tint   *srgb.Color
}

// Gradient paints Color over the box with an alpha that runs from the top
// (AlphaAt[0]) to the bottom of the box, linear between equally spaced stops;
// with ordered dither.
type Gradient struct {
	Color   srgb.Color
	AlphaAt []float64
}

// Cue is a text on screen, for subtitles, reading time and checks.
type Cue struct {
	Scene string
	Field string // the input that the text comes from
	Text  string
	Span  Span // while it is legible: entered and not yet leaving
	Box   geom.Rect
	Size  float64 // px
}
