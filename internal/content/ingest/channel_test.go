package ingest_test

import (
	"testing"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
)

func TestAssignedColumns(t *testing.T) {
	opt := options(t)
	opt.Columns = map[string]string{
		"Iniziativa dell’ufficio": "title", "COSA IN INGLESE": "title:en", "Data": "ignore", "svolgimento": "when", "Slogan": "extra.what", "Note": "ignore",
	}
	evs, faults, err := ingest.Read("f", []byte("iniziativa dell’ufficio;Cosa in inglese;data;Svolgimento;slogan;note\nFesta;Feast;non una data;14/06/2025;Evviva;segreto\n"), opt)
	if err != nil || len(faults) > 0 || len(evs) != 1 {
		t.Fatal(err, faults)
	}
	e := evs[0]
	same(t, "event", e.Title+"|"+e.In("en").Title+"|"+describe(e.When)+"|"+e.Extra["what"], "Festa|Feast|2025-06-14|Evviva")
	if len(e.Extra) != 1 {
		t.Errorf("%v", e.Extra)
	}
	evs, _, err = ingest.Read("f", []byte(`[{"Iniziativa dell’ufficio":"Festa","svolgimento":"2025-06-14"}]`), opt)
	if err != nil || len(evs) != 1 || describe(evs[0].When) != "2025-06-14" {
		t.Errorf("JSON: %v %v", err, evs)
	}
}

// Every field that a channel can assign is one that tables have, and the
// other way round.
func TestColumnFields(t *testing.T) {
	for _, name := range event.ColumnFields {
		opt := options(t)
		opt.Columns = map[string]string{"zzz": name}
		_, faults, err := ingest.Read("f", []byte("zzz;titolo;data\n;X;\n"), opt)
		if err != nil || faults.HasErrors() {
			t.Errorf("%s: %v %v", name, err, faults)
		}
	}
}

func TestMissingTranslations(t *testing.T) {
	const text = "titolo;descrizione;title:en;description:en;title:de\nFesta;Testo;Feast;Text;Fest\nAltro;;;;\n"
	for policy, want := range map[event.Missing]string{
		event.Fallback: `f: note: nothing in the file is told in "fr"; the text of the first language is shown
f:2, cell A2: note: the event lacks in "de": description; the text of the first language is shown
f:3, cell A3: note: the event lacks in "de": title; the text of the first language is shown
f:3, cell A3: note: the event lacks in "en": title; the text of the first language is shown
`,
		event.Drop: `f: note: nothing in the file is told in "fr"; it is not told in that language
f:2, cell A2: note: the event lacks in "de": description; it is not told in that language
f:3, cell A3: note: the event lacks in "de": title; it is not told in that language
f:3, cell A3: note: the event lacks in "en": title; it is not told in that language
`,
		event.Stop: `f:2, cell A2: error: the event lacks in "de": description
f:2, cell A2: error: the event lacks in "fr": title, description
f:3, cell A3: error: the event lacks in "de": title
f:3, cell A3: error: the event lacks in "en": title
f:3, cell A3: error: the event lacks in "fr": title
`,
	} {
		opt := options(t)
		opt.Languages, opt.Missing, opt.Translations = []string{"it", "en", "de", "fr"}, policy, true
		evs, faults, err := ingest.Read("f", []byte(text), opt)
		if err != nil || len(evs) != 2 {
			t.Fatal(err, evs)
		}
		same(t, string(policy), show(faults), want)
		if stopped := evs[0].Faults.HasErrors(); stopped != (policy == event.Stop) {
			t.Errorf("%s: the event's faults are %v", policy, evs[0].Faults)
		}
	}
}
