// Package assets holds what Giro carries with it.
package assets

import (
	"embed"

	"eliasnaur.com/font/noto/emoji/color"
)

// Fonts holds the font files and their licences below "fonts", one folder a
// family. assets/fonts/FONTS.md says where they come from.
//
//go:embed fonts
var Fonts embed.FS

// EmojiName is the family of the font that Emoji returns.
const EmojiName = "Noto Color Emoji"

// Emoji returns the font file for emoji: 10 MB of colour pictures, which cost
// nothing until they are read. It must not be changed. assets/fonts/FONTS.md says
// where it comes from.
func Emoji() []byte { return color.TTF }

// Licences holds the licence of each module that is linked into Giro, and of Go,
// below "licences": a file for each, called by its path with _ for /.
//
//go:embed licences
var Licences embed.FS
