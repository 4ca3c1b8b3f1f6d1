package template_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/templates"
)

// TestFields names a field in every place where a template may, and in places
// where a word like it is no field.
func TestFields(t *testing.T) {
	const src = `giro: 1
name: x
inputs:
  claim: {from: [extra.claim, subtitle]}
  longer: {from: [claim, summary]}
  url: {from: [url, handle]}
  unused: {from: [days_left]}
  needed: {from: [venue], required: true}
phrases:
  en: {go: "today {month_days} some_left", today_word: Today}
under:
  - backdrop: kit
    when: not cancelled
scenes:
  - name: today
    bars: 1
    when: [sold_out]
    layers:
      - photo: image
        else: {text: "{category}"}
      - text: ["{title}[ · {price}]", "{longer} {go}"]
        strike: free
        for: {wide: {text: "{address}"}}
      - chart: whole
        value: "{extra.share}"
        box: full
      - stack:
          - row:
              - badge: "{day_number}"
          - text: "{url} {today_word}"
  - name: b
    bars: 1
    each: items
    layers:
      - text: "{item.title}"
      - each: facts
        do: [{icon: "{item.icon}"}]
        between: [{text: "{access}"}]
  - name: c
    bars: 1
    layers: [{route: line, mode: map, over: picks}]
overlay:
  - {text: "\\{count} {channel}"}
`
	tpl, diags := template.Parse("x.yaml", []byte(src))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	want := strings.Fields("access address cancelled category channel day_number extra.claim extra.share facts free go handle image " +
		"item.icon item.title items picks price sold_out subtitle summary title today_word url venue")
	if got := tpl.Fields(); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := tpl.Literals(); !slices.Equal(got, []string{" ", " · ", "{count} "}) {
		t.Errorf("between the fields stands %q", got)
	}
	if tpl.Daily() {
		t.Error("it counts no days, though words of it are called so")
	}
	for _, change := range [][2]string{
		{"{title}[", "{title} {days_left}["},
		{"when: [sold_out]", "when: [not today]"},
		{"from: [venue]", "from: [one_left]"},
		{"name: x", "name: x\ntakes: events"},
	} {
		tpl, diags := template.Parse("x.yaml", []byte(strings.Replace(src, change[0], change[1], 1)))
		if len(diags) > 0 {
			t.Fatal(diags)
		}
		if !tpl.Daily() {
			t.Errorf("with %q it does not depend on the day", change[1])
		}
	}
}

// TestDailyOfShipped says which of the templates that come with Giro show
// another thing on another day.
func TestDailyOfShipped(t *testing.T) {
	entries, err := templates.FS.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var daily []string
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".yaml")
		if !ok {
			continue
		}
		data, err := templates.FS.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if tpl, _ := template.Parse(e.Name(), data); tpl.Daily() {
			daily = append(daily, name)
		}
	}
	if want := []string{"agenda", "call", "countdown"}; !slices.Equal(daily, want) {
		t.Errorf("got %q, want %q", daily, want)
	}
}
