// Package field is the list of what a template may say of an event: every field
// with how it is made, the entries of lists, and the words and figures that they
// need. The reader of templates takes the names from it, the compiler the values,
// and who asks whether a post depends on the day asks it.
package field

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/content/event"
)

// Credits is the field with the lines of Source.Credits.
const Credits = "credits"

// field is how one field is made.
type field struct {
	name  string
	daily bool                  // what it says depends on the day, not only on the year
	langs bool                  // what it says depends on the event's other languages
	text  func(s *maker) string // "" for no value; nil for a field that has none by itself
	list  func(s *maker) []Entry
}

// The list. What the event and its sender say comes first, since a template's own
// phrase of that name takes its place; then what is told of them, for which a
// phrase only fills in; then what an alert's level gives, an input. The names of
// Page, and of a page's numbers, have values in the scenes that show pages.
var (
	said = []field{
		{name: "title", text: of(func(e *event.Event) string { return e.Title })},
		{name: "subtitle", text: of(func(e *event.Event) string { return e.Subtitle })},
		{name: "description", text: of(func(e *event.Event) string { return e.Description })},
		{name: "summary", text: of(func(e *event.Event) string { return summary(e.Description) })},
		{name: "venue", text: of(func(e *event.Event) string { return e.Venue })},
		{name: "address", text: of(func(e *event.Event) string { return e.Address })},
		{name: "neighbourhood", text: of(func(e *event.Event) string { return e.Neighbourhood })},
		{name: "category", text: of(func(e *event.Event) string { return e.Category })},
		{name: "price", text: of(func(e *event.Event) string { return e.Price })},
		{name: "url", text: of(func(e *event.Event) string { return e.URL })},
		{name: "access", text: of(func(e *event.Event) string { return e.Access })},
		{name: "status", text: of(func(e *event.Event) string { return string(e.Status) })},
		{name: "channel", text: func(s *maker) string { return s.Channel }},
		{name: "handle", text: func(s *maker) string { return s.Handle }},
		{name: Credits, text: func(s *maker) string { return strings.Join(s.Source.Credits, " · ") }},
	}
	told = []field{
		{name: "free", text: func(s *maker) string {
			if !s.event.Free {
				return ""
			}
			return s.Texts["free_entry"] // the template's phrase
		}},
		{name: "cancelled", text: flag(func(s *maker) bool { return s.event.Status == event.Cancelled })},
		{name: "sold_out", text: flag(func(s *maker) bool { return s.event.Status == event.SoldOut })},
		{name: "facts", text: flag(func(s *maker) bool { return len(s.event.Facts) > 0 }), list: facts},
		{name: "items", text: flag(func(s *maker) bool { return len(s.event.Items) > 0 }), list: items},
		{name: "entries", text: flag(func(s *maker) bool { return s.count() > 0 }), list: entries},
		{name: "picks", list: picks},
		{name: "languages", langs: true, text: flag((*maker).translated), list: languages},
		{name: "count", text: counted(func(n int, _ string) string { return strconv.Itoa(n) })},
		{name: "count_word", text: counted(numberWord)},
		{name: "language_count", langs: true, text: func(s *maker) string { return numberWord(max(1, len(s.event.Languages)), s.lang) }},
		{name: "calm_top", text: flag(func(s *maker) bool { return s.CalmTop })},
		{name: "brief", text: flag(func(s *maker) bool { return s.Brief })},
		{name: "image", text: picture(1)},
		{name: "image2", text: picture(2)},
		{name: "image3", text: picture(3)},
		{name: "image4", text: picture(4)},
		{name: "image5", text: picture(5)},
		{name: "image6", text: picture(6)},
		{name: "image7", text: picture(7)},
		{name: "image8", text: picture(8)},
		{name: "image9", text: picture(9)},

		{name: "weekday", text: timed(func(t *moment) string { return t.words.Weekday(t.first) })},
		{name: "day_number", text: timed(func(t *moment) string { return t.words.Number(t.first) })},
		{name: "month", text: timed((*moment).month)},
		{name: "day", text: timed(func(t *moment) string { return t.words.Day(t.first, t.today) })},
		{name: "date", text: timed((*moment).dates)},
		{name: "range", text: timed((*moment).dates)},
		{name: "short_range", text: timed(func(t *moment) string { return t.span(t.words.ShortRange) })},
		{name: "from_to", text: timed(func(t *moment) string { return t.span(t.words.Range) })},
		{name: "year", text: timed(func(t *moment) string { return strconv.Itoa(t.first.Year()) })},
		{name: "time", text: timed(func(t *moment) string { return t.times() })},
		{name: "hours", text: timed((*moment).hours)},
		{name: "month_time", text: timed(func(t *moment) string { return joined(t.month(), t.times()) })},
		{name: "month_at", text: timed(func(t *moment) string { return joined(t.month(), t.hours()) })},
		{name: "start_at", text: timed(func(t *moment) string { return t.at(t.when.Start) })},
		{name: "end_at", text: timed(func(t *moment) string { return t.at(t.when.End) })},
		{name: "start_day", text: timed((*moment).startDay)},
		{name: "end_day", text: timed(func(t *moment) string { return t.words.Date(t.last, t.today) })},
		{name: "next_day", text: timed(func(t *moment) string { return t.words.ShortDay(t.last.AddDate(0, 0, 1)) })},
		{name: "start_short", text: timed(func(t *moment) string { return t.words.ShortDay(t.first) })},
		{name: "one_day", text: timed(func(t *moment) string { return yes(t.days() == 1) })},
		{name: "many_days", text: timed(func(t *moment) string { return yes(t.days() != 1) })},
		{name: "days", text: timed(func(t *moment) string { return unless(t.days() == 1, t.days()) })},
		{name: "today", daily: true, text: timed(func(t *moment) string { return yes(t.left() == 0) })},
		{name: "days_left", daily: true, text: timed(func(t *moment) string { return unless(t.left() < 1, t.left()) })},
		{name: "one_figure", daily: true, text: timed(func(t *moment) string { return yes(t.left() >= 1 && t.left() < 10) })},
		{name: "one_left", daily: true, text: timed(func(t *moment) string { return yes(t.left() == 1) })},
		{name: "some_left", daily: true, text: timed(func(t *moment) string { return yes(t.left() > 1) })},
		{name: "month_days", daily: true, text: timed((*moment).calendar)},
	}
	warned = []field{
		{name: "level_number", text: func(s *maker) string { return unless(s.level < 0, s.level) }},
		{name: "level_0", text: flag(func(s *maker) bool { return s.level == 0 })},
		{name: "level_1", text: flag(func(s *maker) bool { return s.level == 1 })},
		{name: "level_2", text: flag(func(s *maker) bool { return s.level == 2 })},
		{name: "level_3", text: flag(func(s *maker) bool { return s.level == 3 })},
		{name: "level_word", text: func(s *maker) string {
			if s.level < 0 {
				return ""
			}
			return s.Texts["word_"+strconv.Itoa(s.level)] // the template's phrase
		}},
	}
	ofPages = []field{{name: Page}, {name: pageNumber}, {name: pageCount}}
)

// all holds the list by name.
var all = func() map[string]field {
	out := map[string]field{}
	for _, f := range slices.Concat(said, told, warned, ofPages) {
		out[f.name] = f
	}
	return out
}()

// extra matches the fields of a table's other columns.
var extra = regexp.MustCompile(`^extra\.[\p{L}\p{N}_-]+$`)

// Names returns the names of all fields but those of other columns, which are
// extra. and the column's name.
func Names() []string { return slices.Sorted(maps.Keys(all)) }

// IsExtra reports whether a name is that of another column of a table.
func IsExtra(name string) bool { return extra.MatchString(name) }

// Daily reports whether what a field says depends on the day on which it is
// asked. Whether a year is shown depends on the year of that day, which is not
// what this is about.
func Daily(name string) bool { return all[name].daily }

// OfLanguages reports whether what a field says depends on what the event says in
// other languages than the post's.
func OfLanguages(name string) bool { return all[name].langs }

func of(text func(*event.Event) string) func(*maker) string {
	return func(s *maker) string { return text(s.event) }
}

func flag(on func(*maker) bool) func(*maker) string {
	return func(s *maker) string { return yes(on(s)) }
}

// counted makes a text of the number of entries, if there are any.
func counted(text func(n int, lang string) string) func(*maker) string {
	return func(s *maker) string {
		if n := s.count(); n > 0 {
			return text(n, s.lang)
		}
		return ""
	}
}

// picture gives the event's nth picture, counted from 1, if it is there.
func picture(n int) func(*maker) string {
	return func(s *maker) string {
		if n > len(s.event.Images) || !s.Has(s.event.Images[n-1]) {
			return ""
		}
		return s.event.Images[n-1]
	}
}

// timed makes a text of the event's time, if that is known.
func timed(text func(*moment) string) func(*maker) string {
	return func(s *maker) string {
		if s.moment == nil {
			return ""
		}
		return text(s.moment)
	}
}

// yes is the value of a field that only holds or does not.
func yes(holds bool) string {
	if holds {
		return "yes"
	}
	return ""
}

// unless returns a number as text, or "".
func unless(not bool, n int) string {
	if not {
		return ""
	}
	return strconv.Itoa(n)
}

// maxSummary is the length to which a description is cut at a sentence: what a
// headline of five lines holds (the headline role's limit).
const maxSummary = 80

// summary returns the first sentences of a text that fit a headline, or the
// whole text when it is short; "" when not even the first sentence fits.
func summary(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= maxSummary {
		return text
	}
	best := ""
	for i, r := range text {
		if !strings.ContainsRune(".!?…。", r) {
			continue
		}
		head := text[:i+utf8.RuneLen(r)]
		rest := text[len(head):]
		if utf8.RuneCountInString(head) > maxSummary {
			break
		}
		if rest == "" || rest[0] == ' ' {
			best = head
		}
	}
	return best
}
