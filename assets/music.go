package assets

import "embed"

// Music holds the demo's music below "music". music/music.yaml is its rights
// record, in the form of "music:" in channel.yaml. What makes the track,
// music/generate, stays outside.
//
//go:embed music/*.flac music/*.yaml music/*.md
var Music embed.FS
