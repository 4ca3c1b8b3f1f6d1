package event_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
)

func TestIn(t *testing.T) {
	e := &event.Event{
		Title: "Titolo", Venue: "Luogo", Extra: map[string]string{"a": "1", "b": "2"},
		Languages: map[string]event.Text{"en": {Title: "Title", Extra: map[string]string{"b": "two"}}},
	}
	en := e.In("en")
	if en.Title != "Title" || en.Venue != "Luogo" || en.Extra["a"] != "1" || en.Extra["b"] != "two" {
		t.Errorf("in English: %+v", en)
	}
	if e.Title != "Titolo" || e.Extra["b"] != "2" {
		t.Errorf("the event itself changed: %+v", e)
	}
	if de := e.In("de"); de.Title != "Titolo" {
		t.Errorf("in German: %+v", de)
	}
}

func TestRecord(t *testing.T) {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	e := &event.Event{
		ID: "festa", Title: "Festa & <luci>", Row: 3,
		When:   event.When{Start: time.Date(2025, 5, 3, 0, 0, 0, 0, rome), End: time.Date(2025, 5, 5, 0, 0, 0, 0, rome), AllDay: true},
		Facts:  []event.Fact{{Value: "9", Label: "murales"}},
		Pos:    map[string]diag.Pos{"": {File: "a.csv", Line: 4, Cell: "A3"}},
		Status: event.Scheduled,
	}
	out, err := event.Marshal([]*event.Event{e})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"start": "2025-05-03"`, `"end": "2025-05-05"`, `"all_day": true`, `"images": []`, `"languages": {}`, `"Festa & <luci>"`, `"row": 3`} {
		if !strings.Contains(string(out), part) {
			t.Errorf("%s lacks %s", out, part)
		}
	}
	var keys []map[string]any
	if err := json.Unmarshal(out, &keys); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"id", "title", "subtitle", "description", "start", "end", "all_day", "venue", "address", "neighbourhood", "category", "price", "free", "url", "images", "status", "languages", "source"} {
		if _, ok := keys[0][k]; !ok {
			t.Errorf("the key %q is missing", k)
		}
	}
	back, err := e.Record().Event(rome)
	if err != nil {
		t.Fatal(err)
	}
	back.Pos, e.Pos = nil, nil
	if !reflect.DeepEqual(back, e) {
		t.Errorf("read back as %+v, want %+v", back, e)
	}
	for _, r := range []event.Record{{Start: "2025-06-14", AllDay: false}, {Start: "2025-06-14T18:30:00Z", AllDay: true}, {End: "soon"}} {
		if _, err := r.Event(rome); err == nil {
			t.Errorf("%+v was read", r)
		}
	}
}
