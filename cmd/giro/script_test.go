package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be giro: scripts run it under that name.
func TestMain(m *testing.M) {
	if startedToRead() && strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe") != "giro" {
		os.Exit(exitInternal) // the tests must not start themselves
	}
	testscript.Main(m, map[string]func(){
		"giro": func() { os.Exit(described()) },
	})
}

// TestScripts runs testdata/script/*.txtar.
//
// "exitcode N giro …" runs a command that must end with that code. The variable
// GIRO_BIN is the folder that holds giro alone, for scripts that choose which
// other programs are to be found.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, ".state"))
			env.Setenv("TZ", "Europe/Rome")
			env.Setenv("TERM", "dumb")
			env.Setenv("GIRO_LANG", "en") // a script that wants the channel's language empties it
			env.Setenv("GIRO_BIN", filepath.SplitList(env.Getenv("PATH"))[0])
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exitcode": exitCode, "fixture": fixture, "mountsmall": mountSmall, "readonly": readOnly,
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return canMount(), nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
	})
}

// exitCode runs a program that must end with a code.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode CODE PROGRAM [ARGUMENT…]")
	}
	want := args[0]
	got := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := err.(interface{ ExitCode() int })
		if !ok {
			ts.Fatalf("run %s: %v", args[1], err)
		}
		got = strconv.Itoa(exit.ExitCode())
	}
	if got != want {
		ts.Fatalf("%v ended with code %s, want %s", args[1:], got, want)
	}
}
