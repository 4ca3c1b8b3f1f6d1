package typeset

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/assets"
)

func TestCheckTables(t *testing.T) {
	t.Parallel()
	good, err := fs.ReadFile(assets.Fonts, "fonts/jost/Jost_500Medium.ttf")
	if err != nil {
		t.Fatal(err)
	}
	long := slices.Clone(good)
	copy(long[12+12:], "\xff\xff\xff\x00") // the length of the first table: four gigabytes
	for name, tt := range map[string]struct {
		data []byte
		want string // part of the error, "" for none
	}{
		"whole":     {good, ""},
		"long":      {long, "ends after the end of the file"},
		"truncated": {good[:len(good)/3], "ends after the end of the file"},
		"header":    {good[:12], "list of tables is cut off"},
		"empty":     {nil, "too short"},
	} {
		err := checkTables(bytes.NewReader(tt.data), int64(len(tt.data)))
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: error %v, want %q", name, err, tt.want)
		}
	}
}
