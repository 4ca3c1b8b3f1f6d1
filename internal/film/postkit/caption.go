package postkit

import (
	"slices"
	"strings"
	"unicode"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/content/when"
	"github.com/giro-video/giro/internal/design/typeset"
)

// caption is the text to paste: the title on the first line, then when and
// where, the description, the practical facts, the link, the credits, the hashtags.
//
// The required parts (title, date, link, credits) are never shortened: when they
// exceed the platform's limit, that is an error. Otherwise the description is cut to
// as many whole sentences as fit; if that is not enough, the facts are left out.
func (in Input) caption(faults *diag.List) string {
	w := wordsFor(in.Plan.Language)
	limit, limited := in.limit()
	clean := func(s string) string { return without(typeset.Punctuate(oneLine(s), in.Plan.Language), limit.Forbid) }

	title := clean(in.title(w))
	if t, ok := in.Format.Text("title"); ok && t.Unit.Len(title) > t.Max {
		// A format with a caption too needs the title on only one of its platforms.
		m := diag.Message{
			Pos: in.Event.At("title"), Field: "title", Severity: diag.Error, Hint: diag.T("shorten the title"),
			Text: diag.T("the title has %d %s; %s takes %d", t.Unit.Len(title), diag.Word(unitName(t.Unit)), in.Format.Title, t.Max),
		}
		if _, caption := in.Format.Text("caption"); caption {
			m.Severity = diag.Warning
		}
		faults.Add(m)
	}
	head := []string{title}
	if line := clean(in.whenAndWhere()); line != "" {
		head = append(head, line)
	}
	var list []string
	for _, e := range in.Events {
		list = append(list, clean(join(" · ", in.dates(e), e.Title, e.Venue)))
	}
	about := sentences(in.about(clean))
	facts := in.facts(w, clean)
	foot := in.foot(w, clean)
	tags := in.hashtags()

	write := func() string {
		tagLine := ""
		if len(tags) > 0 {
			tagLine = "#" + strings.Join(tags, " #")
		}
		return join("\n\n", join("\n", head...), strings.Join(list, "\n"), strings.Join(about, " "),
			strings.Join(facts, "\n"), strings.Join(foot, "\n"), tagLine) + "\n"
	}
	text := write()
	for limited && limit.Unit.Len(strings.TrimSpace(text)) > limit.Max {
		switch {
		case len(about) > 0:
			about = about[:len(about)-1]
		case len(list) > 1:
			list = list[:len(list)-1]
		case len(facts) > 0:
			facts = facts[:len(facts)-1]
		case len(tags) > 0:
			tags = tags[:len(tags)-1]
		default:
			faults.Errorf(in.Event.At("title"), "caption", diag.T("shorten the title, the place or the credits"),
				"the caption needs %d %s; %s takes %d", limit.Unit.Len(strings.TrimSpace(text)), unitName(limit.Unit), in.Format.Title, limit.Max)
			return text
		}
		text = write()
	}
	if n := strings.Count(text, "@"); in.Format.MaxMentions > 0 && n > in.Format.MaxMentions {
		faults.Errorf(in.Event.At("description"), "caption", diag.T("take out some of them"),
			"the caption mentions %d accounts; %s takes %d", n, in.Format.Title, in.Format.MaxMentions)
	}
	return text
}

// limit returns the limit of the whole text: the caption's, and where the
// platform has none the description's.
func (in Input) limit() (format.TextLimit, bool) {
	limit, ok := in.Format.Text("caption")
	if !ok {
		limit, ok = in.Format.Text("description")
	}
	if title, has := in.Format.Text("title"); has {
		limit.Forbid += title.Forbid
	}
	return limit, ok
}

// title is the event's, marked when it does not take place as planned; the
// first text of the screen for a post without a title of its own.
func (in Input) title(w words) string {
	title := in.Event.Title
	if title == "" {
		for _, c := range in.Plan.Cues {
			if c.Text != "" {
				title = c.Text
				break
			}
		}
	}
	if mark := w.state[string(in.Event.Status)]; mark != "" {
		return mark + ": " + title
	}
	return title
}

func (in Input) whenAndWhere() string {
	place := in.Event.Venue
	if in.Event.Address != "" && !strings.Contains(place, in.Event.Address) {
		place = join(", ", place, in.Event.Address)
	}
	return join(" · ", in.dates(in.Event), place)
}

// dates is an event's day and time: "sabato 14 giugno, ore 18.30".
func (in Input) dates(e *event.Event) string {
	if !e.When.Known() {
		return ""
	}
	l, _ := when.For(in.Plan.Language)
	first, last := when.Span(e.When)
	if e.When.AllDay || len(e.When.More) > 0 || first.YearDay() != last.YearDay() || first.Year() != last.Year() {
		return join(", ", l.Dates(e.When, in.Today), l.Hours(e.When))
	}
	return l.DayAt(e.When.Start, in.Today)
}

// about is the event's description.
func (in Input) about(clean func(string) string) string {
	sub, text := clean(in.Event.Subtitle), clean(in.Event.Description)
	switch {
	case sub == "" || strings.HasPrefix(text, sub):
		return text
	case text == "":
		return sub
	}
	if last := []rune(sub)[len([]rune(sub))-1]; !strings.ContainsRune(".!?…。！？؟", last) {
		sub += "."
	}
	return sub + " " + text
}

// facts are the practical lines.
func (in Input) facts(w words, clean func(string) string) []string {
	price := in.Event.Price
	if in.Event.Free {
		price = w.free
	}
	var out []string
	for _, s := range []string{price, in.Event.Extra["directions"], in.Event.Access} {
		if s = clean(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// foot is the required end of the caption: the link and the credits.
func (in Input) foot(w words, clean func(string) string) []string {
	var out []string
	if in.Event.URL != "" {
		out = append(out, w.link+": "+clean(in.Event.URL))
	}
	for _, c := range photoCredits(append([]*event.Event{in.Event}, in.Events...)) {
		out = append(out, w.photo+": "+clean(c))
	}
	if in.Music != "" {
		out = append(out, w.music+": "+clean(in.Music))
	}
	for _, c := range in.Credits {
		c = clean(c)
		if !slices.ContainsFunc(out, func(line string) bool { return strings.Contains(line, c) }) {
			out = append(out, c)
		}
	}
	for _, c := range in.Closing {
		out = append(out, clean(c))
	}
	return out
}

// hashtags returns at most as many hashtags as the platform allows: the channel's own
// first, then the event's, its neighbourhood and its category. Each word begins with
// a capital, so that screen readers separate the words.
func (in Input) hashtags() []string {
	var out []string
	seen := map[string]bool{}
	add := func(texts ...string) {
		for _, s := range texts {
			tag := Hashtag(s)
			if key := strings.ToLower(tag); tag != "" && !seen[key] {
				seen[key] = true
				out = append(out, tag)
			}
		}
	}
	add(in.Hashtags...)
	for _, key := range []string{"hashtags", "hashtag"} {
		add(strings.FieldsFunc(in.Event.Extra[key], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;#", r) })...)
	}
	add(in.Event.Neighbourhood, in.Event.Category)
	if n := in.Format.MaxHashtags; n > 0 && len(out) > n {
		out = out[:n]
	}
	return out
}

// Hashtag returns a text as a hashtag without "#": letters, marks, digits and
// underscores only; of several words, each begins with a capital. It is "" when nothing
// is left, or only digits, which no platform links.
func Hashtag(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '_'
	})
	var b strings.Builder
	for _, w := range words {
		rs := []rune(w)
		if len(words) > 1 {
			rs[0] = unicode.ToTitle(rs[0])
		}
		b.WriteString(string(rs))
	}
	if strings.IndexFunc(b.String(), unicode.IsLetter) < 0 {
		return ""
	}
	return b.String()
}

// sentences splits a text after its full stops.
func sentences(text string) []string {
	var out []string
	start := 0
	rs := []rune(text)
	for i, r := range rs {
		end := strings.ContainsRune("。！？", r) ||
			strings.ContainsRune(".!?…؟", r) && (i+1 == len(rs) || rs[i+1] == ' ')
		if end {
			if s := strings.TrimSpace(string(rs[start : i+1])); s != "" {
				out = append(out, s)
			}
			start = i + 1
		}
	}
	if s := strings.TrimSpace(string(rs[start:])); s != "" {
		out = append(out, s)
	}
	return out
}

// without replaces characters that a platform refuses; brackets have look-alikes.
func without(s, forbidden string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case !strings.ContainsRune(forbidden, r):
			return r
		case r == '<':
			return '‹'
		case r == '>':
			return '›'
		}
		return -1
	}, s)
}

// oneLine drops line ends, control characters and doubled spaces.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// join joins what is not empty.
func join(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}

func unitName(u format.Unit) string {
	switch u {
	case format.UTF16:
		return "UTF-16 units"
	case format.Bytes:
		return "bytes"
	case format.Characters:
	}
	return "characters"
}
