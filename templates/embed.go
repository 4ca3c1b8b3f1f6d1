// Package templates holds the designs that come with Giro.
package templates

import "embed"

// FS holds the templates, one YAML file each.
//
//go:embed *.yaml
var FS embed.FS
