package assets

import _ "embed"

// Patterns describes the generated backdrops: what colours each takes from a
// kit and what a layout may do with it. The file explains its notation.
//
//go:embed patterns.yaml
var Patterns []byte
