package record_test

import (
	"os"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// fields says how to see each field, by its name in headers.yaml.
var fields = map[string]func(*event.Event) string{
	"id":            func(e *event.Event) string { return e.ID },
	"title":         func(e *event.Event) string { return e.Title },
	"subtitle":      func(e *event.Event) string { return e.Subtitle },
	"description":   func(e *event.Event) string { return e.Description },
	"venue":         func(e *event.Event) string { return e.Venue },
	"address":       func(e *event.Event) string { return e.Address },
	"neighbourhood": func(e *event.Event) string { return e.Neighbourhood },
	"category":      func(e *event.Event) string { return e.Category },
	"price":         func(e *event.Event) string { return e.Price },
	"access":        func(e *event.Event) string { return e.Access },
	"when":          func(e *event.Event) string { return ingesttest.Describe(e.When) },
	"image":         func(e *event.Event) string { return e.Images[0] },
	"status":        func(e *event.Event) string { return string(e.Status) },
	"extra.closing": func(e *event.Event) string { return e.Extra["closing"] },
}

// TestEveryHeaderName reads a table under every column name that is promised.
func TestEveryHeaderName(t *testing.T) {
	data, err := os.ReadFile("headers.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var lists map[string][]string
	if err := yaml.Unmarshal(data, &lists); err != nil {
		t.Fatal(err)
	}
	owner := map[string]string{}
	for field, names := range lists {
		for _, name := range names {
			if other, twice := owner[name]; twice {
				t.Errorf("%q names both the %s and the %s", name, other, field)
			}
			owner[name] = field
		}
		see, ok := fields[field]
		if !ok || field == "title" {
			continue
		}
		value, want := "valore", "valore"
		switch field {
		case "when":
			value, want = "14/06/2025", "2025-06-14"
		case "status":
			value, want = "annullato", "cancelled"
		}
		for _, name := range names {
			evs, faults := ingesttest.Read(t, "f", "titolo;"+name+"\nX;"+value+"\n")
			if faults.HasErrors() || see(evs[0]) != want {
				t.Errorf("%q is not read as the %s: %v", name, field, faults)
			}
		}
	}
	if len(owner) < 300 {
		t.Errorf("only %d names", len(owner))
	}
}

func TestHeaders(t *testing.T) {
	for _, c := range []struct{ header, language, want string }{
		{"TITOLO*", "", "X"},
		{"  Titolo (max 40 caratteri) ", "", "X"},
		{"Título", "", "X"},
		{"Événement", "", "X"},
		{"titolo_it", "", "X"},
		{"titolo_en", "en", "X"},
		{"title:de", "de", "X"},
		{"Titolo (FR)", "fr", "X"},
		{"title pt-BR", "pt-BR", "X"},
		{"Titolo inglese", "en", "X"},
		{"Titolo in inglese", "en", "X"},
		{"Titel Englisch", "en", "X"},
	} {
		evs, faults := ingesttest.Read(t, "f", c.header+";data\nX;14/06/2025\n")
		if len(faults) > 0 && c.language == "" {
			t.Errorf("%q: %v", c.header, faults)
			continue
		}
		if c.language == "" {
			ingesttest.Same(t, c.header, evs[0].Title, c.want)
			if len(evs[0].Languages) > 0 {
				t.Errorf("%q became a language of its own", c.header)
			}
			continue
		}
		evs, _ = ingesttest.Read(t, "f", "titolo;"+c.header+"\nbase;X\n")
		ingesttest.Same(t, c.header, evs[0].Languages[c.language].Title+evs[0].Title, c.want+"base")
	}
	evs, faults := ingesttest.Read(t, "f", "titolo;Durata in ore;Tema_en;Come arrivare;Immagine 1;Immagine 2\nX;2;Art;M5 Isola;a.jpg;b.jpg\n")
	ingesttest.Same(t, "messages", ingesttest.Show(faults), "")
	ingesttest.Same(t, "own columns", evs[0].Extra, "map[directions:M5 Isola durata_in_ore:2]")
	ingesttest.Same(t, "where it stands", evs[0].At("extra.directions").Cell+evs[0].At("directions").Cell, "D2D2")
	ingesttest.Same(t, "category in English", evs[0].Languages["en"].Category, "Art")
	ingesttest.Same(t, "pictures", evs[0].Images, "[a.jpg b.jpg]")
	evs, _ = ingesttest.Read(t, "f", "titolo_en;titolo_de\nA;B\n;C\n")
	ingesttest.Same(t, "title of another language", evs[0].Title+evs[1].Title, "AC")
}

func TestAssignedColumns(t *testing.T) {
	opt := ingesttest.Options(t)
	opt.Columns = map[string]string{
		"Iniziativa dell’ufficio": "title", "COSA IN INGLESE": "title:en", "Data": "ignore", "svolgimento": "when", "Slogan": "extra.what", "Note": "ignore",
	}
	evs, faults, err := ingest.Read(t.Context(), "f", []byte("iniziativa dell’ufficio;Cosa in inglese;data;Svolgimento;slogan;note\nFesta;Feast;non una data;14/06/2025;Evviva;segreto\n"), opt)
	if err != nil || len(faults) > 0 || len(evs) != 1 {
		t.Fatal(err, faults)
	}
	e := evs[0]
	ingesttest.Same(t, "event", e.Title+"|"+e.In("en").Title+"|"+ingesttest.Describe(e.When)+"|"+e.Extra["what"], "Festa|Feast|2025-06-14|Evviva")
	if len(e.Extra) != 1 {
		t.Errorf("%v", e.Extra)
	}
	evs, _, err = ingest.Read(t.Context(), "f", []byte(`[{"Iniziativa dell’ufficio":"Festa","svolgimento":"2025-06-14"}]`), opt)
	if err != nil || len(evs) != 1 || ingesttest.Describe(evs[0].When) != "2025-06-14" {
		t.Errorf("JSON: %v %v", err, evs)
	}
}

// Every field that a channel can assign is one that tables have, and the
// other way round.
func TestColumnFields(t *testing.T) {
	for _, name := range event.ColumnFields {
		opt := ingesttest.Options(t)
		opt.Columns = map[string]string{"zzz": name}
		_, faults, err := ingest.Read(t.Context(), "f", []byte("zzz;titolo;data\n;X;\n"), opt)
		if err != nil || faults.HasErrors() {
			t.Errorf("%s: %v %v", name, err, faults)
		}
	}
}
