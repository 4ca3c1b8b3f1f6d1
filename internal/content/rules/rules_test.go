package rules_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/rules"
	"github.com/giro-video/giro/internal/content/setting"
)

func read(t *testing.T, text string) *rules.Rules {
	t.Helper()
	var faults diag.List
	r := rules.Read(setting.Parse("channel.yaml", []byte(text), &faults))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return r
}

func show(l diag.List) string {
	parts := make([]string, len(l))
	for i, m := range l {
		parts[i] = m.Severity.String() + ": " + m.Field + ": " + m.Text.String() + " | " + m.Hint.String()
	}
	return strings.Join(parts, "\n")
}

const policy = `
words:
  - avoid: [disabili, "portatori di handicap"]
    write: persone con disabilità
    why: linguaggio inclusivo
    except: ["Consulta disabili"]
  - avoid: [utent*]
    write: cittadini
    level: warn
  - avoid: [movida]
disclaimers:
  - category: [bando, Concorso]
    text: {it: Fa fede il testo pubblicato all’albo., en: Only the published text is binding.}
    in: screen
hashtags:
  required: [Valdimonte]
  forbidden: ["#gratis"]
  maximum: {tiktok: 3, reels: 2}
links:
  domains: [comune.example.it]
  avoid: [bit.ly]
  secure: true
phones: international
signed: {it: Ufficio stampa, en: Press office}
`

func TestCheck(t *testing.T) {
	r := read(t, policy)
	for _, c := range []struct {
		name, caption string
		change        func(*rules.Texts)
		want          string
	}{
		{"in order", "Festa in piazza. Info: https://www.comune.example.it/festa +39 02 1234567\nUfficio stampa #Valdimonte", nil, ""},
		{"word", "Per i Disabili.\nUfficio stampa #valdimonte", nil, `error: caption: the house rules avoid "disabili" (linguaggio inclusivo) | write "persone con disabilità"`},
		{"words over a line break", "Per i portatori\ndi  handicap\nUfficio stampa #valdimonte", nil, "error: caption: the house rules avoid \"portatori\\ndi  handicap\" (linguaggio inclusivo) | write \"persone con disabilità\""},
		{"name of an office", "La Consulta disabili.\nUfficio stampa #valdimonte", nil, ""},
		{"name and word", "La Consulta disabili e i disabili.\nUfficio stampa #valdimonte", nil, `error: caption: the house rules avoid "disabili" (linguaggio inclusivo) | write "persone con disabilità"`},
		{"part of a word", "Inabilidisabilità e stramovidare.\nUfficio stampa #valdimonte", nil, ""},
		{"any ending", "Agli utenti.\nUfficio stampa #valdimonte", nil, `warning: caption: the house rules avoid "utenti" | write "cittadini"`},
		{"nothing instead", "MOVIDA!\nUfficio stampa #valdimonte", nil, `error: caption: the house rules avoid "movida" | leave it out, or say it in other words`},
		{"on the screen", "Ufficio stampa #valdimonte", func(t *rules.Texts) {
			t.Screen = []rules.Text{{Field: "title", Text: "La movida"}, {Field: "title", Text: "La movida"}}
		}, `error: title: the house rules avoid "movida" | leave it out, or say it in other words`},
		{
			"disclaimer", "Bando aperto\nUfficio stampa #valdimonte", func(t *rules.Texts) { t.Category = "BANDO" },
			"error: caption: the caption lacks the sentence that the house rules ask for | add \"Fa fede il testo pubblicato all’albo.\"\nerror: screen: the video lacks the sentence that the house rules ask for | add \"Fa fede il testo pubblicato all’albo.\"",
		},
		{"disclaimer given", "Bando aperto. Fa fede il testo  pubblicato all'albo.\nUfficio stampa #valdimonte", func(t *rules.Texts) {
			t.Category, t.Screen = "bando", []rules.Text{{Field: "closing", Text: "FA FEDE IL TESTO PUBBLICATO ALL’ALBO."}}
		}, ""},
		{
			"disclaimer in no such language", "Ufficio stampa #valdimonte", func(t *rules.Texts) { t.Category, t.Language = "bando", "de" },
			`error: rules.disclaimers: the sentence that the category "bando" asks for is not given in "de" | add the sentence in this language`,
		},
		{"hashtag missing", "Ufficio stampa", nil, "error: hashtags: the hashtag #Valdimonte is missing | add it to the caption"},
		{"hashtag beside the caption", "Ufficio stampa", func(t *rules.Texts) { t.Hashtags = []string{"valdimonte"} }, ""},
		{"hashtag forbidden", "Ufficio stampa #valdimonte #Gratis", nil, "error: hashtags: the house rules forbid the hashtag #gratis | remove it"},
		{"hashtags too many", "Ufficio stampa #valdimonte #uno #due", nil, "error: hashtags: 3 hashtags stand in a post for reels, and the house rules allow 2 | keep the ones that matter most"},
		{"hashtags within another format", "Ufficio stampa #valdimonte #uno #due", func(t *rules.Texts) { t.Format = "tiktok" }, ""},
		{"hashtags without a limit", "Ufficio stampa #valdimonte #uno #due #tre #quattro", func(t *rules.Texts) { t.Format = "shorts" }, ""},
		{"the same hashtag twice", "Ufficio stampa #valdimonte #Valdimonte #uno", nil, ""},
		{"not a hashtag", "Ufficio stampa #valdimonte", func(t *rules.Texts) { t.Hashtags = []string{"#due parole"} }, `error: hashtags: "#due parole" is not a hashtag | use letters, digits and _ alone`},
		{"link elsewhere", "Vedi www.altrove.example.com.\nUfficio stampa #valdimonte", nil, "error: caption: the house rules do not allow links to www.altrove.example.com | link to a page of: comune.example.it"},
		{"link that only looks like ours", "https://comune.example.it.altrove.com/ Ufficio stampa #valdimonte", nil, "error: caption: the house rules do not allow links to comune.example.it.altrove.com | link to a page of: comune.example.it"},
		{"short link", "https://bit.ly/x Ufficio stampa #valdimonte", nil, "error: caption: the house rules avoid links to bit.ly | write the address of the page itself"},
		{"not secure", "http://comune.example.it Ufficio stampa #valdimonte", nil, `error: caption: the link "http://comune.example.it" is not secure | write https:// if the page has it`},
		{"telephone", "Tel. 02/1234567 Ufficio stampa #valdimonte", nil, `error: caption: the telephone number "02/1234567" is not written as the house rules ask | write it as in +39 02 1234567`},
		{"numbers that are no telephone", "Il 03/05/2025 e dal 30.05.2025, 18.30-20.30, 2025-06-14, 1.200.000 alberi, https://comune.example.it/0212345678 Ufficio stampa #valdimonte", nil, ""},
		{"not signed", "Festa #valdimonte", nil, `error: caption: the caption is not signed | end it with "Ufficio stampa"`},
		{"signed in English", "Feast. Press office #valdimonte", func(t *rules.Texts) { t.Language = "en-GB" }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			texts := rules.Texts{Format: "reels", Language: "it", Caption: c.caption}
			if c.change != nil {
				c.change(&texts)
			}
			if got := show(r.Check(texts)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestNoRules(t *testing.T) {
	var r rules.Rules
	if got := r.Check(rules.Texts{Caption: "Qualsiasi cosa http://x.y 02/1234567 #a #b"}); len(got) > 0 {
		t.Error(got)
	}
	national := read(t, "phones: national")
	if got := national.Check(rules.Texts{Caption: "02 1234567, 333 1234567, 800 123456"}); len(got) > 0 {
		t.Error(got)
	}
	if got := national.Check(rules.Texts{Caption: "+39 02 1234567"}); len(got) != 1 {
		t.Error(got)
	}
}

func TestTags(t *testing.T) {
	got := rules.Tags("#Uno, (#due) a#tre &#39; #quattro_5 # #è #città2025! x/#sei\n#مهرجان")
	if want := []string{"#Uno", "#due", "#quattro_5", "#è", "#città2025", "#مهرجان"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAdditions(t *testing.T) {
	a := read(t, policy).Additions("Bando", "en")
	if !slices.Equal(a.Disclaimers, []string{"Only the published text is binding."}) || len(a.Screen) != 1 || !slices.Equal(a.Hashtags, []string{"#Valdimonte"}) || a.Signature != "Press office" {
		t.Errorf("%+v", a)
	}
	if a := read(t, policy).Additions("festa", "it"); len(a.Disclaimers) > 0 {
		t.Errorf("%+v", a)
	}
}

func TestReadFaults(t *testing.T) {
	for text, want := range map[string]string{
		"words: [{write: x}]":                       "a rule for words names none",
		"disclaimers: [{category: bando}]":          "a disclaimer has no text",
		"hashtags: {required: [a], forbidden: [A]}": "the hashtag #a is both required and forbidden",
		"hashtags: {required: [due parole]}":        `"due parole" is not a hashtag`,
		"hashtags: {maximum: {tik: 3}}":             `there is no format "tik"`,
		"links: {domains: [\"https://x.it/\"]}":     `"https://x.it/" is not the name of a site`,
		"signed: {italiano lungo: x}":               `"italiano lungo" is not a language`,
	} {
		var faults diag.List
		rules.Read(setting.Parse("channel.yaml", []byte(text), &faults))
		if len(faults) != 1 || faults[0].Text.String() != want || faults[0].Hint.IsZero() || faults[0].Line == 0 {
			t.Errorf("%s: %v, want %s", text, faults, want)
		}
	}
}

// TestPageExample reads the rules that the page about house rules shows, with nothing to mend
// and nothing that is not used.
func TestPageExample(t *testing.T) {
	data, err := os.ReadFile("../../../assets/docs/house-rules.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, ok := strings.Cut(string(data), "```yaml\nrules:\n")
	block, _, closed := strings.Cut(block, "```")
	if !ok || !closed {
		t.Fatal("the page shows no rules")
	}
	r := read(t, block)
	if len(r.Words) != 2 || !r.Words[1].Warn || len(r.Disclaimers) != 2 || !r.Disclaimers[1].Screen || len(r.Hashtags.Required) != 1 ||
		len(r.Hashtags.Forbidden) != 1 || r.Hashtags.Maximum["reels"] != 5 || len(r.Links.Domains) != 1 || len(r.Links.Avoid) != 1 ||
		!r.Links.Secure || r.Phones != rules.International || r.Signature.In("en") != "Press office" {
		t.Errorf("%+v", r)
	}
}
