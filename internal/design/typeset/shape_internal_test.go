package typeset

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-text/typesetting/language"

	"github.com/giro-video/giro/assets"
)

var update = flag.Bool("update", false, "write the golden files, with hb-shape")

// hbCase is a text that HarfBuzz itself has shaped.
type hbCase struct {
	Family   string
	Weight   int
	Script   string // ISO 15924
	Language string
	Text     string
	Features string `json:",omitempty"` // tnum, lnum, -liga
	Glyphs   []hbGlyph
}

// hbGlyph is a glyph as hb-shape prints it, in font units.
type hbGlyph struct {
	G  int `json:"g"`
	Cl int `json:"cl"`
	DX int `json:"dx"`
	DY int `json:"dy"`
	AX int `json:"ax"`
}

var latinTexts = []string{
	"AVATAR To Ty We LT P. r, f’ “Vo”", "dell’Orologio", "Quartieri: Isola, Baggio, Chiaravalle",
	"ufficio affittasi fiaba flotta", "18.30–21.00 · 12,50 €", "Perché così? È già più là!", "sabato 14 giugno, ore 18.30",
	"«Caporali» — L’Aquila", "1234567890 171 717", "École, cœur, français, à l’œuvre", "Straße, Größe, Übermut, Äpfel",
	"¿Qué? ¡Sí! mañana", "São João, coração", "Łódź, żółć, Święto", "Český Krumlov, ďábel", "Đakovo, čaša, žena",
	"Şişli İstanbul ığdır", "Tűzoltó, Győr", "ĠĦĊ għaxar ħobż", "a\u0300 e\u0301 o\u0302 combining", "WAVE LTV 11/07 №",
	"Milano 2026 (M5) Vittorio Emanuele II", "WWW iiii llll …", "Fjord, Ærø, Åse, þing", "No1; A/B & C + D", "TÜV, AÖ, LÝ",
}

func hbCorpus() []hbCase {
	var out []hbCase
	add := func(family string, weight int, script, lang string, texts ...string) {
		for _, text := range texts {
			out = append(out, hbCase{Family: family, Weight: weight, Script: script, Language: lang, Text: text})
		}
	}
	faces := []Font{
		{"Schibsted Grotesk", 900},
		{"Jost", 800},
		{"Titillium Web", 700},
		{"Young Serif", 400},
		{"Big Shoulders", 900},
		{"Hanken Grotesk", 700},
		{"Onest", 500},
		{"Schibsted Grotesk", 500},
	}
	for i, text := range latinTexts {
		f := faces[i%len(faces)]
		add(f.Family, f.Weight, "Latn", "it", text)
	}
	add("IBM Plex Sans Arabic", 700, "Arab", "ar", "مهرجان ميلانو", "الله أكبر", "لا إله إلا", "مَرْحَبًا بِكُمْ", "من إلى، ثم؟", "شارع روما",
		"السبت ١٤ يونيو", "كتاب ـــ مدرسة", "المدينة")
	add("IBM Plex Sans Arabic", 500, "Arab", "fa", "چهارشنبه\u200cها", "پارک ژاله", "گردشگری")
	add("Noto Sans SC", 700, "Hani", "zh", "米兰城市节", "欢迎来到米兰！", "2025年5月3日，星期六", "“你好”（世界）")
	add("Onest", 700, "Cyrl", "uk", "Фестиваль музики", "Київ і Львів, їжа, ґанок", "Щастя — поруч")
	add("Onest", 500, "Cyrl", "bg", "Български, ъгъл", "Площад „Свобода“")
	add("Onest", 500, "Cyrl", "sr", "Београд, ђак, љубав")
	out = append(out,
		hbCase{Family: "Jost", Weight: 500, Script: "Latn", Language: "it", Text: "10:15 117", Features: "tnum"},
		hbCase{Family: "Young Serif", Weight: 400, Script: "Latn", Language: "it", Text: "1984 € 12,50", Features: "lnum"},
		hbCase{Family: "Schibsted Grotesk", Weight: 700, Script: "Latn", Language: "it", Text: "ufficio fi fl", Features: "-liga,-clig"},
		hbCase{Family: "Onest", Weight: 700, Script: "Latn", Language: "vi", Text: "Nguyễn Phương"},
	)
	return out
}

func (c hbCase) shaping() shaping {
	script, err := language.ParseScript(c.Script)
	if err != nil {
		panic(err)
	}
	return shaping{
		rtl: c.Script == "Arab", script: script, language: language.NewLanguage(c.Language),
		ligatures: !strings.Contains(c.Features, "-liga"),
		figures:   figures{lining: strings.Contains(c.Features, "lnum")},
	}
}

// shape shapes c as the library does. Figures are not put in cells: only the
// feature is compared.
func (c hbCase) shape(t *testing.T, f *Face) []hbGlyph {
	t.Helper()
	s := c.shaping()
	rs := []rune(c.Text)
	var glyphs []shaped
	var err error
	if strings.Contains(c.Features, "tnum") {
		s.figures.tabular = true
		f.mu.Lock()
		glyphs = f.shapeLocked(rs, 0, len(rs), s)
		f.mu.Unlock()
	} else if glyphs, err = f.shape(rs, 0, len(rs), s); err != nil {
		t.Fatal(err)
	}
	out := make([]hbGlyph, len(glyphs))
	unit := func(em float64) int { return int(math.Round(em * f.upem)) }
	for i, g := range glyphs {
		out[i] = hbGlyph{G: int(g.gid), Cl: g.at, DX: unit(g.dx), DY: unit(g.dy), AX: unit(g.adv)}
	}
	return out
}

// hbShape runs hb-shape itself.
func (c hbCase) hbShape(t *testing.T, program, file string) []hbGlyph {
	t.Helper()
	dir := "ltr"
	if c.Script == "Arab" {
		dir = "rtl"
	}
	args := []string{
		"--no-glyph-names", "--output-format=json", "--remove-default-ignorables", "--font-size=upem",
		"--direction=" + dir, "--script=" + c.Script, "--language=" + c.Language, "--features=" + c.Features, "--text=" + c.Text, file,
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	raw, err := cmd.Output()
	if err != nil {
		t.Fatalf("hb-shape %q: %v", args, err)
	}
	var glyphs []hbGlyph
	if err := json.Unmarshal(raw, &glyphs); err != nil {
		t.Fatalf("hb-shape %q: %v in %q", args, err, raw)
	}
	return glyphs
}

func testLibrary(t testing.TB) *Library {
	t.Helper()
	l, err := NewLibrary(assets.Fonts)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// addFont adds the faces of a font file to a library.
func addFont(t testing.TB, l *Library, name string, data []byte) []*source {
	t.Helper()
	found, err := describeFile(name, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range found {
		s.read = func() ([]byte, error) { return data, nil }
	}
	l.sources = append(l.sources, found...)
	return found
}

func (l *Library) fileOf(t *testing.T, f *Face) string {
	t.Helper()
	for _, s := range l.sources {
		if s.family == f.family && s.weight == f.weight {
			return filepath.Join("..", "..", "..", "assets", filepath.FromSlash(s.name))
		}
	}
	t.Fatalf("no file for %v", f)
	return ""
}

const hbGolden = "testdata/hb-shape.json"

// TestShapeGolden compares glyphs, clusters, advances and offsets with what
// HarfBuzz 6.0.0 makes of the same texts, recorded in testdata. Run with -update
// where hb-shape is installed to record them again.
func TestShapeGolden(t *testing.T) {
	t.Parallel()
	l := testLibrary(t)
	if *update {
		program, err := exec.LookPath("hb-shape")
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		for i, c := range hbCorpus() {
			f, err := l.Face(c.Family, c.Weight)
			if err != nil {
				t.Fatal(err)
			}
			c.Glyphs = c.hbShape(t, program, l.fileOf(t, f))
			line, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s%s", map[bool]string{true: "[\n", false: ",\n"}[i == 0], line)
		}
		b.WriteString("\n]\n")
		if err := os.WriteFile(hbGolden, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(hbGolden)
	if err != nil {
		t.Fatal(err)
	}
	var cases []hbCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) != len(hbCorpus()) {
		t.Fatalf("%s has %d cases, the corpus %d: run the test with -update", hbGolden, len(cases), len(hbCorpus()))
	}
	for _, c := range cases {
		f, err := l.Face(c.Family, c.Weight)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.shape(t, f); !slices.Equal(got, c.Glyphs) {
			t.Errorf("%v %q %s\n got %v\nwant %v", f, c.Text, c.Features, got, c.Glyphs)
		}
	}
}

// TestShapeAgainstHarfBuzz compares every face with every text of the corpus that
// it can draw, with the installed HarfBuzz.
func TestShapeAgainstHarfBuzz(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("hb-shape is started several hundred times")
	}
	program, err := exec.LookPath("hb-shape")
	if err != nil {
		t.Skip("hb-shape is not installed (Debian: libharfbuzz-bin); the recorded cases of TestShapeGolden were compared")
	}
	l := testLibrary(t)
	compared := 0
	for _, s := range l.sources {
		f, err := l.Face(s.family, s.weight)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range hbCorpus() {
			if slices.ContainsFunc([]rune(c.Text), func(r rune) bool { return !f.Has(r) }) {
				continue
			}
			compared++
			if got, want := c.shape(t, f), c.hbShape(t, program, l.fileOf(t, f)); !slices.Equal(got, want) {
				t.Errorf("%v %q %s\n got %v\nwant %v", f, c.Text, c.Features, got, want)
			}
		}
	}
	if compared < 300 {
		t.Errorf("only %d pairs of face and text compared", compared)
	}
}
