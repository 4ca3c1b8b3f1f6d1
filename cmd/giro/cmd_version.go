package main

import (
	"fmt"
	"os"
	"path"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/digest"
)

type versionOptions struct {
	licences bool // print the licences of what is linked, instead
}

// version is what the build says of itself. It is also the command's JSON form.
type version struct {
	Version  string `json:"version"`            // module version; "devel" for a build from a work tree
	Revision string `json:"revision,omitempty"` // commit, when the build recorded it
	Modified bool   `json:"modified,omitempty"` // the work tree had changes
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

func newVersionCommand(s *session) *cli.Command {
	var opt versionOptions
	return &cli.Command{
		Name:      "version",
		Usage:     "print the version",
		UsageText: "giro version [--json|--licences]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "licences", DisableDefaultText: true, Usage: "print the licences of the libraries that giro is built with", Destination: &opt.licences},
		},
		Action: func(c *cli.Context) error {
			if _, err := arguments(c); err != nil {
				return err
			}
			return runVersion(s, opt)
		},
	}
}

func runVersion(s *session, opt versionOptions) error {
	if opt.licences {
		return printLicences(s.ui)
	}
	v := buildVersion()
	if s.ui.json {
		return s.ui.emit(v)
	}
	return s.ui.printf("giro %s\n", v)
}

// licencesDir is the folder of assets.Licences.
const licencesDir = "licences"

// printLicences prints the licences of what is linked, one after the other.
func printLicences(u *ui) error {
	list, err := assets.Licences.ReadDir(licencesDir)
	if err != nil {
		return fmt.Errorf("list the licences: %w", err)
	}
	for _, e := range list {
		text, err := assets.Licences.ReadFile(path.Join(licencesDir, e.Name()))
		if err != nil {
			return fmt.Errorf("read a licence: %w", err)
		}
		name := strings.ReplaceAll(strings.TrimSuffix(e.Name(), ".txt"), "_", "/")
		if err := u.printf("%s\n%s\n\n%s\n\n", name, strings.Repeat("=", len(name)), strings.TrimSpace(string(text))); err != nil {
			return err
		}
	}
	return nil
}

func buildVersion() version {
	v := version{Version: "devel", Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		v.Version = info.Main.Version
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			v.Revision = setting.Value
		case "vcs.modified":
			v.Modified = setting.Value == "true"
		}
	}
	return v
}

// String returns "v1.2.0 (0123456789ab, go1.26.8, linux/amd64)".
func (v version) String() string {
	revision := ""
	if len(v.Revision) >= 12 {
		revision = v.Revision[:12]
		if v.Modified {
			revision += " with changes"
		}
		revision += ", "
	}
	return fmt.Sprintf("%s (%s%s, %s/%s)", v.Version, revision, v.Go, v.OS, v.Arch)
}

// builtFrom says which program renders, for manifests and for what is remembered
// of posts: another program may make other bytes.
var builtFrom = sync.OnceValue(func() string {
	program, err := os.Executable()
	if err != nil {
		program = "" // the version has to do
	}
	return buildVersion().stamp(program)
})

// stamp returns the version, and for a build of neither a commit nor a release,
// whose version is that of the next one too, the digest of the program's file.
func (v version) stamp(program string) string {
	if !v.Modified && (v.Revision != "" || v.Version != "devel") {
		return v.String()
	}
	f, err := os.Open(program) //nolint:gosec // our own file
	if err != nil {
		return v.String()
	}
	defer func() { _ = f.Close() }() // it was only read
	sum, err := digest.Reader(f)
	if err != nil {
		return v.String()
	}
	return v.String() + ", build " + sum.String()[:12]
}
