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

const modulePath = "github.com/giro-video/giro"

// source is one Go file: where it stands, with slashes and relative to the
// module, and the paths that it imports.
type source struct {
	name    string
	imports []string
}

func (s source) pkg() string  { return path.Dir(s.name) }
func (s source) isTest() bool { return strings.HasSuffix(s.name, "_test.go") }

// TestEveryImportIsAllowed holds every file of the module to the rules.
func TestEveryImportIsAllowed(t *testing.T) {
	for _, v := range module.violations(readModule(t, "../..")) {
		t.Error(v)
	}
}

// TestEveryPermissionIsUsed fails on what the rules allow and no file does: a
// permission that nobody needs is a wall that nobody would miss.
func TestEveryPermissionIsUsed(t *testing.T) {
	for _, v := range module.unused(readModule(t, "../..")) {
		t.Error(v)
	}
}

// TestForbiddenImportsAreSeen feeds the rules files that break them, one each.
func TestForbiddenImportsAreSeen(t *testing.T) {
	for _, tt := range []struct {
		name, file, imports string
		want                string // part of the only violation; "" for none
	}{
		{"down one floor", "internal/design/compile/x.go", modulePath + "/internal/content/event", ""},
		{"down to the base", "cmd/giro/x.go", modulePath + "/internal/base/diag", ""},
		{"embedded files", "internal/content/channel/x.go", modulePath + "/assets", ""},
		{"an allowed neighbour", "internal/design/compile/x.go", modulePath + "/internal/design/template", ""},
		{"up one floor", "internal/content/event/x.go", modulePath + "/internal/design/timeline", "a higher floor"},
		{"up from the base", "internal/base/geom/x.go", modulePath + "/cmd/giro", "a higher floor"},
		{"up in a test", "internal/base/geom/x_test.go", modulePath + "/internal/film/store", "a higher floor"},
		{"the folder beside, content", "internal/content/brand/x.go", modulePath + "/internal/media/photo", "the same floor"},
		{"the folder beside, sound", "internal/sound/mix/x.go", modulePath + "/internal/design/timeline", "the same floor"},
		{"a neighbour that is not in the table", "internal/design/typeset/x.go", modulePath + "/internal/design/compile", "neighbour"},
		{"a neighbour, from a test", "internal/design/typeset/x_test.go", modulePath + "/internal/design/compile", ""},
		{"an unknown package", "internal/content/misc/x.go", "strings", "not in the table"},
		{"an unknown folder", "pkg/x.go", "strings", "not in the table"},
		{"a package that does not exist", "cmd/giro/x.go", modulePath + "/internal/gone", "no floor"},
		{"exec where it belongs", "internal/media/process/x.go", "os/exec", ""},
		{"exec elsewhere", "internal/film/render/x.go", "os/exec", "confined to internal/media/process"},
		{"exec in a test", "internal/film/render/x_test.go", "os/exec", ""},
		{"gg below raster", "internal/picture/raster/pattern/x.go", "github.com/fogleman/gg", ""},
		{"gg in compose", "internal/picture/compose/x.go", "github.com/fogleman/gg", "confined"},
		{"imaging in a test of another package", "internal/picture/raster/x_test.go", "github.com/disintegration/imaging", "confined"},
		{"a package of a confined module", "internal/design/compile/x.go", "github.com/go-text/typesetting/shaping", "confined"},
		{"a module with a like name", "internal/design/compile/x.go", "github.com/fogleman/ggx", ""},
		{"cli outside cmd", "internal/film/render/x.go", "github.com/urfave/cli/v2", "confined"},
		{"the network", "internal/content/ingest/x.go", "net/http", "confined"},
		{"sockets", "internal/content/ingest/x.go", "net", "nothing may import it"},
		{"the schema's library outside tests", "cmd/giro/x.go", "github.com/santhosh-tekuri/jsonschema/v6", "nothing may import it but tests"},
		{"addresses are not the network", "internal/content/ingest/x.go", "net/url", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := parse(tt.file, []byte("package x\n\nimport _ "+strconv.Quote(tt.imports)+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			got := module.violations([]source{s})
			switch {
			case tt.want == "" && len(got) > 0:
				t.Errorf("got %q, want no violation", got)
			case tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)):
				t.Errorf("got %q, want one violation with %q", got, tt.want)
			}
		})
	}
}

// TestUnusedPermissionsAreSeen feeds files to rules that allow one thing more
// than the files do.
func TestUnusedPermissionsAreSeen(t *testing.T) {
	var files []source
	for name, imports := range map[string][]string{
		"internal/base/geom/x.go":        {"os/exec"},
		"internal/base/geom/x_test.go":   {modulePath + "/internal/base/digest"},
		"internal/base/yuv/x.go":         {modulePath + "/internal/base/geom", "gone.example/lib/part"},
		"internal/base/yuv/asm/x.go":     {"gone.example/lib"},
		"internal/base/digest/x_test.go": {"os/exec"},
	} {
		files = append(files, source{name: name, imports: imports})
	}
	for _, tt := range []struct {
		name   string
		change func(*rules)
		want   string // part of the only complaint; "" for none
	}{
		{"all is used", func(*rules) {}, ""},
		{"a folder without packages", func(r *rules) { r.floor["internal/film"] = 2 }, "internal/film"},
		{"a package without files", func(r *rules) { r.packages["internal/base/gone"] = nil }, "internal/base/gone"},
		{"a neighbour that nothing imports", func(r *rules) {
			r.packages["internal/base/yuv"] = append(r.packages["internal/base/yuv"], "internal/base/digest")
		}, "internal/base/yuv need not be let use internal/base/digest"},
		{"a neighbour that only a test imports", func(r *rules) { r.packages["internal/base/geom"] = []string{"internal/base/digest"} }, "internal/base/geom need not be let use internal/base/digest"},
		{"a library that nothing imports", func(r *rules) {
			r.confined = append(r.confined, confinement{library: "other.example/lib/...", to: []string{"internal/base/geom"}})
		}, "other.example/lib/... is confined, but nothing imports it"},
		{"a library that is forbidden", func(r *rules) { r.confined = append(r.confined, confinement{library: "net"}) }, ""},
		{"a package that does not import the library", func(r *rules) { r.confined[0].to = append(r.confined[0].to, "internal/base/yuv") }, "os/exec is allowed in internal/base/yuv"},
		{"a folder of which no package imports it", func(r *rules) { r.confined[0].to = append(r.confined[0].to, "internal/base/yuv/...") }, "os/exec is allowed in internal/base/yuv/..."},
		{"a folder of which only the first package imports it", func(r *rules) { r.confined[0].to[0] += "/..." }, "os/exec is allowed in internal/base/geom/..."},
		{"tests that do not import it", func(r *rules) { r.confined[1].tests = true }, "gone.example/lib/... is allowed in tests"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := rules{
				floor: map[string]int{"internal/base": 1},
				packages: map[string][]string{
					"internal/base/geom": nil, "internal/base/digest": nil, "internal/base/yuv/asm": nil,
					"internal/base/yuv": {"internal/base/geom"},
				},
				confined: []confinement{
					{library: "os/exec", to: []string{"internal/base/geom"}, tests: true},
					{library: "gone.example/lib/...", to: []string{"internal/base/yuv/..."}},
				},
			}
			tt.change(&r)
			got := r.unused(files)
			switch {
			case tt.want == "" && len(got) > 0:
				t.Errorf("got %q, want none", got)
			case tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)):
				t.Errorf("got %q, want one with %q", got, tt.want)
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
func (r *rules) violations(sources []source) []string {
	var out []string
	unknown := map[string]bool{}
	for _, s := range sources {
		if _, ok := r.packages[s.pkg()]; !ok {
			if !unknown[s.pkg()] {
				unknown[s.pkg()] = true
				out = append(out, fmt.Sprintf("%s is not in the table of packages: add it to rules_test.go with the neighbours it may import", s.pkg()))
			}
			continue
		}
		for _, imported := range s.imports {
			var fault string
			if own, ok := strings.CutPrefix(imported, modulePath+"/"); ok {
				fault = r.checkOwn(s, own)
			} else {
				fault = r.checkLibrary(s, imported)
			}
			if fault != "" {
				out = append(out, fmt.Sprintf("%s imports %s: %s", s.name, imported, fault))
			}
		}
	}
	return out
}

// checkOwn says what is wrong with s importing a package of this module, or "".
func (r *rules) checkOwn(s source, imported string) string {
	from, to := folder(s.pkg()), folder(imported)
	toFloor, ok := r.floor[to]
	if !ok {
		return "it stands on no floor"
	}
	switch {
	case imported == s.pkg(): // an external test of the package itself
		return ""
	case from == to:
		if s.isTest() || slices.Contains(r.packages[s.pkg()], imported) {
			return ""
		}
		return "the table does not let it use this neighbour"
	case toFloor > r.floor[from]:
		return fmt.Sprintf("%s is on a higher floor than %s", to, from)
	case toFloor == r.floor[from]:
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
func (r *rules) checkLibrary(s source, imported string) string {
	for _, c := range r.confined {
		if !matches(c.library, imported) || c.tests && s.isTest() {
			continue
		}
		if !slices.ContainsFunc(c.to, func(pattern string) bool { return matches(pattern, s.pkg()) }) {
			if len(c.to) == 0 {
				return "nothing may import it" + map[bool]string{true: " but tests"}[c.tests]
			}
			return "it is confined to " + strings.Join(c.to, " and ")
		}
	}
	return ""
}

// unused returns what the rules allow and none of the files does, a line each.
func (r *rules) unused(sources []source) []string {
	var out []string
	note := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)+": take it out") }

	type use struct{ pkg, imported string }
	there, folders := map[string]bool{}, map[string]bool{}
	used := map[use]bool{} // by files that are no tests
	for _, s := range sources {
		there[s.pkg()], folders[folder(s.pkg())] = true, true
		for _, imported := range s.imports {
			if own, ok := strings.CutPrefix(imported, modulePath+"/"); ok && !s.isTest() {
				used[use{s.pkg(), own}] = true
			}
		}
	}
	for _, f := range slices.Sorted(maps.Keys(r.floor)) {
		if !folders[f] {
			note("%s has a floor but no Go files", f)
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(r.packages)) {
		if !there[pkg] {
			note("%s is in the table of packages but has no Go files", pkg)
			continue
		}
		for _, neighbour := range r.packages[pkg] {
			if !used[use{pkg, neighbour}] {
				note("%s need not be let use %s, it does not (tests may without)", pkg, neighbour)
			}
		}
	}

	for _, c := range r.confined {
		users := map[string]bool{} // packages that need the permission of a pattern
		imported, inTests := false, false
		for _, s := range sources {
			if !slices.ContainsFunc(s.imports, func(p string) bool { return matches(c.library, p) }) {
				continue
			}
			imported = true
			if s.isTest() && c.tests {
				inTests = inTests || !slices.ContainsFunc(c.to, func(pattern string) bool { return matches(pattern, s.pkg()) })
				continue
			}
			users[s.pkg()] = true
		}
		if !imported && (c.tests || len(c.to) > 0) { // without either it is forbidden, which needs no use
			note("%s is confined, but nothing imports it", c.library)
			continue
		}
		if c.tests && !inTests {
			note("%s is allowed in tests, which do not import it", c.library)
		}
		for _, pattern := range c.to {
			var by []string
			for pkg := range users {
				if matches(pattern, pkg) {
					by = append(by, pkg)
				}
			}
			below, wide := strings.CutSuffix(pattern, "/...")
			switch {
			case len(by) == 0:
				note("%s is allowed in %s, which does not import it", c.library, pattern)
			case wide && len(by) == 1 && by[0] == below:
				note("%s is allowed in %s, but only %s itself imports it", c.library, pattern, below)
			}
		}
	}
	return out
}

// matches reports whether p is pattern, or lies below it when pattern ends in "/...".
func matches(pattern, p string) bool {
	if below, ok := strings.CutSuffix(pattern, "/..."); ok {
		return p == below || strings.HasPrefix(p, below+"/")
	}
	return p == pattern
}
