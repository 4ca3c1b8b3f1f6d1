package stack_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/stack"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

func setter(t *testing.T, texts map[string]string, rtl bool) *stack.Setter {
	t.Helper()
	fonts, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		t.Fatal(err)
	}
	kit, err := brand.ByName("quartieri")
	if err != nil {
		t.Fatal(err)
	}
	canvas := &grid.Canvas{Size: geom.Size{W: 1080, H: 1920}, Safe: geom.R(60, 250, 900, 1440)}
	return &stack.Setter{
		Fonts: fonts, Kit: kit, Language: "it", Grid: grid.Grid{Canvas: canvas, RTL: rtl},
		Data:    template.Data{Fields: &field.Values{Texts: texts}},
		Entries: func(string, int) []field.Entry { return []field.Entry{{"item.title": "Uno"}, {"item.title": "Due"}} },
		Refused: func(n template.Node) { t.Errorf("a %s is refused", n.Kind()) },
	}
}

func text(s string, roles ...string) *template.Text {
	return &template.Text{Texts: []string{s}, Roles: roles}
}

var area = geom.R(60, 400, 900, 1200)

// TestSet sets texts one below the other, at the bottom of the area, and leaves
// out those without a value.
func TestSet(t *testing.T) {
	s := setter(t, map[string]string{"title": "Mercato", "venue": "Piazza"}, false)
	nodes := []template.Node{text("{title}", "display"), text("{price}", "lead"), &template.Rule{}, text("{venue}", "lead")}
	got, err := s.Set(nodes, 0, area, 1300, template.AlignBottom, "x")
	if err != nil || len(got) != 3 {
		t.Fatalf("%d parts: %v", len(got), err)
	}
	for i, p := range got {
		if p.Box.X0 != area.X0 || p.Box.Y0 < area.Y0 || p.Box.Y1 > area.Y1+1e-9 || i > 0 && p.Box.Y0 <= got[i-1].Box.Y1 {
			t.Errorf("part %d stands at %v", i, p.Box)
		}
	}
	if end := got[2].Box.Y1; end < area.Y1-1 {
		t.Errorf("the last text ends at %g, not at the bottom", end)
	}
	if got[0].Text != "Mercato" || got[0].Fields[0] != "title" {
		t.Errorf("the first text is %q of %v", got[0].Text, got[0].Fields)
	}
}

// TestSetShrinks makes texts smaller until they fit the height, and says what
// does not fit: the field and about how much would.
func TestSetShrinks(t *testing.T) {
	s := setter(t, map[string]string{"title": "Mercato di sera", "summary": strings.Repeat("parole su parole ", 40)}, false)
	nodes := []template.Node{text("{title}", "display")}
	whole, err := s.Set(nodes, 0, area, 1300, template.AlignTop, "x")
	if err != nil {
		t.Fatal(err)
	}
	low := geom.R(area.X0, area.Y0, area.X1, area.Y0+whole[0].Box.H()*0.8)
	less, err := s.Set(nodes, 0, low, 1300, template.AlignTop, "x")
	if err != nil {
		t.Fatal(err)
	}
	if a, b := whole[0].Para.SizePx, less[0].Para.SizePx; b >= a || less[0].Box.Y1 > low.Y1+1e-9 {
		t.Errorf("%g px became %g px, ending at %g of %g", a, b, less[0].Box.Y1, low.Y1)
	}
	_, err = s.Set([]template.Node{text("{summary}", "title")}, 0, area, 1300, template.AlignTop, "x")
	fault, ok := errors.AsType[*stack.Error](err)
	if !ok || fault.Fields[0] != "summary" || fault.Room <= 0 || fault.Room > 200 {
		t.Errorf("what does not fit is %+v: %v", fault, err)
	}
}

// TestSteps sets a text in the role of each step.
func TestSteps(t *testing.T) {
	s := setter(t, map[string]string{"title": "Mercato"}, false)
	nodes := []template.Node{&template.Stack{Nodes: []template.Node{text("{title}", "poster", "lead")}, GapPx: -1}}
	if n := stack.Steps(nodes); n != 2 {
		t.Fatalf("%d steps", n)
	}
	var sizes []float64
	for step := range 2 {
		got, err := s.Set(nodes, step, area, 1300, template.AlignTop, "x")
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, got[0].Para.SizePx)
	}
	if sizes[0] <= sizes[1] {
		t.Errorf("the sizes of the steps are %v", sizes)
	}
}

// TestRow sets the entries of a list side by side, from the near margin on.
func TestRow(t *testing.T) {
	for _, rtl := range []bool{false, true} {
		s := setter(t, nil, rtl)
		row := &template.Row{GapPx: -1, Nodes: []template.Node{&template.Each{Source: "items", GapPx: -1, Every: 2, Nodes: []template.Node{text("{item.title}", "lead")}}}}
		got, err := s.Set([]template.Node{row}, 0, area, 1300, template.AlignTop, "x")
		if err != nil || len(got) != 2 {
			t.Fatalf("%d parts: %v", len(got), err)
		}
		if (got[0].Box.X0 < got[1].Box.X0) == rtl || got[0].Box.Y0 != got[1].Box.Y0 {
			t.Errorf("rtl %v: the columns stand at %v and %v", rtl, got[0].Box, got[1].Box)
		}
		if got[0].Beats != 0 || got[1].Beats != 2 {
			t.Errorf("they enter at %g and %g beats", got[0].Beats, got[1].Beats)
		}
	}
}
