package compile_test

import (
	"testing"

	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/template"
)

// TestLoneScene compiles a design with a single scene: it has no other to come
// from, so that it stands for the whole loop.
func TestLoneScene(t *testing.T) {
	const src = `giro: 1
name: lone
scenes:
  - name: only
    bars: 8
    field: primary
    layers:
      - {backdrop: kit, tone: quiet, motion: drift}
      - panel: panel
        box: room
        layers:
          - {text: "{title}", role: [display, title]}
          - {rule: ink}
          - {text: "{date}"}
      - {label: auto}
`
	tpl, diags := template.Parse("lone.yaml", []byte(src))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	fx := fixture{}
	fx.Event.Title, fx.Event.Start = "Prova", "2025-06-14 18:30"
	in := fx.input(t)
	in.Template = tpl
	plan, diags := compile.Plan(in)
	if plan == nil {
		t.Fatal(diags)
	}
	for _, l := range plan.Scenes[0].Layers {
		if l.Span.From < 0 || l.Span.To > plan.Grid.Frames || l.DY.Moves() || l.Alpha.Moves() {
			t.Errorf("%s spans %v of %d frames, dy %v, alpha %v", l.Name, l.Span, plan.Grid.Frames, l.DY, l.Alpha)
		}
	}
}
