package compile

import (
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/grid"
)

// The house measures, in px of the 1080-wide design (art direction §3).
const (
	panelHead     = 52  // from a panel's upper edge to the first cap
	panelFoot     = 52  // from the last baseline to a panel's lower edge
	panelRim      = 12  // from the deepest ink to a panel's lower edge, at least
	labelToTitle  = 174 // from the safe box's top to the first cap under the label
	minPhotoScale = 1.8 // a photo may be enlarged so far
)

// layout places what stands in one scene.
type layout struct {
	*scene
	stage *stage
}

// add places an element above those that are there.
func (l layout) add(e ...element) { l.elements = append(l.elements, e...) }

// groundOf returns the colour that the scene shows where a text would stand.
func (l layout) groundOf(area geom.Rect) srgb.Color {
	ground, _ := l.stage.groundAt(l.pal, l.scene, geom.Point{X: area.X0 + 1, Y: min(area.Y0+1, area.Center().Y)})
	return ground
}

// textArea returns where texts stand in a panel: inside the safe box, hung
// from the left edge, below the label, with the house's head and foot.
func (sc scope) textArea(box geom.Rect, foot float64) geom.Rect {
	u, safe := sc.grid.Unit(), sc.grid.Safe()
	if foot == 0 {
		foot = panelFoot
	}
	area := geom.R(box.X0+grid.PanelPad*u, box.Y0+panelHead*u, box.X1-grid.PanelPad*u, box.Y1-foot*u)
	area.X0 = max(area.X0, safe.X0)
	area.X1 = min(area.X1, safe.X1)
	area.Y1 = min(area.Y1, safe.Y1-32*u)
	if underLabel := safe.Y0 + labelToTitle*u; area.Y0 < underLabel {
		area.Y0 = underLabel
	}
	return area
}
