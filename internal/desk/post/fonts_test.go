package post_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/image/font/gofont/gobold"

	"github.com/giro-video/giro/internal/desk/post"
)

// A title in a script that Giro's fonts lack is set with a font of the computer,
// which the post names as what it was made of; emoji need none.
func TestComputerFonts(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the font folders of other systems are not set by the environment alone")
	}
	home := t.TempDir()
	t.Setenv("XDG_DATA_HOME", home)
	if err := os.Mkdir(filepath.Join(home, "fonts"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "fonts", "go.ttf"), gobold.TTF, 0o600); err != nil {
		t.Fatal(err)
	}
	ch := sample(t)
	fonts := func(title string) (names []string, frame string) {
		ev := *events(t, ch, "eventi.csv")[0]
		ev.Title = title
		p := assemble(t, post.Request{Channel: ch, Event: &ev})
		for _, in := range p.Inputs {
			if in.Role == "font" {
				if len(in.SHA256) != 64 || in.Name == "" || in.Path != "" {
					t.Errorf("%+v", in)
				}
				names = append(names, in.Name)
			}
		}
		sum := p.Composer.Digest(0)
		return names, sum.String()
	}
	plain, frame := fonts("Festa")
	if len(plain) != 0 {
		t.Errorf("a Latin title is set with %q", plain)
	}
	party, partyFrame := fonts("Festa 🎉")
	if len(party) != 0 || partyFrame == frame {
		t.Errorf("with emoji: %q, frame %s", party, partyFrame)
	}
	if _, other := fonts("Festa 🎊"); other == partyFrame {
		t.Error("another emoji makes the same frame")
	}
	if names, _ := fonts("Γιορτή 🎉"); len(names) != 1 { // whichever this computer prefers
		t.Errorf("a Greek title is set with %q", names)
	}
}
