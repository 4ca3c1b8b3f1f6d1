package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/vbauerster/mpb/v8/cwriter"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/locale"
	"github.com/giro-video/giro/internal/base/shown"
)

// ui talks to the user: results on standard output, messages on standard error.
//
// The wording: lower case, no full stop; the fact and the hint are given apart
// and printed apart, the hint on lines of its own:
//
//	programma.csv:3:5: error: "32/13/2025" is not a date
//	    hint: write day, month and year, as 31/12/2025
type ui struct {
	out io.Writer

	json    bool // one JSON value a line on out, nothing else there
	quiet   bool // errors only
	verbose bool

	words *locale.Printer // in the language of this run

	tty   bool // messages go to a terminal on which a bar can be drawn
	color bool

	terminal io.Writer // standard error itself

	mu  sync.Mutex
	err io.Writer // where messages go: terminal, or above a running progress bar
}

// narrowest is the least number of columns in which the progress bar can be read.
const narrowest = 40

// newUI returns a ui that writes to stdout and stderr. Colours and the progress
// bar need a terminal; NO_COLOR (no-color.org) turns the colours off.
func newUI(stdout, stderr io.Writer) *ui {
	u := &ui{terminal: stderr, err: stderr}
	u.out = &shown.Writer{To: stdout, JSON: func() bool { return u.json }}
	u.speak("")
	if f, ok := stderr.(*os.File); ok {
		fd := int(f.Fd())
		if cwriter.IsTerminal(fd) && os.Getenv("TERM") != "dumb" {
			// A terminal without a width is one of a program that only records.
			width, _, err := cwriter.GetSize(fd)
			u.tty = err == nil && width >= narrowest
		}
	}
	u.color = u.tty && os.Getenv("NO_COLOR") == ""
	return u
}

// printf writes to standard output.
func (u *ui) printf(format string, args ...any) error {
	if _, err := fmt.Fprintf(u.out, format, args...); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

// emit writes v to standard output as one line of JSON.
func (u *ui) emit(v any) error {
	enc := json.NewEncoder(u.out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

// notef says what the user may like to know; --quiet silences it.
func (u *ui) notef(format string, args ...any) {
	if !u.quiet {
		u.say(u.words.Sprintf(format, lines(args)...))
	}
}

// stepf says what is being done, with --verbose only.
func (u *ui) stepf(format string, args ...any) {
	if u.verbose {
		u.say(u.words.Sprintf(format, lines(args)...))
	}
}

// diagnose prints diagnostics; --quiet leaves the errors.
func (u *ui) diagnose(list diag.List) {
	for _, m := range list {
		if u.quiet && m.Severity != diag.Error {
			continue
		}
		at := u.words.At(m.Pos)
		if at == "" {
			at = "giro"
		}
		u.tell(at, m.Severity, m.Text, m.Hint)
	}
}

// speak chooses the language of the run, once that of the channel is known: what
// the user asks for with GIRO_LANG, else the channel's first, else the system's
// (POSIX, Environment Variables, 8.2), else English.
func (u *ui) speak(channel string) {
	u.words = locale.For(u.languageFor(os.Getenv("GIRO_LANG"), channel))
}

// languageFor returns the first of some languages that Giro speaks, else the one
// that the user and the system ask for.
func (u *ui) languageFor(languages ...string) string {
	return locale.Choose(append(languages, os.Getenv("GIRO_LANG"), os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))...)
}

// tell prints one message: where, how bad, the fact and, below, the hint.
func (u *ui) tell(at string, severity diag.Severity, fact, hint diag.Text) {
	text := shown.Line(at) + ": " + u.paint(severityColor[severity], u.words.Severity(severity)+":") + " " + indented(u.words.Text(fact), "    ")
	if !hint.IsZero() {
		text += "\n    " + u.paint(cyan, u.words.Sprintf("hint")+":") + " " + indented(u.words.Text(hint), "          ")
	}
	u.write(text)
}

// heads returns the titles of a table's columns.
func (u *ui) heads(titles ...string) []string {
	for i, t := range titles {
		titles[i] = u.words.Word(t)
	}
	return titles
}

// inWords returns a text that is given in several languages in that of the run,
// in English where it is not given in it, or else as it is.
func (u *ui) inWords(texts map[string]string) string {
	for _, tag := range []string{u.words.Language(), locale.English, ""} {
		if t := texts[tag]; t != "" {
			return t
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(texts)) {
		return texts[tag]
	}
	return ""
}

// say prints a text on lines of its own.
func (u *ui) say(text string) { u.write(shown.Text(text)) }

// prompt prints a question, which is answered on the same line.
func (u *ui) prompt(text string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	_, _ = io.WriteString(u.err, shown.Text(text))
}

// write writes lines to standard error. A fault there has nowhere to go.
func (u *ui) write(text string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	_, _ = io.WriteString(u.err, text+"\n")
}

// finish tells the user how the work ended and returns the exit code.
func (u *ui) finish(ctx context.Context, err error) int {
	if err == nil {
		return exitDone
	}
	f := classify(ctx, err)
	if u.verbose && f.Message.String() != err.Error() {
		u.say(u.words.Sprintf("the whole error: %s", indented(err.Error(), "    ")))
	}
	if f.told {
		return f.Code
	}
	if u.json {
		f.Diagnostics = u.words.List(f.Diagnostics)
		f.Message, f.Hint = diag.Verbatim(u.words.Text(f.Message)), diag.Verbatim(u.words.Text(f.Hint))
		if err := u.emit(f); err != nil {
			u.say("giro: error: " + err.Error())
		}
		return f.Code
	}
	if len(f.Diagnostics) > 0 {
		u.diagnose(f.Diagnostics)
		if len(f.Diagnostics) == 1 {
			return f.Code
		}
	}
	u.tell("giro", diag.Error, f.Message, f.Hint)
	return f.Code
}

// crash tells of a panic and returns the exit code.
func (u *ui) crash(args []string, cause any, stack []byte) int {
	f := failure{
		Type: "error", Code: exitInternal, Diagnostics: diag.List{},
		Message: diag.T("internal fault: %v", cause),
		Hint:    diag.T("this is a defect of giro: please report it with all that is printed here"),
	}
	u.mu.Lock()
	u.err = u.terminal // a progress bar would not get to print it any more
	u.mu.Unlock()
	if u.json {
		_ = u.emit(f) // what can be told follows on standard error anyway
	}
	u.tell("giro", diag.Error, f.Message, f.Hint)
	u.say(fmt.Sprintf("\ngiro %s\n%s\n\n%s", buildVersion(), u.words.Sprintf("command: %q", args), stack))
	return f.Code
}

// The colours of a terminal (ECMA-48, Select Graphic Rendition).
const (
	red    = "1;31"
	yellow = "33"
	cyan   = "36"
)

var severityColor = map[diag.Severity]string{diag.Error: red, diag.Warning: yellow, diag.Note: cyan}

func (u *ui) paint(color, text string) string {
	if !u.color {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// lines puts each string among the arguments of a message, and of the texts among
// them, on one line.
func lines(args []any) []any {
	out := slices.Clone(args)
	for i, a := range out {
		switch a := a.(type) {
		case string:
			out[i] = shown.Line(a)
		case diag.Text:
			a.Args = lines(a.Args)
			out[i] = a
		case diag.Texts:
			list := slices.Clone(a)
			for k := range list {
				list[k].Args = lines(list[k].Args)
			}
			out[i] = list
		}
	}
	return out
}

// indented returns a text whose further lines stand behind an indent: what it
// quotes cannot look like a message of its own.
func indented(text, indent string) string {
	return strings.ReplaceAll(shown.Text(text), "\n", "\n"+indent)
}
