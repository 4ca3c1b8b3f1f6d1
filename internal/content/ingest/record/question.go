package record

import (
	"slices"
	"strings"
)

// rule reads the field of a header that is longer than a name: a question of a form,
// or a name with more words around it. Each of its groups must be met by a word or
// several of the header.
type rule struct {
	field  Field
	groups [][]string
}

// Words that say the same of a header, in the five languages.
var (
	dayNames   = []string{"data", "date", "datum", "giorno", "tag", "jour", "fecha", "dia", "day"}
	clockNames = []string{"ora", "orario", "time", "uhrzeit", "heure", "horaire", "hora", "horario"}
	startNames = []string{"inizio", "start", "starts", "begin", "begins", "beginn", "beginnt", "debut", "commence", "inicio", "comienzo", "empieza", "inizia"}
	endNames   = []string{"fine", "end", "ends", "ende", "endet", "fin", "termine", "finisce", "termina", "conclusione"}
)

// rules are tried in order.
var rules = []rule{
	{FieldAllDay, [][]string{{"giornata intera", "tutto il giorno", "all day", "ganztagig", "ganztagige", "toute la journee", "todo el dia"}}},
	{FieldEndTime, [][]string{clockNames, endNames}},
	{FieldEnd, [][]string{dayNames, endNames}},
	{FieldTime, [][]string{clockNames, startNames}},
	{FieldStart, [][]string{dayNames, startNames}},
	{FieldTime, [][]string{{"a che ora", "what time", "um wie viel uhr", "a quelle heure", "a que hora", "orario", "horaire", "horario", "uhrzeit"}}},
	{FieldImage, [][]string{{"foto", "fotografia", "immagine", "immagini", "locandina", "photo", "image", "picture", "bild", "imagen"}}},
	{FieldURL, [][]string{{"link", "sito", "website", "webseite", "enlace", "lien", "url"}}},
	{FieldAddress, [][]string{{"indirizzo", "address", "adresse", "direccion"}}},
	{FieldPrice, [][]string{{"costo", "prezzo", "quota", "biglietto", "price", "cost", "preis", "prix", "tarif", "precio", "quanto costa"}}},
	{FieldSubtitle, [][]string{{"sottotitolo", "subtitle", "untertitel", "sous titre", "subtitulo"}}},
	{FieldTitle, [][]string{{"titolo", "nome evento", "nome dell evento", "nome dell iniziativa", "nome iniziativa", "nome della manifestazione", "come si chiama", "title", "event name", "name of the event", "titel", "titre", "titulo", "nombre del evento"}}},
	{FieldText, [][]string{{"descrizione", "descrivi", "description", "describe", "beschreibung", "descripcion"}}},
	{FieldCategory, [][]string{{"categoria", "tipologia", "category", "kategorie", "categorie"}}},
	{FieldVenue, [][]string{{"dove", "luogo", "sede", "where", "location", "venue", "wo", "ort", "lieu", "donde", "lugar"}}},
	{FieldWhen, [][]string{{"quando", "when", "wann", "quand", "cuando"}}},
	{FieldWhen, [][]string{dayNames, {"evento", "iniziativa", "manifestazione", "event", "svolgimento", "veranstaltung", "evenement", "appuntamento"}}},
}

// otherMatters are words of headers that speak of something else than of the event:
// of who wrote it, of a deadline, of rights.
var otherMatters = strings.Fields(`promemoria reminder erinnerung rappel recordatorio pubblicazione publication published publiziert creazione created creato modifica
	modified aggiornamento updated update registrazione registrati submission compilazione invio nascita birth geburt email mail telefono phone cellulare referente
	responsabile organizzatore organizer organiser contatto contatti contact privacy consenso autorizzazione crediti credito credit licenza licence license iscrizione
	iscrizioni prenotazione scadenza deadline anmeldung inscription id codice utente user studio durata duration dauer duree maps mappa latitudine longitudine
	lat lon lng parcheggio parking social facebook instagram alternativo alt didascalia caption pioggia maltempo note numero quante quanti how many tags tag`)

// question returns the field of a header of several words that is no name itself.
func question(header string) (Field, bool) {
	p := letters(header)
	words := strings.Fields(p)
	joined := strings.ContainsAny(header, ";|\t") || (strings.Contains(header, ",") && !strings.Contains(header, ", ")) // several names in one cell
	if len(words) < 2 || len(header) > maxQuestion || joined {
		return FieldExtra, false
	}
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(otherMatters, w) && w != "tag" }) {
		return FieldExtra, false
	}
	padded := " " + p + " "
	for _, r := range rules {
		met := !slices.ContainsFunc(r.groups, func(group []string) bool {
			return !slices.ContainsFunc(group, func(w string) bool { return strings.Contains(padded, " "+w+" ") })
		})
		if met {
			return r.field, true
		}
	}
	return FieldExtra, false
}

// maxQuestion is the length of a header, in bytes, beyond which it is a text.
const maxQuestion = 100

// Question reports whether a header is a question or a longer name whose field is
// recognised by a word in it.
func (n *Names) Question(header string) (Field, bool) {
	if _, _, known := n.Lookup(header); known {
		return FieldExtra, false
	}
	return question(header)
}

// exporter is a program whose tables are known by the names of their columns.
type exporter int

const (
	anyProgram exporter = iota
	googleCalendar
	microsoftForms
)

// program recognises the program that wrote a table by its header.
func program(cells []string) exporter {
	has := map[string]bool{}
	for _, c := range cells {
		has[letters(c)] = true
	}
	all := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(n string) bool { return !has[n] })
	}
	switch {
	case all("start date", "start time", "end date", "end time", "all day event") && !has["reminder on off"] && !has["event name"] && !has["timezone"]:
		return googleCalendar
	case all("ora di inizio", "ora di completamento"), all("start time", "completion time"), all("startzeit", "fertigstellungszeit"),
		all("hora de inicio", "hora de finalizacion"), all("heure de debut", "heure de fin", "adresse de messagerie"):
		return microsoftForms
	}
	return anyProgram
}

// formFields are the columns that Microsoft Forms puts in front of the questions:
// when and by whom the form was filled in.
var formFields = strings.Split("id|ora di inizio|ora di completamento|posta elettronica|nome|ora dell ultima modifica|start time|completion time|email|name|last modified time|"+
	"startzeit|fertigstellungszeit|e mail|hora de inicio|hora de finalizacion|correo electronico|nombre|heure de debut|heure de fin|adresse de messagerie|nom", "|")
