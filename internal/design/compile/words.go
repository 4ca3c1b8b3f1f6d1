package compile

import (
	"strconv"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/when"
)

// numberWords are the numbers from one to twelve in the gender that counts
// things of the house's phrases ("cinque idee"), by language. Languages without
// a row write figures.
var numberWords = map[string]string{
	"it": "una due tre quattro cinque sei sette otto nove dieci undici dodici",
	"en": "one two three four five six seven eight nine ten eleven twelve",
	"de": "eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
	"fr": "une deux trois quatre cinq six sept huit neuf dix onze douze",
	"es": "una dos tres cuatro cinco seis siete ocho nueve diez once doce",
	"nl": "één twee drie vier vijf zes zeven acht negen tien elf twaalf",
	"pt": "uma duas três quatro cinco seis sete oito nove dez onze doze",
}

// numberWord writes a small number as a word with a capital.
func numberWord(n int, lang string) string {
	words := strings.Fields(numberWords[base(lang)])
	if n < 1 || n > len(words) {
		return strconv.Itoa(n)
	}
	r := []rune(words[n-1])
	return strings.ToUpper(string(r[0])) + string(r[1:])
}

// Levels of a civil protection alert, as the accents of the kit allerta.
var levelNames = [4]string{"cessata", "gialla", "arancione", "rossa"}

// levelWords are what people write for the levels 0 to 3.
var levelWords = map[string]int{
	"0": 0, "cessata": 0, "verde": 0, "green": 0, "all clear": 0, "over": 0, "grün": 0, "vert": 0, "verte": 0,
	"1": 1, "gialla": 1, "giallo": 1, "yellow": 1, "gelb": 1, "jaune": 1, "amarilla": 1, "amarela": 1, "geel": 1, "黄色": 1, "أصفر": 1,
	"2": 2, "arancione": 2, "orange": 2, "naranja": 2, "laranja": 2, "oranje": 2, "橙色": 2, "برتقالي": 2,
	"3": 3, "rossa": 3, "rosso": 3, "red": 3, "rot": 3, "rouge": 3, "roja": 3, "vermelha": 3, "rood": 3, "红色": 3, "أحمر": 3,
}

// level reads an alert's level, 0 to 3.
func level(text string) (n int, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	text = strings.TrimSpace(strings.TrimPrefix(text, "allerta"))
	n, ok = levelWords[text]
	return n, ok
}

// resolveLevel dresses the kit in an alert's level, if the template has one.
func (c *compiler) resolveLevel(f map[string]string) {
	text := f["level"]
	if text == "" || !c.hasInput("level") {
		return
	}
	n, ok := level(text)
	if !ok {
		c.diags.Errorf(c.in.Event.At("level"), "level", diag.T("write gialla, arancione, rossa or cessata"), "%q is no level of an alert", text)
		return
	}
	f["level_number"] = strconv.Itoa(n)
	f["level_"+strconv.Itoa(n)] = "yes"
	f["level_word"] = f["word_"+strconv.Itoa(n)]
	if pal, ok := c.in.Kit.With(levelNames[n]); ok {
		kit := *c.in.Kit
		kit.Palette = pal
		c.in.Kit = &kit
	}
}

func (c *compiler) hasInput(name string) bool {
	for _, in := range c.in.Template.Inputs {
		if in.Name == name {
			return true
		}
	}
	return false
}

func sameDate(a, b time.Time) bool { return a.Year() == b.Year() && a.YearDay() == b.YearDay() }

// timeFields gives the fields that tell when, in the words of the language.
func (c *compiler) timeFields(f map[string]string, ev *event.Event, lang string) {
	w := ev.When
	if len(c.in.Events) > 0 && !w.Known() {
		w = c.spanOfEvents()
	}
	if !w.Known() {
		return
	}
	words, ok := when.For(lang)
	if !ok {
		c.diags.Errorf(diag.Pos{}, "language", diag.DidYouMean(lang, when.Tags()), "dates cannot be written in the language %q", lang)
		return
	}
	first, last := when.Span(w)
	f["weekday"] = words.Weekday(first)
	f["day_number"] = words.Number(first)
	f["month"] = words.Month(first)
	f["day"] = words.Day(first, c.in.Today)
	f["date"] = words.Dates(w, c.in.Today)
	f["range"] = f["date"]
	f["short_range"] = words.ShortRange(first, last, c.in.Today)
	f["month_time"], f["month_at"] = f["month"], f["month"]
	f["from_to"] = words.Range(first, last, c.in.Today)
	f["year"] = strconv.Itoa(first.Year())
	if !w.AllDay {
		f["time"] = words.Time(w.Start)
		f["hours"] = words.Hours(w)
		f["month_time"] = f["month"] + ", " + f["time"]
		f["month_at"] = f["month"] + ", " + words.At(w.Start)
		f["start_at"] = words.ShortDay(w.Start) + ", " + words.At(w.Start)
		if !w.End.IsZero() {
			f["end_at"] = words.ShortDay(w.End) + ", " + words.At(w.End)
		}
	}
	f["start_day"], f["end_day"], f["next_day"] = words.Number(first), words.Date(last, c.in.Today), words.ShortDay(last.AddDate(0, 0, 1))
	if first.Month() != last.Month() {
		f["start_day"] = words.Date(first, c.in.Today)
	}
	f["start_short"] = words.ShortDay(first)
	if sameDate(first, last) {
		f["one_day"] = "yes"
	} else {
		f["many_days"] = "yes"
		f["days"] = strconv.Itoa(daysBetween(first, last) + 1)
	}
	c.countdown(f, first)
	// A calendar shows the month as a row of days with its last one.
	f["month_days"] = fmt3(c.in.Today, first)
}

// countdown counts the days that are left.
func (c *compiler) countdown(f map[string]string, first time.Time) {
	left := daysBetween(c.in.Today.In(first.Location()), first)
	switch {
	case left < 0:
	case left == 0:
		f["today"] = "yes"
	default:
		f["days_left"] = strconv.Itoa(left)
		if left < 10 {
			f["one_figure"] = "yes"
		}
		if left == 1 {
			f["one_left"] = "yes"
		} else {
			f["some_left"] = "yes"
		}
	}
}

// daysBetween counts midnights.
func daysBetween(a, b time.Time) int {
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC) }
	return int(day(b).Sub(day(a)).Hours() / 24)
}

// fmt3 writes a calendar's three numbers: the days of the last day's month, the
// day that it is now in that month (0 before, with the month's length after it)
// and the last day.
func fmt3(today, last time.Time) string {
	n := time.Date(last.Year(), last.Month()+1, 0, 12, 0, 0, 0, time.UTC).Day()
	now := 0
	switch {
	case today.Year() == last.Year() && today.Month() == last.Month():
		now = today.Day()
	case today.After(last):
		now = n
	}
	return strconv.Itoa(n) + " " + strconv.Itoa(now) + " " + strconv.Itoa(last.Day())
}

// spanOfEvents is from the first to the last day of a file's events.
func (c *compiler) spanOfEvents() event.When {
	var out event.When
	for _, e := range c.in.Events {
		if !e.When.Known() {
			continue
		}
		first, last := when.Span(e.When)
		if out.Start.IsZero() || first.Before(out.Start) {
			out.Start = first
		}
		if last.After(out.End) {
			out.End = last
		}
		out.AllDay = true
	}
	return out
}
