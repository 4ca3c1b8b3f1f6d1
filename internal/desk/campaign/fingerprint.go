package campaign

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/picture/compose"
)

// fingerprint is the digest of each thing that a post is made from, by a name
// that a person understands. Two posts with the same fingerprint have the same
// bytes, so a post is unchanged when its fingerprint is that of the last run.
type fingerprint map[string]string

// quality is the name of what a fingerprint says of the encoder's settings.
const quality = "the quality"

// content is a digest of all but the quality.
func (f fingerprint) content() string {
	rest := maps.Clone(f)
	delete(rest, quality)
	return digest.Of([]byte(jsonText(rest))).String()[:32] // keys of a map are written in order
}

// put adds a value by its JSON. Values are plain data, which always has one.
func (f fingerprint) put(name string, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		b = fmt.Append(nil, v)
	}
	f[name] = digest.Of(b).String()[:16]
}

// differs names what is not the same in an older fingerprint, at most three
// things; the zero text when nothing is.
func (f fingerprint) differs(old fingerprint) diag.Text {
	var names []string
	for name, sum := range f {
		if old[name] != sum {
			names = append(names, name)
		}
	}
	for name := range old {
		if _, ok := f[name]; !ok {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return diag.Text{}
	}
	slices.Sort(names)
	const most = 3
	if n := len(names); n > most {
		return diag.T("%s and %d more", inputTexts(names[:most]), n-most)
	}
	return diag.T("%s", inputTexts(names))
}

// The names of inputs that there is one of for each file.
const (
	pictureInput = "the picture "
	rightsInput  = "the rights of "
)

// inputTexts returns the names of inputs as messages call them.
func inputTexts(names []string) diag.Texts {
	out := make(diag.Texts, len(names))
	for i, name := range names {
		out[i] = diag.Word(name)
		if file, ok := strings.CutPrefix(name, pictureInput); ok {
			out[i] = diag.T("the picture %s", file)
		} else if file, ok := strings.CutPrefix(name, rightsInput); ok {
			out[i] = diag.T("the rights of %s", file)
		}
	}
	return out
}

// shared are the parts of fingerprints that all posts of a plan have, computed once.
type shared struct {
	base      fingerprint
	templates map[string]templateFacts
	now       time.Time
	files     map[string]fileAnswer
}

type templateFacts struct {
	sum   string
	daily bool // what it shows depends on the day, not only on the year
}

type fileAnswer struct {
	sum string
	err error
}

// newShared looks at the channel and the settings of a run.
func (d *Runner) newShared(now time.Time) *shared {
	ch := d.Channel
	s := &shared{base: fingerprint{}, templates: map[string]templateFacts{}, now: now, files: map[string]fileAnswer{}}
	s.base.put("giro's version", []string{d.Version, compose.Version})
	if d.FFmpeg != "" {
		s.base.put("ffmpeg", d.FFmpeg)
	}
	s.base.put(quality, []string{string(d.Quality), d.Preset})
	s.base.put("the brand", ch.Brand)
	s.base.put("the channel's name", []string{ch.Name, ch.Handle})
	s.base.put("the campaign's hashtags", d.Campaign.Hashtags)
	s.base.put("the house rules", ch.Rules)
	s.base.put("the rights", []any{ch.Rights, ch.Territories, d.Campaign.stands(), d.Campaign.Override})
	if ch.Brand.Logo != "" {
		s.base["the logo"] = d.fileSum(s, filepath.Join(ch.Dir, ch.Brand.Logo)).sum
	}
	return s
}

// fileSum returns a file's digest, asked for once a plan.
func (d *Runner) fileSum(s *shared, path string) fileAnswer {
	a, ok := s.files[path]
	if !ok {
		a.sum, a.err = d.state.sum(path, s.now)
		s.files[path] = a
	}
	return a
}

// template looks at a template once.
func (d *Runner) template(s *shared, name string) templateFacts {
	t, ok := s.templates[name]
	if !ok {
		if data, err := d.Assembler.TemplateSource(d.Channel, name); err == nil {
			t.sum = digest.Of(data).String()[:16]
		}
		var faults diag.List // told when the post is put together
		if parsed, err := d.Assembler.Template(d.Channel, name, &faults); err == nil && parsed != nil {
			t.daily = parsed.Daily()
		}
		s.templates[name] = t
	}
	return t
}

// today is the day as of which a post is told: its day of publication, so that
// it is the same whenever it is rendered; without one, the day of the run.
func (it *Item) today(now time.Time) time.Time {
	if !it.Publish.IsZero() {
		return it.Publish
	}
	return now
}

// fingerprint returns what a post is made from. Pictures that are not there are
// told in the list.
func (d *Runner) fingerprint(s *shared, it *Item) (fingerprint, diag.List) {
	var faults diag.List
	f := maps.Clone(s.base)
	t := d.template(s, it.Template)
	f["the template"] = t.sum
	f.put("the post's settings", []any{it.Template, it.Cut, it.Language, it.Format, d.Campaign.Silent})
	f.put("the formats", d.formats)
	today := it.today(s.now).In(d.Channel.Zone)
	f.put("the year", today.Year())
	if t.daily {
		f.put("the day", today.Format(time.DateOnly))
	}
	if !d.Campaign.Silent && len(d.Channel.Music) > 0 {
		track := d.Channel.Music[0]
		for _, m := range d.Channel.Music {
			if m.File == it.Track {
				track = m
			}
		}
		sum := ""
		if path, err := d.Channel.Path(track.File); err == nil {
			sum = d.fileSum(s, path).sum
		}
		f.put("the music", []any{track, sum, track.Record().Phase(today, d.Channel.Zone)})
	}
	d.eventParts(s, f, it, it.Event.In(it.Language), "", &faults)
	for _, e := range it.Events {
		d.eventParts(s, f, it, e.In(it.Language), e.ID+": ", &faults)
	}
	return f, faults
}

// eventParts adds an event's fields under the names that tables give them.
func (d *Runner) eventParts(s *shared, f fingerprint, it *Item, e *event.Event, of string, faults *diag.List) {
	for _, p := range []struct {
		name  string
		value any
		given bool
	}{
		{"title", e.Title, true},
		{"subtitle", e.Subtitle, e.Subtitle != ""},
		{"description", e.Description, e.Description != ""},
		{"time", e.When, e.When.Known()},
		{"place", []string{e.Venue, e.Address}, e.Venue+e.Address != ""},
		{"neighbourhood", e.Neighbourhood, e.Neighbourhood != ""},
		{"category", e.Category, e.Category != ""},
		{"price", []any{e.Price, e.Free}, e.Price != "" || e.Free},
		{"link", e.URL, e.URL != ""},
		{"access", e.Access, e.Access != ""},
		{"facts", e.Facts, len(e.Facts) > 0},
		{"list", e.Items, len(e.Items) > 0},
		{"status", e.Status, e.Status != ""},
		{"pictures", e.Images, len(e.Images) > 0},
	} {
		if p.given {
			f.put(of+p.name, p.value)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(e.Extra)) {
		f.put(of+k, e.Extra[k])
	}
	images := slices.Clone(e.Images)
	for _, item := range e.Items {
		if item.Image != "" {
			images = append(images, item.Image)
		}
	}
	for _, u := range d.Channel.Uses(nil, e, images) {
		if u.Record != nil {
			record := *u.Record
			record.Pos = diag.Pos{} // a record that only moved in its file says the same
			// A post that was refused before its rights began is tried again, and one
			// whose rights have ended is not up to date.
			f.put(rightsInput+u.File, []any{record, record.Phase(it.today(s.now), d.Channel.Zone)})
		}
	}
	for _, name := range images {
		path, err := post.FindMedia(name, it.dataDir, d.Channel.Dir)
		var a fileAnswer
		if err == nil {
			a = d.fileSum(s, path)
			err = a.err
		}
		switch {
		case err == nil:
			f[pictureInput+name] = a.sum[:16]
		case errors.Is(err, fs.ErrPermission) || errors.Is(err, os.ErrPermission):
			faults.Errorf(e.At("image"), "image", diag.T("ask for the right to read it"), "the picture %q cannot be read", name)
		default:
			faults.Errorf(e.At("image"), "image", diag.T("put the file there, or correct its name"), "there is no picture %q beside the event or in the channel", name)
		}
	}
}
