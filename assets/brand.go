package assets

import "embed"

// Brand holds the brand kits that come with Giro, one YAML file each:
// brand/quartieri.yaml and so on. The format is that of "brand:" in
// channel.yaml.
//
//go:embed brand/*.yaml
var Brand embed.FS
