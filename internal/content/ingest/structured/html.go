package structured

import (
	"bytes"
	"context"
	"strings"

	"golang.org/x/net/html"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// SniffHTML reports whether a file that starts with head is a web page.
func SniffHTML(head []byte) bool {
	head = bytes.ToLower(bytes.TrimSpace(head))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html")) ||
		bytes.HasPrefix(head, []byte("<script")) || bytes.HasPrefix(head, []byte("<!--"))
}

// maxBlocks bounds the script elements with events; real pages have a few.
const maxBlocks = 10_000

// maxPage is the largest web page that is read.
const maxPage = 32 << 20

// ReadHTML reads the schema.org events (JSON-LD) that a saved web page carries in
// its script elements.
func ReadHTML(ctx context.Context, file *source.File) []*event.Event {
	f := newInput(file)
	if len(f.Data) > maxPage {
		f.Faults.Errorf(f.At(0), "", diag.T("check that this is the right file"), "the web page has more than %d MB", maxPage>>20)
		return nil
	}
	text := f.Text()
	z := html.NewTokenizer(source.Reader(ctx, strings.NewReader(text)))
	root := &node{kind: listNode, line: 1}
	line, inside, blocks := 1, false, 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := z.Raw()
		switch kind {
		case html.StartTagToken:
			t := z.Token()
			inside = t.Data == "script" && hasAttribute(t, "type", "application/ld+json")
		case html.EndTagToken:
			inside = false
		case html.TextToken:
			if !inside {
				break
			}
			if blocks++; blocks > maxBlocks {
				f.Faults.Errorf(f.At(line), "", diag.T("check that this is the right file"), "the web page has more than %d script elements", maxBlocks)
				return nil
			}
			f.block(ctx, root, raw, line)
		case html.ErrorToken, html.SelfClosingTagToken, html.CommentToken, html.DoctypeToken:
		}
		line += bytes.Count(raw, []byte("\n"))
	}
	if blocks == 0 {
		f.Faults.Errorf(f.At(0), "", diag.T("download the file itself: a sign-in or error page may have been saved in its place"), "the file is a web page, and no event is marked in it (schema.org, JSON-LD)")
		return nil
	}
	events, ok := readNodes(ctx, f, root)
	if !ok && !f.Faults.HasErrors() {
		f.Faults.Errorf(f.At(0), "", diag.T("save the page of the event itself, or ask for a calendar or a table"), "the web page marks other things, but no event (schema.org, JSON-LD)")
	}
	return events
}

func hasAttribute(t html.Token, key, value string) bool {
	for _, a := range t.Attr {
		if a.Key == key && strings.EqualFold(strings.TrimSpace(a.Val), value) {
			return true
		}
	}
	return false
}

// block reads the JSON of one script element that starts on line.
func (f *input) block(ctx context.Context, root *node, raw []byte, line int) {
	data := tidyJSON(raw)
	for _, wrap := range []string{"<!--", "-->", "<![CDATA[", "]]>"} {
		data = bytes.Replace(data, []byte(wrap), bytes.Repeat([]byte(" "), len(wrap)), 1)
	}
	n, _, err := parseJSON(ctx, data, line)
	if err != nil {
		f.Faults.Warnf(f.At(line), "", diag.T("ask the makers of the page to correct it"), "a script element holds damaged JSON: %v; it is left out", err)
		return
	}
	root.items = append(root.items, n)
}
