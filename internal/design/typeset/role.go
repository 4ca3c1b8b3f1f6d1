package typeset

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/giro-video/giro/internal/base/diag"
)

//go:embed roles.yaml
var rolesYAML []byte

// Role is one step of the type scale.
type Role struct {
	Name                 string    `yaml:"-"`
	SizePx               float64   `yaml:"size"`  // of a role with one size
	Sizes                []float64 `yaml:"sizes"` // of a role with several fixed sizes
	MinPx, MaxPx, StepPx float64   `yaml:"-"`     // of a fitted role
	Leading              float64   `yaml:"leading"`
	Tracking             float64   `yaml:"tracking"`
	MaxLines             int       `yaml:"max_lines"` // 0 is no limit
	MaxChars             int       `yaml:"max_chars"` // 0 is no limit; see CountChars
	Weight               string    `yaml:"weight"`    // the brand kit's font that sets it: display, head, body or label
	Tabular              bool      `yaml:"tabular"`
	LiningFigures        bool      `yaml:"lining"`
}

// Steps returns the role's sizes in px, largest first.
func (r Role) Steps() []float64 {
	switch {
	case r.SizePx > 0:
		return []float64{r.SizePx}
	case len(r.Sizes) > 0:
		out := slices.Sorted(slices.Values(r.Sizes))
		slices.Reverse(out)
		return out
	}
	var out []float64
	for size := r.MaxPx; size >= r.MinPx && size > 0; size -= r.StepPx {
		out = append(out, size)
		if r.StepPx <= 0 {
			break
		}
	}
	return out
}

// FamilyAdjust is a family's deviation from the scale. At display sizes Leading
// multiplies the role's leading and Tracking is added to its tracking;
// LeadingDisplay and LeadingBody replace the role's leading.
type FamilyAdjust struct {
	Leading        float64 `yaml:"leading"`
	Tracking       float64 `yaml:"tracking"`
	LeadingDisplay float64 `yaml:"leading_display"`
	LeadingBody    float64 `yaml:"leading_body"`
}

// Scale is the whole type scale.
type Scale struct {
	MinPx         float64 // smallest text allowed
	HangFromPx    float64 // see Style.HangFrom
	DisplayFromPx float64 // from this size a family's adjustments apply
	Roles         map[string]Role
	Adjust        map[string]FamilyAdjust // by family
	Fallback      []string                // families, in order
}

// DefaultScale returns the embedded type scale. The caller may not change it.
func DefaultScale() (*Scale, error) { return loadScale() }

var loadScale = sync.OnceValues(func() (*Scale, error) { return parseScale(rolesYAML) })

func parseScale(data []byte) (*Scale, error) {
	type role struct {
		Role `yaml:",inline"`
		Min  float64 `yaml:"min"`
		Max  float64 `yaml:"max"`
		Step float64 `yaml:"step"`
	}
	var file struct {
		MinSize     float64                 `yaml:"min_size"`
		HangFrom    float64                 `yaml:"hang_left_bearing_from"`
		DisplayFrom float64                 `yaml:"display_from"`
		Roles       map[string]role         `yaml:"roles"`
		Adjust      map[string]FamilyAdjust `yaml:"family_adjust"`
		Fallback    []string                `yaml:"fallback"`
	}
	if err := yaml.UnmarshalWithOptions(data, &file, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("type scale: %w", err)
	}
	s := &Scale{
		MinPx: file.MinSize, HangFromPx: file.HangFrom, DisplayFromPx: file.DisplayFrom,
		Roles: map[string]Role{}, Adjust: file.Adjust, Fallback: file.Fallback,
	}
	for name, r := range file.Roles {
		r.Name, r.MinPx, r.MaxPx, r.StepPx = name, r.Min, r.Max, r.Step
		steps := r.Steps()
		if len(steps) == 0 || slices.Min(steps) < s.MinPx {
			return nil, fmt.Errorf("type scale: role %q has no size, or one below %g px", name, s.MinPx)
		}
		s.Roles[name] = r.Role
	}
	return s, nil
}

// RoleNames returns the names of the roles, smallest first.
func (s *Scale) RoleNames() []string {
	return slices.SortedFunc(maps.Keys(s.Roles), func(a, b string) int {
		x, y := s.Roles[a].Steps()[0], s.Roles[b].Steps()[0]
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return strings.Compare(a, b)
	})
}

// Role returns the role of that name, or an error whose hint is the nearest name.
func (s *Scale) Role(name string) (Role, error) {
	r, ok := s.Roles[name]
	if !ok {
		return Role{}, diag.Fault(diag.Pos{}, "role", diag.DidYouMean(name, s.RoleNames()), "unknown type role %q", name)
	}
	return r, nil
}

// RoleByName returns a role of the embedded scale.
func RoleByName(name string) (Role, error) {
	s, err := DefaultScale()
	if err != nil {
		return Role{}, err
	}
	return s.Role(name)
}

// tracking returns a role's tracking for a family at a size.
func (s *Scale) tracking(role Role, family string, sizePx float64) float64 {
	t := role.Tracking
	if sizePx >= s.DisplayFromPx {
		t += s.adjust(family).Tracking
	}
	return t
}

// leading returns a role's leading for a family at a size.
func (s *Scale) leading(role Role, family string, sizePx float64) float64 {
	a := s.adjust(family)
	display := sizePx >= s.DisplayFromPx
	switch {
	case display && a.LeadingDisplay > 0:
		return a.LeadingDisplay
	case !display && a.LeadingBody > 0:
		return a.LeadingBody
	case display && a.Leading > 0:
		return role.Leading * a.Leading
	}
	return role.Leading
}

func (s *Scale) adjust(family string) FamilyAdjust {
	for name, a := range s.Adjust {
		if sameFamily(name, family) {
			return a
		}
	}
	return FamilyAdjust{}
}
