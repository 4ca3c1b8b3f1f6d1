package post

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/picture/compose"
)

// Basis is all that decides a post, by names that a person understands: a text as
// it is, what is no text as JSON, a file as the digest of its content. Two posts
// with the same basis have the same bytes.
//
// Where something stands in its file is no part of it: settings that only moved
// say the same. What only decides whether a post is made at all, such as the
// languages in which an event must be translated, is asked anew each time.
type Basis map[string]string

// PartText returns the name of a part in words that can be translated.
func PartText(name string) diag.Text {
	if file, ok := strings.CutPrefix(name, picturePart); ok {
		return diag.T("the picture %s", file)
	}
	if file, ok := strings.CutPrefix(name, rightsPart); ok {
		return diag.T("the rights of %s", file)
	}
	if id, field, ok := strings.Cut(name, eventMark); ok { // of one of several events
		return diag.T("%s: %s", id, diag.Word(field))
	}
	return diag.Word(name)
}

// What the names of parts begin with that tell of a file, and what stands between
// one of several events and its field.
const (
	picturePart = "the picture "
	rightsPart  = "the rights of "
	eventMark   = ": "
)

// QualityPart is the name of what a basis says of the encoder's settings.
const QualityPart = "the quality"

// Sums returns the digest of each part.
func (b Basis) Sums() map[string]string {
	out := make(map[string]string, len(b))
	for name, value := range b {
		out[name] = digest.Of([]byte(value)).String()[:16]
	}
	return out
}

// Digest is that of the whole.
func (b Basis) Digest() string { return digest.Of(plain(b)).String() }

// text adds a text. Two parts of one name count together.
func (b Basis) text(name, value string) {
	if old, ok := b[name]; ok && old != value {
		value = old + "\n" + value
	}
	b[name] = value
}

// value adds what is no text.
func (b Basis) value(name string, v any) { b.text(name, string(plain(v))) }

// plain writes a value: maps in the order of their keys, no positions, and of
// the house rules no expressions, which follow from their words.
func plain(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		return fmt.Append(nil, v) // what is written here is plain data, which always has JSON
	}
	return out
}

// Env is what decides a post beside its channel and its event.
type Env struct {
	Version string // of Giro
	FFmpeg  string // its version, "" when it is not known: then it changes no post
	Quality segment.Quality
	Preset  string // of x264, in place of the quality's
}

// Bases finds what decides the posts of a channel. Files, templates and fonts are
// looked at once, so that it is for one plan or drop. It is not safe for
// concurrent use.
type Bases struct {
	asm       *Assembler
	env       Env
	sum       func(path string) (string, error)
	templates map[string]*design
	files     map[string]sumOf
	fonts     map[setting][]string
}

type sumOf struct {
	sum string
	err error
}

// design is a template as it was read.
type design struct {
	template *template.Template // nil when it cannot be read
	source   string             // digest of its text
	fields   []string
	others   bool      // it shows other languages than the post's
	faults   diag.List // why there is no such template
}

// Bases returns what finds the bases of posts. sum returns the digest of a file's
// content; nil reads the file.
func (a *Assembler) Bases(env Env, sum func(path string) (string, error)) *Bases {
	if sum == nil {
		sum = func(path string) (string, error) {
			s, err := fileDigest(path)
			return s.String(), err
		}
	}
	return &Bases{
		asm: a, env: env, sum: sum,
		templates: map[string]*design{}, files: map[string]sumOf{}, fonts: map[setting][]string{},
	}
}

// Of returns what decides a post. The list says what is missing: a template, or
// a picture.
func (b *Bases) Of(req Request) (Basis, diag.List) {
	var faults diag.List
	d := b.design(req.Channel, req.Template)
	if d.faults.HasErrors() {
		return nil, d.faults
	}
	t := d.template
	if t == nil {
		t = &template.Template{} // its faults are told when the post is put together
	}
	f, err := format.ByName(cmp.Or(req.Format, req.Channel.Format))
	if err != nil {
		f = &format.Format{Name: req.Format} // likewise
	}
	w := want(req, t, f, &diag.List{})
	ch := w.Channel
	out := Basis{}
	out.value("giro's version", []string{b.env.Version, compose.Version})
	if b.env.FFmpeg != "" {
		out.text("ffmpeg", b.env.FFmpeg)
	}
	out.value(QualityPart, []string{string(b.env.Quality), b.env.Preset})
	out.value("the brand", w.kit)
	out.value("the channel's name", []string{ch.Name, ch.Handle})
	out.value("the campaign's hashtags", w.Hashtags)
	out.value("the house rules", ch.Rules)
	out.value("the rights", []any{ch.Rights, ch.Territories, w.Until, w.Override})
	out.text("the template", d.source)
	out.value("the post's settings", []any{w.Template, w.Cut, w.Language, f.Name, w.Silent, w.Strict})
	out.value("the formats", w.CommonWith)
	today := w.Today.In(ch.Zone)
	out.value("the year", today.Year())
	if t.Daily() {
		out.text("the day", today.Format(time.DateOnly))
	}
	b.addFiles(out, w, &faults)
	b.addRights(out, w)
	if f := b.fontsOf(w, d); f != nil {
		out.value("the fonts of this computer", f)
	}
	out.text("the event", w.event.ID)
	addEvent(out, w.event, "")
	if d.others {
		out.value("languages", w.event.Languages)
	}
	for _, e := range w.events {
		addEvent(out, e.In(w.Language), e.ID+eventMark)
	}
	return out, faults
}

// design looks at a template once.
func (b *Bases) design(ch *channel.Channel, name string) *design {
	if d, ok := b.templates[name]; ok {
		return d
	}
	d := &design{}
	b.templates[name] = d
	_, data, err := templateSource(ch, name)
	if err != nil {
		if _, err := b.asm.Template(ch, name, &d.faults); err != nil {
			d.faults.Errorf(diag.Pos{}, "template", diag.Text{}, "the template %q cannot be read: %v", name, err)
		}
		return d
	}
	d.source = digest.Of(data).String()
	if d.template, _ = template.Parse(name, data); d.template != nil {
		d.fields = d.template.Fields()
		d.others = slices.ContainsFunc(d.template.Scenes, func(s template.Scene) bool { return s.Language != "" }) ||
			slices.ContainsFunc(d.fields, field.OfLanguages)
	}
	return d
}

// addFiles adds the pictures, the logo and the music.
func (b *Bases) addFiles(out Basis, w *wanted, faults *diag.List) {
	for _, f := range w.files {
		sum, err := "", f.err
		if err == nil {
			sum, err = b.fileSum(f.path)
		}
		switch f.role {
		case roleLogo:
			out.text("the logo", sum) // what is missing is told when the post is put together
		case roleMusic:
			out.value("the music", []any{w.track, sum})
		case rolePhoto:
			switch {
			case err == nil:
				out.text(picturePart+f.name, sum)
			case errors.Is(err, fs.ErrPermission):
				faults.Errorf(f.at, "image", diag.T("ask for the right to read it"), "the picture %q cannot be read", f.name)
			default:
				faults.Errorf(f.at, "image", diag.T("put the file there, or correct its name"), "there is no picture %q beside the event or in the channel", f.name)
			}
		}
	}
}

func (b *Bases) fileSum(path string) (string, error) {
	s, ok := b.files[path]
	if !ok {
		s.sum, s.err = b.sum(path)
		b.files[path] = s
	}
	return s.sum, s.err
}

// addRights adds the records of the music and the pictures. A post that was
// refused before its rights began is tried again, and one whose rights have ended
// is not up to date.
func (b *Bases) addRights(out Basis, w *wanted) {
	for _, u := range w.uses(every) {
		if u.Record == nil {
			continue
		}
		proof := ""
		if u.Record.Proof != "" {
			if path, err := w.Channel.Path(u.Record.Proof); err == nil {
				proof, _ = b.fileSum(path) // one that is missing is told when the post is put together
			}
		}
		out.value(rightsPart+u.File, []any{u.Record, u.Record.Phase(w.day(), w.Channel.Zone), proof})
	}
}

// addEvent adds an event's fields under the names that tables give them.
func addEvent(out Basis, e *event.Event, of string) {
	for name, text := range map[string]string{
		"title": e.Title, "subtitle": e.Subtitle, "description": e.Description, "neighbourhood": e.Neighbourhood,
		"category": e.Category, "link": e.URL, "access": e.Access, "status": string(e.Status),
	} {
		if text != "" {
			out.text(of+name, text)
		}
	}
	for _, p := range []struct {
		name  string
		value any
		given bool
	}{
		{"time", e.When, e.When.Known()},
		{"place", []string{e.Venue, e.Address}, e.Venue+e.Address != ""},
		{"price", []any{e.Price, e.Free}, e.Price != "" || e.Free},
		{"facts", e.Facts, len(e.Facts) > 0},
		{"list", e.Items, len(e.Items) > 0},
		{"pictures", e.Images, len(e.Images) > 0},
	} {
		if p.given {
			out.value(of+p.name, p.value)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(e.Extra)) {
		out.text(of+k, e.Extra[k])
	}
}
