package ingest_test

import (
	"testing"

	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

func FuzzRead(f *testing.F) {
	ingesttest.Seed(f, "*/testdata/*.*", "*/testdata/mess/*.*")
	f.Add([]byte(`[{"id":"a","title":"A","start":"2025-06-14T18:30:00+02:00"}]`))
	f.Fuzz(ingesttest.Check)
}
