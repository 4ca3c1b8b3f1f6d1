package rights

import (
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/setting"
)

// Read reads the records of media.yaml, or of "media:" in channel.yaml: a list
// in which each item names a file or a folder.
func Read(v setting.Value) Ledger {
	var out Ledger
	for _, item := range v.List() {
		if r, ok := readRecord(item); ok {
			out = append(out, r)
		}
	}
	return out
}

// readRecord reads one item.
func readRecord(v setting.Value) (Record, bool) {
	m := v.Map("file", "folder", "kind", "title", "author", "artist", "photographer", "credit", "on_end_card", "changes",
		"licence", "licence_url", "licence_version", "source", "obtained", "proof", "proof_sha256", "licensee",
		"platforms", "uses", "territories", "start", "expires", "people", "consent", "consent_expires")
	r := Record{Pos: v.Pos()}
	switch file, folder := m["file"], m["folder"]; {
	case file.Given() && folder.Given():
		folder.Errorf(diag.T("keep one of the two"), "the record names a file and a folder")
		return r, false
	case file.Given():
		r.File = strings.TrimSpace(file.Text())
	case folder.Given():
		if r.File = strings.TrimSpace(folder.Text()); r.File != "" && !isFolder(r.File) {
			r.File += "/"
		}
	default:
		v.Errorf(diag.T("add file: foto/piazza.jpg, or folder: foto for all that lies in it"), "a record names neither a file nor a folder")
	}
	if r.File == "" {
		return r, false
	}
	for key, dst := range map[string]*string{
		"title": &r.Title, "credit": &r.Credit, "changes": &r.Changes, "licence": &r.Licence, "licence_url": &r.LicenceURL,
		"licence_version": &r.Version, "source": &r.Source, "proof": &r.Proof, "licensee": &r.Licensee, "consent": &r.Consent,
	} {
		*dst = strings.TrimSpace(m[key].Text())
	}
	for _, key := range []string{"photographer", "author", "artist"} {
		if s := strings.TrimSpace(m[key].Text()); s != "" && r.Author == "" {
			r.Author = s
		}
	}
	if k := m["kind"]; k.Given() {
		r.Kind = Kind(k.OneOf(string(Photo), string(Clip), string(Music)))
	}
	r.ProofSHA256 = strings.ToLower(strings.TrimSpace(m["proof_sha256"].Text()))
	r.Platforms, r.Uses, r.Territories = m["platforms"].Texts(), m["uses"].Texts(), m["territories"].Texts()
	for key, dst := range map[string]*string{"obtained": &r.Obtained, "start": &r.Start, "expires": &r.Expires, "consent_expires": &r.ConsentExpires} {
		*dst = readDay(m[key])
	}
	if r.Start != "" && r.Expires != "" && r.Expires < r.Start {
		m["expires"].Errorf(diag.T("exchange or correct the two"), "the rights end on %s, before they start on %s", r.Expires, r.Start)
	}
	r.EndCard, r.People = m["on_end_card"].Bool(), m["people"].Bool()
	return r, true
}

// readDay reads a day written YYYY-MM-DD.
func readDay(v setting.Value) string {
	s := strings.TrimSpace(v.Text())
	if s == "" {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		v.Errorf(diag.T("write it as year-month-day, as in 2026-03-31"), "%q is not a date", s)
		return ""
	}
	return s
}

// ReadPolicy reads "rights:" of channel.yaml: strict or warn for everything,
// or one for music and one for media.
func ReadPolicy(v setting.Value) Policy {
	p := DefaultPolicy()
	switch {
	case !v.Given():
	case v.IsText():
		if level := Level(v.OneOf(string(Strict), string(Warn))); level != "" {
			p = Policy{level, level}
		}
	default:
		m := v.Map("music", "media")
		for key, dst := range map[string]*Level{"music": &p.Music, "media": &p.Media} {
			if e := m[key]; e.Given() {
				if level := Level(e.OneOf(string(Strict), string(Warn))); level != "" {
					*dst = level
				}
			}
		}
	}
	return p
}

// The columns of a table that say under which terms its pictures are used, as
// they stand in Event.Extra.
const (
	CreditColumn  = "photo_credit"
	LicenceColumn = "photo_licence"
	ExpiresColumn = "photo_expires"
)

// OfEvent returns the record that an event's own row gives for its pictures.
func OfEvent(e *event.Event) (*Record, bool) {
	r := Record{
		Credit: e.Extra[CreditColumn], Licence: e.Extra[LicenceColumn], Expires: isoDay(e.Extra[ExpiresColumn]),
		Source: "the row of the event", Kind: Photo, Pos: e.At("image"),
	}
	if r.Credit == "" && r.Licence == "" {
		return nil, false
	}
	if r.Licence == "" {
		r.Licence = "as credited"
	}
	if len(e.Images) > 0 {
		r.File = e.Images[0]
	}
	return &r, true
}

// isoDay converts a day in a table's cell to YYYY-MM-DD. Text that is no day is
// returned as it is; the check refuses it.
func isoDay(s string) string {
	for _, form := range []string{"2/1/2006", "2.1.2006", "2-1-2006"} {
		if t, err := time.Parse(form, strings.TrimSpace(s)); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return s
}
