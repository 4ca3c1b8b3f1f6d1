package main

import (
	"os"
	"runtime"
	"slices"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/design/typeset"
	"github.com/giro-video/giro/internal/desk/fontdir"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// scriptFound says which font sets a script. It is also its JSON form.
type scriptFound struct {
	Code    string `json:"code"` // ISO 15924
	Name    string `json:"name"`
	From    string `json:"from"`              // "giro", "system" or "none"
	Font    string `json:"font,omitempty"`    // family
	Package string `json:"package,omitempty"` // that brings a font, where there is none
}

// checkScripts finds out which writing systems can be set on this computer. One
// that cannot is no fault: most channels never need it.
func checkScripts() check {
	c := check{ID: "scripts", Verdict: passed}
	library, err := builtInFonts()
	if err == nil {
		library.SetSystem(fontdir.Folders)
		c.Scripts, err = findScripts(library)
	}
	if err != nil {
		c.Verdict, c.Found, c.Hint = failed, diag.Because(err), diag.T("this build of giro is broken: install it again")
		return c
	}
	recipe, err := ffmpeg.NewRecipe(ffmpeg.LookPath, os.Getuid())
	if err != nil {
		recipe.Manager = ""
	}
	if runtime.GOOS == "windows" {
		recipe.Manager = "winget"
	}
	names := map[string][]string{}
	for i := range c.Scripts {
		s := &c.Scripts[i]
		if s.From == "none" {
			s.Package = fontPackage(recipe.Manager, s.Code)
		}
		names[s.From] = append(names[s.From], s.Name)
	}
	c.Found = diag.T("%s built in", listWords(append(names["giro"], "emoji")))
	if of := names["system"]; len(of) > 0 {
		c.Found = diag.T("%s; %s with this computer's fonts", c.Found, listWords(of))
	}
	if of := names["none"]; len(of) > 0 {
		c.Verdict = note
		c.Found = diag.T("%s; no font for %s", c.Found, listWords(of))
		c.Hint = fontAdvice(recipe.Manager, c.Scripts)
	}
	return c
}

func findScripts(library *typeset.Library) ([]scriptFound, error) {
	var out []scriptFound
	for _, s := range typeset.Scripts() {
		family, system, err := library.Sets(s)
		if err != nil {
			return nil, err
		}
		f := scriptFound{Code: s.Code, Name: s.Name, From: "giro", Font: family}
		switch {
		case family == "":
			f.From = "none"
		case system:
			f.From = "system"
		}
		out = append(out, f)
	}
	return out, nil
}

// listWords writes words as "a, b and c".
func listWords(words []string) diag.Text {
	n := len(words) - 1
	switch n {
	case -1:
		return diag.Text{}
	case 0:
		return diag.Word(words[0])
	}
	return diag.T("%s and %s", diag.Words(words[:n]...), diag.Word(words[n]))
}

// install is the command that installs a package, by package manager.
var install = map[string]string{
	"apt-get": "sudo apt-get install ",
	"dnf":     "sudo dnf install ",
	"pacman":  "sudo pacman -S ",
	"apk":     "sudo apk add ",
	"brew":    "brew install --cask ",
	"winget":  "Settings > System > Optional features > Add a feature: ",
}

// notoWord is how Fedora, Alpine and Homebrew call the script in the names of
// their packages of Noto fonts.
var notoWord = map[string]string{
	"Hebr": "hebrew", "Deva": "devanagari", "Beng": "bengali", "Guru": "gurmukhi", "Gujr": "gujarati", "Taml": "tamil", "Telu": "telugu",
	"Knda": "kannada", "Mlym": "malayalam", "Sinh": "sinhala", "Thai": "thai", "Laoo": "lao", "Khmr": "khmer", "Mymr": "myanmar",
	"Armn": "armenian", "Geor": "georgian", "Ethi": "ethiopic", "Arab": "arabic",
}

// cjkWord is the same for Homebrew's fonts with Han characters.
var cjkWord = map[string]string{"Hans": "sc", "Hant": "tc", "Jpan": "jp", "Kore": "kr"}

// windowsFonts are the optional features of Windows with more fonts, as its
// settings name them. Windows sets the scripts that are not here as it comes.
var windowsFonts = map[string]string{
	"Hebr": "Hebrew", "Deva": "Devanagari", "Beng": "Bangla Script", "Guru": "Gurmukhi", "Gujr": "Gujarati", "Taml": "Tamil", "Telu": "Telugu",
	"Knda": "Kannada", "Mlym": "Malayalam", "Sinh": "Sinhala", "Thai": "Thai", "Laoo": "Lao", "Khmr": "Khmer", "Ethi": "Ethiopic",
	"Hans": "Chinese (Simplified)", "Hant": "Chinese (Traditional)", "Jpan": "Japanese", "Kore": "Korean", "Arab": "Arabic Script",
	"Grek": "Pan-European", "Cyrl": "Pan-European", "Latn": "Pan-European", "Armn": "Pan-European", "Geor": "Pan-European",
}

// fontPackage returns the package with a font for a script, "" where none is known.
func fontPackage(manager, code string) string {
	word, cjk := notoWord[code], cjkWord[code]
	switch manager {
	case "apt-get":
		if cjk != "" {
			return "fonts-noto-cjk"
		}
		return "fonts-noto-core"
	case "dnf":
		switch {
		case cjk != "":
			return "google-noto-sans-cjk-fonts"
		case word != "":
			return "google-noto-sans-" + word + "-fonts"
		}
		return "google-noto-sans-fonts"
	case "pacman":
		if cjk != "" {
			return "noto-fonts-cjk"
		}
		return "noto-fonts"
	case "apk":
		switch {
		case cjk != "":
			return "font-noto-cjk"
		case word != "":
			return "font-noto-" + word
		}
		return "font-noto"
	case "brew":
		switch {
		case cjk != "":
			return "font-noto-sans-" + cjk
		case word != "":
			return "font-noto-sans-" + word
		}
		return "font-noto-sans"
	case "winget":
		if name := windowsFonts[code]; name != "" {
			return name + " Supplemental Fonts"
		}
	}
	return ""
}

// fontAdvice says how to get fonts for the scripts that have none: one line for
// each package, in the order of the scripts.
func fontAdvice(manager string, scripts []scriptFound) diag.Text {
	var packages []string
	of := map[string][]string{}
	for _, s := range scripts {
		if s.From != "none" {
			continue
		}
		if !slices.Contains(packages, s.Package) {
			packages = append(packages, s.Package)
		}
		of[s.Package] = append(of[s.Package], s.Name)
	}
	var out diag.Text
	line := func(t diag.Text) {
		if out.IsZero() {
			out = t
			return
		}
		out = diag.T("%s\n%s", out, t)
	}
	for _, p := range packages {
		if p == "" {
			line(diag.T("for %s: install a Noto Sans font from https://fonts.google.com/noto", listWords(of[p])))
			continue
		}
		line(diag.T("for %s: %s", listWords(of[p]), diag.Verbatim(install[manager]+p)))
	}
	return out
}
