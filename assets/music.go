package assets

import "embed"

// Music holds the demo track below "music"; music/music.yaml is its rights record.
//
//go:embed music
var Music embed.FS
