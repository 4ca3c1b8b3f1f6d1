package typeset

import "testing"

// TestVariableFont takes weights from the one variable font that comes with the
// modules of the project. Its outlines are stripped, its widths are not.
func TestVariableFont(t *testing.T) {
	t.Parallel()
	file := openModuleFile(t, "github.com/go-text/typesetting/font", "testdata", "Selawik-VF-Subset.ttf")
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	data := make([]byte, info.Size())
	if _, err := file.ReadAt(data, 0); err != nil {
		t.Fatal(err)
	}
	l := testLibrary(t)
	found := addFont(t, l, "Selawik-VF.ttf", data)
	if len(found) != 1 || found[0].lo != 300 || found[0].hi != 700 {
		t.Fatalf("found %+v", found)
	}
	faces := map[int]*Face{}
	width := map[int]float64{}
	for ask, want := range map[int]int{100: 300, 300: 300, 450: 450, 700: 700, 950: 700} {
		f, err := l.Face(found[0].family, ask)
		if err != nil {
			t.Fatal(err)
		}
		if f.Weight() != want {
			t.Errorf("asked for %d, got %d", ask, f.Weight())
		}
		if f.hasInk() {
			t.Error("a font without outlines has ink")
		}
		if old := faces[want]; old != nil && old != f {
			t.Errorf("weight %d has two faces", want)
		}
		faces[want] = f
		line, err := l.Set("abc", Style{Family: found[0].family, Weight: ask, SizePx: 100})
		if err != nil {
			t.Fatal(err)
		}
		width[want] = line.Width
	}
	if width[300] >= width[450] || width[450] >= width[700] {
		t.Errorf("widths %v do not grow with the weight", width)
	}
	if faces[300].Digest() == faces[700].Digest() {
		t.Error("two weights have one digest")
	}
}
