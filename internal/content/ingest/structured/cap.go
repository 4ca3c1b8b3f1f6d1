package structured

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/source"
	"github.com/giro-video/giro/internal/content/when"
)

// capNamespace is the XML namespace of CAP 1.2; 1.1 differs in nothing that is read.
const capNamespace = "urn:oasis:names:tc:emergency:cap:1."

// SniffCAP reports whether a file that starts with head is an alert.
func SniffCAP(head []byte) bool {
	head = bytes.TrimSpace(head)
	return bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head, []byte(capNamespace))
}

// maxElements bounds the elements of an alert; real ones have some hundreds.
const maxElements = 100_000

const capHint = "ask for the alert again as CAP 1.2"

// ReadCAP reads a warning of the Common Alerting Protocol, version 1.2 (OASIS
// CAP-v1.2-os): one event for each thing that is warned of, translated into the
// languages of its info blocks. What an event has no field for stands in
// Extra: level, instruction, severity, urgency, certainty, sender.
func ReadCAP(ctx context.Context, file *source.File) []*event.Event {
	f := newInput(file)
	root, err := parseXML(ctx, []byte(f.Text()))
	if err != nil {
		f.Faults.Errorf(f.At(0), "", diag.T(capHint), "the alert cannot be read: %v", err)
		return nil
	}
	if root.get("alert") != nil {
		root = root.get("alert")
	}
	infos := root.get("info").list()
	if len(infos) == 0 {
		f.Faults.Errorf(f.At(root.line), "", diag.T(capHint), "the alert holds no information (info)")
		return nil
	}
	if status := root.get("status").string(); !strings.EqualFold(status, "Actual") {
		for _, info := range infos {
			f.Faults.Errorf(f.place(info), "status", diag.T("do not publish it"), "the alert is not an actual one: its status is %q", status)
		}
	}
	if scope := root.get("scope").string(); scope != "" && !strings.EqualFold(scope, "Public") {
		f.Faults.Errorf(f.place(root.get("scope")), "status", diag.T("do not publish it"), "the alert is not for the public: its scope is %q", scope)
		return nil
	}
	var warnings []warning
	for _, info := range infos {
		// Without a language the protocol means en-US (3.2.2); offices that
		// leave it out mean their own.
		lang := source.BaseLanguage(info.get("language").string())
		if lang == "" {
			lang = f.Language
		}
		subject := subjectOf(info)
		i := translated(warnings, subject, lang)
		if i < 0 {
			c := f.warning(root, info)
			if n := len(warnings); n > 0 { // one message may warn of several things
				for k := range c.cells {
					if c.cells[k].header == "uid" {
						c.cells[k].text += "#" + strconv.Itoa(n+1)
					}
				}
			}
			i, warnings = len(warnings), append(warnings, warning{card: c, subject: subject})
		}
		suffix := ""
		if !source.SameLanguage(lang, f.Language) {
			suffix = ":" + lang
		}
		warnings[i].languages = append(warnings[i].languages, lang)
		f.warningTexts(&warnings[i].card, root, info, lang, suffix)
	}
	cards := make([]card, 0, len(warnings))
	for _, w := range warnings {
		cards = append(cards, w.card)
	}
	if refs := root.get("references").string(); refs != "" {
		f.Faults.Notef(f.place(root.get("references")), "", diag.T("take down what was published of it"), "the alert takes the place of an earlier one: %s", source.Shorten(refs))
	}
	return readCards(ctx, f, cards)
}

// warning is one thing that is warned of, with the languages in which it is said.
type warning struct {
	card      card
	subject   subject
	languages []string
}

// subject identifies what is warned of, in whatever language: info blocks that
// agree in it are translations of each other. codes say what it is and where;
// a block may leave them out.
type subject struct{ facts, codes string }

// translated returns the index of the warning of which an info block in lang is a
// translation, -1 when it is a warning of its own. One without codes belongs to
// the only one that it may belong to.
func translated(warnings []warning, s subject, lang string) int {
	found, many := -1, false
	for i, w := range warnings {
		if w.subject.facts != s.facts || slices.Contains(w.languages, lang) {
			continue
		}
		if w.subject.codes == s.codes {
			return i
		}
		if w.subject.codes == "" || s.codes == "" {
			many = found >= 0
			found = i
		}
	}
	if many {
		return -1
	}
	return found
}

func subjectOf(info *node) subject {
	var facts, codes []string
	for _, key := range []string{"category", "urgency", "severity", "certainty", "effective", "onset", "expires"} {
		facts = append(facts, info.get(key).string())
	}
	// What it is and where is said in words of a language; codes are in none.
	for _, p := range slices.Concat(info.get("parameter").list(), info.get("eventCode").list()) {
		if name := p.get("valueName").string(); name == "awareness_type" || name == "awareness_level" {
			codes = append(codes, name+"="+p.get("value").string())
		}
	}
	for _, a := range info.get("area").list() {
		for _, g := range slices.Concat(a.get("geocode").list(), []*node{a.get("polygon"), a.get("circle")}) {
			if code := g.get("value").string() + g.string(); code != "" {
				codes = append(codes, code)
			}
		}
	}
	return subject{strings.Join(facts, "|"), strings.Join(codes, "|")}
}

// capLevels are the colours of Italian civil protection by severity. A minor
// severity has none: it is no alert, and no end of one either.
var capLevels = map[string]string{"moderate": "yellow", "severe": "orange", "extreme": "red"}

// colours are the words for the levels, as headlines and parameters write them.
var colours = []struct {
	level string
	word  *regexp.Regexp
}{
	{"yellow", regexp.MustCompile(`(?i)\b(yellow|giall[aoe]|gelb|jaune|amarill[ao]|geel)\b`)},
	{"orange", regexp.MustCompile(`(?i)\b(orange|arancion[ei]|naranja|oranje)\b`)},
	{"red", regexp.MustCompile(`(?i)\b(red|ross[aoe]|rot|rouge|roj[ao]|rood)\b`)},
}

// colour returns the level that a text names, "" when it names none or several.
func colour(text string) string {
	found := ""
	for _, c := range colours {
		if c.word.MatchString(text) {
			if found != "" {
				return ""
			}
			found = c.level
		}
	}
	return found
}

// level returns the level of an info block: what it says itself in a parameter
// (MeteoAlarm's "3; orange; Severe", a national one), else by its severity. over
// says that the message ends an alert.
func (f *input) level(root, info *node) (level string, over bool) {
	if strings.EqualFold(root.get("msgType").string(), "Cancel") {
		return "green", true
	}
	for _, r := range info.get("responseType").list() {
		if strings.EqualFold(r.string(), "AllClear") {
			return "green", true
		}
	}
	for _, p := range info.get("parameter").list() {
		name := strings.ToLower(p.get("valueName").string())
		if strings.Contains(name, "level") || strings.Contains(name, "livello") || strings.Contains(name, "colour") || strings.Contains(name, "color") || strings.Contains(name, "allerta") || strings.Contains(name, "alert") {
			if c := colour(p.get("value").string()); c != "" {
				return c, false
			}
		}
	}
	return capLevels[strings.ToLower(info.get("severity").string())], false
}

// warning flattens what an info block says in no language.
func (f *input) warning(root, info *node) card {
	c := card{at: info}
	start := info.get("onset", "effective")
	if start == nil {
		start = root.get("sent")
	}
	if start != nil {
		c.add("start", f.momentText(start), start)
	}
	if end := info.get("expires"); end != nil {
		c.add("end", f.momentText(end), end)
	}
	if web := info.get("web"); web != nil {
		c.add("url", web.string(), web)
	}
	if id := root.get("identifier"); id != nil {
		c.add("uid", id.string(), id)
	}
	if kind := root.get("msgType"); strings.EqualFold(kind.string(), "Cancel") {
		c.add("status", "cancelled", kind)
	}
	for _, key := range []string{"severity", "urgency", "certainty"} {
		if v := info.get(key); v != nil {
			c.add(key, v.string(), v)
		}
	}
	level, over := f.level(root, info)
	at := info.get("severity")
	if at == nil {
		at = info
	}
	c.add("level", level, at)
	if level == "" {
		f.Faults.Warnf(f.place(at), "level", diag.T("ask whether it is an alert, and write its level in a table"), "the alert has no level: its severity is %q", source.Shorten(info.get("severity").string()))
	}
	if headline := info.get("headline"); !over {
		if named := colour(headline.string()); named != "" && level != "" && named != level {
			f.Faults.Warnf(f.place(headline), "level", diag.T("ask which is right before it is published"), "the headline names another level (%s) than the alert's own (%s)", diag.Word(named), diag.Word(level))
		}
	}
	if end := info.get("expires"); end != nil && !over && !f.Now.IsZero() {
		if t, err := time.Parse(time.RFC3339, f.momentText(end)); err == nil && t.Before(f.Now) {
			f.Faults.Errorf(f.place(end), "end", diag.T("do not publish it"), "the alert is over since %s", end.string())
		}
	}
	var areas []string
	for _, a := range info.get("area").list() {
		if name := a.get("areaDesc").string(); name != "" {
			areas = append(areas, name)
		}
	}
	if len(areas) > 0 {
		c.add("venue", strings.Join(areas, "; "), info.get("area"))
	}
	return c
}

// warningTexts adds the texts of an info block, in lang.
func (f *input) warningTexts(c *card, root, info *node, lang, suffix string) {
	title := info.get("headline", "event")
	if machineHeadline.MatchString(title.string()) && info.get("event").string() != "" {
		title = info.get("event")
	}
	if title != nil {
		c.add("title"+suffix, title.string(), title)
	}
	for header, key := range map[string]string{"description": "description", "instruction": "instruction", "sender": "senderName"} {
		if v := info.get(key); v != nil {
			c.add(header+suffix, v.string(), v)
		}
	}
	if v := info.get("event"); v != nil {
		c.add("category"+suffix, v.string(), v)
	}
	// What the design of alerts shows: who says so, since when, what to do.
	if v := info.get("senderName"); v.string() != "" {
		c.add("source"+suffix, v.string(), v)
	} else if v := root.get("sender"); v != nil {
		c.add("source"+suffix, v.string(), v)
	}
	if sent := root.get("sent"); sent != nil {
		if t, err := time.Parse(time.RFC3339, f.momentText(sent)); err == nil {
			words, ok := when.For(lang)
			if !ok {
				words, _ = when.For("en")
			}
			t = t.In(f.Zone)
			c.add("issued"+suffix, words.DayAt(t, t), sent)
		}
	}
	if v := info.get("instruction"); v != nil {
		c.add("items"+suffix, strings.Join(steps(v.string()), "; "), v)
	}
}

// machineHeadline is a headline made of codes: "Pioggia: 2; yellow; Moderate" (MeteoAlarm).
var machineHeadline = regexp.MustCompile(`\d\s*;\s*\w+\s*;\s*\w+`)

// stepEnd is where one instruction ends and the next begins.
var stepEnd = regexp.MustCompile(`[.!]\s+|\s*[\n;]\s*|(?:^|\s)[-•*]\s+`)

// steps returns the sentences of an instruction, at most as many as the design shows.
func steps(text string) []string {
	const most = 4
	var out []string
	for _, part := range stepEnd.Split(source.Prose(text), -1) {
		part = strings.TrimRight(strings.TrimSpace(strings.ReplaceAll(part, ": ", " – ")), ".")
		if part != "" && len(out) < most {
			out = append(out, part)
		}
	}
	return out
}

// parseXML reads an XML text as nodes: an element is an object of its
// children, or its text; elements of one name become a list. Entities that a
// text defines itself are not followed.
func parseXML(ctx context.Context, data []byte) (*node, error) {
	dec := xml.NewDecoder(source.Reader(ctx, bytes.NewReader(data)))
	root := &node{kind: objectNode, line: 1, values: map[string]*node{}}
	stack := []*node{root}
	// The text is UTF-8 by now, whatever its declaration says.
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	left := maxElements
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) && len(stack) == 1 {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch t := tok.(type) {
		case xml.StartElement:
			if len(stack) > maxNesting {
				return nil, errNested
			}
			if left--; left < 0 {
				return nil, errNodes
			}
			line, column := dec.InputPos()
			n := &node{kind: textNode, line: line, column: column}
			if top.kind != objectNode {
				top.kind, top.values, top.text = objectNode, map[string]*node{}, ""
			}
			name := t.Name.Local
			switch had := top.values[name]; {
			case had == nil:
				top.put(name, n)
			case had.kind == listNode:
				had.items = append(had.items, n)
			default:
				top.values[name] = &node{kind: listNode, line: had.line, column: had.column, items: []*node{had, n}}
			}
			stack = append(stack, n)
		case xml.EndElement:
			top.text = strings.TrimSpace(top.text)
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if top.kind == textNode {
				top.text += string(t)
			}
		}
	}
}
