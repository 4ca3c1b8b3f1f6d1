package post_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/film/segment"
)

// made is everything that a post is made from, to change one thing of it.
type made struct {
	files map[string]string // of the channel
	req   post.Request
	env   post.Env
	fonts fstest.MapFS // of the computer
}

const madeChannel = `name: Comune di Valdimonte
handle: "@valdimonte"
languages: [it, en]
zone: Europe/Rome
brand: {extends: quartieri, logo: logo.svg}
format: reels
templates: designs
territories: [IT]
rights: strict
rules:
  words: [{avoid: [utenza], write: cittadini}]
`

const madeTemplate = `giro: 1
name: mine
inputs:
  claim: {from: [subtitle, extra.claim]}
scenes:
  - name: a
    bars: 2
    layers:
      - {text: "{title} {claim}", role: [display]}
`

func newMade(t *testing.T) *made {
	t.Helper()
	logo, photo := read(t, "../../../assets/demo/logo.svg"), read(t, "../../../assets/demo/photos/dandelion.jpg")
	at := func(month time.Month, day int) time.Time { return time.Date(2027, month, day, 18, 0, 0, 0, time.UTC) }
	return &made{
		files: map[string]string{
			"channel.yaml": madeChannel, "logo.svg": string(logo), "designs/mine.yaml": madeTemplate,
			"music.yaml": "- {file: a.flac, title: A, author: X, bpm: 110, licence: CC0-1.0, proof: contract.pdf, start: 2027-01-01, expires: 2027-11-30}\n" +
				"- {file: b.flac, title: B, author: X, bpm: 110, licence: CC0-1.0}\n",
			"media.yaml": "- {file: photo.jpg, title: Foto, licence: own}\n",
			"a.flac":     "the sound of a", "b.flac": "the sound of b", "contract.pdf": "signed", "consent.pdf": "signed",
			"photo.jpg": string(photo), "stop.jpg": string(photo) + "s", "other.jpg": string(photo) + "o",
		},
		req: post.Request{
			Event: &event.Event{
				ID: "sagra", Title: "Sagra", Subtitle: "del paese", Description: "Una festa.", Venue: "Piazza", Address: "via Larga 1",
				Neighbourhood: "Alto", Category: "Festa", Price: "5 €", URL: "https://example.org/sagra", Access: "Senza gradini",
				When: event.When{Start: at(6, 14)}, Images: []string{"photo.jpg"}, Facts: []event.Fact{{Value: "9", Label: "murales"}},
				Items: []event.Item{{Title: "Torre", Image: "stop.jpg"}}, Extra: map[string]string{"claim": "Vieni"},
				Languages: map[string]event.Text{"en": {Title: "Fair"}},
			},
			Template: "mine", Language: "it", Format: "reels", Today: at(6, 1), Hashtags: []string{"#sagra"},
		},
		env:   post.Env{Version: "1", FFmpeg: "7", Quality: segment.Standard},
		fonts: fstest.MapFS{"greek.ttf": {Data: goregular.TTF}},
	}
}

// basis writes the channel, reads it and asks.
func (m *made) basis(t *testing.T) post.Basis {
	t.Helper()
	dir := t.TempDir()
	for name, text := range m.files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o750); err != nil {
			t.Fatal(err)
		}
		write(t, dir, name, text)
	}
	asm, err := post.NewAssembler()
	if err != nil {
		t.Fatal(err)
	}
	asm.Fonts().SetSystem(func() []fs.FS { return []fs.FS{m.fonts} })
	m.req.Channel, m.req.DataDir = load(t, dir), dir
	b, faults := asm.Bases(m.env, nil).Of(m.req)
	if faults.HasErrors() {
		t.Fatal(faults)
	}
	return b
}

// edit replaces a text of a file of the channel.
func edit(file, old, now string) func(*made) {
	return func(m *made) { m.files[file] = strings.Replace(m.files[file], old, now, 1) }
}

func ev(change func(*event.Event)) func(*made) { return func(m *made) { change(m.req.Event) } }

// changes lists, by the field that holds it, what a post is made from and each
// change of it with the part that tells of it; and of the other fields why they
// decide nothing.
var changes = []struct {
	field  string
	change func(*made) // nil for a field that decides nothing
	parts  string      // the names of what changes, parted by commas; or why it decides nothing
}{
	{"Channel.Dir", nil, "files are named by what they hold"},
	{"Channel.Name", edit("channel.yaml", "Valdimonte", "Valdipiano"), "the channel's name"},
	{"Channel.Handle", edit("channel.yaml", "@valdimonte", "@altro"), "the channel's name"},
	{"Channel.Languages", nil, "they say whether a post is made"},
	{"Channel.Zone", nil, "it stands in the event's time"},
	{"Channel.Brand", edit("channel.yaml", "logo: logo.svg", "logo: logo.svg, label: [Comune]"), "the brand"},
	{"Channel.Brand", edit("logo.svg", "<svg", "<!-- new --><svg"), "the logo"},
	{"Channel.Format", nil, "the request has it"},
	{"Channel.Music", edit("music.yaml", "bpm: 110", "bpm: 111"), "the music"},
	{"Channel.Music", edit("music.yaml", "title: A", "title: AA"), "the music,the rights of a.flac"},
	{"Channel.Music", edit("music.yaml", "- {file: b.flac, title: B, author: X, bpm: 110", "- {file: b.flac, title: B, author: X, bpm: 111"), ""}, // not its own
	{"Channel.Music", edit("a.flac", "sound", "noise"), "the music"},
	{"Channel.Music", edit("contract.pdf", "signed", "torn"), "the rights of a.flac"},
	{"Channel.Templates", edit("designs/mine.yaml", "bars: 2", "bars: 3"), "the template"},
	{"Channel.Media", edit("media.yaml", "title: Foto", "title: Foto, credit: Foto Rossi, on_end_card: true"), "the rights of photo.jpg"},
	{"Channel.Media", edit("media.yaml", "- {file: photo.jpg, title: Foto, licence: own}\n", ""), "the rights of photo.jpg"},
	{"Channel.Rights", edit("channel.yaml", "rights: strict", "rights: warn"), "the rights"},
	{"Channel.Territories", edit("channel.yaml", "[IT]", "[IT, DE]"), "the rights"},
	{"Channel.Rules", edit("channel.yaml", "utenza", "utenti"), "the house rules"},
	{"Channel.Columns", nil, "the event was read with them"},
	{"Channel.Missing", nil, "it says whether a post is made"},
	{"Channel.Capitals", nil, "the event was read with them"},
	{"Channel.FillDown", nil, "the event was read with it"},
	{"Channel.Past", nil, "it decides whether a post may be made, not what is in it"},
	{"Channel.Watch", nil, "the request was made by it"},
	{"Channel.Pos", edit("channel.yaml", "name:", "# a remark\n\nname:"), ""},
	{"Channel.Pos", edit("music.yaml", "- {file: a", "# a remark\n- {file: a"), ""},
	{"Channel.Pos", edit("media.yaml", "- {file: photo", "# a remark\n- {file: photo"), ""},

	{"Event.ID", ev(func(e *event.Event) { e.ID = "festa" }), "the event"},
	{"Event.UID", nil, "nothing shows it"},
	{"Event.Title", ev(func(e *event.Event) { e.Title = "Sagra del fungo" }), "title"},
	{"Event.Subtitle", ev(func(e *event.Event) { e.Subtitle = "" }), "subtitle"},
	{"Event.Description", ev(func(e *event.Event) { e.Description = "x" }), "description"},
	{"Event.When", ev(func(e *event.Event) { e.When.Start = e.When.Start.Add(time.Hour) }), "time"},
	{"Event.Venue", ev(func(e *event.Event) { e.Venue = "Teatro" }), "place"},
	{"Event.Address", ev(func(e *event.Event) { e.Address = "via Stretta 2" }), "place"},
	{"Event.Neighbourhood", ev(func(e *event.Event) { e.Neighbourhood = "Basso" }), "neighbourhood"},
	{"Event.Category", ev(func(e *event.Event) { e.Category = "Mercato" }), "category"},
	{"Event.Price", ev(func(e *event.Event) { e.Price = "6 €" }), "price"},
	{"Event.Free", ev(func(e *event.Event) { e.Free = true }), "price"},
	{"Event.URL", ev(func(e *event.Event) { e.URL = "https://example.org/altro" }), "link"},
	{"Event.Access", ev(func(e *event.Event) { e.Access = "Tre gradini" }), "access"},
	{"Event.Images", ev(func(e *event.Event) { e.Images = append(e.Images, "other.jpg") }), "pictures,the picture other.jpg"},
	{"Event.Images", edit("photo.jpg", "\xff\xd9", "\xff\xd9 "), "the picture photo.jpg"},
	{"Event.Facts", ev(func(e *event.Event) { e.Facts[0].Value = "10" }), "facts"},
	{"Event.Items", ev(func(e *event.Event) { e.Items[0].Title = "Ponte" }), "list"},
	{"Event.Items", func(m *made) { m.files["stop.jpg"] += " " }, "the picture stop.jpg"},
	{"Event.Extra", ev(func(e *event.Event) { e.Extra["claim"] = "Venite" }), "claim"},
	{"Event.Extra", ev(func(e *event.Event) { e.Extra["title"] = "of a column that is called as a field" }), "title"},
	{"Event.Status", ev(func(e *event.Event) { e.Status = event.Cancelled }), "status"},
	{"Event.Languages", ev(func(e *event.Event) { e.Languages["it"] = event.Text{Title: "Sagra del fungo"} }), "title"},
	{"Event.Languages", ev(func(e *event.Event) { e.Languages["en"] = event.Text{Title: "Feast"} }), ""}, // not this post's
	{"Event.Row", nil, "nothing shows it"},
	{"Event.Pos", nil, "where something stands decides nothing"},
	{"Event.Faults", nil, "they say whether a post is made"},

	{"Request.Channel", nil, "see Channel"},
	{"Request.Event", nil, "see Event"},
	{"Request.Events", nil, "see TestBasisOfSeveral"},
	{"Request.DataDir", nil, "files are named by what they hold"},
	{"Request.Template", func(m *made) { m.req.Template = "notice" }, "the post's settings,the template"},
	{"Request.Cut", func(m *made) { m.req.Cut = "short" }, "the post's settings"},
	{"Request.Language", func(m *made) { m.req.Language = "en" }, "the post's settings,title"},
	{"Request.Format", func(m *made) { m.req.Format = "tiktok" }, "the post's settings"},
	{"Request.Strict", func(m *made) { m.req.Strict = true }, "the post's settings"},
	{"Request.Silent", func(m *made) { m.req.Silent = true }, "the music,the post's settings,the rights of a.flac"},
	{"Request.Today", func(m *made) { m.req.Today = m.req.Today.AddDate(0, 0, 1) }, ""},
	{"Request.Today", func(m *made) { m.req.Today = m.req.Today.AddDate(-1, 0, 0) }, "the rights of a.flac,the year"}, // its licence has not begun
	{"Request.Hashtags", func(m *made) { m.req.Hashtags = nil }, "the campaign's hashtags"},
	{"Request.Track", func(m *made) { m.req.Track = "b.flac" }, "the music,the rights of a.flac,the rights of b.flac"},
	{"Request.Published", func(m *made) { m.req.Published = time.Date(2027, 12, 1, 9, 0, 0, 0, time.UTC) }, "the rights of a.flac"},
	{"Request.Until", func(m *made) { m.req.Until = time.Date(2027, 12, 1, 9, 0, 0, 0, time.UTC) }, "the rights"},
	{"Request.Override", func(m *made) { m.req.Override = "agreed by telephone" }, "the rights"},
	{"Request.CommonWith", func(m *made) { m.req.CommonWith = []string{"reels", "tiktok"} }, "the formats"},

	{"Env.Version", func(m *made) { m.env.Version = "2" }, "giro's version"},
	{"Env.FFmpeg", func(m *made) { m.env.FFmpeg = "8" }, "ffmpeg"},
	{"Env.Quality", func(m *made) { m.env.Quality = segment.Draft }, post.QualityPart},
	{"Env.Preset", func(m *made) { m.env.Preset = "fast" }, post.QualityPart},

	{"fonts", func(m *made) { m.fonts = nil }, ""}, // none is needed
}

// TestBasis changes one thing after the other, and nothing else, and compares
// what the basis says of it.
func TestBasis(t *testing.T) {
	t.Parallel()
	before := newMade(t).basis(t)
	if before["title"] != "Sagra" || before["the event"] != "sagra" {
		t.Errorf("texts are kept as they are: %q", before["title"])
	}
	for _, c := range changes {
		if c.change == nil {
			continue
		}
		t.Run(c.field+" "+c.parts, func(t *testing.T) {
			t.Parallel()
			m := newMade(t)
			c.change(m)
			after := m.basis(t)
			if got := strings.Join(differing(before, after), ","); got != c.parts {
				t.Errorf("got %q", got)
			}
			if (before.Digest() == after.Digest()) != (c.parts == "") {
				t.Error("the digest of the whole does not tell it")
			}
		})
	}
}

func differing(a, b post.Basis) []string {
	var out []string
	x, y := a.Sums(), b.Sums()
	for name := range x {
		if x[name] != y[name] {
			out = append(out, name)
		}
	}
	for name := range y {
		if _, ok := x[name]; !ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// TestBasisForgetsNothing asks of every field of what a post is made from that
// changes says what it decides, or why nothing.
func TestBasisForgetsNothing(t *testing.T) {
	t.Parallel()
	told := map[string]bool{}
	for _, c := range changes {
		told[c.field] = true
	}
	delete(told, "fonts")
	for name, of := range map[string]any{"Channel": channel.Channel{}, "Event": event.Event{}, "Request": post.Request{}, "Env": post.Env{}} {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(of)) {
			if !told[name+"."+f.Name] {
				t.Errorf("nothing is said of %s.%s", name, f.Name)
			}
			delete(told, name+"."+f.Name)
		}
	}
	if len(told) > 0 {
		t.Errorf("there is no field %q", slices.Sorted(maps.Keys(told)))
	}
}

// TestBasisOfFonts: a title in a script that Giro's own fonts lack depends on the
// computer's fonts, and on those that have it alone.
func TestBasisOfFonts(t *testing.T) {
	t.Parallel()
	const part = "the fonts of this computer"
	greek := func(change func(*made)) post.Basis {
		m := newMade(t)
		m.req.Event.Title = "Γιορτή"
		change(m)
		return m.basis(t)
	}
	before := greek(func(*made) {})
	if !strings.Contains(before[part], "Go 400 ") {
		t.Errorf("the fonts are %q", before[part])
	}
	for name, c := range map[string]struct {
		change func(*made)
		want   string
	}{
		"gone":    {func(m *made) { m.fonts = nil }, part},
		"another": {func(m *made) { m.fonts["greek.ttf"] = &fstest.MapFile{Data: gobold.TTF} }, part},
		"a new version": {func(m *made) {
			m.fonts["greek.ttf"] = &fstest.MapFile{Data: append(slices.Clone(goregular.TTF), 0, 0, 0, 0)}
		}, part},
		"the file's name": {func(m *made) { m.fonts["renamed.ttf"] = m.fonts["greek.ttf"]; delete(m.fonts, "greek.ttf") }, ""},
		"one without the script": {func(m *made) {
			m.fonts["noto.ttf"] = &fstest.MapFile{Data: read(t, "../../../assets/fonts/big-shoulders/BigShoulders_900Black.ttf")}
		}, ""},
		"one that is no font":        {func(m *made) { m.fonts["bold.ttf"] = &fstest.MapFile{Data: []byte("no font")} }, ""},
		"in the template's own text": {edit("designs/mine.yaml", "{title} {claim}", "Και {title} {claim}"), "the template"},
	} {
		if got := strings.Join(differing(before, greek(c.change)), ","); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	if fonts := newMade(t).basis(t)[part]; fonts != "" {
		t.Errorf("a Latin title depends on %q", fonts)
	}
	m := newMade(t)
	edit("designs/mine.yaml", "{title} {claim}", "Και {title} {claim}")(m)
	if m.basis(t)[part] == "" {
		t.Error("a Greek text of the template depends on no font")
	}
}

// TestBasisByDay: a post that counts days is another one on another day, and one
// that shows other languages depends on them.
func TestBasisByDay(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		"{title}":                         "",
		"{title} {date}":                  "",
		"{title} {days_left}":             "the day",
		"{title} in {language_count}":     "languages",
		"{title} {claim} [ {month_days}]": "the day",
	} {
		with := func(m *made) { edit("designs/mine.yaml", "{title} {claim}", template)(m) }
		m, n := newMade(t), newMade(t)
		with(m)
		with(n)
		n.req.Today = n.req.Today.AddDate(0, 0, 1)
		n.req.Event.Languages["en"] = event.Text{Title: "Feast"}
		if got := strings.Join(differing(m.basis(t), n.basis(t)), ","); got != want {
			t.Errorf("%s: got %q, want %q", template, got, want)
		}
	}
}

// TestBasisOfSeveral changes one of the events that a post tells of together.
func TestBasisOfSeveral(t *testing.T) {
	t.Parallel()
	several := func(change func(*made)) post.Basis {
		m := newMade(t)
		m.req.Template = "agenda"
		one, two := *m.req.Event, *m.req.Event
		one.ID, one.Title, one.Images, two.ID = "fiera", "Fiera", []string{"other.jpg", "nowhere.jpg"}, "mercato"
		m.req.Event, m.req.Events = post.Collection("eventi.csv"), []*event.Event{&one, &two}
		change(m)
		return m.basis(t)
	}
	before := several(func(*made) {})
	for want, change := range map[string]func(*made){
		"fiera: title":          func(m *made) { m.req.Events[0].Title = "Fiera grande" },
		"mercato: time":         func(m *made) { m.req.Events[1].When.Start = m.req.Events[1].When.Start.Add(time.Hour) },
		"the picture other.jpg": func(m *made) { m.files["other.jpg"] += " " },
		"fiera: pictures":       func(m *made) { m.req.Events[0].Images = []string{"other.jpg"} }, // of which the first is shown
		"the day":               func(m *made) { m.req.Today = m.req.Today.AddDate(0, 0, 1) },
		"the event":             func(m *made) { m.req.Event = post.Collection("altro.csv") },
	} {
		if got := strings.Join(differing(before, several(change)), ","); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestBasisIsOfTheManifest holds the files of a post's manifest against its basis:
// what was used is what was asked for.
func TestBasisIsOfTheManifest(t *testing.T) {
	t.Parallel()
	ch := sample(t)
	asm, err := post.NewAssembler()
	if err != nil {
		t.Fatal(err)
	}
	asm.Fonts().SetSystem(func() []fs.FS { return []fs.FS{fstest.MapFS{"greek.ttf": {Data: goregular.TTF}}} })
	e := *events(t, ch, "eventi.csv")[0]
	e.Title = "Γιορτή"
	req := post.Request{Channel: ch, Event: &e, DataDir: ch.Dir, Template: "spotlight", Today: today(ch)}
	p, faults, err := asm.Assemble(req)
	if err != nil || p == nil {
		t.Fatal(err, faults)
	}
	basis, faults := asm.Bases(post.Env{}, nil).Of(req)
	if faults.HasErrors() {
		t.Fatal(faults)
	}
	roles := map[string]bool{}
	for _, in := range p.Inputs {
		roles[in.Role] = true
		part := map[string]string{"photo": "the picture " + in.Name, "logo": "the logo", "music": "the music", "font": "the fonts of this computer"}[in.Role]
		if !strings.Contains(basis[part], in.SHA256) {
			t.Errorf("%s %s has the digest %s, the basis says %q", in.Role, in.Name, in.SHA256, basis[part])
		}
	}
	if len(roles) != 4 {
		t.Errorf("it is made of %v", p.Inputs)
	}
}

// TestBasisIsMissing names what a post cannot be made of.
func TestBasisIsMissing(t *testing.T) {
	t.Parallel()
	m := newMade(t)
	m.basis(t)
	asm, err := post.NewAssembler()
	if err != nil {
		t.Fatal(err)
	}
	req := m.req
	e := *req.Event
	e.Images = []string{"nowhere.jpg"}
	req.Event = &e
	if _, faults := asm.Bases(m.env, nil).Of(req); len(faults) != 1 || !strings.Contains(faults[0].String(), `there is no picture "nowhere.jpg"`) {
		t.Errorf("got %v", faults)
	}
	req = m.req
	req.Template = "mien"
	if _, faults := asm.Bases(m.env, nil).Of(req); len(faults) != 1 || !strings.Contains(faults[0].String(), `there is no template "mien"`) {
		t.Errorf("got %v", faults)
	}
}
