package brand

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/content/setting"
)

// ErrUnknown is returned by ByName for a kit that does not exist.
var ErrUnknown = errors.New("unknown brand kit")

// maxLabelLine is the number of characters that a line of the sender's label
// holds at its size of 36 px.
const maxLabelLine = 18

// embedded reads the kits that come with Giro, once.
var embedded = sync.OnceValues(func() (map[string]*Kit, error) {
	files, err := assets.Brand.ReadDir("brand")
	if err != nil {
		return nil, fmt.Errorf("read the embedded brand kits: %w", err)
	}
	kits := map[string]*Kit{}
	for _, f := range files {
		data, err := assets.Brand.ReadFile(path.Join("brand", f.Name()))
		if err != nil {
			return nil, fmt.Errorf("read the embedded brand kit %s: %w", f.Name(), err)
		}
		var faults diag.List
		k := Kit{Palette: map[string]srgb.Color{}, Accents: map[string]srgb.Color{}}
		v := setting.Parse(f.Name(), data, &faults)
		m := v.Map(append([]string{"name", "locked"}, keys...)...)
		k.Name = m["name"].Text()
		k.Locked = m["locked"].Bool()
		k.apply(m, nil)
		if err := faults.Err(); err != nil {
			return nil, fmt.Errorf("read the embedded brand kit %s: %w", f.Name(), err)
		}
		kits[k.Name] = &k
	}
	return kits, nil
})

// keys are what a brand kit may say, apart from its name.
var keys = []string{"palette", "accents", "accent", "fonts", "backdrop", "logo", "label"}

// Names returns the names of the kits that come with Giro, in order.
func Names() []string {
	kits, err := embedded()
	if err != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(kits))
}

// ByName returns a copy of a kit that comes with Giro. The error wraps
// ErrUnknown and carries the nearest name when there is none.
func ByName(name string) (*Kit, error) {
	kits, err := embedded()
	if err != nil {
		return nil, err
	}
	k, ok := kits[name]
	if !ok {
		return nil, fmt.Errorf("%w %q: %s", ErrUnknown, name, diag.DidYouMean(name, Names()))
	}
	return k.clone(), nil
}

func (k *Kit) clone() *Kit {
	out := *k
	out.Palette = maps.Clone(k.Palette)
	out.Accents = maps.Clone(k.Accents)
	out.Backdrop = slices.Clone(k.Backdrop)
	out.Label = slices.Clone(k.Label)
	return &out
}

// Read reads the value of "brand:" in a channel: the name of a kit, or a
// mapping that extends one:
//
//	{extends: quartieri, palette: {primary: "#0A7D5A"}, label: [Milano, Quartieri]}
//
// Without "extends" the kit builds on istituzionale. Errors go to the file's list of
// messages; the kit returned is complete even then.
func Read(v setting.Value) *Kit {
	if v.IsText() {
		return named(v)
	}
	m := v.Map(append([]string{"extends"}, keys...)...)
	base := "istituzionale"
	if m["extends"].Given() {
		base = ""
	}
	k := named(m["extends"])
	if base != "" {
		if b, err := ByName(base); err == nil {
			k = b
		}
	}
	if k.Locked {
		m["extends"].Errorf(diag.T("use it as it is: brand: %s", k.Name), "the kit %q cannot be changed: its colours have a fixed meaning", k.Name)
		return k
	}
	k.apply(m, knownBackdrops())
	return k
}

// named returns the kit that a text names, and an empty but complete kit when there is none.
func named(v setting.Value) *Kit {
	name := v.Text()
	k, err := ByName(name)
	if err == nil {
		return k
	}
	if name != "" {
		v.Errorf(diag.DidYouMean(name, Names()), "brand kit %q is not known", name)
	}
	k = &Kit{Palette: map[string]srgb.Color{"ink": {}, "paper": {R: 255, G: 255, B: 255}}, Accents: map[string]srgb.Color{}}
	complete(k.Palette)
	return k
}

// knownBackdrops returns the patterns that the kits name, plus "none".
func knownBackdrops() []string {
	kits, err := embedded()
	if err != nil {
		return nil
	}
	out := []string{"none"}
	for _, k := range kits {
		out = append(out, k.Backdrop...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// apply overrides the kit with the values of a mapping. backdrops are the permitted
// patterns; nil permits any.
func (k *Kit) apply(m map[string]setting.Value, backdrops []string) {
	k.palette(m["palette"])
	for _, e := range m["accents"].Entries() {
		if c, ok := color(e.Value); ok {
			k.Accents[e.Key] = c
		}
	}
	if a := m["accent"]; a.Given() {
		k.Accent = a.OneOf(slices.Sorted(maps.Keys(k.Accents))...)
	}
	if fonts := m["fonts"]; fonts.Given() {
		f := fonts.Map("display", "head", "body", "label")
		font(f["display"], &k.Fonts.Display)
		font(f["head"], &k.Fonts.Head)
		font(f["body"], &k.Fonts.Body)
		font(f["label"], &k.Fonts.Label)
	}
	if b := m["backdrop"]; b.Given() {
		k.Backdrop = nil
		items := b.List
		if b.IsText() {
			items = func() []setting.Value { return []setting.Value{b} }
		}
		for _, item := range items() {
			name := item.Text()
			if backdrops != nil {
				name = item.OneOf(backdrops...)
			}
			if name != "" && name != "none" {
				k.Backdrop = append(k.Backdrop, name)
			}
		}
	}
	if m["logo"].Given() {
		k.Logo = m["logo"].Text()
	}
	k.label(m["label"])
	k.checkContrast(m)
}

// palette overrides colours of the kit and computes the derived roles again.
func (k *Kit) palette(v setting.Value) {
	given := map[string]bool{}
	roles := slices.Sorted(maps.Keys(k.Palette))
	for _, e := range v.Entries() {
		if near := diag.Nearest(e.Key, roles); near != "" && near != e.Key && len(roles) > 0 {
			e.Warnf(diag.T("did you mean %q?", near), "the palette has no role %q; it is kept as a colour of your own", e.Key)
		}
		if c, ok := color(e.Value); ok {
			k.Palette[e.Key] = c
			given[e.Key] = true
		}
	}
	if given["ink"] || given["paper"] || given["primary"] {
		for _, role := range []string{"on_primary", "line"} {
			if !given[role] {
				delete(k.Palette, role)
			}
		}
	}
	if given["primary"] {
		k.Accent = "" // an accent would replace the primary that was asked for
	}
	complete(k.Palette)
}

// label sets the sender's name, one or two lines.
func (k *Kit) label(v setting.Value) {
	if !v.Given() {
		return
	}
	lines := v.Texts()
	if len(lines) > 2 {
		v.Errorf(diag.T("join lines so that two remain"), "the label has %d lines, and room for two", len(lines))
		lines = lines[:2]
	}
	for _, s := range lines {
		if n := utf8.RuneCountInString(s); n > maxLabelLine {
			v.Warnf(diag.T("a shorter name, or another split over two lines, reads better on a phone"),
				"the label line %q has %d characters, more than the %d that fit well", s, n, maxLabelLine)
		}
	}
	k.Label = lines
}

// checkContrast reports colours of this mapping on which text cannot be read.
func (k *Kit) checkContrast(m map[string]setting.Value) {
	at := m["palette"]
	if at.Given() {
		ink, paper := k.Palette["ink"], k.Palette["paper"]
		if c := srgb.Contrast(ink, paper); c < TextContrast {
			at.Errorf(diag.T("the nearest ink that reads on it is %v", ink.Reading(paper, TextContrast)), "ink %v on paper %v has a contrast of %.1f; text needs %.1f", ink, paper, c, TextContrast)
		}
		report(at, "primary", k.Palette["primary"], "on_primary", k.Palette["on_primary"])
	}
	for _, e := range m["accents"].Entries() {
		if c, ok := k.Accents[e.Key]; ok {
			report(e.Value, e.Key, c, "ink or paper", readable(c, k.Palette["ink"], k.Palette["paper"]))
		}
	}
}

// report adds an error when the text colour has too little contrast on a field.
func report(v setting.Value, field string, ground srgb.Color, text string, c srgb.Color) {
	ratio := srgb.Contrast(ground, c)
	switch {
	case ratio < LargeContrast:
		v.Errorf(diag.T("the nearest shade that carries it is %v", ground.Reading(c, TextContrast)), "%s %v has a contrast of only %.1f with its text (%s %v); even large text needs %.1f", field, ground, ratio, text, c, LargeContrast)
	case ratio < TextContrast:
		v.Warnf(diag.T("the nearest shade that carries it is %v; texts on this one get a shade that reads", ground.Reading(c, TextContrast)), "%s %v has a contrast of %.1f with its text (%s %v): enough for large text only", field, ground, ratio, text, c)
	}
}

// color reads "#RRGGBB" or "#RGB".
func color(v setting.Value) (srgb.Color, bool) {
	s := v.Text()
	if s == "" {
		return srgb.Color{}, false
	}
	c, err := srgb.Parse(s)
	if err != nil {
		v.Errorf(diag.T(`write it as "#RRGGBB", in quotes`), "%q is not a colour", s)
		return srgb.Color{}, false
	}
	return c, true
}

// font reads a family and a weight, "Young Serif 400", into dst.
func font(v setting.Value, dst *Font) {
	s := strings.TrimSpace(v.Text())
	if s == "" {
		return
	}
	i := strings.LastIndexByte(s, ' ')
	weight, err := strconv.Atoi(s[i+1:])
	if i < 0 || err != nil || weight < 1 || weight > 1000 {
		v.Errorf(diag.T(`write the family and the weight, as in "Young Serif 400"`), "font %q has no weight", s)
		return
	}
	*dst = Font{Family: strings.TrimSpace(s[:i]), Weight: weight}
}
