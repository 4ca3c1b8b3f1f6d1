package drop

import (
	"errors"
	"fmt"
	"html/template"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/locale"
	"github.com/giro-video/giro/internal/base/shown"
	"github.com/giro-video/giro/internal/desk/inbox"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// Words says what colleagues read, in one language. It is an inbox.Teller.
type Words struct {
	in   *locale.Printer
	page *template.Template
}

// WordsIn returns the words in a language such as "it", in English for one that
// Giro does not speak.
func WordsIn(language string) *Words {
	w := &Words{in: locale.For(language)}
	w.page = newPage(w.in)
	return w
}

// Notice says in a sentence how a drop has ended; "" when nobody need know.
func (w *Words) Notice(e inbox.End) string {
	drop := oneLine(path.Base(e.Drop))
	switch e.State {
	case inbox.Done:
		return w.in.Sprintf("The videos of “%s” are ready.", drop)
	case inbox.Repeat:
		return w.in.Sprintf("“%s” is the same as before: its videos are there.", drop)
	case inbox.Failed:
		return w.notMade(drop, len(e.Posts) > 0)
	case inbox.Nothing:
	}
	return ""
}

// notMade says that nothing, or not everything, was made of a drop.
func (w *Words) notMade(drop string, partly bool) string {
	if partly {
		return w.in.Sprintf("Not all videos of “%s” could be made.", drop)
	}
	return w.in.Sprintf("No video could be made of “%s”.", drop)
}

// refusals say why something is not used, and what to do, by the cause.
var refusals = map[inbox.Cause]func(name string) (fact, hint diag.Text){
	inbox.Linked: func(name string) (fact, hint diag.Text) {
		return diag.T("%q is a link to something that lies elsewhere; links are not followed", name), diag.T("drop the file itself, not a link to it")
	},
	inbox.Device: func(name string) (fact, hint diag.Text) {
		return diag.T("%q is no file but a pipe or device", name), diag.T("drop a plain file")
	},
	Strange: func(name string) (fact, hint diag.Text) {
		return diag.T("%q is of a kind that Giro cannot use", name), diag.T("drop a table (CSV, Excel), a calendar (ICS), or a photo with a small text (.txt) of the same name")
	},
	inbox.Closed: func(name string) (fact, hint diag.Text) {
		return diag.T("%q cannot be opened: Giro has no right to read it", name), diag.T("give everybody the right to read the file, and drop it again")
	},
	inbox.Endless: func(name string) (fact, hint diag.Text) {
		return diag.T("%q has been written to for a long time and does not come to an end", name), diag.T("end the program that writes it, or take the file away and drop it whole; it stays in the folder until then")
	},
	inbox.Shared: func(name string) (fact, hint diag.Text) {
		return diag.T("%q is a second name of a file that may lie elsewhere (a hard link); such files are not read", name), diag.T("drop a copy of the file")
	},
	inbox.TooDeep: func(name string) (fact, hint diag.Text) {
		return diag.T("%q lies in too many folders, one in the other, to be looked into", name), diag.T("drop the files with at most six folders around them")
	},
	inbox.Deadly: func(name string) (fact, hint diag.Text) {
		return diag.T("Giro was ended twice while it worked on %q, and does not try a third time", name), diag.T("tell who looks after Giro; if the computer was switched off both times, drop the file again")
	},
	inbox.OwnText: func(name string) (fact, hint diag.Text) {
		return diag.T("%q is a message that Giro wrote: no video is made of it", name), diag.T("drop the table, or the photo with its text, without it")
	},
	Owner: func(name string) (fact, hint diag.Text) {
		return diag.T("no table and no text names %q", name), diag.T("drop it together with the table that names it, or with a small text file of the same name (photo.jpg and photo.txt)")
	},
}

// Refused returns the line for something that is not used.
func (w *Words) Refused(r inbox.Refusal) inbox.Line {
	if r.More > 0 {
		fact, hint := refusals[r.Why]("…")
		return inbox.Line{What: w.in.Sprintf("and %d more files: %s", r.More, fact), Hint: w.in.Text(hint)}
	}
	fact, hint := refusals[r.Why](r.Name)
	return inbox.Line{Where: r.Name, What: w.in.Text(fact), Hint: w.in.Text(hint)}
}

// Empty returns the line for a drop, by its name, that asks for nothing.
func (w *Words) Empty(drop string) inbox.Line {
	return inbox.Line{Where: filepath.Base(drop), What: w.in.Sprintf("the file names no event"), Hint: w.noHint()}
}

// Internal returns the line for a drop that failed by no fault of its own.
func (w *Words) Internal(err error) inbox.Line {
	why := diag.Because(err)
	if fact, _, ok := ffmpeg.Failure(err); ok {
		why = fact
	}
	return inbox.Line{
		What: w.in.Sprintf("Giro could not make the video: %s", why),
		Hint: w.in.Sprintf("drop the file again; if it happens again, tell who looks after Giro"),
	}
}

// Faults returns a drop's faults as lines of its reason file.
func (w *Words) Faults(list diag.List) []inbox.Line {
	var out []inbox.Line
	for _, m := range list.Sorted() {
		if m.Severity == diag.Error {
			out = append(out, w.line(m))
		}
	}
	return out
}

// line returns a diagnostic as colleagues read it.
func (w *Words) line(m diag.Message) inbox.Line {
	l := inbox.Line{What: w.in.Text(m.Text), Hint: w.in.Text(m.Hint)}
	at := m.Pos
	at.File = path.Base(filepath.ToSlash(at.File))
	if m.File != "" {
		l.Where = w.in.At(at)
	}
	if l.Hint == "" {
		l.Hint = w.noHint()
	}
	return l
}

func (w *Words) noHint() string { return w.in.Sprintf("correct it in the file") }

// problem returns what holds a drop up; what the machine says itself stays as it is.
func (w *Words) problem(err error) string {
	if c, ok := errors.AsType[*channelError](err); ok {
		l := w.line(c.fault)
		return w.in.Sprintf("the channel's settings have faults: %s", strings.TrimPrefix(l.Where+": "+l.What, ": "))
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return w.in.Sprintf("the disk is full (%v)", err)
	case errors.Is(err, os.ErrPermission):
		return w.in.Sprintf("Giro has no right to do it (%v)", err)
	}
	return w.in.Text(diag.Because(err))
}

// causes say why something waits.
var causes = map[inbox.Cause]diag.Text{
	inbox.Settling: diag.T("still arriving"),
	inbox.Writing:  diag.T("still being written"),
	inbox.Endless:  diag.T("written to without end"),
	inbox.Office:   diag.T("open in an office program: close it there"),
	Owner:          diag.T("waits for the table or text that belongs to it"),
	inbox.InLine:   diag.T("in line"),
	inbox.Reading:  diag.T("being looked into"),
}

// cause returns why something waits.
func (w *Words) cause(i inbox.Item) string {
	if i.Why == Picture {
		return w.in.Sprintf("waits for the picture %q", i.What)
	}
	text := w.in.Text(causes[i.Why])
	if i.What != "" {
		return text + " (" + i.What + ")"
	}
	return text
}

// Reason returns the file that says why a drop was not, or not wholly, made.
func (w *Words) Reason(r inbox.Reason) []byte {
	where, what, todo := w.in.Sprintf("Where"), w.in.Sprintf("What"), w.in.Sprintf("What to do")
	var b strings.Builder
	b.WriteString("\ufeff") // the editors of old systems take it for another encoding otherwise
	b.WriteString(w.notMade(oneLine(path.Base(r.Drop)), len(r.Made) > 0) + "\n")
	for _, l := range r.Lines {
		b.WriteByte('\n')
		if l.Where != "" {
			fmt.Fprintf(&b, "%s: %s\n", where, oneLine(l.Where))
		}
		fmt.Fprintf(&b, "%s: %s\n", what, oneLine(l.What))
		fmt.Fprintf(&b, "%s: %s\n", todo, oneLine(l.Hint))
	}
	if len(r.Made) > 0 {
		fmt.Fprintf(&b, "\n%s\n", w.in.Sprintf("These videos are there:"))
		for _, name := range r.Made {
			fmt.Fprintf(&b, "  %s\n", oneLine(name))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", w.in.Sprintf("Correct the file and drop it again under the same name: this message then goes away. Pictures that were dropped with it are kept."))
	return []byte(strings.ReplaceAll(b.String(), "\n", "\r\n")) // read with the plainest editors
}

// oneLine makes the breaks and control characters of a text harmless.
func oneLine(text string) string { return strings.Join(strings.Fields(shown.Line(text)), " ") }
