package typeset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/go-text/typesetting/language"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
)

var weightTag = ot.NewTag('w', 'g', 'h', 't')

// Library holds font files and hands out faces. Files are indexed by their name
// tables when they are added and parsed when a face is first asked for. A
// Library is safe for concurrent use once its files are added.
type Library struct {
	scale *Scale

	mu      sync.Mutex
	sources []*source // in the order added
	emoji   func() (*Face, error)
	system  func() []*computerFont
}

// source is one face of a font file, or a variable font's whole range of weights.
type source struct {
	family  string
	weight  int // nominal; of a variable font the default
	lo, hi  int // the weight axis of a variable font; 0, 0 for a static one
	name    string
	index   int // in a collection
	read    func() ([]byte, error)
	system  bool // a font of the computer
	damaged bool // its face could not be made

	faces map[int]*Face // by weight
}

// NewLibrary indexes every .ttf and .otf file below the root of fsys. It reads
// only their name tables: a few hundred microseconds for the embedded fonts.
func NewLibrary(fsys fs.FS) (*Library, error) {
	scale, err := DefaultScale()
	if err != nil {
		return nil, err
	}
	l := &Library{scale: scale}
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isFontFile(name) {
			return err
		}
		return l.index(fsys, name)
	})
	if err != nil {
		return nil, fmt.Errorf("indexing fonts: %w", err)
	}
	return l, nil
}

func isFontFile(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".ttf", ".otf", ".ttc", ".otc":
		return true
	}
	return false
}

func (l *Library) index(fsys fs.FS, name string) error {
	file, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	res, ok := file.(ot.Resource)
	if !ok {
		data, err := io.ReadAll(file)
		if err != nil {
			return err
		}
		res = bytes.NewReader(data)
	}
	found, err := describeFile(name, res)
	if err != nil {
		return err
	}
	for _, s := range found {
		s.read = func() ([]byte, error) { return fs.ReadFile(fsys, name) }
	}
	l.sources = append(l.sources, found...)
	return nil
}

// describeFile reads the families and weights of a font file from its name, OS/2
// and fvar tables.
func describeFile(name string, res ot.Resource) (found []*source, err error) {
	defer recoverFont(name, &err)
	loaders, err := ot.NewLoaders(res)
	if err != nil {
		return nil, fmt.Errorf("reading font %q: %w", name, err)
	}
	for i, ld := range loaders {
		if !hasOutlines(ld) {
			return nil, diag.Reasonf("font %q has no outlines, only pictures", name)
		}
		d, _ := font.Describe(ld, nil)
		if d.Family == "" {
			return nil, diag.Reasonf("font %q does not name its family", name)
		}
		s := &source{family: d.Family, weight: int(d.Aspect.Weight), name: name, index: i, faces: map[int]*Face{}}
		if d.Aspect.Style == font.StyleItalic {
			s.family += " Italic"
		}
		s.lo, s.hi = weightAxis(ld)
		found = append(found, s)
	}
	return found, nil
}

func hasOutlines(ld *ot.Loader) bool {
	return ld.HasTable(ot.NewTag('g', 'l', 'y', 'f')) || ld.HasTable(ot.NewTag('C', 'F', 'F', ' ')) ||
		ld.HasTable(ot.NewTag('C', 'F', 'F', '2'))
}

// weightAxis returns the range of a variable font's weight axis, or 0, 0.
func weightAxis(ld *ot.Loader) (lo, hi int) {
	raw, err := ld.RawTable(ot.NewTag('f', 'v', 'a', 'r'))
	if err != nil {
		return 0, 0
	}
	fvar, _, err := tables.ParseFvar(raw)
	if err != nil {
		return 0, 0
	}
	for _, axis := range fvar.FvarRecords.Axis {
		if axis.Tag == weightTag {
			return max(1, int(axis.Minimum)), int(axis.Maximum)
		}
	}
	return 0, 0
}

// Families returns the names of the families, sorted.
func (l *Library) Families() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.families()
}

func (l *Library) families() []string {
	var out []string
	for _, s := range l.sources {
		out = append(out, s.family)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Face returns the face of a family whose weight is nearest to the one asked
// for, the heavier of two. Case, spaces and hyphens in the family's name do not
// matter. A family that the library does not have is an *UnknownFamilyError.
func (l *Library) Face(family string, weight int) (*Face, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.faceLocked(family, weight)
}

func (l *Library) faceLocked(family string, weight int) (*Face, error) {
	var best *source
	bestWeight := 0
	for _, s := range l.sources {
		if !sameFamily(s.family, family) {
			continue
		}
		w := s.weight
		if s.lo > 0 {
			w = min(max(weight, s.lo), s.hi)
		}
		if best == nil || nearer(w, bestWeight, weight) {
			best, bestWeight = s, w
		}
	}
	if best == nil {
		return nil, &UnknownFamilyError{Family: family, Known: l.families()}
	}
	return best.face(bestWeight)
}

// nearer reports whether weight a is nearer to want than b, or as near and heavier.
func nearer(a, b, want int) bool {
	da, db := abs(a-want), abs(b-want)
	return da < db || da == db && a > b
}

func abs(n int) int { return max(n, -n) }

func sameFamily(a, b string) bool {
	return strings.EqualFold(squeeze(a), squeeze(b))
}

func squeeze(name string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '_' {
			return -1
		}
		return r
	}, name)
}

// face returns the source's face at weight, parsing the file when it is the first.
func (s *source) face(weight int) (*Face, error) {
	if f := s.faces[weight]; f != nil {
		return f, nil
	}
	data, err := s.read()
	if err != nil {
		return nil, fmt.Errorf("reading font %q: %w", s.name, err)
	}
	parsed, err := parseFont(s.name, data, s.index)
	if err != nil {
		return nil, err
	}
	axis := 0
	if s.lo > 0 {
		axis = weight
	}
	f, err := newFace(s.family, weight, digest.Of(data), s.index, parsed, axis)
	if err != nil {
		return nil, err
	}
	f.system = s.system
	s.faces[weight] = f
	return f, nil
}

// repertoire reads the character map of the source alone.
func (s *source) repertoire() (has runes, err error) {
	defer recoverFont(s.name, &err)
	data, err := s.read()
	if err != nil {
		return nil, fmt.Errorf("reading font %q: %w", s.name, err)
	}
	loaders, err := ot.NewLoaders(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("parsing font %q: %w", s.name, err)
	}
	if s.index >= len(loaders) {
		return nil, diag.Reasonf("font %q has no face %d", s.name, s.index)
	}
	if has, err = readRunes(loaders[s.index]); err != nil {
		return nil, fmt.Errorf("parsing font %q: %w", s.name, err)
	}
	return has, nil
}

// chain lists the faces to try for a style, in order: its own, its configured
// fallbacks, then what the library offers for the script.
type chain struct {
	lib    *Library
	weight int
	lang   string
	system bool // the fonts of the computer may be used
	first  []*Face
	rest   []*Face // every other face of the library, filled when first needed
	filled bool
}

func (l *Library) chain(st Style) (*chain, error) {
	primary, err := l.Face(st.Family, st.Weight)
	if err != nil {
		return nil, err
	}
	c := &chain{lib: l, weight: st.Weight, lang: st.Language, first: []*Face{primary}}
	for _, fb := range st.Fallback {
		f, err := l.Face(fb.Family, fb.Weight)
		if err != nil {
			return nil, err
		}
		c.first = append(c.first, f)
	}
	for _, family := range l.scale.Fallback {
		f, err := l.Face(family, st.Weight)
		switch {
		case err == nil:
			c.first = append(c.first, f)
		case !errors.Is(err, ErrUnknownFamily): // a library may lack that family
			return nil, err
		}
	}
	return c, nil
}

// find returns the first face for which has is true, nil when there is none: of
// the library, and where that has none and it is allowed, of the computer.
func (c *chain) find(script language.Script, has func(repertoire) bool) (*Face, error) {
	f, err := c.findOwn(has)
	if f != nil || err != nil || !c.system {
		return f, err
	}
	return c.findSystem(script, has), nil
}

// findOwn is find among the library's own faces.
func (c *chain) findOwn(has func(repertoire) bool) (*Face, error) {
	for _, f := range c.first {
		if has(f) {
			return f, nil
		}
	}
	if !c.filled {
		if err := c.fill(); err != nil {
			return nil, err
		}
	}
	for _, f := range c.rest {
		if has(f) {
			return f, nil
		}
	}
	return nil, nil //nolint:nilnil // no face is an answer here
}

// has reports whether any face has a character.
func (c *chain) has(r rune) bool {
	draw := func(f repertoire) bool { return drawsRune(f, r) }
	f, err := c.findOwn(draw)
	return err == nil && (f != nil || c.system && c.findSystem(language.LookupScript(r), draw) != nil)
}

// fill lists one face of every family that is not in c.first yet.
func (c *chain) fill() error {
	c.lib.mu.Lock()
	defer c.lib.mu.Unlock()
	for _, family := range c.lib.families() {
		if slices.ContainsFunc(c.first, func(f *Face) bool { return f.family == family }) {
			continue
		}
		f, err := c.lib.faceLocked(family, c.weight)
		if err != nil {
			return err
		}
		c.rest = append(c.rest, f)
	}
	c.filled = true
	return nil
}

// emoji returns the face that draws a cluster as an emoji, nil when there is none.
func (c *chain) emoji(cluster []rune) (*Face, error) {
	f, err := c.lib.emojiFace()
	if err != nil || f == nil || !draws(f, cluster) {
		return nil, err
	}
	return f, nil
}

// names returns the families of the chain, each once, in order.
func (c *chain) names() []string {
	var out []string
	for _, f := range slices.Concat(c.first, c.rest) {
		if !slices.Contains(out, f.family) {
			out = append(out, f.family)
		}
	}
	return out
}
