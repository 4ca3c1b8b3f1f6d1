package assets

import "embed"

// Demo holds the sample channel below "demo": settings, events, photos and a
// logo. demo/CREDITS.md says where everything comes from.
//
//go:embed demo
var Demo embed.FS
