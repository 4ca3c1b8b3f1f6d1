package templates

import "embed"

// Samples holds one file of sample events for each template below "samples":
// what the contact sheets and the gallery are drawn from. The pictures that
// they name are those of the sample channel.
//
//go:embed samples
var Samples embed.FS
