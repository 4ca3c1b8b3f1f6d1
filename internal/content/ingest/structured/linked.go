package structured

import (
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/record"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// linkedTypes are the types of schema.org below Event whose names do not end
// in "Event" (schema.org 29, Event, "More specific Types").
var linkedTypes = []string{"Festival", "Hackathon", "CourseInstance", "EventSeries"}

// isLinkedEvent reports whether an object is a schema.org Event.
func isLinkedEvent(n *node) bool {
	return slices.ContainsFunc(n.get("@type").list(), func(t *node) bool {
		name := t.string()
		name = name[strings.LastIndexAny(name, "/:#")+1:]
		return strings.HasSuffix(name, "Event") || slices.Contains(linkedTypes, name)
	})
}

// linkedEvents returns the schema.org events of a JSON-LD text, wherever they
// stand in it: alone, in @graph, in lists, as parts of others.
func linkedEvents(n *node) []*node {
	if n == nil {
		return nil
	}
	var out []*node
	if n.kind == objectNode && isLinkedEvent(n) {
		out = append(out, n)
	}
	for _, item := range n.items {
		out = append(out, linkedEvents(item)...)
	}
	for _, k := range n.keys {
		if k == "superEvent" || k == "previousEvent" {
			continue // a mention, not an announcement
		}
		for _, part := range linkedEvents(n.values[k]) {
			if k == "subEvent" && part.get("location") == nil && n.get("location") != nil {
				part.put("location", n.get("location"))
			}
			out = append(out, part)
		}
	}
	return out
}

// linked flattens a schema.org Event: one card for each of its dates.
func (f *input) linked(n *node) []card {
	c := card{at: n}
	for header, keys := range map[string][]string{"title": {"name", "headline"}, "description": {"description"}, "url": {"url"}} {
		f.linkedText(&c, header, n.get(keys...))
	}
	for header, key := range map[string]string{"start": "startDate", "end": "endDate", "uid": "@id"} {
		if v := n.get(key); v != nil {
			text := v.string()
			if header != "uid" {
				text = f.momentText(v)
			}
			c.add(header, text, v)
		}
	}
	f.linkedPlace(&c, n.get("location"))
	f.linkedOffers(&c, n)
	if v := n.get("image"); v != nil {
		f.pictures(&c, v)
	}
	if v := n.get("eventStatus"); v != nil {
		name := v.string()
		if v.kind == objectNode {
			name = v.get("@id", "name").string()
		}
		c.add("status", name[strings.LastIndexAny(name, "/:#")+1:], v)
	}
	if v := n.get("keywords", "category"); v != nil {
		first, _, _ := strings.Cut(joined(v), ",")
		first, _, _ = strings.Cut(first, ";")
		c.add("category", first, v)
	}
	for header, key := range map[string]string{"organizer": "organizer", "previous_start": "previousStartDate", "attendance": "eventAttendanceMode"} {
		if v := n.get(key); v != nil {
			text := v.string()
			if v.kind == objectNode {
				text = v.get("name").string()
			}
			c.add(header, text[strings.LastIndexByte(text, '/')+1:], v)
		}
	}
	f.wholeDays(&c)
	slices.SortStableFunc(c.cells, func(a, b cell) int { return strings.Compare(a.header, b.header) })
	if n.get("eventSchedule") != nil {
		return f.scheduled(c, n)
	}
	return []card{c}
}

// linkedText adds a text that may be given in several languages.
func (f *input) linkedText(c *card, header string, v *node) {
	for _, n := range v.list() {
		name := header
		if tag := n.get("@language").string(); tag != "" && !source.SameLanguage(tag, f.Language) {
			name += ":" + tag
		}
		c.add(name, n.string(), n)
	}
}

// linkedPlace adds the first place that is not on the web alone.
func (f *input) linkedPlace(c *card, v *node) {
	for _, n := range v.list() {
		if n.kind != objectNode {
			venue, address := source.SplitLocation(n.string())
			c.add("venue", venue, n)
			c.add("address", address, n)
			return
		}
		if n.get("@type").string() == "VirtualLocation" {
			continue
		}
		f.location(c, n)
		return
	}
}

// amount writes a machine's number as the channel's language does: 12.5 is
// 12,50 in most of Europe.
func (f *input) amount(number string) string {
	whole, cents, ok := strings.Cut(number, ".")
	if !ok || strings.ContainsAny(number, "–,") || len(cents) > 2 {
		return number
	}
	sign := ","
	if source.SameLanguage(f.Language, "en") {
		sign = "."
	}
	return whole + sign + (cents + "0")[:2]
}

// linkedOffers adds the price and what else offers say.
func (f *input) linkedOffers(c *card, n *node) {
	if v := n.get("isAccessibleForFree"); v != nil {
		c.add("free", v.string(), v)
	}
	offers := n.get("offers").list()
	var prices []string
	gone := 0
	for _, o := range offers {
		price := o.get("price", "lowPrice").string()
		if high := o.get("highPrice").string(); high != "" && price != "" && high != price {
			price += "–" + high
		}
		if price != "" {
			currency := o.get("priceCurrency").string()
			if currency == "EUR" || currency == "" {
				currency = "€"
			}
			if record.IsFree(price) {
				c.add("free", "yes", o)
				continue
			}
			price = f.amount(price) + " " + currency
			if !slices.Contains(prices, price) {
				prices = append(prices, price)
			}
		}
		if a := o.get("availability").string(); strings.HasSuffix(a, "SoldOut") {
			gone++
		}
	}
	if len(offers) == 0 {
		return
	}
	c.add("price", strings.Join(prices, ", "), offers[0])
	if gone == len(offers) && n.get("eventStatus").string() == "" {
		c.add("status", string(event.SoldOut), offers[0])
	}
}
