package typeset

import (
	"slices"

	"github.com/go-text/typesetting/language"
)

// Script is a writing system.
type Script struct {
	Code   string // ISO 15924, "Thai"
	Name   string // in English; of scripts that belong to one language, the language's
	Sample string // letters that a font for it has
}

// scriptTable is what Scripts returns, starting with the scripts most used in Europe
// and around it. The samples are letters of common words.
var scriptTable = []Script{
	{"Latn", "Latin", "àčęğőșßØ"},
	{"Grek", "Greek", "ΆαβγλώΩ"},
	{"Cyrl", "Cyrillic", "БґєђїљћЩя"},
	{"Arab", "Arabic", "ءابتجحشعكيپچ"},
	{"Hebr", "Hebrew", "אבגשםת"},
	{"Hans", "Chinese", "国欢迎节时间"},
	{"Hant", "traditional Chinese", "國歡迎節時間"},
	{"Jpan", "Japanese", "あいんカタ東時"},
	{"Kore", "Korean", "가나한국말"},
	{"Deva", "Devanagari", "अआकनमहि"},
	{"Beng", "Bengali", "অআকনমহি"},
	{"Guru", "Gurmukhi", "ਅਕਨਮਹਿ"},
	{"Gujr", "Gujarati", "અકનમહિ"},
	{"Taml", "Tamil", "அகனமஹி"},
	{"Telu", "Telugu", "అకనమహి"},
	{"Knda", "Kannada", "ಅಕನಮಹಿ"},
	{"Mlym", "Malayalam", "അകനമഹി"},
	{"Sinh", "Sinhala", "අකනමහි"},
	{"Thai", "Thai", "กขนเที่"},
	{"Laoo", "Lao", "ກຂນເທີ"},
	{"Khmr", "Khmer", "កខនេហិ"},
	{"Mymr", "Burmese", "ကခနေဟိ"},
	{"Armn", "Armenian", "ԱաԲբՖֆ"},
	{"Geor", "Georgian", "აბგდჰ"},
	{"Ethi", "Ethiopic", "ሀለሐመሠ"},
}

// Scripts returns the writing systems to ask Sets about.
func Scripts() []Script { return slices.Clone(scriptTable) }

// Sets says which font would set the letters of a script: one of the library's
// own (system is false), or one of the computer's. family is "" when none has
// them all.
func (l *Library) Sets(s Script) (family string, system bool, err error) {
	letters := []rune(s.Sample)
	has := func(f repertoire) bool { return count(letters, f.Has) == len(letters) }
	l.mu.Lock()
	own := slices.Clone(l.sources)
	l.mu.Unlock()
	for _, f := range own {
		chars, err := f.repertoire()
		if err != nil {
			return "", false, err
		}
		if has(chars) {
			return f.family, false, nil
		}
	}
	c := &chain{lib: l, weight: 700, lang: "zh-" + s.Code} // Hans or Hant; of no effect for others
	if all := c.candidates(language.LookupScript(letters[0]), has); len(all) > 0 {
		return all[0].family, true, nil
	}
	return "", false, nil
}

// scriptNames returns the scripts of characters by name, each once; characters
// that belong to no script, such as signs, have none.
func scriptNames(chars []rune) []string {
	var out []string
	for _, r := range chars {
		if name := scriptName(language.LookupScript(r)); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func scriptName(s language.Script) string {
	switch s {
	case language.Common, language.Inherited, language.Unknown:
		return ""
	case language.Han:
		return "Chinese"
	case language.Hiragana, language.Katakana:
		return "Japanese"
	case language.Hangul:
		return "Korean"
	}
	for _, known := range scriptTable {
		if code, err := language.ParseScript(known.Code); err == nil && code == s {
			return known.Name
		}
	}
	return s.String()
}
