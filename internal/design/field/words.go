package field

import (
	"strconv"
	"strings"
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
