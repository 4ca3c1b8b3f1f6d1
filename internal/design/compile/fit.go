package compile

import (
	"math"
	"slices"
	"unicode"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// setter sets the nodes of a panel or stack one below the other: it fits their
// texts into the width and, together, into the height.
type setter struct {
	scope
	firstOnly bool // texts keep to their first alternative: there are smaller roles to try
}

// fit sets a text in a type role, scaled to the canvas.
func (st setter) fit(text, roleName string, n *template.Text, width, height float64) (typeset.Paragraph, error) {
	role, err := st.role(roleName, n)
	if err != nil {
		return typeset.Paragraph{}, err
	}
	font := st.font(roleName, n.Face)
	box := geom.Size{W: int(math.Ceil(width)), H: int(math.Ceil(height))}
	return st.in.Fonts.Fit(text, role, typeset.Font{Family: font.Family, Weight: font.Weight}, box, st.lang)
}

// role returns a type role in canvas px, with the limits of a node: no step
// above its max_size (at least one step stays), no more than its lines.
func (sc scope) role(name string, n *template.Text) (typeset.Role, error) {
	role, err := typeset.RoleByName(name)
	if err != nil {
		return role, err
	}
	steps := role.Steps()
	if n.MaxSizePx > 0 {
		steps = slices.DeleteFunc(steps, func(px float64) bool { return px > n.MaxSizePx })
		if len(steps) == 0 {
			steps = []float64{n.MaxSizePx}
		}
	}
	role.SizePx, role.Sizes = 0, nil
	for _, px := range steps {
		role.Sizes = append(role.Sizes, px*sc.grid.Unit())
	}
	if n.MaxLines > 0 {
		role.MaxLines = n.MaxLines
	}
	// A lone numeral is set in its own widths; one that counts keeps its place.
	role.Tabular = n.Tabular || n.Count
	// A figure that counts is the picture: in lining figures it is as tall as it can be.
	role.LiningFigures = role.LiningFigures || n.Count
	return role, nil
}

// font returns the kit's font for a role, or for the face that a node names.
func (sc scope) font(role, face string) brand.Font {
	f := sc.kit.Fonts
	switch face {
	case "display":
		return f.Display
	case "head":
		return f.Head
	case "body":
		return f.Body
	case "label":
		return f.Label
	}
	switch role {
	case "label":
		return f.Label
	case "caption", "body":
		return f.Body
	case "lead":
		return f.Head
	}
	return f.Display
}

// readingWeight returns how many Latin characters a text counts for in the
// reading time: a Chinese character takes as long as two (art direction §7).
func readingWeight(text string) int {
	n := 0
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			n++
		}
		n++
	}
	return n
}
