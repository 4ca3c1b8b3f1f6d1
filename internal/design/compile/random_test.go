package compile_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
	"github.com/giro-video/giro/templates"
)

// pieces are what random texts are made of.
var pieces = []string{
	"il", "borgo", "vecchio", "L’Isola", "dell’Orologio", "mercato", "Sant’Apollinare", "precipitevolissimevolmente", "a", "«Va’", "piano»",
	"Donaudampfschifffahrtsgesellschaft", "Straße", "ñandú", "Œuvre", "Ŝanĝo", "18.30", "3–5", "1.234,5", "100%", "€", "&", "—",
	"欢迎来到", "米兰", "أهلاً", "بكم", "في", "Привет", "мир", "Ça", "va?", "E\u0301", "naïve", "A.B.C.", "http://x.y/z", "{", "[", "\\",
}

// emoji are single pictures and sequences, and signs that are letters in some fonts.
var emoji = []string{"🎉", "👨‍👩‍👧", "🇮🇹", "1️⃣", "❤️", "☀", "☀️", "👍🏽", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "©️"}

// randomText returns up to n characters.
func randomText(r *rand.Rand, n int) string {
	var b strings.Builder
	for b.Len() < n {
		if r.IntN(12) == 0 {
			b.WriteString(emoji[r.IntN(len(emoji))])
		}
		b.WriteString(pieces[r.IntN(len(pieces))])
		if r.IntN(12) > 0 {
			b.WriteByte(' ')
		}
	}
	out := []rune(b.String())
	return strings.TrimSpace(string(out[:min(len(out), n)]))
}

// length favours short texts, as people write them, but reaches 400.
func length(r *rand.Rand) int {
	switch r.IntN(24) {
	case 0:
		return r.IntN(401)
	case 1, 2:
		return r.IntN(90)
	case 3, 4, 5, 6, 7, 8:
		return 0
	}
	return 1 + r.IntN(30)
}

func randomEvent(r *rand.Rand, zone *time.Location) *event.Event {
	text := func() string { return randomText(r, length(r)) }
	e := &event.Event{
		ID: fmt.Sprintf("e%d", r.IntN(1000)), Title: randomText(r, 1+r.IntN(44)), Subtitle: text(), Description: text(), Venue: text(), Address: text(),
		Neighbourhood: []string{"", "Baggio", "NoLo", text()}[r.IntN(4)], Category: text(), Price: text(), Access: text(), Free: r.IntN(2) == 0,
		Extra: map[string]string{},
	}
	for _, k := range []string{"what", "directions", "closing", "next", "source", "issued", "zone", "phone", "info", "requirement", "meeting", "contact", "regular", "heading", "apertura"} {
		if v := text(); v != "" && r.IntN(2) == 0 {
			e.Extra[k] = v
		}
	}
	e.Extra["level"] = []string{"gialla", "arancione", "rossa", "cessata"}[r.IntN(4)]
	if r.IntN(4) > 0 {
		e.Extra["source"], e.Extra["issued"] = "Bollettino n. 3", "ven 13, ore 9"
	}
	for range r.IntN(8) {
		e.Items = append(e.Items, event.Item{Title: randomText(r, 1+r.IntN(40)), Text: text()})
	}
	for range r.IntN(6) {
		e.Facts = append(e.Facts, event.Fact{Value: []string{"9", "68%", "1", "287", "3,1", "1.200", "oltre 30"}[r.IntN(7)], Label: []string{"murales", "su 3 spiagge", "giorni di sole", randomText(r, 1+r.IntN(40))}[r.IntN(4)]})
	}
	start := time.Date(2025, 6, 1+r.IntN(28), r.IntN(24), 30*r.IntN(2), 0, 0, zone)
	switch r.IntN(4) {
	case 0:
		e.When = event.When{Start: start, AllDay: true, End: start.AddDate(0, 0, r.IntN(40))}
	case 1:
		e.When = event.When{Start: start, End: start.Add(time.Duration(1+r.IntN(60)) * time.Hour)}
	case 2:
		e.When = event.When{Start: start}
	}
	return e
}

var testCanvases = []grid.Canvas{
	{Name: "universal", Size: geom.Size{W: 1080, H: 1920}, Safe: geom.R(60, 250, 900, 1440), MaxSeconds: 90},
	{Name: "universal", Size: geom.Size{W: 1080, H: 1920}, Safe: geom.R(65, 270, 900, 1248), MaxSeconds: 90},
	{Name: "feed", Size: geom.Size{W: 1080, H: 1350}, Safe: geom.R(60, 60, 1020, 1290), MaxSeconds: 90},
	{Name: "square", Size: geom.Size{W: 1080, H: 1080}, Safe: geom.R(60, 60, 1020, 1020), MaxSeconds: 90},
	{Name: "screen-landscape", Size: geom.Size{W: 1920, H: 1080}, Safe: geom.R(96, 60, 1824, 1020), MaxSeconds: 30},
	{Name: "screen-portrait", Size: geom.Size{W: 1080, H: 1920}, Safe: geom.R(60, 96, 1020, 1824), MaxSeconds: 30},
}

// TestRandomTexts compiles every template for random events: a plan keeps every
// rule, and what cannot keep them is an error that names its field.
func TestRandomTexts(t *testing.T) {
	fonts, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		t.Fatal(err)
	}
	fonts.SetEmoji(assets.EmojiName, assets.Emoji())
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	kits := []string{"quartieri", "borgo", "riviera", "istituzionale", "notte"}
	langs := []string{"it", "en", "de", "ar", "zh", "fr", "es", "nl", "pt"}
	names, err := fs.Glob(templates.FS, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	rounds := 40
	if testing.Short() {
		rounds = 4
	}
	for _, file := range names {
		t.Run(strings.TrimSuffix(file, ".yaml"), func(t *testing.T) {
			data, err := templates.FS.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			tpl, diags := template.Parse(file, data)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			r := rand.New(rand.NewPCG(2025, uint64(len(file))))
			plans := 0
			for round := range rounds {
				e := randomEvent(r, rome)
				name := kits[r.IntN(len(kits))]
				if tpl.Kit == "allerta" {
					name = "allerta"
				}
				kit, err := brand.ByName(name)
				if err != nil {
					t.Fatal(err)
				}
				in := compile.Input{
					Template: tpl, Event: e, Kit: kit, Channel: "Città d’esempio", Handle: "@esempio", Language: langs[r.IntN(len(langs))],
					Canvas: testCanvases[r.IntN(len(testCanvases))], Fonts: fonts, Photos: map[string]compile.Photo{},
					Today: time.Date(2025, 6, 10, 12, 0, 0, 0, rome),
				}
				in.Canvas.Rate = timebase.FPS(30)
				plan, list := compile.Plan(in)
				if plan == nil {
					checkFaults(t, round, list)
					continue
				}
				plans++
				checkPlan(t, round, plan)
			}
			t.Logf("%d of %d planned", plans, rounds)
			if plans == 0 {
				t.Log("every random event was refused")
			}
		})
	}
}

func checkFaults(t *testing.T, round int, list diag.List) {
	t.Helper()
	if !list.HasErrors() {
		t.Errorf("round %d: no plan and no error", round)
	}
	if testing.Verbose() {
		t.Log(round, list[len(list)-1])
	}
	for _, m := range list {
		if m.Severity == diag.Error && (m.Field == "" || strings.Contains(m.Text.String(), "layer of template")) {
			t.Errorf("round %d: an error names no field: %v", round, m)
		}
		if strings.Contains(m.Text.String(), "contrast") {
			t.Errorf("round %d: a kit of the house lacks contrast: %v", round, m)
		}
	}
}

// shown is a text as it stands in a frame.
type shown struct {
	name  string
	box   geom.Rect
	color srgb.Color
	size  float64
}

// checkPlan looks at every scene at rest, by the plan alone.
func checkPlan(t *testing.T, round int, p *timeline.Plan) {
	t.Helper()
	for i := range p.Scenes {
		s := &p.Scenes[i]
		if s.Z != 0 && s.Z != 2 {
			continue
		}
		if s.Rest.To-s.Rest.From < 15 {
			t.Errorf("round %d: scene %s rests for %v", round, s.Name, s.Rest)
			continue
		}
		frame := s.Rest.To - 1
		var texts []shown
		for k := range s.Layers {
			l := &s.Layers[k]
			txt, ok := l.Paint.(*timeline.Text)
			if !ok || frame < l.Span.From || frame >= l.Span.To || strings.HasSuffix(l.Name, "/disc") {
				continue
			}
			x, y := txt.Origin.X, txt.Origin.Y
			box := geom.R(x+txt.Line.LeftBearing, y+txt.Line.InkTop, x+txt.Line.RightInk, y+max(0, txt.Line.InkBottom))
			texts = append(texts, shown{l.Name, box, txt.Color, txt.Line.SizePx})
			if !p.Safe.Contains(box, 3) && !strings.Contains(l.Name, "/no") {
				t.Errorf("round %d: %s %q at %v leaves the safe box %v", round, l.Name, txt.Line.Text, box, p.Safe)
			}
			if txt.Line.SizePx < 35.9 {
				t.Errorf("round %d: %s %q is %g px", round, l.Name, txt.Line.Text, txt.Line.SizePx)
			}
			if ground, ok := groundUnder(p, s, k, box.Center()); ok && srgb.Contrast(ground, txt.Color) < 4.5 && !flips(s, l.Name) {
				t.Errorf("round %d: %s %q: contrast %.2f of %s on %s", round, l.Name, txt.Line.Text, srgb.Contrast(ground, txt.Color), txt.Color, ground)
			}
		}
		for a := range texts {
			for b := range a {
				if sameText(texts[a].name, texts[b].name) || strings.Contains(texts[a].name, "/no") || strings.Contains(texts[b].name, "/no") {
					continue
				}
				if over := texts[a].box.Intersect(texts[b].box); over.W() > 2 && over.H() > 2 {
					t.Errorf("round %d: %s stands on %s by %.0f x %.0f", round, texts[a].name, texts[b].name, over.W(), over.H())
				}
			}
		}
	}
}

// flips reports whether a text is painted twice, for a disc that crosses it.
func flips(s *timeline.Scene, name string) bool {
	for i := range s.Layers {
		if s.Layers[i].Name == name+"/disc" {
			return true
		}
	}
	return false
}

func sameText(a, b string) bool {
	x, _, _ := strings.Cut(a, "#")
	y, _, _ := strings.Cut(b, "#")
	return x == y
}

// groundUnder returns the colour of the topmost plain fill under layer k at a
// point. ok is false where a picture, a pattern or a drawing lies there.
func groundUnder(p *timeline.Plan, s *timeline.Scene, k int, at geom.Point) (c srgb.Color, ok bool) {
	for i := k - 1; i >= 0; i-- {
		l := &s.Layers[i]
		if at.X < l.Box.X0 || at.X >= l.Box.X1 || at.Y < l.Box.Y0 || at.Y >= l.Box.Y1 {
			continue
		}
		switch paint := l.Paint.(type) {
		case *timeline.Fill:
			if l.Box.H() > 12 && l.DY == nil {
				return paint.Color, l.Clip == nil
			}
		case *timeline.Pattern:
			// A text may cross a pattern whose colours are all near its ground.
			return paint.Colors[0], true
		case *timeline.Photo, *timeline.Gradient, *timeline.Shape:
			return c, false
		}
	}
	return c, false
}
