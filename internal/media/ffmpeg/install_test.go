package ffmpeg_test

import (
	"bytes"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// programs returns a LookPath for a system that has just these.
func programs(names ...string) func(string) (string, error) {
	return func(name string) (string, error) {
		if slices.Contains(names, name) {
			return "/usr/bin/" + name, nil
		}
		return "", exec.ErrNotFound
	}
}

func TestNewRecipe(t *testing.T) {
	for _, tt := range []struct {
		name     string
		programs []string
		uid      int
		want     string
		byHand   bool
	}{
		{"Debian as root", []string{"apt-get"}, 0, "apt-get update && env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ffmpeg", false},
		{"Debian with sudo", []string{"apt-get", "sudo"}, 1000, "sudo apt-get update && sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ffmpeg", false},
		{"Debian without rights", []string{"apt-get"}, 1000, "sudo apt-get update && sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ffmpeg", true},
		{"Fedora", []string{"dnf", "sudo"}, 1000, "sudo dnf install --assumeyes ffmpeg", false},
		{"Arch as root", []string{"pacman"}, 0, "pacman -Sy --needed --noconfirm ffmpeg", false},
		{"Alpine as root", []string{"apk"}, 0, "apk add ffmpeg", false},
		{"macOS", []string{"brew", "sudo"}, 501, "brew install ffmpeg", false},
		{"macOS as root", []string{"brew", "sudo"}, 0, "brew install ffmpeg", true},
		{"Linux with Homebrew", []string{"brew", "apt-get"}, 0, "apt-get update && env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ffmpeg", false},
		{"Windows", []string{"winget"}, -1, "winget install --exact --id Gyan.FFmpeg --accept-source-agreements --accept-package-agreements", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := ffmpeg.NewRecipe(programs(tt.programs...), tt.uid)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.String(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if (r.ByHand != "") != tt.byHand {
				t.Errorf("by hand: %q, want %v", r.ByHand, tt.byHand)
			}
		})
	}
	if _, err := ffmpeg.NewRecipe(programs("zypper"), 0); !errors.Is(err, ffmpeg.ErrNoManager) {
		t.Errorf("no manager: got %v", err)
	}
}

func TestRecipeRun(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	var said []string
	say := func(command string) { said = append(said, command) }
	var out bytes.Buffer
	r := ffmpeg.Recipe{Steps: [][]string{{"sh", "-c", "echo one; echo two >&2"}, {"sh", "-c", "exit 3"}, {"sh", "-c", "echo never"}}}
	err := r.Run(t.Context(), nil, &out, say)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Errorf("got %v, want the second command's exit code 3", err)
	}
	if len(said) != 2 || !strings.Contains(said[1], "exit 3") {
		t.Errorf("said %q, want the two commands that ran", said)
	}
	if got := out.String(); got != "one\ntwo\n" {
		t.Errorf("output %q", got)
	}
}
