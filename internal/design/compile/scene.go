package compile

import (
	"github.com/giro-video/giro/internal/design/template"
)

// scene is a template's scene on its way into the timeline.
type scene struct {
	scope
	spec     *template.Scene
	origin   string // name of the template's scene
	standing bool   // stands behind or over every scene

	elements []element
	chars    int // new characters that the scene asks people to read
	// What enters last, so many beats after the scene, has its own time to be read.
	lastBeats float64
	lastChars int
	bars      int

	start, end int // rest as laid on bars: [start, end)
	enter      window
	leave      window // when the next scene covers this one
}

// window is a half-open range of frames on the unrolled axis.
type window struct{ from, to int }

// dipped reports whether the scene comes through a moment of ink. Its texts
// stand there at once.
func (s *scene) dipped() bool { return s.spec.Enter.Kind == template.Dip }
