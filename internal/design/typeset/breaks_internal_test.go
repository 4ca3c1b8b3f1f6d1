package typeset

import (
	"math"
	"strings"
	"testing"
)

// marked returns a text with "|" where it may be broken and "¦" where it may as a
// last resort.
func marked(text, lang string) string {
	h := newHardLine(text)
	kind := map[int]string{}
	for _, o := range h.opportunities(lang) {
		kind[o.at] = "|"
		if o.last {
			kind[o.at] = "¦"
		}
	}
	var b strings.Builder
	for i, r := range h.rs {
		b.WriteString(kind[i])
		b.WriteRune(r)
	}
	return b.String()
}

func TestOpportunities(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, lang, want string }{
		{"apostrophe", "it", "La notte |dell’Orologio"},
		{"apostrophe with a space", "it", "La notte |dell’ Orologio, |po’ di |blu"},
		{"typewriter apostrophe", "it", "l'estate |all' aperto"},
		{"articles", "it", "Il mercato |e la festa |di |una città"},
		{"article in quotation marks", "it", "«La dolce |vita»"},
		{"no article: the word goes on", "it", "per |la, |dice"},
		{"one-letter words", "it", "Andiamo |a Milano |e a Monza |o a Lodi"},
		{"initial", "it", "Teatro |G. Verdi |di |Trieste"},
		{"weekday and day", "it", "sab 14, |giugno"},
		{"weekday, day and month", "it", "sabato 14 giugno |ore 18.30"},
		{"month and year", "it", "14 giugno |2026"},
		{"times", "it", "ore 18.30, |alle 21, |h 21, |dalle 9 |alle 17"},
		{"range of hours", "it", "ore 18.30–20.00"},
		{"range of days", "it", "dal |3 |al |5 maggio"},
		{"spaced range", "it", "3 maggio – |30 settembre"},
		{"number sign", "it", "n. 5, |nr. 12, |art. 3"},
		{"units", "it", "12 km |a piedi, |5 € |a testa, |20 % |di |sconto, |€ 5"},
		{"years old", "it", "6 anni"},
		{"thousands", "it", "20 mila |persone"},
		{"street", "it", "in |via ¦Roma |e piazza ¦Duomo"},
		{"street in another language", "en", "in |via ¦Roma"},
		{"via that is no street", "en", "travel |via |train"},
		{"saints", "it", "San ¦Siro, |Santa ¦Maria, |S. Ambrogio"},
		{"king", "it", "Galleria |Vittorio |Emanuele II"},
		{"list is no king", "it", "Milano, |II |edizione"},
		{"bullet", "it", "sab 14 · |ore 18.30 · |Isola"},
		{"ampersand", "it", "Arte |& Cibo |+ Musica"},
		{"quotation marks", "it", "« Caporali »"},
		{"brackets", "it", "Parco |(ingresso |libero)"},
		{"hyphen", "it", "Emilia-¦Romagna"},
		{"range with a hyphen", "it", "2025-2026"},
		{"soft hyphen is never used", "de", "Donau\u00addampf\u00adschiff"},
		{"no-break space", "it", "via\u00a0Roma |12"},
		{"zero width space", "it", "lungo\u200b|lungo"},
		{"slash", "it", "bar/¦ristorante"},
		{"address of a site", "it", "www.comune.milano.it/¦eventi"},
		{"exclamation", "fr", "Bonjour !"},
		{"English article", "en", "The night |of |the clock"},
		{"English date", "en", "Sat 14 June |2026, |June 14, |5 pm"},
		{"English I", "en", "what |I love"},
		{"German", "de", "Der Markt |im |Park |am |14. |Juni |um 18 Uhr"},
		{"French", "fr", "Le marché |de |la place, |14 juin |à 18 h"},
		{"Spanish", "es", "El mercado |y la plaza, |14 |de |junio"},
		{"Portuguese", "pt-BR", "O mercado |da |praça |às 18 horas"},
		{"Dutch", "nl", "De markt |om 18 uur"},
		{"unknown language", "xx", "Il |mercato |e la |festa |sab |14"},
		{"Chinese", "zh", "米|兰|城|市|节，|2025年|5月|3日，|星|期|六"},
		{"Chinese ordinal", "zh", "第3届|节"},
		{"Chinese with its words marked", "zh", "欢¦迎\u200b|来¦到\u200b|米¦兰，|音¦乐¦节"},
		{"Chinese and Latin", "zh", "米|兰 |Milano"},
		{"Arabic", "ar", "مهرجان |ميلانو |في |روما |السبت 14 يونيو"},
		{"Russian preposition", "ru", "Фестиваль |в Милане |и в Риме"},
		{"two spaces", "it", "due  |parole"},
		{"leading space", "it", "  due |parole "},
		{"dash at the start", "it", "– |due |parole"},
		{"empty", "it", ""},
	}
	for _, tt := range tests {
		plain := strings.NewReplacer("|", "", "¦", "").Replace(tt.want)
		if got := marked(plain, tt.lang); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

var measureTexts = []struct{ text, lang string }{
	{"La notte dell’Orologio in piazza Indipendenza, sabato 14 giugno dalle ore 18.30", "it"},
	{"AVATAR Ty. LT P. Vo r, f’ To We", "it"},
	{"مهرجان ميلانو 2025 في via Roma مساء اليوم", "ar"},
	{"المدينة القديمة وأسواقها", "ar"},
	{"米兰城市节 Milano 2025年5月3日，星期六", "zh"},
	{"Фестиваль музики в Мілані", "uk"},
	{"jazz Jacopo fjord “quotes” (f) ẞ", "it"},
	{"via Roma ابج ده 12 in centro", "it"},
}

// TestMeasureEqualsLine proves that the width taken from the text shaped as a
// whole is that of the line set on its own, for every pair of breaks.
func TestMeasureEqualsLine(t *testing.T) {
	t.Parallel()
	l := testLibrary(t)
	compared, quick := 0, 0
	for _, tt := range measureTexts {
		for _, f := range []Font{{"Schibsted Grotesk", 900}, {"Young Serif", 400}, {"Big Shoulders", 900}, {"Jost", 800}} {
			for _, tracking := range []float64{-0.04, 0, 0.05} {
				s, err := l.newSetter(tt.text, Style{Family: f.Family, Weight: f.Weight, Tracking: tracking, Language: tt.lang})
				if err != nil {
					t.Fatal(err)
				}
				m, err := s.measure(s.lines[0])
				if err != nil {
					t.Fatal(err)
				}
				ends := []int{0}
				for _, o := range m.ops {
					ends = append(ends, o.at)
				}
				ends = append(ends, len(m.h.rs))
				for i, from := range ends {
					for _, to := range ends[i+1:] {
						before := len(m.exact)
						got, err := m.width(from, to)
						if err != nil {
							t.Fatal(err)
						}
						if len(m.exact) == before {
							quick++
						}
						want, err := m.exactWidth(from, to)
						if err != nil {
							t.Fatal(err)
						}
						compared++
						if math.Abs(got-want) > 1e-9 {
							t.Errorf("%v %q tracking %g: measured %g, set %g", f, string(m.h.rs[from:to]), tracking, got, want)
						}
					}
				}
			}
		}
	}
	if quick < compared/2 {
		t.Errorf("only %d of %d widths were measured without setting the line", quick, compared)
	}
}

// TestBalanceIsOptimal compares the balanced lines with the best of all ways to
// break a text.
func TestBalanceIsOptimal(t *testing.T) {
	t.Parallel()
	l := testLibrary(t)
	for _, tt := range measureTexts {
		for _, maxEm := range []float64{4.5, 6, 8, 11, 20} {
			for _, last := range []bool{false, true} {
				s, err := l.newSetter(tt.text, Style{Family: "Schibsted Grotesk", Weight: 900, Language: tt.lang})
				if err != nil {
					t.Fatal(err)
				}
				m, err := s.measure(s.lines[0])
				if err != nil {
					t.Fatal(err)
				}
				lines, ok, err := m.wrap(maxEm, last)
				if err != nil {
					t.Fatal(err)
				}
				want, count := bruteForce(t, m, maxEm, last)
				if ok != (count > 0) {
					t.Fatalf("%q in %g em: fits %v, by trying all %d lines", tt.text, maxEm, ok, count)
				}
				if !ok {
					continue
				}
				if got := costOf(t, m, lines, maxEm); len(lines) != count || math.Abs(got-want) > 1e-9 {
					t.Errorf("%q in %g em: %d lines at a cost of %g, the best are %d at %g", tt.text, maxEm, len(lines), got, count, want)
				}
			}
		}
	}
}

func costOf(t *testing.T, m *measured, lines [][2]int, maxEm float64) float64 {
	t.Helper()
	total := 0.0
	for _, line := range lines {
		w, err := m.width(line[0], line[1])
		if err != nil {
			t.Fatal(err)
		}
		if w > maxEm+tolerance {
			return math.Inf(1)
		}
		total += w * w / (maxEm * maxEm)
		for _, o := range m.ops {
			if o.at == line[1] {
				total += o.cost
			}
		}
	}
	return total
}

// bruteForce tries every subset of the opportunities.
func bruteForce(t *testing.T, m *measured, maxEm float64, last bool) (best float64, count int) {
	t.Helper()
	var ops []opportunity
	for _, o := range m.ops {
		if last || !o.last {
			ops = append(ops, o)
		}
	}
	best = math.Inf(1)
	for set := range 1 << len(ops) {
		lines, start := [][2]int{}, 0
		for i, o := range ops {
			if set>>i&1 == 1 {
				lines = append(lines, [2]int{start, o.at})
				start = o.at
			}
		}
		lines = append(lines, [2]int{start, len(m.h.rs)})
		c := costOf(t, m, lines, maxEm)
		if !math.IsInf(c, 1) && (count == 0 || len(lines) < count || len(lines) == count && c < best) {
			best, count = c, len(lines)
		}
	}
	return best, count
}
