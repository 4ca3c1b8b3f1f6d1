package typeset_test

import (
	"slices"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/design/typeset"
)

// TestScale states the design's type scale a second time, so that a slip in the
// data shows.
func TestScale(t *testing.T) {
	t.Parallel()
	s, err := typeset.DefaultScale()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name               string
		largest, smallest  float64
		steps              int
		leading, tracking  float64
		maxLines, maxChars int
		weight             string
	}{
		{"label", 36, 36, 1, 1.06, 0, 2, 36, "label"},
		{"caption", 40, 40, 1, 1.25, 0, 4, 0, "body"},
		{"body", 52, 44, 3, 1.3, -0.008, 4, 0, "body"},
		{"lead", 72, 56, 4, 1.24, -0.012, 3, 0, "head"},
		{"headline", 104, 84, 6, 1.06, -0.024, 5, 80, "display"},
		{"title", 144, 104, 6, 1.04, -0.03, 3, 40, "display"},
		{"display", 200, 144, 8, 1.0, -0.034, 4, 32, "display"},
		{"poster", 320, 200, 16, 0.94, -0.04, 2, 14, "display"},
		{"numeral", 1120, 280, 22, 1.0, -0.05, 1, 4, "display"},
	}
	var names []string
	for _, tt := range tests {
		names = append(names, tt.name)
		r, err := s.Role(tt.name)
		if err != nil {
			t.Fatal(err)
		}
		steps := r.Steps()
		if len(steps) != tt.steps || steps[0] != tt.largest || steps[len(steps)-1] != tt.smallest || !slices.IsSortedFunc(steps, func(a, b float64) int { return int(b - a) }) {
			t.Errorf("%s: steps %v", tt.name, steps)
		}
		if r.Leading != tt.leading || r.Tracking != tt.tracking || r.MaxLines != tt.maxLines || r.MaxChars != tt.maxChars || r.Weight != tt.weight || r.Name != tt.name {
			t.Errorf("%+v", r)
		}
	}
	if got := s.RoleNames(); !slices.Equal(got, names) {
		t.Errorf("roles %v", got)
	}
	if s.MinPx != 36 || s.HangFromPx != 84 || !slices.Equal(s.Fallback, []string{"Onest", "IBM Plex Sans Arabic", "Noto Sans SC"}) {
		t.Errorf("%+v", s)
	}
	_, err = typeset.RoleByName("headlin")
	list, ok := diag.Messages(err)
	if !ok || list[0].Hint.String() != `did you mean "headline"?` {
		t.Errorf("error %v", err)
	}
	if (typeset.Role{MinPx: 40, MaxPx: 40}).Steps()[0] != 40 {
		t.Error("a role with a range of one size has no step")
	}
}
