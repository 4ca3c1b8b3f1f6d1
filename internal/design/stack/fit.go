package stack

import (
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// fit sets a text in a type role, scaled to the canvas.
func (s *Setter) fit(text, roleName string, n *template.Text, width, height float64) (typeset.Paragraph, error) {
	role, err := Role(roleName, n, s.Grid.Unit())
	if err != nil {
		return typeset.Paragraph{}, err
	}
	font := Font(s.Kit, roleName, n.Face)
	box := geom.Size{W: int(math.Ceil(width)), H: int(math.Ceil(height))}
	return s.Fonts.Fit(text, role, typeset.Font{Family: font.Family, Weight: font.Weight}, box, s.Language)
}

// Role returns a type role in canvas px, with the limits of a node: no step
// above its max_size (at least one step stays), no more than its lines.
func Role(name string, n *template.Text, unit float64) (typeset.Role, error) {
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
		role.Sizes = append(role.Sizes, px*unit)
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

// Font returns the kit's font for a role, or for the face that a node names.
func Font(kit *brand.Kit, role, face string) brand.Font {
	f := kit.Fonts
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
