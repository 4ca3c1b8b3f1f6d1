package when

import (
	"fmt"
	"regexp"
	"strconv"
)

// locales are the languages that have words. Names and orders: Unicode CLDR
// 47, calendar gregorian, format and stand-alone widths. What differs from
// CLDR is marked "usage".
var locales = []*Locale{italian, english, american, german, french, spanish, dutch, portuguese, chinese, arabic}

var italian = &Locale{
	Tag:           "it",
	months:        [12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
	shortMonths:   [12]string{"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"},
	weekdays:      [7]string{"lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"},
	shortWeekdays: [7]string{"lun", "mar", "mer", "gio", "ven", "sab", "dom"},
	dayMonth:      "{D} {M}",
	day:           "{W} {1}",
	shortDay:      "{w} {N}",
	year:          "{1} {Y}",
	at:            "ore {T}",
	dayAt:         "{1}, {2}",
	sameMonth:     "dal {1} al {2} {M}",
	across:        "dal {1} al {2}",
	shortSame:     "{N1}–{N2} {M}",
	shortRange:    "{1} – {2}",
	and:           "{1} e {2}", comma: ", ", every: "ogni {W}", dates: "date",
	ordinal: first("1º"), // usage: primo maggio
	clock:   dotted,      // usage: 18.30; CLDR has 18:30
	polish:  elide,
}

var english = &Locale{
	Tag:           "en", // the order and the clock of en-GB, which Europe's visitors read
	months:        [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	shortMonths:   [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"},
	weekdays:      [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
	shortWeekdays: [7]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
	dayMonth:      "{D} {M}",
	day:           "{W} {1}",
	shortDay:      "{w} {N}",
	year:          "{1} {Y}",
	at:            "{T}",
	dayAt:         "{1}, {2}",
	sameMonth:     "from {1} to {2} {M}",
	across:        "from {1} to {2}",
	shortSame:     "{1}–{2} {M}",
	shortRange:    "{1} – {2}",
	and:           "{1} and {2}", comma: ", ", every: "every {W}", dates: "dates",
}

var american = &Locale{
	Tag:           "en-US",
	months:        english.months,
	shortMonths:   [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	weekdays:      english.weekdays,
	shortWeekdays: english.shortWeekdays,
	dayMonth:      "{M} {D}",
	day:           "{W}, {1}",
	shortDay:      "{w} {N}",
	year:          "{1}, {Y}",
	at:            "{T}",
	dayAt:         "{1}, {2}",
	sameMonth:     "from {M} {1} to {2}",
	across:        "from {1} to {2}",
	shortSame:     "{M} {1}–{2}",
	shortRange:    "{1} – {2}",
	and:           "{1} and {2}", comma: ", ", every: "every {W}", dates: "dates",
	clock: twelve,
}

var german = &Locale{
	Tag:           "de",
	months:        [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
	shortMonths:   [12]string{"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."},
	weekdays:      [7]string{"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"},
	shortWeekdays: [7]string{"Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"}, // the stand-alone width
	dayMonth:      "{D} {M}",
	day:           "{W}, {1}",
	shortDay:      "{w} {D}",
	year:          "{1} {Y}",
	at:            "{T} Uhr",
	dayAt:         "{1}, {2}",
	sameMonth:     "vom {1} bis {2} {M}",
	across:        "vom {1} bis {2}",
	shortSame:     "{1}–{2} {M}",
	shortRange:    "{1} – {2}",
	and:           "{1} und {2}", comma: ", ", every: "jeden {W}", dates: "Termine",
	ordinal: func(d int) string { return strconv.Itoa(d) + "." },
}

var french = &Locale{
	Tag:           "fr",
	months:        [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	shortMonths:   [12]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
	weekdays:      [7]string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
	shortWeekdays: [7]string{"lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."},
	dayMonth:      "{D} {M}",
	day:           "{W} {1}",
	shortDay:      "{w} {D}",
	year:          "{1} {Y}",
	at:            "{T}",
	dayAt:         "{1}, {2}",
	sameMonth:     "du {1} au {2} {M}",
	across:        "du {1} au {2}",
	shortSame:     "{1}–{2} {M}",
	shortRange:    "{1} – {2}",
	and:           "{1} et {2}", comma: ", ", every: "chaque {W}", dates: "dates",
	ordinal: first("1er"), // usage: le 1er mai
	clock:   heures,       // usage: 18 h 30; CLDR has 18:30
}

var spanish = &Locale{
	Tag:           "es",
	months:        [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
	shortMonths:   [12]string{"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"},
	weekdays:      [7]string{"lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"},
	shortWeekdays: [7]string{"lun", "mar", "mié", "jue", "vie", "sáb", "dom"},
	dayMonth:      "{D} de {M}",
	day:           "{W}, {1}",
	shortDay:      "{w} {N}",
	year:          "{1} de {Y}",
	at:            "{T} h",
	dayAt:         "{1}, {2}",
	sameMonth:     "del {1} al {2} de {M}",
	across:        "del {1} al {2}",
	shortSame:     "{1}–{2} de {M}",
	shortRange:    "{1} – {2}",
	and:           "{1} y {2}", comma: ", ", every: "cada {W}", dates: "fechas",
	clock: func(h, m int) string { return fmt.Sprintf("%d:%02d", h, m) },
}

var dutch = &Locale{
	Tag:           "nl",
	months:        [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
	shortMonths:   [12]string{"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"},
	weekdays:      [7]string{"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"},
	shortWeekdays: [7]string{"ma", "di", "wo", "do", "vr", "za", "zo"},
	dayMonth:      "{D} {M}",
	day:           "{W} {1}",
	shortDay:      "{w} {N}",
	year:          "{1} {Y}",
	at:            "{T} uur",
	dayAt:         "{1}, {2}",
	sameMonth:     "van {1} tot en met {2} {M}",
	across:        "van {1} tot en met {2}",
	shortSame:     "{1}–{2} {M}",
	shortRange:    "{1} – {2}",
	and:           "{1} en {2}", comma: ", ", every: "elke {W}", dates: "data",
	clock: dotted, // usage: 18.30 uur; CLDR has 18:30
}

var portuguese = &Locale{
	Tag:           "pt",
	months:        [12]string{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
	shortMonths:   [12]string{"jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."},
	weekdays:      [7]string{"segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"},
	shortWeekdays: [7]string{"seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."},
	dayMonth:      "{D} de {M}",
	day:           "{W}, {1}",
	shortDay:      "{w} {N}",
	year:          "{1} de {Y}",
	at:            "{T}",
	dayAt:         "{1}, {2}",
	sameMonth:     "de {1} a {2} de {M}",
	across:        "de {1} a {2}",
	shortSame:     "{1}–{2} de {M}",
	shortRange:    "{1} – {2}",
	and:           "{1} e {2}", comma: ", ", every: "cada {W}", dates: "datas",
}

var chinese = &Locale{
	Tag:           "zh",
	months:        [12]string{"一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"},
	shortMonths:   [12]string{"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"},
	weekdays:      [7]string{"星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"},
	shortWeekdays: [7]string{"周一", "周二", "周三", "周四", "周五", "周六", "周日"},
	dayMonth:      "{m}月{D}日",
	day:           "{1}{W}",
	shortDay:      "{D}日{w}",
	year:          "{Y}年{1}",
	at:            "{T}",
	dayAt:         "{1} {2}",
	sameMonth:     "{m}至{2}日",
	across:        "{1}至{2}",
	shortSame:     "{m}至{2}日",
	shortRange:    "{1}至{2}",
	and:           "{1}和{2}", comma: "、", every: "每{W}", dates: "个日期",
}

var arabic = &Locale{
	Tag:           "ar",
	RTL:           true,
	months:        [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
	shortMonths:   [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
	weekdays:      [7]string{"الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"},
	shortWeekdays: [7]string{"الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"},
	dayMonth:      "{D} {M}",
	day:           "{W}، {1}",
	shortDay:      "{w} {N}",
	year:          "{1} {Y}",
	at:            "الساعة {T}",
	dayAt:         "{1}، {2}",
	sameMonth:     "من {1} إلى {2} {M}",
	across:        "من {1} إلى {2}",
	// usage: a dash between figures is reordered by the bidirectional
	// algorithm and reads backwards, so short ranges are in words too.
	shortSame:  "من {1} إلى {2} {M}",
	shortRange: "من {1} إلى {2}",
	and:        "{1} و{2}", comma: "، ", every: "أيام {W}", dates: "مواعيد",
}

// first returns a function that writes day 1 as word and other days in digits.
func first(word string) func(int) string {
	return func(d int) string {
		if d == 1 {
			return word
		}
		return strconv.Itoa(d)
	}
}

func dotted(h, m int) string { return fmt.Sprintf("%d.%02d", h, m) }

// heures writes 18 h, 18 h 30 (Imprimerie nationale).
func heures(h, m int) string {
	if m == 0 {
		return fmt.Sprintf("%d h", h)
	}
	return fmt.Sprintf("%d h %02d", h, m)
}

// twelve writes 6:30 PM.
func twelve(h, m int) string {
	half := "AM"
	if h >= 12 {
		half = "PM"
	}
	return fmt.Sprintf("%d:%02d %s", (h+11)%12+1, m, half)
}

// elision matches an article before 8 or 11: otto and undici begin with a vowel.
var elision = regexp.MustCompile(`\b(dal|al|del|nel|sul|il) (8|11)\b`)

var elided = map[string]string{"dal": "dall’", "al": "all’", "del": "dell’", "nel": "nell’", "sul": "sull’", "il": "l’"}

// elide writes Italian articles as they are spoken: dall’8, all’11.
func elide(s string) string {
	return elision.ReplaceAllStringFunc(s, func(m string) string {
		p := elision.FindStringSubmatch(m)
		return elided[p[1]] + p[2]
	})
}
