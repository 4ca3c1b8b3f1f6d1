package templates

import "embed"

// Presets holds the starter channels below "presets", a folder each: settings, a
// campaign, example events and a README. The pictures, the logo and the music
// that they name are those of the sample channel. preset.yaml holds one line on
// what a preset is for and is not copied.
//
//go:embed presets
var Presets embed.FS
