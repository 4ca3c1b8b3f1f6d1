package typeset

import (
	"bytes"
	"cmp"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
)

// computerFont is a face of a font file of the computer.
type computerFont struct {
	source
	runes runes
	rank  int
}

// maxComputerFonts and maxComputerFile bound the fonts that are indexed and the size
// in bytes of each file: a full installation of a publisher has some thousand faces,
// and the largest fonts of an operating system are collections of about 150 MB.
const (
	maxComputerFonts = 20_000
	maxComputerFile  = 256 << 20
)

// SetSystem sets the folders with the fonts of the computer, which are used for texts
// that the library's own fonts cannot set. folders is called, and the files are
// indexed, when the first such text is set: some tenths of a millisecond a file. A
// file that cannot be read is skipped.
//
// The same files give the same choice. The chosen font is part of Face.Digest, so
// that a different font gives a picture with a different digest.
func (l *Library) SetSystem(folders func() []fs.FS) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.system = sync.OnceValue(func() []*computerFont { return indexSystem(folders()) })
}

// systemFonts returns the fonts of the computer, the preferred ones first.
func (l *Library) systemFonts() []*computerFont {
	l.mu.Lock()
	index := l.system
	l.mu.Unlock()
	if index == nil {
		return nil
	}
	return index()
}

func indexSystem(folders []fs.FS) []*computerFont {
	var out []*computerFont
	for _, fsys := range folders {
		_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil && d != nil && d.IsDir() {
				return fs.SkipDir // a folder that cannot be read counts as empty
			}
			if len(out) >= maxComputerFonts {
				return fs.SkipAll
			}
			if err == nil && !d.IsDir() && isFontFile(name) {
				out = append(out, describeSystem(fsys, name)...)
			}
			return nil
		})
	}
	// Sort by name first: the folders differ from machine to machine.
	slices.SortStableFunc(out, func(a, b *computerFont) int {
		return cmp.Or(a.rank-b.rank, strings.Compare(a.family, b.family), a.weight-b.weight, strings.Compare(a.name, b.name), a.index-b.index)
	})
	return out
}

// describeSystem returns the upright faces with outlines of a font file; none for a
// damaged one.
func describeSystem(fsys fs.FS, name string) (found []*computerFont) {
	defer func() {
		if recover() != nil { // the parser does not check for damage
			found = nil
		}
	}()
	file, err := fsys.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close() //nolint:errcheck // only read
	info, err := file.Stat()
	if err != nil || info.Size() > maxComputerFile || !info.Mode().IsRegular() {
		return nil
	}
	res, ok := file.(ot.Resource)
	if !ok {
		data, err := io.ReadAll(file)
		if err != nil {
			return nil
		}
		res = bytes.NewReader(data)
	}
	if checkTables(res, info.Size()) != nil {
		return nil
	}
	loaders, err := ot.NewLoaders(res)
	if err != nil {
		return nil
	}
	for i, ld := range loaders {
		if !hasOutlines(ld) {
			continue
		}
		d, _ := font.Describe(ld, nil)
		has, err := readRunes(ld)
		if err != nil || d.Aspect.Style == font.StyleItalic || unusable(d.Family) {
			continue
		}
		f := &computerFont{runes: has, rank: rank(d), source: source{
			family: d.Family, weight: int(d.Aspect.Weight), name: name, index: i, system: true, faces: map[int]*Face{},
			read: func() ([]byte, error) { return fs.ReadFile(fsys, name) },
		}}
		f.lo, f.hi = weightAxis(ld)
		found = append(found, f)
	}
	return found
}

// unusable reports whether a font draws placeholders instead of characters.
func unusable(family string) bool {
	switch squeeze(strings.ToLower(family)) {
	case "", "lastresort", ".lastresort", "lastresorthe", "adobeblank", "adobeblank2", "adobenotdef", "unicodebmpfallbacksil":
		return true
	}
	return false
}

// rank orders families by how well they match the kits' sans-serifs, the best first:
// the Noto Sans of a script, which are designed as one family; families that are a
// sans by their name; others; and last those not for headlines or not of normal
// width.
func rank(d font.Description) int {
	name := strings.ToLower(d.Family)
	holds := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
	}
	r := 2
	switch {
	case holds("serif", "mono", "fallback", "unifont", "symbol", "math", "typewriter", "mincho", "ming", "song", "batang", "nastaliq", "naskh", "condensed", "narrow"):
		r = 3
	case strings.HasPrefix(name, "noto sans"):
		r = 0
	case holds("sans", "gothic", " ui", "heiti", "hei "):
		r = 1
	}
	if d.Aspect.Stretch != font.StretchNormal {
		r += 4
	}
	return r
}

// regions are the words by which families of Han characters name the place whose
// forms they have.
var regions = []string{"SC", "TC", "HK", "JP", "KR"}

// region returns the word for the forms that a text of a script and language
// needs, "" for scripts without such forms.
func region(script language.Script, lang string) string {
	tag := strings.ToLower(strings.ReplaceAll(lang, "_", "-"))
	switch script {
	case language.Hiragana, language.Katakana:
		return "JP"
	case language.Hangul:
		return "KR"
	case language.Bopomofo:
		return "TC"
	case language.Han:
		switch {
		case strings.HasPrefix(tag, "ja"):
			return "JP"
		case strings.HasPrefix(tag, "ko"):
			return "KR"
		case strings.HasPrefix(tag, "zh-hk"):
			return "HK"
		case strings.HasPrefix(tag, "zh-hant"), strings.HasPrefix(tag, "zh-tw"):
			return "TC"
		}
		return "SC"
	}
	return ""
}

// foreign reports whether a family is made for another region than want.
func foreign(family, want string) bool {
	if want == "" {
		return false
	}
	of := strings.Fields(family)
	return !slices.Contains(of, want) && slices.ContainsFunc(of, func(w string) bool { return slices.Contains(regions, w) })
}

// candidate is a font of the computer with the weight to set it in.
type candidate struct {
	*computerFont
	foreign, weight int
}

// candidates returns the fonts of the computer for which has is true, the best
// first: the preferred family, then the weight nearest to the style's.
func (c *chain) candidates(script language.Script, has func(repertoire) bool) []candidate {
	want := region(script, c.lang)
	var all []candidate
	for _, f := range c.lib.systemFonts() {
		if !has(f.runes) {
			continue
		}
		k := candidate{computerFont: f, weight: f.weight}
		if f.lo > 0 {
			k.weight = min(max(c.weight, f.lo), f.hi)
		}
		if foreign(f.family, want) {
			k.foreign = 1
		}
		all = append(all, k)
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(a.foreign-b.foreign, a.rank-b.rank, strings.Compare(a.family, b.family),
			abs(a.weight-c.weight)-abs(b.weight-c.weight), b.weight-a.weight)
	})
	return all
}

// findSystem returns a face of the computer for which has is true, nil when there
// is none.
func (c *chain) findSystem(script language.Script, has func(repertoire) bool) *Face {
	for _, k := range c.candidates(script, has) {
		// The character map may list glyphs that the font does not have, and damage in the
		// outlines is found only by drawing.
		if f := c.lib.openSystem(k.computerFont, k.weight); f != nil && has(f) && f.hasInk() {
			return f
		}
	}
	return nil
}

// openSystem returns a font's face, nil when the file cannot be used.
func (l *Library) openSystem(f *computerFont, weight int) *Face {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f.damaged {
		return nil
	}
	face, err := f.face(weight)
	if err != nil {
		f.damaged = true
		return nil
	}
	return face
}
