package typeset_test

import (
	"errors"
	"fmt"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/typeset"
)

// A title takes the largest step of its role at which its balanced lines fit.
func ExampleLibrary_Fit() {
	fonts, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		fmt.Println(err)
		return
	}
	title, err := typeset.RoleByName("title")
	if err != nil {
		fmt.Println(err)
		return
	}
	font := typeset.Font{Family: "Schibsted Grotesk", Weight: 900}
	p, err := fonts.Fit("La notte dell’Orologio", title, font, geom.Size{W: 780, H: 600}, "it")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%g px\n", p.SizePx)
	for i, line := range p.Lines {
		fmt.Printf("baseline %3.0f: %s\n", p.Baseline(i), line.Text)
	}
	// Output:
	// 120 px
	// baseline  84: La notte
	// baseline 209: dell’Orologio
}

// What does not fit is refused with the limit; what cannot be drawn is named.
func ExampleLibrary_Fit_refused() {
	fonts, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		fmt.Println(err)
		return
	}
	poster, err := typeset.RoleByName("poster")
	if err != nil {
		fmt.Println(err)
		return
	}
	font := typeset.Font{Family: "Jost", Weight: 800}
	for _, text := range []string{"Festa di primavera", "חג"} {
		_, err = fonts.Fit(text, poster, font, geom.Size{W: 780, H: 600}, "it")
		var hint interface{ Hint() diag.Text }
		if errors.As(err, &hint) {
			fmt.Printf("%.50s… %s\n", err, hint.Hint())
		}
	}
	// Output:
	// the text has 18 characters, too many for a poster… shorten it to about 14 characters
	// no font has the Hebrew 'ח' (U+05D7 hebrew letter h… install a font for Hebrew on this computer: "giro doctor" names the package
}

// Lines are broken where a compositor would: no line ends in an article, an
// apostrophe or a one-letter word, and a date stays together.
func ExampleLibrary_Break() {
	fonts, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		fmt.Println(err)
		return
	}
	style := typeset.Style{Family: "Titillium Web", Weight: 400, SizePx: 52, Language: "it"}
	lines, err := fonts.Break("Tutti al parco: sabato 14 giugno, alle ore 18.30, la festa dell’estate e i laboratori", style, 520, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range lines {
		fmt.Println(line.Text)
	}
	// Output:
	// Tutti al parco:
	// sabato 14 giugno,
	// alle ore 18.30, la festa
	// dell’estate e i laboratori
}
