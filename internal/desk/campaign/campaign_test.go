package campaign_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/desk/campaign"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/desk/preset"
	"github.com/giro-video/giro/internal/film/segment"
)

// today is the clock of the tests: before the season of every preset.
var today = time.Date(2027, 5, 1, 9, 0, 0, 0, time.UTC)

// open loads the campaign in a folder.
func open(t testing.TB, dir string) *campaign.Runner {
	t.Helper()
	ch, faults, err := channel.Load(dir)
	if err != nil || ch == nil {
		t.Fatalf("channel: %v %v", err, faults)
	}
	c, faults, err := campaign.Load(filepath.Join(dir, campaign.File), ch)
	if err != nil || c == nil {
		t.Fatalf("campaign: %v %v", err, faults)
	}
	asm, err := post.NewAssembler()
	if err != nil {
		t.Fatal(err)
	}
	return &campaign.Runner{
		Campaign: c, Channel: ch, Assembler: asm, Version: "test", Quality: segment.Draft, Jobs: 2,
		Now: func() time.Time { return today },
	}
}

// scaffold writes a preset into a folder of the test.
func scaffold(t testing.TB, name string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	if _, err := preset.Write(name, dir, preset.Own{}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// change replaces text in a file.
func change(t testing.TB, path, old, text string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("%s holds no %q", path, old)
	}
	write(t, path, strings.ReplaceAll(string(data), old, text))
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func plan(t testing.TB, d *campaign.Runner) *campaign.Plan {
	t.Helper()
	p, err := d.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPresets sets every post of every preset in its language: a scaffold
// renders as it is.
func TestPresets(t *testing.T) {
	list, err := preset.All()
	if err != nil {
		t.Fatal(err)
	}
	posts := map[string]int{"agenda": 4, "borgo": 13, "canale": 5, "emergenza": 8, "quartieri": 48, "riviera": 8, "studenti": 7}
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
		t.Run(p.Name, func(t *testing.T) {
			if p.Title["en"] == "" || p.Title["it"] == "" || p.Use["en"] == "" {
				t.Errorf("preset says too little: %+v", p)
			}
			dir := scaffold(t, p.Name)
			d := open(t, dir)
			pl := plan(t, d)
			for _, m := range pl.Notes {
				t.Errorf("note: %s", m)
			}
			if len(pl.Entries) != posts[p.Name] {
				t.Errorf("%d posts, want %d", len(pl.Entries), posts[p.Name])
			}
			for _, e := range pl.Entries {
				if e.State != campaign.New {
					t.Errorf("%s is %s: %s", e.ID, e.State, e.Why)
				}
				if d.Campaign.Schedule != nil && e.Publish.IsZero() {
					t.Errorf("%s has no day", e.ID)
				}
				if e.Format == "reels" || (testing.Short() && e.Language != "it") {
					continue // it has the frames of another
				}
				got, faults, err := d.Assembler.Assemble(d.Request(e))
				if err != nil {
					t.Fatal(err)
				}
				if got == nil {
					t.Errorf("%s: %v", e.ID, faults.Err())
					continue
				}
				for _, m := range faults {
					if m.Severity != diag.Note {
						t.Logf("%s: %s", e.ID, m)
					}
				}
			}
			for _, f := range []string{"README.md", "channel.yaml", "campaign.yaml", "eventi.csv", "CREDITS.md", "logo.svg"} {
				if _, err := os.Stat(filepath.Join(dir, f)); err != nil {
					t.Error(err)
				}
			}
			if _, err := preset.Write(p.Name, dir, preset.Own{}); err == nil {
				t.Error("a preset was written over another")
			}
		})
	}
	if !slices.Equal(names, []string{"agenda", "borgo", "canale", "emergenza", "quartieri", "riviera", "studenti"}) {
		t.Errorf("presets %v", names)
	}
}

// TestThousandPosts plans 1 000 posts.
func TestThousandPosts(t *testing.T) {
	dir := scaffold(t, "quartieri")
	var b strings.Builder
	b.WriteString("id;titolo;titolo_en;categoria;data;luogo;quartiere;immagine\n")
	for i := range 250 {
		fmt.Fprintf(&b, "e%d;Evento numero %d;Event number %d;Festa;%d/06/2027;Piazza;Isola;photos/brushes.jpg\n", i, i, i, i%30+1)
	}
	write(t, filepath.Join(dir, "eventi.csv"), b.String())
	d := open(t, dir)
	d.Campaign.Schedule.PerDay = 24
	started := time.Now()
	p := plan(t, d)
	took := time.Since(started)
	if len(p.Entries) != 1000 || p.Count(campaign.New) != 1000 {
		t.Fatalf("%d posts, %d new: %v", len(p.Entries), p.Count(campaign.New), p.Notes)
	}
	t.Logf("1000 posts planned in %s", took)
	if took > 2*time.Second {
		t.Errorf("1000 posts took %s", took)
	}
}

func TestSchedule(t *testing.T) {
	d := open(t, scaffold(t, "quartieri"))
	p := plan(t, d)
	days := map[string]string{} // by day: the event
	for _, e := range p.Entries {
		key := e.Publish.Format(time.DateOnly)
		if other, ok := days[key]; ok && other != e.Event.ID {
			t.Errorf("%s: %s and %s", key, other, e.Event.ID)
		}
		days[key] = e.Event.ID
		if wd := e.Publish.Weekday(); wd != time.Tuesday && wd != time.Friday {
			t.Errorf("%s on a %s", e.ID, wd)
		}
		if e.Event.When.Known() && e.Event.When.Start.Before(e.Publish) && e.Event.When.End.IsZero() {
			t.Errorf("%s is published after it began", e.ID)
		}
		if e.Publish.Hour() != 18 || e.Publish.Location().String() != "Europe/Rome" {
			t.Errorf("%s at %s", e.ID, e.Publish)
		}
	}
}

func TestReadFaults(t *testing.T) {
	ch := open(t, scaffold(t, "agenda")).Channel
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "the file is empty"},
		{"no events", "templates: spotlight", `"events" is missing`},
		{"outside", "events: ../a.csv\ntemplates: spotlight", "leads out"},
		{"date", "events: a.csv\ntemplates: spotlight\nseason: {from: 3 maggio}", "is not a date"},
		{"season", "events: a.csv\ntemplates: spotlight\nseason: {from: 2027-05-03, to: 2027-05-01}", "ends before"},
		{"language", "events: a.csv\ntemplates: spotlight\nlanguages: [fr]", `does not speak "fr"`},
		{"format", "events: a.csv\ntemplates: spotlight\nformats: tictok", `no format "tictok"`},
		{"key", "events: a.csv\ntemplates: spotlight\ntemplate: x", `unknown key "template"`},
		{"filter", "events: a.csv\ntemplates: {use: spotlight, for: {kategory: x}}", `by "kategory"`},
		{"span", "events: {file: a.csv, where: {when: soon}}\ntemplates: spotlight", `"soon" is no span of days`},
		{"days of a filter", "events: {file: a.csv, where: {from: 2027-06-02, to: 2027-06-01}}\ntemplates: spotlight", "no day lies between"},
		{"free", "events: {file: a.csv, where: {free: cheap}}\ntemplates: spotlight", "free"},
		{"naming", "events: a.csv\ntemplates: spotlight\nnaming: \"{event}\"", "without {lang}"},
		{"naming folder", "events: a.csv\ntemplates: spotlight\nnaming: \"../{event}.{lang}.{format}\"", "a folder"},
		{"weekday", "events: a.csv\ntemplates: spotlight\nschedule: {from: 2027-05-01, to: 2027-06-01, days: [moonday]}", "day of the week"},
		{"schedule", "events: a.csv\ntemplates: spotlight\nschedule: {days: [monday]}", "no first or no last day"},
		{"track", "events: a.csv\ntemplates: spotlight\ntracks: [{use: other.flac}]", `no track "other.flac"`},
		{"out", "events: a.csv\ntemplates: spotlight\nout: .", "beside the campaign"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var faults diag.List
			campaign.Read("campaign.yaml", []byte(c.text), ch, &faults)
			if !slices.ContainsFunc(faults, func(m diag.Message) bool {
				return m.Severity == diag.Error && strings.Contains(m.Text.String(), c.want)
			}) {
				t.Errorf("no error with %q in %v", c.want, faults)
			}
		})
	}
}

// TestStates: what cannot be made is told with its reason, and leaves the others.
func TestStates(t *testing.T) {
	dir := scaffold(t, "canale")
	change(t, filepath.Join(dir, "eventi.csv"), "photos/fig-bowl.jpg", "photos/nowhere.jpg")
	change(t, filepath.Join(dir, "eventi.csv"), "12/06/2027", "32/06/2027")
	change(t, filepath.Join(dir, "campaign.yaml"), "use: numbers", "use: nombers")
	p := plan(t, open(t, dir))
	why := map[string]string{}
	for _, e := range p.Entries {
		why[e.Event.ID] = string(e.State) + ": " + e.Why.String()
	}
	for id, want := range map[string]string{
		"fichi": `refused: there is no picture "photos/nowhere.jpg"`, "murales": "refused: ", "mare": `refused: there is no template "nombers"`,
		"garibaldi": "new: ", "notte": "new: ",
	} {
		if !strings.HasPrefix(why[id], want) {
			t.Errorf("%s is %q, want %q", id, why[id], want)
		}
	}

	// What is not chosen is not told of, nor reckoned with.
	whole := p.Seconds
	p.Choose([]string{"garib*", "fichi.*"}, map[string]campaign.Approval{"garibaldi.it.universal": {}})
	if p.Chosen() != 1 || p.Count(campaign.New) != 1 || p.Count(campaign.Refused) != 0 || p.Seconds*2 != whole {
		t.Errorf("%d chosen, %d refused, %v of %v s", p.Chosen(), p.Count(campaign.Refused), p.Seconds, whole)
	}
}

// TestEstimate: posts that have the frames of another take next to no time.
func TestEstimate(t *testing.T) {
	p := plan(t, open(t, scaffold(t, "quartieri")))
	all := p.Seconds
	p.Choose([]string{"*.reels"}, nil) // the first of the formats: it draws
	reels := p.Seconds
	p.Choose([]string{"*.tiktok"}, nil)
	if tiktok := p.Seconds; tiktok <= 0 || tiktok*5 > reels || reels+tiktok != all {
		t.Errorf("reels %v s, tiktok %v s, all %v s", reels, tiktok, all)
	}
}

// TestApproved: an approval holds in another quality, and not for other words.
func TestApproved(t *testing.T) {
	dir := scaffold(t, "canale")
	approved := map[string]campaign.Approval{}
	for _, e := range plan(t, open(t, dir)).Entries {
		approved[e.ID] = campaign.Approval{Post: e.ID, Content: e.Content()}
	}
	delete(approved, "fichi.it.universal")
	change(t, filepath.Join(dir, "eventi.csv"), "Garibaldi", "Mazzini")
	d := open(t, dir)
	d.Quality = segment.Master
	p := plan(t, d)
	outdated := p.Choose(nil, approved)
	if !slices.Equal(outdated, []string{"garibaldi.it.universal"}) || p.Chosen() != len(p.Entries)-2 {
		t.Errorf("%v is outdated, %d of %d are chosen", outdated, p.Chosen(), len(p.Entries))
	}
}
