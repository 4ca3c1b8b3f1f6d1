package channel_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/channel"
)

const head = "name: X\nlanguages: [it]\nzone: UTC\nbrand: istituzionale\n"

func TestWatch(t *testing.T) {
	c, faults, err := channel.Load(folder(t, map[string]string{"channel.yaml": head + `watch:
  cut: short
  languages: [it, en]
  settle: 2s
  wait: 15m
  queue: 50
  on_done: [/usr/local/bin/publish, "{video}"]
  notice: [notify-send, Giro, "{message}"]
  language: en
  webhook: https://example.org/giro
  rules:
    - {folder: \Allerte\, template: alert, formats: tiktok}
    - {name: "*Agenda*", template: agenda, cut: "", languages: de}
    - {folder: stagione, campaign: stagione\campaign.yaml}
`}))
	if err != nil || c == nil {
		t.Fatal(err, show(faults))
	}
	w := c.Watch
	if w.Settle != 2*time.Second || w.Wait != 15*time.Minute || w.Queue != 50 || w.Language != "en" || w.Webhook != "https://example.org/giro" || !slices.Equal(w.OnDone, []string{"/usr/local/bin/publish", "{video}"}) || !slices.Equal(w.Notice, []string{"notify-send", "Giro", "{message}"}) {
		t.Errorf("%+v", w)
	}
	if got := w.Folders(); !slices.Equal(got, []string{"Allerte", "stagione"}) {
		t.Errorf("folders %q", got)
	}
	for name, want := range map[string]string{
		"a.csv": "spotlight short it,en ", "Allerte/a.csv": "alert  it,en tiktok", "Allerte": "spotlight short it,en ",
		"agenda-maggio.csv": "agenda  de ", "x/AGENDA.csv": "agenda  de ",
		"stagione/a.csv": "stagione/campaign.yaml   ",
	} {
		d := w.For(name)
		if got := strings.Join([]string{d.Template + d.Campaign, d.Cut, strings.Join(d.Languages, ","), strings.Join(d.Formats, ",")}, " "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestNoWatch(t *testing.T) {
	c, _, err := channel.Load(folder(t, map[string]string{"channel.yaml": head}))
	if err != nil || c == nil || c.Watch.For("a.csv").Template != channel.DefaultDrop || c.Watch.OnDone != nil {
		t.Errorf("%+v %v", c, err)
	}
}

func TestWatchFaults(t *testing.T) {
	for text, want := range map[string]string{
		"watch: {settle: soon}":                                        `"soon" is not a length of time`,
		"watch: {wait: -1s}":                                           `"-1s" is not a length of time`,
		"watch: {queue: 0}":                                            "at least 1",
		"watch: {webhook: example.org}":                                `"example.org" is not a web address`,
		"watch: {on_done: []}":                                         "on_done names no program",
		"watch: {notice: [\"\"]}":                                      "notice names no program",
		"watch: {campaign: ../c.yaml}":                                 "leads out of the channel",
		"watch: {campaign: c.yaml, formats: feed}":                     "the campaign says which formats are used",
		"watch: {campaign: c.yaml, rules: [{name: x, languages: it}]}": "cannot change what the campaign",
		"watch: {on_done: rm -rf x}":                                   "must be a list",
		"watch: {rules: [{template: alert}]}":                          "fits every drop",
		"watch: {rules: [{name: \"[\"}]}":                              "is not a pattern",
		"watch: {formats: tiktak}":                                     "tiktak",
		"watch: {langs: it}":                                           "langs",
		"watch: {rules: [{folder: a, wait: 10}]}":                      "wait",
		"watch: {languages: [italiano]}":                               `"italiano" is not a language`,
	} {
		c, faults, err := channel.Load(folder(t, map[string]string{"channel.yaml": head + text + "\n"}))
		if err != nil || c != nil || !strings.Contains(show(faults), want) {
			t.Errorf("%s: %v %s", text, err, show(faults))
		}
	}
}
