package field

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/content/event"
)

// partOf matches "1 su 3", "1 of 3", "1 von 3" and the like.
var partOf = regexp.MustCompile(`^(\d+)\s*(?:su|of|out of|in|von|sur|de|van de|van|em|من|/)\s*(\d+)\b\s*(.*)$`)

// dayWords are the words for days, by which a figure is known to count days of a year.
var dayWords = map[string]bool{
	"giorni": true, "giorno": true, "days": true, "day": true, "tage": true, "tag": true, "jours": true, "jour": true,
	"días": true, "día": true, "dagen": true, "dag": true, "dias": true, "dia": true, "天": true, "يوم": true, "يومًا": true, "أيام": true,
}

// factEntry is a counted fact with the shape that shows it honestly: a share
// of things that can be counted ("1 su 3"), days of a year, a part of a whole
// ("68 %"); or none.
func factEntry(f event.Fact) Entry {
	out := Entry{"item.value": f.Value, "item.label": f.Label, "item.title": f.Value, "item.text": f.Label}
	if m := partOf.FindStringSubmatch(f.Value + " " + f.Label); m != nil {
		a, _ := strconv.Atoi(m[1]) // the pattern holds digits only; too many of them give the largest number
		b, _ := strconv.Atoi(m[2])
		if a <= b && b > 0 && b <= 12 && m[3] != "" {
			rest := strings.TrimSuffix(f.Value+" "+f.Label, m[3])
			out["item.value"], out["item.label"] = strings.TrimSpace(rest), m[3]
			out["item.share"] = "yes"
			return out
		}
	}
	n, ok := Number(f.Value)
	first, _, _ := strings.Cut(f.Label, " ")
	switch {
	case strings.Contains(f.Value, "%") && ok && n >= 0 && n <= 100:
		out["item.value"] = strings.Join(strings.Fields(strings.ReplaceAll(f.Value, "\u00a0", " ")), "\u202f")
		out["item.whole"] = "yes"
	case dayWords[strings.ToLower(first)] && ok && n >= 1 && n <= 366 && n == math.Trunc(n):
		out["item.year"] = "yes"
	default:
		out["item.plain"] = "yes"
	}
	return out
}

// numeric matches the first number of a text, with thousands and decimals as
// people write them.
var numeric = regexp.MustCompile(`\d+(?:[.\x{00a0}\x{202f}' ]\d{3})*(?:,\d+)?|\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`)

// Number reads the first number of a text. A comma is a decimal sign unless
// three digits follow it and a point comes later; a point is one unless exactly
// three digits follow.
func Number(text string) (float64, bool) {
	m := numeric.FindString(text)
	if m == "" {
		return 0, false
	}
	m = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\'' || r == '\u00a0' || r == '\u202f' {
			return -1
		}
		return r
	}, m)
	if i := strings.LastIndexByte(m, '.'); i >= 0 && (len(m)-i == 4 || strings.Contains(m, ",")) {
		m = strings.ReplaceAll(m, ".", "")
	}
	m = strings.Replace(m, ",", ".", 1)
	v, err := strconv.ParseFloat(m, 64)
	return v, err == nil
}

// Share reads "1 su 3" as 1 and 3.
func Share(text string) (part, whole float64, ok bool) {
	m := regexp.MustCompile(`\d+`).FindAllString(text, 2)
	if len(m) != 2 {
		return 0, 0, false
	}
	part, _ = strconv.ParseFloat(m[0], 64) // digits only
	whole, _ = strconv.ParseFloat(m[1], 64)
	return part, whole, whole > 0
}

// Counting returns the text with its first number at a share of its value,
// written like the whole: the same decimals and separators.
func Counting(text string, share float64) string {
	at := numeric.FindStringIndex(text)
	if at == nil {
		return text
	}
	full, ok := Number(text)
	if !ok {
		return text
	}
	shape := text[at[0]:at[1]]
	decimals, sign := 0, ""
	if i := strings.LastIndexAny(shape, ".,"); i >= 0 && !(shape[i] == '.' && len(shape)-i == 4) {
		decimals, sign = len(shape)-i-1, shape[i:i+1]
	}
	s := strconv.FormatFloat(full*share, 'f', decimals, 64)
	whole, frac, _ := strings.Cut(s, ".")
	if group := groupSign(shape, sign); group != "" && len(whole) > 3 {
		whole = whole[:len(whole)-3] + group + whole[len(whole)-3:]
	}
	if frac != "" {
		whole += sign + frac
	}
	return text[:at[0]] + whole + text[at[1]:]
}

// groupSign returns what a number puts between its thousands.
func groupSign(shape, decimal string) string {
	for _, r := range shape {
		if (r < '0' || r > '9') && string(r) != decimal {
			return string(r)
		}
	}
	return ""
}
