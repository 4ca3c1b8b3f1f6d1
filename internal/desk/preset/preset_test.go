package preset_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/desk/preset"
)

// TestWritePersonalises puts a name and a handle that need quoting into a preset.
func TestWritePersonalises(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mio")
	if _, err := preset.Write("agenda", dir, preset.Own{Name: `Comune: "Prova"`, Handle: "prova"}); err != nil {
		t.Fatal(err)
	}
	ch, faults, err := channel.Load(dir)
	if err != nil || ch == nil {
		t.Fatalf("channel: %v %v", err, faults)
	}
	if ch.Name != `Comune: "Prova"` || ch.Handle != "@prova" || ch.Brand.Label[0] != ch.Name {
		t.Errorf("%q %q %q", ch.Name, ch.Handle, ch.Brand.Label)
	}
	if _, err := preset.Write("agend", dir, preset.Own{}); err == nil || !strings.Contains(fmt.Sprint(err), `"agend"`) {
		t.Errorf("got %v", err)
	}
}
