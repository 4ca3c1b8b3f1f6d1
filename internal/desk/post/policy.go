package post

import (
	"fmt"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/rights"
	"github.com/giro-video/giro/internal/content/rules"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/film/postkit"
)

// RightsFact is what the manifest keeps of the rights that a post rests on.
type RightsFact struct {
	Records    []RecordFact `json:"records"`
	Override   string       `json:"override,omitempty"`
	Overridden []string     `json:"overridden,omitempty"`
}

// RecordFact names one record of the ledger.
type RecordFact struct {
	File    string `json:"file"`
	Licence string `json:"licence,omitempty"`
	Source  string `json:"source,omitempty"`
	Credit  string `json:"credit,omitempty"`
	Expires string `json:"expires,omitempty"`
	Proof   string `json:"proof,omitempty"`
}

// rightsFact is the manifest's part of a decision, nil when there is nothing to keep.
func rightsFact(d *rights.Decision) *RightsFact {
	if d == nil || (len(d.Records) == 0 && d.Override == "") {
		return nil
	}
	out := &RightsFact{Records: []RecordFact{}, Override: d.Override, Overridden: d.Overridden}
	for _, r := range d.Records {
		f := RecordFact{File: r.File, Licence: r.Licence, Source: r.Source, Credit: r.Credit, Expires: r.Expires, Proof: r.Proof}
		if !slices.Contains(out.Records, f) {
			out.Records = append(out.Records, f)
		}
	}
	return out
}

// checkRights asks whether the post may be made of what it is made of.
func (p *Post) checkRights(req Request, events []*event.Event, faults *diag.List) {
	var uses []rights.Use
	if p.Track != nil {
		uses = req.Channel.Uses(p.Track, nil, nil)
	}
	seen := map[string]bool{}
	for _, in := range p.Inputs {
		if in.Role != "photo" || seen[in.Name] {
			continue
		}
		seen[in.Name] = true
		owner := p.Event
		for _, e := range events {
			if slices.Contains(e.Images, in.Name) {
				owner = e
			}
		}
		uses = append(uses, req.Channel.Uses(nil, owner, []string{in.Name})...)
	}
	if len(req.Channel.Media) == 0 && req.Channel.Rights.Media != rights.Strict {
		uses = p.withoutLedger(uses, faults)
	}
	d, list := rights.Check(rights.Request{
		Uses: uses, Format: p.Format.Name, For: req.Use, At: req.Today, Zone: req.Channel.Zone, Policy: req.Channel.Rights, Override: req.Override,
	})
	p.Rights = &d
	*faults = append(*faults, list...)
}

// withoutLedger says in one note, not one by one, that pictures have no record
// in a channel that keeps none yet.
func (p *Post) withoutLedger(uses []rights.Use, faults *diag.List) []rights.Use {
	bare := 0
	out := slices.DeleteFunc(slices.Clone(uses), func(u rights.Use) bool {
		missing := u.Kind != rights.Music && u.Record == nil
		if missing {
			bare++
		}
		return missing
	})
	if bare > 0 {
		text := "one picture has no rights record"
		if bare > 1 {
			text = fmt.Sprintf("%d pictures have no rights record", bare)
		}
		faults.Notef(p.Event.At("image"), "rights", "say in media.yaml whose they are; one record may stand for a whole folder", "%s", text)
	}
	return out
}

// mustSay adds what licences and house rules ask the caption to say.
func (p *Post) mustSay(req Request, in *postkit.Input) {
	if p.Rights != nil {
		for _, c := range p.Rights.Credits {
			if c.Text != in.Music {
				in.Credits = append(in.Credits, c.Text)
			}
		}
	}
	a := req.Channel.Rules.Additions(p.Event.Category, p.Plan.Language)
	in.Closing = append(in.Closing, a.Disclaimers...)
	if a.Signature != "" {
		in.Closing = append(in.Closing, a.Signature)
	}
	for _, tag := range a.Hashtags {
		if tag = tag[1:]; !slices.Contains(in.Hashtags, tag) {
			in.Hashtags = append([]string{tag}, in.Hashtags...)
		}
	}
}

// checkRules holds the texts of the post against the house rules, and asks
// that the credits which must be seen are on the screen.
func (p *Post) checkRules(req Request, faults *diag.List) {
	t := rules.Texts{Format: p.Format.Name, Language: p.Plan.Language, Category: p.Event.Category, Caption: p.Texts.Caption, At: p.Event.At("")}
	for _, c := range p.Plan.Cues {
		t.Screen = append(t.Screen, rules.Text{Field: "screen", Text: c.Text, At: p.Event.At("title")})
	}
	*faults = append(*faults, req.Channel.Rules.Check(t)...)
	if p.Rights == nil {
		return
	}
	for _, c := range p.Rights.Credits {
		if c.EndCard && !slices.ContainsFunc(p.Plan.Cues, func(q timeline.Cue) bool { return strings.Contains(q.Text, c.Text) }) {
			faults.Warnf(p.Event.At(""), "credit", "put it into the event's closing line", "the credit %q must be seen in the video, and is not", c.Text)
		}
	}
}
