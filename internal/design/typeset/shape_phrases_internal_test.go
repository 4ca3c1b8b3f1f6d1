package typeset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-text/typesetting/language"

	"github.com/giro-video/giro/internal/base/digest"
)

// The phrases are set as the library sets a line: cut into items by level,
// script and face, each shaped with the line as its context. HarfBuzz is given
// the same items, so that what is compared is what a post draws.

// record is a phrase in a face with what HarfBuzz made of it.
type record struct {
	Font     string // the style's face: "Onest 700" or "NotoSans-Bold.ttf#0"
	Language string
	Text     string
	Items    []recordItem // in logical order
}

type recordItem struct {
	Face   string `json:"f"`
	Run    string `json:"r"` // characters, direction and script: "0-8 rtl Arab"
	Glyphs string `json:"g"` // in hb-shape's syntax: glyph=cluster@dx,dy+advance, font units
}

// setItem is a part of a line that is shaped in one go.
type setItem struct {
	face     *Face
	text     []rune // of the whole line
	from, to int
	shaping  shaping
}

// setItems cuts a phrase as Library.Set does.
func setItems(l *Library, text string, st Style) ([]setItem, error) {
	s, err := l.newSetter(text, st)
	if err != nil {
		return nil, err
	}
	h := s.lines[0]
	levels := lineLevels(h.rs, h.levels, h.base)
	var out []setItem
	for _, it := range h.items(0, len(h.rs), levels) {
		out = append(out, setItem{h.faces[it.from], h.drawn, it.from, it.to, s.shaping(h, it.from, levels[it.from])})
	}
	return out, nil
}

func (it setItem) direction() string {
	if it.shaping.rtl {
		return "rtl"
	}
	return "ltr"
}

func (it setItem) run() string {
	return fmt.Sprintf("%d-%d %s %s", it.from, it.to, it.direction(), it.shaping.script)
}

// ours shapes the item as the library does and writes it as hb-shape would.
func (it setItem) ours(t *testing.T) string {
	t.Helper()
	glyphs, err := it.face.shape(it.text, it.from, it.to, it.shaping)
	if err != nil {
		t.Fatal(err)
	}
	return hbSyntax(glyphs, it.face.upem, it.from)
}

func hbSyntax(glyphs []shaped, upem float64, from int) string {
	var b strings.Builder
	unit := func(em float64) string { return strconv.Itoa(int(math.Round(em * upem))) }
	for i, g := range glyphs {
		if i > 0 {
			b.WriteByte('|')
		}
		fmt.Fprintf(&b, "%d=%d", g.gid, g.at-from)
		if x, y := unit(g.dx), unit(g.dy); x != "0" || y != "0" {
			b.WriteString("@" + x + "," + y)
		}
		b.WriteString("+" + unit(g.adv))
	}
	return b.String()
}

// theirs runs hb-shape on the item.
func (it setItem) theirs(t *testing.T, program, file string, index int) string {
	t.Helper()
	return strings.Join(runHarfBuzz(t, program,
		"--direction="+it.direction(), "--script="+it.shaping.script.String(), "--language="+string(it.shaping.language), "--face-index="+strconv.Itoa(index),
		"--text-before="+string(it.text[:it.from]), "--text-after="+string(it.text[it.to:]), "--text="+string(it.text[it.from:it.to]), file), "\n")
}

// runHarfBuzz returns hb-shape's lines without their brackets.
func runHarfBuzz(t *testing.T, program string, args ...string) []string {
	t.Helper()
	args = append([]string{"--no-glyph-names", "--remove-default-ignorables", "--bot", "--eot", "--font-size=upem"}, args...)
	var faults bytes.Buffer
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stderr = &faults
	raw, err := cmd.Output()
	if err != nil {
		t.Fatalf("hb-shape %q: %v: %s", args, err, &faults)
	}
	lines := strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(strings.TrimPrefix(line, "["), "]")
	}
	return lines
}

// compare holds the items of a record against the library's.
func (r record) compare(t *testing.T, items []setItem) {
	t.Helper()
	var got []recordItem
	for _, it := range items {
		got = append(got, recordItem{it.face.String(), it.run(), it.ours(t)})
	}
	if !slices.Equal(got, r.Items) {
		t.Errorf("%s %q in %s\n got %v\nwant %v", r.Font, r.Text, r.Language, got, r.Items)
	}
}

// ask fills the items of a record by hb-shape.
func (r *record) ask(t *testing.T, program string, l *Library, items []setItem, files map[string]string) {
	t.Helper()
	for _, it := range items {
		k := slices.IndexFunc(l.sources, func(s *source) bool { return s.family == it.face.family && s.weight == it.face.weight })
		file := files[l.sources[k].name]
		if file == "" {
			file = filepath.Join("..", "..", "..", "assets", filepath.FromSlash(l.sources[k].name))
		}
		r.Items = append(r.Items, recordItem{it.face.String(), it.run(), it.theirs(t, program, file, l.sources[k].index)})
	}
}

func writeRecords(t *testing.T, name string, records []record) {
	t.Helper()
	var b bytes.Buffer
	for i, r := range records {
		line, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s%s", map[bool]string{true: "[\n", false: ",\n"}[i == 0], line)
	}
	b.WriteString("\n]\n")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readRecords(t *testing.T, name string) (records []record) {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &records); err != nil {
		t.Fatal(err)
	}
	return records
}

// wantHarfBuzz returns the path of hb-shape, "" when it is not installed.
func wantHarfBuzz(t *testing.T) string {
	t.Helper()
	program, err := exec.LookPath("hb-shape")
	if err != nil && *update {
		t.Fatal(err)
	}
	return program
}

const phraseGolden = "testdata/hb-phrases.json"

// shippedRecords lists the phrases that the fonts of Giro can set, without their
// items: Latin in two faces each, so that every face has its turn, other scripts
// as a post in the house's first face has them.
func shippedRecords(t *testing.T, l *Library) (out []record, styles []Style) {
	t.Helper()
	latin := []Font{
		{"Schibsted Grotesk", 900},
		{"Jost", 800},
		{"Titillium Web", 700},
		{"Young Serif", 400},
		{"Big Shoulders", 900},
		{"Hanken Grotesk", 700},
		{"Onest", 500},
		{"Schibsted Grotesk", 500},
		{"Titillium Web", 400},
		{"Jost", 500},
		{"Hanken Grotesk", 500},
	}
	n := 0
	for _, p := range phrases {
		for _, text := range p.texts {
			faces := []Font{latin[0]}
			if p.script == "Latn" {
				faces = []Font{latin[n%len(latin)], latin[(n+5)%len(latin)]}
			}
			n++
			for _, f := range faces {
				st := Style{Family: f.Family, Weight: f.Weight, SizePx: 100, Language: p.lang}
				if _, err := setItems(l, text, st); err != nil {
					if missing := (*MissingGlyphError)(nil); !errors.As(err, &missing) {
						t.Fatal(err)
					}
					continue
				}
				out = append(out, record{Font: fmt.Sprintf("%s %d", f.Family, f.Weight), Language: p.lang, Text: text})
				styles = append(styles, st)
			}
		}
	}
	return out, styles
}

// TestShippedPhrases compares glyphs, clusters, advances and offsets of the
// phrases in the fonts that come with Giro with what HarfBuzz 6.0.0 makes of
// them, recorded in testdata. Run with -update where hb-shape is installed to
// record them again.
func TestShippedPhrases(t *testing.T) {
	t.Parallel()
	l := testLibrary(t)
	records, styles := shippedRecords(t, l)
	if len(records) < 300 {
		t.Errorf("only %d phrases can be set", len(records))
	}
	if *update {
		program := wantHarfBuzz(t)
		for i := range records {
			items, err := setItems(l, records[i].Text, styles[i])
			if err != nil {
				t.Fatal(err)
			}
			records[i].ask(t, program, l, items, nil)
		}
		writeRecords(t, phraseGolden, records)
	}
	recorded := readRecords(t, phraseGolden)
	if len(recorded) != len(records) {
		t.Fatalf("%s has %d phrases, the corpus %d: run the test with -update", phraseGolden, len(recorded), len(records))
	}
	for i, r := range recorded {
		items, err := setItems(l, r.Text, styles[i])
		if err != nil {
			t.Fatal(err)
		}
		r.compare(t, items)
	}
}

// TestPhrasesInEveryFace compares each phrase in each face that has its
// characters with the installed HarfBuzz, as one run.
func TestPhrasesInEveryFace(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("hb-shape is started several hundred times")
	}
	program := wantHarfBuzz(t)
	if program == "" {
		t.Skip("hb-shape is not installed (Debian: libharfbuzz-bin); the recorded cases of TestShippedPhrases were compared")
	}
	l := testLibrary(t)
	compared := 0
	for _, s := range l.sources {
		f, err := l.Face(s.family, s.weight)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range phrases {
			if p.script == "Jpan" { // three scripts: the items of TestSystemPhrases
				continue
			}
			script, err := language.ParseScript(p.script)
			if err != nil {
				t.Fatal(err)
			}
			sh := shaping{rtl: rtlLanguage(p.lang), script: script, language: language.NewLanguage(p.lang), ligatures: true}
			texts := slices.DeleteFunc(slices.Clone(p.texts), func(text string) bool { return !draws(f, []rune(text)) })
			if len(texts) == 0 {
				continue
			}
			name := filepath.Join(t.TempDir(), "texts.txt")
			if err := os.WriteFile(name, []byte(strings.Join(texts, "\n")), 0o600); err != nil {
				t.Fatal(err)
			}
			want := runHarfBuzz(t, program, "--direction="+setItem{shaping: sh}.direction(), "--script="+p.script, "--language="+string(sh.language),
				"--text-file="+name, l.fileOf(t, f))
			if len(want) != len(texts) {
				t.Fatalf("%d answers to %d texts", len(want), len(texts))
			}
			for i, text := range texts {
				compared++
				rs := []rune(text)
				glyphs, err := f.shape(rs, 0, len(rs), sh)
				if err != nil {
					t.Fatal(err)
				}
				if got := hbSyntax(glyphs, f.upem, 0); got != want[i] {
					t.Errorf("%v %q in %s\n got %s\nwant %s", f, text, p.lang, got, want[i])
				}
			}
		}
	}
	t.Logf("%d pairs of face and phrase", compared)
	if compared < 1000 {
		t.Errorf("only %d pairs of face and phrase compared", compared)
	}
}

const systemGolden = "testdata/hb-system.json"

// systemRecords is what systemGolden holds: the phrases in fonts of the system,
// valid for files of these contents.
type systemRecords struct {
	Files map[string]string // SHA-256 by file name
	Cases []record
}

// TestSystemPhrases compares the phrases in fonts of the system: with the record
// where the font file is the one recorded, else with the installed HarfBuzz.
func TestSystemPhrases(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads a hundred megabytes of fonts")
	}
	program := wantHarfBuzz(t)
	raw, err := os.ReadFile(systemGolden)
	if err != nil && !*update {
		t.Fatal(err)
	}
	var golden systemRecords
	if err := json.Unmarshal(raw, &golden); err != nil && !*update {
		t.Fatal(err)
	}
	paths := systemFontFiles()
	fresh := systemRecords{Files: map[string]string{}}
	for file, fonts := range systemFaces() {
		path := paths[file]
		if path == "" {
			if *update {
				t.Fatalf("%s is not installed", file)
			}
			t.Logf("skipped: %s is not installed (Debian: fonts-noto-core, fonts-noto-cjk, fonts-dejavu-core)", file)
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		sum := digest.Of(data).String()
		same := golden.Files[file] == sum && !*update
		if !same && program == "" {
			t.Logf("skipped: %s is another version than the one recorded, and hb-shape is not installed", file)
			continue
		}
		fresh.Files[file] = sum
		l := testLibrary(t)
		addFont(t, l, file, data)
		for _, r := range systemCases(fonts, file) {
			items, err := setItems(l, r.Text, l.styleOf(t, file, r))
			if missing := (*MissingGlyphError)(nil); errors.As(err, &missing) {
				continue // NotoSansArabic has no Latin, and so on: what nobody has is no case
			} else if err != nil {
				t.Fatal(err)
			}
			if same {
				k := slices.IndexFunc(golden.Cases, func(g record) bool {
					return g.Font == r.Font && g.Language == r.Language && g.Text == r.Text
				})
				if k < 0 {
					t.Errorf("%s %q is not recorded: run the test with -update", r.Font, r.Text)
					continue
				}
				r.Items = golden.Cases[k].Items
			} else {
				r.ask(t, program, l, items, map[string]string{file: path})
			}
			r.compare(t, items)
			fresh.Cases = append(fresh.Cases, r)
		}
	}
	t.Logf("%d phrases in %d font files of the system", len(fresh.Cases), len(fresh.Files))
	if *update {
		writeSystemRecords(t, fresh)
	}
	if len(fresh.Cases) == 0 {
		t.Skip("no font of the corpus is installed, or none that could be compared")
	}
}

// systemFaces turns scriptFonts round: by file, the scripts and face indices.
func systemFaces() map[string]map[string][]int {
	out := map[string]map[string][]int{}
	for script, fonts := range scriptFonts {
		for _, f := range fonts {
			if out[f.File] == nil {
				out[f.File] = map[string][]int{}
			}
			out[f.File][script] = append(out[f.File][script], f.Face)
		}
	}
	return out
}

// systemCases lists the phrases for a file. Latin phrases take turns.
func systemCases(fonts map[string][]int, file string) (out []record) {
	n := 0
	for _, p := range phrases {
		turn := slices.IndexFunc(scriptFonts[p.script], func(f systemFont) bool { return f.File == file })
		for _, text := range p.texts {
			n++
			if p.script == "Latn" && n%len(scriptFonts["Latn"]) != turn {
				continue
			}
			for _, index := range fonts[p.script] {
				out = append(out, record{Font: fmt.Sprintf("%s#%d", file, index), Language: p.lang, Text: text})
			}
		}
	}
	return out
}

// styleOf returns the style for a record's face of a file that was added.
func (l *Library) styleOf(t *testing.T, file string, r record) Style {
	t.Helper()
	for _, s := range l.sources {
		if s.name == file && r.Font == fmt.Sprintf("%s#%d", file, s.index) {
			return Style{Family: s.family, Weight: s.weight, SizePx: 100, Language: r.Language}
		}
	}
	t.Fatalf("no face %s", r.Font)
	return Style{}
}

// systemFontFiles finds font files by their names where Linux systems keep them.
func systemFontFiles() map[string]string {
	out := map[string]string{}
	for _, dir := range []string{"/usr/share/fonts", "/usr/local/share/fonts"} {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				out[d.Name()] = path
			}
			return nil // a folder that cannot be read has no fonts for us
		})
	}
	return out
}

func writeSystemRecords(t *testing.T, s systemRecords) {
	t.Helper()
	slices.SortStableFunc(s.Cases, func(a, b record) int { return strings.Compare(a.Font, b.Font) })
	var b bytes.Buffer
	files, err := json.Marshal(s.Files)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "{\"Files\":%s,\n\"Cases\":[", files)
	for i, r := range s.Cases {
		line, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n%s", map[bool]string{true: "", false: ","}[i == 0], line)
	}
	b.WriteString("\n]}\n")
	if err := os.WriteFile(systemGolden, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
