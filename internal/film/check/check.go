// Package check verifies a finished video against its format: what the file
// holds, how loud it is, and whether it loops without a visible or audible step.
package check

import (
	"context"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/probe"
)

// Giro's own limits for sound. EBU R 128 (-23 LUFS) is for broadcast; the platforms
// publish no target, and turn down sound that is louder than about -14 LUFS.
const (
	LUFS          = -14.0
	LUFSTolerance = 0.5
	TruePeakDB    = -1.5
)

// Verdict is the outcome of a check.
type Verdict string

// The verdicts, best first. Skipped says that there was nothing to check.
const (
	Pass    Verdict = "pass"
	Skipped Verdict = "skipped"
	Warn    Verdict = "warn"
	Fail    Verdict = "fail"
)

// worse orders the verdicts: the highest counts for the whole report.
var worse = map[Verdict]int{Pass: 0, Skipped: 0, Warn: 1, Fail: 2}

// Item is one check. Measured and Limit are numbers or texts, in Unit.
type Item struct {
	ID       string    `json:"id"`
	Verdict  Verdict   `json:"verdict"`
	Measured any       `json:"measured,omitempty"`
	Limit    any       `json:"limit,omitempty"`
	Unit     string    `json:"unit,omitempty"`
	Source   string    `json:"source,omitempty"` // who sets the limit
	Message  diag.Text `json:"message"`
}

// Report holds the results of all checks on one file.
type Report struct {
	File    string  `json:"file"`
	Verdict Verdict `json:"verdict"`
	Items   []Item  `json:"checks"`
}

// Expect holds what the caller knows about the file. A zero field is not known.
type Expect struct {
	Frames int          // of video
	Seam   *PictureSeam // as painted; where it is a cut on purpose, the file must have the same cut
}

// File checks the video at path, which may come from anywhere, against a format.
// It decodes the sound and the frames around the seam. An error means that the file
// could not be checked at all; it is a *sniff.Fault when the file is the cause.
func File(ctx context.Context, tool *ffmpeg.Tool, path string, f *format.Format, want Expect) (*Report, error) {
	probed, err := probe.File(ctx, tool, path)
	if err != nil {
		return nil, err
	}
	l := &list{format: f}
	l.container(probed)
	video := probed.Video()
	if video == nil {
		l.fail("video.present", 0, 1, "streams", "", diag.T("the file has no video stream"))
		return l.report(path), nil
	}
	frames := l.video(probed, video, want)
	if err := l.sound(ctx, tool, path, probed, frames); err != nil {
		return nil, err
	}
	if err := l.seam(ctx, tool, path, probed, video, frames, want.Seam); err != nil {
		return nil, err
	}
	return l.report(path), nil
}

// list collects items.
type list struct {
	format *format.Format
	items  []Item
}

func (l *list) report(path string) *Report {
	r := &Report{File: path, Verdict: Pass, Items: l.items}
	for _, it := range l.items {
		if worse[it.Verdict] > worse[r.Verdict] {
			r.Verdict = it.Verdict
		}
	}
	return r
}

// add appends an item with the verdict Pass if ok, and otherwise if not. field names
// the format's field that sets the limit, for its source; "" is a limit of Giro's.
func (l *list) add(ok bool, otherwise Verdict, id string, measured, limit any, unit, field string, message diag.Text) {
	v := Pass
	if !ok {
		v = otherwise
	}
	l.items = append(l.items, Item{
		ID: id, Verdict: v, Measured: measured, Limit: limit, Unit: unit, Source: l.source(field), Message: message,
	})
}

// must appends an item that fails if not ok.
func (l *list) must(ok bool, id string, measured, limit any, unit, field, format string, args ...any) {
	l.add(ok, Fail, id, measured, limit, unit, field, diag.T(format, args...))
}

// should appends an item that warns if not ok.
func (l *list) should(ok bool, id string, measured, limit any, unit, field, format string, args ...any) {
	l.add(ok, Warn, id, measured, limit, unit, field, diag.T(format, args...))
}

func (l *list) fail(id string, measured, limit any, unit, field string, message diag.Text) {
	l.add(false, Fail, id, measured, limit, unit, field, message)
}

// either returns the text that is true.
func either(yes bool, text, otherwise diag.Text) diag.Text {
	if yes {
		return text
	}
	return otherwise
}

// source names who sets a limit.
func (l *list) source(field string) string {
	if field == "" {
		return "giro"
	}
	s := l.format.Source(field)
	if s.URL != "" {
		return s.URL
	}
	return s.Title
}
