package rights

import (
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// Use is one file that a post is made of.
type Use struct {
	File   string
	Kind   Kind
	Record *Record  // nil when there is none
	At     diag.Pos // where the file is named

	// ProofSHA256 is the digest of the proof as it lies in the channel, in
	// hexadecimal; "" when it was not read.
	ProofSHA256  string
	ProofMissing bool // the record names a proof that is not in the channel
}

// Request is the post that is to be checked.
type Request struct {
	Uses        []Use
	Format      string         // "reels"
	For         string         // organic, advertising or screens; "" is organic
	Territories []string       // where it is addressed to; nil when that is not known
	At          time.Time      // when it is published
	Until       time.Time      // when it is taken down; zero when it stays
	Zone        *time.Location // the channel's; nil is UTC
	Policy      Policy
	Override    string // why the post is made in spite of what the check says
}

// Credit is a line that must be published with a post.
type Credit struct {
	Text    string
	EndCard bool // also in the video itself; every credit goes into the caption
}

// Decision is the result of the check; the manifest records it.
type Decision struct {
	Allowed    bool
	Credits    []Credit // each line once, in the order of the uses
	Records    []Record // the records that permit the post
	Override   string   // the reason, when it was needed
	Overridden []string // what would have refused the post
}

// minReason is the least length of a reason, in characters, so that it is not just "ok".
const minReason = 12

// Check decides whether a post may be made. It reads no clock and no file.
//
// A fault is an error where the policy is strict, and a warning where it warns.
// With a reason in Override, errors become warnings, and the decision records the
// reason and the errors.
func Check(req Request) (Decision, diag.List) {
	c := checker{req: req, zone: req.Zone}
	if c.zone == nil {
		c.zone = time.UTC
	}
	if c.req.For == "" {
		c.req.For = "organic"
	}
	for _, u := range req.Uses {
		c.use(u)
	}
	d := Decision{Credits: c.credits, Records: c.records}
	reason := strings.TrimSpace(req.Override)
	switch {
	case !c.faults.HasErrors():
		d.Allowed = true
	case reason != "" && len([]rune(reason)) >= minReason:
		d.Allowed, d.Override = true, reason
		for i, m := range c.faults {
			if m.Severity == diag.Error {
				d.Overridden = append(d.Overridden, m.Text.String())
				c.faults[i].Severity = diag.Warning
			}
		}
	case reason != "":
		c.faults.Errorf(diag.Pos{}, "override", diag.T("say in a sentence who allowed it and why"), "the reason %q is too short to be one", reason)
	}
	return d, c.faults
}

// checker collects what is found.
type checker struct {
	req     Request
	zone    *time.Location
	faults  diag.List
	credits []Credit
	records []Record
}

// refuse adds a fault at the level of the policy.
func (c *checker) refuse(u Use, field string, hint diag.Text, format string, args ...any) {
	at := u.At
	if u.Record != nil && u.Record.Pos != (diag.Pos{}) {
		at = u.Record.Pos
	}
	m := diag.Message{Pos: at, Field: field, Severity: diag.Error, Text: diag.T(format, args...), Hint: hint}
	if c.req.Policy.level(u.Kind) == Warn {
		m.Severity = diag.Warning
	}
	c.faults.Add(m)
}

// use checks one file.
func (c *checker) use(u Use) {
	r := u.Record
	if r == nil {
		file, hint := "media.yaml", diag.T("add a record with its licence to media.yaml, or one for its whole folder")
		if u.Kind == Music {
			file, hint = "music.yaml", diag.T("add its licence, source and credit to music.yaml, or choose a track that has them")
		}
		c.refuse(u, "rights", hint, "there is no rights record for %q in %s", u.File, file)
		return
	}
	c.records = append(c.records, *r)
	if r.Licence == "" {
		c.refuse(u, "licence", diag.T(`write under which licence or contract it is used, or "own" if it is yours`), "the record of %q names no licence", r.name())
	}
	c.scope(u)
	c.days(u)
	c.consent(u)
	c.terms(u)
	if u.ProofMissing && r.Proof != "" {
		c.refuse(u, "proof", diag.T("put the file there, or correct its name; a place outside the channel belongs into source"), "the proof %q of %q is not in the channel", r.Proof, r.name())
	}
	if u.ProofSHA256 != "" && r.ProofSHA256 != "" && !strings.EqualFold(u.ProofSHA256, r.ProofSHA256) {
		c.refuse(u, "proof", diag.T("restore the file, or check the licence again and record the new digest"), "the proof %q of %q is not the file that was recorded", r.Proof, r.name())
	}
	c.incomplete(u)
	if text := creditLine(r); text != "" {
		c.credit(Credit{text, r.EndCard})
	}
}

// scope checks platform, use and territory.
func (c *checker) scope(u Use) {
	r := u.Record
	platform := Platform(c.req.Format)
	if !covers(r.Platforms, platform) {
		c.refuse(u, "platforms", diag.T("ask for the right, or use something else for this format"), "the rights of %q do not cover %s, only %s", r.name(), platform, strings.Join(r.Platforms, ", "))
	}
	if only := library(r.Licence); only != "" && platform != only {
		c.refuse(u, "licence", diag.T("use a track whose licence covers this platform"), "the licence of %q is that of %s's own library, which holds nowhere else", r.name(), only)
	}
	// A record that names screens as a platform permits them for any use but advertising.
	onScreens := canonical(c.req.For) == screens && slices.ContainsFunc(r.Platforms, func(p string) bool { return canonical(p) == screens }) && covers(r.Uses, "organic")
	if !covers(r.Uses, c.req.For) && !onScreens {
		c.refuse(u, "uses", diag.T("ask for the right, or use something else"), "the rights of %q do not cover the use %q, only %s", r.name(), c.req.For, strings.Join(r.Uses, ", "))
	}
	if len(c.req.Territories) == 0 && !covers(r.Territories, anywhere) {
		c.faults.Notef(r.Pos, "territories", diag.T("add where the channel is seen to channel.yaml, as in territories: [IT]"), "the rights of %q hold in %s, and the channel does not say where it is seen", r.name(), strings.Join(r.Territories, ", "))
	}
	for _, t := range c.req.Territories {
		if !covers(r.Territories, t) {
			c.refuse(u, "territories", diag.T("ask for the right, or use something else there"), "the rights of %q do not cover %s, only %s", r.name(), strings.ToUpper(t), strings.Join(r.Territories, ", "))
		}
	}
}

// library returns the platform whose own music library a licence comes from, or "".
func library(licence string) string {
	l := strings.ToLower(licence)
	switch {
	case strings.Contains(l, "tiktok"), strings.Contains(l, "commercial music library"):
		return "tiktok"
	case strings.Contains(l, "meta sound collection"):
		return "" // licensed for all of Meta's platforms: what the record says counts
	case strings.Contains(l, "youtube audio library") && !strings.Contains(l, "cc"):
		return "youtube"
	}
	return ""
}

// screens is the platform and the use of what is shown in public places.
const screens = "screens"

// anywhere is a territory that only a record without limits covers.
const anywhere = "anywhere"

// days checks the first and the last day, both included, in the channel's zone.
func (c *checker) days(u Use) {
	r := u.Record
	if start, ok := c.day(u, "start", r.Start); ok && c.req.At.Before(start) {
		c.refuse(u, "start", diag.T("publish it then, or use something else"), "the rights of %q start on %s", r.name(), r.Start)
	}
	end, ok := c.day(u, "expires", r.Expires)
	if !ok {
		return
	}
	switch over := end.AddDate(0, 0, 1); {
	case !c.req.At.Before(over):
		c.refuse(u, "expires", diag.T("renew them, or use something else"), "the rights of %q ended on %s", r.name(), r.Expires)
	case !c.req.Until.IsZero() && c.req.Until.After(over):
		c.refuse(u, "expires", diag.T("take the post down before, or renew them"), "the rights of %q end on %s, and the post stays until %s", r.name(), r.Expires, lastDay(c.req.Until, c.zone))
	case c.req.Until.IsZero():
		c.faults.Notef(r.Pos, "expires", diag.T("take the post down by then, or renew them"), "the rights of %q end on %s", r.name(), r.Expires)
	}
}

// lastDay is the last day on which a post is visible that is taken down at until: at
// midnight it is the day before.
func lastDay(until time.Time, zone *time.Location) string {
	return until.In(zone).Add(-time.Nanosecond).Format(time.DateOnly)
}

// day reads a day as its midnight in the channel's zone. A day that cannot be read is
// refused, as if there were no right.
func (c *checker) day(u Use, field, text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, false
	}
	t, err := time.ParseInLocation(time.DateOnly, text, c.zone)
	if err != nil {
		c.refuse(u, field, diag.T("write it as year-month-day, as in 2026-03-31"), "the day %q of the record of %q cannot be read", text, u.Record.name())
		return time.Time{}, false
	}
	return t, true
}

// consent checks that the people in a picture agreed, and still do.
func (c *checker) consent(u Use) {
	r := u.Record
	if r.People && r.Consent == "" {
		c.refuse(u, "consent", diag.T("write where the signed consents are kept, or use a picture in which nobody can be recognised"), "people can be recognised in %q, and no consent is recorded", r.name())
	}
	end, ok := c.day(u, "consent_expires", r.ConsentExpires)
	if !ok {
		return
	}
	switch over := end.AddDate(0, 0, 1); {
	case !c.req.At.Before(over):
		c.refuse(u, "consent_expires", diag.T("ask them again, or use another picture"), "the consent of the people in %q ended on %s", r.name(), r.ConsentExpires)
	case !c.req.Until.IsZero() && c.req.Until.After(over):
		c.refuse(u, "consent_expires", diag.T("take the post down before, or ask them again"), "the consent of the people in %q ends on %s, and the post stays until %s", r.name(), r.ConsentExpires, lastDay(c.req.Until, c.zone))
	case c.req.Until.IsZero():
		c.faults.Notef(r.Pos, "consent_expires", diag.T("take the post down by then, or ask them again"), "the consent of the people in %q ends on %s", r.name(), r.ConsentExpires)
	}
}

// terms checks the conditions that kinds of licence set.
func (c *checker) terms(u Use) {
	r := u.Record
	l := strings.ToUpper(strings.ReplaceAll(r.Licence, " ", "-"))
	if u.Kind == Music && (l == "SIAE" || strings.HasPrefix(l, "SIAE-")) {
		c.refuse(u, "licence", diag.T("obtain the consent of author or publisher and of the producer of the recording"), "a licence of SIAE does not cover joining %q with pictures", r.name())
	}
	if !isCC(l) {
		return
	}
	has := func(term string) bool { return strings.Contains(l+"-", "-"+term+"-") }
	at := r.Pos
	if has("BY") && creditLine(r) == "" {
		c.refuse(u, "credit", diag.T("add title, author and source, or the credit line itself"), "the licence %s of %q asks for a credit, and the record gives none", r.Licence, r.name())
	}
	if has("NC") {
		if canonical(c.req.For) == "advertising" {
			c.refuse(u, "licence", diag.T("use something else for advertising"), "the licence %s of %q forbids commercial use", r.Licence, r.name())
		} else {
			c.faults.Warnf(at, "licence", diag.T("make sure that the post sells and promotes nothing"), "the licence %s of %q forbids commercial use", r.Licence, r.name())
		}
	}
	if has("ND") {
		c.faults.Warnf(at, "licence", diag.T("ask the author, or use something else: joining music with pictures and cropping are adaptations"), "the licence %s of %q forbids adaptations", r.Licence, r.name())
	}
	if has("SA") {
		c.faults.Warnf(at, "licence", diag.T("publish the post under the same licence, or use something else"), "the licence %s of %q asks that what is made from it has the same licence", r.Licence, r.name())
	}
}

func isCC(licence string) bool {
	return strings.HasPrefix(licence, "CC-") || strings.HasPrefix(licence, "CREATIVE-COMMONS")
}

// free reports whether a licence needs no proof: one's own work, or the public domain.
func free(licence string) bool {
	switch strings.ToLower(strings.TrimSpace(licence)) {
	case "own", "proprio", "propria", "nostro", "nostra", "eigen", "cc0", "cc0-1.0", "public domain", "pubblico dominio", "pd":
		return true
	}
	return false
}

// incomplete warns of missing fields that one would need to answer a claim.
func (c *checker) incomplete(u Use) {
	r := u.Record
	if free(r.Licence) || r.Licence == "" {
		return
	}
	var lacks []string
	need := func(given bool, name string) {
		if !given {
			lacks = append(lacks, name)
		}
	}
	need(r.Source != "", "source")
	need(r.Obtained != "", "obtained")
	if u.Kind == Music {
		need(r.Title != "", "title")
		need(r.Composer != "" || r.Publisher != "" || isCC(strings.ToUpper(r.Licence)) && r.Author != "", "composer or publisher")
		need(r.Author != "" || r.Producer != "", "artist or producer")
	}
	if !isCC(strings.ToUpper(r.Licence)) {
		need(r.Proof != "", "proof")
	}
	if len(lacks) > 0 {
		m := diag.Message{Pos: r.Pos, Field: "rights", Severity: diag.Note, Hint: diag.T("add it while it is easy to find"), Text: diag.T("the record of %q lacks: %s", r.name(), diag.Words(lacks...))}
		if u.Kind == Music {
			m.Severity = diag.Warning
		}
		c.faults.Add(m)
	}
}

// credit adds a line once.
func (c *checker) credit(line Credit) {
	for i := range c.credits {
		if c.credits[i].Text == line.Text {
			c.credits[i].EndCard = c.credits[i].EndCard || line.EndCard
			return
		}
	}
	c.credits = append(c.credits, line)
}

// creditLine is the line that a record asks for: as it gives it, or for
// Creative Commons made of title, author, source, licence and changes
// (creativecommons.org, recommended practices for attribution).
func creditLine(r *Record) string {
	if r.Credit != "" {
		return r.Credit
	}
	l := strings.ToUpper(strings.ReplaceAll(r.Licence, " ", "-"))
	author := r.Author
	if author == "" {
		author = r.Composer
	}
	if !isCC(l) || !strings.Contains(l+"-", "-BY-") || author == "" {
		return ""
	}
	parts := make([]string, 0, 5)
	if r.Title != "" {
		parts = append(parts, "“"+r.Title+"”")
	}
	parts = append(parts, author)
	if r.Source != "" {
		parts = append(parts, r.Source)
	}
	licence := r.Licence
	if r.Version != "" && !strings.Contains(licence, r.Version) {
		licence += " " + r.Version
	}
	parts = append(parts, licence)
	if r.Changes != "" {
		parts = append(parts, r.Changes)
	}
	return strings.Join(parts, ", ")
}
