package sheet

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"path/filepath"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/templates"
)

// sheetHeight and stripHeight are the heights of a frame in the gallery, px.
const (
	sheetHeight = 440
	stripHeight = 250
	stripFrames = 10
	jpegQuality = 80
)

// second is the kit in which the gallery shows a template besides its own.
var second = map[string]string{
	"spotlight": "borgo", "agenda": "notte", "quartiere": "riviera", "countdown": "borgo", "notice": "borgo",
	"numbers": "quartieri", "call": "istituzionale", "tour": "quartieri", "welcome": "borgo",
}

// variant is an additional picture of a template.
type variant struct {
	name, caption string
	sample        Sample
}

var variants = []variant{
	{"spotlight-no-photo", "spotlight without a photo: the kit’s backdrop takes its place", Sample{Template: "spotlight", Kit: "quartieri", NoPhoto: true}},
	{"spotlight-strict", "spotlight in the smaller safe box of advertisements: the floor line rises", Sample{Template: "spotlight", Kit: "quartieri", Strict: true}},
	{"spotlight-feed", "spotlight in 4:5", Sample{Template: "spotlight", Kit: "quartieri", Format: "feed"}},
	{"spotlight-square", "spotlight in a square", Sample{Template: "spotlight", Kit: "quartieri", Format: "square"}},
	{"spotlight-landscape", "spotlight on a landscape screen", Sample{Template: "spotlight", Kit: "quartieri", Format: "screen-landscape"}},
	{"spotlight-en", "spotlight in English", Sample{Template: "spotlight", Kit: "quartieri", Language: "en"}},
	{"agenda-no-photo", "agenda without photos: there is no pick", Sample{Template: "agenda", Kit: "riviera", NoPhoto: true}},
	{"agenda-ar", "agenda in Arabic: the layout is mirrored; the sample’s own titles are not translated", Sample{Template: "agenda", Kit: "riviera", Language: "ar"}},
	{"agenda-landscape", "agenda on a landscape screen", Sample{Template: "agenda", Kit: "riviera", Format: "screen-landscape"}},
	{"agenda-square", "agenda in a square", Sample{Template: "agenda", Kit: "riviera", Format: "square"}},
	{"quartiere-no-photo", "quartiere without photos: the sayings and the plan", Sample{Template: "quartiere", Kit: "quartieri", NoPhoto: true}},
	{"quartiere-landscape", "quartiere on a landscape screen", Sample{Template: "quartiere", Kit: "quartieri", Format: "screen-landscape"}},
	{"quartiere-en", "quartiere in English", Sample{Template: "quartiere", Kit: "quartieri", Language: "en"}},
	{"alert-rossa", "alert, red: 3 of 3, paper on red", Sample{Template: "alert", Edit: level("rossa")}},
	{"alert-gialla", "alert, yellow: 1 of 3", Sample{Template: "alert", Edit: level("gialla")}},
	{"alert-cessata", "alert, all clear", Sample{Template: "alert", Edit: level("cessata")}},
	{"countdown-one", "countdown with one day left", Sample{Template: "countdown", Kit: "notte", Edit: days(1)}},
	{"countdown-today", "countdown on the day", Sample{Template: "countdown", Kit: "notte", Edit: days(0)}},
	{"countdown-seven", "countdown with a week left: the moon is low", Sample{Template: "countdown", Kit: "notte", Edit: days(7)}},
	{"notice-de", "notice in German, with the sample’s own texts", Sample{Template: "notice", Kit: "istituzionale", Language: "de"}},
	{"tour-zh", "tour in Chinese, with the sample’s own texts", Sample{Template: "tour", Kit: "borgo", Language: "zh"}},
}

func level(word string) func(*event.Event) {
	return func(e *event.Event) { e.Extra["livello"] = word }
}

// days moves an event to so many days after the samples' day.
func days(n int) func(*event.Event) {
	return func(e *event.Event) {
		at, today := e.When.Start, Today(e.When.Start.Location())
		e.When.Start = time.Date(today.Year(), today.Month(), today.Day()+n, at.Hour(), at.Minute(), 0, 0, at.Location())
		e.When.End = e.When.Start
	}
}

// Order is the order of the gallery.
var Order = []string{"spotlight", "agenda", "quartiere", "tour", "countdown", "notice", "alert", "call", "numbers", "welcome"}

// Gallery draws every template in two kits with its motion strips, and the
// variants, into dir, and returns the text of a page that shows them. The page
// names the pictures by the path prefix.
func (s *Studio) Gallery(dir, prefix string, step func(name string)) (page string, err error) {
	var b strings.Builder
	b.WriteString("# The templates in pictures\n\nMade by `giro templates gallery` from the sample events in `templates/samples`. " +
		"Each template stands in the kit that it was designed with and in another one; each frame is the last in which its scene stands complete. " +
		"The strips show ten frames through the first change of scene and through the seam, where the last frame meets the first. " +
		"The photos are those of the sample channel; the sender and the events are invented.\n")
	show := func(name, caption string, im image.Image) error {
		step(name)
		var buf bytes.Buffer
		if err := jpeg.Encode(&buf, im, &jpeg.Options{Quality: jpegQuality}); err != nil {
			return fmt.Errorf("encode %s: %w", name, err)
		}
		fmt.Fprintf(&b, "\n%s\n\n![%s](%s%s.jpg)\n", caption, caption, prefix, name)
		return disk.Deliver(filepath.Join(dir, name+".jpg"), buf.Bytes())
	}
	for _, name := range Order {
		fmt.Fprintf(&b, "\n## %s\n", name)
		p, err := s.post(Sample{Template: name, Kit: kitOf(name)})
		if err != nil {
			return "", err
		}
		kit := kitOf(name)
		im, err := Draw(p, SceneFrames(p), sheetHeight)
		if err != nil {
			return "", err
		}
		if err := show(name, "In the kit "+kit+".", im); err != nil {
			return "", err
		}
		if other := second[name]; other != "" {
			if err := s.showSample(name+"-"+other, "In the kit "+other+".", Sample{Template: name, Kit: other}, show); err != nil {
				return "", err
			}
		}
		for _, v := range variants {
			if v.sample.Template == name {
				if err := s.showSample(v.name, v.caption+".", v.sample, show); err != nil {
					return "", err
				}
			}
		}
		if err := strips(name, p, show); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

func (s *Studio) showSample(name, caption string, t Sample, show func(string, string, image.Image) error) error {
	p, err := s.post(t)
	if err != nil {
		return err
	}
	im, err := Draw(p, SceneFrames(p), sheetHeight)
	if err != nil {
		return err
	}
	return show(name, caption, im)
}

// strips shows a template's first change of scene and its seam.
func strips(name string, p *post.Post, show func(string, string, image.Image) error) error {
	var scenes []int
	for i, s := range p.Plan.Scenes {
		if s.Z == 0 || s.Z == 2 {
			scenes = append(scenes, i)
		}
	}
	hook := p.Plan.Scenes[scenes[0]]
	if len(scenes) > 1 {
		next := p.Plan.Scenes[scenes[1]]
		im, err := Draw(p, Strip(p, next.Span.From, 10, min(44, next.Rest.From-next.Span.From+4), stripFrames), stripHeight)
		if err != nil {
			return err
		}
		if err := show(name+"-motion", "The first change of scene.", im); err != nil {
			return err
		}
	}
	im, err := Draw(p, Strip(p, 0, 8-hook.Span.From, 6, stripFrames), stripHeight)
	if err != nil {
		return err
	}
	return show(name+"-seam", "The seam.", im)
}

// post assembles a sample; faults of the samples are errors.
func (s *Studio) post(t Sample) (*post.Post, error) {
	p, faults, err := s.Assemble(t)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, fmt.Errorf("draw the sample of %s: %w", t.Template, faults.Err())
	}
	return p, nil
}

// kitOf is the kit that a template was designed with.
func kitOf(name string) string {
	data, err := templates.FS.ReadFile(name + ".yaml")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(data)) {
		if kit, ok := strings.CutPrefix(line, "kit:"); ok {
			return strings.TrimSpace(kit)
		}
	}
	return ""
}
