package postkit

import (
	"fmt"
	"math"
	"strings"
)

// alt is the text alternative: the kind of video, the description of the picture if
// the event has one, and all texts on screen.
func (in Input) alt() string {
	w := wordsFor(in.Plan.Language)
	seconds := math.Round(in.Plan.Grid.Rate.Seconds(in.Plan.Grid.Frames))
	sound := w.silent
	if in.Sound {
		sound = w.sound
	}
	var b strings.Builder
	b.WriteString(strings.NewReplacer("{s}", fmt.Sprint(seconds), "{c}", in.Channel).Replace(w.video) + " " + sound + "\n")
	if text := picture(in.Event); text != "" {
		fmt.Fprintf(&b, "\n%s: %s\n", w.image, oneLine(text))
	}
	b.WriteString("\n" + w.onTitle + "\n")
	seen := map[string]bool{}
	scene := ""
	for _, c := range in.Plan.Cues {
		text := oneLine(c.Text)
		if text == "" || seen[c.Scene+"\x00"+text] {
			continue
		}
		seen[c.Scene+"\x00"+text] = true
		if c.Scene != scene {
			b.WriteByte('\n')
			scene = c.Scene
		}
		b.WriteString(text + "\n")
	}
	return b.String()
}
