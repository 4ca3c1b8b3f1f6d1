package channel

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/rights"
	"github.com/giro-video/giro/internal/content/setting"
)

// The files that hold the records of music and of photos and clips, where
// channel.yaml does not hold them itself.
const (
	musicFile = "music.yaml"
	mediaFile = "media.yaml"
)

// listed returns the list of a key: the one in channel.yaml, the one in the
// file that it names, or the one in the file of the usual name if it is there.
func listed(v setting.Value, usual string, files finder, faults *diag.List) setting.Value {
	name := usual
	switch {
	case !v.Given():
		if !files.has(usual) {
			return v
		}
	case v.IsText():
		name = v.Text()
	default:
		return v
	}
	data, ok := files.text(v, name)
	if !ok {
		return setting.Value{}
	}
	return setting.Parse(name, data, faults)
}

// Record returns the track's rights as a record of the ledger.
func (t *Track) Record() *rights.Record {
	r := t.Rights
	return &rights.Record{
		File: t.File, Kind: rights.Music, Title: r.Title, Author: r.Artist, Composer: r.Composer, Publisher: r.Publisher, Producer: r.Producer,
		ISRC: r.ISRC, ISWC: r.ISWC, Licence: r.Licence, LicenceURL: r.LicenceURL, Version: r.Version, Source: r.Source, Obtained: r.Obtained,
		Proof: r.Proof, ProofSHA256: r.ProofSHA256, Licensee: r.Licensee, Platforms: r.Platforms, Uses: r.Uses, Territories: r.Territories,
		Start: r.Start, Expires: r.Expires, Credit: r.Credit, EndCard: r.EndCard, Changes: r.Changes, Pos: t.Pos,
	}
}

// readColumns reads "columns:", which says what the columns of the channel's
// tables hold: header: field, where the field may have a language behind it
// (title:en), be one of the templates' own (extra.what), or be ignored.
func readColumns(v setting.Value) map[string]string {
	out := map[string]string{}
	for _, e := range v.Entries() {
		spec := strings.TrimSpace(e.Text())
		name, tag, hasTag := strings.Cut(spec, ":")
		known := slices.Contains(event.ColumnFields, name) || name == event.Ignore || (strings.HasPrefix(name, "extra.") && len(name) > len("extra."))
		switch {
		case spec == "":
			continue
		case !known:
			e.Errorf(diag.DidYouMean(name, append(slices.Clone(event.ColumnFields), event.Ignore)), "there is no field %q for the column %q", name, e.Key)
			continue
		case hasTag:
			parsed, err := language.Parse(tag)
			if err != nil || (!event.Translatable(name) && !strings.HasPrefix(name, "extra.")) {
				e.Errorf(diag.T("write it as in title:en"), "%q cannot be told in a language %q", name, tag)
				continue
			}
			spec = fmt.Sprintf("%s:%s", name, parsed)
		}
		out[e.Key] = spec
	}
	return out
}

// Uses returns the files that a post uses, in the form that the rights check takes:
// the track (nil for silence) and the pictures, each with its record from the
// ledger or from the event's own row.
func (c *Channel) Uses(track *Track, e *event.Event, pictures []string) []rights.Use {
	var out []rights.Use
	if track != nil {
		out = append(out, rights.Use{File: track.File, Kind: rights.Music, Record: track.rightsRecord(), At: track.Pos})
	}
	for _, name := range pictures {
		u := rights.Use{File: name, Kind: rights.Photo}
		if isClip(name) {
			u.Kind = rights.Clip
		}
		if e != nil {
			u.At = e.At("image")
		}
		r, ok := c.Media.Find(name, u.Kind)
		if !ok && e != nil && slices.Contains(e.Images, name) {
			r, _ = rights.OfEvent(e)
		}
		u.Record = r
		out = append(out, u)
	}
	return out
}

// rightsRecord is the track's record, or nil when it holds nothing but a title.
func (t *Track) rightsRecord() *rights.Record {
	r := t.Record()
	if r.Licence == "" && r.Source == "" && r.Proof == "" && r.Credit == "" && r.Licensee == "" {
		return nil
	}
	return r
}

func isClip(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".mp4", ".mov", ".m4v", ".webm", ".mkv":
		return true
	}
	return false
}
