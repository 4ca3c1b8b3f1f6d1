package rights_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/rights"
	"github.com/giro-video/giro/internal/content/setting"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// track is a record that nothing is wrong with.
func track() rights.Record {
	return rights.Record{
		File: "music/tema.flac", Kind: rights.Music, Title: "Tema", Author: "Banda", Composer: "Anna Rossi", Licence: "contratto 12/2025",
		Source: "studio", Obtained: "2025-01-10", Proof: "contratti/12.pdf",
	}
}

// request asks for a post with one use, on 14 June 2025 at noon in Rome.
func request(t *testing.T, kind rights.Kind, r *rights.Record) rights.Request {
	t.Helper()
	rome := zone(t, "Europe/Rome")
	return rights.Request{
		Uses:   []rights.Use{{File: "x", Kind: kind, Record: r}},
		Format: "reels", Zone: rome, At: time.Date(2025, 6, 14, 12, 0, 0, 0, rome), Policy: rights.DefaultPolicy(),
	}
}

func show(l diag.List) string {
	parts := make([]string, len(l))
	for i, m := range l {
		parts[i] = m.Severity.String() + ": " + m.Text.String()
	}
	return strings.Join(parts, "\n")
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name   string
		kind   rights.Kind
		change func(*rights.Record, *rights.Request)
		want   string // the messages
		credit string
	}{
		{"in order", rights.Music, func(*rights.Record, *rights.Request) {}, "", ""},
		{"no licence", rights.Music, func(r *rights.Record, _ *rights.Request) { r.Licence = "" }, `error: the record of "Tema" names no licence`, ""},
		{"platform", rights.Music, func(r *rights.Record, _ *rights.Request) { r.Platforms = []string{"TikTok", "YouTube"} }, `error: the rights of "Tema" do not cover instagram, only TikTok, YouTube`, ""},
		{"platform by another name", rights.Music, func(r *rights.Record, _ *rights.Request) { r.Platforms = []string{"Reels"} }, "", ""},
		{"screens", rights.Music, func(r *rights.Record, q *rights.Request) {
			r.Platforms, q.Format = []string{"dooh"}, "screen-portrait"
		}, "", ""},
		{"use", rights.Music, func(r *rights.Record, q *rights.Request) { r.Uses, q.For = []string{"organic"}, "advertising" }, `error: the rights of "Tema" do not cover the use "advertising", only organic`, ""},
		{"territory", rights.Music, func(r *rights.Record, q *rights.Request) {
			r.Territories, q.Territories = []string{"IT"}, []string{"it", "US"}
		}, `error: the rights of "Tema" do not cover US, only IT`, ""},
		{"territory of the union", rights.Music, func(r *rights.Record, q *rights.Request) {
			r.Territories, q.Territories = []string{"EU"}, []string{"IT", "DE"}
		}, "", ""},
		{"the union is not the economic area", rights.Music, func(r *rights.Record, q *rights.Request) {
			r.Territories, q.Territories = []string{"EU"}, []string{"NO"}
		}, `error: the rights of "Tema" do not cover NO, only EU`, ""},
		{"screens are no posts", rights.Music, func(r *rights.Record, q *rights.Request) {
			r.Uses, q.Format, q.For = []string{"organic"}, "screen-portrait", "screens"
		}, `error: the rights of "Tema" do not cover the use "screens", only organic`, ""},
		{"screens named as a platform", rights.Music, func(r *rights.Record, q *rights.Request) {
			r.Uses, r.Platforms, q.Format, q.For = []string{"organic"}, []string{"instagram", "schermi"}, "screen-portrait", "screens"
		}, "", ""},
		{"screens are no advertising", rights.Music, func(r *rights.Record, q *rights.Request) {
			r.Uses, r.Platforms, q.Format, q.For = []string{"advertising"}, []string{"schermi"}, "screen-portrait", "screens"
		}, `error: the rights of "Tema" do not cover the use "screens", only advertising`, ""},
		{"territory of a channel that says nothing", rights.Music, func(r *rights.Record, _ *rights.Request) {
			r.Territories = []string{"IT"}
		}, `note: the rights of "Tema" hold in IT, and the channel does not say where it is seen`, ""},
		{"proof is not there", rights.Music, func(_ *rights.Record, q *rights.Request) {
			q.Uses[0].ProofMissing = true
		}, `error: the proof "contratti/12.pdf" of "Tema" is not in the channel`, ""},
		{"world", rights.Music, func(r *rights.Record, q *rights.Request) {
			r.Territories, q.Territories = []string{"mondo"}, []string{"BR"}
		}, "", ""},
		{"library of a platform", rights.Music, func(r *rights.Record, _ *rights.Request) { r.Licence = "TikTok Commercial Music Library" }, `error: the licence of "Tema" is that of tiktok's own library, which holds nowhere else`, ""},
		{"collecting society", rights.Music, func(r *rights.Record, _ *rights.Request) { r.Licence = "SIAE 2025/3" }, `error: a licence of SIAE does not cover joining "Tema" with pictures`, ""},
		{"incomplete", rights.Music, func(r *rights.Record, _ *rights.Request) { r.Composer, r.Proof = "", "" }, `warning: the record of "Tema" lacks: composer or publisher, proof`, ""},
		{"proof changed", rights.Music, func(r *rights.Record, q *rights.Request) {
			r.ProofSHA256, q.Uses[0].ProofSHA256 = "aa", "bb"
		}, `error: the proof "contratti/12.pdf" of "Tema" is not the file that was recorded`, ""},
		{"proof unchanged", rights.Music, func(r *rights.Record, q *rights.Request) {
			r.ProofSHA256, q.Uses[0].ProofSHA256 = "aa", "AA"
		}, "", ""},
		{"credit of the licence", rights.Music, func(r *rights.Record, _ *rights.Request) {
			r.Licence, r.Changes = "CC-BY-4.0", "accorciato"
		}, "", "“Tema”, Banda, studio, CC-BY-4.0, accorciato"},
		{"credit missing", rights.Music, func(r *rights.Record, _ *rights.Request) {
			r.Licence, r.Author, r.Producer, r.Composer = "CC BY 4.0", "", "X", ""
		}, "error: the licence CC BY 4.0 of \"Tema\" asks for a credit, and the record gives none\nwarning: the record of \"Tema\" lacks: composer or publisher", ""},
		{"no derivatives", rights.Music, func(r *rights.Record, _ *rights.Request) { r.Licence = "CC-BY-NC-ND-4.0" }, "warning: the licence CC-BY-NC-ND-4.0 of \"Tema\" forbids commercial use\nwarning: the licence CC-BY-NC-ND-4.0 of \"Tema\" forbids adaptations", "“Tema”, Banda, studio, CC-BY-NC-ND-4.0"},
		{"not commercial, advertising", rights.Music, func(r *rights.Record, q *rights.Request) {
			r.Licence, q.For = "CC-BY-NC-4.0", "paid"
		}, `error: the licence CC-BY-NC-4.0 of "Tema" forbids commercial use`, "“Tema”, Banda, studio, CC-BY-NC-4.0"},
		{"share alike", rights.Photo, func(r *rights.Record, _ *rights.Request) { r.Licence = "CC-BY-SA-4.0" }, `warning: the licence CC-BY-SA-4.0 of "Tema" asks that what is made from it has the same licence`, "“Tema”, Banda, studio, CC-BY-SA-4.0"},
		{"nobody's", rights.Music, func(r *rights.Record, _ *rights.Request) { *r = rights.Record{File: "x", Licence: "CC0"} }, "", ""},
		{"one's own", rights.Photo, func(r *rights.Record, _ *rights.Request) {
			*r = rights.Record{File: "foto/", Licence: "own", Credit: "Foto: Comune"}
		}, "", "Foto: Comune"},
		{"people", rights.Photo, func(r *rights.Record, _ *rights.Request) { r.People = true }, `warning: people can be recognised in "Tema", and no consent is recorded`, ""},
		{"people, strict", rights.Photo, func(r *rights.Record, q *rights.Request) {
			r.People, q.Policy.Media = true, rights.Strict
		}, `error: people can be recognised in "Tema", and no consent is recorded`, ""},
		{"consent", rights.Photo, func(r *rights.Record, _ *rights.Request) {
			r.People, r.Consent, r.ConsentExpires = true, "armadio 3", "2025-06-14"
		}, `note: the consent of the people in "Tema" ends on 2025-06-14`, ""},
		{"consent for as long as the post stays", rights.Photo, func(r *rights.Record, q *rights.Request) {
			r.People, r.Consent, r.ConsentExpires = true, "armadio 3", "2025-06-30"
			q.Until = time.Date(2025, 7, 1, 0, 0, 0, 0, q.Zone)
		}, "", ""},
		{"consent ends while the post stays", rights.Photo, func(r *rights.Record, q *rights.Request) {
			r.People, r.Consent, r.ConsentExpires = true, "armadio 3", "2025-06-30"
			q.Until = time.Date(2025, 7, 2, 0, 0, 0, 0, q.Zone)
		}, `warning: the consent of the people in "Tema" ends on 2025-06-30, and the post stays until 2025-07-01`, ""},
		{"consent over", rights.Photo, func(r *rights.Record, _ *rights.Request) {
			r.People, r.Consent, r.ConsentExpires = true, "armadio 3", "2025-06-13"
		}, `warning: the consent of the people in "Tema" ended on 2025-06-13`, ""},
		{"day that is none", rights.Music, func(r *rights.Record, _ *rights.Request) { r.Expires = "31/12/2025" }, `error: the day "31/12/2025" of the record of "Tema" cannot be read`, ""},
		{"music may warn", rights.Music, func(r *rights.Record, q *rights.Request) {
			r.Licence, q.Policy.Music = "", rights.Warn
		}, `warning: the record of "Tema" names no licence`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := track()
			req := request(t, c.kind, &r)
			c.change(&r, &req)
			d, faults := rights.Check(req)
			if got := show(faults); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if d.Allowed == faults.HasErrors() {
				t.Errorf("allowed %v with %v", d.Allowed, faults)
			}
			credit := ""
			if len(d.Credits) > 0 {
				credit = d.Credits[0].Text
			}
			if credit != c.credit {
				t.Errorf("credit %q, want %q", credit, c.credit)
			}
			for _, m := range faults {
				if m.Hint.IsZero() {
					t.Errorf("%v has no hint", m)
				}
			}
		})
	}
}

// The first and the last day hold from their midnights in the channel's zone,
// wherever the clock of the machine is, and across changes of the clocks.
func TestEdgesOfDays(t *testing.T) {
	for _, c := range []struct {
		zone, at, start, expires string
		ok                       bool
	}{
		{"Europe/Rome", "2025-06-14T23:59:59+02:00", "", "2025-06-14", true},
		{"Europe/Rome", "2025-06-15T00:00:00+02:00", "", "2025-06-14", false},
		{"Europe/Rome", "2025-06-14T21:59:59Z", "", "2025-06-14", true},
		{"Europe/Rome", "2025-06-14T22:00:00Z", "", "2025-06-14", false},
		{"Europe/Rome", "2025-06-14T17:00:00-05:00", "", "2025-06-14", false}, // already the 15th in Rome
		{"America/New_York", "2025-06-15T03:59:59Z", "", "2025-06-14", true},
		{"America/New_York", "2025-06-15T04:00:00Z", "", "2025-06-14", false},
		{"Europe/Rome", "2025-06-13T21:59:59Z", "2025-06-14", "", false},
		{"Europe/Rome", "2025-06-13T22:00:00Z", "2025-06-14", "", true},
		{"Europe/Rome", "2025-10-26T22:59:59Z", "", "2025-10-26", true}, // a day of 25 hours
		{"Europe/Rome", "2025-10-26T23:00:00Z", "", "2025-10-26", false},
		{"Europe/Rome", "2025-03-30T21:59:59Z", "", "2025-03-30", true}, // a day of 23 hours
		{"Europe/Rome", "2025-03-30T22:00:00Z", "", "2025-03-30", false},
	} {
		r := track()
		r.Start, r.Expires = c.start, c.expires
		req := request(t, rights.Music, &r)
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		req.At, req.Zone = at, zone(t, c.zone)
		if d, faults := rights.Check(req); d.Allowed != c.ok {
			t.Errorf("%+v: allowed %v, %v", c, d.Allowed, faults)
		}
	}
	r := track()
	r.Expires = "2025-06-30"
	req := request(t, rights.Music, &r)
	if d, faults := rights.Check(req); !d.Allowed || show(faults) != `note: the rights of "Tema" end on 2025-06-30` {
		t.Errorf("%v %v", d.Allowed, faults)
	}
	req.Until = time.Date(2025, 7, 1, 0, 0, 0, 0, req.Zone)
	if d, faults := rights.Check(req); !d.Allowed || len(faults) > 0 {
		t.Errorf("taken down in time: %v", faults)
	}
	req.Until = req.Until.Add(time.Second)
	if d, _ := rights.Check(req); d.Allowed {
		t.Error("a post that stays longer than its rights was allowed")
	}
}

func TestMissingRecord(t *testing.T) {
	d, faults := rights.Check(request(t, rights.Music, nil))
	if d.Allowed || show(faults) != `error: there is no rights record for "x" in music.yaml` {
		t.Error(faults)
	}
	d, faults = rights.Check(request(t, rights.Photo, nil))
	if !d.Allowed || show(faults) != `warning: there is no rights record for "x" in media.yaml` {
		t.Error(faults)
	}
	req := request(t, rights.Music, nil)
	req.Policy = rights.Policy{} // nothing said is the default
	if d, _ := rights.Check(req); d.Allowed {
		t.Error("without a policy music was not strict")
	}
}

func TestOverride(t *testing.T) {
	req := request(t, rights.Music, nil)
	req.Override = "ok"
	if d, faults := rights.Check(req); d.Allowed || len(faults) != 2 {
		t.Errorf("a reason of two letters was enough: %v", faults)
	}
	req.Override = "  autorizzato dall'editore al telefono, conferma in arrivo "
	d, faults := rights.Check(req)
	if !d.Allowed || d.Override != strings.TrimSpace(req.Override) || fmt.Sprint(d.Overridden) != `[there is no rights record for "x" in music.yaml]` || faults.HasErrors() || len(faults) != 1 {
		t.Errorf("%+v %v", d, faults)
	}
	r := track()
	ok := request(t, rights.Music, &r)
	ok.Override = req.Override
	if d, _ := rights.Check(ok); d.Override != "" {
		t.Error("an override that was not needed was kept")
	}
}

func TestCreditsOnce(t *testing.T) {
	a := rights.Record{File: "foto/", Licence: "own", Credit: "Foto: Comune"}
	b := a
	b.EndCard = true
	req := request(t, rights.Photo, &a)
	req.Uses = append(req.Uses, rights.Use{File: "b", Kind: rights.Photo, Record: &b})
	d, _ := rights.Check(req)
	if len(d.Credits) != 1 || !d.Credits[0].EndCard || len(d.Records) != 2 {
		t.Errorf("%+v", d)
	}
}

func TestLedger(t *testing.T) {
	var faults diag.List
	l := rights.Read(setting.Parse("media.yaml", []byte(`
- folder: foto
  licence: own
  credit: "Foto: Comune"
- folder: foto/agenzia/
  licence: contratto
  expires: 2026-01-31
- file: foto/agenzia/Piazza.JPG
  licence: CC-BY-4.0
  photographer: Anna
  people: true
  consent: consensi/1.pdf
  consent_expires: 2027-01-01
  on_end_card: true
- file: clip/a.mp4
  kind: clip
  licence: own
`), &faults))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for file, want := range map[string]string{
		"foto/a.jpg": "own", "foto/sotto/b.jpg": "own", `foto\a.jpg`: "own", "./foto/a.jpg": "own", "FOTO/a.jpg": "own",
		"foto/agenzia/c.jpg": "contratto", "foto/agenzia/piazza.jpg": "CC-BY-4.0", "fotografie/a.jpg": "", "a.jpg": "", "foto/../a.jpg": "",
	} {
		r, ok := l.Find(file, rights.Photo)
		got := ""
		if ok {
			got = r.Licence
		}
		if got != want {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
	if _, ok := l.Find("clip/a.mp4", rights.Photo); ok {
		t.Error("a clip's record was taken for a photo")
	}
	r, _ := l.Find("foto/agenzia/piazza.jpg", "")
	if !r.People || !r.EndCard || r.Author != "Anna" || r.Pos.Line != 8 {
		t.Errorf("%+v", r)
	}
}

func TestReadFaults(t *testing.T) {
	for text, want := range map[string]string{
		"- licence: own":                                        "error: a record names neither a file nor a folder",
		"- file: a\n  folder: b\n  licence: own":                "error: the record names a file and a folder",
		"- file: a\n  expires: 31/12/2025":                      `error: "31/12/2025" is not a date`,
		"- file: a\n  start: 2025-02-01\n  expires: 2025-01-01": "error: the rights end on 2025-01-01, before they start on 2025-02-01",
		"- file: a\n  license: own":                             `error: unknown key "license"`,
		"- file: a\n  kind: foto":                               `error: "kind" "foto" is not known`,
	} {
		var faults diag.List
		rights.Read(setting.Parse("media.yaml", []byte(text), &faults))
		if got := show(faults); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestPolicy(t *testing.T) {
	for text, want := range map[string]rights.Policy{
		"x: 1": rights.DefaultPolicy(), "rights: strict": {Music: rights.Strict, Media: rights.Strict}, "rights: warn": {Music: rights.Warn, Media: rights.Warn},
		"rights: {media: strict}": {Music: rights.Strict, Media: rights.Strict}, "rights: {music: warn}": {Music: rights.Warn, Media: rights.Warn},
	} {
		var faults diag.List
		got := rights.ReadPolicy(setting.Parse("c", []byte(text), &faults).Map("rights", "x")["rights"])
		if got != want || len(faults) > 0 {
			t.Errorf("%q: %+v %v", text, got, faults)
		}
	}
}

func TestOfEvent(t *testing.T) {
	if _, ok := rights.OfEvent(&event.Event{}); ok {
		t.Error("an event without columns has a record")
	}
	r, ok := rights.OfEvent(&event.Event{Images: []string{"a.jpg"}, Extra: map[string]string{"photo_credit": "Foto: Anna", "photo_expires": "31/12/2025"}})
	if !ok || r.Credit != "Foto: Anna" || r.Expires != "2025-12-31" || r.File != "a.jpg" {
		t.Errorf("%+v", r)
	}
}

func TestPhase(t *testing.T) {
	r := rights.Record{Start: "2025-06-14", Expires: "2025-06-30", ConsentExpires: "2025-06-20"}
	rome := zone(t, "Europe/Rome")
	for at, want := range map[string]string{
		"2025-06-13T21:59:59Z": "before", "2025-06-13T22:00:00Z": "during", "2025-06-20T21:59:59Z": "during", "2025-06-20T22:00:00Z": "after", "2025-07-01T00:00:00Z": "after",
	} {
		moment, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Phase(moment, rome); got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
	if got := (&rights.Record{Expires: "mai"}).Phase(time.Now(), rome); got != "during" {
		t.Error(got)
	}
}
