package post

import (
	"cmp"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/content/rights"
	"github.com/giro-video/giro/internal/content/rules"
	"github.com/giro-video/giro/internal/design/timeline"
)

// checkRights asks whether the post may be made of what it uses, on its days, in this format and the channel's territories. It
// returns the credits that must be seen in the video.
func (p *Post) checkRights(w *wanted, uses []rights.Use, faults *diag.List) (onScreen []string) {
	for i := range uses {
		prove(w.Channel, &uses[i])
	}
	p.Proofs = proofs(uses)
	decision, list := rights.Check(rights.Request{
		Uses: uses, Format: p.Format.Name, For: useOf(w.Request, p.Format.Name), Territories: w.Channel.Territories,
		At: w.day(), Until: w.Until, Zone: w.Channel.Zone, Policy: w.Channel.Rights, Override: w.Override,
	})
	*faults = append(*faults, list...)
	p.Rights = decision
	for _, c := range decision.Credits {
		if c.EndCard {
			onScreen = append(onScreen, c.Text)
		}
	}
	return onScreen
}

// PreviewRights returns what the rights check will report about a post, before the
// post is assembled: about its music, and every picture that it may show.
func (a *Assembler) PreviewRights(req Request) (diag.List, error) {
	var faults diag.List
	t, err := a.Template(req.Channel, req.Template, &faults)
	if err != nil {
		return nil, err
	}
	f, ferr := format.ByName(cmp.Or(req.Format, req.Channel.Format))
	if t == nil || ferr != nil {
		return nil, nil //nolint:nilerr // Assemble reports it
	}
	w := want(req, t, f, &faults)
	p := &Post{Event: w.event, Format: f}
	faults = nil
	p.checkRights(w, w.uses(every), &faults)
	return faults, nil
}

// useOf returns the use of a post for the rights check: advertising for the smaller
// safe box of advertisements, screens for formats of public screens, else organic.
func useOf(req Request, format string) string {
	switch {
	case req.Strict:
		return "advertising"
	case rights.Platform(format) == "screens":
		return "screens"
	}
	return "organic"
}

// prove computes the digest of the file that proves a record.
func prove(ch *channel.Channel, u *rights.Use) {
	if u.Record == nil || u.Record.Proof == "" {
		return
	}
	file, err := ch.Path(u.Record.Proof)
	if err == nil {
		var sum digest.Sum
		if sum, err = fileDigest(file); err == nil {
			u.ProofSHA256 = sum.String()
		}
	}
	u.ProofMissing = err != nil
}

// Proof is a file that proves that something may be used, as it was when the
// post was made.
type Proof struct {
	Of     string `json:"of"` // the file that is used
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// proofs lists the proofs that were read.
func proofs(uses []rights.Use) []Proof {
	var out []Proof
	for _, u := range uses {
		if u.ProofSHA256 != "" {
			out = append(out, Proof{Of: u.File, Name: u.Record.Proof, SHA256: u.ProofSHA256})
		}
	}
	return out
}

// missingCredits warns of credits that the video does not show although their licence
// requires it, because the template has no place for them.
func (p *Post) missingCredits(credits []string, faults *diag.List) {
	for _, text := range credits {
		if !slices.ContainsFunc(p.Plan.Cues, func(c timeline.Cue) bool { return strings.Contains(c.Text, text) }) {
			faults.Warnf(p.Event.At("image"), "credit", diag.T("write {credits} into the last scene of the template"),
				"the licence asks for the credit %q in the video; it stands in the caption alone", text)
		}
	}
}

// shownPhotos keeps the photos that the plan shows, out of all that the event names.
func (p *Post) shownPhotos() {
	shown := map[string]bool{}
	for _, s := range p.Plan.Scenes {
		for _, l := range s.Layers {
			if ph, ok := l.Paint.(*timeline.Photo); ok {
				shown[ph.Source] = true
			}
		}
	}
	p.Inputs = slices.DeleteFunc(p.Inputs, func(in Input) bool { return in.Role == rolePhoto && !shown[in.Path] })
}

// notices returns the sentences that the house rules require in the video and that no
// text in it contains.
func (p *Post) notices(req Request) []string {
	screen := req.Channel.Rules.Additions(p.Event.Category, p.Plan.Language).Screen
	return slices.DeleteFunc(screen, func(text string) bool {
		return slices.ContainsFunc(p.Plan.Cues, func(c timeline.Cue) bool { return rules.Contains(c.Text, text) })
	})
}

// checkRules checks the finished texts against the channel's house rules.
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
