package inbox_test

import (
	"testing"

	"github.com/giro-video/giro/internal/desk/inbox"
)

func TestTemporary(t *testing.T) {
	for name, want := range map[string]bool{
		"~$a.xlsx": true, ".~lock.a.ods#": true, "a.CRDOWNLOAD": true, "a.csv.part": true, "Desktop.ini": true, ".DS_Store": true,
		"THUMBS.DB": true, "a.tmp": true, "~WRL0001.tmp": true, ".smbdelete1": true, "a.csv~": true, "Icon\r": true,
		"a.csv": false, "part.csv": false, "lock.jpg": false, "temp.jpg": false, "foto.partenza.jpg": false,
	} {
		if got := inbox.Temporary(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
