// Package post assembles one post: from a channel, an event, a template, a language
// and a format it makes a plan with everything that is needed to draw it, and renders
// it with the film packages.
package post

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/content/rights"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
	"github.com/giro-video/giro/internal/desk/fontdir"
	"github.com/giro-video/giro/internal/film/postkit"
	"github.com/giro-video/giro/internal/media/photo"
	"github.com/giro-video/giro/internal/picture/compose"
	"github.com/giro-video/giro/internal/picture/raster"
	"github.com/giro-video/giro/templates"
)

// Request says which post is wanted.
type Request struct {
	Channel  *channel.Channel
	Event    *event.Event
	Events   []*event.Event // all of a file, for a template that takes them; Event is then Collection's
	DataDir  string         // folder of the file that the event comes from: pictures are looked for there, then in the channel
	Template string
	Cut      string
	Language string // "" is the channel's first
	Format   string // "" is the channel's
	Strict   bool   // use the smaller safe box of advertisements
	Silent   bool   // no music
	Today    time.Time
	Hashtags []string // of the channel or campaign, for the caption
	Track    string   // file of the channel's track; "" is its first

	Published time.Time // when it is published, for the rights; zero is Today
	Until     time.Time // when it is taken down, for the rights; zero when that is not known
	Override  string    // why it is made in spite of what the rights check says; kept in the manifest

	// CommonWith are the names of other formats of the same campaign. The picture is
	// encoded within the limits of all those that have the same frames, so that their
	// segments are equal and encoded once.
	CommonWith []string
}

// Post is one post, ready to be drawn.
type Post struct {
	Plan     *timeline.Plan
	Event    *event.Event // in the post's language
	Format   *format.Format
	Composer *compose.Composer
	Track    *channel.Track // nil for silence
	Inputs   []Input
	Texts    postkit.Texts // caption, subtitles and text alternative
	Rights   rights.Decision
	Proofs   []Proof // of the rights
	Name     string  // "<slug>.<lang>.<format>", the name of its files without ending
}

// Input is a file that went into a post.
type Input struct {
	Role   string     `json:"role"`
	Name   string     `json:"name"`
	SHA256 string     `json:"sha256"`
	Credit string     `json:"credit,omitempty"`
	Path   string     `json:"-"`
	sum    digest.Sum // of the whole file
}

// Assembler puts posts together. It holds what they share and is safe for
// concurrent use.
type Assembler struct {
	fonts    *typeset.Library
	pictures pictures
}

// NewAssembler returns an Assembler with the fonts that come with Giro, and those
// of the computer for what they lack.
func NewAssembler() (*Assembler, error) {
	fonts, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		return nil, fmt.Errorf("open the fonts: %w", err)
	}
	fonts.SetEmoji(assets.EmojiName, assets.Emoji())
	fonts.SetSystem(fontdir.Folders)
	return &Assembler{fonts: fonts}, nil
}

// Fonts returns the fonts that come with Giro.
func (a *Assembler) Fonts() *typeset.Library { return a.fonts }

// Assemble compiles the post. The post is nil when the list holds an error or
// err is set; err is for faults of the machine, the list for those of the input.
func (a *Assembler) Assemble(req Request) (*Post, diag.List, error) {
	var faults diag.List
	t, err := a.Template(req.Channel, req.Template, &faults)
	if err != nil {
		return nil, nil, err
	}
	lang := req.Language
	if lang == "" {
		lang = req.Channel.Language()
	}
	if !slices.Contains(req.Channel.Languages, lang) {
		faults.Errorf(req.Channel.Pos["languages"], "language", diag.DidYouMean(lang, req.Channel.Languages), "the channel does not speak %q", lang)
	}
	checkLanguage(req, lang, &faults)
	name := req.Format
	if name == "" {
		name = req.Channel.Format
	}
	f, ferr := format.ByName(name)
	if ferr != nil {
		faults.Errorf(diag.Pos{}, "format", diag.DidYouMean(name, format.Names()), "there is no format %q", name)
	}
	if faults.HasErrors() {
		return nil, faults, nil
	}
	w := want(req, t, f, &faults)
	p := &Post{Event: w.event, Format: w.format, Track: w.track, Name: FileName(w.event.ID, lang, f.Name)}
	in := compile.Input{
		Template: t, Cut: req.Cut, Event: w.event, Events: w.events, Kit: w.kit, Channel: req.Channel.Name, Handle: req.Channel.Handle,
		Language: lang, Canvas: canvas(w.format, req.Strict), Fonts: a.fonts, Photos: map[string]compile.Photo{}, Today: req.Today,
		Sample: samplePhoto,
	}
	p.inspect(w, &in, &faults)
	if faults.HasErrors() {
		return nil, faults, nil
	}
	plan, list := compile.Plan(in)
	faults = append(faults, list...)
	if plan == nil {
		return nil, faults, nil
	}
	p.Plan = plan
	p.shownPhotos()
	var rightsFaults diag.List
	in.Credits, in.Notices = p.checkRights(w, w.uses(p.shows), &rightsFaults), p.notices(req)
	if len(in.Credits)+len(in.Notices) > 0 {
		// Only what is shown needs a credit, so the plan was first made without credits.
		if plan, list = compile.Plan(in); plan == nil {
			return nil, append(append(faults, list...), rightsFaults...), nil
		}
		p.Plan = plan
		p.missingCredits(in.Credits, &rightsFaults)
	}
	faults = append(faults, rightsFaults...)
	p.systemFonts()
	if p.Composer, err = compose.New(plan, a.assets(p)); err != nil {
		return nil, faults, fmt.Errorf("prepare the picture: %w", err)
	}
	p.writeTexts(req, in.Events, &faults)
	p.checkRules(req, &faults)
	if faults.HasErrors() {
		return nil, faults, nil
	}
	return p, faults, nil
}

// systemFonts records the fonts of the computer that the post's texts are set in:
// unlike Giro's own they are not part of its version.
func (p *Post) systemFonts() {
	for i := range p.Plan.Scenes {
		for k := range p.Plan.Scenes[i].Layers {
			text, ok := p.Plan.Scenes[i].Layers[k].Paint.(*timeline.Text)
			if !ok {
				continue
			}
			for _, run := range text.Line.Runs {
				in := Input{Role: roleFont, Name: run.Face.String(), SHA256: run.Face.FileDigest().String()}
				if run.Face.System() && !slices.Contains(p.Inputs, in) {
					p.Inputs = append(p.Inputs, in)
				}
			}
		}
	}
}

// FileName returns the name of a post's files without their ending.
func FileName(id, lang, format string) string { return id + "." + lang + "." + format }

// Template reads a template: the channel's own if it has one of that name,
// else the one that comes with Giro.
func (a *Assembler) Template(ch *channel.Channel, name string, faults *diag.List) (*template.Template, error) {
	file, data, err := templateSource(ch, name)
	if errors.Is(err, errNoTemplate) {
		own, shipped := templateNames(ch)
		faults.Errorf(diag.Pos{}, "template", diag.DidYouMean(name, slices.Concat(own, shipped)), "there is no template %q", name)
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the template %s: %w", name, err)
	}
	t, list := template.Parse(file, data)
	*faults = append(*faults, list...)
	return t, nil
}

var errNoTemplate = errors.New("no such template")

func templateSource(ch *channel.Channel, name string) (file string, data []byte, err error) {
	own, shipped := templateNames(ch)
	switch {
	case slices.Contains(own, name):
		file = path.Join(ch.Templates, name+".yaml")
		data, err = readIn(ch.Dir, file, maxTemplate)
	case slices.Contains(shipped, name):
		file = name + ".yaml"
		data, err = templates.FS.ReadFile(file)
	default:
		err = errNoTemplate
	}
	return file, data, err
}

const (
	maxTemplate = 1 << 20
	maxLogo     = 20 << 20
)

// templateNames lists the templates of the channel and those that come with Giro.
func templateNames(ch *channel.Channel) (own, shipped []string) {
	if ch != nil && ch.Templates != "" {
		if root, err := os.OpenRoot(ch.Dir); err == nil {
			own = yamlNames(root.FS(), filepath.ToSlash(ch.Templates))
			_ = root.Close() // it was only read
		}
	}
	return own, yamlNames(templates.FS, ".")
}

func yamlNames(fsys fs.FS, dir string) []string {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil // a missing folder has no templates; the channel's check names it
	}
	var out []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".yaml"); ok && !e.IsDir() {
			out = append(out, name)
		}
	}
	return out
}

// kitFor returns the channel's kit in the accent of the event's neighbourhood.
func kitFor(kit *brand.Kit, ev *event.Event) *brand.Kit {
	out := *kit
	name, ok := kit.AccentFor(ev.Neighbourhood)
	if !ok {
		name = kit.Accent
	}
	out.Palette, _ = kit.With(name)
	return &out
}

func canvas(f *format.Format, strict bool) grid.Canvas {
	safe := f.Safe
	if strict {
		safe = f.Strict
	}
	return grid.Canvas{Name: f.Name, Size: f.Canvas, Rate: timebase.FPS(f.FPS), Safe: safe, MinSeconds: f.MinSeconds, MaxSeconds: f.MaxSeconds}
}

// inspect reads the files that the post may be made of.
func (p *Post) inspect(w *wanted, in *compile.Input, faults *diag.List) {
	for _, f := range w.files {
		switch {
		case f.err != nil:
			mediaFault(faults, f.at, f.name, f.err)
		case f.role == rolePhoto:
			p.photo(f, in, faults)
		case f.role == roleLogo:
			p.logo(w.Channel, f, in, faults)
		case f.role == roleMusic:
			p.music(w.track, f, in, faults)
		}
	}
}

// photo reads what the layout needs to know of a picture.
func (p *Post) photo(f file, in *compile.Input, faults *diag.List) {
	info, err := photo.Inspect(f.path)
	if err != nil {
		photoFault(faults, f.at, f.name, err)
		return
	}
	ph := compile.Photo{Source: f.path, Digest: info.Digest, W: info.W, H: info.H, FocusX: 0.5, FocusY: 0.5}
	if f.focus != "" {
		if ph.FocusX, ph.FocusY, err = parseFocus(f.focus); err != nil && f.own {
			faults.Errorf(p.Event.At("focus"), "focus", diag.T("write how far from the left and from the top, as in 30%% 40%%"), "the focus %q is not two percentages", f.focus)
		}
	}
	in.Photos[f.name] = ph
	p.Inputs = append(p.Inputs, Input{Role: f.role, Name: f.name, SHA256: info.Digest.String(), Path: f.path})
}

// logo reads the channel's logo.
func (p *Post) logo(ch *channel.Channel, f file, in *compile.Input, faults *diag.List) {
	data, err := readIn(ch.Dir, f.name, maxLogo)
	if err != nil {
		mediaFault(faults, f.at, f.name, err)
		return
	}
	mark, err := raster.Inspect(f.name, data)
	if err != nil {
		faults.Errorf(f.at, "logo", diag.T("export it as a plain SVG or a PNG"), "the logo %q cannot be read: %v", f.name, err)
		return
	}
	in.Logo = logoOf(mark, f.name, digest.Of(data))
	p.Inputs = append(p.Inputs, Input{Role: f.role, Name: f.name, SHA256: digest.Of(data).String(), Path: f.path})
}

// logoOf returns what the layout needs to know of a mark. One of several colours keeps
// them, and one that has a ground keeps that.
func logoOf(m raster.Mark, source string, sum digest.Sum) *compile.Logo {
	l := &compile.Logo{Source: source, Kind: m.Kind, Digest: sum, W: m.W, H: m.H}
	for _, s := range m.Colors {
		l.Colors = append(l.Colors, compile.MarkColor{Color: s.Color, Part: s.Part})
	}
	switch {
	case m.Opaque && m.Even:
		l.Ground = &m.Edge
	case !m.Opaque && len(m.Colors) <= 1:
		l.Tint = true
	}
	return l
}

// music takes the tempo of the track.
func (p *Post) music(t *channel.Track, f file, in *compile.Input, faults *diag.List) {
	sum, err := fileDigest(f.path)
	if err != nil {
		mediaFault(faults, f.at, f.name, err)
		return
	}
	in.BPM = t.BPM
	p.Inputs = append(p.Inputs, Input{Role: f.role, Name: f.name, SHA256: sum.String(), Credit: t.Rights.Credit, Path: f.path, sum: sum})
}

// shows reports whether a picture is among those that the plan shows.
func (p *Post) shows(name string) bool {
	return slices.ContainsFunc(p.Inputs, func(in Input) bool { return in.Role == rolePhoto && in.Name == name })
}

// assets gives the composer the files that the plan names. Paths were resolved
// by findMedia; nothing of the event is joined to a path here.
func (a *Assembler) assets(p *Post) compose.Assets {
	logo := ""
	for _, in := range p.Inputs {
		if in.Role == roleLogo {
			logo = in.Path
		}
	}
	return compose.Assets{
		Photo: func(ph *timeline.Photo, crop geom.Rect, w, h int) (*yuv.Frame, error) {
			return a.pictures.get(ph, crop, w, h)
		},
		Bitmap: func(string) ([]byte, error) {
			return readIn(filepath.Dir(logo), filepath.Base(logo), maxLogo)
		},
	}
}

// FrameAt returns the number of the frame that shows at a time, in seconds.
func (p *Post) FrameAt(seconds float64) (int, error) {
	n := int(math.Floor(seconds*p.Plan.Grid.Rate.Float() + 1e-6))
	if seconds < 0 || n >= p.Plan.Grid.Frames {
		length := p.Plan.Grid.Rate.Seconds(p.Plan.Grid.Frames)
		return 0, diag.Fault(diag.Pos{}, "at", diag.T("give a time from 0 to %.2f", length), "the video is %.2f s long; there is no picture at %.2f s", length, seconds)
	}
	return n, nil
}

// Frame draws one frame without encoding.
func (p *Post) Frame(n int) (*yuv.Frame, error) {
	if err := p.Composer.Prepare(n, n+1); err != nil {
		return nil, err
	}
	f := yuv.NewFrame(p.Plan.Size.W, p.Plan.Size.H)
	if err := p.Composer.Painter().Frame(f, n); err != nil {
		return nil, err
	}
	return f, nil
}

var errNotFound = errors.New("file not found")
