// Package assets holds what Giro carries with it.
package assets

import "embed"

// Fonts holds the font files and their licences below "fonts", one folder a
// family. assets/fonts/FONTS.md says where they come from.
//
//go:embed fonts
var Fonts embed.FS
