package template

import "github.com/giro-video/giro/internal/design/field"

// Data is what the texts and conditions of a scene are filled from.
type Data struct {
	Fields *field.Values // of the event, in the scene's language
	Item   field.Entry   // of the list that the scene is repeated for, nil for none
	Page   []field.Entry // the entries that the scene shows
}

// Value returns what gives a field its text. For an entry of a list within the
// scene, its own fields come first.
func (d Data) Value(entry field.Entry) func(name string) string {
	return func(name string) string {
		if v, ok := entry[name]; ok {
			return v
		}
		if v, ok := d.Item[name]; ok {
			return v
		}
		return d.Fields.Texts[name]
	}
}

// Met reports whether all conditions hold, for an entry as in Value.
func (d Data) Met(conds []Condition, entry field.Entry) bool {
	get := d.Value(entry)
	for _, cond := range conds {
		if (get(cond.Field) != "") == cond.Not {
			return false
		}
	}
	return true
}

// List returns the entries of a list field.
func (d Data) List(name string) []field.Entry { return d.Fields.List(name, d.Page) }
