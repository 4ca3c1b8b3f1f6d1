package watch_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/desk/watch"
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

// newPoster returns a Poster of a channel with that text; rendered gets what it renders.
func newPoster(t *testing.T, channel string, rendered *[]*post.Post) *watch.Poster {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "channel.yaml"), []byte(channel), 0o600); err != nil {
		t.Fatal(err)
	}
	asm, err := post.NewAssembler()
	if err != nil {
		t.Fatal(err)
	}
	return &watch.Poster{
		Dir: dir, Assembler: asm, Now: func() time.Time { return time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC) },
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

func TestPoster(t *testing.T) {
	t.Parallel()
	var rendered []*post.Post
	s := newShare(t)
	s.opt.Maker = newPoster(t, channelText, &rendered)
	s.opt.Folders = []string{"allerte"}
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

// TestBrokenChannelFailsNoDrop breaks the channel's settings while it is watched.
func TestBrokenChannelFailsNoDrop(t *testing.T) {
	t.Parallel()
	var rendered []*post.Post
	s := newShare(t)
	maker := newPoster(t, "name: [\n", &rendered)
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
