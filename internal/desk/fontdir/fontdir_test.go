package fontdir_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/giro-video/giro/internal/desk/fontdir"
)

// The user's own folder is among them; one that is not there is not.
func TestFolders(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the folders of other systems are not set by the environment alone")
	}
	home := t.TempDir()
	t.Setenv("XDG_DATA_HOME", home)
	t.Setenv("XDG_DATA_DIRS", filepath.Join(home, "nowhere"))
	if err := os.MkdirAll(filepath.Join(home, "fonts", "deep"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "fonts", "deep", "giro-test.ttf"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, folder := range fontdir.Folders() {
		if _, err := fs.Stat(folder, "."); err != nil {
			t.Error(err)
		}
		if _, err := fs.Stat(folder, "deep/giro-test.ttf"); err == nil {
			found++
		}
	}
	if found != 1 {
		t.Errorf("the user's folder is there %d times", found)
	}
}
