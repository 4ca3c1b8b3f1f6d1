package main

import (
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/locale"
	"github.com/giro-video/giro/internal/base/locale/localetest"
)

// pseudoVariable lets the test binary, run as giro, speak the pseudo-language.
const pseudoVariable = "GIRO_TEST_PSEUDO"

func usePseudo() {
	p, err := localetest.Pseudo()
	if err != nil {
		panic(err)
	}
	locale.Use(p)
}

// terms are names that are the same in every language: of programs, files, keys,
// formats, options and units.
const terms = `giro ffmpeg json csv yaml channel campaign media music events event it en
	id slug uid px lufs dbtp mb kb gb libx sudo apt get install emoji ok`

// TestNoEnglishIsLeft runs the commands of the scripts that need no video in the
// pseudo-language: what is said in English then is not in the catalogue.
func TestNoEnglishIsLeft(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	known := map[string]map[string]bool{}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, ok := spoken(string(ar.Comment))
		if !ok {
			continue
		}
		texts := []string{terms, string(ar.Comment), strings.Join(optionNames(), " ")}
		for _, f := range ar.Files {
			texts = append(texts, f.Name, string(f.Data))
		}
		name := filepath.Base(file)
		known[strings.TrimSuffix(name, ".txtar")] = localetest.Words(texts[0], commandsOf(texts[1]), texts[2], strings.Join(texts[3:], " "))
		ar.Comment = []byte(script)
		if err := os.WriteFile(filepath.Join(dir, name), txtar.Format(ar), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if len(known) < 10 {
		t.Fatalf("only %d scripts", len(known))
	}
	said := 0
	testscript.Run(t, testscript.Params{
		Dir: dir, RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			if err := setupScript(env); err != nil {
				return err
			}
			env.Setenv("GIRO_LANG", "it")
			env.Setenv(pseudoVariable, "1")
			env.Values["known"] = known[strings.TrimPrefix(filepath.Base(env.WorkDir), "script-")]
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exitcode": exitCode, "fixture": fixture, "mountsmall": mountSmall, "readonly": readOnly,
			"say": func(ts *testscript.TestScript, _ bool, args []string) {
				_ = ts.Exec(args[0], args[1:]...) // faults are what is wanted
				known, ok := ts.Value("known").(map[string]bool)
				if !ok {
					ts.Fatalf("the words of the script are not known")
				}
				for _, out := range []string{ts.ReadFile("stdout"), ts.ReadFile("stderr")} {
					said += len(out)
					out = strings.ReplaceAll(out, ts.Getenv("WORK"), "")
					if left := localetest.Left(t, forPeople(out), known); len(left) > 0 {
						t.Errorf("%s: %v: not in the catalogue:\n%s", ts.Name(), args, strings.Join(left, "\n"))
					}
				}
			},
		},
		Condition: scriptCondition,
	})
}

// spoken returns a script whose checks are left out, so that it runs in every
// language; ok is false for one that makes videos.
func spoken(script string) (out string, ok bool) {
	if strings.Contains(script, "[short] skip") {
		return "", false
	}
	giro := regexp.MustCompile(`^(?:! |\? )?exec giro |^exitcode [0-9]+ giro `)
	var b strings.Builder
	for line := range strings.Lines(script) {
		switch words := strings.Fields(strings.TrimPrefix(line, "! ")); {
		case giro.MatchString(line):
			b.WriteString("say giro " + line[strings.Index(line, "giro ")+len("giro "):])
		case len(words) > 0 && slices.Contains([]string{"cp", "mv", "rm", "mkdir", "cd", "env", "chmod", "fixture", "unquote", "symlink"}, words[0]):
			if words[0] == "cp" && (words[1] == "stdout" || words[1] == "stderr") || words[0] == "env" && strings.HasPrefix(words[1], "GIRO_LANG") {
				continue
			}
			b.WriteString(line)
		}
	}
	return b.String(), true
}

// commandsOf returns the command lines of a script, without what it expects.
func commandsOf(script string) string {
	out, _ := spoken(script)
	return out
}

// optionNames returns the names of all commands and options.
func optionNames() []string {
	s := &session{ui: newUI(io.Discard, io.Discard)}
	app := newApp(s)
	names := map[string]bool{}
	flags := func(list []cli.Flag) {
		for _, f := range list {
			for _, n := range f.Names() {
				names[n] = true
			}
		}
	}
	flags(app.Flags)
	var walk func([]*cli.Command)
	walk = func(list []*cli.Command) {
		for _, c := range list {
			names[c.Name] = true
			flags(c.Flags)
			walk(c.Subcommands)
		}
	}
	walk(app.Commands)
	return slices.Sorted(maps.Keys(names))
}

// forPeople leaves of JSON what people read.
func forPeople(out string) string {
	var b strings.Builder
	if strings.HasPrefix(out, "{\n") {
		return "" // a schema, for editors
	}
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "time=") {
			continue // a log, for programs
		}
		if !strings.HasPrefix(line, "{") && !strings.HasPrefix(line, "[") {
			b.WriteString(line)
			continue
		}
		var v any
		if json.Unmarshal([]byte(line), &v) == nil {
			readable(&b, v)
		}
	}
	return b.String()
}

func readable(b *strings.Builder, v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			readable(b, x)
		}
	case map[string]any:
		for key, x := range v {
			if text, ok := x.(string); ok && slices.Contains([]string{"message", "hint", "why", "found", "what"}, key) {
				b.WriteString(text + "\n")
			}
			readable(b, x)
		}
	}
}

// TestHelpIsTranslated reads the help of every command in the pseudo-language.
func TestHelpIsTranslated(t *testing.T) {
	pseudo, err := localetest.Pseudo()
	if err != nil {
		t.Fatal(err)
	}
	known := localetest.Words(terms, strings.Join(optionNames(), " "))
	pages := 0
	page := func(name, text string) {
		pages++
		if len(text) < 200 {
			t.Errorf("%s has no page: %q", name, text)
		}
		for _, l := range localetest.Left(t, text, known) {
			t.Errorf("the help of %s: %s", name, l)
		}
	}
	u := newUI(io.Discard, io.Discard)
	u.words = pseudo
	app := newApp(&session{ui: u})
	page("giro", app.CustomAppHelpTemplate)
	var walk func([]*cli.Command)
	walk = func(list []*cli.Command) {
		for _, c := range list {
			if !c.SkipFlagParsing {
				page(c.HelpName, c.CustomHelpTemplate)
				walk(c.Subcommands)
			}
		}
	}
	walk(app.Commands)
	if pages < 18 {
		t.Errorf("only %d pages", pages)
	}
}
