package event_test

import (
	"fmt"
	"testing"

	"github.com/giro-video/giro/internal/content/event"
)

func TestToldIn(t *testing.T) {
	e := &event.Event{
		Title: "Titolo", Description: "Testo", Venue: "Piazza",
		Languages: map[string]event.Text{"en": {Title: "Title", Description: "Text"}, "de": {Title: "Titel"}},
	}
	languages := []string{"it", "en", "de", "fr"}
	for policy, want := range map[event.Missing]string{
		event.Fallback: "[it en de fr]", "": "[it en de fr]", event.Drop: "[it en]", event.Stop: "[]",
	} {
		published, missing := e.PublishedIn(languages, policy)
		if fmt.Sprint(published) != want || fmt.Sprint(missing) != "map[de:[description] fr:[title description]]" {
			t.Errorf("%q: %v, missing %v", policy, published, missing)
		}
	}
	if published, missing := e.PublishedIn(languages[:2], event.Stop); len(published) != 2 || len(missing) != 0 {
		t.Errorf("%v %v", published, missing)
	}
}
