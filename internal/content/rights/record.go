// Package rights keeps the ledger of what may be used where: a record for
// each track, photo and clip, and one check that a post must pass.
//
// Synchronising music with pictures is outside the mandate of collecting
// societies such as SIAE: author or publisher and the producer of the
// recording must both agree. The libraries of platforms license a track for
// that platform alone. So only what has a record is used, and the record says
// for what. Photos of people need their consent, which may end.
package rights

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
)

// Kind is what a record is about.
type Kind string

// The kinds of material.
const (
	Music Kind = "music"
	Photo Kind = "photo"
	Clip  Kind = "clip"
)

// Record says who gave which rights to a file, or to all that lies in a
// folder. Days are written YYYY-MM-DD. An empty list of platforms, uses or
// territories sets no limit.
type Record struct {
	File string // relative to the channel; a folder ends in "/"
	Kind Kind   // "" for whatever lies in a folder

	Title     string
	Author    string // performer, photographer, or author when there is no other
	Composer  string
	Publisher string
	Producer  string // of the recording
	ISRC      string
	ISWC      string

	Licence     string // an identifier, "CC-BY-4.0", "own" for one's own, or the contract's name
	LicenceURL  string
	Version     string
	Source      string // where it was obtained
	Obtained    string
	Proof       string // file in the channel that proves the licence
	ProofSHA256 string
	Licensee    string

	Platforms   []string // tiktok, instagram, facebook, youtube, screens
	Uses        []string // organic, advertising
	Territories []string // ISO 3166 countries, EU, EEA, world
	Start       string   // the first day
	Expires     string   // the last day, in the channel's zone

	Credit  string // the line that the licence asks for
	EndCard bool   // the credit must also be seen in the video
	Changes string // what was changed, where the licence wants it said

	People         bool   // persons can be recognised
	Consent        string // file in the channel, or where the consents are kept
	ConsentExpires string // the last day

	Pos diag.Pos `json:"-"` // where it stands, which decides nothing
}

// name is how messages call the material.
func (r *Record) name() string {
	if r.Title != "" {
		return r.Title
	}
	return r.File
}

// Phase returns "before", "during" or "after": where the moment at lies relative to
// the record's first and last day, in the zone. A day that cannot be read sets no
// bound.
func (r *Record) Phase(at time.Time, zone *time.Location) string {
	day := at.In(zone).Format(time.DateOnly) // days in this form sort by date
	bound := func(text string) bool {
		_, err := time.Parse(time.DateOnly, text)
		return err == nil
	}
	switch {
	case bound(r.Expires) && day > r.Expires, bound(r.ConsentExpires) && day > r.ConsentExpires:
		return "after"
	case bound(r.Start) && day < r.Start:
		return "before"
	}
	return "during"
}

// Ledger is the records of a channel.
type Ledger []Record

// Find returns the record of a file: its own, or that of the nearest folder
// above it that has one. kind "" finds any.
func (l Ledger) Find(file string, kind Kind) (*Record, bool) {
	want := clean(file)
	var best *Record
	longest := -1
	for i := range l {
		r := &l[i]
		if kind != "" && r.Kind != "" && r.Kind != kind {
			continue
		}
		name := clean(r.File)
		if name == want && !isFolder(r.File) {
			return r, true
		}
		if !isFolder(r.File) || (name != "." && !strings.HasPrefix(want, name+"/")) {
			continue
		}
		if n := len(name); n > longest && (name != "." || !strings.HasPrefix(want, "../")) {
			best, longest = r, n
		}
	}
	return best, best != nil
}

func isFolder(name string) bool { return strings.HasSuffix(strings.ReplaceAll(name, `\`, "/"), "/") }

// clean normalises a path for comparison, without regard to case, since Windows and
// macOS ignore it.
func clean(name string) string {
	return strings.ToLower(path.Clean(strings.ReplaceAll(strings.TrimSpace(name), `\`, "/")))
}

// Level says what a fault of rights does.
type Level string

// The levels.
const (
	Strict Level = "strict" // the post is refused
	Warn   Level = "warn"   // the post is made, with a warning
)

// Policy is the channel's "rights:".
type Policy struct {
	Music Level
	Media Level // photos and clips
}

// DefaultPolicy refuses music without rights and only warns of photos, so that a
// first post needs no records.
func DefaultPolicy() Policy { return Policy{Music: Strict, Media: Warn} }

// level returns the level for a kind.
func (p Policy) level(k Kind) Level {
	level, otherwise := p.Media, Warn
	if k == Music {
		level, otherwise = p.Music, Strict
	}
	if level == "" {
		return otherwise
	}
	return level
}

// Platform returns the platform on which a format is published.
func Platform(format string) string {
	switch {
	case format == "reels", format == "feed", format == "square":
		return "instagram"
	case format == "shorts":
		return "youtube"
	case strings.HasPrefix(format, "screen"):
		return "screens"
	}
	return format
}

// aliases are other names of one thing, folded.
var aliases = map[string]string{
	"reels": "instagram", "ig": "instagram", "feed": "instagram", "square": "instagram", "shorts": "youtube", "yt": "youtube", "fb": "facebook",
	"screen": "screens", "screen-portrait": "screens", "screen-landscape": "screens", "dooh": "screens", "schermi": "screens",
	"ads": "advertising", "paid": "advertising", "promoted": "advertising", "sponsored": "advertising", "pubblicita": "advertising", "commercial": "advertising",
	"social": "organic", "editorial": "organic", "information": "organic", "istituzionale": "organic", "institutional": "organic",
	"worldwide": "world", "mondo": "world", "ww": "world", "global": "world", "*": "world",
	"italia": "it", "italy": "it", "deutschland": "de", "germany": "de", "france": "fr", "espana": "es", "spain": "es", "uk": "gb",
	"ue": "eu", "see": "eea", "europa": "eea", "europe": "eea",
}

// everything are the words in a list that stand for no limit.
var everything = []string{"all", "any", "tutti", "tutto", "tutte", "world", "alle", "tous"}

// eu are the member states of the European Union (27, since 2020); the
// European Economic Area adds three.
var eu = strings.Fields("at be bg hr cy cz dk ee fi fr de gr hu ie it lv lt lu mt nl pl pt ro sk si es se")

// canonical returns the one name under which a platform, a use or a territory is
// known.
func canonical(s string) string {
	s = fold.Name(s)
	if a, ok := aliases[s]; ok {
		return a
	}
	return s
}

// covers reports whether a list of permissions holds what is asked for.
func covers(list []string, want string) bool {
	if len(list) == 0 || want == "" {
		return true
	}
	want = canonical(want)
	for _, item := range list {
		item = canonical(item)
		switch {
		case item == want, slices.Contains(everything, item):
			return true
		case item == "eu" && slices.Contains(eu, want):
			return true
		case item == "eea" && (want == "eu" || slices.Contains(eu, want) || want == "no" || want == "is" || want == "li"):
			return true
		}
	}
	return false
}
