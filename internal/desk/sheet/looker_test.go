package sheet_test

import (
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/compose"
	"github.com/giro-video/giro/internal/picture/raster"
)

// What a text must keep on a composed frame, in px of a canvas whose short side
// is 1080.
const (
	leastContrast = 4.5
	rounding      = 0.97 // of a contrast, by the steps of 8-bit Y'CbCr
	worstShare    = 0.01 // of the pixels under a text may be worse
	leastSize     = 36.0
	safeMargin    = 3 // how far a soft edge may reach out
	sameInk       = 24
	litShare      = 0.995 // of a text's inner pixels have its colour
	touching      = 12    // pixels that two texts may share, at soft edges
)

// looker measures the frames of a plan: each frame as it is, beside the same
// frame without any text. TestLookerSeesFaults breaks every rule that it holds.
type looker struct {
	t          *testing.T
	report     func(format string, args ...any) // what breaks a rule
	at         string
	plan       *timeline.Plan
	dir        string
	full, bare *compose.Composer
}

// line is a line of text that a frame shows, with its ink.
type line struct {
	layer *timeline.Layer
	text  *timeline.Text
	cue   *timeline.Cue
	disc  *srgb.Color // the colour that it takes where a disc crosses it
	mask  *raster.Mask
}

// open makes the composers of the plan as it is now.
func (k *looker) open() {
	k.t.Helper()
	bare := without(k.plan, func(l *timeline.Layer) bool {
		return textOf(l) != "" || strings.HasSuffix(l.Name, "/strike") // a line through a text is part of it
	})
	for _, c := range []struct {
		to   **compose.Composer
		plan *timeline.Plan
	}{{&k.full, k.plan}, {&k.bare, bare}} {
		var err error
		if *c.to, err = compose.New(c.plan, assetsIn(k.dir)); err != nil {
			k.t.Fatalf("%s: %v", k.at, err)
		}
	}
}

// all looks at frames in which texts stand legible: for each scene the last
// one, when all that comes one after the other is there, and for one text the
// first; with -every for each text the last one and one at random.
func (k *looker) all(r *rand.Rand) {
	k.t.Helper()
	k.open()
	frames := k.moments(r)
	if !*every {
		frames = k.ends()
		if first := k.plan.Cues[r.IntN(len(k.plan.Cues))].Span.From; !slices.Contains(frames, first) {
			frames = append(frames, (first+k.plan.Grid.Frames)%k.plan.Grid.Frames)
		}
	}
	for _, n := range frames {
		k.frame(n)
	}
}

// ends are the last frames in which a text of each scene is legible.
func (k *looker) ends() []int {
	last := map[string]int{}
	for _, c := range k.plan.Cues {
		last[c.Scene] = max(last[c.Scene], c.Span.To-1)
	}
	var frames []int
	for _, n := range last {
		frames = append(frames, (n+k.plan.Grid.Frames)%k.plan.Grid.Frames)
	}
	slices.Sort(frames)
	return slices.Compact(frames)
}

// moments are the frames to look at.
func (k *looker) moments(r *rand.Rand) []int {
	k.t.Helper()
	plan := k.plan
	total := plan.Grid.Frames
	var frames []int
	for i := range plan.Cues {
		c := &plan.Cues[i]
		if c.Span.To <= c.Span.From {
			k.report("%s: %q of the scene %s is never legible", k.at, c.Text, c.Scene)
			continue
		}
		for _, n := range []int{c.Span.To - 1, c.Span.From + r.IntN(c.Span.To-c.Span.From)} {
			if n = (n%total + total) % total; i%3 == 0 || n == ((c.Span.To-1)%total+total)%total {
				frames = append(frames, n)
			}
		}
	}
	slices.Sort(frames)
	frames = slices.Compact(frames)
	return frames
}

func (k *looker) frame(n int) {
	k.t.Helper()
	full, ground := composed(k.t, k.full, k.plan, n), composed(k.t, k.bare, k.plan, n)
	owner := make([]int, full.W*full.H) // of each pixel: the cue whose ink it is, counted from 1
	shared := map[[2]int]int{}
	taken := map[string]bool{}
	check := func(i int, lines []line) {
		for _, l := range lines {
			k.size(l)
			k.safe(l, n)
			k.shown(l, full, n)
			k.contrast(l, ground, n)
			l.each(full, func(at int, cover byte) {
				if cover < 128 {
					return
				}
				if o := owner[at]; o != 0 && o != i+1 {
					shared[[2]int{o - 1, i}]++
				}
				owner[at] = i + 1
			})
		}
	}
	stand := map[string]bool{} // scenes of which a text stands legible
	for i := range k.plan.Cues {
		c := &k.plan.Cues[i]
		if _, ok := c.Span.At(n, k.plan.Grid.Frames); !ok {
			continue
		}
		lines := k.lines(c, n, taken)
		if len(lines) == 0 {
			k.report("%s: frame %d: the %s says %q in the scene %s, and no layer shows all of it", k.at, n, c.Field, c.Text, c.Scene)
		}
		stand[c.Scene] = true
		check(i, lines)
	}
	check(len(k.plan.Cues), k.label(n, stand))
	for pair, px := range shared {
		if px > touching {
			names := append(slices.Clone(k.plan.Cues), sender)
			k.report("%s: frame %d: %q stands on %q by %d pixels", k.at, n, names[pair[1]].Text, names[pair[0]].Text, px)
		}
	}
}

// lines finds the lines that set a cue at frame n: those of the layers of one
// text that say what it says, nearest to where it says it. A text that is taken
// sets another cue.
func (k *looker) lines(c *timeline.Cue, n int, taken map[string]bool) []line {
	total := k.plan.Grid.Frames
	texts, order := map[string][]line{}, []string{}
	for i := range k.plan.Scenes {
		s := &k.plan.Scenes[i]
		if _, on := s.Span.At(n, total); !on || s.Name != c.Scene {
			continue
		}
		for j := range s.Layers {
			l := &s.Layers[j]
			text, ok := l.Paint.(*timeline.Text)
			if _, on := l.Span.At(n, total); !ok || !on {
				continue
			}
			name, part, _ := strings.Cut(l.Name, "#")
			if strings.HasSuffix(part, "/disc") {
				at := len(texts[name]) - 1
				texts[name][at].disc = &text.Color
				continue
			}
			if texts[name] == nil {
				order = append(order, name)
			}
			texts[name] = append(texts[name], line{layer: l, text: text, cue: c})
		}
	}
	best, nearest := "", math.Inf(1)
	for _, name := range order {
		lines := texts[name]
		said, box := "", geom.Rect{}
		for _, l := range lines {
			said += letters(l.text.Line.Text)
			box = box.Union(l.layer.Box)
		}
		at, want := box.Center(), c.Box.Center()
		if d := math.Hypot(at.X-want.X, at.Y-want.Y); !taken[name] && said == letters(c.Text) && d < nearest {
			best, nearest = name, d
		}
	}
	taken[best] = true
	lines := texts[best]
	for i := range lines {
		lines[i].mask = raster.Text(lines[i].text, 0, 0)
	}
	return lines
}

// sender stands for the label, whose texts are no cues.
var sender = timeline.Cue{Field: "label", Text: "the sender's name"}

// label finds the lines of the sender's name, beside its mark, in a scene that
// stands.
func (k *looker) label(n int, stand map[string]bool) (out []line) {
	total := k.plan.Grid.Frames
	for i := range k.plan.Scenes {
		s := &k.plan.Scenes[i]
		if _, on := s.Span.At(n, total); !on || !stand[s.Name] {
			continue
		}
		mark := slices.IndexFunc(s.Layers, func(l timeline.Layer) bool { return strings.HasSuffix(l.Name, "/mark") })
		if mark < 0 {
			continue
		}
		base := strings.TrimSuffix(s.Layers[mark].Name, "mark")
		for j := range s.Layers {
			l := &s.Layers[j]
			text, ok := l.Paint.(*timeline.Text)
			if _, on := l.Span.At(n, total); ok && on && strings.HasPrefix(l.Name, strings.TrimSuffix(base, "/")+"#") {
				out = append(out, line{layer: l, text: text, cue: &sender, mask: raster.Text(text, 0, 0)})
			}
		}
		return out
	}
	return nil
}

// letters keeps what a text says: without spaces, and without what a printer
// sets in place of what was typed.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

func (k *looker) size(l line) {
	k.t.Helper()
	unit := float64(min(k.plan.Size.W, k.plan.Size.H)) / 1080
	for _, run := range l.text.Line.Runs {
		if run.Face.Pictures() { // emoji are sized by the letters
			continue
		}
		if run.SizePx < leastSize*unit-0.1 {
			k.report("%s: the %s %q is set in %g px", k.at, l.cue.Field, l.cue.Text, run.SizePx)
		}
	}
}

func (k *looker) safe(l line, n int) {
	k.t.Helper()
	box := geom.R(math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1))
	w := l.mask.Rect.Dx()
	for i, cover := range l.mask.A {
		if cover >= 128 {
			x, y := float64(l.mask.Rect.Min.X+i%w), float64(l.mask.Rect.Min.Y+i/w)
			box = geom.R(min(box.X0, x), min(box.Y0, y), max(box.X1, x+1), max(box.Y1, y+1))
		}
	}
	emoji, err := raster.Emoji(l.text, 0, 0)
	if err != nil {
		k.t.Fatalf("%s: %v", k.at, err)
	}
	if emoji != nil {
		for y := emoji.Rect.Min.Y; y < emoji.Rect.Max.Y; y++ {
			for x := emoji.Rect.Min.X; x < emoji.Rect.Max.X; x++ {
				if emoji.RGBAAt(x, y).A >= 128 {
					box = geom.R(min(box.X0, float64(x)), min(box.Y0, float64(y)), max(box.X1, float64(x+1)), max(box.Y1, float64(y+1)))
				}
			}
		}
	}
	if box.W() > 0 && !k.plan.Safe.Contains(box, safeMargin) {
		k.report("%s: frame %d: the %s %q at %v leaves the safe box %v", k.at, n, l.cue.Field, l.cue.Text, box, k.plan.Safe)
	}
}

// each calls f for the pixels of the frame that the line's ink covers.
func (l line) each(f *yuv.Frame, do func(at int, cover byte)) {
	in := l.mask.Rect.Intersect(image.Rect(0, 0, f.W, f.H))
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			if cover := l.mask.At(x, y); cover > 0 {
				do(y*f.W+x, cover)
			}
		}
	}
}

// shown checks that the ink is on the frame, in the text's colour: not cut by an
// edge, not covered by another layer, not translucent.
func (k *looker) shown(l line, f *yuv.Frame, n int) {
	k.t.Helper()
	inks := []int{int(yuv.FromSRGB(l.text.Color).Y)}
	if l.disc != nil {
		inks = append(inks, int(yuv.FromSRGB(*l.disc).Y))
	}
	inner, lit, outside := 0, 0, 0
	var lost image.Rectangle
	for _, cover := range l.mask.A {
		if cover == 255 {
			outside++
		}
	}
	l.each(f, func(at int, cover byte) {
		if cover < 255 {
			return
		}
		outside--
		inner++
		if slices.ContainsFunc(inks, func(ink int) bool { return max(ink-int(f.Y[at]), int(f.Y[at])-ink) <= sameInk }) {
			lit++
			return
		}
		lost = lost.Union(image.Rect(at%f.W, at/f.W, at%f.W+1, at/f.W+1))
	})
	if outside > 0 {
		k.report("%s: frame %d: the %s %q is cut by the edge of the frame", k.at, n, l.cue.Field, l.text.Line.Text)
	}
	if inner > 0 && float64(lit) < litShare*float64(inner) {
		k.report("%s: frame %d: of the %s %q only %d of %d pixels show (%s at %v, not %v)", k.at, n, l.cue.Field, l.text.Line.Text, lit, inner, l.layer.Name, l.layer.Box, lost)
	}
}

// contrast measures a text's colour against what is under it and around it, as
// the frame would be without texts. What is finer than a few pixels the eye
// takes together.
func (k *looker) contrast(l line, ground *yuv.Frame, n int) {
	k.t.Helper()
	const around = 2
	var all []float64
	in := l.mask.Rect.Inset(-around).Intersect(image.Rect(0, 0, ground.W, ground.H))
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			near := max(l.mask.At(x, y), l.mask.At(x-around, y), l.mask.At(x+around, y), l.mask.At(x, y-around), l.mask.At(x, y+around))
			if near < 128 {
				continue
			}
			under := k.mean(ground, x, y)
			best := srgb.Contrast(l.text.Color, under)
			if l.disc != nil {
				best = max(best, srgb.Contrast(*l.disc, under))
			}
			all = append(all, best)
		}
	}
	if len(all) == 0 {
		return
	}
	slices.Sort(all)
	if worst := all[int(worstShare*float64(len(all)))]; worst < leastContrast*rounding {
		k.report("%s: frame %d: the %s %q has a contrast of %.2f on its ground (%s)", k.at, n, l.cue.Field, l.text.Line.Text, worst, l.layer.Name)
	}
}

// mean returns the colour of a frame around a pixel.
func (k *looker) mean(f *yuv.Frame, x, y int) srgb.Color {
	const half = 2
	var luma, u, v, n int
	for b := max(0, y-half); b < min(f.H, y+half); b++ {
		for a := max(0, x-half); a < min(f.W, x+half); a++ {
			luma, u, v, n = luma+int(f.Y[b*f.W+a]), u+int(f.U[b/2*(f.W/2)+a/2]), v+int(f.V[b/2*(f.W/2)+a/2]), n+1
		}
	}
	return yuv.Color{Y: uint8(luma / n), U: uint8(u / n), V: uint8(v / n)}.SRGB()
}
