package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// patience is a context that ends at the nth question whether it has.
type patience struct {
	context.Context //nolint:containedctx // it is one
	left, asked     int
}

// Err implements context.Context.
func (p *patience) Err() error {
	if p.asked++; p.asked > p.left {
		return context.Canceled
	}
	return nil
}

// TestGivenUp holds that every reader asks again and again whether it is to go
// on, and that a reading that was given up gives nothing, wherever that was.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	files := map[string]string{"table.csv": ingesttest.Rows(1000)}
	paths, err := filepath.Glob("*/testdata/mess/*.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(path, ".want") {
			files[path] = string(data)
		}
	}
	if len(files) < 30 {
		t.Fatalf("only %d files", len(files))
	}
	for name, data := range files {
		whole := &patience{Context: t.Context(), left: 1 << 30}
		if _, _, err := ingest.Read(whole, name, []byte(data), ingesttest.Options(t)); err != nil {
			t.Fatal(err)
		}
		if name == "table.csv" && whole.asked < 1000 {
			t.Errorf("%s: asks %d times", name, whole.asked)
		}
		for n := 0; n < whole.asked-1; n += 1 + n/3 {
			evs, faults, err := ingest.Read(&patience{Context: t.Context(), left: n}, name, []byte(data), ingesttest.Options(t))
			if !errors.Is(err, context.Canceled) || len(evs)+len(faults) > 0 {
				t.Errorf("%s, given up at question %d of %d: %d events, %v, %v", name, n, whole.asked, len(evs), faults, err)
			}
		}
	}
	ended := &patience{Context: t.Context()}
	if _, _, err := ingest.ReadFrom(ended, "f", bytes.NewReader(nil), ingesttest.Options(t)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
