package typeset_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/typeset"
)

func role(t testing.TB, name string) typeset.Role {
	t.Helper()
	r, err := typeset.RoleByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func box(w, h int) geom.Size { return geom.Size{W: w, H: h} }

var schibsted = typeset.Font{Family: "Schibsted Grotesk", Weight: 900}

func TestFitTable(t *testing.T) {
	t.Parallel()
	l := library(t)
	tests := []struct {
		role, text, lang string
		font             typeset.Font
		box              geom.Size
		size             float64
		want             string
	}{
		{"display", "Isola", "it", schibsted, box(780, 700), 200, "Isola"},
		{"poster", "Isola", "it", schibsted, box(780, 700), 312, "Isola"},
		{"poster", "Baggio", "it", schibsted, box(780, 700), 232, "Baggio"},
		{"display", "Chiaravalle", "it", schibsted, box(840, 700), 144, "Chiaravalle"},
		{"title", "La notte dell’Orologio", "it", schibsted, box(780, 700), 120, "La notte / dell’Orologio"},
		{"headline", "Concerto all’alba nel parco delle cave di Baggio", "it", schibsted, box(780, 700), 104, "Concerto / all’alba nel / parco delle / cave di Baggio"},
		{"title", "Notte bianca in riviera", "it", typeset.Font{Family: "Jost", Weight: 800}, box(780, 700), 144, "Notte / bianca / in riviera"},
		{"headline", "Lavori in via Garibaldi: come cambia la viabilità", "it", typeset.Font{Family: "Titillium Web", Weight: 700}, box(780, 700), 104, ""},
		{"title", "الأسواق القديمة", "ar", schibsted, box(660, 700), 144, "الأسواق / القديمة"},
		{"title", "米兰城市节", "zh", schibsted, box(780, 700), 144, "米兰城市节"},
		{"numeral", "14", "it", typeset.Font{Family: "Big Shoulders", Weight: 900}, box(780, 900), 0, "14"},
		{"label", "Comune di Milano\nQuartieri", "it", typeset.Font{Family: "Schibsted Grotesk", Weight: 700}, box(400, 104), 36, "Comune di Milano / Quartieri"},
		{"body", "Ingresso libero fino a esaurimento posti, prenotazione consigliata.", "it", typeset.Font{Family: "Schibsted Grotesk", Weight: 500}, box(780, 400), 52, ""},
		{"headline", "Weihnachtsmarkt am Schlossgarten", "de", schibsted, box(780, 700), 84, "Weihnachtsmarkt / am Schlossgarten"},
	}
	for _, tt := range tests {
		p, err := l.Fit(tt.text, role(t, tt.role), tt.font, tt.box, tt.lang)
		if err != nil {
			t.Errorf("%s %q: %v", tt.role, tt.text, err)
			continue
		}
		if tt.size > 0 && p.SizePx != tt.size || tt.want != "" && texts(p.Lines) != tt.want {
			t.Errorf("%s at %g: %s; want %g: %s", tt.role, p.SizePx, texts(p.Lines), tt.size, tt.want)
		}
		checkFit(t, p, role(t, tt.role), tt.box)
	}
}

// checkFit holds for everything that Fit returns.
func checkFit(t *testing.T, p typeset.Paragraph, r typeset.Role, b geom.Size) {
	t.Helper()
	if !slices.Contains(r.Steps(), p.SizePx) {
		t.Errorf("%g px is no step of %s", p.SizePx, r.Name)
	}
	if p.Width() > float64(b.W) || p.Height > float64(b.H) || r.MaxLines > 0 && len(p.Lines) > r.MaxLines {
		t.Errorf("%s: %d lines, %g x %g in %v", texts(p.Lines), len(p.Lines), p.Width(), p.Height, b)
	}
	last := p.Lines[len(p.Lines)-1]
	near(t, "height", p.Height, p.Lines[0].CapHeight+float64(len(p.Lines)-1)*p.LeadingPx+max(0, last.InkBottom), 1e-9)
	near(t, "last baseline", p.Baseline(len(p.Lines)-1), p.Height-p.Depth, 1e-9)
	for _, line := range p.Lines {
		if line.SizePx != p.SizePx {
			t.Errorf("line of %g px in a paragraph of %g px", line.SizePx, p.SizePx)
		}
		if want := p.SizePx >= 84 && !line.RTL; want && line.HangPx != line.LeftBearing || p.SizePx < 84 && line.HangPx != 0 {
			t.Errorf("%q of %g px hangs by %g, its bearing is %g", line.Text, p.SizePx, line.HangPx, line.LeftBearing)
		}
	}
}

func TestFitBoundaries(t *testing.T) {
	t.Parallel()
	l := library(t)
	r := role(t, "title")
	wide, err := l.Fit("Chiaravalle", r, schibsted, box(2000, 700), "it")
	if err != nil || wide.SizePx != 144 {
		t.Fatalf("%g px, %v", wide.SizePx, err)
	}
	need := int(math.Ceil(wide.Width()))
	for w, want := range map[int]float64{need: 144, need - 1: 136} {
		p, err := l.Fit("Chiaravalle", r, schibsted, box(w, 700), "it")
		if err != nil || p.SizePx != want {
			t.Errorf("in %d px: %g px, %v; want %g", w, p.SizePx, err, want)
		}
	}
	tall := int(math.Ceil(wide.Height))
	for h, want := range map[int]float64{tall: 144, tall - 1: 136} {
		p, err := l.Fit("Chiaravalle", r, schibsted, box(2000, h), "it")
		if err != nil || p.SizePx != want {
			t.Errorf("in a height of %d px: %g px, %v; want %g", h, p.SizePx, err, want)
		}
	}
	small := wide.Width() * 104 / 144
	if _, err := l.Fit("Chiaravalle", r, schibsted, box(int(math.Floor(small)), 700), "it"); !errors.Is(err, typeset.ErrNoFit) {
		t.Errorf("error %v", err)
	}
	if p, err := l.Fit("Chiaravalle", r, schibsted, box(int(math.Ceil(small)), 700), "it"); err != nil || p.SizePx != 104 {
		t.Errorf("%g px, %v", p.SizePx, err)
	}
}

func TestNoFit(t *testing.T) {
	t.Parallel()
	l := library(t)
	fit := func(text, name string, b geom.Size) *typeset.NoFitError {
		t.Helper()
		_, err := l.Fit(text, role(t, name), schibsted, b, "it")
		var e *typeset.NoFitError
		if !errors.As(err, &e) || !errors.Is(err, typeset.ErrNoFit) {
			t.Fatalf("%q as %s: error %v", text, name, err)
		}
		return e
	}
	long := "Una serata di musica, luci e storie lungo il Naviglio Grande con i cittadini, i negozi e le associazioni del quartiere"
	e := fit(long, "headline", box(780, 700))
	if e.Chars != 118 || e.Limit > 80 || e.Limit < 50 || e.Word != "" {
		t.Errorf("%+v", e)
	}
	// A text cut at the limit that is stated fits.
	cut := long[:strings.LastIndex(long[:e.Limit], " ")]
	if _, err := l.Fit(cut, role(t, "headline"), schibsted, box(780, 700), "it"); err != nil {
		t.Errorf("%q has %d of %d characters and does not fit: %v", cut, len(cut), e.Limit, err)
	}
	if e := fit("Donaudampfschifffahrtsgesellschaftskapitän", "headline", box(780, 700)); e.Word != "Donaudampfschifffahrtsgesellschaftskapitän" || e.Limit < 15 || e.Limit > 22 {
		t.Errorf("%+v", e)
	}
	if e := fit("sabato 14 settembre, mare", "display", box(780, 700)); e.Word != "sabato 14 settembre" || !strings.Contains(e.Error(), "belongs on one line") {
		t.Errorf("%v", e)
	}
	// Too low a box: fewer lines, fewer characters.
	low, high := fit(long, "headline", box(780, 200)), fit(long, "headline", box(780, 400))
	if low.Limit <= 10 || low.Limit >= high.Limit {
		t.Errorf("limits %d and %d", low.Limit, high.Limit)
	}
	if e := fit("uno\ndue\ntre\nquattro", "title", box(780, 700)); e.Limit >= e.Chars {
		t.Errorf("%+v", e)
	}
	for _, e := range []*typeset.NoFitError{e, low} {
		if e.Hint().IsZero() || e.Error() == "" {
			t.Errorf("%+v says nothing", e)
		}
	}
}

func TestFitUsesLastResortsLast(t *testing.T) {
	t.Parallel()
	l := library(t)
	// At 144 px only "via / Chiaravalle" fits; a smaller step keeps them together.
	p, err := l.Fit("in via Chiaravalle", role(t, "title"), schibsted, box(820, 900), "it")
	if err != nil || p.SizePx >= 144 || texts(p.Lines) != "in / via Chiaravalle" {
		t.Errorf("%g px: %s, %v", p.SizePx, texts(p.Lines), err)
	}
	p, err = l.Fit("in via Chiaravalle", role(t, "title"), schibsted, box(720, 900), "it")
	if err != nil || texts(p.Lines) != "in via / Chiaravalle" {
		t.Errorf("%g px: %s, %v", p.SizePx, texts(p.Lines), err)
	}
}

func TestFitAdjustsToTheFamily(t *testing.T) {
	t.Parallel()
	l := library(t)
	tests := []struct {
		role, text string
		font       typeset.Font
		leading    float64 // em
	}{
		{"title", "Uno\ndue", schibsted, 1.04},
		{"title", "Uno\ndue", typeset.Font{Family: "Young Serif", Weight: 400}, 1.04 * 1.06},
		{"title", "Uno\ndue", typeset.Font{Family: "titillium-web", Weight: 700}, 1.04 * 1.02},
		{"body", "Uno\ndue", typeset.Font{Family: "Titillium Web", Weight: 400}, 1.3},
		{"title", "واحد\nاثنان", schibsted, 1.36},
		{"body", "واحد\nاثنان", schibsted, 1.56},
		{"title", "米\n兰", schibsted, 1.24},
		{"body", "米\n兰", schibsted, 1.5},
	}
	for _, tt := range tests {
		p, err := l.Fit(tt.text, role(t, tt.role), tt.font, box(780, 900), "it")
		if err != nil {
			t.Fatal(err)
		}
		near(t, tt.role+" leading of "+tt.font.Family+" "+tt.text, p.LeadingPx, tt.leading*p.SizePx, 1e-9)
	}
	// Tracking: -0.03 for a title, +0.022 for Big Shoulders.
	p, err := l.Fit("HO", role(t, "title"), typeset.Font{Family: "Big Shoulders", Weight: 900}, box(780, 900), "it")
	if err != nil {
		t.Fatal(err)
	}
	plain := set(t, l, "HO", typeset.Style{Family: "Big Shoulders", Weight: 900, SizePx: p.SizePx})
	near(t, "tracking", p.Lines[0].Width-plain.Width, -0.008*p.SizePx, 1e-9)
}

func TestFitStyle(t *testing.T) {
	t.Parallel()
	l := library(t)
	p, err := l.FitStyle("11\n00", role(t, "headline"), typeset.Style{Family: "Jost", Weight: 800, Tabular: true}, box(780, 700))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "tabular figures", p.Lines[0].Width, p.Lines[1].Width, 1e-9)
	if p, err = l.FitStyle("Roma!", role(t, "headline"), typeset.Style{Family: "Jost", Weight: 800, Direction: typeset.DirectionRTL}, box(780, 700)); err != nil || !p.Lines[0].RTL {
		t.Errorf("%v", err)
	}
	if _, err := l.FitStyle("x", typeset.Role{Name: "none"}, typeset.Style{Family: "Jost"}, box(780, 700)); err == nil {
		t.Error("a role without a size fits")
	}
}

func TestParagraph(t *testing.T) {
	t.Parallel()
	l := library(t)
	st := typeset.Style{Family: "Jost", Weight: 500, SizePx: 50, Leading: 1.3}
	p, err := l.Paragraph("ÈÀ\ngo", st, 700, 2)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "leading", p.LeadingPx, 65, 1e-9)
	near(t, "height", p.Height, p.CapHeight+65+p.Depth, 1e-9)
	if p.Rise < 5 || p.Depth < 5 {
		t.Errorf("accents rise by %g, descenders fall by %g", p.Rise, p.Depth)
	}
	st.Leading = 0
	if p, err = l.Paragraph("a\nb", st, 700, 2); err != nil || p.LeadingPx != 50 {
		t.Errorf("leading %g, %v", p.LeadingPx, err)
	}
	if _, err = l.Paragraph("a\nb", st, 700, 1); !errors.Is(err, typeset.ErrTooManyLines) {
		t.Errorf("error %v", err)
	}
}

func TestCountChars(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 0, "Isola": 5, "perché": 6, "perche\u0301": 6, "a\nb": 2, "a b": 3, "米兰": 4, "👨‍👩‍👧": 1, "a\u200b\u2060b": 2, "مرحبا": 5,
	} {
		if got := typeset.CountChars(text); got != want {
			t.Errorf("%q has %d characters, want %d", text, got, want)
		}
	}
}

// sixty is a title of 60 characters.
const sixty = "La notte dei quartieri: musica e luci in piazza Indipendenza"

func BenchmarkFit60(b *testing.B) {
	l := library(b)
	r := role(b, "headline")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := l.Fit(sixty, r, schibsted, box(780, 700), "it"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFitArabic(b *testing.B) {
	l := library(b)
	r := role(b, "headline")
	for b.Loop() {
		if _, err := l.Fit("مهرجان ميلانو 2025 للموسيقى في via Roma", r, schibsted, box(660, 800), "ar"); err != nil {
			b.Fatal(err)
		}
	}
}
