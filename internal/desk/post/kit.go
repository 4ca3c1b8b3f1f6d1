package post

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/film/postkit"
)

// Kit names the files of a rendered post beside the video.
type Kit struct {
	Cover    string `json:"cover"`
	Caption  string `json:"caption"`
	SRT      string `json:"srt"`
	VTT      string `json:"vtt"`
	Alt      string `json:"alt"`
	Manifest string `json:"manifest"`
}

// KitOf returns the names of the files beside a video.
func KitOf(video string) Kit {
	base := strings.TrimSuffix(video, filepath.Ext(video))
	return Kit{
		Cover: base + ".jpg", Caption: base + ".txt", SRT: base + ".srt", VTT: base + ".vtt",
		Alt: base + ".alt.txt", Manifest: base + ".json",
	}
}

// Files lists the kit's files.
func (k Kit) Files() []string {
	return []string{k.Cover, k.Caption, k.SRT, k.VTT, k.Alt, k.Manifest}
}

// writeTexts makes the texts of the kit.
func (p *Post) writeTexts(req Request, events []*event.Event, faults *diag.List) {
	in := postkit.Input{
		Plan: p.Plan, Event: p.Event, Format: p.Format, Channel: req.Channel.Name, Handle: req.Channel.Handle,
		Hashtags: req.Hashtags, Sound: p.Track != nil && p.Format.Audio != format.NoAudio, Today: req.Today,
	}
	for _, e := range events {
		in.Events = append(in.Events, e.In(p.Plan.Language))
	}
	if in.Sound {
		in.Music = credit(p.Track.Rights)
	}
	for _, c := range p.Rights.Credits {
		in.Credits = append(in.Credits, c.Text)
	}
	extra := req.Channel.Rules.Additions(p.Event.Category, p.Plan.Language)
	in.Hashtags = slices.Concat(in.Hashtags, extra.Hashtags)
	in.Closing = append(in.Closing, extra.Disclaimers...)
	if extra.Signature != "" {
		in.Closing = append(in.Closing, extra.Signature)
	}
	texts, list := postkit.Write(in)
	p.Texts = texts
	*faults = append(*faults, list...)
}

// credit is the line that names a piece of music: the one that its licence asks
// for, else title and artist.
func credit(r channel.Rights) string {
	if r.Credit != "" {
		return r.Credit
	}
	var parts []string
	for _, s := range []string{r.Title, r.Artist, r.Licence} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

// writeKit writes the texts beside the video and returns what they hold.
func (p *Post) writeKit(k Kit) ([]FileFact, error) {
	var out []FileFact
	for _, f := range []struct{ path, text string }{
		{k.Caption, p.Texts.Caption}, {k.SRT, p.Texts.SRT}, {k.VTT, p.Texts.VTT}, {k.Alt, p.Texts.Alt},
	} {
		if err := disk.Deliver(f.path, []byte(f.text)); err != nil {
			return nil, err
		}
		out = append(out, FileFact{Name: filepath.Base(f.path), SHA256: digest.Of([]byte(f.text)).String(), Bytes: int64(len(f.text))})
	}
	return out, nil
}
