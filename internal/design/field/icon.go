package field

import (
	"slices"
	"strings"
	"unicode"
)

// iconWords are the words by which a row is known to be about a thing that has
// an icon, in the channel languages; the beginnings of words count.
var iconWords = map[string]string{
	"bus":    "bus autobus linea linee fermata ligne línea linha lijn bussen autobús ônibus 公交 حافلة",
	"car":    "auto residenti sosta car cars residents traffic parking parcheggio autos parkplatz voiture voitures coche carro verkehr 停车 汽车 سيارة",
	"bike":   "bici bicicletta ciclabile pied bike bikes cycling fahrrad rad vélo vélos bicicleta fiets 自行车 دراجة",
	"foot":   "piedi pedoni foot walk walking pedestrians fuß fußgänger pied piétons peatones voetgangers peões 步行 مشاة",
	"bin":    "rifiuti raccolta waste bins müll abfall déchets residuos afval lixo 垃圾 نفايات",
	"water":  "acqua idrica water wasser eau agua água 水 مياه",
	"train":  "treno treni metro tram train trains zug bahn tren trein comboio 地铁 火车 قطار",
	"school": "scuola scuole asilo school schools schule école écoles escuela escola 学校 مدرسة",
}

// iconFor returns the icon that a text is about, "info" for none.
func iconFor(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range words {
		for _, name := range []string{"bus", "bike", "foot", "train", "bin", "water", "school", "car"} {
			if slices.Contains(strings.Fields(iconWords[name]), w) {
				return name
			}
		}
	}
	return "info"
}
