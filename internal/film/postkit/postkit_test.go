package postkit_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/film/postkit"
)

// input is a post of 10 s whose hook stands from before the seam.
func input(t *testing.T, name string) postkit.Input {
	t.Helper()
	f, err := format.ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	rome := time.FixedZone("Rome", 7200)
	cue := func(scene, field, text string, from, to int) timeline.Cue {
		return timeline.Cue{Scene: scene, Field: field, Text: text, Span: timeline.Span{From: from, To: to}, Box: geom.R(60, 700, 800, 1200)}
	}
	return postkit.Input{
		Plan: &timeline.Plan{
			Language: "it", Format: name, Size: f.Canvas, Grid: timebase.Grid{Rate: timebase.FPS(30), Frames: 300},
			Cues: []timeline.Cue{
				cue("hook", "title", "L’Isola dei murales", -30, 90), cue("hook", "date", "sabato 14 giugno", -20, 80),
				cue("what", "what", "Due ore tra cortili, ponti e muri dipinti, con <guida> & mappa.", 100, 200),
				cue("when", "date", "14", 195, 260),
			},
		},
		Event: &event.Event{
			ID: "murales", Title: "L’Isola dei murales", Subtitle: "Due ore tra cortili, ponti e muri dipinti",
			Description: "Si parte dalla piazza. Si arriva al ponte! Chi vuole disegna.", Venue: "Ritrovo in piazzale Archinto",
			When: event.When{Start: time.Date(2025, 6, 14, 18, 30, 0, 0, rome)}, Neighbourhood: "Isola", Category: "Tour a piedi",
			Free: true, URL: "https://example.org/murales", Access: "Adatto a passeggini",
			Extra: map[string]string{"credit": "Anna Neri", "hashtags": "#muriDipinti, Isola", "alt": "un muro dipinto di blu"},
		},
		Format: f, Channel: "Città d’esempio", Music: "Giro di sera · Giro contributors · CC0-1.0", Hashtags: []string{"quartieri 2025"}, Sound: true,
		Today: time.Date(2025, 5, 20, 12, 0, 0, 0, rome),
	}
}

func TestWrite(t *testing.T) {
	texts, faults := postkit.Write(input(t, "tiktok"))
	if len(faults) > 0 {
		t.Errorf("faults %v", faults)
	}
	want := postkit.Texts{
		Caption: `L’Isola dei murales
sabato 14 giugno, ore 18.30 · Ritrovo in piazzale Archinto

Due ore tra cortili, ponti e muri dipinti. Si parte dalla piazza. Si arriva al ponte! Chi vuole disegna.

Ingresso libero
Adatto a passeggini

Informazioni: https://example.org/murales
Foto: Anna Neri
Musica: Giro di sera · Giro contributors · CC0-1.0

#Quartieri2025 #muriDipinti #Isola #TourAPiedi
`,
		SRT: `1
00:00:00,000 --> 00:00:03,000
L’Isola dei murales
sabato 14 giugno

2
00:00:03,333 --> 00:00:06,500
Due ore tra cortili, ponti e muri dipinti,
con <guida> & mappa.

3
00:00:06,500 --> 00:00:08,667
14

4
00:00:09,000 --> 00:00:10,000
L’Isola dei murales
sabato 14 giugno

`,
		VTT: `WEBVTT

NOTE language: it

00:00:00.000 --> 00:00:03.000
L’Isola dei murales
sabato 14 giugno

00:00:03.333 --> 00:00:06.500
Due ore tra cortili, ponti e muri dipinti,
con &lt;guida&gt; &amp; mappa.

00:00:06.500 --> 00:00:08.667
14

00:00:09.000 --> 00:00:10.000
L’Isola dei murales
sabato 14 giugno

`,
		Alt: `Video verticale di 10 secondi di Città d’esempio. Ha una musica e nessun parlato.

Nell’immagine: un muro dipinto di blu

I testi sullo schermo, in ordine:

L’Isola dei murales
sabato 14 giugno

Due ore tra cortili, ponti e muri dipinti, con <guida> & mappa.

14
`,
	}
	for _, c := range []struct{ what, got, want string }{
		{"caption", texts.Caption, want.Caption}, {"srt", texts.SRT, want.SRT}, {"vtt", texts.VTT, want.VTT}, {"alt", texts.Alt, want.Alt},
	} {
		if c.got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", c.what, c.got, c.want)
		}
	}
}

// TestCaptionKeepsToTheLimit makes a text too long by one unit at a time, in
// letters that count differently in each unit.
func TestCaptionKeepsToTheLimit(t *testing.T) {
	for _, name := range []string{"tiktok", "reels", "shorts", "universal"} {
		in := input(t, name)
		limit, ok := in.Format.Text("caption")
		if !ok {
			limit, _ = in.Format.Text("description")
		}
		for _, letter := range []string{"a", "è", "🎉"} {
			for n := limit.Max/8 - 60; n < limit.Max/8+20; n += 7 {
				in.Event.Description = strings.Repeat(strings.Repeat(letter, 7)+". ", n)
				texts, faults := postkit.Write(in)
				got := limit.Unit.Len(strings.TrimSpace(texts.Caption))
				if got > limit.Max || faults.HasErrors() {
					t.Fatalf("%s: %d %s, the limit is %d (%v)", name, got, limit.Unit, limit.Max, faults)
				}
				for _, must := range []string{in.Event.Title, in.Event.URL, in.Music, "Anna Neri"} {
					if !strings.Contains(texts.Caption, must) {
						t.Fatalf("%s: %q was left out", name, must)
					}
				}
			}
		}
		in.Event.URL = "https://example.org/" + strings.Repeat("x", limit.Max)
		if _, faults := postkit.Write(in); !faults.HasErrors() {
			t.Errorf("%s: a caption that cannot fit passed", name)
		}
	}
}

func TestCaptionRules(t *testing.T) {
	t.Run("hashtags are limited", func(t *testing.T) {
		in := input(t, "tiktok")
		in.Hashtags = []string{"uno", "due", "due!", "tre", "quattro", "2025"}
		texts, _ := postkit.Write(in)
		if !strings.Contains(texts.Caption, "#uno #due #tre #quattro #muriDipinti\n") {
			t.Errorf("got %s", texts.Caption)
		}
	})
	t.Run("brackets", func(t *testing.T) {
		in := input(t, "shorts")
		in.Event.Title = "Musica <live>"
		texts, _ := postkit.Write(in)
		if strings.ContainsAny(texts.Caption, "<>") || !strings.Contains(texts.Caption, "Musica ‹live›") {
			t.Errorf("got %s", texts.Caption)
		}
	})
	t.Run("long title", func(t *testing.T) {
		in := input(t, "shorts")
		in.Event.Title = strings.Repeat("è", 101)
		if _, faults := postkit.Write(in); !faults.HasErrors() {
			t.Error("101 characters passed as a title of YouTube")
		}
		in.Event.Title = strings.Repeat("è", 100)
		if _, faults := postkit.Write(in); faults.HasErrors() {
			t.Errorf("100 characters: %v", faults)
		}
	})
	t.Run("mentions", func(t *testing.T) {
		in := input(t, "reels")
		in.Event.Description = strings.Repeat("@amico ", 21)
		if _, faults := postkit.Write(in); !faults.HasErrors() {
			t.Error("21 mentions passed")
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		in := input(t, "reels")
		in.Event.Status = event.Cancelled
		if texts, _ := postkit.Write(in); !strings.HasPrefix(texts.Caption, "ANNULLATO: L’Isola") {
			t.Errorf("got %s", texts.Caption)
		}
	})
}

func TestCoverInTheGrid(t *testing.T) {
	in := input(t, "reels")
	in.Plan.Cues[0].Box = geom.R(60, 300, 800, 900)
	_, faults := postkit.Write(in)
	if len(faults) != 1 || !strings.Contains(faults[0].Text.String(), "at the top") {
		t.Errorf("faults %v", faults)
	}
	in.Plan.Cues[0].Span = timeline.Span{From: 30, To: 90} // not on the cover
	if _, faults = postkit.Write(in); len(faults) > 0 {
		t.Errorf("faults %v", faults)
	}
}

func ExampleHashtag() {
	fmt.Println(postkit.Hashtag("tour a piedi"), postkit.Hashtag("L’Isola!"), postkit.Hashtag("2025") == "")
	// Output: TourAPiedi LIsola true
}
