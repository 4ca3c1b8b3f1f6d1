package archtest_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
)

// sources of chance that say themselves what they begin with.
var seeded = []string{"New", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "PCG", "ChaCha8", "Source", "Zipf"}

// TestChanceHasASeed holds that what a test draws at random is the same in every
// run: no function of math/rand that seeds itself, and no seed from the clock.
func TestChanceHasASeed(t *testing.T) {
	fsys := os.DirFS("../..")
	drawn := 0
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if strings.Contains(string(src), "math/rand") {
			drawn++
		}
		for _, fault := range unseeded(t, name, src) {
			t.Error(fault)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if drawn < 10 {
		t.Errorf("only %d tests that draw at random were read", drawn)
	}
}

// TestUnseededChanceIsSeen feeds it tests that break the rule, and one that does not.
func TestUnseededChanceIsSeen(t *testing.T) {
	for _, tt := range []struct {
		want int
		body string
	}{
		{0, "rand.New(rand.NewPCG(1, 2)).IntN(3)"},
		{1, "rand.IntN(3)"},
		{1, "rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))"},
		{1, "seed := time.Now().Unix(); rand.New(rand.NewPCG(uint64(seed), 1))"},
		{0, "time.Since(time.Now())"},
	} {
		src := "package x\nimport (\"math/rand/v2\"; \"time\")\nfunc f() { " + tt.body + " }\n"
		if got := unseeded(t, "x_test.go", []byte(src)); len(got) != tt.want {
			t.Errorf("%s: %q, want %d", tt.body, got, tt.want)
		}
	}
}

// unseeded lists what a test that imports math/rand draws without a seed of its own.
func unseeded(t *testing.T, name string, src []byte) (faults []string) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return strings.HasPrefix(strings.Trim(i.Path.Value, `"`), "math/rand") }) {
		return nil
	}
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if of, ok := sel.X.(*ast.Ident); ok && of.Name == "rand" && !slices.Contains(seeded, sel.Sel.Name) {
			faults = append(faults, fmt.Sprintf("%s: rand.%s begins anywhere: draw from rand.New with a seed", files.Position(n.Pos()), sel.Sel.Name))
		}
		if slices.Contains([]string{"Unix", "UnixNano", "UnixMilli", "UnixMicro"}, sel.Sel.Name) {
			faults = append(faults, fmt.Sprintf("%s: a seed from the clock is another in every run", files.Position(n.Pos())))
		}
		return true
	})
	return faults
}
