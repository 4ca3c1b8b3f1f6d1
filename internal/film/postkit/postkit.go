// Package postkit writes the texts that are published with a video: the caption with
// its credits, link and hashtags within the platform's limits, subtitles of the texts
// on screen, and a text alternative.
//
// Everything here is a function of its input; nothing is read or written.
package postkit

import (
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/design/timeline"
)

// Input is what the texts of a post are made from.
type Input struct {
	Plan     *timeline.Plan
	Event    *event.Event   // in the post's language
	Events   []*event.Event // of a post about several events, in the post's language
	Format   *format.Format
	Channel  string
	Handle   string    // "@comune", "" for none
	Music    string    // the credit of the music, "" when there is none to give
	Credits  []string  // of the files that the post uses, where a licence requires them
	Closing  []string  // texts that the house rules require: disclaimers, signature
	Hashtags []string  // the channel's or campaign's own, without "#"; they come first
	Sound    bool      // the video has music
	Today    time.Time // decides whether a date says its year
}

// Texts are the texts of a post, as they stand in its files.
type Texts struct {
	Caption string // .txt
	SRT     string // .srt
	VTT     string // .vtt
	Alt     string // .alt.txt
}

// Write returns the texts of a post. The list holds messages for the user; an error in
// it says that a limit of the platform cannot be kept.
func Write(in Input) (Texts, diag.List) {
	var faults diag.List
	in.checkCover(&faults)
	subs := subtitles(in.Plan)
	return Texts{
		Caption: in.caption(&faults),
		SRT:     srt(subs),
		VTT:     vtt(subs, in.Plan.Language),
		Alt:     in.alt(),
	}, faults
}

// checkCover warns when the grid of a profile would cut the title of the cover,
// which is the frame 0.
func (in Input) checkCover(faults *diag.List) {
	grid := in.Format.CoverSafe
	if grid.Empty() {
		return
	}
	for _, c := range in.Plan.Cues {
		if c.Field != "title" || !onCover(c.Span, in.Plan.Grid.Frames) || grid.Contains(c.Box, 1) {
			continue
		}
		faults.Warnf(in.Event.At("title"), "title", diag.T("shorten the title, or choose a template that sets it lower"),
			"the grid of %s cuts the title on the cover (%s)", in.Format.Title, diag.Word(cutSide(grid, c.Box)))
		return
	}
}

func onCover(s timeline.Span, frames int) bool {
	_, ok := s.At(0, frames)
	return ok
}

// cutSide names the side on which a box leaves the grid's crop.
func cutSide(grid, box geom.Rect) string {
	switch {
	case box.Y0 < grid.Y0:
		return "at the top"
	case box.Y1 > grid.Y1:
		return "at the foot"
	}
	return "at the side"
}

// picture is the text alternative of the first picture, where the event has one.
func picture(e *event.Event) string {
	for _, key := range []string{"alt", "image_alt"} {
		if s := e.Extra[key]; s != "" {
			return s
		}
	}
	return ""
}

// photoCredits are the credits of the pictures, without repetition.
func photoCredits(events []*event.Event) []string {
	var out []string
	for _, e := range events {
		for _, key := range []string{"credit", "photo_credit", "image_credit"} {
			if s := e.Extra[key]; s != "" && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}
