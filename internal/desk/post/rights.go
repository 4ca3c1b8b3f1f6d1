package post

import (
	"slices"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/rights"
	"github.com/giro-video/giro/internal/content/rules"
)

// checkRights asks the ledger whether the post may be made of its music and
// pictures, today, in this format.
func (p *Post) checkRights(req Request, faults *diag.List) {
	var pictures []string
	for _, in := range p.Inputs {
		if in.Role == "photo" && !slices.Contains(pictures, in.Name) {
			pictures = append(pictures, in.Name)
		}
	}
	at := req.Published
	if at.IsZero() {
		at = req.Today
	}
	decision, list := rights.Check(rights.Request{
		Uses: req.Channel.Uses(p.Track, p.Event, pictures), Format: p.Format.Name, At: at, Zone: req.Channel.Zone,
		Policy: req.Channel.Rights, Override: req.Override,
	})
	*faults = append(*faults, list...)
	p.Rights = decision
	for _, c := range decision.Credits {
		if c.EndCard {
			faults.Warnf(p.Event.At("image"), "credit", "write the credit into the event's closing text, which the last scene shows",
				"the licence asks for the credit %q in the video; it stands in the caption", c.Text)
		}
	}
}

// checkRules holds the finished texts against the channel's house rules.
func (p *Post) checkRules(req Request, faults *diag.List) {
	texts := rules.Texts{
		Format: p.Format.Name, Language: p.Plan.Language, Category: p.Event.Category,
		Caption: p.Texts.Caption, Hashtags: rules.Tags(p.Texts.Caption), At: p.Event.At(""),
	}
	for _, c := range p.Plan.Cues {
		texts.Screen = append(texts.Screen, rules.Text{Field: c.Field, Text: c.Text, At: p.Event.At(c.Field)})
	}
	*faults = append(*faults, req.Channel.Rules.Check(texts)...)
}
