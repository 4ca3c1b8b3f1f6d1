package typeset

// Font is a family and a weight, 100 to 900.
type Font struct {
	Family string
	Weight int
}

// Direction is the base direction of a text.
type Direction uint8

// The directions. DirectionAuto takes a text in a right-to-left language that
// holds letters of a right-to-left script as such, even when it starts with a
// foreign name; any other text goes by its first strong character (UAX 9, P2 and
// P3), and a text without one by its language.
const (
	DirectionAuto Direction = iota
	DirectionLTR
	DirectionRTL
)

// Style is how a text is set.
type Style struct {
	Family   string
	Weight   int
	SizePx   float64
	Tracking float64 // em added between characters; Arabic, Han and other scripts that do not space their letters ignore it
	Leading  float64 // em from baseline to baseline; 0 is 1

	// Language is a BCP 47 tag, "it" or "pt-BR". It selects letter forms and the
	// rules of line breaking.
	Language  string
	Direction Direction

	// Tabular gives all figures the same width: by the font's tnum feature and,
	// where a font has none, by setting each figure in the middle of a cell as
	// wide as the widest.
	Tabular bool
	// LiningFigures asks a font with old-style figures for lining ones (lnum).
	LiningFigures bool

	// HangFrom is the size in px from which Line.HangPx is set, so that the first
	// stem, not the first glyph's bearing, stands at the margin. 0 is never.
	HangFrom float64

	// Fallback is tried after Family for characters that it lacks, before the
	// other families of the library.
	Fallback []Font
}

func (s Style) leading() float64 {
	if s.Leading > 0 {
		return s.Leading
	}
	return 1
}
