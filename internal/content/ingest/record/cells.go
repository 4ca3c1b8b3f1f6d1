package record

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/source"
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

// IsFree reports whether a price says that nothing is paid.
func IsFree(price string) bool {
	p := strings.Trim(fold.Letters(price), " .!*")
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

// IsBareNumber reports whether a price is a number without a currency.
func IsBareNumber(s string) bool { return bare.MatchString(s) }

// yesNo reads a cell that says yes or no.
func yesNo(s string) (yes, ok bool) {
	switch fold.Name(s) {
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
func (s *Sheet) facts(text string, at diag.Pos) []event.Fact {
	var out []event.Fact
	for _, part := range parts(text) {
		m := figure.FindStringSubmatch(part)
		if m == nil {
			s.file.Faults.Errorf(at, string(FieldFacts), diag.T("write figure and noun, and a semicolon between facts: 9 murales; 3,1 chilometri"), "the fact %q does not start with a figure and a noun", source.Shorten(part))
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
	for _, p := range strings.FieldsFunc(source.Prose(text), func(r rune) bool { return r == ';' || r == '\n' || r == '•' }) {
		if p = source.OneLine(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// pictureEnds are the endings of picture files.
var pictureEnds = []string{".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".avif", ".mp4", ".mov"}

// images reads "a.jpg; b.jpg": paths relative to the channel. They are not
// opened here.
func (s *Sheet) images(text string, at diag.Pos) []string {
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
		if name, ok := s.picture(p, at); ok {
			out = append(out, name)
		}
	}
	return out
}

// picture returns the name of a picture in the channel's folder: of a path on one
// computer, the name of its file.
func (s *Sheet) picture(p string, at diag.Pos) (name string, ok bool) {
	switch {
	case p == "":
		return "", false
	case strings.HasPrefix(p, "http://"), strings.HasPrefix(p, "https://"), strings.HasPrefix(p, "www."):
		s.file.Faults.Warnf(at, string(FieldImage), diag.T("save the picture in the channel's folder, and give its name here"), "the picture %q is on the web; it is left out", source.Shorten(p))
		return "", false
	case strings.HasPrefix(p, "file://"), strings.HasPrefix(p, "/"), strings.HasPrefix(p, `\`), len(p) > 2 && p[1] == ':' && (p[2] == '\\' || p[2] == '/'):
		base := path.Base(strings.ReplaceAll(p, `\`, "/"))
		if strings.HasPrefix(p, "file://") {
			if plain, err := url.PathUnescape(base); err == nil {
				base = plain
			}
		}
		if base == "" || base == "." || base == "/" {
			return "", false
		}
		s.file.Faults.Warnf(at, string(FieldImage), diag.T("copy the picture into the channel's folder"), "%q is a path on one computer; the picture %q is looked for in the channel's folder", source.Shorten(p), base)
		return base, true
	case strings.Contains(p, "://"):
		s.file.Faults.Errorf(at, string(FieldImage), diag.T("save the picture in the channel's folder and give its name"), "%q is a web address, not a file", source.Shorten(p))
		return "", false
	}
	return strings.ReplaceAll(p, `\`, "/"), true
}

func isPicture(name string) bool {
	return slices.Contains(pictureEnds, strings.ToLower(path.Ext(name)))
}
