package structured_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

func TestMessyFilesAreReadOrRefused(t *testing.T) { ingesttest.Mess(t, 22) }

func TestJSONFaults(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"object", `{"diagnostics":[],"events":[{"id":"a","title":"A"}]}`, ""},
		{"other object", `{"type":"FeatureCollection"}`, "f:1: error: the JSON does not hold an array of events\n"},
		{"damaged", "[\n{\"id\":\"a\",\n\"title\" \"A\"}]", "f:3: error: the JSON is damaged: invalid character '\"' after object key\n"},
		{"cut off", "[\n{\"id\":\"a\"", "f:2: error: the JSON breaks off\n"},
		{"wrong kind", "[\n{\"id\":\"a\",\"title\":3},\n{\"id\":\"b\",\"title\":\"B\"}]", "f:2: error: \"title\" must be a string, not a number\n"},
		{"bad time", "[{\"id\":\"a\",\"title\":\"A\",\"start\":\"14/06/2025\"}]", "f:1: error: start \"14/06/2025\" is not a time with its offset, as in 2025-06-14T18:30:00+02:00\n"},
		{"empty", "[]", "f:1: error: the file holds no event\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, faults := ingesttest.Read(t, "f", c.text)
			ingesttest.Same(t, "messages", ingesttest.Show(faults), c.want)
		})
	}
}

func TestBombs(t *testing.T) {
	var laughs bytes.Buffer
	laughs.WriteString("eventi:\n  - titolo: &a0 x\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&laughs, "  - titolo: x\n    a: &a%d [%s]\n", i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	entities := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><info><event>&b;</event></info></alert>`
	ingesttest.Bombs(t,
		ingesttest.Kind{Name: "aliases", Data: laughs.String()},
		ingesttest.Kind{Name: "entities", Data: entities},
		ingesttest.Kind{Name: "deep JSON", Data: `[{"titolo":"x","a":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}]"},
		ingesttest.Kind{Name: "deep XML", Data: `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">` + strings.Repeat("<a>", 100_000)},
		ingesttest.Kind{Name: "deep page", Data: `<!doctype html><script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 50_000)},
		ingesttest.Kind{Name: "keys", Data: "- titolo: x\n" + strings.Repeat("  a: b\n", 100_000)},
		ingesttest.Kind{Name: "long list", Data: strings.Repeat("- titolo: x\n", 300_000)},
		ingesttest.Kind{Name: "JSON of nothing", Data: `[{"titolo":"x","a":[` + strings.Repeat("[],", 2_100_000) + `[]]}]`},
		ingesttest.Kind{Name: "XML of nothing", Data: `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">` + strings.Repeat("<a/>\n", 110_000) + "</alert>"},
	)
}

func FuzzJSON(f *testing.F) { ingesttest.With(f, "{") }

func FuzzYAML(f *testing.F) { ingesttest.With(f, "- titolo: ") }

func FuzzPage(f *testing.F) {
	ingesttest.With(f, "<!DOCTYPE html><script type=\"application/ld+json\">")
}

func FuzzAlert(f *testing.F) {
	ingesttest.With(f, "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">")
}
