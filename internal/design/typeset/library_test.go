package typeset_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/design/typeset"
)

func library(t testing.TB) *typeset.Library {
	t.Helper()
	l, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func fontFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := fs.ReadFile(assets.Fonts, "fonts/"+name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFamilies(t *testing.T) {
	t.Parallel()
	want := []string{
		"Big Shoulders", "Hanken Grotesk", "IBM Plex Sans Arabic", "Jost", "Noto Sans SC", "Onest",
		"Schibsted Grotesk", "Titillium Web", "Young Serif",
	}
	if got := library(t).Families(); !slices.Equal(got, want) {
		t.Errorf("families %q, want %q", got, want)
	}
}

func TestEveryFamilyHasItsLicence(t *testing.T) {
	t.Parallel()
	dirs, err := fs.ReadDir(assets.Fonts, "fonts")
	if err != nil {
		t.Fatal(err)
	}
	folders := 0
	for _, d := range dirs {
		if !d.IsDir() {
			continue
		}
		folders++
		text, err := fs.ReadFile(assets.Fonts, "fonts/"+d.Name()+"/OFL.txt")
		if err != nil || !strings.Contains(string(text), "SIL OPEN FONT LICENSE Version 1.1") {
			t.Errorf("%s has no licence: %v", d.Name(), err)
		}
	}
	if folders != 10 { // the nine families and the emoji, whose font comes as a module
		t.Errorf("%d folders", folders)
	}
}

func TestFaceNearestWeight(t *testing.T) {
	t.Parallel()
	l := library(t)
	tests := []struct {
		family string
		weight int
		want   string
	}{
		{"Schibsted Grotesk", 900, "Schibsted Grotesk 900"},
		{"schibsted-grotesk", 700, "Schibsted Grotesk 700"},
		{"SCHIBSTED GROTESK", 100, "Schibsted Grotesk 500"},
		{"Schibsted Grotesk", 600, "Schibsted Grotesk 700"}, // as near to 500: the heavier
		{"Jost", 750, "Jost 800"},
		{"Jost", 749, "Jost 700"},
		{"Noto Sans SC", 400, "Noto Sans SC 700"},
		{"Titillium Web", 600, "Titillium Web 600"},
	}
	for _, tt := range tests {
		f, err := l.Face(tt.family, tt.weight)
		if err != nil {
			t.Fatal(err)
		}
		if f.String() != tt.want {
			t.Errorf("Face(%q, %d) = %v, want %s", tt.family, tt.weight, f, tt.want)
		}
		again, err := l.Face(tt.family, tt.weight)
		if err != nil || again != f {
			t.Errorf("Face(%q, %d) gave another pointer the second time, %v", tt.family, tt.weight, err)
		}
	}
}

func TestFaceUnknownFamily(t *testing.T) {
	t.Parallel()
	l := library(t)
	_, err := l.Face("Schibsted Grotesque", 900)
	var unknown *typeset.UnknownFamilyError
	if !errors.As(err, &unknown) || !errors.Is(err, typeset.ErrUnknownFamily) {
		t.Fatalf("error %v", err)
	}
	if got := unknown.Hint(); got.String() != `did you mean "Schibsted Grotesk"?` {
		t.Errorf("hint %q", got)
	}
	_, err = l.Set("ciao", typeset.Style{Family: "Comic", Weight: 400, SizePx: 40})
	if !errors.As(err, &unknown) || !strings.Contains(unknown.Hint().String(), "Young Serif") {
		t.Errorf("error %v", err)
	}
	if _, err = l.Set("ciao", typeset.Style{Family: "Jost", SizePx: 40, Fallback: []typeset.Font{{Family: "Nope"}}}); !errors.As(err, &unknown) {
		t.Errorf("unknown fallback: error %v", err)
	}
}

func TestFaceDigestAndMetrics(t *testing.T) {
	t.Parallel()
	f, err := library(t).Face("Jost", 800)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := f.Digest(), digest.Of(fontFile(t, "jost/Jost_800ExtraBold.ttf")); got != want {
		t.Errorf("digest %v, want that of the file %v", got, want)
	}
	if f.Family() != "Jost" || f.Weight() != 800 || f.UnitsPerEm() != 1000 {
		t.Errorf("%q %d %g", f.Family(), f.Weight(), f.UnitsPerEm())
	}
	if !f.Has('è') || f.Has('→') || f.Has('م') {
		t.Error("coverage is not that of the file")
	}
	var zero typeset.Face
	if zero.Has('a') || zero.Outline(1) != nil {
		t.Error("the zero Face draws")
	}
}

// FuzzSystemFont damages a font of the computer: it is passed over, or it sets
// text.
func FuzzSystemFont(f *testing.F) {
	good := fontFile(f, "ibm-plex-sans-arabic/IBMPlexSansArabic_700Bold.ttf")
	f.Add(uint16(4), byte(0xFF), uint16(700), byte(3))
	f.Add(uint16(5), byte(0), uint16(13), byte(0))
	f.Add(uint16(12+12), byte(0xFF), uint16(9), byte(1)) // the length of the first table: four gigabytes
	latin, err := fs.Sub(assets.Fonts, "fonts/jost")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, at uint16, v byte, at2 uint16, v2 byte) {
		data := slices.Clone(good)
		data[int(at)%len(data)] = v
		data[int(at2)*3%len(data)] = v2
		l, err := typeset.NewLibrary(latin)
		if err != nil {
			t.Fatal(err)
		}
		l.SetSystem(func() []fs.FS { return []fs.FS{fstest.MapFS{"x.ttf": {Data: data}}} })
		line, err := l.Set("مهرجان AV 12", typeset.Style{Family: "Jost", Weight: 500, SizePx: 50, Language: "ar"})
		if err != nil {
			return
		}
		for _, run := range line.Runs {
			for _, g := range run.Glyphs {
				run.Face.Outline(g.ID)
			}
		}
	})
}

// TestConcurrentUse is for the race detector: many goroutines share the faces.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	l := library(t)
	texts := []string{"Quartieri di Milano", "مهرجان ميلانو", "米兰城市节", "Фестиваль музики"}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for k := range 4 {
				line, err := l.Set(texts[(i+k)%len(texts)], typeset.Style{Family: "Jost", Weight: 100 * (i + 1), SizePx: 60, Tabular: true})
				if err != nil {
					t.Error(err)
					return
				}
				for _, run := range line.Runs {
					for _, g := range run.Glyphs {
						run.Face.Outline(g.ID)
					}
				}
			}
		})
	}
	wg.Wait()
}

func TestOutline(t *testing.T) {
	t.Parallel()
	l := library(t)
	for _, family := range l.Families() {
		f, err := l.Face(family, 700)
		if err != nil {
			t.Fatal(err)
		}
		line, err := l.Set("H", typeset.Style{Family: family, Weight: 700, SizePx: 1000})
		if err != nil {
			t.Fatal(err)
		}
		segments := f.Outline(line.Runs[0].Glyphs[0].ID)
		if len(segments) < 4 || segments[0].Op != typeset.OutlineMove {
			t.Fatalf("%s: outline %v", family, segments)
		}
		scale := 1000 / f.UnitsPerEm()
		left, right, bottom, top := 1e9, -1e9, 1e9, -1e9
		for _, s := range segments {
			if s.Op == typeset.OutlineMove || s.Op == typeset.OutlineLine {
				left, right = min(left, s.P[0].X*scale), max(right, s.P[0].X*scale)
				bottom, top = min(bottom, s.P[0].Y*scale), max(top, s.P[0].Y*scale)
			}
		}
		near(t, family+" left", line.LeftBearing, left, 1)
		near(t, family+" right", line.RightInk, right, 1)
		near(t, family+" cap height", line.CapHeight, top, 1)
		near(t, family+" ink top", line.InkTop, -top, 1)
		near(t, family+" ink bottom", line.InkBottom, -bottom, 1)
		if line.CapHeight < 550 || line.CapHeight > 850 || line.Ascent < line.CapHeight || line.Descent <= 0 {
			t.Errorf("%s: cap height %g, ascent %g, descent %g", family, line.CapHeight, line.Ascent, line.Descent)
		}
		if f.Outline(1<<20) != nil {
			t.Errorf("%s: an unknown glyph has an outline", family)
		}
	}
}

func near(t *testing.T, what string, got, want, eps float64) {
	t.Helper()
	if got < want-eps || got > want+eps {
		t.Errorf("%s is %g, want %g", what, got, want)
	}
}

func BenchmarkNewLibrary(b *testing.B) {
	for b.Loop() {
		if _, err := typeset.NewLibrary(assets.Fonts); err != nil {
			b.Fatal(err)
		}
	}
}
