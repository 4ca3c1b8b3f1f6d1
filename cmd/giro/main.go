// Giro renders vertical video loops for city channels from event data, a brand
// kit, photos and music.
package main

import (
	"cmp"
	"context"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/giro-video/giro/internal/content/channel"
)

func main() {
	os.Exit(run(os.Args, os.Stdout, os.Stderr))
}

// run is the whole program: it carries out args, whose first is the program's
// name, and returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	u := newUI(stdout, stderr)
	u.json = asksForJSON(args)
	return guard(u, args, func() int { return dispatch(u, args) })
}

// guard returns what work returns; a panic in it is told to the user.
func guard(u *ui, args []string, work func() int) (code int) {
	defer func() {
		if p := recover(); p != nil {
			code = u.crash(args, p, debug.Stack())
		}
	}()
	return work()
}

func dispatch(u *ui, args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal ends the work in order; a second one meets the system's
	// own handler and ends the process at once.
	context.AfterFunc(ctx, stop)

	u.speak(channel.LanguageOf(cmp.Or(asksForChannel(args), ".")))
	s := &session{ui: u}
	app := newApp(s)
	words, err := s.grammar.arrange(args[1:])
	if err == nil {
		err = app.RunContext(ctx, append(args[:1:1], words...))
	}
	return u.finish(ctx, err)
}

// asksForChannel returns the value of -C among args, before they are parsed, so
// that help and faults in the arguments are in the channel's language.
func asksForChannel(args []string) string {
	for i, a := range args {
		switch name, value, joined := strings.Cut(a, "="); {
		case a == "--":
			return ""
		case name != "-C" && name != "--channel" && name != "-channel":
		case joined:
			return value
		case i+1 < len(args):
			return args[i+1]
		}
	}
	return ""
}

// asksForJSON reports whether --json is among args, before they are parsed, so
// that a fault in the arguments is told in the form that was asked for.
func asksForJSON(args []string) bool {
	for _, a := range args {
		switch a {
		case "--json", "-json":
			return true
		case "--":
			return false
		}
	}
	return false
}
