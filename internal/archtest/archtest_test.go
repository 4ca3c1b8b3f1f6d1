// Package archtest holds the module to its architecture: which package may
// import which, and which package may use which library.
//
// It parses the files itself. A test that asks the go command for the imports
// would be served from the test cache and miss a new violation; files that a
// test opens are part of what the cache compares.
package archtest_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/giro-video/giro"

// source is one Go file: where it stands, with slashes and relative to the
// module, and the paths that it imports.
type source struct {
	name    string
	imports []string
}

func (s source) pkg() string  { return path.Dir(s.name) }
func (s source) isTest() bool { return strings.HasSuffix(s.name, "_test.go") }

func TestImports(t *testing.T) {
	sources := readModule(t, "../..")
	for _, v := range violations(sources) {
		t.Error(v)
	}

	seen := map[string]bool{}
	for _, s := range sources {
		seen[s.pkg()] = true
	}
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		if !seen[pkg] {
			t.Errorf("%s is in the table of packages but has no Go files: take it out", pkg)
		}
	}
}

// TestViolationsAreCaught feeds the rules files that break them, one each.
func TestViolationsAreCaught(t *testing.T) {
	for _, tt := range []struct {
		name, file, imports string
		want                string // part of the only violation; "" for none
	}{
		{"down one floor", "internal/design/compile/x.go", module + "/internal/content/event", ""},
		{"down to the base", "cmd/giro/x.go", module + "/internal/base/diag", ""},
		{"embedded files", "internal/content/channel/x.go", module + "/assets", ""},
		{"an allowed neighbour", "internal/design/compile/x.go", module + "/internal/design/template", ""},
		{"up one floor", "internal/content/event/x.go", module + "/internal/design/timeline", "a higher floor"},
		{"up from the base", "internal/base/geom/x.go", module + "/cmd/giro", "a higher floor"},
		{"up in a test", "internal/base/geom/x_test.go", module + "/internal/film/store", "a higher floor"},
		{"the folder beside, content", "internal/content/brand/x.go", module + "/internal/media/photo", "the same floor"},
		{"the folder beside, sound", "internal/sound/mix/x.go", module + "/internal/design/timeline", "the same floor"},
		{"a neighbour that is not in the table", "internal/design/typeset/x.go", module + "/internal/design/compile", "neighbour"},
		{"a neighbour, from a test", "internal/design/typeset/x_test.go", module + "/internal/design/compile", ""},
		{"an unknown package", "internal/content/misc/x.go", "strings", "not in the table"},
		{"an unknown folder", "pkg/x.go", "strings", "not in the table"},
		{"a package that does not exist", "cmd/giro/x.go", module + "/internal/gone", "no floor"},
		{"exec where it belongs", "internal/media/ffmpeg/x.go", "os/exec", ""},
		{"exec elsewhere", "internal/film/render/x.go", "os/exec", "confined to internal/media/ffmpeg"},
		{"exec in a test", "internal/film/render/x_test.go", "os/exec", ""},
		{"gg below raster", "internal/picture/raster/pattern/x.go", "github.com/fogleman/gg", ""},
		{"gg in compose", "internal/picture/compose/x.go", "github.com/fogleman/gg", "confined"},
		{"imaging in a test of another package", "internal/picture/raster/x_test.go", "github.com/disintegration/imaging", "confined"},
		{"a package of a confined module", "internal/design/compile/x.go", "github.com/go-text/typesetting/shaping", "confined"},
		{"a module with a like name", "internal/design/compile/x.go", "github.com/fogleman/ggx", ""},
		{"cli outside cmd", "internal/film/render/x.go", "github.com/urfave/cli/v2", "confined"},
		{"the network", "internal/content/ingest/x.go", "net/http", "confined"},
		{"addresses are not the network", "internal/content/ingest/x.go", "net/url", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := parse(tt.file, []byte("package x\n\nimport _ "+strconv.Quote(tt.imports)+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			got := violations([]source{s})
			switch {
			case tt.want == "" && len(got) > 0:
				t.Errorf("got %q, want no violation", got)
			case tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)):
				t.Errorf("got %q, want one violation with %q", got, tt.want)
			}
		})
	}
}

// TestReaderFindsEveryFile makes sure that the rules are not met because no
// file was read.
func TestReaderFindsEveryFile(t *testing.T) {
	sources := readModule(t, "../..")
	for _, name := range []string{"internal/base/diag/diag.go", "internal/archtest/rules_test.go"} {
		if !slices.ContainsFunc(sources, func(s source) bool { return s.name == name }) {
			t.Errorf("%s was not read", name)
		}
	}
	for _, s := range sources {
		if strings.Contains(s.name, "testdata/") {
			t.Errorf("%s was read, but it is data", s.name)
		}
	}
}

// readModule returns the Go files below root, tests included, in the order of their names.
func readModule(t *testing.T, root string) []source {
	t.Helper()
	var sources []source
	fsys := os.DirFS(root)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() {
			// What the go command skips too.
			if name != "." && (base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		s, err := parse(name, src)
		if err != nil {
			return err
		}
		sources = append(sources, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

func parse(name string, src []byte) (source, error) {
	file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
	if err != nil {
		return source{}, err
	}
	s := source{name: name}
	for _, spec := range file.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return source{}, fmt.Errorf("%s: import %s: %w", name, spec.Path.Value, err)
		}
		s.imports = append(s.imports, p)
	}
	return s, nil
}

// violations returns what the files do against the rules, a line each.
func violations(sources []source) []string {
	var out []string
	unknown := map[string]bool{}
	for _, s := range sources {
		if _, ok := packages[s.pkg()]; !ok {
			if !unknown[s.pkg()] {
				unknown[s.pkg()] = true
				out = append(out, fmt.Sprintf("%s is not in the table of packages: add it to rules_test.go with the neighbours it may import", s.pkg()))
			}
			continue
		}
		for _, imported := range s.imports {
			var fault string
			if own, ok := strings.CutPrefix(imported, module+"/"); ok {
				fault = checkOwn(s, own)
			} else {
				fault = checkLibrary(s, imported)
			}
			if fault != "" {
				out = append(out, fmt.Sprintf("%s imports %s: %s", s.name, imported, fault))
			}
		}
	}
	return out
}

// checkOwn says what is wrong with s importing a package of this module, or "".
func checkOwn(s source, imported string) string {
	from, to := folder(s.pkg()), folder(imported)
	toFloor, ok := floor[to]
	if !ok {
		return "it stands on no floor"
	}
	switch {
	case imported == s.pkg(): // an external test of the package itself
		return ""
	case from == to:
		if s.isTest() || slices.Contains(packages[s.pkg()], imported) {
			return ""
		}
		return "the table does not let it use this neighbour"
	case toFloor > floor[from]:
		return fmt.Sprintf("%s is on a higher floor than %s", to, from)
	case toFloor == floor[from]:
		return fmt.Sprintf("%s is on the same floor as %s", to, from)
	}
	return ""
}

// folder returns the folder that gives a package its floor: "internal/base"
// for "internal/base/geom", "cmd" for "cmd/giro". A package may have its own.
func folder(pkg string) string {
	if _, ok := floor[pkg]; ok {
		return pkg
	}
	parts := strings.Split(pkg, "/")
	if parts[0] == "internal" && len(parts) > 1 {
		return path.Join(parts[0], parts[1])
	}
	return parts[0]
}

// checkLibrary says what is wrong with s importing a package from outside, or "".
func checkLibrary(s source, imported string) string {
	for _, c := range confined {
		if !matches(c.library, imported) || c.tests && s.isTest() {
			continue
		}
		if !slices.ContainsFunc(c.to, func(pattern string) bool { return matches(pattern, s.pkg()) }) {
			if len(c.to) == 0 {
				return "it is for tests only"
			}
			return "it is confined to " + strings.Join(c.to, " and ")
		}
	}
	return ""
}

// matches reports whether p is pattern, or lies below it when pattern ends in "/...".
func matches(pattern, p string) bool {
	if below, ok := strings.CutSuffix(pattern, "/..."); ok {
		return p == below || strings.HasPrefix(p, below+"/")
	}
	return p == pattern
}
