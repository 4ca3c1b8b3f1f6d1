package assets

import "embed"

// Music holds the demo's music below "music". music/music.yaml is its rights
// record, in the form of "music:" in channel.yaml.
//
//go:embed music
var Music embed.FS
