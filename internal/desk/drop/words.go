package drop

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/shown"
	"github.com/giro-video/giro/internal/content/wording"
	"github.com/giro-video/giro/internal/desk/inbox"
)

// Words are the texts that colleagues read, in one language. They are an
// inbox.Teller.
type Words struct {
	Lang string

	notMade, partly   string // head of a reason file, %s is the drop
	where, what, todo string
	made, again       string
	ready, same       string                    // what a notice says of a drop, %s is the drop
	refuse            map[inbox.Cause][2]string // fact with %q for the name, and hint
	causes            map[inbox.Cause]string
	held, internal    string
	channel           string // what holds a drop up: the settings, the disk, a right
	full, noRight     string
	internalHint      string
	nothing, noHint   string
	others            string // %d more files of which %s is true

	Title, Alive, Waiting, Working, Done, Failed, None, Share, Stopped, More string
}

// languages are those in which colleagues are spoken to.
var languages = map[string]*Words{
	"en": {
		Lang:    "en",
		notMade: "No video could be made of “%s”.", partly: "Not all videos of “%s” could be made.",
		where: "Where", what: "What", todo: "What to do",
		made:  "These videos are there:",
		ready: "The videos of “%s” are ready.", same: "“%s” is the same as before: its videos are there.",
		again: "Correct the file and drop it again under the same name: this message then goes away. Pictures that were dropped with it are kept.",
		refuse: map[inbox.Cause][2]string{
			inbox.Linked:  {"%q is a link to something that lies elsewhere; links are not followed", "drop the file itself, not a link to it"},
			inbox.Device:  {"%q is no file but a pipe or device", "drop a plain file"},
			Strange:       {"%q is of a kind that Giro cannot use", "drop a table (CSV, Excel), a calendar (ICS), or a photo with a small text (.txt) of the same name"},
			inbox.Closed:  {"%q cannot be opened: Giro has no right to read it", "give everybody the right to read the file, and drop it again"},
			inbox.Endless: {"%q has been written to for a long time and does not come to an end", "end the program that writes it, or take the file away and drop it whole; it stays in the folder until then"},
			inbox.Shared:  {"%q is a second name of a file that may lie elsewhere (a hard link); such files are not read", "drop a copy of the file"},
			inbox.TooDeep: {"%q lies in too many folders, one in the other, to be looked into", "drop the files with at most six folders around them"},
			inbox.Deadly:  {"Giro was ended twice while it worked on %q, and does not try a third time", "tell who looks after Giro; if the computer was switched off both times, drop the file again"},
			inbox.OwnText: {"%q is a message that Giro wrote: no video is made of it", "drop the table, or the photo with its text, without it"},
			Owner:         {"no table and no text names %q", "drop it together with the table that names it, or with a small text file of the same name (photo.jpg and photo.txt)"},
		},
		causes: map[inbox.Cause]string{
			inbox.Settling: "still arriving", inbox.Writing: "still being written", inbox.Endless: "written to without end", inbox.Office: "open in an office program: close it there",
			Picture: "waits for the picture %q", Owner: "waits for the table or text that belongs to it", inbox.InLine: "in line", inbox.Reading: "being looked into",
		},
		channel: "the channel's settings have faults: %s", full: "the disk is full (%s)", noRight: "Giro has no right to do it (%s)",
		held: "held up, tried again by itself: %s", internal: "Giro could not make the video: %s",
		internalHint: "drop the file again; if it happens again, tell who looks after Giro",
		nothing:      "the file names no event", noHint: "correct it in the file",
		others: "and %d more files: %s",
		Title:  "Giro: the watched folder", Alive: "Last sign of life", Waiting: "Waiting", Working: "In work", Done: "Done", Failed: "Not made",
		None: "nothing", Share: "The folder cannot be reached: %s", Stopped: "Giro is not running.", More: "and %d more",
	},
	"it": {
		Lang:    "it",
		notMade: "Non è stato possibile fare alcun video da “%s”.", partly: "Non è stato possibile fare tutti i video di “%s”.",
		where: "Dove", what: "Che cosa", todo: "Che cosa fare",
		made:  "Questi video ci sono:",
		ready: "I video di “%s” sono pronti.", same: "“%s” è uguale a prima: i suoi video ci sono già.",
		again: "Correggi il file e rimettilo nella cartella con lo stesso nome: questo messaggio sparirà. Le immagini arrivate insieme sono conservate.",
		refuse: map[inbox.Cause][2]string{
			inbox.Linked:  {"%q è un collegamento a qualcosa che sta altrove; i collegamenti non vengono seguiti", "metti il file, non un collegamento"},
			inbox.Device:  {"%q non è un file, ma una pipe o un dispositivo", "metti un file normale"},
			Strange:       {"%q è di un tipo che Giro non può usare", "metti una tabella (CSV, Excel), un calendario (ICS), oppure una foto con un piccolo testo (.txt) dello stesso nome"},
			inbox.Closed:  {"%q non si apre: Giro non ha il diritto di leggerlo", "dai a tutti il diritto di leggere il file e rimettilo"},
			inbox.Endless: {"%q viene scritto da molto tempo e non arriva alla fine", "chiudi il programma che lo scrive, o togli il file e rimettilo intero; fino ad allora resta nella cartella"},
			inbox.Shared:  {"%q è un secondo nome di un file che può stare altrove (un hard link); questi file non vengono letti", "metti una copia del file"},
			inbox.TooDeep: {"%q sta in troppe cartelle, una dentro l'altra, per essere guardato", "metti i file in sei cartelle al massimo, una dentro l'altra"},
			inbox.Deadly:  {"Giro è stato interrotto due volte mentre lavorava a %q, e non prova una terza volta", "avvisa chi si occupa di Giro; se tutte e due le volte è stato spento il computer, rimetti il file"},
			inbox.OwnText: {"%q è un messaggio scritto da Giro: non se ne fa un video", "metti la tabella, o la foto con il suo testo, senza di esso"},
			Owner:         {"nessuna tabella e nessun testo nomina %q", "mettila insieme alla tabella che la nomina, o a un piccolo file di testo dello stesso nome (foto.jpg e foto.txt)"},
		},
		causes: map[inbox.Cause]string{
			inbox.Settling: "sta arrivando", inbox.Writing: "qualcuno lo sta ancora scrivendo", inbox.Endless: "scritto senza fine", inbox.Office: "è aperto in un programma d'ufficio: chiudilo lì",
			Picture: "aspetta l'immagine %q", Owner: "aspetta la tabella o il testo a cui appartiene", inbox.InLine: "in fila", inbox.Reading: "viene guardato",
		},
		channel: "le impostazioni del canale hanno errori: %s", full: "il disco è pieno (%s)", noRight: "Giro non ne ha il diritto (%s)",
		held: "fermo, riprova da solo: %s", internal: "Giro non è riuscito a fare il video: %s",
		internalHint: "rimetti il file; se succede di nuovo, avvisa chi si occupa di Giro",
		nothing:      "il file non contiene eventi", noHint: "correggilo nel file",
		others: "e altri %d file: %s",
		Title:  "Giro: la cartella sorvegliata", Alive: "Ultimo segno di vita", Waiting: "In attesa", Working: "In lavorazione", Done: "Fatti", Failed: "Non riusciti",
		None: "niente", Share: "La cartella non è raggiungibile: %s", Stopped: "Giro non è in funzione.", More: "e altri %d",
	},
}

// WordsIn returns the texts in a language such as "it", in English for one that is
// not there.
func WordsIn(tag string) *Words {
	base, _, _ := strings.Cut(tag, "-")
	if w, ok := languages[base]; ok {
		return w
	}
	return languages["en"]
}

// Notice says in a sentence how a drop has ended; "" when nobody need know.
func (w *Words) Notice(e inbox.End) string {
	text := ""
	switch e.State {
	case inbox.Done:
		text = w.ready
	case inbox.Repeat:
		text = w.same
	case inbox.Failed:
		if text = w.notMade; len(e.Posts) > 0 {
			text = w.partly
		}
	case inbox.Nothing:
		return ""
	}
	return fmt.Sprintf(text, oneLine(path.Base(e.Drop)))
}

// Refused returns the line for something that is not used.
func (w *Words) Refused(r inbox.Refusal) inbox.Line {
	t := w.refuse[r.Why]
	if r.More > 0 {
		return inbox.Line{What: fmt.Sprintf(w.others, r.More, fmt.Sprintf(t[0], "…")), Hint: t[1]}
	}
	return inbox.Line{Where: r.Name, What: fmt.Sprintf(t[0], r.Name), Hint: t[1]}
}

// Empty returns the line for a drop, by its name, that asks for nothing.
func (w *Words) Empty(drop string) inbox.Line {
	return inbox.Line{Where: filepath.Base(drop), What: w.nothing, Hint: w.noHint}
}

// Internal returns the line for a drop that failed by no fault of its own.
func (w *Words) Internal(err error) inbox.Line {
	return inbox.Line{What: fmt.Sprintf(w.internal, err), Hint: w.internalHint}
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
	local := wording.In(w.Lang, diag.List{m})[0]
	l := inbox.Line{What: local.Text.String(), Hint: local.Hint.String()}
	at := m.Pos
	at.File = path.Base(filepath.ToSlash(at.File))
	if m.File != "" {
		l.Where = wording.Around(w.Lang).At(at)
	}
	if l.Hint == "" {
		l.Hint = w.noHint
	}
	return l
}

// problem returns what holds a drop up; what the machine says itself stays as it is.
func (w *Words) problem(err error) string {
	if c, ok := errors.AsType[*channelError](err); ok {
		l := w.line(c.fault)
		return fmt.Sprintf(w.channel, strings.TrimPrefix(l.Where+": "+l.What, ": "))
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Sprintf(w.full, err)
	case errors.Is(err, os.ErrPermission):
		return fmt.Sprintf(w.noRight, err)
	}
	return err.Error()
}

// cause returns why something waits.
func (w *Words) cause(i inbox.Item) string {
	text := w.causes[i.Why]
	if strings.Contains(text, "%q") {
		return fmt.Sprintf(text, i.What)
	}
	if i.What != "" {
		return text + " (" + i.What + ")"
	}
	return text
}

// Reason returns the file that says why a drop was not, or not wholly, made.
func (w *Words) Reason(r inbox.Reason) []byte {
	head := w.notMade
	if len(r.Made) > 0 {
		head = w.partly
	}
	var b strings.Builder
	b.WriteString("\ufeff") // the editors of old systems take it for another encoding otherwise
	fmt.Fprintf(&b, head+"\n", oneLine(path.Base(r.Drop)))
	for _, l := range r.Lines {
		b.WriteByte('\n')
		if l.Where != "" {
			fmt.Fprintf(&b, "%s: %s\n", w.where, oneLine(l.Where))
		}
		fmt.Fprintf(&b, "%s: %s\n", w.what, oneLine(l.What))
		fmt.Fprintf(&b, "%s: %s\n", w.todo, oneLine(l.Hint))
	}
	if len(r.Made) > 0 {
		fmt.Fprintf(&b, "\n%s\n", w.made)
		for _, name := range r.Made {
			fmt.Fprintf(&b, "  %s\n", oneLine(name))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", w.again)
	return []byte(strings.ReplaceAll(b.String(), "\n", "\r\n")) // read with the plainest editors
}

// oneLine makes the breaks and control characters of a text harmless.
func oneLine(text string) string { return strings.Join(strings.Fields(shown.Line(text)), " ") }
