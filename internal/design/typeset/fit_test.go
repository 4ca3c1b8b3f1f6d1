package typeset_test

import (
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/typeset"
)

func role(t testing.TB, name string) typeset.Role {
	t.Helper()
	r, err := typeset.RoleByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func box(w, h int) geom.Size { return geom.Size{W: w, H: h} }
