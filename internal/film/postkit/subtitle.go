package postkit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/design/timeline"
)

// subtitle is the texts on screen during a span of time, one line each.
type subtitle struct {
	from, to float64 // seconds, within the loop
	lines    []string
}

// shortest is the least time in seconds of a subtitle. Without it, the first scene's
// texts, which are complete already at the very end of a loop, would be shown there
// for a moment.
const shortest = 0.5

// subtitles groups the texts that are on screen together. The texts of one scene are
// one subtitle from the first entrance to the last exit, except where one enters
// after the others have left.
func subtitles(p *timeline.Plan) []subtitle {
	n := p.Grid.Frames
	type group struct {
		scene    string
		from, to int
		members  []int // indices of cues
	}
	order := make([]int, len(p.Cues))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p.Cues[a].Span.From, p.Cues[b].Span.From) })
	var groups []*group
	for _, k := range order {
		c := p.Cues[k]
		text := oneLine(c.Text)
		if text == "" || c.Span.To <= c.Span.From {
			continue
		}
		i := slices.IndexFunc(groups, func(g *group) bool { return g.scene == c.Scene && c.Span.From < g.to })
		if i < 0 {
			groups = append(groups, &group{scene: c.Scene, from: c.Span.From, to: c.Span.To, members: []int{k}})
			continue
		}
		g := groups[i]
		g.to = max(g.to, c.Span.To)
		g.members = append(g.members, k)
	}
	var out []subtitle
	for _, g := range groups {
		slices.Sort(g.members) // in their order on screen, from the top
		var lines []string
		for _, k := range g.members {
			if text := oneLine(p.Cues[k].Text); !slices.Contains(lines, text) {
				lines = append(lines, text)
			}
		}
		// A span on the circle is up to three pieces of the file.
		for _, turn := range []int{-n, 0, n} {
			from, to := max(0, g.from+turn), min(n, g.to+turn)
			if from < to && p.Grid.Rate.Seconds(to-from) >= shortest {
				out = append(out, subtitle{p.Grid.Rate.Seconds(from), p.Grid.Rate.Seconds(to), lines})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b subtitle) int { return cmp.Compare(a.from, b.from) })
	// Players show overlapping subtitles in different orders: end each where the next begins.
	for i := range out {
		if i+1 < len(out) && out[i].to > out[i+1].from && out[i+1].from > out[i].from {
			out[i].to = out[i+1].from
		}
		out[i].lines = wrapped(out[i].lines)
	}
	return out
}

// subtitleWidth is the number of characters that a line of subtitles holds
// (BBC Subtitle Guidelines 1.2.3, line length: 37 to 42).
const subtitleWidth = 42

// wrapped breaks long lines at spaces; a script without spaces keeps its lines.
func wrapped(lines []string) []string {
	var out []string
	for _, line := range lines {
		cur := ""
		for word := range strings.FieldsSeq(line) {
			if cur != "" && utf8.RuneCountInString(cur)+1+utf8.RuneCountInString(word) > subtitleWidth {
				out = append(out, cur)
				cur = ""
			}
			cur = join(" ", cur, word)
		}
		out = append(out, cur)
	}
	return out
}

// clock writes a time in hours, minutes, seconds and milliseconds.
func clock(seconds float64, decimal string) string {
	d := time.Duration(seconds*1000+0.5) * time.Millisecond
	return fmt.Sprintf("%02d:%02d:%02d%s%03d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60, decimal, d.Milliseconds()%1000)
}

// srt writes subtitles in the form of SubRip.
func srt(list []subtitle) string {
	var b strings.Builder
	for i, s := range list {
		fmt.Fprintf(&b, "%d\n%s --> %s\n%s\n\n", i+1, clock(s.from, ","), clock(s.to, ","), strings.Join(s.lines, "\n"))
	}
	return b.String()
}

// vtt writes subtitles as WebVTT (W3C, 2019), whose texts escape three characters.
func vtt(list []subtitle, lang string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "WEBVTT\n\nNOTE language: %s\n\n", lang)
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	for _, s := range list {
		fmt.Fprintf(&b, "%s --> %s\n%s\n\n", clock(s.from, "."), clock(s.to, "."), escape.Replace(strings.Join(s.lines, "\n")))
	}
	return b.String()
}
