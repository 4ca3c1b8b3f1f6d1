package post_test

import (
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/rights"
	"github.com/giro-video/giro/internal/content/rules"
	"github.com/giro-video/giro/internal/desk/post"
)

// TestPolicy assembles one post under several rights and house rules.
func TestPolicy(t *testing.T) {
	asm, err := post.NewAssembler()
	if err != nil {
		t.Fatal(err)
	}
	ch := sample(t)
	ev := events(t, ch, "eventi.csv")[0]
	try := func(change func(*post.Request)) (*post.Post, diag.List) {
		t.Helper()
		other := *ch
		other.Rules, other.Music = &rules.Rules{}, append(ch.Music[:0:0], ch.Music...)
		e := *ev
		req := post.Request{Channel: &other, Event: &e, Cut: "short", Template: "spotlight", DataDir: ch.Dir, Today: today(ch)}
		if change != nil {
			change(&req)
		}
		p, faults, err := asm.Assemble(req)
		if err != nil {
			t.Fatal(err)
		}
		return p, faults
	}
	has := func(l diag.List, severity diag.Severity, part string) bool {
		for _, m := range l {
			if m.Severity == severity && strings.Contains(m.Text, part) {
				return true
			}
		}
		return false
	}

	if p, faults := try(nil); p == nil || p.Rights == nil || !p.Rights.Allowed || len(p.Rights.Records) == 0 {
		t.Fatalf("the sample is refused: %v", faults)
	}
	bare := func(q *post.Request) {
		r := &q.Channel.Music[0].Rights
		r.Licence, r.Source, r.Proof, r.Credit, r.Licensee = "", "", "", "", ""
	}
	if p, faults := try(bare); p != nil || !has(faults, diag.Error, "there is no rights record for") {
		t.Errorf("music without a record was used: %v", faults)
	}
	p, faults := try(func(q *post.Request) { bare(q); q.Override = "autorizzato dall'editore il 3 maggio" })
	if p == nil || p.Rights.Override == "" || len(p.Rights.Overridden) != 1 || !has(faults, diag.Warning, "there is no rights record for") {
		t.Errorf("a reason did not help: %v", faults)
	}
	if p, faults := try(func(q *post.Request) { q.Channel.Music[0].Rights.Expires = "2025-05-13" }); p != nil || !has(faults, diag.Error, "ended on 2025-05-13") {
		t.Errorf("rights that ended the day before were used: %v", faults)
	}
	if p, faults := try(func(q *post.Request) { q.Channel.Rights.Media = rights.Strict }); p != nil && len(ev.Images) > 0 {
		t.Errorf("photos without a record were used under strict: %v", faults)
	}
	p, faults = try(func(q *post.Request) {
		q.Channel.Rights.Media = rights.Strict
		q.Channel.Media = rights.Ledger{{File: "./", Licence: "own", Credit: "Foto: Comune di Valdimonte"}}
	})
	if p == nil || !strings.Contains(p.Texts.Caption, "Foto: Comune di Valdimonte") {
		t.Errorf("the credit of the folder is missing: %v", faults)
	}

	p, faults = try(func(q *post.Request) {
		q.Channel.Rules = &rules.Rules{
			Signature: rules.Phrase{"": "Ufficio stampa"}, Hashtags: rules.Hashtags{Required: []string{"#Valdimonte"}},
			Disclaimers: []rules.Disclaimer{{Text: rules.Phrase{"": "Il programma può cambiare."}}},
		}
	})
	if p == nil || !strings.Contains(p.Texts.Caption, "Il programma può cambiare.\nUfficio stampa") || !strings.Contains(p.Texts.Caption, "#Valdimonte") {
		t.Errorf("the house rules are not kept: %v", faults)
		if p != nil {
			t.Log(p.Texts.Caption)
		}
	}
	if p, faults := try(func(q *post.Request) {
		q.Channel.Rules = &rules.Rules{Hashtags: rules.Hashtags{Maximum: map[string]int{"": 0}, Required: []string{"#Valdimonte"}}}
	}); p != nil || !has(faults, diag.Error, "the house rules allow 0") {
		t.Errorf("too many hashtags were let through: %v", faults)
	}
}
