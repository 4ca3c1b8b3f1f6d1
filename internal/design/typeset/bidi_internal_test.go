package typeset

import (
	"bufio"
	"go/build"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
)

// openModuleFile opens a test file that comes with a module this project uses.
func openModuleFile(t *testing.T, pkg string, name ...string) *os.File {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	p, err := build.Import(pkg, dir, build.FindOnly)
	if err != nil {
		t.Fatalf("finding %s: %v", pkg, err)
	}
	file, err := os.Open(filepath.Join(append([]string{p.Dir}, name...)...))
	if err != nil {
		t.Skipf("the conformance file does not come with this copy of the module: %v", err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// resolved returns the levels and the visual order of a text as the test files
// write them.
func resolved(text []rune, base int8) (levels, order string) {
	line := lineLevels(text, bidiLevels(text, base), base)
	var names, places []string
	for i, level := range line {
		name := strconv.Itoa(int(level))
		if removedByX9(class(text[i])) {
			name = "x"
		}
		names = append(names, name)
	}
	for _, i := range visualOrder(line) {
		if names[i] != "x" {
			places = append(places, strconv.Itoa(i))
		}
	}
	return strings.Join(names, " "), strings.Join(places, " ")
}

// TestBidiConformance runs BidiCharacterTest.txt of the Unicode character
// database: levels and visual order of 91 000 texts.
func TestBidiConformance(t *testing.T) {
	t.Parallel()
	file := openModuleFile(t, "github.com/go-text/typesetting/bidi", "test", "BidiCharacterTest.txt")
	cases, failed := 0, 0
	for in := bufio.NewScanner(file); in.Scan(); {
		line := in.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, ";")
		var text []rune
		for hex := range strings.FieldsSeq(f[0]) {
			r, err := strconv.ParseInt(hex, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			text = append(text, rune(r))
		}
		base := baseLevel(text, map[string]Direction{"0": DirectionLTR, "1": DirectionRTL, "2": DirectionAuto}[f[1]], "")
		got, order := resolved(text, base)
		cases++
		if strconv.Itoa(int(base)) != f[2] || got != f[3] || order != f[4] {
			if failed++; failed < 10 {
				t.Errorf("%s\nbase %d levels %s order %s", line, base, got, order)
			}
		}
	}
	if cases < 90000 || failed > 0 {
		t.Errorf("%d of %d cases failed", failed, cases)
	}
}

// TestBidiClasses runs BidiTest.txt: every sequence of up to four classes.
func TestBidiClasses(t *testing.T) {
	t.Parallel()
	sample := map[string]rune{
		"L": 'a', "R": 0x5D0, "AL": 0x627, "EN": '1', "ES": '+', "ET": '$', "AN": 0x661, "CS": ',', "NSM": 0x300,
		"BN": 0xAD, "B": 0x2029, "S": '\t', "WS": ' ', "ON": '!', "LRE": 0x202A, "LRO": 0x202D, "RLE": 0x202B,
		"RLO": 0x202E, "PDF": 0x202C, "LRI": 0x2066, "RLI": 0x2067, "FSI": 0x2068, "PDI": 0x2069,
	}
	file := openModuleFile(t, "github.com/go-text/typesetting/bidi", "test", "BidiTest.txt")
	var want, wantOrder string
	cases, failed := 0, 0
	for in := bufio.NewScanner(file); in.Scan(); {
		line := in.Text()
		switch {
		case line == "" || line[0] == '#':
			continue
		case strings.HasPrefix(line, "@Levels:"):
			want = strings.Join(strings.Fields(line[8:]), " ")
			continue
		case strings.HasPrefix(line, "@Reorder:"):
			wantOrder = strings.Join(strings.Fields(line[9:]), " ")
			continue
		}
		f := strings.Split(line, ";")
		var text []rune
		for name := range strings.FieldsSeq(f[0]) {
			text = append(text, sample[name])
		}
		bits, err := strconv.Atoi(strings.TrimSpace(f[1]))
		if err != nil {
			t.Fatal(err)
		}
		for bit, dir := range map[int]Direction{1: DirectionAuto, 2: DirectionLTR, 4: DirectionRTL} {
			if bits&bit == 0 {
				continue
			}
			base := baseLevel(text, dir, "")
			got, order := resolved(text, base)
			cases++
			if got != want || order != wantOrder {
				if failed++; failed < 10 {
					t.Errorf("%s dir %d: levels %s, want %s", line, dir, got, want)
				}
			}
		}
	}
	if cases < 500000 || failed > 0 {
		t.Errorf("%d of %d cases failed", failed, cases)
	}
}

// TestSimpleLTR proves the short cut: no character that it lets pass has a class
// that could have a level other than 0 in a left-to-right paragraph.
func TestSimpleLTR(t *testing.T) {
	t.Parallel()
	harmless := []bidi.Class{bidi.L, bidi.EN, bidi.ES, bidi.ET, bidi.CS, bidi.NSM, bidi.BN, bidi.B, bidi.S, bidi.WS, bidi.ON}
	passed := 0
	for r := rune(0); r <= 0x10FFFF; r++ {
		if simpleLTR([]rune{r}) {
			passed++
			if !slices.Contains(harmless, class(r)) {
				t.Errorf("U+%04X has class %v", r, class(r))
			}
		}
	}
	if passed < 20000 {
		t.Errorf("only %d characters take the short cut", passed)
	}
}
