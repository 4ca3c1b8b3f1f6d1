package structured

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/source"
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
	var cards []card
	var subjects []string
	for _, info := range infos {
		// Without a language the protocol means en-US (3.2.2); offices that
		// leave it out mean their own.
		lang := source.BaseLanguage(info.get("language").string())
		if lang == "" {
			lang = f.Language
		}
		subject := capSubject(info)
		if i := slices.Index(subjects, subject); i >= 0 && !source.SameLanguage(lang, f.Language) {
			f.warningTexts(&cards[i], info, ":"+lang)
			continue
		} else if i >= 0 {
			// The channel's own language comes second: it is the main text.
			f.warningTexts(&cards[i], info, "")
			continue
		}
		c := f.warning(root, info)
		suffix := ""
		if !source.SameLanguage(lang, f.Language) {
			suffix = ":" + lang
		}
		f.warningTexts(&c, info, suffix)
		cards, subjects = append(cards, c), append(subjects, subject)
	}
	return readCards(ctx, f, cards)
}

// capSubject identifies what is warned of, in whatever language: info blocks that
// agree in it are translations of each other.
func capSubject(info *node) string {
	var parts []string
	for _, key := range []string{"category", "urgency", "severity", "certainty", "effective", "onset", "expires"} {
		parts = append(parts, info.get(key).string())
	}
	return strings.Join(parts, "|")
}

// capLevels are the colours of Italian civil protection by severity.
var capLevels = map[string]string{"minor": "green", "moderate": "yellow", "severe": "orange", "extreme": "red"}

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
	severity := info.get("severity")
	level := capLevels[strings.ToLower(severity.string())]
	for _, p := range info.get("parameter").list() {
		// MeteoAlarm: "3; orange; Severe".
		if p.get("valueName").string() == "awareness_level" {
			if parts := strings.Split(p.get("value").string(), ";"); len(parts) > 1 {
				level = strings.ToLower(strings.TrimSpace(parts[1]))
			}
		}
	}
	if severity != nil {
		c.add("level", level, severity)
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

// warningTexts adds the texts of an info block.
func (f *input) warningTexts(c *card, info *node, suffix string) {
	title := info.get("headline", "event")
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
}

// parseXML reads an XML text as nodes: an element is an object of its
// children, or its text; elements of one name become a list. Entities that a
// text defines itself are not followed.
func parseXML(ctx context.Context, data []byte) (*node, error) {
	dec := xml.NewDecoder(source.Reader(ctx, bytes.NewReader(data)))
	root := &node{kind: objectNode, line: 1, values: map[string]*node{}}
	stack := []*node{root}
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
