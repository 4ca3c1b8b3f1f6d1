package record

import (
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// statusWords are the statuses as people write them, folded.
var statusWords = map[event.Status][]string{
	event.Scheduled: {
		"scheduled", "programmato", "confermato", "confermata", "attivo", "pubblicato", "in programma", "previsto", "confirmed", "active", "on", "ok", "geplant", "bestatigt", "prevu", "confirme", "programado", "confirmado", "eventscheduled",
		"live", "publish", "published", "pubblicata", "upcoming", "future", "open", "aperto", "aperta", "attiva", "regolare", "si svolge", "tentative", "provvisorio", "on sale", "onsale", "veroffentlicht", "publie", "publicado", "started", "ended", "completed", "past", "concluso", "terminato",
	},
	event.Cancelled: {"cancelled", "canceled", "annullato", "annullata", "cancellato", "cancellata", "sospeso", "abgesagt", "fallt aus", "annule", "annulee", "cancelado", "suspendido", "eventcancelled"},
	event.Postponed: {"postponed", "rinviato", "rinviata", "posticipato", "posticipata", "rimandato", "verschoben", "reporte", "reportee", "aplazado", "pospuesto", "eventpostponed"},
	event.Moved:     {"moved", "spostato", "spostata", "rescheduled", "cambio sede", "verlegt", "deplace", "trasladado", "eventrescheduled", "eventmovedonline"},
	event.SoldOut:   {"sold_out", "sold out", "soldout", "esaurito", "esauriti", "tutto esaurito", "posti esauriti", "ausverkauft", "ausgebucht", "complet", "agotado", "completo", "al completo"},
}

// status reads the status of an event.
func (s *Sheet) status(text string, at diag.Pos) event.Status {
	if st, ok := statusOf(text); ok {
		return st
	}
	s.file.Faults.Errorf(at, string(FieldStatus), diag.T("write one of: programmato, annullato, rinviato, spostato, esaurito"), "the state %q is not known", source.Shorten(source.OneLine(text)))
	return event.Scheduled
}

// minRemarked is how long the word of a status must be to count with a remark behind
// it, as in "rinviato a data da destinarsi"; shorter ones begin other sentences.
const minRemarked = 6

// statusOf returns the status that a text names, alone or with a remark behind it.
func statusOf(text string) (event.Status, bool) {
	folded := strings.Trim(fold.Letters(source.OneLine(text)), " .!*")
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

// NamedStatus returns the status that a text is the name of. Words that titles
// have in other senses do not count.
func NamedStatus(text string) (event.Status, bool) {
	folded := fold.Letters(source.OneLine(text))
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
