package figure

import (
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/design/field"
)

// Chart is how a figure is read from its text and drawn.
type Chart struct {
	Draw    func(text string, s Style) []Part
	Open    bool // may show outside its box
	Small   bool // stands among texts and comes and goes with them
	Shaded  bool // what is not counted is a shade of the ground
	Reaches bool // its first part reaches out above: texts must not stand on it
}

// charts are those by the names that templates use.
var charts = map[string]Chart{
	"share": {Draw: func(text string, s Style) []Part {
		part, whole, ok := field.Share(text)
		if !ok {
			return nil
		}
		return Share(part/whole, s)
	}, Shaded: true},
	"year":  {Draw: ofNumber(Year), Reaches: true},
	"whole": {Draw: ofNumber(Whole)},
	"level": {Draw: ofNumber(func(v float64, s Style) []Part { return Level(int(v), s) }), Open: true, Small: true},
	"days": {Draw: ofNumber(func(v float64, s Style) []Part {
		if v < 2 {
			return nil
		}
		return Days(int(v), s)
	}), Open: true, Small: true},
	"calendar": {Draw: func(text string, s Style) []Part {
		v, ok := threeNumbers(text)
		if !ok {
			return nil
		}
		return Calendar(v[0], v[1], v[2], s)
	}},
}

// ChartByName returns a kind of charts; ok is false when there is none.
func ChartByName(name string) (c Chart, ok bool) {
	c, ok = charts[name]
	return c, ok
}

// ofNumber draws the first number of a text, and nothing without one.
func ofNumber(draw func(float64, Style) []Part) func(string, Style) []Part {
	return func(text string, s Style) []Part {
		v, ok := field.Number(text)
		if !ok {
			return nil
		}
		return draw(v, s)
	}
}

// threeNumbers reads the days of a month, the day that it is and the last one.
func threeNumbers(text string) (v [3]int, ok bool) {
	parts := strings.Fields(text)
	if len(parts) != len(v) {
		return v, false
	}
	for i, s := range parts {
		n, err := strconv.Atoi(s)
		if err != nil {
			return v, false
		}
		v[i] = n
	}
	return v, true
}
