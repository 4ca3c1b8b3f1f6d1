package typeset_test

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gobolditalic"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/design/typeset"
)

// The fonts of the Go project have Greek, which no font of Giro has.
const greek = "Ελλάδα"

// withSystem is the library on a computer with the given font folders.
func withSystem(t testing.TB, folders ...fs.FS) *typeset.Library {
	t.Helper()
	l := emojiLibrary(t)
	l.SetSystem(func() []fs.FS { return folders })
	return l
}

func files(of map[string][]byte) fstest.MapFS {
	out := fstest.MapFS{}
	for name, data := range of {
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

func TestSystemFonts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, data := range map[string][]byte{
		"a/Go-Regular.ttf": goregular.TTF, "b/Go-Bold.TTF": gobold.TTF, "Go-Mono.ttf": gomono.TTF,
		"fonts.dir": []byte("1\n"), "broken.ttf": gobold.TTF[:2000], "none.ttf": nil, "text.otf": []byte("not a font at all, but long enough"),
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "gone.ttf"), filepath.Join(dir, "dangling.ttf")); err != nil {
		t.Log(err) // some systems let nobody make one
	}
	l := withSystem(t, os.DirFS(filepath.Join(dir, "not there")), os.DirFS(dir))
	for weight, want := range map[int]struct {
		name string
		data []byte
	}{400: {"Go 400", goregular.TTF}, 900: {"Go 600", gobold.TTF}} {
		line := set(t, l, greek, typeset.Style{Family: "Jost", Weight: weight, SizePx: 100, Language: "it"})
		f := line.Runs[0].Face
		if len(line.Runs) != 1 || f.String() != want.name || f.Digest() != digest.Of(want.data) || f.FileDigest() != f.Digest() || !f.System() {
			t.Errorf("weight %d: %d runs in %v", weight, len(line.Runs), f)
		}
	}
	mixed := set(t, l, "Ελλάδα, Milano ☀ 🎉", typeset.Style{Family: "Jost", Weight: 900, SizePx: 100, Language: "it"})
	var faces []string
	for _, run := range mixed.Runs {
		faces = append(faces, run.Face.Family())
	}
	if want := []string{"Go", "Jost", "Noto Color Emoji", "Jost", "Noto Color Emoji"}; !slices.Equal(faces, want) {
		t.Errorf("set in %q, want %q", faces, want)
	}
}

// The folders are asked for by the first text that the library cannot set, once.
func TestSystemFontsAreReadLate(t *testing.T) {
	t.Parallel()
	l := emojiLibrary(t)
	asked := 0
	l.SetSystem(func() []fs.FS {
		asked++
		return []fs.FS{files(map[string][]byte{"x.ttf": gobold.TTF})}
	})
	st := typeset.Style{Family: "Jost", Weight: 500, SizePx: 50, Language: "it"}
	for _, text := range []string{"Milano", "Київ", "مهرجان", "欢迎", "🎉 ☀", "→ ✓"} {
		set(t, l, text, st)
	}
	if asked != 0 {
		t.Error("the fonts of the computer are read for texts that need none")
	}
	set(t, l, greek, st)
	set(t, l, greek+"!", st)
	if asked != 1 {
		t.Errorf("the folders are asked for %d times", asked)
	}
}

// The same files give the same face, wherever they lie.
func TestSystemFontsAreChosenAlike(t *testing.T) {
	t.Parallel()
	a, b := files(map[string][]byte{"z.ttf": gobold.TTF}), files(map[string][]byte{"m.ttf": gomono.TTF, "y/r.ttf": goregular.TTF})
	all := files(map[string][]byte{"1.ttf": gomono.TTF, "2.ttf": goregular.TTF, "3.ttf": gobold.TTF})
	st := typeset.Style{Family: "Jost", Weight: 700, SizePx: 50, Language: "it"}
	for _, folders := range [][]fs.FS{{a, b}, {b, a}, {all}, {all, b}} {
		if got := set(t, withSystem(t, folders...), greek, st).Runs[0].Face.Digest(); got != digest.Of(gobold.TTF) {
			t.Errorf("%v: another face", folders)
		}
	}
}

// Another face of a collection is another face: its digest tells.
func TestSystemCollection(t *testing.T) {
	t.Parallel()
	l := withSystem(t, files(map[string][]byte{"both.ttc": collection(goregular.TTF, gobold.TTF)}))
	first := set(t, l, greek, typeset.Style{Family: "Jost", Weight: 400, SizePx: 50}).Runs[0].Face
	second := set(t, l, greek, typeset.Style{Family: "Jost", Weight: 900, SizePx: 50}).Runs[0].Face
	if first == second || first.Digest() == second.Digest() || first.FileDigest() != second.FileDigest() {
		t.Errorf("%v %v and %v %v", first, first.Digest(), second, second.Digest())
	}
}

// collection packs fonts into one file (OpenType, "Font Collections").
func collection(fonts ...[]byte) []byte {
	out := binary.BigEndian.AppendUint32([]byte("ttcf\x00\x01\x00\x00"), uint32(len(fonts)))
	at := 12 + 4*len(fonts)
	for _, f := range fonts {
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		at += len(f)
	}
	for i, f := range fonts {
		f = slices.Clone(f)
		start := binary.BigEndian.Uint32(out[12+4*i:])
		for k := range int(binary.BigEndian.Uint16(f[4:])) {
			offset := f[12+16*k+8:]
			binary.BigEndian.PutUint32(offset, binary.BigEndian.Uint32(offset)+start)
		}
		out = append(out, f...)
	}
	return out
}

// Damaged files are passed over, whatever is wrong with them, and so are fonts
// that are only italic.
func TestDamagedSystemFonts(t *testing.T) {
	t.Parallel()
	broken := map[string][]byte{"italic.ttf": gobolditalic.TTF}
	for i := range 300 {
		data := slices.Clone(gobold.TTF)
		if i%3 == 0 {
			data = data[:i*len(data)/300]
		} else { // in the header, the list of tables and anywhere
			for k := range 1 + i%40 {
				at := (i*7919 + k*104729) % []int{300, len(data)}[i%2]
				data[at] ^= byte(1 + i + k)
			}
		}
		broken[strings.Repeat("x", 1+i/26)+string(rune('a'+i%26))+".ttf"] = data
	}
	st := typeset.Style{Family: "Jost", Weight: 700, SizePx: 50}
	l := withSystem(t, files(broken))
	if line, err := l.Set(greek, st); err == nil {
		if !line.Runs[0].Face.System() || line.Width == 0 {
			t.Errorf("set in %v", line.Runs[0].Face)
		}
	} else if !errors.Is(err, typeset.ErrMissingGlyph) {
		t.Errorf("error %v", err)
	}
	only := withSystem(t, files(map[string][]byte{"italic.ttf": gobolditalic.TTF, "cut.ttf": gobold.TTF[:9000]}))
	if _, err := only.Set(greek, st); !errors.Is(err, typeset.ErrMissingGlyph) {
		t.Errorf("error %v", err)
	}
}

func TestMissingInTheSystemToo(t *testing.T) {
	t.Parallel()
	l := withSystem(t, files(map[string][]byte{"a.ttf": gobold.TTF, "b.ttf": gomono.TTF}))
	_, err := l.Set(greek+" שלום", typeset.Style{Family: "Jost", Weight: 500, SizePx: 50})
	var missing *typeset.MissingGlyphError
	if !errors.As(err, &missing) || missing.System != 2 || !slices.Equal(missing.Scripts, []string{"Hebrew"}) {
		t.Fatalf("error %v", err)
	}
	if want := "and 1 more; the 2 fonts of this computer were tried too"; !strings.HasSuffix(err.Error(), want) {
		t.Errorf("message %q", err)
	}
	if !strings.Contains(missing.Hint().String(), "Hebrew") || !strings.Contains(missing.Hint().String(), "giro doctor") {
		t.Errorf("hint %q", missing.Hint())
	}
}

func TestSets(t *testing.T) {
	t.Parallel()
	l := withSystem(t, files(map[string][]byte{"a.ttf": gobold.TTF}))
	want := map[string]string{
		"Latn": "built in", "Cyrl": "built in", "Arab": "built in", "Hans": "built in", "Grek": "Go", "Hebr": "", "Thai": "", "Jpan": "", "Hant": "",
	}
	seen := map[string]bool{}
	for _, s := range typeset.Scripts() {
		family, system, err := l.Sets(s)
		if err != nil {
			t.Fatal(err)
		}
		got := family
		if family != "" && !system {
			got = "built in"
		}
		if w, ok := want[s.Code]; ok && got != w {
			t.Errorf("%s: %q, want %q", s.Name, got, w)
		}
		if seen[s.Code] || s.Name == "" {
			t.Errorf("%+v", s)
		}
		seen[s.Code] = true
	}
	for code := range want {
		if !seen[code] {
			t.Errorf("there is no %s", code)
		}
	}
}

// TestConcurrentSystem is for the race detector.
func TestConcurrentSystem(t *testing.T) {
	t.Parallel()
	l := withSystem(t, files(map[string][]byte{"a.ttf": gobold.TTF, "b.ttf": goregular.TTF}))
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			if _, err := l.Set(greek+" 🎉", typeset.Style{Family: "Jost", Weight: 100 + 200*(i%5), SizePx: 50}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// Scripts that stack their signs get the room that these need, where no type scale
// gives it: the lines of a title do not touch.
func TestStackedSigns(t *testing.T) {
	t.Parallel()
	own, err := fs.Sub(assets.Fonts, "fonts/jost")
	if err != nil {
		t.Fatal(err)
	}
	arabic, err := fs.Sub(assets.Fonts, "fonts/ibm-plex-sans-arabic")
	if err != nil {
		t.Fatal(err)
	}
	l, err := typeset.NewLibrary(own)
	if err != nil {
		t.Fatal(err)
	}
	l.SetSystem(func() []fs.FS { return []fs.FS{arabic} })
	p, err := l.Fit("عٍّعٍّ إِيِّ\nأُّكِّ أُّ\u0670", role(t, "display"), typeset.Font{Family: "Jost", Weight: 800}, box(900, 900), "ar")
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Lines) != 2 || !p.Lines[0].Runs[0].Face.System() {
		t.Fatalf("%d lines", len(p.Lines))
	}
	if gap := p.LeadingPx + p.Lines[1].InkTop - p.Lines[0].InkBottom; gap < 0.05*p.SizePx {
		t.Errorf("%.0f px between the ink of two lines of %.0f px, leading %.0f", gap, p.SizePx, p.LeadingPx)
	}
}
