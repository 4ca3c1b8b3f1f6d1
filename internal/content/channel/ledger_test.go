package channel_test

import (
	"maps"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/rights"
)

const least = "name: Valdimonte\nlanguages: [it, en]\nzone: Europe/Rome\nbrand: istituzionale\n"

func TestLedgerFiles(t *testing.T) {
	dir := folder(t, map[string]string{
		"channel.yaml": least + "rights: {media: strict}\ntranslations: drop\n",
		"music.yaml":   "- file: m/a.wav\n  title: Tema\n  licence: CC-BY-4.0\n  author: Banda\n  on_end_card: true\n- file: m/b.wav\n  title: Altro\n",
		"media.yaml":   "- folder: foto\n  licence: own\n  credit: \"Foto: Comune\"\n",
		"m/a.wav":      "RIFF", "m/b.wav": "RIFF",
	})
	c, faults, err := channel.Load(dir)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	if c.Missing != event.Drop || c.Rights != (rights.Policy{Music: rights.Strict, Media: rights.Strict}) {
		t.Errorf("%v %v", c.Missing, c.Rights)
	}
	e := &event.Event{Images: []string{"foto/a.jpg", "altrove/b.jpg"}, Extra: map[string]string{}}
	d, found := rights.Check(rights.Request{Uses: c.Uses(&c.Music[0], e, []string{"foto/a.jpg"}), Format: "tiktok", At: time.Now(), Zone: c.Zone, Policy: c.Rights})
	if !d.Allowed || len(d.Credits) != 2 || !d.Credits[0].EndCard || d.Credits[1].Text != "Foto: Comune" {
		t.Errorf("%+v %v", d, found)
	}
	d, found = rights.Check(rights.Request{Uses: c.Uses(&c.Music[1], e, []string{"altrove/b.jpg"}), Format: "tiktok", At: time.Now(), Zone: c.Zone, Policy: c.Rights})
	if d.Allowed || len(found) != 2 || found[0].File != "music.yaml" || found[0].Line != 6 {
		t.Errorf("%+v %v", d, found)
	}
	e.Extra["photo_credit"] = "Foto: Anna"
	if u := c.Uses(nil, e, []string{"altrove/b.jpg", "x.mp4"}); u[0].Record == nil || u[1].Kind != rights.Clip || u[1].Record != nil {
		t.Errorf("%+v", u)
	}
}

func TestLedgerFaults(t *testing.T) {
	for text, want := range map[string]string{
		"music: canzoni.yaml":       "channel.yaml:5:8: error: there is no file \"canzoni.yaml\" in the channel\n",
		"media: ../fuori.yaml":      "channel.yaml:5:8: error: \"../fuori.yaml\" leads out of the channel's folder\n",
		"media: foto.yaml":          "foto.yaml:1:3: error: unknown key \"files\"\nfoto.yaml:1:3: error: a record names neither a file nor a folder\n",
		"rights: severo":            "channel.yaml:5:9: error: \"rights\" \"severo\" is not known\n",
		"translations: maybe":       "channel.yaml:5:15: error: \"translations\" \"maybe\" is not known\n",
		"columns: {Cosa: titel}":    "channel.yaml:5:17: error: there is no field \"titel\" for the column \"Cosa\"\n",
		"columns: {Cosa: url:en}":   "channel.yaml:5:17: error: \"url\" cannot be told in a language \"en\"\n",
		"rules: {hashtag: [a]}":     "channel.yaml:5:9: error: unknown key \"hashtag\"\n",
		"rules: {phones: whatever}": "channel.yaml:5:17: error: \"phones\" \"whatever\" is not known\n",
	} {
		dir := folder(t, map[string]string{"channel.yaml": least + text + "\n", "foto.yaml": "- files: a\n"})
		_, faults, err := channel.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		if got := show(faults); got != want {
			t.Errorf("%s: got\n%swant\n%s", text, got, want)
		}
		for _, m := range faults {
			if m.Hint.IsZero() {
				t.Errorf("%v has no hint", m)
			}
		}
	}
}

func TestColumns(t *testing.T) {
	dir := folder(t, map[string]string{"channel.yaml": least + "columns:\n  Denominazione iniziativa: title\n  In inglese: title:en\n  Note interne: ignore\n  Aiuto: extra.what\n"})
	c, faults, err := channel.Load(dir)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	want := map[string]string{"Denominazione iniziativa": "title", "In inglese": "title:en", "Note interne": "ignore", "Aiuto": "extra.what"}
	if !maps.Equal(c.Columns, want) {
		t.Errorf("%v", c.Columns)
	}
}
