package typeset

import (
	"bytes"
	"fmt"
	"strconv"
	"sync"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
)

// OutlineOp says what an OutlineSegment does.
type OutlineOp uint8

// The outline commands: OutlineMove and OutlineLine use P[0], OutlineQuad
// P[0:2], OutlineCube P[0:3]. A contour is closed by the next OutlineMove or by
// the end of the outline.
const (
	OutlineMove OutlineOp = iota
	OutlineLine
	OutlineQuad
	OutlineCube
)

// OutlineSegment is one command of a glyph's outline, in font units, y up.
type OutlineSegment struct {
	Op OutlineOp
	P  [3]geom.Point
}

// Face is one weight of a family. It is safe for concurrent use, and a Library
// gives the same pointer for the same face each time.
type Face struct {
	family string
	weight int
	sum    digest.Sum
	file   digest.Sum
	upem   float64

	pictures bool // its glyphs are pictures
	system   bool // it is a font of the computer

	mu    sync.Mutex // guards what follows: the parsed font caches glyphs as it is asked
	face  *font.Face
	hb    *harfbuzz.Font
	buf   *harfbuzz.Buffer
	cells map[figures]float64 // widest figure, em
	caps  map[rune]float64    // see top
}

// Digest identifies the face: the SHA-256 of the font file; for a weight of a
// variable font, or a face of a collection after the first, a digest that includes
// that too.
func (f *Face) Digest() digest.Sum { return f.sum }

// FileDigest returns the SHA-256 of the font file.
func (f *Face) FileDigest() digest.Sum { return f.file }

// Family returns the family's name as the font file gives it, "Young Serif".
func (f *Face) Family() string { return f.family }

// Weight returns the weight, 100 to 900.
func (f *Face) Weight() int { return f.weight }

// String returns the family and the weight, "Young Serif 400".
func (f *Face) String() string { return f.family + " " + strconv.Itoa(f.weight) }

// System reports whether the face is a font of the computer, not one of the
// library's own.
func (f *Face) System() bool { return f.system }

// UnitsPerEm returns the number of font units in one em.
func (f *Face) UnitsPerEm() float64 { return f.upem }

// Has reports whether the face has a glyph for r.
func (f *Face) Has(r rune) bool {
	if f.face == nil {
		return false
	}
	_, ok := f.face.Font.NominalGlyph(r) // the Font is read-only, the Face's cache is not
	return ok
}

// Outline returns the outline of glyph gid, nil for a glyph without ink or an
// unknown one. Multiply by SizePx/UnitsPerEm to get pixels.
func (f *Face) Outline(gid uint32) []OutlineSegment {
	if f.face == nil || gid >= noGlyph { // the parser would look only at the lower 16 bits
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	outline, ok := f.face.GlyphDataOutline(font.GID(gid))
	if !ok || len(outline.Segments) == 0 {
		return nil
	}
	out := make([]OutlineSegment, len(outline.Segments))
	for i, s := range outline.Segments {
		out[i].Op = outlineOp(s.Op)
		for k, p := range s.ArgsSlice() {
			out[i].P[k] = geom.Point{X: float64(p.X), Y: float64(p.Y)}
		}
	}
	return out
}

func outlineOp(op ot.SegmentOp) OutlineOp {
	switch op {
	case ot.SegmentOpMoveTo:
		return OutlineMove
	case ot.SegmentOpLineTo:
		return OutlineLine
	case ot.SegmentOpQuadTo:
		return OutlineQuad
	case ot.SegmentOpCubeTo:
		return OutlineCube
	}
	return OutlineMove
}

// ink is the extent of a glyph's ink in em, y up; none is set for a blank.
type ink struct {
	left, right, bottom, top float64
	none                     bool
}

// ink returns the extent of a glyph's ink. The caller holds f.mu.
func (f *Face) ink(gid uint32) ink {
	e, ok := f.face.GlyphExtents(font.GID(gid))
	if !ok || e.Width == 0 || e.Height == 0 {
		return ink{none: true}
	}
	x0, x1 := float64(e.XBearing)/f.upem, float64(e.XBearing+e.Width)/f.upem
	y1, y0 := float64(e.YBearing)/f.upem, float64(e.YBearing+e.Height)/f.upem
	return ink{left: min(x0, x1), right: max(x0, x1), bottom: min(y0, y1), top: max(y0, y1)}
}

// vertical returns the face's ascent and descent in em, both positive.
func (f *Face) vertical() (ascent, descent float64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	e, ok := f.face.FontHExtents()
	if !ok {
		return 0.8, 0.2 // the usual split of an em, for fonts without these values
	}
	return float64(e.Ascender) / f.upem, -float64(e.Descender) / f.upem
}

// top returns the height of the capitals in em, measured on sample: "H" for
// alphabets with capitals, an alef for Arabic, an ideograph for Han.
func (f *Face) top(sample rune) float64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	if h, ok := f.caps[sample]; ok {
		return h
	}
	h := 0.7
	if gid, ok := f.face.NominalGlyph(sample); ok {
		if e := f.ink(uint32(gid)); !e.none {
			h = e.top
		}
	} else if c := float64(f.face.LineMetric(font.CapHeight)); c > 0 {
		h = c / f.upem
	}
	f.caps[sample] = h
	return h
}

// newFace makes a face of a parsed font, which nothing else may use afterwards. file
// is the digest of the file and index the face's place in it. weightAxis is the
// weight to set in a variable font, 0 for a static one.
func newFace(family string, weight int, file digest.Sum, index int, parsed *font.Font, weightAxis int) (f *Face, err error) {
	defer recoverFont(family, &err)
	endPairs(parsed)
	face, sum := font.NewFace(parsed), file
	if index > 0 {
		w := digest.New("font of a collection 1")
		w.Sum(sum)
		w.Int(index)
		sum = w.Done()
	}
	if weightAxis > 0 {
		face.SetVariations([]font.Variation{{Tag: weightTag, Value: float32(weightAxis)}})
		w := digest.New("font weight 1")
		w.Sum(sum)
		w.Int(weightAxis)
		sum = w.Done()
	}
	if parsed.Upem() == 0 {
		return nil, diag.Reasonf("font %q gives no units per em", family)
	}
	return &Face{
		family: family,
		weight: weight,
		sum:    sum,
		file:   file,
		upem:   float64(parsed.Upem()),
		face:   face,
		hb:     newShaper(face),
		buf:    harfbuzz.NewBuffer(),
		cells:  map[figures]float64{},
		caps:   map[rune]float64{},
	}, nil
}

// hasInk reports whether any of the face's first characters has an outline.
func (f *Face) hasInk() (ok bool) {
	defer func() { ok = recover() == nil && ok }() // a damaged font counts as one without
	const enough = 1000
	chars := f.face.Cmap.Iter()
	for n := 0; n < enough && chars.Next(); n++ {
		if _, gid := chars.Char(); f.Outline(uint32(gid)) != nil {
			return true
		}
	}
	return false
}

// recoverFont turns a panic of the font parser or shaper, which a damaged font
// file can cause, into an error that names the font.
func recoverFont(name string, err *error) {
	if r := recover(); r != nil {
		*err = diag.Reasonf("font %q is damaged: %v", name, r)
	}
}

// parseFont parses the font at index of a file, which may be a collection.
func parseFont(name string, data []byte, index int) (f *font.Font, err error) {
	defer recoverFont(name, &err)
	loaders, err := ot.NewLoaders(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("parsing font %q: %w", name, err)
	}
	if index >= len(loaders) {
		return nil, diag.Reasonf("font %q has no face %d", name, index)
	}
	f, err = font.NewFont(loaders[index])
	if err != nil {
		return nil, fmt.Errorf("parsing font %q: %w", name, err)
	}
	return f, nil
}
