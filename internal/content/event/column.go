package event

import "slices"

// ColumnFields are the fields that a channel can assign to a column of its
// tables, next to "extra.NAME" for a field of its own templates and "ignore".
var ColumnFields = []string{
	"id", "uid", "title", "subtitle", "description", "when", "start", "end", "time", "end_time", "venue", "address", "neighbourhood",
	"category", "price", "free", "image", "url", "access", "facts", "items", "status", "all_day", "private",
}

// Ignore is what a channel assigns to a column that is not to be read.
const Ignore = "ignore"

// Translatable reports whether a column of a field may be in one language,
// written behind a colon: "title:en".
func Translatable(field string) bool {
	return slices.Contains([]string{"title", "subtitle", "description", "venue", "category", "price", "access", "facts", "items"}, field)
}
