package ingest_test

import (
	"testing"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

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
		opt := ingesttest.Options(t)
		opt.Languages, opt.Missing, opt.Translations = []string{"it", "en", "de", "fr"}, policy, true
		evs, faults, err := ingest.Read(t.Context(), "f", []byte(text), opt)
		if err != nil || len(evs) != 2 {
			t.Fatal(err, evs)
		}
		ingesttest.Same(t, string(policy), ingesttest.Show(faults), want)
		if stopped := evs[0].Faults.HasErrors(); stopped != (policy == event.Stop) {
			t.Errorf("%s: the event's faults are %v", policy, evs[0].Faults)
		}
	}
}
