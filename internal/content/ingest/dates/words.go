package dates

import (
	"regexp"
	"slices"
	"strings"
)

// What programmes say about a time beside the time itself is taken out of the text
// before it is read: words for the whole day, for a part of the day, for a time
// that is not known yet, and when the doors open.

// allDayWords say that an event lasts the whole day.
var allDayWords = []string{"tutto il giorno", "tutta la giornata", "intera giornata", "giornata intera", "all day", "all-day", "ganztägig", "ganztagig", "toute la journée", "toute la journee", "todo el día", "todo el dia"}

// undecidedWords say that a date is not known yet.
var undecidedWords = []string{"tba", "tbd", "tbc", "da definire", "da definirsi", "da stabilire", "da confermare", "da destinarsi", "to be announced", "to be confirmed", "to be defined", "offen", "noch offen", "wird noch bekannt gegeben", "à confirmer", "à définir", "à préciser", "a confirmar", "por definir", "por confirmar"}

// Undecided reports whether a text says that the date or time is not known yet.
func Undecided(text string) bool {
	return slices.Contains(undecidedWords, trimUndecided(strings.ToLower(text)))
}

// undecidedOf are the words for what is undecided: "data da definire".
var undecidedOf = []string{"data", "date", "a data", "in data", "orario", "ora", "ore", "time", "datum", "termin", "uhrzeit", "heure", "horaire", "fecha", "hora", "giorno", "e orario"}

func trimUndecided(text string) string {
	text = strings.Trim(text, " .:;,!*()")
	for again := true; again; {
		again = false
		for _, w := range undecidedOf {
			if rest, ok := strings.CutPrefix(text, w+" "); ok {
				text, again = strings.TrimLeft(rest, " :"), true
			}
		}
	}
	return text
}

// undecidedTime finds a time that is undecided behind a day that is known.
var undecidedTime = regexp.MustCompile(`[,;\s(–-]*(?:\b(?:ora|ore|orario|time|uhrzeit|heure|horaire|hora)\s+)?(?:da definire|da definirsi|da stabilire|da confermare|to be announced|to be confirmed|noch offen|à confirmer|à définir|a confirmar|por definir|\btb[acd]\b)[\s)]*$`)

// partOfDay finds a part of the day that has no hour. The first group is one that
// comes after noon.
var partOfDay = regexp.MustCompile(`(?:\b(?:in|di|del|della|nel|nella|al|alla|dal|dalla|dall|at|the|from|am|ab|dans|le|la|en|por|de|du)['’]?\s*)*(?:\b(pomeriggio|sera|serata|tarda serata|afternoon|evening|nachmittags?|abends?|après-midi|apres-midi|soir|soirée|tarde)|\b(mattina|mattino|mattinata|tramonto|alba|notte|morning|sunset|dusk|sunrise|night|vormittags?|morgens|sonnenuntergang|nachts?|matin|matinée|nuit|coucher du soleil|atardecer|noche))(?:\b|$)`)

// doors finds when the doors open.
var doors = regexp.MustCompile(`[\s(,;–-]*\b(?:apertura (?:delle )?(?:porte|cancelli)|apertura (?:de )?puertas|porte|doors(?: open)?|einlass|ouverture des portes)\b[\s:]*(?:\b(?:ore|h|alle|dalle|at|ab|um|à|a las)\b\.?)?\s*\d{1,2}(?:[.:,h]\s?\d{2})?\s*(?:h|uhr|pm|am)?\b[\s)]*`)

// takeOut takes the words out of a text in lower case that are not read as times,
// and remembers them.
func (st *Statement) takeOut(text string) string {
	for _, w := range allDayWords {
		if strings.Contains(text, w) {
			st.AllDay = true
			text = strings.Replace(text, w, " ", 1)
		}
	}
	take := func(m []int) string {
		out := strings.Trim(text[m[0]:m[1]], " ,;()–-")
		text = text[:m[0]] + " " + text[m[1]:]
		return out
	}
	if m := doors.FindStringIndex(text); m != nil {
		st.Doors = take(m)
	}
	if m := undecidedTime.FindStringIndex(text); m != nil && strings.ContainsAny(text[:m[0]], "0123456789") {
		st.Vague = take(m)
	}
	if m := partOfDay.FindStringSubmatchIndex(text); m != nil {
		st.afternoon = m[2] >= 0
		st.Vague = take(m[:2])
	}
	return text
}
