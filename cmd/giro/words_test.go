package main

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// testGrammar has a common option of each kind, a command and one below another.
func testGrammar() grammar {
	return grammar{
		common: []cli.Flag{
			&cli.StringFlag{Name: "channel", Aliases: []string{"C"}},
			&cli.BoolFlag{Name: "json"},
		},
		commands: []*cli.Command{
			{Name: "make", Flags: []cli.Flag{
				&cli.StringFlag{Name: "output", Aliases: []string{"o"}},
				&cli.BoolFlag{Name: "silent"},
			}},
			{Name: "cache", Subcommands: []*cli.Command{{Name: "prune", Flags: []cli.Flag{&cli.StringFlag{Name: "to"}}}}},
		},
	}
}

func TestArrange(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"make", "make"},
		{"make a b", "make a b"},
		{"make a --silent", "make --silent a"},
		{"make a -o x b --silent", "make -o x --silent a b"},
		{"make a -o=x", "make -o=x a"},
		{"make --json a", "--json make a"},
		{"make a -C dir --json", "-C dir --json make a"},
		{"--channel=dir make a", "--channel=dir make a"},
		{"make --unknown a", "make --unknown a"},
		{"make a -", "make -- a -"}, // "-" may be a file's name
		{"make -- --json", "make -- --json"},
		{"make a -- -o", "make -- a -o"},
		{"make -o -- a", "make -o -- a"}, // the value of -o
		{"cache --json prune --to 5", "--json cache prune --to 5"},
		{"cache other prune", "cache other prune"},
		{"unknown -o x --json", "-- unknown -o x --json"},
		{"--unknown make", "--unknown make"},
		{completeCommand + " make --json x", completeCommand + " make --json x"},
	} {
		got, err := testGrammar().arrange(strings.Fields(tt.in))
		if err != nil || strings.Join(got, " ") != tt.want {
			t.Errorf("arrange %q\n got %q, %v\nwant %q", tt.in, strings.Join(got, " "), err, tt.want)
		}
	}
	for _, in := range []string{"-C", "make -o", "make a --output"} {
		if got, err := testGrammar().arrange(strings.Fields(in)); err == nil {
			t.Errorf("arrange %q: got %q, want an error: the value is missing", in, got)
		}
	}
}

// FuzzArrange: no word is lost or added, but for the "--" that ends the options,
// and arranging twice changes nothing.
func FuzzArrange(f *testing.F) {
	for _, seed := range []string{"make a --silent", "make -- --json", "x -C", "cache prune --to=1 -C d", "make -o -- -- a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := strings.Fields(text)
		once, err := testGrammar().arrange(slices.Clone(words))
		if err != nil {
			return
		}
		if a, b := withoutDashes(words), withoutDashes(once); !slices.Equal(a, b) {
			t.Fatalf("words %q became %q", a, b)
		}
		twice, err := testGrammar().arrange(slices.Clone(once))
		if err != nil || !slices.Equal(once, twice) {
			t.Fatalf("%q, arranged again, is %q, %v", once, twice, err)
		}
	})
}

func withoutDashes(words []string) []string {
	out := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "--" })
	slices.Sort(out)
	return out
}

// TestEveryOptionIsKnownToCLI runs the options of every command through cli in
// an order that people use, to see that grammar and cli agree.
func TestEveryOptionIsKnownToCLI(t *testing.T) {
	s := &session{ui: newUI(io.Discard, io.Discard)}
	newApp(s)
	var walk func(path []string, commands []*cli.Command)
	walk = func(path []string, commands []*cli.Command) {
		for _, c := range commands {
			if c.Name == completeCommand || c.Name == readCommand { // giro itself calls these
				continue
			}
			words := append(slices.Clone(path), c.Name)
			for _, f := range append(slices.Clone(c.Flags), s.grammar.common...) {
				args := append(slices.Clone(words), dashed(f.Names()[0]))
				if takesValue(f) {
					args = append(args, "0")
				}
				args = append(args, "--help") // so that nothing is done
				args = append([]string{"giro", "--quality", "draft"}, args...)
				if slices.Contains(args, "--quality") && f.Names()[0] == "quality" {
					continue
				}
				if code := run(args, io.Discard, io.Discard); code != exitDone {
					t.Errorf("%q ends with %d", args, code)
				}
			}
			walk(words, c.Subcommands)
		}
	}
	walk(nil, s.grammar.commands)
}
