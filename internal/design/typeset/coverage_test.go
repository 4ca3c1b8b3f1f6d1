package typeset_test

import "testing"

// alphabets are the letters beyond ASCII of the languages that every Latin family
// covers, as assets/fonts/FONTS.md says, with the figures and signs of a post.
var alphabets = map[string]string{
	"Italian": "àèéìòù", "French": "àâæçéèêëîïôœùûüÿ", "Spanish": "áéíñóúü¡¿", "Portuguese": "ãáàâçéêíõóôú",
	"German": "äöüß", "Polish": "ąćęłńóśźż", "Czech": "áčďéěíňóřšťúůýž", "Croatian": "čćđšž", "Slovene": "čšž",
	"Romanian": "ăâîșț", "Albanian": "çë", "Turkish": "çğıİöşü", "Hungarian": "áéíóöőúüű", "Lithuanian": "ąčęėįšųūž",
	"Maltese": "ċġħż", "Danish": "æøå", "Swedish": "äåö", "Icelandic": "áðéíóúýþæö",
	"signs": "0123456789.,:;!?–—-’“”«»()/&€%+·…°@#",
}

func TestCoverage(t *testing.T) {
	t.Parallel()
	l := library(t)
	latin := []string{"Schibsted Grotesk", "Hanken Grotesk", "Young Serif", "Jost", "Titillium Web", "Big Shoulders", "Onest"}
	for _, family := range latin {
		for _, weight := range []int{400, 500, 600, 700, 800, 900} {
			f, err := l.Face(family, weight)
			if err != nil {
				t.Fatal(err)
			}
			for language, letters := range alphabets {
				for _, r := range letters {
					if !f.Has(r) {
						t.Errorf("%v lacks %q of %s", f, r, language)
					}
				}
			}
		}
	}
	others := map[string]string{
		"Onest":                "абвгґдђеёєжзиіїйјклљмнњопрстћуўфхцчџшщъыьэюяĄơưđễ",
		"IBM Plex Sans Arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي٠١٢٣٤٥٦٧٨٩پچژگکی،؛؟ً",
		"Noto Sans SC":         "米兰城市节欢迎来到音乐会星期年月日时，。！？、：；「」（）《》",
	}
	for family, letters := range others {
		f, err := l.Face(family, 700)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range letters {
			if !f.Has(r) {
				t.Errorf("%v lacks %q", f, r)
			}
		}
	}
	for _, text := range []string{"αβγ", "אבג", "अआइ", "আইউ", "あいう", "가나다"} {
		for _, family := range l.Families() {
			f, err := l.Face(family, 700)
			if err != nil {
				t.Fatal(err)
			}
			if r := []rune(text); f.Has(r[0]) && f.Has(r[1]) && f.Has(r[2]) {
				t.Errorf("%v has %q, which FONTS.md denies", f, text)
			}
		}
	}
}
