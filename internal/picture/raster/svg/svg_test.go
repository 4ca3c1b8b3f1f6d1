package svg_test

import (
	"errors"
	"fmt"
	"image/color"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/picture/raster/svg"
)

// wrap makes a document of 100 x 100 units.
func wrap(body string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">` + body + `</svg>`
}

// probe is a point of the picture, in percent, and the colour that it must have.
type probe struct {
	x, y int
	want color.NRGBA
}

var (
	nothing = color.NRGBA{}
	red     = color.NRGBA{255, 0, 0, 255}
	green   = color.NRGBA{0, 128, 0, 255}
	blue    = color.NRGBA{0, 0, 255, 255}
	black   = color.NRGBA{0, 0, 0, 255}
)

func TestDraw(t *testing.T) {
	tests := []struct {
		name, body string
		probes     []probe
	}{
		{
			"rectangle", `<rect x="10" y="20" width="30" height="40" fill="red"/>`,
			[]probe{{25, 40, red}, {5, 40, nothing}, {45, 40, nothing}, {25, 65, nothing}},
		},
		{
			"rounded rectangle", `<rect width="100" height="100" rx="50" fill="red"/>`,
			[]probe{{50, 50, red}, {8, 8, nothing}, {92, 92, nothing}, {50, 2, red}},
		},
		{
			"circle and ellipse", `<circle cx="20" cy="20" r="15" fill="red"/><ellipse cx="70" cy="50" rx="10" ry="40" fill="blue"/>`,
			[]probe{{20, 8, red}, {31, 31, nothing}, {70, 15, blue}, {84, 50, nothing}},
		},
		{
			"polygon and polyline", `<polygon points="10,10 50 10,10,50" fill="red"/><polyline points="60 60 90 60 90 90" fill="none" stroke="blue" stroke-width="6"/>`,
			[]probe{{15, 15, red}, {45, 45, nothing}, {75, 60, blue}, {65, 85, nothing}},
		},
		{"black by default", `<path d="M10 10h80v80h-80z"/>`, []probe{{50, 50, black}}},
		{
			"compact path", `<path d="M10,10h30v30h-30zm50 0l30-.5.5 30-30 0Z" fill="red"/>`,
			[]probe{{25, 25, red}, {75, 25, red}, {50, 25, nothing}},
		},
		{
			"smooth curves", `<path d="M10 50C10 10 40 10 50 50S90 90 90 50L90 95 10 95Z" fill="red"/>`,
			[]probe{{28, 35, red}, {72, 60, nothing}, {28, 15, nothing}, {72, 85, red}},
		},
		{
			"quadratic curves", `<path d="M0 50Q25 0 50 50T100 50V100H0Z" fill="red"/>`,
			[]probe{{25, 30, red}, {75, 60, nothing}, {75, 80, red}},
		},
		{
			"arcs with flags run together", `<path d="M20 50a30 30 0 1160 0 30 30 0 01-60 0z" fill="red"/>`,
			[]probe{{50, 25, red}, {50, 75, red}, {25, 25, nothing}},
		},
		{
			"even-odd hole", `<path fill-rule="evenodd" d="M10 10H90V90H10ZM30 30H70V70H30Z" fill="red"/>`,
			[]probe{{20, 50, red}, {50, 50, nothing}},
		},
		{"non-zero has none", `<path d="M10 10H90V90H10ZM30 30H70V70H30Z" fill="red"/>`, []probe{{50, 50, red}}},
		{
			"uniform scale", `<g transform="scale(2)"><rect x="10" y="10" width="20" height="20" fill="red"/></g>`,
			[]probe{{40, 40, red}, {70, 70, nothing}, {15, 15, nothing}},
		},
		{
			"transform chain", `<rect width="20" height="10" fill="red" transform="translate(50 50) rotate(90)"/>`,
			[]probe{{45, 60, red}, {60, 45, nothing}},
		},
		{
			"strokes grow with scale", `<line x1="1" y1="5" x2="9" y2="5" transform="scale(10)" stroke="red" stroke-width="2"/>`,
			[]probe{{50, 42, red}, {50, 58, red}, {50, 35, nothing}, {5, 50, nothing}},
		},
		{
			"square and round caps", `<path d="M20 30H80" stroke="red" stroke-width="20" stroke-linecap="square"/><path d="M20 70H80" stroke="blue" stroke-width="20" stroke-linecap="round"/>`,
			[]probe{{12, 22, red}, {12, 70, blue}, {12, 62, nothing}},
		},
		{
			"miter and bevel", `<path d="M20 80L50 20 80 80" fill="none" stroke="red" stroke-width="10"/><path d="M20 180L50 120 80 180" fill="none" stroke="red" stroke-width="10" stroke-linejoin="bevel" transform="translate(0 -100) scale(1 1)"/>`,
			[]probe{{50, 12, red}, {50, 50, nothing}},
		},
		{
			"dashes", `<path d="M0 50H100" stroke="red" stroke-width="10" stroke-dasharray="20 10" stroke-dashoffset="-5"/>`,
			[]probe{{2, 50, nothing}, {15, 50, red}, {30, 50, nothing}, {45, 50, red}, {60, 50, nothing}},
		},
		{
			"style sheet", `<style>/* c */ @import "x.css"; .a,.b{fill:red} rect.c{fill:blue} #d{fill:green}</style><rect class="z b" width="20" height="20"/><rect class="c" x="30" width="20" height="20"/><rect id="d" x="60" width="20" height="20"/>`,
			[]probe{{10, 10, red}, {40, 10, blue}, {70, 10, green}},
		},
		{"style wins over attribute", `<rect width="50" height="50" fill="blue" style="fill: red"/>`, []probe{{25, 25, red}}},
		{"inheritance and currentColor", `<g color="red" fill="currentColor" stroke="none"><rect width="50" height="50"/></g>`, []probe{{25, 25, red}}},
		{
			"colours", `<rect width="20" height="20" fill="#f00"/><rect x="20" width="20" height="20" fill="rgb(0,0,100%)"/><rect x="40" width="20" height="20" fill="rgba(255,0,0,.5)"/><rect x="60" width="20" height="20" fill="#ff000080"/><rect x="80" width="20" height="20" fill="none"/>`,
			[]probe{{10, 10, red}, {30, 10, blue}, {50, 10, color.NRGBA{255, 0, 0, 128}}, {70, 10, color.NRGBA{255, 0, 0, 128}}, {90, 10, nothing}},
		},
		{
			"half a colour over another", `<rect width="100" height="100" fill="blue"/><rect width="100" height="100" fill="red" fill-opacity=".5"/>`,
			[]probe{{50, 50, color.NRGBA{128, 0, 127, 255}}},
		},
		{
			"group opacity counts once", `<g opacity=".5"><rect width="60" height="60" fill="red"/><rect x="20" width="60" height="60" fill="red"/></g>`,
			[]probe{{10, 10, color.NRGBA{255, 0, 0, 128}}, {40, 10, color.NRGBA{255, 0, 0, 128}}},
		},
		{
			"use", `<defs><rect id="r" width="20" height="20"/></defs><use href="#r" x="10" y="10" fill="red"/><use xlink:href="#r" transform="translate(60 60)" fill="blue"/>`,
			[]probe{{20, 20, red}, {70, 70, blue}, {2, 2, nothing}},
		},
		{
			"symbol", `<symbol id="s" viewBox="0 0 10 10"><rect width="10" height="10" fill="red"/></symbol><use href="#s" x="40" y="40" width="40" height="40"/>`,
			[]probe{{60, 60, red}, {20, 20, nothing}},
		},
		{
			"linear gradient", `<linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient><rect x="20" y="20" width="60" height="60" fill="url(#g)"/>`,
			[]probe{{21, 50, color.NRGBA{249, 0, 6, 255}}, {50, 50, color.NRGBA{126, 0, 129, 255}}, {79, 50, color.NRGBA{2, 0, 253, 255}}},
		},
		{
			"gradient by reference", `<linearGradient id="h" x1="0" x2="0" y1="0" y2="100" gradientUnits="userSpaceOnUse" href="#g"/><linearGradient id="g"><stop stop-color="red"/><stop offset=".5" stop-color="red"/><stop offset=".5" stop-color="blue"/></linearGradient><rect width="100" height="100" fill="url(#h)"/>`,
			[]probe{{50, 45, red}, {50, 55, blue}},
		},
		{
			"radial gradient", `<radialGradient id="g"><stop stop-color="red"/><stop offset=".6" stop-color="red"/><stop offset=".6" stop-color="blue"/></radialGradient><rect width="100" height="100" fill="url(#g)"/>`,
			[]probe{{50, 50, red}, {70, 50, red}, {85, 50, blue}, {2, 2, blue}},
		},
		{
			"focus outside of its circle", `<radialGradient id="g" fx="1.5"><stop stop-color="red"/><stop offset=".6" stop-color="red"/><stop offset=".6" stop-color="blue"/></radialGradient><rect width="100" height="100" fill="url(#g)"/>`,
			[]probe{{60, 50, red}, {20, 50, blue}},
		},
		{
			"missing gradient paints nothing", `<rect width="50" height="50" fill="url(#no)"/><rect x="50" width="50" height="50" fill="url(#no) red"/>`,
			[]probe{{25, 25, nothing}, {75, 25, red}},
		},
		{
			"clip path", `<clipPath id="c"><circle cx="50" cy="50" r="30"/></clipPath><g clip-path="url(#c)"><rect width="100" height="100" fill="red"/></g>`,
			[]probe{{50, 50, red}, {10, 10, nothing}},
		},
		{
			"mask", `<mask id="m"><rect width="50" height="100" fill="white"/></mask><rect width="100" height="100" fill="red" mask="url(#m)"/>`,
			[]probe{{25, 50, red}, {75, 50, nothing}},
		},
		{
			"hidden things", `<g display="none"><text>x</text><rect width="100" height="100"/></g><rect width="100" height="100" visibility="hidden"/><defs><text>x</text></defs><metadata><image/></metadata>`,
			[]probe{{50, 50, nothing}},
		},
		{"switch", `<switch><foreignObject/><g><rect width="100" height="100" fill="red"/></g></switch>`, []probe{{50, 50, red}}},
		{"editors' own attributes", `<rect xmlns:i="http://i" i:fill="blue" fill="red" width="100" height="100"/>`, []probe{{50, 50, red}}},
		{"a filter of nothing leaves nothing", `<filter id="f"/><rect filter="url(#f)" width="100" height="100" fill="red"/>`, []probe{{50, 50, nothing}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			im, err := svg.Draw([]byte(wrap(tt.body)), 200, 200)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range tt.probes {
				got := im.NRGBAAt(2*p.x, 2*p.y)
				d := func(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
				if d(got.A, p.want.A) > 2 || got.A > 0 && max(d(got.R, p.want.R), d(got.G, p.want.G), d(got.B, p.want.B)) > 2 {
					t.Errorf("at %d, %d: %v, want %v", p.x, p.y, got, p.want)
				}
			}
		})
	}
}

// Layers of the same colour, laid over each other many times, neither darken
// nor wrap around.
func TestManyLayersKeepTheColour(t *testing.T) {
	body := strings.Repeat(`<rect width="100" height="100" fill="#FFC61A" opacity=".37"/>`, 60)
	im, err := svg.Draw([]byte(wrap(body)), 20, 20)
	if err != nil {
		t.Fatal(err)
	}
	if got := im.NRGBAAt(10, 10); got.A < 250 || got.R < 250 || got.G < 194 || got.B > 30 {
		t.Errorf("got %v, want about #FFC61A", got)
	}
}

func TestViewBox(t *testing.T) {
	const ink = `<rect x="-1000" y="-1000" width="3000" height="3000" fill="red"/>`
	tests := []struct {
		name, root string
		w, h       int
		ok         bool
	}{
		{"view box", `viewBox="0 0 20 10"`, 100, 50, true},
		{"offset", `viewBox="-5,-5 10 10"`, 100, 100, true},
		{"size alone", `width="2in" height="30mm"`, 192, 113, true},
		{"none", ``, 100, 100, false},
		{"empty", `viewBox="0 0 0 10"`, 100, 100, false},
		{"negative", `viewBox="0 0 -5 10"`, 100, 100, false},
		{"words", `viewBox="all of it"`, 100, 100, false},
		{"percent of nothing", `width="100%" height="100%"`, 100, 100, false},
		{"huge", `viewBox="0 0 1e300 1e300"`, 100, 100, false},
	}
	for _, tt := range tests {
		im, err := svg.Draw([]byte(`<svg `+tt.root+`>`+ink+`</svg>`), tt.w, tt.h)
		if (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.name, err)
		}
		if err == nil && (im.NRGBAAt(2, 2) != red || im.NRGBAAt(tt.w-2, tt.h-2) != red) {
			t.Errorf("%s: the ink does not reach the corners", tt.name)
		}
	}
}

func TestUnsupported(t *testing.T) {
	for _, body := range []string{
		`<text x="5" y="5">Comune</text>`,
		`<image href="data:image/png;base64,AAAA" width="9" height="9"/>`,
		`<image href="file:///etc/passwd" width="9" height="9"/>`,
		`<use href="https://example.org/a.svg#b"/>`,
		`<use href="other.svg#b"/>`,
		`<rect width="9" height="9" fill="url(https://example.org/g.svg#g)"/>`,
		`<rect width="9" height="9" fill="oklch(1 0 0)"/>`,
		`<rect width="9" height="9" clip-path="url(other.svg#c)"/>`,
		`<rect width="9" height="9" clip-path="circle(4px)"/>`,
		`<g><foreignObject><p>text</p></foreignObject></g>`,
	} {
		if _, err := svg.Draw([]byte(wrap(body)), 50, 50); !errors.Is(err, svg.ErrUnsupported) {
			t.Errorf("%s: %v, want ErrUnsupported", body, err)
		}
	}
}

// Hostile documents end in an error, or in a picture, soon and without a panic.
func TestHostile(t *testing.T) {
	loops := `<g id="a"><use href="#b"/><use href="#b"/></g><g id="b"><use href="#a"/><use href="#a"/></g><use href="#a"/>`
	var laughs strings.Builder
	laughs.WriteString(`<defs><rect id="l0" width="9" height="9"/>`)
	for i := range 30 {
		fmt.Fprintf(&laughs, `<g id="l%d"><use href="#l%d"/><use href="#l%d"/></g>`, i+1, i, i)
	}
	laughs.WriteString(`</defs><use href="#l30"/>`)
	tests := []struct {
		name, doc string
		fails     bool
	}{
		{"empty", "", true},
		{"not XML", "\x00\x01\x02<<<", true},
		{"other root", "<html></html>", true},
		{"truncated", wrap(`<path d="M0 0L9 9`)[:60], true},
		{"truncated path", wrap(`<path d="M0 0 L9"/>`), true},
		{"path without a move", wrap(`<path d="L9 9"/>`), true},
		{"path of words", wrap(`<path d="M zero zero"/>`), true},
		{"use of itself", wrap(`<g id="a"><use href="#a"/></g>`), true},
		{"use in circles", wrap(loops), true},
		{"a billion uses", wrap(laughs.String()), true},
		{"entity bomb", `<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>` + wrap(`<rect width="&b;" height="9"/>`), false},
		{"entity from a file", `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + wrap(`<style>&x;</style>`), false},
		{"deep", "<svg viewBox='0 0 9 9'>" + strings.Repeat("<g>", 100_000), true},
		{"many elements", wrap(strings.Repeat("<g/>", 60_000)), true},
		{"many rules", wrap("<style>" + strings.Repeat("a{}", 5000) + "</style>"), true},
		{"large", wrap(strings.Repeat(" ", 5<<20)), true},
		{"layers in layers", wrap(strings.Repeat(`<g opacity=".5">`, 40) + `<rect width="9" height="9"/>`), true},
		{"mask of itself", wrap(`<mask id="m"><rect width="9" height="9" mask="url(#m)"/></mask><rect width="9" height="9" mask="url(#m)"/>`), true},
		{"clip of itself", wrap(`<clipPath id="c" clip-path="url(#c)"><rect width="9" height="9"/></clipPath><rect width="9" height="9" clip-path="url(#c)"/>`), true},
		{"gradient of itself", wrap(`<linearGradient id="g" href="#g"/><rect width="9" height="9" fill="url(#g)"/>`), false},
		{"tiny dashes", wrap(`<path d="M0 0H99V99H0Z" stroke="red" fill="none" stroke-dasharray="1e-9 1e-9"/>`), false},
		{"no dashes", wrap(`<path d="M0 0H99" stroke="red" stroke-dasharray="0 0"/>`), false},
		{"far away", wrap(`<path d="M0 0L1e11 1e11L-1e11 3z"/>`), true},
		{"huge numbers", wrap(`<rect width="1e400" height="1e400" transform="scale(1e300)"/>`), true},
		{"wide round pen", wrap(`<path d="M0 0` + strings.Repeat("l9 9l-9-9", 20_000) + `" stroke="red" stroke-width="90000" stroke-linejoin="round"/>`), true},
		{"long zigzag", wrap(`<path d="M0 0` + strings.Repeat("H90000H-90000", 5_000) + `V9z"/>`), true},
		{"flat transform", wrap(`<g transform="scale(0)"><circle r="9" stroke="red" fill="url(#g)"/></g><linearGradient id="g"><stop/></linearGradient>`), false},
		{"broken transform", wrap(`<rect width="9" height="9" transform="rotate(1,2,3,4)"/>`), true},
		{"arc of nothing", wrap(`<path d="M5 5a0 0 0 0 0 0 0A1e-300 1 0 1 1 9 9z"/>`), false},
		{"bad charset", `<?xml version="1.0" encoding="klingon"?>` + wrap(""), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			im, err := svg.Draw([]byte(tt.doc), 60, 60)
			if (err != nil) != tt.fails || (im == nil) != (err != nil) {
				t.Errorf("error %v, want one: %v", err, tt.fails)
			}
		})
	}
}

func TestLatin1(t *testing.T) {
	doc := "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + wrap("<title>Citt\xe0</title><rect width='100' height='100' fill='red'/>")
	im, err := svg.Draw([]byte(doc), 10, 10)
	if err != nil || im.NRGBAAt(5, 5) != red {
		t.Errorf("%v", err)
	}
}

func FuzzDraw(f *testing.F) {
	f.Add([]byte(wrap(`<path d="M10 10a5 5 0 0110 0C1 2 3 4 5 6S7 8 9 1Q1 2 3 4T5 6z" stroke="red" stroke-dasharray="3 1"/>`)))
	f.Add([]byte(wrap(`<style>.a{fill:url(#g)}</style><linearGradient id="g"><stop offset="1"/></linearGradient><use href="#u"/><rect id="u" class="a" width="9" height="9"/>`)))
	f.Add([]byte(wrap(`<clipPath id="c"><circle r="9"/></clipPath><g clip-path="url(#c)" opacity=".3" transform="skewX(20)"><ellipse rx="3" ry="4"/></g>`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		im, err := svg.Draw(data, 24, 16)
		if err == nil && (im.Rect.Dx() != 24 || im.Rect.Dy() != 16) {
			t.Errorf("picture of %v", im.Rect)
		}
	})
}
