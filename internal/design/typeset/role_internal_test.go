package typeset

import (
	"strings"
	"testing"
)

func TestParseScaleRefuses(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"unknown key": "min_size: 36\nroles: {label: {size: 36, leding: 1}}",
		"no size":     "min_size: 36\nroles: {label: {leading: 1}}",
		"too small":   "min_size: 36\nroles: {label: {size: 30}}",
		"no YAML":     "roles: [",
	} {
		if _, err := parseScale([]byte(data)); err == nil || !strings.HasPrefix(err.Error(), "type scale: ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
