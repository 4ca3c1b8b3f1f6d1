// Package brand holds brand kits: palette, fonts, backdrops, and the label that
// names the sender.
package brand

import "github.com/giro-video/giro/internal/base/srgb"

// Kit is one brand kit. Treat it as read-only: copies share their maps.
type Kit struct {
	Name     string
	Locked   bool                  // no channel may change it (the alert levels)
	Palette  map[string]srgb.Color // by role: ink, paper, primary, accent, on_primary, line, and the kit's own
	Accents  map[string]srgb.Color // by neighbourhood or name; replaces primary when an event picks one
	Accent   string                // the accent used when an event picks none; "" keeps primary
	Fonts    Fonts
	Backdrop []string // names of generated patterns, the first is the default
	Logo     string   // SVG, PNG or JPEG, relative to the channel; "" for none
	Label    []string // the sender's name, one or two lines
}

// Fonts names the face of each text role.
type Fonts struct{ Display, Head, Body, Label Font }

// Font is a family and a weight.
type Font struct {
	Family string
	Weight int
}
