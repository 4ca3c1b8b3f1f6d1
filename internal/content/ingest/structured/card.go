// Package structured reads events from structured texts: JSON, also as
// schema.org writes it (JSON-LD) in web pages, YAML, and alerts (CAP).
package structured

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/content/ingest/record"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// Structured texts (JSON, JSON-LD, YAML) come in many shapes. Each event is
// brought to a row: the names of its values are column headers, and from there
// on a table's rules hold. What differs between shapes is only how a value is
// turned into the text of a cell.

// input is a file with what the names of its values mean.
type input struct {
	*source.File
	names  *record.Names
	effort *dates.Effort // that is left for schedules
}

func newInput(f *source.File) *input {
	return &input{File: f, names: record.NamesOf(f), effort: dates.NewEffort()}
}

// cell is one value of an event under the name that a column would have.
type cell struct {
	header string
	text   string
	at     *node
}

// card is one event of a structured text, flat.
type card struct {
	at    *node
	cells []cell
}

// add adds a value if it says something.
func (c *card) add(header, text string, at *node) {
	if strings.TrimSpace(text) != "" && at != nil {
		c.cells = append(c.cells, cell{header, text, at})
	}
}

// readNodes reads the events of a structured text. ok is false when it holds
// nothing that looks like events.
func readNodes(ctx context.Context, f *input, root *node) (events []*event.Event, ok bool) {
	var cards []card
	if found := linkedEvents(root); len(found) > 0 {
		for _, n := range found {
			cards = append(cards, f.linked(n)...)
		}
	} else {
		for _, n := range f.eventObjects(root) {
			if timings := n.get("timings"); timings != nil {
				cards = append(cards, f.agenda(n, timings)...)
			} else {
				cards = append(cards, f.plainCard(n))
			}
		}
	}
	if len(cards) == 0 {
		return nil, false
	}
	if len(cards) > source.MaxRows {
		f.Faults.Errorf(f.At(0), "", diag.T("split the file"), "the file holds more than %d events; the rest is left out", source.MaxRows)
		cards = cards[:source.MaxRows]
	}
	return readCards(ctx, f, cards), true
}

// readCards reads cards as a table whose columns are all their headers.
func readCards(ctx context.Context, f *input, cards []card) []*event.Event {
	if len(cards) > source.MaxRows {
		f.Faults.Errorf(f.At(0), "", diag.T("split the file"), "the file holds more than %d events; the rest is left out", source.MaxRows)
		cards = cards[:source.MaxRows]
	}
	var header record.Row
	column := map[string]int{}
	for _, c := range cards {
		for _, v := range c.cells {
			if _, ok := column[v.header]; !ok && len(column) < source.MaxColumns {
				column[v.header] = len(header.Cells)
				header.Cells = append(header.Cells, v.header)
				header.At = append(header.At, f.place(v.at))
			}
		}
	}
	s := record.NewSheet(f.File, f.names, "", 0, header)
	out := make([]*event.Event, 0, len(cards))
	for i, c := range cards {
		if ctx.Err() != nil {
			return nil
		}
		r := record.Row{Number: i + 1, Line: c.at.line, Cells: make([]string, len(header.Cells)), At: make([]diag.Pos, len(header.Cells)), Whole: f.place(c.at)}
		for j := range r.At {
			r.At[j] = r.Whole
		}
		for _, v := range c.cells {
			if j, ok := column[v.header]; ok && r.Cells[j] == "" {
				r.Cells[j], r.At[j] = v.text, f.place(v.at)
			}
		}
		if e := s.Event(r); e != nil {
			out = append(out, e)
		}
	}
	s.Finish()
	return out
}

// place is the position of a node.
func (f *input) place(n *node) diag.Pos {
	return diag.Pos{File: f.Name, Line: n.line, Column: n.column}
}

// eventObjects finds the objects that are events: the object itself, or the
// first list in it, looked for level by level, whose objects have a title.
func (f *input) eventObjects(root *node) []*node {
	if root.kind == objectNode && f.hasTitle(root) && !holdsList(root, "events", "eventi") {
		return []*node{root}
	}
	level := []*node{root}
	for range 5 {
		var next []*node
		for _, n := range level {
			var found []*node
			for _, item := range n.items {
				if p := item.get("properties"); p != nil && f.hasTitle(p) {
					item = p // a GeoJSON feature
				}
				if item.kind == objectNode {
					found = append(found, item)
				}
			}
			if slices.ContainsFunc(found, f.hasTitle) {
				return found // those without a title too: each is reported
			}
			next = append(next, n.items...)
			for _, k := range n.keys {
				next = append(next, n.values[k])
			}
		}
		if level = next; len(level) > 10_000 {
			break
		}
	}
	return nil
}

func holdsList(n *node, keys ...string) bool {
	v := n.get(keys...)
	return v != nil && v.kind == listNode
}

// hasTitle reports whether an object has a key that means the title.
func (f *input) hasTitle(n *node) bool {
	return slices.ContainsFunc(n.keys, func(k string) bool {
		what, _, ok := f.names.Lookup(k)
		return ok && what == record.FieldTitle && n.values[k].kind != nullNode
	})
}

// plainCard flattens an object whose keys are names of columns.
func (f *input) plainCard(n *node) card {
	c := card{at: n}
	published := wordPressPost(n)
	for _, key := range n.keys {
		if key == "_id" {
			continue // the number of a record in a data portal, which changes with the file
		}
		if key == "time" && n.get("local_date") != nil {
			f.localStart(&c, n)
			continue
		}
		if published && slices.Contains(publication, key) {
			continue // days of the post, never of the event
		}
		if published && (key == "acf" || key == "meta") && n.values[key].kind == objectNode {
			for _, k := range n.values[key].keys {
				f.flatten(&c, k, n.values[key].values[k])
			}
			continue
		}
		if published && key == "content" {
			f.flatten(&c, "description", n.values[key])
			continue
		}
		f.flatten(&c, key, n.values[key])
	}
	f.wholeDays(&c)
	return c
}

// localStart adds the time of an event as Meetup gives it: the local day and time,
// and the length in milliseconds.
func (f *input) localStart(c *card, n *node) {
	day := n.get("local_date")
	text := strings.TrimSpace(day.string() + " " + n.get("local_time").string())
	c.add("start", text, day)
	ms, err := strconv.ParseInt(n.get("duration").string(), 10, 64)
	start, bad := time.Parse("2006-01-02 15:04", text)
	if err == nil && bad == nil && ms > 0 && ms < 1000*int64(31*24*time.Hour/time.Second) {
		c.add("end", start.Add(time.Duration(ms)*time.Millisecond).Format("2006-01-02 15:04"), n.get("duration"))
	}
}

// publication are the keys of a WordPress post that say when it was written
// (WordPress REST API handbook, Posts).
var publication = []string{"date", "date_gmt", "modified", "modified_gmt", "post_date", "post_modified"}

// wordPressPost reports whether an object is a post of a WordPress site.
func wordPressPost(n *node) bool {
	rendered := n.get("title").get("rendered") != nil
	return rendered || n.get("date_gmt") != nil || n.get("acf") != nil && n.get("slug") != nil
}

// wholeDays drops times that stand for whole days: portals write a day as its
// midnight, and a day as lasting from 00:00 to 23:59.
func (f *input) wholeDays(c *card) {
	var start, end *cell
	for i := range c.cells {
		what, _, _ := f.names.Lookup(c.cells[i].header)
		if what == record.FieldStart || what == record.FieldWhen {
			start = &c.cells[i]
		} else if what == record.FieldEnd {
			end = &c.cells[i]
		}
	}
	if start == nil {
		return
	}
	day, ok := strings.CutSuffix(start.text, " 00:00")
	if !ok {
		return
	}
	if end == nil {
		start.text = day
		return
	}
	for _, suffix := range []string{" 00:00", " 23:59"} {
		if last, ok := strings.CutSuffix(end.text, suffix); ok {
			if suffix == " 00:00" && last != day {
				f.Faults.Notef(f.place(end.at), "end", diag.T("write the days without times"), "start and end are midnights; %s is read as the last day", last)
			}
			start.text, end.text = day, last
			return
		}
	}
}

// flatten adds the value of one key.
func (f *input) flatten(c *card, key string, v *node) {
	what, _, _ := f.names.Lookup(key)
	switch {
	case key == "@id": // an address that names the event for machines
		c.add("uid", v.string(), v)
	case key == "descrizione_completa" && c.at.get("descrizione_breve") != nil:
		c.add("testo lungo", v.string(), v) // two descriptions: the short one is the description
	case key == "costi" && v.kind == listNode:
		f.costs(c, v)
	case key == "languages" && v.kind == objectNode:
		for _, tag := range v.keys {
			for _, name := range v.values[tag].keys {
				f.flatten(c, name+":"+tag, v.values[tag].values[name])
			}
		}
	case what == record.FieldImage:
		f.pictures(c, v)
	case v.kind == objectNode && inLanguages(v):
		for _, tag := range v.keys {
			header := key + ":" + tag
			if source.SameLanguage(tag, f.Language) {
				header = key
			}
			c.add(header, joined(v.values[tag]), v.values[tag])
		}
	case v.kind == objectNode && what == record.FieldVenue:
		f.location(c, v)
	case v.kind == boolNode:
		c.add(key, v.text, v)
	case what == record.FieldStart || what == record.FieldEnd || what == record.FieldWhen:
		c.add(key, f.momentText(v), v)
	default:
		c.add(key, joined(v), v)
	}
}

// inLanguages reports whether an object gives one text in several languages.
func inLanguages(n *node) bool {
	for _, k := range n.keys {
		if tag, err := language.Parse(k); err != nil || len(k) > 7 || !record.IsLanguage(tag.String()) {
			return false
		}
	}
	return len(n.keys) > 0
}

// joined is the text of a value: of a list, its texts with semicolons between;
// of an item or a fact, as a table writes it.
func joined(n *node) string {
	if n.kind != listNode {
		if n.kind == objectNode {
			if value, label := n.get("value").string(), n.get("label").string(); value != "" && label != "" {
				return value + " " + label
			}
			title, text := n.get("title", "titolo", "name", "nome").string(), n.get("text", "testo").string()
			if title != "" && text != "" {
				return title + ": " + text
			}
			if title != "" {
				return title
			}
		}
		return n.string()
	}
	var parts []string
	for _, item := range n.items {
		if text := joined(item); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "; ")
}

// pictures adds pictures; an address on the web is no file of the channel.
func (f *input) pictures(c *card, v *node) {
	for _, n := range v.list() {
		name := n.string()
		if name == "" {
			name = n.get("base").string() + n.get("url", "contentUrl", "src", "filename", "file").string()
		}
		switch {
		case name == "":
		case strings.Contains(name, "://"), strings.HasPrefix(name, "//"):
			f.Faults.Warnf(f.place(n), string(record.FieldImage), diag.T("save the picture in the channel's folder, and give its name in a table"), "the picture %q is on the web; it is left out", source.Shorten(name))
		default:
			c.add("immagine "+strconv.Itoa(len(c.cells)), name, n)
		}
	}
}

// location adds a place with its address.
func (f *input) location(c *card, v *node) {
	name := v.get("name", "nome", "titolo", "title", "venue")
	c.add("venue", localText(name, f.Language), v)
	address := v.get("address", "indirizzo")
	if address != nil && address.kind == objectNode {
		street, town := address.get("streetAddress", "via", "street").string(), address.get("addressLocality", "city", "comune").string()
		c.add("address", strings.Trim(street+", "+town, ", "), address)
		return
	}
	text := address.string()
	if city := v.get("city", "comune").string(); city != "" && text != "" && !strings.Contains(text, city) {
		text += ", " + city
	}
	c.add("address", text, address)
}

// localText is a text that may be given in several languages, in the channel's.
func localText(n *node, lang string) string {
	if n == nil || n.kind != objectNode || !inLanguages(n) {
		return n.string()
	}
	for _, tag := range n.keys {
		if source.SameLanguage(tag, lang) {
			return n.values[tag].string()
		}
	}
	return n.values[n.keys[0]].string()
}

// costs adds the costs of Designers Italia's "Evento": a list of titles, free
// text prices and remarks.
func (f *input) costs(c *card, v *node) {
	var parts []string
	for _, n := range v.items {
		title, price := n.get("titolo_costo").string(), n.get("prezzo_costo").string()
		if record.IsBareNumber(price) && !record.IsFree(price) {
			price += " €" // the euro is the currency of municipal sites
		}
		if title != "" && len(v.items) > 1 {
			price = strings.TrimSpace(title + " " + price)
		}
		if price == "" {
			price = n.get("descrizione_costo").string()
		}
		if price != "" {
			parts = append(parts, price)
		}
	}
	c.add("price", strings.Join(parts, ", "), v)
}

// localForms are times without a zone as machines write them.
var localForms = []string{"2006-01-02T15:04:05.999", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04:05 -0700"}

// momentText writes a machine's time as a cell holds it: RFC 3339 times stay,
// others lose their seconds, numbers are seconds or milliseconds since 1970.
func (f *input) momentText(n *node) string {
	text := strings.TrimSpace(n.string())
	if _, err := time.Parse(time.RFC3339, text); err == nil {
		return text
	}
	if t, err := time.Parse("20060102", text); err == nil && dates.Plausible(t) {
		return t.Format("2006-01-02")
	}
	if sec, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) >= 9 {
		if len(text) >= 12 {
			sec /= 1000
		}
		return time.Unix(sec, 0).UTC().Format(time.RFC3339)
	}
	for _, form := range []string{"2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05.999Z0700"} {
		if t, err := time.Parse(form, text); err == nil {
			return t.Format(time.RFC3339)
		}
	}
	for _, form := range localForms {
		t, err := time.ParseInLocation(form, text, f.Zone)
		if err != nil {
			continue
		}
		if strings.Contains(form, "-0700") {
			return t.Format(time.RFC3339)
		}
		return t.Format("2006-01-02 15:04")
	}
	return text
}
