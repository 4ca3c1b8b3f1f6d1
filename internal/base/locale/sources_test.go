package locale_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// saying is a form in the program.
type saying struct {
	at, form string
}

// sources reads the program's files, without its tests.
type sources struct {
	pages  []saying // texts of HTML templates, {{t "…"}}
	fset   *token.FileSet
	files  map[string][]*ast.File // by folder
	consts map[string]string      // "folder name" of constants
	takers map[string][]int       // functions that take a form and its arguments: which parameter is the form
}

// readSources parses the module's files.
func readSources(t *testing.T) *sources {
	t.Helper()
	s := &sources{fset: token.NewFileSet(), files: map[string][]*ast.File{}, consts: map[string]string{}, takers: map[string][]int{}}
	const root = "../../.."
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); name != "." && (base == "testdata" || strings.HasPrefix(base, ".")) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) == ".html" {
			data, err := os.ReadFile(root + "/" + name)
			s.page(name, string(data))
			return err
		}
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		data, err := os.ReadFile(root + "/" + name)
		if err != nil || strings.Contains(string(data), "\n\t\"testing\"\n") {
			return err // what tests share says nothing to users
		}
		file, err := parser.ParseFile(s.fset, name, data, 0)
		if err != nil {
			return err
		}
		s.files[path.Dir(name)] = append(s.files[path.Dir(name)], file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir, files := range s.files {
		for _, file := range files {
			s.declarations(dir, file)
		}
	}
	return s
}

// pageText is a text in a template.
var pageText = regexp.MustCompile(`\{\{t ("(?:[^"\\]|\\.)*")`)

// page collects the texts of a template.
func (s *sources) page(at, text string) {
	for _, m := range pageText.FindAllStringSubmatch(text, -1) {
		if form, err := strconv.Unquote(m[1]); err == nil {
			s.pages = append(s.pages, saying{at, form})
		}
	}
}

// declarations collects constants and the functions that take forms.
func (s *sources) declarations(dir string, file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil {
				s.page(s.fset.Position(n.Pos()).String(), text)
			}
		case *ast.GenDecl:
			for _, spec := range n.Specs {
				v, ok := spec.(*ast.ValueSpec)
				if !ok || n.Tok != token.CONST {
					continue
				}
				for i, name := range v.Names {
					if i < len(v.Values) {
						if text, ok := s.constant(dir, v.Values[i]); ok {
							s.consts[dir+" "+name.Name] = text
						}
					}
				}
			}
		case *ast.FuncDecl:
			s.taker(dir, n.Name.Name, n.Type)
		case *ast.AssignStmt:
			for i, r := range n.Rhs {
				if lit, ok := r.(*ast.FuncLit); ok && len(n.Lhs) == len(n.Rhs) {
					if name, ok := n.Lhs[i].(*ast.Ident); ok {
						s.taker(dir, name.Name, lit.Type)
					}
				}
			}
		}
		return true
	})
}

// plumbing takes forms that say nothing to users.
var plumbing = []string{"printf", "add", "line", "fail", "debugf"}

// taker notes a function whose last parameters are a form and its arguments.
func (s *sources) taker(dir, name string, f *ast.FuncType) {
	if slices.Contains(plumbing, name) || f.Params == nil || len(f.Params.List) == 0 {
		return
	}
	var types []ast.Expr
	for _, p := range f.Params.List {
		for range max(1, len(p.Names)) {
			types = append(types, p.Type)
		}
	}
	n := len(types)
	if n < 2 {
		return
	}
	rest, ok := types[n-1].(*ast.Ellipsis)
	if !ok {
		return
	}
	if elem, ok := rest.Elt.(*ast.Ident); !ok || elem.Name != "any" {
		return
	}
	if form, ok := types[n-2].(*ast.Ident); ok && form.Name == "string" {
		name = scoped(dir, name)
		if at := s.takers[name]; !slices.Contains(at, n-2) {
			s.takers[name] = append(at, n-2)
			slices.Sort(s.takers[name])
		}
	}
}

// scoped returns a name with its folder unless it is exported.
func scoped(dir, name string) string {
	if ast.IsExported(name) {
		return name
	}
	return dir + " " + name
}

// constant returns the text of a literal, a constant or a sum of them.
func (s *sources) constant(dir string, e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		l, ok := s.constant(dir, e.X)
		r, also := s.constant(dir, e.Y)
		return l + r, ok && also && e.Op == token.ADD
	case *ast.ParenExpr:
		return s.constant(dir, e.X)
	case *ast.Ident:
		text, ok := s.consts[dir+" "+e.Name]
		return text, ok
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			for key, text := range s.consts {
				if folder, name, _ := strings.Cut(key, " "); name == e.Sel.Name && path.Base(folder) == x.Name {
					return text, true
				}
			}
		}
	}
	return "", false
}

// literals returns the string literals and constants of the program.
func (s *sources) literals() map[string]bool {
	out := map[string]bool{}
	for dir, files := range s.files {
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				if e, ok := n.(ast.Expr); ok {
					if text, ok := s.constant(dir, e); ok {
						out[strings.ReplaceAll(text, "%", "%%")] = true
					}
				}
				return true
			})
		}
	}
	return out
}

// helpFields are the fields of the command line's library that users read.
var helpFields = []string{"Usage", "UsageText", "Description", "DefaultText"}

// sayings returns all forms of the program, and what is passed as a form and is
// no constant.
func (s *sources) sayings() (out, odd []saying) {
	out = append(out, s.pages...)
	for dir, files := range s.files {
		if dir == "internal/base/locale" {
			continue // it says nothing by itself
		}
		for _, file := range files {
			s.inFile(dir, file, &out, &odd)
		}
	}
	return out, odd
}

func (s *sources) inFile(dir string, file *ast.File, out, odd *[]saying) {
	say := func(n ast.Node, text string) {
		if strings.IndexFunc(verb.ReplaceAllString(text, ""), unicode.IsLetter) >= 0 {
			*out = append(*out, saying{s.fset.Position(n.Pos()).String(), text})
		}
	}
	var params []string // those that are passed on as forms
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncType:
			if n.Params != nil {
				for _, p := range n.Params.List {
					for _, name := range p.Names {
						params = append(params, name.Name)
					}
				}
			}
		case *ast.CallExpr:
			name := ""
			switch f := n.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
				if x, ok := f.X.(*ast.Ident); ok && (x.Name == "fmt" || x.Name == "errors") {
					return true
				}
			}
			if name == "Word" || name == "Words" {
				for _, a := range n.Args {
					if text, ok := s.constant(dir, a); ok {
						say(a, strings.ReplaceAll(text, "%", "%%"))
					}
				}
			}
			name = scoped(dir, name)
			if len(s.takers[name]) == 0 || s.takers[name][0] >= len(n.Args) {
				return true // one of that name with fewer parameters
			}
			for _, at := range s.takers[name] {
				if at >= len(n.Args) {
					break
				}
				if text, ok := s.constant(dir, n.Args[at]); ok && (strings.ContainsAny(text, " %") || len(s.takers[name]) == 1) {
					say(n.Args[at], text)
					return true
				}
				if id, ok := n.Args[at].(*ast.Ident); ok && slices.Contains(params, id.Name) && (id.Name == "form" || id.Name == "format") {
					return true
				}
			}
			*odd = append(*odd, saying{s.fset.Position(n.Pos()).String(), name})
		case *ast.KeyValueExpr:
			key, ok := n.Key.(*ast.Ident)
			if ok && dir == "cmd/giro" && slices.Contains(helpFields, key.Name) {
				if text, ok := s.constant(dir, n.Value); ok {
					say(n.Value, strings.ReplaceAll(text, "%", "%%"))
				}
			}
		}
		return true
	})
}
