package typeset

import (
	"slices"
	"strings"
	"sync"
)

// wordLists are the words that decide where a line may be broken, for one
// language. They follow typographic practice, not grammar: Bringhurst, The Elements
// of Typographic Style, 2.4; for Italian also Giro's own rules that no line ends in
// an apostrophe, an article or a one-letter word.
type wordLists struct {
	articles string // a line never ends in one
	weak     string // prepositions and conjunctions: a line seldom ends in one
	months   string
	weekdays string // stay with the figure after them
	units    string // stay with the figure before them
	counters string // stay with the figure after them: "ore 18.30", "n. 5"
}

// byLanguage holds the lists of the languages that Giro's users write.
var byLanguage = map[string]wordLists{
	"it": {
		articles: "il lo la i gli le un uno una",
		weak: "di da in con su per tra fra del dello della dei degli delle al allo alla ai agli alle dal dallo dalla dai " +
			"dagli dalle nel nello nella nei negli nelle sul sullo sulla sui sugli sulle col e ed o od ma che non se come",
		months: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre " +
			"gen feb mar apr mag giu lug ago set sett ott nov dic",
		weekdays: "lunedì martedì mercoledì giovedì venerdì sabato domenica lun mar mer gio ven sab dom",
		units:    "ore ora minuti min secondi euro anni giorni km m cm mm mq ha kg g l litri metri chilometri mila milioni miliardi",
		counters: "ore alle dalle dall’ h n num nr art pag tel cell int sala linea bus tram",
	},
	"en": {
		articles: "a an the",
		weak:     "of in on at to by for from with and or but as into about near per that",
		months: "january february march april may june july august september october november december " +
			"jan feb mar apr jun jul aug sep sept oct nov dec",
		weekdays: "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
		units:    "am pm a.m p.m o’clock hours hour hrs minutes min seconds euros euro years days km m cm mm kg g miles feet ft million billion",
		counters: "at no nr num p page room line bus tram gate platform",
	},
	"de": {
		articles: "der die das dem den des ein eine einer eines einem einen",
		weak:     "in im an am auf aus bei bis für mit nach ohne über um unter vom von vor zu zum zur und oder aber als wie",
		months: "januar februar märz april mai juni juli august september oktober november dezember " +
			"jan feb mär apr jun jul aug sep sept okt nov dez",
		weekdays: "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so",
		units:    "uhr stunden stunde std minuten min sekunden euro jahre tage km m cm mm kg g meter kilometer millionen milliarden",
		counters: "um nr s tel raum linie bus tram gleis",
	},
	"fr": {
		articles: "le la les un une des",
		weak:     "de du à au aux en dans par pour sur sous avec sans chez et ou mais que qui",
		months: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre " +
			"janv févr avr juil sept oct nov déc",
		weekdays: "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim",
		units:    "heures heure h minutes min secondes euros euro ans jours km m cm mm kg g mètres kilomètres millions milliards",
		counters: "à n no nº p tél salle ligne bus tram",
	},
	"es": {
		articles: "el la los las un una unos unas lo",
		weak:     "de del a al en con por para sin sobre entre desde hasta y e o u pero que",
		months: "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre " +
			"ene feb mar abr may jun jul ago sept oct nov dic",
		weekdays: "lunes martes miércoles jueves viernes sábado domingo lun mar mié jue vie sáb dom",
		units:    "horas hora h minutos min segundos euros euro años días km m cm mm kg g metros kilómetros millones",
		counters: "n nº núm p tel sala línea bus",
	},
	"pt": {
		articles: "o a os as um uma uns umas",
		weak:     "de do da dos das em no na nos nas ao aos à às com por para sem sobre entre até e ou mas que",
		months: "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro " +
			"jan fev mar abr mai jun jul ago set out nov dez",
		weekdays: "segunda terça quarta quinta sexta sábado domingo seg ter qua qui sex sáb dom",
		units:    "horas hora h minutos min segundos euros euro anos dias km m cm mm kg g metros quilômetros quilómetros milhões",
		counters: "às n nº p tel sala linha",
	},
	"nl": {
		articles: "de het een ’t",
		weak:     "van in op aan bij met voor door uit naar om te tot over onder en of maar als",
		months: "januari februari maart april mei juni juli augustus september oktober november december " +
			"jan feb mrt apr jun jul aug sep okt nov dec",
		weekdays: "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma di wo do vr za zo",
		units:    "uur minuten min seconden euro jaar dagen km m cm mm kg g meter kilometer miljoen miljard",
		counters: "om nr p tel zaal lijn",
	},
	"ar": {
		weak:     "في من إلى على عن مع أو حتى عند بين بعد قبل",
		months:   "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		weekdays: "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
		units:    "يورو كم متر دقيقة",
		counters: "الساعة رقم",
	},
}

// streets stay with the name after them, and saints and titles too; names of
// places keep their language in a translated text, so the list is one for all.
const (
	streets = "via viale vicolo piazza piazzale piazzetta corso largo lungomare lungarno ponte porta parco villa palazzo borgo " +
		"v.le p.za p.zza p.le c.so l.go rue avenue place boulevard calle avenida plaza rua praça"
	titles = "san sant santa santo santi s ss st ste saint sainte sankt são don dott dott.ssa prof prof.ssa ing arch avv sig mr mrs ms dr"
)

// wordSets are the lists as sets.
type wordSets struct {
	articles, weak, months, weekdays, units, counters map[string]bool
}

var allSets = sync.OnceValue(func() map[string]wordSets {
	out := map[string]wordSets{}
	for tag, w := range byLanguage {
		out[tag] = wordSets{
			articles: wordSet(w.articles), weak: wordSet(w.weak), months: wordSet(w.months),
			weekdays: wordSet(w.weekdays), units: wordSet(w.units), counters: wordSet(w.counters),
		}
	}
	return out
})

var placeSets = sync.OnceValue(func() (s struct{ streets, titles map[string]bool }) {
	s.streets, s.titles = wordSet(streets), wordSet(titles)
	return s
})

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// primary returns the primary language of a BCP 47 tag, in lower case.
func primary(tag string) string {
	tag, _, _ = strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	return strings.ToLower(tag)
}

// isRoman reports whether a word is a Roman numeral in capitals, as in "Vittorio Emanuele II".
func isRoman(word string) bool {
	return word != "" && strings.Trim(word, "IVXLCDM") == ""
}

// isNumber reports whether a word is a figure: digits with separators, a range, a
// time, or a price, and perhaps an ordinal sign.
func isNumber(word string) bool {
	rest := strings.Trim(word, "ªº°%€$£+−-")
	if rest == "" || !hasDigit(rest) {
		return false
	}
	return !slices.ContainsFunc([]rune(rest), func(r rune) bool {
		return (r < '0' || r > '9') && !strings.ContainsRune(".,:’'/–-", r)
	})
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }
