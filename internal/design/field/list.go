package field

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/when"
)

// Entry is what one entry of a list gives to placeholders, by field.
type Entry = map[string]string

// The fields of an entry that the engine reads itself.
const (
	ItemTitle    = "item.title"
	ItemNumber   = "item.number" // counted from 1 in the whole list, on every page
	ItemLanguage = "item.language"
)

// Item lists the fields of entries; which of them one has depends on its list.
func Item() []string {
	return []string{
		ItemTitle, "item.text", ItemNumber, "item.last", // of all lists of texts
		"item.image", "item.icon", "item.quote", "item.short", // of the event's items
		"item.day", "item.time", "item.place", "item.category", "item.cancelled", // of other events
		"item.value", "item.label", "item.share", "item.year", "item.whole", "item.plain", // of facts
		ItemLanguage, // of languages
	}
}

// The names of the list of a page's entries, and of its number and how many there are.
const (
	Page       = "page"
	pageNumber = "page_number"
	pageCount  = "pages"
)

// OfPage returns the fields of one of several pages, counted from 1.
func OfPage(n, pages int) Entry {
	return Entry{pageNumber: strconv.Itoa(n), pageCount: strconv.Itoa(pages)}
}

// List returns the entries of a list, none if the name is that of no list. page
// are those of the page at work, which is the list Page.
func (v *Values) List(name string, page []Entry) []Entry {
	out := page
	if name != Page {
		list := all[name].list
		if list == nil {
			return nil
		}
		out = list(v.lists)
	}
	for i, it := range out {
		if it[ItemNumber] == "" || name != Page {
			it[ItemNumber] = strconv.Itoa(i + 1)
		}
		if i == len(out)-1 {
			it["item.last"] = "yes"
		}
	}
	return out
}

// facts are the event's figures.
func facts(s *maker) []Entry {
	out := make([]Entry, len(s.event.Facts))
	for i, f := range s.event.Facts {
		out[i] = factEntry(f)
	}
	return out
}

// items are the stops, highlights or rows of the event. Pictures of the event go
// to them in order where they have none of their own.
func items(s *maker) []Entry {
	var out []Entry
	for i, it := range s.event.Items {
		e := Entry{ItemTitle: it.Title, "item.text": it.Text, "item.icon": iconFor(it.Title + " " + it.Text)}
		image := it.Image
		if image == "" && i < len(s.event.Images) {
			image = s.event.Images[i]
		}
		if s.Has(image) {
			e["item.image"] = image
		}
		if quote, rest := cutQuote(it.Text); quote != "" {
			e["item.quote"], e["item.text"] = quote, rest
		}
		e["item.short"] = short(e["item.text"])
		out = append(out, e)
	}
	return out
}

// entries are the events of a file, or the event's items.
func entries(s *maker) []Entry {
	if len(s.Events) == 0 {
		return items(s)
	}
	out := make([]Entry, len(s.Events))
	for i, e := range s.Events {
		out[i] = s.other(e)
	}
	return out
}

// picks are the entries with a picture that are not cancelled. They count in
// their own order.
func picks(s *maker) []Entry {
	return slices.DeleteFunc(entries(s), func(it Entry) bool { return it["item.image"] == "" || it["item.cancelled"] != "" })
}

// languages are those in which the event is told beside the post's.
func languages(s *maker) []Entry {
	var out []Entry
	for _, tag := range slices.Sorted(maps.Keys(s.Event.Languages)) {
		if tag != s.Language {
			out = append(out, Entry{ItemLanguage: tag})
		}
	}
	return out
}

// other is another event as a row of a list.
func (s *maker) other(e *event.Event) Entry {
	e = e.In(s.lang)
	out := Entry{ItemTitle: e.Title, "item.text": e.Subtitle, "item.place": e.Venue, "item.category": e.Category}
	if out["item.place"] == "" {
		out["item.place"] = e.Address
	}
	if e.Status == event.Cancelled {
		out["item.cancelled"] = "yes"
	}
	if len(e.Images) > 0 && s.Has(e.Images[0]) {
		out["item.image"] = e.Images[0]
	}
	words, ok := when.For(s.lang)
	if !ok || !e.When.Known() {
		return out
	}
	first, last := when.Span(e.When)
	out["item.day"] = words.ShortDay(first)
	switch {
	case !e.When.AllDay:
		out["item.time"] = words.Times(e.When)
	case !sameDate(first, last):
		out["item.time"] = "– " + words.ShortDay(last)
	}
	return out
}

// shortChars is what one line of a list holds.
const shortChars = 38

// short returns a text that stands on one line: the whole, its first clause,
// or nothing.
func short(text string) string {
	if utf8.RuneCountInString(text) <= shortChars {
		return text
	}
	for i, r := range text {
		if strings.ContainsRune(".:;!?。：", r) && utf8.RuneCountInString(text[:i]) <= shortChars {
			return text[:i]
		}
	}
	return ""
}

// cutQuote takes a quotation out of a text: what stands in « ».
func cutQuote(text string) (quote, rest string) {
	from := strings.Index(text, "«")
	to := strings.Index(text, "»")
	if from < 0 || to < from {
		return "", text
	}
	to += len("»")
	return text[from:to], strings.TrimSpace(strings.TrimSpace(text[:from]) + " " + strings.TrimSpace(text[to:]))
}
