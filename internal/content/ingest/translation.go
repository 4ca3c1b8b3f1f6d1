package ingest

import (
	"maps"
	"slices"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// untranslated lists what is missing in the channel's other languages, as the
// channel asks for. A language that the whole file lacks is reported
// once.
func untranslated(events []*event.Event, f *source.File, opt Options) {
	if len(opt.Languages) < 2 {
		return
	}
	given := map[string]bool{}
	for _, e := range events {
		for tag := range e.Languages {
			given[tag] = true
		}
	}
	for _, tag := range opt.Languages[1:] {
		if !given[tag] && opt.Missing != event.Stop && len(events) > 0 {
			f.Faults.Notef(f.At(0), "languages", diag.T("add columns such as title_%s and description_%s", tag, tag), "nothing in the file is told in %q; %s", tag, consequence(opt.Missing))
		}
	}
	for _, e := range events {
		_, missing := e.PublishedIn(opt.Languages, opt.Missing)
		for _, tag := range slices.Sorted(maps.Keys(missing)) {
			fields := diag.Words(missing[tag]...)
			switch {
			case opt.Missing == event.Stop:
				f.Faults.Errorf(e.At("title"), "languages", diag.T("translate it, or set translations: fallback in channel.yaml"), "the event lacks in %q: %s", tag, fields)
			case given[tag]:
				f.Faults.Notef(e.At("title"), "languages", diag.T("translate it"), "the event lacks in %q: %s; %s", tag, fields, consequence(opt.Missing))
			}
		}
	}
}

// consequence says what a missing translation does.
func consequence(m event.Missing) diag.Text {
	if m == event.Drop {
		return diag.T("it is not told in that language")
	}
	return diag.T("the text of the first language is shown")
}
