package structured

import (
	"context"
	"errors"
	"regexp"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/source"
	"github.com/giro-video/giro/internal/content/setting"
)

// yamlStart is how a YAML text of events begins; a table's header may hold
// dashes and colons, but not like this.
var yamlStart = regexp.MustCompile(`(?i)^(?:\s*(?:#[^\n]*)?\r?\n)*(?:---\s|-\s+["']?\p{L}[\p{L}\p{N}_ ]*["']?\s*:(?:\s|$)|-\s*\r?\n|(?:events|eventi|termine|veranstaltungen)\s*:\s*(?:#[^\n]*)?\r?\n|(?:title|titolo|titel|titre)\s*:\s+[^;,\t|\n]*\r?\n\s*\p{L}+\s*:)`)

// SniffYAML reports whether a file that starts with head is YAML.
func SniffYAML(head []byte) bool { return yamlStart.Match(head) }

// maxYAML is the largest YAML text that is read, more than 10 000 events: of
// short values the parser makes some hundred times their size in memory.
const maxYAML = 3 << 20

// maxNodes bounds what a YAML text stands for: aliases repeat whole parts.
const maxNodes = 400_000

var errNodes = errors.New("too many values")

// ReadYAML reads events written by hand as YAML: a list of groups of keys, or
// such a list under "events". The keys are names that a table's columns could
// have, in any of the languages.
func ReadYAML(ctx context.Context, file *source.File) []*event.Event {
	f := newInput(file)
	if len(f.Data) > maxYAML {
		f.Faults.Errorf(f.At(0), "", diag.T("split the list, or save it as CSV or JSON"), "the list (YAML) has more than %d MB", maxYAML>>20)
		return nil
	}
	v := setting.ParseLong(f.Name, []byte(f.Text()), f.Faults)
	if f.Faults.HasErrors() || !v.Given() {
		if !f.Faults.HasErrors() {
			f.Faults.Errorf(f.At(1), "", diag.T(yamlHint), "the file holds no event")
		}
		return nil
	}
	left := maxNodes
	root, err := nodeOf(v, &left, 0)
	if err != nil {
		f.Faults.Errorf(f.At(1), "", diag.T(yamlHint), "the file cannot be read: %v", err)
		return nil
	}
	events, ok := readNodes(ctx, f, root)
	if !ok && !f.Faults.HasErrors() {
		f.Faults.Errorf(f.At(1), "", diag.T(yamlHint), "the file does not hold a list of events")
	}
	return events
}

const yamlHint = "write a list of events, each as in:\n  - title: Festa\n    date: 14/06/2025\n    venue: Piazza Grande"

// nodeOf brings a value of a settings file to a node.
func nodeOf(v setting.Value, left *int, depth int) (*node, error) {
	if *left--; *left < 0 {
		return nil, errNodes
	}
	if depth > maxNesting {
		return nil, errNested
	}
	n := &node{line: v.Pos().Line, column: v.Pos().Column}
	switch {
	case v.IsText():
		n.kind, n.text = textNode, v.Text()
	case v.IsList():
		n.kind = listNode
		for _, item := range v.List() {
			child, err := nodeOf(item, left, depth+1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, child)
		}
	case v.IsMap():
		n.kind, n.values = objectNode, map[string]*node{}
		for _, e := range v.Entries() {
			child, err := nodeOf(e.Value, left, depth+1)
			if err != nil {
				return nil, err
			}
			n.put(e.Key, child)
		}
	}
	return n, nil
}
