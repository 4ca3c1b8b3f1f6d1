package main

import (
	"bytes"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/giro-video/giro/assets"
)

// licenceFile matches the names of files that hold a module's licence.
var licenceFile = regexp.MustCompile(`(?i)^((un)?licen[sc]e|copying|notice|patents)(\.\w+)?$`)

// TestLicences: each module that is linked, on any of the systems, is shipped
// with its licence as it stands in the module, and nothing else has one. Copy the
// files that are named into assets/licences.
func TestLicences(t *testing.T) {
	t.Parallel()
	words := func(b []byte) string { return strings.Join(strings.Fields(string(b)), " ") }
	linked := map[string]bool{"go.txt": true}
	for _, goos := range []string{"linux", "windows", "darwin"} {
		cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}", ".")
		cmd.Env = append(os.Environ(), "GOOS="+goos)
		out, err := cmd.Output()
		if err != nil {
			t.Skipf("the modules cannot be listed: %v", err)
		}
		for line := range strings.Lines(string(out)) {
			module, dir, _ := strings.Cut(strings.TrimSpace(line), " ")
			name := strings.ReplaceAll(module, "/", "_") + ".txt"
			if module == "" || linked[name] {
				continue
			}
			linked[name] = true
			if strings.Contains(module, "aws-sdk") {
				t.Errorf("%s is linked", module)
			}
			shipped, err := assets.Licences.ReadFile(path.Join(licencesDir, name))
			if err != nil || len(bytes.TrimSpace(shipped)) == 0 {
				t.Errorf("there is no licence of %s: %v", module, err)
				continue
			}
			files, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				if !licenceFile.MatchString(f.Name()) || f.IsDir() {
					continue
				}
				text, err := os.ReadFile(filepath.Join(dir, f.Name()))
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(words(shipped), words(text)) {
					t.Errorf("%s is not in %s", filepath.Join(dir, f.Name()), name)
				}
			}
		}
	}
	list, err := assets.Licences.ReadDir(licencesDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if !linked[f.Name()] {
			t.Errorf("%s is of nothing that is linked", f.Name())
		}
	}
	var stdout, stderr bytes.Buffer
	if code := run([]string{"giro", "version", "--licences"}, &stdout, &stderr); code != 0 || !strings.Contains(stdout.String(), "github.com/fogleman/gg\n====") {
		t.Errorf("version --licences: %d, %s", code, stderr.String())
	}
}
