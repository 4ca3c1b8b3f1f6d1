package post

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/content/rights"
	"github.com/giro-video/giro/internal/design/template"
)

// wanted is a request with all that it names looked up. Both what a post is made
// of and what decides it begin here, so that neither leaves out what the other has.
type wanted struct {
	Request
	template *template.Template
	format   *format.Format
	event    *event.Event   // in the post's language
	events   []*event.Event // the other events that it tells of
	kit      *brand.Kit
	track    *channel.Track // nil for silence
	files    []file         // in the order of the manifest
}

// file is a file that a post may be made of.
type file struct {
	role, name string
	path       string
	err        error    // why there is no path
	focus      string   // of a picture
	own        bool     // a picture of the event itself, not of an entry or of another event
	at         diag.Pos // where it is named
}

// The roles of files.
const (
	rolePhoto = "photo"
	roleLogo  = "logo"
	roleMusic = "music"
	roleFont  = "font"
)

// want looks a request up, for a template and a format that are known.
func want(req Request, t *template.Template, f *format.Format, faults *diag.List) *wanted {
	req.Language = cmp.Or(req.Language, req.Channel.Language())
	w := &wanted{Request: req, template: t, format: commonLimits(f, req.CommonWith), event: req.Event.In(req.Language)}
	w.kit = kitOfTemplate(t, req.Channel, w.event)
	if t.Events && len(req.Events) > 0 {
		w.events = upcoming(req.Events, req.Today, faults)
	}
	w.pictures()
	if rel := req.Channel.Brand.Logo; rel != "" {
		w.files = append(w.files, file{role: roleLogo, name: rel, path: filepath.Join(req.Channel.Dir, rel), at: req.Channel.Pos["brand.logo"]})
	}
	if !req.Silent && !t.Silent && f.Audio != format.NoAudio && len(req.Channel.Music) > 0 {
		i := max(0, req.Channel.TrackIndex(req.Track)) // the first when none is chosen
		w.track = &req.Channel.Music[i]
		path, err := req.Channel.Path(w.track.File)
		w.files = append(w.files, file{role: roleMusic, name: w.track.File, path: path, err: err, at: req.Channel.Pos[fmt.Sprintf("music[%d].file", i)]})
	}
	return w
}

// pictures adds those of the event, of its entries, and the first of every other event.
func (w *wanted) pictures() {
	add := func(name, focus string, own bool, at diag.Pos) {
		path, err := findMedia(name, w.DataDir, w.Channel.Dir)
		w.files = append(w.files, file{role: rolePhoto, name: name, path: path, err: err, focus: focus, own: own, at: at})
	}
	for i, name := range w.event.Images {
		add(name, focusOf(w.event.Extra["focus"], i), true, w.event.At("image"))
	}
	also := func(name, focus string, at diag.Pos) {
		if name != "" && !slices.ContainsFunc(w.files, func(f file) bool { return f.name == name }) {
			add(name, focus, false, at)
		}
	}
	for _, it := range w.event.Items {
		also(it.Image, "", w.event.At("items"))
	}
	for _, e := range w.events {
		if len(e.Images) > 0 {
			also(e.Images[0], focusOf(e.Extra["focus"], 0), e.At("image"))
		}
	}
}

// focusOf returns the focus of picture i: a table gives several with ";" between them,
// in the order of the pictures.
func focusOf(all string, i int) string {
	if _, _, err := parseFocus(all); err == nil { // "30; 40" is one
		all = strings.ReplaceAll(all, ";", " ")
	}
	list := strings.Split(strings.ReplaceAll(all, "\n", ";"), ";")
	if i >= len(list) {
		return ""
	}
	return strings.TrimSpace(list[i])
}

// uses are the music and those pictures that keep says, each once, with their
// records.
func (w *wanted) uses(keep func(picture string) bool) []rights.Use {
	var names []string
	for _, f := range w.files {
		if f.role == rolePhoto && keep(f.name) && !slices.Contains(names, f.name) {
			names = append(names, f.name)
		}
	}
	return w.Channel.Uses(w.track, w.event, names)
}

// every keeps all pictures.
func every(string) bool { return true }

// day is the one on which the post's rights are asked for: that of its
// publication, else the one as of which it is told.
func (w *wanted) day() time.Time {
	if w.Published.IsZero() {
		return w.Today
	}
	return w.Published
}
