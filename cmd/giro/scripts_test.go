package main

import (
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/design/typeset"
)

// Every script has a package on every system that has them.
func TestFontPackages(t *testing.T) {
	for manager := range install {
		for _, s := range typeset.Scripts() {
			if manager == "winget" && s.Code == "Mymr" { // Windows has it without more
				continue
			}
			if fontPackage(manager, s.Code) == "" {
				t.Errorf("%s: no package for %s", manager, s.Name)
			}
		}
	}
}

func TestFontAdvice(t *testing.T) {
	tests := []struct{ manager, want string }{
		{"apt-get", "for Thai and Hebrew: sudo apt-get install fonts-noto-core\nfor Japanese: sudo apt-get install fonts-noto-cjk"},
		{"dnf", "for Thai: sudo dnf install google-noto-sans-thai-fonts\nfor Japanese: sudo dnf install google-noto-sans-cjk-fonts\nfor Hebrew: sudo dnf install google-noto-sans-hebrew-fonts"},
		{"winget", "for Thai: Settings > System > Optional features > Add a feature: Thai Supplemental Fonts\n" +
			"for Japanese: Settings > System > Optional features > Add a feature: Japanese Supplemental Fonts\n" +
			"for Hebrew: Settings > System > Optional features > Add a feature: Hebrew Supplemental Fonts"},
		{"", "for Thai, Japanese and Hebrew: install a Noto Sans font from https://fonts.google.com/noto"},
	}
	for _, tt := range tests {
		found := []scriptFound{{Code: "Latn", Name: "Latin", From: "giro"}, {Code: "Thai", Name: "Thai"}, {Code: "Jpan", Name: "Japanese"}, {Code: "Grek", Name: "Greek", From: "system"}, {Code: "Hebr", Name: "Hebrew"}}
		for i := range found {
			if found[i].From == "" {
				found[i].From, found[i].Package = "none", fontPackage(tt.manager, found[i].Code)
			}
		}
		if got := fontAdvice(tt.manager, found); got.String() != tt.want {
			t.Errorf("%s:\n%s\nwant:\n%s", tt.manager, got, tt.want)
		}
	}
}

// Without any font of the computer the built-in ones are told, and the rest named.
func TestFindScripts(t *testing.T) {
	library, err := builtInFonts()
	if err != nil {
		t.Fatal(err)
	}
	found, err := findScripts(library)
	if err != nil {
		t.Fatal(err)
	}
	from := map[string][]string{}
	for _, f := range found {
		from[f.From] = append(from[f.From], f.Name)
	}
	if got := strings.Join(from["giro"], ", "); got != "Latin, Cyrillic, Arabic, Chinese" {
		t.Errorf("built in: %s", got)
	}
	if got := strings.Join(from["none"], ", "); !strings.HasPrefix(got, "Greek, Hebrew, traditional Chinese, Japanese, Korean, Devanagari") || !strings.Contains(got, "Thai") {
		t.Errorf("none: %s", got)
	}
}
