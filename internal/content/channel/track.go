package channel

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/setting"
)

// Track is one piece of music with what is known of its beat and its rights.
type Track struct {
	File      string  // relative to the channel
	BPM       float64 // beats a minute; 0 when not given
	FirstBeat float64 // seconds from the start of the file to a downbeat
	Rights    Rights
	Pos       diag.Pos `json:"-"` // where the record stands, which decides nothing
}

// Rights is the record that says that a track may be used. Every field is
// optional here; what a post needs is decided where posts are made.
type Rights struct {
	Title       string
	Artist      string // performer, or author when there is no other
	Composer    string
	Publisher   string
	Producer    string // of the phonogram
	ISRC        string // of the recording, without hyphens
	ISWC        string // of the work
	Licence     string // an identifier, "CC-BY-4.0", or the contract's name
	LicenceURL  string
	Version     string // of the licence
	Source      string // where the file was obtained
	Obtained    string // YYYY-MM-DD
	Proof       string // file in the channel that proves the licence
	ProofSHA256 string
	Licensee    string
	Platforms   []string
	Uses        []string
	Territories []string
	Start       string // YYYY-MM-DD
	Expires     string // YYYY-MM-DD, the last day
	Credit      string // the line that the licence asks for
	EndCard     bool   // the credit must also be seen in the video
	Changes     string // what was changed, where the licence wants it said
}

var (
	isrcForm   = regexp.MustCompile(`^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$`) // ISO 3901
	iswcForm   = regexp.MustCompile(`^T-?[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}-?[0-9]$`)
	sha256Form = regexp.MustCompile(`^[0-9a-fA-F]{64}$`)
)

// The tempi that a record may give; other values are taken for a mistake.
const (
	minBPM = 30
	maxBPM = 300
)

// TrackIndex returns which item of Music has this file, -1 for none.
func (c *Channel) TrackIndex(file string) int {
	return slices.IndexFunc(c.Music, func(t Track) bool { return t.File == file })
}

// readTrack reads one item of "music:".
func readTrack(v setting.Value, files finder) Track {
	var t Track
	m := v.Map("file", "title", "artist", "author", "composer", "publisher", "performer", "producer", "bpm", "first_beat",
		"isrc", "iswc", "licence", "licence_url", "licence_version", "source", "obtained", "proof", "proof_sha256",
		"licensee", "platforms", "uses", "territories", "start", "expires", "credit", "on_end_card", "changes")
	t.Pos = v.Pos()
	if !m["file"].Given() {
		v.Errorf(diag.T("add the path of the music file, as in file: music/theme.wav"), "a track has no file")
	} else if t.File = m["file"].Text(); t.File != "" {
		files.file(m["file"], t.File)
	}
	if b := m["bpm"]; b.Given() {
		t.BPM = b.Number()
		if t.BPM != 0 && (t.BPM < minBPM || t.BPM > maxBPM) {
			b.Errorf(diag.T("count the beats of one minute"), "a tempo of %v beats a minute is not between %d and %d", t.BPM, minBPM, maxBPM)
		}
	}
	if b := m["first_beat"]; b.Given() {
		t.FirstBeat = b.Number()
		if t.FirstBeat < 0 || t.FirstBeat > 600 {
			b.Errorf(diag.T("give the seconds from the start of the file to the first beat of a bar"), "first_beat %v is not between 0 and 600 seconds", t.FirstBeat)
		}
	}
	r := &t.Rights
	for key, dst := range map[string]*string{
		"title": &r.Title, "composer": &r.Composer, "publisher": &r.Publisher, "producer": &r.Producer,
		"licence": &r.Licence, "licence_url": &r.LicenceURL, "licence_version": &r.Version, "source": &r.Source,
		"licensee": &r.Licensee, "credit": &r.Credit, "changes": &r.Changes, "proof": &r.Proof,
	} {
		*dst = strings.TrimSpace(m[key].Text())
	}
	for _, key := range []string{"artist", "performer", "author"} {
		if s := m[key].Text(); s != "" && r.Artist == "" {
			r.Artist = s
		}
	}
	r.ISRC = code(m["isrc"], isrcForm, diag.T("an ISRC has 12 characters, as in ITABC2500123"))
	r.ISWC = code(m["iswc"], iswcForm, diag.T("an ISWC looks like T-123.456.789-0"))
	r.ProofSHA256 = strings.ToLower(code(m["proof_sha256"], sha256Form, diag.T("it has 64 hexadecimal digits, as sha256sum prints them")))
	if r.Proof != "" {
		files.file(m["proof"], r.Proof)
	}
	r.Platforms, r.Uses, r.Territories = m["platforms"].Texts(), m["uses"].Texts(), m["territories"].Texts()
	r.EndCard = m["on_end_card"].Bool()
	r.Obtained, r.Start, r.Expires = date(m["obtained"]), date(m["start"]), date(m["expires"])
	if r.Start != "" && r.Expires != "" && r.Expires < r.Start {
		m["expires"].Errorf(diag.Text{}, "the rights end on %s, before they start on %s", r.Expires, r.Start)
	}
	return t
}

// code reads an identifier and checks its form; hyphens of an ISRC are dropped.
func code(v setting.Value, form *regexp.Regexp, hint diag.Text) string {
	written := strings.TrimSpace(v.Text())
	s := written
	if form == isrcForm {
		s = strings.ToUpper(strings.ReplaceAll(s, "-", ""))
	}
	if s != "" && !form.MatchString(s) {
		v.Errorf(hint, "%q is not of the right form", written)
		return ""
	}
	return s
}

// date reads a day written YYYY-MM-DD.
func date(v setting.Value) string {
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
