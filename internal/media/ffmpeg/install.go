package ffmpeg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/media/process"
)

// LookPath finds a program as exec.LookPath does, for the callers of Find,
// Installer and the like outside this package, which do not start processes.
func LookPath(name string) (string, error) { return process.LookPath(name) }

// Recipe is how a system's package manager installs ffmpeg with libx264.
type Recipe struct {
	Manager string     // "apt-get"
	Steps   [][]string // commands in order, each with its arguments
	After   diag.Text  // what is to be done when ffmpeg is still wanting afterwards
	ByHand  string     // why the steps cannot be run from here; "" when they can
}

// String returns the commands as they are typed.
func (r Recipe) String() string {
	lines := make([]string, len(r.Steps))
	for i, step := range r.Steps {
		lines[i] = strings.Join(step, " ")
	}
	return strings.Join(lines, " && ")
}

// ErrNoManager is returned by NewRecipe on a system with no known package manager.
var ErrNoManager = errors.New("no package manager was found that can install ffmpeg")

// manager is what is known of one package manager.
type manager struct {
	name  string
	steps [][]string
	root  bool // it wants administrator's rights
	after diag.Text
}

// managers in the order in which they are looked for. A Linux with Homebrew has
// its own package manager too, which is the better one to ask.
var managers = []manager{
	{name: "apt-get", root: true, steps: [][]string{
		{"apt-get", "update"},
		{"env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--no-install-recommends", "ffmpeg"},
	}},
	{
		name: "dnf", root: true, steps: [][]string{{"dnf", "install", "--assumeyes", "ffmpeg"}},
		after: diag.T("Fedora's own ffmpeg comes without libx264; that of RPM Fusion has it: sudo dnf install https://mirrors.rpmfusion.org/free/fedora/rpmfusion-free-release-$(rpm -E %%fedora).noarch.rpm && sudo dnf install --allowerasing ffmpeg"),
	},
	{name: "pacman", root: true, steps: [][]string{{"pacman", "-Sy", "--needed", "--noconfirm", "ffmpeg"}}},
	{name: "apk", root: true, steps: [][]string{{"apk", "add", "ffmpeg"}}},
	{name: "brew", steps: [][]string{{"brew", "install", "ffmpeg"}}},
	{
		name: "winget",
		steps: [][]string{{
			"winget", "install", "--exact", "--id", "Gyan.FFmpeg",
			"--accept-source-agreements", "--accept-package-agreements",
		}},
		after: diag.T("open a new terminal, so that it sees the new PATH, and run this again"),
	},
}

// NewRecipe returns how to install ffmpeg with the package manager that
// lookPath finds. uid is the user's id, 0 for root and -1 where there are none.
// The error is ErrNoManager when no known manager is there.
func NewRecipe(lookPath func(string) (string, error), uid int) (Recipe, error) {
	for _, m := range managers {
		if _, err := lookPath(m.name); err != nil {
			continue
		}
		r := Recipe{Manager: m.name, Steps: m.steps, After: m.after}
		switch {
		case m.name == "brew" && uid == 0:
			r.ByHand = "Homebrew does not run as root"
		case m.root && uid != 0:
			r.Steps = make([][]string, len(m.steps))
			for i, step := range m.steps {
				r.Steps[i] = append([]string{"sudo"}, step...)
			}
			if _, err := lookPath("sudo"); err != nil {
				r.ByHand = "it takes administrator's rights, and there is no sudo"
			}
		}
		return r, nil
	}
	return Recipe{}, ErrNoManager
}

// Run carries the recipe out, one command after the other. The commands read
// and write the terminal, as sudo may ask for a password; say is told each
// before it runs.
func (r Recipe) Run(ctx context.Context, stdin io.Reader, output io.Writer, say func(command string)) error {
	for _, step := range r.Steps {
		say(strings.Join(step, " "))
		err := process.RunOnTerminal(ctx, step[0], step[1:], process.Options{Stdin: stdin, Stdout: output, Stderr: output})
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return fmt.Errorf("%s: %w", strings.Join(step, " "), err)
		}
	}
	return nil
}
