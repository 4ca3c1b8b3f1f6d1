package drop_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/desk/drop"
	"github.com/giro-video/giro/internal/desk/inbox"
	"github.com/giro-video/giro/internal/desk/post"
)

const channelText = `name: Comune di Valdimonte
languages: [it, en]
zone: Europe/Rome
brand: istituzionale
watch:
  cut: short
  rules:
    - folder: allerte
      template: alert
    - name: "*agenda*"
      template: agenda
      languages: [it, en]
      formats: [tiktok, feed]
`

// newMaker returns a Maker of a channel with that text; rendered gets what it renders.
func newMaker(t *testing.T, channel string, rendered *[]*post.Post) *drop.Maker {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "channel.yaml"), []byte(channel), 0o600); err != nil {
		t.Fatal(err)
	}
	asm, err := post.NewAssembler()
	if err != nil {
		t.Fatal(err)
	}
	return &drop.Maker{
		Dir: dir, Assembler: asm, Env: func(context.Context) post.Env { return post.Env{} }, Now: func() time.Time { return time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC) },
		Render: func(_ context.Context, p *post.Post, out string) error {
			*rendered = append(*rendered, p)
			return os.WriteFile(out, []byte("video"), 0o600)
		},
	}
}

func picture(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 1080, 1920)), nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMaker(t *testing.T) {
	t.Parallel()
	var rendered []*post.Post
	s := newShare(t)
	maker := newMaker(t, channelText, &rendered)
	maker.Inboxes = []string{"allerte"}
	s.opt.Maker = maker
	s.put("eventi.csv", "id;titolo;data;luogo;immagine\nuno;Festa;14/06/2026;Piazza;CITTA\u0300.JPG\n")
	s.put("citt\u00e0.jpg", picture(t)) // written in another Unicode form and in other letters
	s.put("sagra.txt", "La sagra del paese\nquando: 20/06/2026 18:30\ndove: Piazza Roma\nIngresso libero per tutti\n")
	s.put("sagra.jpg", picture(t))
	s.put("agenda-maggio.csv", "id;titolo;data;luogo\na;Primo;14/06/2026;Qui\nb;Secondo;15/06/2026;Qui\n")
	s.put("allerte/neve.csv", "id;titolo;data;luogo\nneve;Neve;14/06/2026 8:00;Qui\n")
	s.put("sbagliato.txt", "Titolo\nquando: 32/13/2026\n")
	s.put("sbagliato.jpg", picture(t))
	if sum := s.run(); sum.Failed > 2 || sum.Done < 3 {
		t.Errorf("%+v\n%s", sum, s.tree())
	}
	got := map[string]string{}
	for _, p := range rendered {
		got[p.Name] = p.Plan.Template
	}
	for name, template := range map[string]string{
		"uno.it.universal": "spotlight", "la-sagra-del-paese.it.universal": "spotlight",
		"agenda-maggio.it.tiktok": "agenda", "agenda-maggio.en.feed": "agenda",
	} {
		found := ""
		for n, t := range got {
			if strings.HasPrefix(n, strings.TrimSuffix(name, ".it.universal")) {
				found = t
			}
		}
		if found != template {
			t.Errorf("%s has the template %q in %v", name, found, got)
		}
	}
	for _, p := range rendered {
		if strings.HasPrefix(p.Name, "la-sagra") && (p.Event.Venue != "Piazza Roma" || p.Event.When.Start.Hour() != 18 || len(p.Event.Images) != 1) {
			t.Errorf("the small text was read as %+v", p.Event)
		}
	}
	if reason := s.read("failed/sbagliato.txt.reason.txt"); !strings.Contains(reason, "Dove: sbagliato.txt:2\r\n") {
		t.Errorf("got %q", reason)
	}
	if s.has("failed/allerte/neve.csv") {
		if reason := s.read("failed/allerte/neve.csv.reason.txt"); !strings.Contains(reason, "alert") {
			t.Errorf("the rule of the folder was not followed: %s", reason)
		}
	} else if got["neve.it.universal"] != "alert" {
		t.Errorf("%v\n%s", got, s.tree())
	}
}

// TestDropsGoThroughTheCampaignOfTheirFolder drops files where the channel names a campaign for them.
func TestDropsGoThroughTheCampaignOfTheirFolder(t *testing.T) {
	t.Parallel()
	var rendered []*post.Post
	s := newShare(t)
	maker := newMaker(t, channelText+"    - {folder: stagione, campaign: stagione/campaign.yaml}\n", &rendered)
	s.opt.Maker = maker
	maker.Inboxes = []string{"stagione"}
	s.opt.Held = func(err error) bool { return errors.Is(err, drop.ErrChannel) }
	const head = "id;titolo;data;luogo;categoria\n"
	s.put("stagione/maggio.csv", head+"uno;Festa;14/06/2026;Piazza;Festa\ndue;Chiusa;15/06/2026;Via Roma;Avviso\ntre;Tardi;15/06/2027;Qui;Festa\n")
	s.put("stagione/dopo.csv", head+"dopo;Tardi;15/06/2027;Qui;Festa\n")
	if sum := s.run(); sum.Failed+sum.Done != 0 || sum.Left != 2 { // there is no such campaign yet
		t.Errorf("%+v\n%s", sum, s.tree())
	}
	dir := filepath.Join(maker.Dir, "stagione")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	text := `name: La stagione
season: {from: 2026-05-01, to: 2026-09-30}
events: eventi.csv
templates:
  - {use: notice, for: {category: Avviso}, languages: [it]}
  - use: [spotlight, countdown]
languages: [it, en]
formats: [tiktok, feed]
naming: "{event}-{template}.{lang}.{format}"
`
	if err := os.WriteFile(filepath.Join(dir, "campaign.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if sum := s.run(); sum.Failed != 1 || sum.Done != 1 {
		t.Errorf("%+v\n%s\n%s", sum, s.tree(), s.read("failed/stagione/maggio.csv.reason.txt"))
	}
	s.expect("done/DAY/stagione/maggio.csv", "failed/stagione/dopo.csv", "failed/stagione/dopo.csv.reason.txt",
		"out/due-notice.it.feed.mp4", "out/due-notice.it.tiktok.mp4",
		"out/uno-countdown.en.feed.mp4", "out/uno-countdown.en.tiktok.mp4", "out/uno-countdown.it.feed.mp4", "out/uno-countdown.it.tiktok.mp4",
		"out/uno-spotlight.en.feed.mp4", "out/uno-spotlight.en.tiktok.mp4", "out/uno-spotlight.it.feed.mp4", "out/uno-spotlight.it.tiktok.mp4")
	if got := s.read("failed/stagione/dopo.csv.reason.txt"); !strings.Contains(got, "nessun evento del file appartiene alla campagna") {
		t.Error(got)
	}
	// Another campaign under the same name is other settings: the same file is made anew.
	if err := os.WriteFile(filepath.Join(dir, "campaign.yaml"), []byte(text+"silent: true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.put("stagione/maggio.csv", head+"uno;Festa;14/06/2026;Piazza;Festa\ndue;Chiusa;15/06/2026;Via Roma;Avviso\ntre;Tardi;15/06/2027;Qui;Festa\n")
	if sum := s.run(); sum.Done != 1 || sum.Repeat != 0 || len(rendered) != 20 {
		t.Errorf("%+v, %d posts", sum, len(rendered))
	}
}

// TestBrokenTemplateFailsNoDrop names a template that there is not.
func TestBrokenTemplateFailsNoDrop(t *testing.T) {
	t.Parallel()
	var rendered []*post.Post
	s := newShare(t)
	s.opt.Maker = newMaker(t, strings.Replace(channelText, "cut: short", "template: spotlite", 1), &rendered)
	s.opt.Held = func(err error) bool { return errors.Is(err, drop.ErrChannel) }
	s.put("eventi.csv", "id;titolo;data;luogo\nuno;Festa;14/06/2026;Piazza\n")
	if sum := s.run(); sum.Failed != 0 || sum.Left != 1 || !strings.Contains(s.read("out/status.json"), "le impostazioni del canale hanno errori: ") {
		t.Errorf("%+v\n%s\n%s", sum, s.tree(), s.read("out/status.json"))
	}
}

// TestBrokenChannelFailsNoDrop breaks the channel's settings while it is watched.
func TestBrokenChannelFailsNoDrop(t *testing.T) {
	t.Parallel()
	var rendered []*post.Post
	s := newShare(t)
	maker := newMaker(t, "name: [\n", &rendered)
	s.opt.Maker = maker
	s.opt.Held = func(err error) bool { _, input := diag.Messages(err); return !input }
	s.put("eventi.csv", "id;titolo;data;luogo\nuno;Festa;14/06/2026;Piazza\n")
	if sum := s.run(); sum.Failed != 0 || sum.Left != 1 {
		t.Errorf("%+v\n%s", sum, s.tree())
	}
	if err := os.WriteFile(filepath.Join(maker.Dir, "channel.yaml"), []byte(channelText), 0o600); err != nil {
		t.Fatal(err)
	}
	if sum := s.run(); sum.Done != 1 {
		t.Errorf("%+v\n%s", sum, s.tree())
	}
}

// TestSameDrop drops the same files again after one thing has changed: what
// decides the posts makes them anew, and nothing else does.
func TestSameDrop(t *testing.T) {
	t.Parallel()
	var rendered []*post.Post
	s := newShare(t)
	maker := newMaker(t, "name: Prova\n", &rendered) // the settings come below
	s.opt.Maker = maker
	const table = "id;titolo;data;luogo;immagine\nuno;Γιορτή;14/06/2026;Piazza;foto/a.jpg\n"
	const watched = "watch: {template: spotlight, cut: short}\n"
	fonts := func(data []byte) func() []fs.FS {
		return func() []fs.FS { return []fs.FS{fstest.MapFS{"greek.ttf": {Data: data}}} }
	}
	maker.Assembler.Fonts().SetSystem(fonts(goregular.TTF))
	files := map[string]string{
		"channel.yaml": "name: Prova\nlanguages: [it]\nzone: Europe/Rome\nbrand: {extends: quartieri, logo: logo.svg}\n" + watched,
		"logo.svg":     `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>`,
		"music.yaml":   "- {file: a.flac, title: A, author: X, bpm: 112.5, licence: CC0-1.0, source: own, obtained: 2026-01-01}\n",
		"media.yaml":   "- {folder: foto, licence: own}\n",
		"foto/a.jpg":   picture(t), "a.flac": "the sound of a", "b.flac": "the sound of b",
	}
	for _, step := range []struct {
		name, file, old, now string
		same                 bool
	}{
		{name: "the first time"},
		{name: "nothing", same: true},
		{"a remark", "channel.yaml", "name:", "# of the office\nname:", true},
		{"what is done with posts", "channel.yaml", "cut: short}", "cut: short, settle: 2s}", true},
		{"the name", "channel.yaml", "Prova", "Comune", false},
		{"the cut", "channel.yaml", ", cut: short", "", false},
		{"the tempo of the track", "music.yaml", "112.5", "110", false},
		{"the track", "music.yaml", "file: a.flac", "file: b.flac", false},
		{"the sound", "b.flac", "sound", "noise", false},
		{"the credit of a picture", "media.yaml", "licence: own", "licence: own, credit: Foto Rossi", false},
		{"a record that is not used", "media.yaml", "- {folder", "- {folder: altro, licence: own}\n- {folder", true},
		{"the logo", "logo.svg", "M0 0h9v9z", "M0 0h9v9h-9z", false},
		{"a picture of the channel", "foto/a.jpg", "\xff\xd9", "\xff\xd9 ", false},
		{name: "the computer's fonts"},
		{name: "nothing again", same: true},
	} {
		switch {
		case step.file != "":
			changed := strings.Replace(files[step.file], step.old, step.now, 1)
			if changed == files[step.file] {
				t.Fatalf("%s: nothing has changed", step.name)
			}
			files[step.file] = changed
		case step.name == "the computer's fonts":
			maker.Assembler.Fonts().SetSystem(fonts(gobold.TTF))
		}
		for name, text := range files {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(maker.Dir, name)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(maker.Dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s.put("eventi.csv", table)
		want := inbox.Summary{Done: 1}
		if step.same {
			want = inbox.Summary{Repeat: 1}
		}
		if sum := s.run(); sum != want {
			t.Errorf("after %s: %+v\n%s", step.name, sum, s.read("failed/eventi.csv.reason.txt"))
		}
	}
}

// TestTextThatAnnouncesNothing drops small texts alone: one with a date, and one
// that is neither about a picture nor about a day.
func TestTextThatAnnouncesNothing(t *testing.T) {
	t.Parallel()
	var rendered []*post.Post
	s := newShare(t)
	s.opt.Maker = newMaker(t, channelText, &rendered)
	s.put("appunti.txt", "Non è stato possibile\nChe cosa: la data\n")
	s.put("festa.txt", "Festa\nquando: 14/06/2026 18:30\ndove: Piazza Roma\n")
	s.run()
	<-time.After(s.opt.Wait)
	s.run()
	if reason := s.read("failed/appunti.txt.reason.txt"); !strings.Contains(reason, "né un'immagine né una data") {
		t.Errorf("got %q\n%s", reason, s.tree())
	}
	if reason := s.read("failed/festa.txt.reason.txt"); strings.Contains(reason, "né una data") {
		t.Errorf("got %q", reason)
	}
	for _, p := range rendered {
		if p.Event.Title != "Festa" {
			t.Errorf("a video was made of %q", p.Event.Title)
		}
	}
}

// TestKindIsPartOfADrop drops the bytes of a text again as a table.
func TestKindIsPartOfADrop(t *testing.T) {
	t.Parallel()
	sum := func(name string) string {
		d := inbox.Drop{Name: name, Dir: t.TempDir(), Files: []string{name}}
		if err := os.WriteFile(filepath.Join(d.Dir, name), []byte("titolo,data\nFesta,14/06/2026\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		digest, err := drop.Contents(d)
		if err != nil {
			t.Fatal(err)
		}
		return digest
	}
	if sum("a.txt") == sum("a.csv") {
		t.Error("a table with the bytes of an earlier text is taken for a repeat")
	}
	if sum("a.csv") != sum("b (1).CSV") {
		t.Error("a table of another name is not taken for a repeat")
	}
}
