package compile

import (
	"time"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// cover is the largest part of a photo with a box's shape around its focus.
func (ph Photo) cover(box geom.Rect) geom.Rect {
	k := min(float64(ph.W)/box.W(), float64(ph.H)/box.H()) / max(1, ph.Near)
	return ph.around(box.W()*k, box.H()*k)
}

// around is the part of a photo of w × h px around its focus.
func (ph Photo) around(w, h float64) geom.Rect {
	x := min(max(0, ph.FocusX*float64(ph.W)-w/2), float64(ph.W)-w)
	y := min(max(0, ph.FocusY*float64(ph.H)-h/2), float64(ph.H)-h)
	return geom.R(x, y, x+w, y+h)
}

// nearest is the part of its box, as it shows at rest, that a photo fills the
// box with when the camera shows it zoom times as large.
func (ph Photo) nearest(box geom.Rect, zoom float64) geom.Rect {
	whole := ph.cover(box)
	w, h := whole.W()/zoom, whole.H()/zoom
	part := ph.around(w, h)
	k := box.W() / whole.W()
	x, y := box.X0+(part.X0-whole.X0)*k, box.Y0+(part.Y0-whole.Y0)*k
	return geom.R(x, y, x+w*k, y+h*k)
}

// Input is all that a plan depends on.
type Input struct {
	Template *template.Template
	Cut      string // name of a shorter version, "" for the whole
	Event    *event.Event
	Kit      *brand.Kit
	Channel  string // name, for texts
	Handle   string
	Language string
	Canvas   grid.Canvas
	Fonts    *typeset.Library
	Photos   map[string]Photo // by the name that the event uses
	Credits  []string         // lines that must be seen in the video; none as a rule
	Notices  []string         // sentences that must be read in the video, where the scenes do not say them already
	Logo     *Logo            // nil for none
	BPM      float64          // of the music; 0 takes the template's
	Today    time.Time        // decides whether a year is shown, and what a countdown counts

	// Events are all events of a file, for a template that takes them; Event is
	// then what they have in common.
	Events []*event.Event
	// Sample returns a part of a photo as w x h colours, row by row, so that the
	// contrast of texts on it can be measured; nil takes the worst for granted.
	Sample func(ph Photo, crop geom.Rect, w, h int) ([]srgb.Color, error)
}

// Photo describes a picture that an event may show. FocusX and FocusY are the
// point that a crop keeps, in fractions of width and height.
type Photo struct {
	Source         string
	Digest         digest.Sum
	W, H           int // px after EXIF orientation
	FocusX, FocusY float64
	Near           float64 // how many times as large as it must be it is shown; up to 1 is as large as it must be
}

// Logo describes the sender's mark.
type Logo struct {
	Source string
	Kind   string // "png", "jpeg" or "svg"
	Digest digest.Sum
	W, H   float64     // only the ratio matters
	Tint   bool        // of one colour, which may be another
	Colors []MarkColor // its main colours, if it keeps them
	Ground *srgb.Color // of the tab that it stands on, if it brings a ground of its own
}

// MarkColor is a colour of a mark, and which part of it has it.
type MarkColor struct {
	Color srgb.Color
	Part  float64
}
