package template

import (
	"maps"
	"slices"

	"github.com/giro-video/giro/internal/design/field"
)

// Daily reports whether what the template shows depends on the day, not only on
// the year: it counts days, or leaves out the events of a file that are over.
func (t *Template) Daily() bool { return t.Events || slices.ContainsFunc(t.Fields(), field.Daily) }

// Fields returns the fields that decide what the template shows, sorted: those of
// its texts, conditions, pictures and lists, and for an input those that it may
// come from. What a cut leaves out counts too.
func (t *Template) Fields() []string {
	u, _ := t.used()
	// An input may come from one that stands before it, so the last is replaced first.
	for _, in := range slices.Backward(t.Inputs) {
		if !u[in.Name] && !in.Required {
			continue
		}
		delete(u, in.Name)
		for _, from := range in.From {
			u[from] = true
		}
	}
	return slices.Sorted(maps.Keys(u))
}

// Literals returns what stands between the fields in the template's texts.
func (t *Template) Literals() []string {
	_, literals := t.used()
	return slices.Sorted(maps.Keys(literals))
}

// used returns the names that stand in the template's layers and scenes, inputs
// and phrases among them, and what stands between them in texts.
func (t *Template) used() (fields, literals map[string]bool) {
	u := &used{map[string]bool{}, map[string]bool{}}
	for i := range t.Scenes {
		s := &t.Scenes[i]
		u.name(s.Each)
		u.conditions(s.When)
		u.nodes(s.Nodes)
	}
	u.nodes(t.Under)
	u.nodes(t.Overlay)
	return u.fields, u.literals
}

// used gathers names of fields, and literals.
type used struct{ fields, literals map[string]bool }

func (u *used) name(field string) {
	if field != "" {
		u.fields[field] = true
	}
}

func (u *used) conditions(list []Condition) {
	for _, c := range list {
		u.name(c.Field)
	}
}

func (u *used) text(s string) {
	parts, err := SplitText(s)
	if err != nil {
		return // the parser has refused it
	}
	for _, p := range parts {
		for _, a := range p.Atoms {
			u.name(a.Field)
			if a.Literal != "" {
				u.literals[a.Literal] = true
			}
		}
	}
}

func (u *used) nodes(list []Node) {
	for _, n := range list {
		u.node(n)
	}
}

func (u *used) node(n Node) {
	c := n.Shared()
	u.conditions(c.When)
	switch n := n.(type) {
	case *Photo:
		u.name(n.Source)
	case *Route:
		u.name(n.Source)
	case *Chart:
		u.text(n.Value)
	case *Icon:
		u.text(n.Value)
	case *Badge:
		u.text(n.Value)
	case *Text:
		u.conditions(n.Strike)
		for _, t := range n.Texts {
			u.text(t)
		}
	case *Each:
		u.name(n.Source)
		u.nodes(n.Between)
	}
	u.nodes(Children(n))
	if c.Else != nil {
		u.node(c.Else)
	}
	for _, v := range c.Variants {
		u.node(v)
	}
}
