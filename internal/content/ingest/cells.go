package ingest

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/when"
)

// freeWords say that nothing is paid. A price that is one of them, or one of
// them with a remark that takes nothing back, is free.
var freeWords = []string{
	"gratuito", "gratuita", "gratuiti", "gratuite", "gratis", "libero", "libera", "ingresso libero", "ingresso gratuito", "ingressi gratuiti", "entrata libera", "entrata gratuita",
	"accesso libero", "evento gratuito", "partecipazione gratuita", "partecipazione libera",
	"free", "free entry", "free admission", "free of charge", "free event", "no charge",
	"kostenlos", "kostenfrei", "frei", "eintritt frei", "freier eintritt", "umsonst",
	"gratuit", "entree libre", "entree gratuite", "acces libre", "acces gratuit", "libre",
	"entrada libre", "entrada gratuita", "entrada franca",
	"toegang gratis", "gratis toegang", "vrij toegankelijk",
	"免费", "مجاني", "مجانا",
}

// freeRemarks may stand behind a free word without taking it back.
var freeRemarks = []string{
	"fino a esaurimento", "fino ad esaurimento", "con prenotazione", "su prenotazione", "previa prenotazione", "prenotazione obbligatoria", "senza prenotazione",
	"with booking", "booking required", "no booking", "registration required", "with registration", "while places last",
	"mit anmeldung", "nach anmeldung", "ohne anmeldung", "anmeldung",
	"sur reservation", "sur inscription", "dans la limite des places",
	"con reserva", "previa reserva", "hasta completar aforo",
}

var zeroPrice = regexp.MustCompile(`^(€|eur|euro|chf|\$|£)?\s*0+([.,]0+)?\s*(€|eur|euro|chf|\$|£|,-)?$`)

// isFree reports whether a price says that nothing is paid.
func isFree(price string) bool {
	p := strings.Trim(when.Fold(price), " .!*")
	if zeroPrice.MatchString(p) || slices.Contains(freeWords, p) {
		return true
	}
	for _, w := range freeWords {
		rest, ok := strings.CutPrefix(p, w)
		if !ok {
			continue
		}
		rest = strings.TrimLeft(rest, " ,;:(-–")
		for _, r := range freeRemarks {
			if strings.HasPrefix(rest, r) {
				return true
			}
		}
	}
	return false
}

var bare = regexp.MustCompile(`^\d+([.,]\d{1,2})?$`)

func bareNumber(s string) bool { return bare.MatchString(s) }

// yesNo reads a cell that says yes or no.
func yesNo(s string) (yes, ok bool) {
	switch when.Fold(strings.TrimSpace(s)) {
	case "si", "s", "x", "yes", "y", "true", "vero", "1", "ja", "j", "wahr", "oui", "o", "vrai", "verdadero", "✓", "✔":
		return true, true
	case "no", "n", "false", "falso", "0", "nein", "falsch", "non", "faux":
		return false, true
	}
	return false, false
}

// figure starts a counted fact: a number as people write it, with a sign, a
// unit or thousands, then the noun.
var figure = regexp.MustCompile(`^((?:€|\$|£|CHF|\+|-|−|~|>|<|oltre |circa |più di )?\s?(?:\d{1,3}(?:[ .’'\x{00a0}\x{202f}]\d{3})+|\d+)(?:[.,]\d+)?(?:\s?(?:%|‰|€|\$|£|\+|°C|°|ª|º))?)\s+(\S.*)$`)

// facts reads "9 murales; 3,1 chilometri; 20 posti".
func (s *sheet) facts(text string, at diag.Pos) []event.Fact {
	var out []event.Fact
	for _, part := range parts(text) {
		m := figure.FindStringSubmatch(part)
		if m == nil {
			s.faults.Errorf(at, string(fieldFacts), diag.T("write figure and noun, and a semicolon between facts: 9 murales; 3,1 chilometri"), "the fact %q does not start with a figure and a noun", shorten(part))
			continue
		}
		out = append(out, event.Fact{Value: strings.TrimSpace(m[1]), Label: m[2]})
	}
	return out
}

// items reads stops or highlights: "Ponte romano: sull'acqua; Torre". What
// stands behind a colon is the item's text.
func items(text string) []event.Item {
	var out []event.Item
	for _, part := range parts(text) {
		title, rest, _ := strings.Cut(part, ": ")
		out = append(out, event.Item{Title: strings.TrimSpace(title), Text: strings.TrimSpace(rest)})
	}
	return out
}

// parts splits a cell at semicolons and line breaks.
func parts(text string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(prose(text), func(r rune) bool { return r == ';' || r == '\n' || r == '•' }) {
		if p = oneLine(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// pictureEnds are the endings of picture files.
var pictureEnds = []string{".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".avif", ".mp4", ".mov"}

// images reads "a.jpg; b.jpg": paths relative to the channel. They are not
// opened here.
func (s *sheet) images(text string, at diag.Pos) []string {
	list := strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' || r == '|' })
	if len(list) == 1 && strings.Contains(text, ",") {
		// A comma separates only when it stands between names of pictures.
		if pieces := strings.Split(text, ","); !slices.ContainsFunc(pieces, func(p string) bool { return !isPicture(strings.TrimSpace(p)) }) {
			list = pieces
		}
	}
	var out []string
	for _, p := range list {
		p = strings.Trim(strings.TrimSpace(p), `"`)
		switch {
		case p == "":
		case strings.Contains(p, "://"):
			s.faults.Errorf(at, string(fieldImage), diag.T("save the picture in the channel's folder and give its name"), "%q is a web address, not a file", shorten(p))
		case strings.HasPrefix(p, "/"), strings.HasPrefix(p, `\`), len(p) > 1 && p[1] == ':':
			s.faults.Errorf(at, string(fieldImage), diag.T("copy the picture into the channel's folder and give its path from there, as in foto/piazza.jpg"), "%q is a path on one computer", shorten(p))
		default:
			out = append(out, p)
		}
	}
	return out
}

func isPicture(name string) bool {
	return slices.Contains(pictureEnds, strings.ToLower(path.Ext(name)))
}

// statusWords are the states as people write them, folded.
var statusWords = map[event.Status][]string{
	event.Scheduled: {"scheduled", "programmato", "confermato", "confermata", "attivo", "pubblicato", "in programma", "previsto", "confirmed", "active", "published", "on", "ok", "geplant", "bestatigt", "prevu", "confirme", "programado", "confirmado", "eventscheduled"},
	event.Cancelled: {"cancelled", "canceled", "annullato", "annullata", "cancellato", "cancellata", "sospeso", "abgesagt", "fallt aus", "annule", "annulee", "cancelado", "suspendido", "eventcancelled"},
	event.Postponed: {"postponed", "rinviato", "rinviata", "posticipato", "posticipata", "rimandato", "verschoben", "reporte", "reportee", "aplazado", "pospuesto", "eventpostponed"},
	event.Moved:     {"moved", "spostato", "spostata", "rescheduled", "cambio sede", "verlegt", "deplace", "trasladado", "eventrescheduled", "eventmovedonline"},
	event.SoldOut:   {"sold_out", "sold out", "soldout", "esaurito", "esauriti", "tutto esaurito", "posti esauriti", "ausverkauft", "ausgebucht", "complet", "agotado", "completo", "al completo"},
}

// status reads the state of an event.
func (s *sheet) status(text string, at diag.Pos) event.Status {
	if st, ok := statusOf(text); ok {
		return st
	}
	s.faults.Errorf(at, string(fieldStatus), diag.T("write one of: programmato, annullato, rinviato, spostato, esaurito"), "the state %q is not known", shorten(oneLine(text)))
	return event.Scheduled
}

// minRemarked is how long a word of state must be to count with a remark behind
// it, as in "rinviato a data da destinarsi"; shorter ones begin other sentences.
const minRemarked = 6

// statusOf returns the state that a text names, alone or with a remark behind it.
func statusOf(text string) (event.Status, bool) {
	folded := strings.Trim(when.Fold(oneLine(text)), " .!*")
	best, found := event.Scheduled, ""
	for st, list := range statusWords {
		for _, w := range list {
			rest, ok := strings.CutPrefix(folded, w)
			if !ok || len(w) <= len(found) {
				continue
			}
			if rest == "" || (len(w) >= minRemarked && strings.ContainsAny(rest[:1], " ,;:(-.")) {
				best, found = st, w
			}
		}
	}
	return best, found != ""
}

// A state in front of or behind a title, set off by a sign: "ANNULLATO:
// Concerto", "[Rinviato] Concerto", "Concerto - SOLD OUT".
var (
	stateBefore = regexp.MustCompile(`^[\s\[(*!]*(\p{L}[\p{L}_ ]{3,20}?)(?:\s*[\])*!:]|\s+[-–—|]\s)`)
	stateBehind = regexp.MustCompile(`(?:[\[(*!]|\s[-–—|]\s)\s*(\p{L}[\p{L}_ ]{3,20}?)[\s\])*!.]*$`)
)

// stateNames are the states as messages call them.
var stateNames = map[event.Status]string{event.Cancelled: "called off", event.Postponed: "put off", event.Moved: "moved", event.SoldOut: "sold out"}

// titleStates gives events the state that their titles say, as offices write it
// where they have no column for it: an event that is off must not be announced.
func titleStates(events []*event.Event, f *file) {
	for _, e := range events {
		if e.Status != event.Scheduled {
			continue
		}
		_, told := e.Pos["status"]
		for _, form := range []*regexp.Regexp{stateBefore, stateBehind} {
			m := form.FindStringSubmatch(e.Title)
			if m == nil {
				continue
			}
			st, ok := wholeState(m[1])
			switch {
			case !ok || st == event.Scheduled:
				continue
			case told:
				f.faults.Warnf(e.At("title"), string(fieldStatus), diag.T("correct one of the two"), "the title says %q, and the state says that the event takes place; the state counts", oneLine(m[1]))
			default:
				e.Status = st
				f.faults.Notef(e.At("title"), string(fieldStatus), diag.T("give the state in a column of its own, and take it out of the title"), "the title says %q; the event is read as %s", oneLine(m[1]), stateNames[st])
			}
			break
		}
	}
}

// wholeState returns the state that a text is the name of. Words that titles
// have in other senses do not count.
func wholeState(text string) (event.Status, bool) {
	folded := when.Fold(oneLine(text))
	if len(folded) < minRemarked || folded == "completo" || folded == "complet" {
		return event.Scheduled, false
	}
	for st, list := range statusWords {
		if slices.Contains(list, folded) {
			return st, true
		}
	}
	return event.Scheduled, false
}
