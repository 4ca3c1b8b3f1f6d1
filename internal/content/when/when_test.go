package when_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/when"
)

func at(s string) time.Time {
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	panic("bad time in a test: " + s)
}

var now = at("2025-06-01")

func locale(t *testing.T, tag string) *when.Locale {
	t.Helper()
	l, ok := when.For(tag)
	if !ok {
		t.Fatalf("no words for %s", tag)
	}
	return l
}

// TestNamesAreThoseOfCLDR compares every name with CLDR. Short weekdays of
// German are those of the stand-alone width, without the full stop.
func TestNamesAreThoseOfCLDR(t *testing.T) {
	f, err := os.Open("testdata/cldr.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows := 0
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if strings.HasPrefix(sc.Text(), "#") {
			continue
		}
		p := strings.Split(sc.Text(), "\t")
		tag := p[0]
		if tag == "en-GB" {
			tag = "en"
		}
		l := locale(t, tag)
		for i, want := range strings.Split(p[3], "|") {
			day := at("2025-01-06").AddDate(0, 0, i) // a Monday
			month := time.Date(2025, time.Month(i+1), 1, 0, 0, 0, 0, time.UTC)
			var got string
			switch p[1] + p[2] {
			case "monthFULL":
				got = l.Month(month)
			case "monthSHORT": // not written; read by LookupMonth below
				got = want
			case "weekdayFULL":
				got = l.Weekday(day)
			case "weekdaySHORT":
				got = l.ShortWeekday(day)
				if tag == "de" {
					want = strings.TrimSuffix(want, ".")
				}
			}
			if got != want {
				t.Errorf("%s %s %s: got %q, want %q", tag, p[1], p[2], got, want)
			}
			if p[1] == "month" {
				if m, ok := when.LookupMonth(strings.ToUpper(want)); ok && m != month.Month() || !ok && tag != "zh" {
					t.Errorf("%s: %q is looked up as month %d", tag, want, m)
				}
			} else if d, ok := when.LookupWeekday(want); !ok || d != day.Weekday() {
				t.Errorf("%s: %q is looked up as %v", tag, want, d)
			}
			rows++
		}
	}
	if rows != 10*(12+7)*2 {
		t.Errorf("%d names compared, want %d", rows, 10*(12+7)*2)
	}
}

func TestWords(t *testing.T) {
	type row struct {
		what, from, to, want string
	}
	tables := map[string][]row{
		"it": {
			{"day", "2025-06-14", "", "sabato 14 giugno"},
			{"day", "2025-05-01", "", "giovedì 1º maggio"},
			{"day", "2026-01-08", "", "giovedì 8 gennaio 2026"},
			{"date", "2025-08-11", "", "11 agosto"},
			{"date", "2024-12-31", "", "31 dicembre 2024"},
			{"short", "2025-06-14", "", "sab 14"},
			{"short", "2025-06-01", "", "dom 1"},
			{"number", "2025-06-01", "", "1"},
			{"time", "2025-06-14 18:30", "", "18.30"},
			{"time", "2025-06-14 06:00", "", "6.00"},
			{"time", "2025-06-14 00:05", "", "0.05"},
			{"at", "2025-06-14 08:30", "", "ore 8.30"},
			{"dayat", "2025-06-14 18:30", "", "sabato 14 giugno, ore 18.30"},
			{"range", "2025-05-03", "2025-05-05", "dal 3 al 5 maggio"},
			{"range", "2025-05-03", "2025-09-30", "dal 3 maggio al 30 settembre"},
			{"range", "2025-05-08", "2025-05-11", "dall’8 all’11 maggio"},
			{"range", "2025-05-08", "2025-09-08", "dall’8 maggio all’8 settembre"},
			{"range", "2025-05-01", "2025-05-11", "dal 1º all’11 maggio"},
			{"range", "2025-05-18", "2025-05-28", "dal 18 al 28 maggio"},
			{"range", "2025-12-28", "2026-01-06", "dal 28 dicembre 2025 al 6 gennaio 2026"},
			{"range", "2026-05-03", "2026-05-05", "dal 3 al 5 maggio 2026"},
			{"range", "2025-06-14", "2025-06-14", "sabato 14 giugno"},
			{"shortrange", "2025-05-03", "2025-05-05", "3–5 maggio"},
			{"shortrange", "2025-05-01", "2025-05-05", "1–5 maggio"},
			{"shortrange", "2025-05-01", "2025-09-30", "1º maggio – 30 settembre"},
			{"shortrange", "2025-05-03", "2025-09-30", "3 maggio – 30 settembre"},
			{"shortrange", "2025-05-08", "2025-05-11", "8–11 maggio"},
			{"shortrange", "2024-12-28", "2025-01-06", "28 dicembre 2024 – 6 gennaio 2025"},
			{"shortrange", "2025-05-05", "2025-05-03", "3–5 maggio"},
		},
		"en": {
			{"day", "2025-06-14", "", "Saturday 14 June"},
			{"day", "2026-06-14", "", "Sunday 14 June 2026"},
			{"date", "2025-05-01", "", "1 May"},
			{"short", "2025-06-14", "", "Sat 14"},
			{"time", "2025-06-14 18:30", "", "18:30"},
			{"time", "2025-06-14 06:00", "", "06:00"},
			{"dayat", "2025-06-14 18:30", "", "Saturday 14 June, 18:30"},
			{"range", "2025-05-03", "2025-05-05", "from 3 to 5 May"},
			{"range", "2025-05-03", "2025-09-30", "from 3 May to 30 September"},
			{"shortrange", "2025-05-03", "2025-05-05", "3–5 May"},
			{"shortrange", "2026-05-03", "2026-09-30", "3 May – 30 September 2026"},
		},
		"en-US": {
			{"day", "2025-06-14", "", "Saturday, June 14"},
			{"day", "2026-06-14", "", "Sunday, June 14, 2026"},
			{"short", "2025-06-14", "", "Sat 14"},
			{"time", "2025-06-14 18:30", "", "6:30 PM"},
			{"time", "2025-06-14 00:00", "", "12:00 AM"},
			{"time", "2025-06-14 12:15", "", "12:15 PM"},
			{"range", "2025-05-03", "2025-05-05", "from May 3 to 5"},
			{"shortrange", "2025-05-03", "2025-05-05", "May 3–5"},
			{"shortrange", "2025-05-03", "2025-09-30", "May 3 – September 30"},
			{"shortrange", "2026-05-03", "2026-05-05", "May 3–5, 2026"},
		},
		"de": {
			{"day", "2025-06-14", "", "Samstag, 14. Juni"},
			{"day", "2026-03-15", "", "Sonntag, 15. März 2026"},
			{"date", "2025-05-01", "", "1. Mai"},
			{"short", "2025-06-14", "", "Sa 14."},
			{"time", "2025-06-14 18:30", "", "18:30"},
			{"at", "2025-06-14 18:30", "", "18:30 Uhr"},
			{"dayat", "2025-06-14 18:30", "", "Samstag, 14. Juni, 18:30 Uhr"},
			{"range", "2025-05-03", "2025-05-05", "vom 3. bis 5. Mai"},
			{"range", "2025-05-03", "2025-09-30", "vom 3. Mai bis 30. September"},
			{"shortrange", "2025-05-03", "2025-05-05", "3.–5. Mai"},
			{"shortrange", "2025-05-03", "2025-09-30", "3. Mai – 30. September"},
			{"shortrange", "2026-05-03", "2026-05-05", "3.–5. Mai 2026"},
		},
		"fr": {
			{"day", "2025-06-14", "", "samedi 14 juin"},
			{"day", "2025-05-01", "", "jeudi 1er mai"},
			{"day", "2026-08-02", "", "dimanche 2 août 2026"},
			{"short", "2025-06-14", "", "sam. 14"},
			{"time", "2025-06-14 18:30", "", "18 h 30"},
			{"time", "2025-06-14 18:00", "", "18 h"},
			{"dayat", "2025-06-14 18:30", "", "samedi 14 juin, 18 h 30"},
			{"range", "2025-05-03", "2025-05-05", "du 3 au 5 mai"},
			{"range", "2025-05-01", "2025-05-05", "du 1er au 5 mai"},
			{"range", "2025-05-03", "2025-09-30", "du 3 mai au 30 septembre"},
			{"shortrange", "2025-05-03", "2025-05-05", "3–5 mai"},
			{"shortrange", "2025-05-03", "2025-09-30", "3 mai – 30 septembre"},
		},
		"es": {
			{"day", "2025-06-14", "", "sábado, 14 de junio"},
			{"day", "2026-06-14", "", "domingo, 14 de junio de 2026"},
			{"short", "2025-06-14", "", "sáb 14"},
			{"time", "2025-06-14 08:30", "", "8:30"},
			{"at", "2025-06-14 18:30", "", "18:30 h"},
			{"range", "2025-05-03", "2025-05-05", "del 3 al 5 de mayo"},
			{"range", "2025-05-03", "2025-09-30", "del 3 de mayo al 30 de septiembre"},
			{"shortrange", "2025-05-03", "2025-05-05", "3–5 de mayo"},
			{"shortrange", "2026-05-03", "2026-05-05", "3–5 de mayo de 2026"},
		},
		"nl": {
			{"day", "2025-06-14", "", "zaterdag 14 juni"},
			{"short", "2025-06-14", "", "za 14"},
			{"time", "2025-06-14 18:30", "", "18.30"},
			{"at", "2025-06-14 18:30", "", "18.30 uur"},
			{"range", "2025-05-03", "2025-05-05", "van 3 tot en met 5 mei"},
			{"range", "2025-05-03", "2025-09-30", "van 3 mei tot en met 30 september"},
			{"shortrange", "2025-05-03", "2025-05-05", "3–5 mei"},
			{"shortrange", "2025-05-03", "2025-09-30", "3 mei – 30 september"},
		},
		"pt": {
			{"day", "2025-06-14", "", "sábado, 14 de junho"},
			{"day", "2026-06-15", "", "segunda-feira, 15 de junho de 2026"},
			{"short", "2025-06-14", "", "sáb. 14"},
			{"time", "2025-06-14 18:30", "", "18:30"},
			{"range", "2025-05-03", "2025-05-05", "de 3 a 5 de maio"},
			{"range", "2025-05-03", "2025-09-30", "de 3 de maio a 30 de setembro"},
			{"shortrange", "2025-05-03", "2025-05-05", "3–5 de maio"},
			{"shortrange", "2025-05-03", "2025-09-30", "3 de maio – 30 de setembro"},
		},
		"zh": {
			{"day", "2025-06-14", "", "6月14日星期六"},
			{"day", "2026-06-14", "", "2026年6月14日星期日"},
			{"date", "2025-05-01", "", "5月1日"},
			{"short", "2025-06-14", "", "14日周六"},
			{"time", "2025-06-14 18:30", "", "18:30"},
			{"dayat", "2025-06-14 18:30", "", "6月14日星期六 18:30"},
			{"range", "2025-05-03", "2025-05-05", "5月3日至5日"},
			{"range", "2025-05-03", "2025-09-30", "5月3日至9月30日"},
			{"range", "2025-12-28", "2026-01-06", "2025年12月28日至2026年1月6日"},
			{"shortrange", "2026-05-03", "2026-05-05", "2026年5月3日至5日"},
		},
		"ar": {
			{"day", "2025-06-14", "", "السبت، 14 يونيو"},
			{"day", "2026-06-14", "", "الأحد، 14 يونيو 2026"},
			{"short", "2025-06-14", "", "السبت 14"},
			{"time", "2025-06-14 18:30", "", "18:30"},
			{"at", "2025-06-14 18:30", "", "الساعة 18:30"},
			{"range", "2025-05-03", "2025-05-05", "من 3 إلى 5 مايو"},
			{"range", "2025-05-03", "2025-09-30", "من 3 مايو إلى 30 سبتمبر"},
			{"shortrange", "2025-05-03", "2025-05-05", "من 3 إلى 5 مايو"},
		},
	}
	for _, tag := range when.Tags() {
		if len(tables[tag]) < 8 {
			t.Errorf("%s has %d rows, too few", tag, len(tables[tag]))
		}
		l := locale(t, tag)
		for _, r := range tables[tag] {
			t.Run(fmt.Sprint(tag, " ", r.what, " ", r.from, " ", r.to), func(t *testing.T) {
				from := at(r.from)
				to := from
				if r.to != "" {
					to = at(r.to)
				}
				words := map[string]func() string{
					"day":        func() string { return l.Day(from, now) },
					"date":       func() string { return l.Date(from, now) },
					"short":      func() string { return l.ShortDay(from) },
					"number":     func() string { return l.Number(from) },
					"time":       func() string { return l.Time(from) },
					"at":         func() string { return l.At(from) },
					"dayat":      func() string { return l.DayAt(from, now) },
					"range":      func() string { return l.Range(from, to, now) },
					"shortrange": func() string { return l.ShortRange(from, to, now) },
				}
				if got := words[r.what](); got != r.want {
					t.Errorf("got %q, want %q", got, r.want)
				}
			})
		}
	}
}

func TestNothingIsLeftUnfilled(t *testing.T) {
	for _, tag := range when.Tags() {
		l := locale(t, tag)
		for d := range 120 {
			from := now.AddDate(0, 0, 7*d).Add(7 * time.Hour)
			to := from.AddDate(0, 0, d%40)
			for _, s := range []string{l.Day(from, now), l.Date(from, now), l.ShortDay(from), l.At(from), l.DayAt(from, now), l.Range(from, to, now), l.ShortRange(from, to, now)} {
				if strings.ContainsAny(s, "{}'") || strings.TrimSpace(s) != s || s == "" || strings.Contains(s, "  ") {
					t.Fatalf("%s: %q", tag, s)
				}
			}
		}
	}
}

func TestFor(t *testing.T) {
	for tag, want := range map[string]string{"it": "it", "IT": "it", "de-AT": "de", "en-us": "en-US", "en-GB": "en", "pt-BR": "pt", "zh-Hans-CN": "zh"} {
		if l, ok := when.For(tag); !ok || l.Tag != want {
			t.Errorf("%s gives %s, %v", tag, l.Tag, ok)
		}
	}
	if l, ok := when.For("fi"); ok || l.Tag != "en" {
		t.Errorf("Finnish gives %s, %v; want English as a stopgap", l.Tag, ok)
	}
	if l, _ := when.For("ar"); !l.RTL {
		t.Error("Arabic does not run from right to left")
	}
}

func TestEventDates(t *testing.T) {
	l := locale(t, "it")
	for _, c := range []struct {
		w     event.When
		dates string
		hours string
	}{
		{event.When{}, "", ""},
		{event.When{Start: at("2025-06-14 18:30")}, "sabato 14 giugno", "ore 18.30"},
		{event.When{Start: at("2025-06-14 21:00"), End: at("2025-06-15 02:00")}, "sabato 14 giugno", "ore 21.00"},
		{event.When{Start: at("2025-06-14 21:00"), End: at("2025-06-15 00:00")}, "sabato 14 giugno", "ore 21.00"},
		{event.When{Start: at("2025-06-14 21:00"), End: at("2025-06-15 10:00")}, "14–15 giugno", "ore 21.00"},
		{event.When{Start: at("2025-06-14 21:00"), End: at("2025-06-16 02:00")}, "14–16 giugno", "ore 21.00"},
		{event.When{Start: at("2025-05-03 10:00"), End: at("2025-05-06 00:00")}, "3–5 maggio", "ore 10.00"},
		{event.When{Start: at("2025-05-03"), End: at("2025-05-05"), AllDay: true}, "3–5 maggio", ""},
		{event.When{Start: at("2025-05-03"), End: at("2025-05-03"), AllDay: true}, "sabato 3 maggio", ""},
		{event.When{Start: at("2025-12-31 22:00"), End: at("2026-01-01 04:00")}, "mercoledì 31 dicembre", "ore 22.00"},
	} {
		if got := l.Dates(c.w, now); got != c.dates {
			t.Errorf("%v: got %q, want %q", c.w, got, c.dates)
		}
		if got := l.Hours(c.w); got != c.hours {
			t.Errorf("%v: got %q, want %q", c.w, got, c.hours)
		}
	}
}

func ExampleLocale_Range() {
	l, _ := when.For("it")
	from := time.Date(2025, 5, 8, 0, 0, 0, 0, time.UTC)
	now := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	fmt.Println(l.Range(from, from.AddDate(0, 0, 3), now))
	fmt.Println(l.ShortRange(from, from.AddDate(0, 4, 22), now))
	// Output:
	// dall’8 all’11 maggio
	// 8 maggio – 30 settembre
}
