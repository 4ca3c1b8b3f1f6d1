package post_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/desk/post"
)

// recorded is the sample channel, strict with photos, whose picture of the first
// event has the record, and whose settings end with the lines that are given.
func recorded(t *testing.T, record, settings string) (*channel.Channel, *event.Event) {
	t.Helper()
	ch := sample(t)
	ev := events(t, ch, "eventi.csv")[0]
	media := fmt.Sprintf("- {file: %q, title: Muri, licence: own, %s}\n", ev.Images[0], record)
	write(t, ch.Dir, "media.yaml", media)
	write(t, ch.Dir, "prova.pdf", "the licence as it was signed")
	old := string(read(t, filepath.Join(ch.Dir, "channel.yaml")))
	write(t, ch.Dir, "channel.yaml", old+"rights: strict\n"+settings+"\n")
	return load(t, ch.Dir), ev
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestRightsOfAPost holds that everything that a record can limit is asked for:
// where, when, how long and for what.
func TestRightsOfAPost(t *testing.T) {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	day := func(d, h, m int) time.Time { return time.Date(2025, 6, d, h, m, 0, 0, rome) }
	signed := digest.Of([]byte("the licence as it was signed")).String()
	for _, c := range []struct {
		name, record, settings string
		change                 func(*post.Request)
		want                   string // the error, or "" for none
	}{
		{"in order", "", "", nil, ""},
		{"platform", "platforms: [youtube]", "", nil, "do not cover universal"},
		{"organic", "uses: [advertising]", "", nil, `do not cover the use "organic"`},
		{"advertising", "uses: [organic]", "", func(r *post.Request) { r.Strict = true }, `do not cover the use "advertising"`},
		{"advertising, covered", "uses: [ads]", "", func(r *post.Request) { r.Strict = true }, ""},
		{"screens", "uses: [organic]", "", func(r *post.Request) { r.Format, r.Cut = "screen-portrait", "short" }, `do not cover the use "screens"`},
		{"screens, covered", "uses: [organic], platforms: [screens]", "", func(r *post.Request) { r.Format, r.Cut = "screen-portrait", "short" }, ""},
		{"territory", "territories: [IT]", "territories: [IT, CH]", nil, "do not cover CH"},
		{"territory, covered", "territories: [EU]", "territories: [IT, DE]", nil, ""},
		{"territory, not said", "territories: [IT]", "", nil, ""},
		{"last minute of the last day", "expires: 2025-06-14", "", func(r *post.Request) { r.Published = day(14, 23, 59) }, ""},
		{"the day after", "expires: 2025-06-14", "", func(r *post.Request) { r.Published = day(15, 0, 0) }, "ended on 2025-06-14"},
		{"the last day in the zone of the channel, not of the clock", "expires: 2025-06-14", "", func(r *post.Request) {
			r.Published = time.Date(2025, 6, 14, 22, 30, 0, 0, time.UTC)
		}, "ended on 2025-06-14"},
		{"the first day", "start: 2025-06-14", "", func(r *post.Request) { r.Published = time.Date(2025, 6, 13, 22, 0, 0, 0, time.UTC) }, ""},
		{"before the first day", "start: 2025-06-14", "", func(r *post.Request) { r.Published = time.Date(2025, 6, 13, 21, 59, 0, 0, time.UTC) }, "start on 2025-06-14"},
		{"stands as long as the rights", "expires: 2025-06-14", "", func(r *post.Request) { r.Until = day(15, 0, 0) }, ""},
		{"stands longer", "expires: 2025-06-14", "", func(r *post.Request) { r.Until = day(16, 0, 0) }, "and the post stays until 2025-06-15"},
		{"consent stands as long", "people: true, consent: armadio 3, consent_expires: 2025-06-14", "", func(r *post.Request) { r.Until = day(15, 0, 0) }, ""},
		{"consent ends before", "people: true, consent: armadio 3, consent_expires: 2025-06-14", "", func(r *post.Request) { r.Until = day(16, 0, 0) }, "the consent of the people"},
		{"no consent", "people: true", "", nil, "no consent is recorded"},
		{"proof", "proof: prova.pdf, proof_sha256: " + signed, "", nil, ""},
		{"another proof", "proof: prova.pdf, proof_sha256: " + strings.Repeat("ab", 32), "", nil, "is not the file that was recorded"},
		{"no proof there", "proof: altra.pdf", "", nil, `the proof "altra.pdf" of "Muri" is not in the channel`},
	} {
		t.Run(c.name, func(t *testing.T) {
			ch, ev := recorded(t, c.record, c.settings)
			req := post.Request{Channel: ch, Event: ev, DataDir: ch.Dir, Template: "spotlight", Today: today(ch)}
			if c.change != nil {
				c.change(&req)
			}
			asm, err := post.NewAssembler()
			if err != nil {
				t.Fatal(err)
			}
			p, faults, err := asm.Assemble(req)
			if err != nil {
				t.Fatal(err)
			}
			found := slices.IndexFunc(faults, func(m diag.Message) bool {
				return m.Severity == diag.Error && c.want != "" && strings.Contains(m.Text.String(), c.want)
			})
			if (p == nil) != (c.want != "") || (found < 0) != (c.want == "") {
				t.Errorf("made %v with %v, want %q", p != nil, faults, c.want)
			}
		})
	}
}

// TestCreditOnTheEndCard asks for a credit in the video, and for none of a
// picture that is not shown.
func TestCreditOnTheEndCard(t *testing.T) {
	ch, ev := recorded(t, `credit: "Foto: Anna Rossi", on_end_card: true`, "")
	req := post.Request{Channel: ch, Event: ev}
	p := assemble(t, req)
	last := p.Plan.Cues[len(p.Plan.Cues)-1]
	if last.Text != "Foto: Anna Rossi" || last.Field != "credits" || !strings.Contains(p.Texts.Caption, last.Text) {
		t.Errorf("the last text is %+v, the caption %q", last, p.Texts.Caption)
	}
	other := *ev
	other.Images = nil
	req.Event = &other
	if p = assemble(t, req); len(p.Rights.Records) != 1 || strings.Contains(p.Texts.Caption, "Anna") {
		t.Errorf("a picture that is not shown has a record: %+v", p.Rights)
	}
}

// TestDisclaimerOnTheScreen asks for a sentence that must be read in the video.
func TestDisclaimerOnTheScreen(t *testing.T) {
	const sentence = "Chiedi al tuo medico prima di partecipare."
	ch, ev := recorded(t, `credit: "Foto: Anna Rossi", on_end_card: true`, "rules: {disclaimers: [{text: "+sentence+", in: screen}]}")
	p := assemble(t, post.Request{Channel: ch, Event: ev})
	last := p.Plan.Cues[len(p.Plan.Cues)-1]
	if last.Text != sentence+" · Foto: Anna Rossi" || !strings.Contains(p.Texts.Caption, sentence) {
		t.Errorf("the last text is %+v, the caption %q", last, p.Texts.Caption)
	}
	// Whoever says it already does not say it twice.
	own := *ev
	own.Extra = map[string]string{"closing": sentence}
	if p = assemble(t, post.Request{Channel: ch, Event: &own}); strings.Contains(p.Plan.Cues[len(p.Plan.Cues)-1].Text, sentence) && p.Plan.Cues[len(p.Plan.Cues)-1].Field == "credits" {
		t.Errorf("said twice: %+v", p.Plan.Cues)
	}
}

// TestManifestKeepsTheProof renders a post that rests on a proof and on a reason.
func TestManifestKeepsTheProof(t *testing.T) {
	tool, st := kit(t)
	ch, ev := recorded(t, "proof: prova.pdf, expires: 2025-01-31", "")
	reason := "prorogata a voce dalla fotografa il 2 maggio"
	p := assemble(t, post.Request{Channel: ch, Event: ev, Cut: "short", Format: "square", Override: reason})
	res := render(t, p, tool, st, 2, fast)
	var m post.Manifest
	if err := json.Unmarshal(read(t, res.Kit.Manifest), &m); err != nil {
		t.Fatal(err)
	}
	want := post.Proof{Of: ev.Images[0], Name: "prova.pdf", SHA256: digest.Of([]byte("the licence as it was signed")).String()}
	if !slices.Equal(m.Proofs, []post.Proof{want}) {
		t.Errorf("%+v", m.Proofs)
	}
	if m.Override == nil || m.Override.Reason != reason || len(m.Override.Faults) != 1 || !strings.Contains(m.Override.Faults[0], "ended on 2025-01-31") {
		t.Errorf("%+v", m.Override)
	}
}
