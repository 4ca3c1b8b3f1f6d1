package field_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/design/field"
)

// rich is the source of an event that says everything, but what excludes another.
func rich() field.Source {
	at := func(day, hour int) time.Time { return time.Date(2027, 6, day, hour, 0, 0, 0, time.UTC) }
	return field.Source{
		Template: "x", Language: "it", Channel: "Comune", Handle: "@comune", Credits: []string{"Foto: X", "Musica: Y"},
		Event: &event.Event{
			ID: "e", Title: "Sagra", Subtitle: "del fungo", Description: "Una frase.", Venue: "Piazza", Address: "via Larga 1",
			Neighbourhood: "Isola", Category: "Festa", Price: "5 €", Free: true, URL: "https://example.org", Access: "Senza gradini",
			Status: event.Cancelled, When: event.When{Start: at(12, 18), End: at(13, 23)},
			Images:    []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"},
			Facts:     []event.Fact{{Value: "12", Label: "piazze"}},
			Items:     []event.Item{{Title: "Torre", Text: "Alta."}, {Title: "Forno"}},
			Languages: map[string]event.Text{"en": {Title: "Fair"}, "de": {Title: "Fest"}},
			Extra:     map[string]string{"level": "allerta gialla", "cta": "Vieni"},
		},
		Today: at(2, 9), Has: func(string) bool { return true }, Brief: true, CalmTop: true,
		Inputs:  []field.Input{{Name: "level", From: []string{"extra.level"}}},
		Phrases: map[string]map[string]string{"it": {"free_entry": "Gratis", "word_0": "Fine", "word_1": "Attenzione", "word_2": "Pericolo", "word_3": "Grave"}},
	}
}

func in(t *testing.T, s field.Source, lang string) *field.Values {
	t.Helper()
	var faults diag.List
	v := s.In(lang, &faults)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return v
}

// others are changes to rich that give the fields a value that it leaves out.
var others = []func(*field.Source){
	func(*field.Source) {},
	func(s *field.Source) { s.Event.Status = event.SoldOut },
	func(s *field.Source) { s.Event.When.End = s.Event.When.Start.Add(time.Hour) },
	func(s *field.Source) { s.Today = s.Event.When.Start },
	func(s *field.Source) { s.Today = s.Event.When.Start.AddDate(0, 0, -1) },
	func(s *field.Source) { s.Event.Extra["level"] = "0" },
	func(s *field.Source) { s.Event.Extra["level"] = "orange" },
	func(s *field.Source) { s.Event.Extra["level"] = "Rossa" },
}

// TestEveryFieldIsMade finds for every name of the list an event that gives it a
// value, and nothing that is made under a name that is not in the list.
func TestEveryFieldIsMade(t *testing.T) {
	t.Parallel()
	made := map[string]bool{field.Page: true, "picks": true} // lists only
	for _, change := range others {
		s := rich()
		change(&s)
		v := in(t, s, "it")
		for name, text := range v.Texts {
			if _, phrase := s.Phrases["it"][name]; !phrase && !field.IsExtra(name) && name != "level" && text != "" {
				made[name] = true
			}
		}
	}
	maps.Copy(made, map[string]bool{"page_number": true, "pages": true})
	for name := range field.OfPage(1, 2) {
		if !made[name] {
			t.Errorf("pages have %q", name)
		}
	}
	if got := slices.Sorted(maps.Keys(made)); !slices.Equal(got, field.Names()) {
		t.Errorf("made: %q\nlist: %q", got, field.Names())
	}
}

// TestDaily makes all fields on every day of a year and compares: those that
// change are those that the list calls daily.
func TestDaily(t *testing.T) {
	t.Parallel()
	changed := map[string]bool{}
	for _, change := range others[:3] {
		s := rich()
		change(&s)
		s.Today = time.Date(2027, 1, 1, 9, 0, 0, 0, time.UTC)
		first := in(t, s, "it").Texts
		for ; s.Today.Year() == 2027; s.Today = s.Today.AddDate(0, 0, 1) {
			now := in(t, s, "it").Texts
			for name := range now {
				if now[name] != first[name] {
					changed[name] = true
				}
			}
			for name := range first {
				if now[name] != first[name] {
					changed[name] = true
				}
			}
		}
	}
	for _, name := range field.Names() {
		if field.Daily(name) != changed[name] {
			t.Errorf("%s: the list calls it daily: %v; it changes with the day: %v", name, field.Daily(name), changed[name])
		}
	}
}

// TestItems finds every field of entries in some list, and no other.
func TestItems(t *testing.T) {
	t.Parallel()
	s := rich()
	s.Event.Facts = []event.Fact{{Value: "12", Label: "piazze"}, {Value: "1 su 3", Label: "a piedi"}, {Value: "68%", Label: "a piedi"}, {Value: "40", Label: "giorni di sole"}}
	s.Event.Items[0].Text = "«Una voce.» E un testo."
	file := rich()
	file.Events = []*event.Event{
		{Title: "A", Subtitle: "a", Venue: "Qui", Category: "Festa", When: event.When{Start: s.Event.When.Start}, Images: []string{"a"}},
		{Title: "B", Address: "Là", Status: event.Cancelled, Images: []string{"b"}},
	}
	found := map[string]bool{}
	for _, s := range []field.Source{s, file} {
		v := in(t, s, "it")
		for _, list := range []string{"facts", "items", "entries", "picks", "languages"} {
			entries := v.List(list, nil)
			if len(entries) == 0 {
				t.Errorf("%s is empty", list)
			}
			for i, e := range entries {
				if (e["item.last"] != "") != (i == len(entries)-1) {
					t.Errorf("%s: entry %d of %d is marked as the last: %q", list, i+1, len(entries), e["item.last"])
				}
				for name, text := range e {
					if text != "" {
						found[name] = true
					}
				}
			}
		}
	}
	want := field.Item()
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(found)); !slices.Equal(got, want) {
		t.Errorf("found %q\nlist  %q", got, want)
	}
	if picks := in(t, file, "it").List("picks", nil); len(picks) != 1 || picks[0][field.ItemTitle] != "A" {
		t.Errorf("picks are %v", picks)
	}
}

// TestPage keeps the numbers of entries on a page and marks the page's last.
func TestPage(t *testing.T) {
	t.Parallel()
	v := in(t, rich(), "it")
	all := v.List("items", nil)
	page := v.List(field.Page, all[1:])
	if len(page) != 1 || page[0][field.ItemNumber] != "2" || page[0]["item.last"] == "" {
		t.Errorf("got %v", page)
	}
	if v.List("title", nil) != nil {
		t.Error("title is no list")
	}
}

// TestInputs takes the first source with a value that no earlier input shows.
func TestInputs(t *testing.T) {
	t.Parallel()
	s := rich()
	s.Event.Subtitle = " "
	s.Inputs = []field.Input{
		{Name: "line", From: []string{"subtitle", "venue"}},
		{Name: "place", From: []string{"venue", "address"}},
		{Name: "again", From: []string{"venue"}},
		{Name: "title", From: []string{"line"}},
	}
	v := in(t, s, "it").Texts
	for name, want := range map[string]string{"line": "Piazza", "place": "via Larga 1", "again": "Piazza", "title": "Piazza"} {
		if v[name] != want {
			t.Errorf("%s is %q, want %q", name, v[name], want)
		}
	}
	var faults diag.List
	s.Inputs = []field.Input{{Name: "claim", From: []string{"extra.claim"}, Required: true}, {Name: "level", From: []string{"extra.cta"}}}
	s.In("it", &faults)
	if len(faults) != 2 || faults[0].Field != "claim" || faults[1].Field != "level" {
		t.Errorf("got %v", faults)
	}
	faults = nil
	s.In("en", &faults) // what is missing is told once, in the post's language
	if len(faults) != 1 {
		t.Errorf("got %v", faults)
	}
}

// TestPhrases lets a template's phrase replace what the event says, and fill in
// where nothing is told of it.
func TestPhrases(t *testing.T) {
	t.Parallel()
	s := rich()
	s.Event.When = event.When{}
	s.Phrases = map[string]map[string]string{"": {"price": "def"}, "en": {"price": "Price", "date": "soon"}, "de": {"date": "bald"}}
	for lang, want := range map[string][2]string{"it": {"Price", "soon"}, "de-AT": {"Price", "bald"}} {
		v := in(t, s, lang).Texts
		if got := [2]string{v["price"], v["date"]}; got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
	s.Event.When = rich().Event.When
	if got := in(t, s, "it").Texts["date"]; got != "12–13 giugno" {
		t.Errorf("the date is %q", got)
	}
}

// TestReferenceNamesAll reads the page on templates.
func TestReferenceNamesAll(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "templates", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Concat(field.Names(), field.Item()) {
		short := strings.HasPrefix(name, "image") && name > "image2" // stands as image2…
		if !short && name != field.ItemLanguage && !strings.Contains(string(data), "`"+name+"`") {
			t.Errorf("the reference does not name %s", name)
		}
	}
}
