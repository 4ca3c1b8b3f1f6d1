package record

import (
	"slices"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// privateWords say in a column of their own that an event is not for the public,
// publicWords that it is.
var (
	privateWords = []string{
		"privato", "privata", "private", "privat", "prive", "privee", "privado", "privada", "personale", "personal", "personnel", "personlich",
		"riservato", "riservata", "confidential", "confidenziale", "confidentiel", "confidencial", "vertraulich", "hidden", "nascosto", "nascosta", "interno", "internal",
	}
	publicWords = []string{"pubblico", "pubblica", "public", "publico", "offentlich", "normale", "normal", "default", "predefinito", "standard", "visible", "visibile"}
)

// draftWords are states of what is not published, or no longer.
var draftWords = []string{
	"draft", "auto-draft", "bozza", "entwurf", "brouillon", "borrador", "concept", "pending", "in attesa", "in revisione", "da approvare", "in attesa di revisione",
	"trash", "cestino", "cestinato", "private", "privato", "archived", "archiviato", "non pubblicato", "unpublished", "rejected", "rifiutato", "respinto",
}

// withheld are the rows that are not for the public, by why.
type withheld struct{ private, drafts []string }

// withhold reports whether a row is marked as private or as a draft, and keeps its
// name for one notice about all of them.
func (s *Sheet) withhold(r Row) bool {
	for _, c := range s.columns {
		text := s.value(r, c.index)
		if text == "" {
			continue
		}
		folded := strings.Trim(fold.Letters(source.OneLine(text)), " .!*")
		switch c.field {
		case FieldPrivate:
			yes, ok := yesNo(text)
			switch {
			case yes || slices.Contains(privateWords, folded):
				s.withheld.private = append(s.withheld.private, s.call(r))
				return true
			case !ok && !slices.Contains(publicWords, folded):
				s.file.Faults.Warnf(s.At(r, c.index), string(FieldPrivate), diag.T("write sì or no"), "%q does not say whether the event is private; it is read as public", source.Shorten(source.OneLine(text)))
			}
		case FieldStatus:
			if slices.Contains(draftWords, folded) {
				s.withheld.drafts = append(s.withheld.drafts, s.call(r))
				return true
			}
		default:
		}
	}
	return false
}

// call names a row by its title and where it stands.
func (s *Sheet) call(r Row) string {
	title := ""
	if c := s.find(FieldTitle); c != nil {
		title = source.Shorten(source.OneLine(s.value(r, c.index)))
	}
	if r.At == nil {
		return strconv.Quote(title) + " (" + CellName(0, r.Number)[1:] + ")"
	}
	return strconv.Quote(title)
}

// maxCalled is how many rows a notice names.
const maxCalled = 20

// Finish says what was left out, once for all rows.
func (s *Sheet) Finish() {
	at := diag.Pos{File: s.file.Name, Sheet: s.name}
	list := func(names []string) string { return strings.Join(names[:min(len(names), maxCalled)], ", ") }
	if n := len(s.withheld.private); n > 0 {
		s.file.Faults.Notef(at, string(FieldPrivate), diag.T("change the mark if they are to be announced"), "events that are marked as private are left out, %d in all: %s", n, list(s.withheld.private))
	}
	if n := len(s.withheld.drafts); n > 0 {
		s.file.Faults.Notef(at, string(FieldStatus), diag.T("change the state if they are to be announced"), "drafts and what is not published are left out, %d in all: %s", n, list(s.withheld.drafts))
	}
	if len(s.undated) > 0 {
		s.file.Faults.Warnf(s.undatedAt, "start", diag.T("write the date in each row, or set fill_down: true in channel.yaml, which takes the date above"),
			"rows without a date stand below one with a date: rows %s", list(s.undated))
	}
}
