package svg_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"unicode/utf16"
)

// mark is a drawing as an office's tools write it.
type mark struct {
	name string
	data []byte
	same []byte // the same drawing in words that librsvg 2.54 knows, where it does not know these
}

// marks returns two hundred marks and more, each for one way of saying something
// and its neighbours.
func marks() []mark {
	var out []mark
	add := func(name, format string, args ...any) {
		out = append(out, mark{name: name, data: fmt.Appendf(nil, format, args...)})
	}
	const ns = `xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"`
	root := func(name, body string) { add(name, `<svg %s viewBox="0 0 200 200">%s</svg>`, ns, body) }

	// The root's size, in every unit, before and after the viewBox.
	for _, size := range []string{`width="50mm" height="50mm"`, `width="5cm"`, `width="200pt" height="200pt"`, `width="100%%" height="100%%"`, `width="2in" height="2in"`, `height="12pc"`, `width="1em" height="1em"`, `width="300" height="150"`, `width="150px" height="300px"`} {
		size = strings.ReplaceAll(size, "%%", "%")
		add("size "+size, `<svg %s %s viewBox="0 0 200 200"><rect x="20" y="20" width="160" height="160" fill="#c00"/></svg>`, ns, size)
		add("size after "+size, `<svg %s viewBox="10 20 180 160" %s><circle cx="100" cy="100" r="70" fill="#06c"/></svg>`, ns, size)
	}
	for _, how := range []string{"none", "xMinYMin", "xMaxYMax meet", "xMidYMin meet", "xMinYMax slice"} {
		add("aspect "+how, `<svg %s width="200" height="100" viewBox="0 0 100 100" preserveAspectRatio="%s"><circle cx="50" cy="50" r="48" fill="#393"/></svg>`, ns, how)
	}
	// What the root says is inherited.
	for _, attr := range []string{`fill="#E30613"`, `fill="none" stroke="#05a" stroke-width="9"`, `style="fill:#0a0;opacity:.5"`, `style="fill:#00c;fill-rule:evenodd"`, `fill-rule="evenodd"`, `class="a"`, `id="r"`, `color="#c60" fill="currentColor"`, `stroke="#a0a" stroke-linejoin="round" stroke-width="20"`} {
		add("root "+attr, `<svg %s viewBox="0 0 200 200" %s><style>.a{fill:#0a0} #r{fill:#639}</style><path d="M20 20H180V180H20ZM60 60H140V140H60Z"/></svg>`, ns, attr)
	}
	// Selectors.
	for _, rule := range []string{`*{fill:#0a0}`, `.g path{fill:#0a0}`, `g>rect{fill:#00c}`, `.a.b{fill:#c0c}`, `path.c{fill:#06c}`, `[data-n]{fill:#f90}`, `[data-n="z"]{fill:#f90}`, `path[d^="M20"]{fill:#0cc}`, `svg path{fill:#c00}`, `g path, g rect{fill:#333}`, `path+rect{fill:#660}`, `path~rect{fill:#066}`, `#x{fill:#c00!important}`, `g:first-child path{fill:#900}`, `.g .b{fill:red} .b{fill:blue}`, `rect{rx:30px;fill:#999}`} {
		root("css "+rule, `<style>`+strings.ReplaceAll(strings.ReplaceAll(rule, ">", "&gt;"), "&gt;", "&gt;")+`</style><g class="g"><path class="a b" d="M20 20H180V90H20Z"/><path class="c" data-n="z" d="M20 95h80v20h-80z"/><rect id="x" style="fill:#000" x="20" y="120" width="160" height="60"/></g>`)
	}
	// Colours.
	for _, c := range []string{"#C0000080", "#c08", "#c088", "rebeccapurple", "hsl(120 60% 40%)", "hsl(30,100%,50%)", "hsla(200,80%,40%,.5)", "rgb(0 0 200 / 50%)", "rgba(200,0,100,.4)", "rgb(50%,20%,80%)", "CornflowerBlue", "transparent", "currentColor"} {
		root("colour "+c, fmt.Sprintf(`<rect x="20" y="20" width="160" height="160" color="#f90" fill="%s" stroke="#000" stroke-width="4"/>`, c))
	}
	// Pens: caps, joins and dashes under transforms.
	for _, c := range []string{"butt", "round", "square"} {
		for _, j := range []string{"miter", "round", "bevel"} {
			for _, m := range []string{"", "scale(2 .5) translate(0 100)", "rotate(20 100 100)", "skewX(20)"} {
				root(fmt.Sprintf("pen %s %s %s", c, j, m), fmt.Sprintf(`<path transform="%s" d="M40 140L100 40 150 140 60 60" fill="none" stroke="#036" stroke-width="18" stroke-linecap="%s" stroke-linejoin="%s"/>`, m, c, j))
			}
		}
		for _, d := range []string{"30 20", "0 30", "30", "5 10 20", "0.1 25"} {
			root("dash "+c+d, fmt.Sprintf(`<path d="M30 50H170M30 100C60 50 140 150 170 100M50 150H150V180H50Z" fill="none" stroke="#803" stroke-width="12" stroke-dasharray="%s" stroke-dashoffset="7" stroke-linecap="%s"/>`, d, c))
		}
		if c == "square" {
			continue
		}
		root("dot "+c, fmt.Sprintf(`<g stroke="#00c" stroke-width="40" stroke-linecap="%s"><path d="M60 60h0"/><path d="M140 60z"/><path d="M60 140L60 140"/><line x1="140" y1="140" x2="140" y2="140"/></g>`, c))
	}
	root("thin pen", `<path d="M20 20L180 180" transform="scale(1 .3)" stroke="#000" stroke-width="3"/>`)
	for _, o := range []string{"stroke", "stroke fill", "fill", "markers stroke", "normal"} {
		root("order "+o, fmt.Sprintf(`<circle cx="100" cy="100" r="60" fill="#fc0" stroke="#c00" stroke-width="40" paint-order="%s"/>`, o))
	}
	// Drawings within drawings.
	for _, in := range []string{`viewBox="0 0 10 10" width="80" height="80" x="10" y="10"`, `viewBox="0 0 10 20" width="160" height="90"`, `x="50%" width="50%" height="50%" viewBox="0 0 10 10"`, `viewBox="0 0 20 10" width="100" height="100" preserveAspectRatio="xMinYMax slice"`, `width="90" height="90"`, `viewBox="0 0 10 10" width="80" height="80" overflow="visible"`} {
		root("nested "+in, fmt.Sprintf(`<svg %s><rect width="10" height="10" fill="#c00"/><circle cx="9" cy="5" r="4" fill="#00c"/></svg>`, in))
		root("symbol "+in, fmt.Sprintf(`<symbol id="s" viewBox="0 0 10 10"><rect width="10" height="10" fill="#c00"/><circle cx="6" cy="5" r="4" fill="#00c"/></symbol><use href="#s" x="20" y="30" width="%d" height="90"/>`, 40+len(in)))
	}
	// Patterns.
	for _, p := range []string{`width="20" height="20" patternUnits="userSpaceOnUse"`, `width=".25" height=".25"`, `width="20" height="20" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"`, `width="40" height="40" patternUnits="userSpaceOnUse" viewBox="0 0 20 20"`, `x="5" y="7" width="25" height="25" patternUnits="userSpaceOnUse" patternTransform="scale(2)"`} {
		root("pattern "+p, fmt.Sprintf(`<pattern id="p" %s><rect width="10" height="20" fill="#c00"/><circle cx="14" cy="10" r="4" fill="#06c"/></pattern><rect x="20" y="20" width="160" height="160" fill="url(#p)"/>`, p))
		root("pattern by reference "+p, fmt.Sprintf(`<pattern id="q" %s><rect width="10" height="20" fill="#093"/></pattern><pattern id="p" href="#q"/><circle cx="100" cy="100" r="80" fill="url(#p)" stroke="#000" stroke-width="6"/>`, p))
	}
	// Embedded pictures.
	var file bytes.Buffer
	im := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	for i := range 800 {
		im.SetNRGBA(i%40, i/40, color.NRGBA{R: uint8(6 * (i % 40)), G: uint8(12 * (i / 40)), B: 90, A: 255})
	}
	if err := png.Encode(&file, im); err != nil {
		panic(err)
	}
	href := "data:image/png;base64," + base64.StdEncoding.EncodeToString(file.Bytes())
	for _, at := range []string{`x="20" y="20" width="160" height="160"`, `width="200" height="200" preserveAspectRatio="none"`, `width="100" height="150" preserveAspectRatio="xMidYMid slice"`, `width="80" height="40" x="30" transform="rotate(30 60 60)"`, `width="30" height="15"`} {
		root("picture "+at, fmt.Sprintf(`<image %s xlink:href="%s"/>`, at, href))
	}
	root("picture in a pattern", fmt.Sprintf(`<defs><pattern id="p" patternContentUnits="objectBoundingBox" width="1" height="1"><use xlink:href="#i" transform="scale(0.025 .05)"/></pattern><image id="i" width="40" height="20" xlink:href="%s"/></defs><rect x="20" y="20" width="160" height="160" fill="url(#p)"/>`, href))
	// Markers.
	const head = `<path d="M0 0L10 5L0 10z" fill="#c00"/>`
	for _, m := range []string{`orient="auto" viewBox="0 0 10 10" refX="5" refY="5" markerWidth="4" markerHeight="4"`, `orient="45" markerUnits="userSpaceOnUse" markerWidth="30" markerHeight="30" viewBox="0 0 10 10"`, `orient="auto-start-reverse" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="5" markerHeight="5"`, `orient="auto" markerWidth="6" markerHeight="6" overflow="visible" refX="2" refY="5"`} {
		for _, d := range []string{"M30 150L100 50 170 150", "M30 100C60 0 140 200 170 100", "M40 40H160V160H40", "M30 100A70 70 0 0 1 170 100"} {
			root("marker "+m+d, fmt.Sprintf(`<marker id="m" %s>%s</marker><path d="%s" fill="none" stroke="#036" stroke-width="6" marker-start="url(#m)" marker-mid="url(#m)" marker-end="url(#m)"/>`, m, head, d))
		}
	}
	// Masks and clips.
	for _, m := range []string{`maskContentUnits="objectBoundingBox"`, ``, `maskUnits="userSpaceOnUse" x="20" y="20" width="90" height="160"`, `x="0" y="0" width=".5" height=".5"`} {
		unit := "<circle cx='100' cy='100' r='70' fill='#fff'/><rect x='100' width='90' height='200' fill='#888'/>"
		if strings.Contains(m, "ContentUnits") {
			unit = "<rect width='.5' height='1' fill='#fff'/><circle cx='.7' cy='.5' r='.2' fill='#aaa'/>"
		}
		root("mask "+m, fmt.Sprintf(`<mask id="m" %s>%s</mask><g mask="url(#m)"><rect x="20" y="20" width="160" height="160" fill="#c00"/></g>`, m, unit))
		root("mask by alpha "+m, fmt.Sprintf(`<mask id="m" mask-type="alpha" %s>%s</mask><rect x="20" y="20" width="160" height="160" fill="#06c" mask="url(#m)"/>`, m, unit))
	}
	root("clip in its box", `<clipPath id="c" clipPathUnits="objectBoundingBox"><rect width="1" height=".5"/></clipPath><rect clip-path="url(#c)" x="20" y="110" width="160" height="70" fill="#00c"/>`)
	root("clip of a use", `<defs><circle id="k" cx="90" cy="90" r="60"/></defs><clipPath id="c"><use href="#k" x="10"/></clipPath><rect clip-path="url(#c)" width="200" height="200" fill="#00c"/>`)
	// Blend modes and filters.
	for _, mode := range []string{"multiply", "screen", "overlay", "darken", "lighten", "color-dodge", "color-burn", "hard-light", "soft-light", "difference", "exclusion", "normal"} {
		root("blend "+mode, fmt.Sprintf(`<circle cx="75" cy="100" r="60" fill="#fe6"/><circle style="mix-blend-mode:%s" cx="125" cy="100" r="60" fill="#0a7ac0"/>`, mode))
	}
	for _, f := range []string{
		`<feColorMatrix values="0 0 0 0 1  0 0 0 0 0  0 0 0 0 0  0 0 0 1 0"/>`, `<feColorMatrix type="saturate" values=".2"/>`, `<feColorMatrix type="hueRotate" values="90"/>`, `<feColorMatrix type="luminanceToAlpha"/>`,
		`<feComponentTransfer><feFuncR type="table" tableValues="1 0"/><feFuncG type="linear" slope=".5" intercept=".2"/><feFuncB type="gamma" exponent="2"/></feComponentTransfer>`,
		`<feFlood flood-color="#0a0" flood-opacity=".6"/><feComposite in2="SourceGraphic" operator="in"/>`, `<feOffset dx="12" dy="7"/>`, `<feGaussianBlur stdDeviation="6"/>`,
		`<feGaussianBlur in="SourceAlpha" stdDeviation="4"/><feOffset dx="6" dy="6"/><feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge>`,
		`<feFlood flood-opacity="0" result="b"/><feBlend in="SourceGraphic" in2="b" result="s"/><feColorMatrix in="SourceAlpha" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 127 0" result="h"/><feOffset dy="4"/><feGaussianBlur stdDeviation="4"/><feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 .5 0"/><feBlend in2="b"/><feBlend in="SourceGraphic"/>`,
	} {
		for _, light := range []string{"sRGB", "linearRGB"} {
			root("filter "+light+f, fmt.Sprintf(`<filter id="f" color-interpolation-filters="%s">%s</filter><g filter="url(#f)"><rect x="40" y="40" width="80" height="120" fill="#c63"/><circle cx="120" cy="100" r="40" fill="#39c"/></g>`, light, f))
		}
	}
	// Gradients.
	for _, m := range []string{"pad", "reflect", "repeat"} {
		root("linear "+m, fmt.Sprintf(`<linearGradient id="g" x1=".3" x2=".6" spreadMethod="%s" gradientTransform="rotate(20)"><stop stop-color="#c00"/><stop offset="1" style="stop-color:#00c;stop-opacity:.5"/></linearGradient><rect x="20" y="20" width="160" height="160" fill="url(#g)"/>`, m))
		root("radial "+m, fmt.Sprintf(`<radialGradient id="g" r=".3" fx=".4" spreadMethod="%s"><stop stop-color="#fc0"/><stop offset="1" stop-color="#306"/></radialGradient><circle cx="100" cy="100" r="80" fill="none" stroke="url(#g)" stroke-width="40"/>`, m))
	}
	// Transforms in style sheets, other encodings, editors' name spaces.
	for _, m := range []string{"translate(20px, 10px) rotate(15deg)", "scale(.5)", "translateX(30px)", "matrix(1,0,.3,1,0,0)"} {
		root("css transform "+m, fmt.Sprintf(`<rect style="transform:%s" x="40" y="40" width="100" height="60" fill="#555"/>`, m))
	}
	doc := `<?xml version="1.0" encoding="UTF-16"?><svg ` + ns + ` viewBox="0 0 200 200"><title>Città</title><rect x="20" y="20" width="160" height="160" fill="#a50"/></svg>`
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(doc)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	out = append(out, mark{name: "UTF-16", data: wide}, mark{name: "byte order mark", data: append([]byte("\xef\xbb\xbf"), `<svg `+ns+` viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>`...)})
	add("Illustrator", `<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">]><svg xmlns="&ns_svg;" xmlns:i="&ns_ai;" viewBox="0 0 90 90"><switch><foreignObject requiredExtensions="&ns_ai;" width="1" height="1"><i:pgf/></foreignObject><g i:extraneous="self"><path fill="#E30613" d="M9 9h70v70z"/></g></switch></svg>`)
	add("prefix", `<svg:svg xmlns:svg="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><svg:path fill="teal" d="M1 1h7v7z"/></svg:svg>`)
	// What librsvg 2.54 does not know, beside the same in words that it knows.
	pair := func(name, body, same string) {
		root(name, body)
		out[len(out)-1].same = fmt.Appendf(nil, `<svg %s viewBox="0 0 200 200">%s</svg>`, ns, same)
	}
	const house = `d="M20 20H180V90H20Z"`
	pair("variable", `<style>:root{--k:#a0c} path{fill:var(--k)}</style><path `+house+`/>`, `<path fill="#a0c" `+house+`/>`)
	pair("variable that is missing", `<style>path{fill:var(--k, #0a9)}</style><path `+house+`/>`, `<path fill="#0a9" `+house+`/>`)
	pair("variable inside a group", `<g style="--k:#0a9"><path style="fill:var(--k)" `+house+`/></g>`, `<path fill="#0a9" `+house+`/>`)
	pair("media", `<style>@media print{path{fill:red}} @media screen{path{fill:lime}} @media (prefers-color-scheme:dark){path{fill:#fff}}</style><path `+house+`/>`, `<path fill="lime" `+house+`/>`)
	pair("profile", `<path fill="#C00000 icc-color(cmyk, 0,1,1,0.2)" `+house+`/>`, `<path fill="#C00000" `+house+`/>`)
	pair("square dot", `<path d="M60 60z" stroke="#00c" stroke-width="40" stroke-linecap="square"/>`, `<path d="M40 60h40" stroke="#00c" stroke-width="40"/>`)
	pair("path length", `<path d="M20 100H180" stroke="#000" stroke-width="20" pathLength="100" stroke-dasharray="10"/>`, `<path d="M20 100H180" stroke="#000" stroke-width="20" stroke-dasharray="16"/>`)
	const half, disc = `<clipPath id="a"><rect width="100" height="200"/></clipPath>`, `<path d="M100 20A80 80 0 0 0 100 180z" fill="#093"/>`
	pair("clip of a clip", half+`<clipPath id="c" clip-path="url(#a)"><circle cx="100" cy="100" r="80"/></clipPath><rect clip-path="url(#c)" width="200" height="200" fill="#093"/>`, disc)
	pair("clip inside a clip", half+`<clipPath id="c"><circle cx="100" cy="100" r="80" clip-path="url(#a)"/></clipPath><rect clip-path="url(#c)" width="200" height="200" fill="#093"/>`, disc)
	pair("drop shadow", `<filter id="f"><feDropShadow dx="5" dy="6" stdDeviation="3" flood-color="#00c" flood-opacity=".5"/></filter><circle cx="100" cy="100" r="60" fill="#c00" filter="url(#f)"/>`,
		`<filter id="f"><feGaussianBlur in="SourceAlpha" stdDeviation="3"/><feOffset dx="5" dy="6" result="o"/><feFlood flood-color="#00c" flood-opacity=".5"/><feComposite in2="o" operator="in"/><feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge></filter><circle cx="100" cy="100" r="60" fill="#c00" filter="url(#f)"/>`)
	pair("part of a turn", `<rect style="transform:rotate(.1turn)" x="60" width="100" height="60"/>`, `<rect transform="rotate(36)" x="60" width="100" height="60"/>`)
	pair("origin", `<rect style="transform:rotate(30deg);transform-origin:100px 100px" x="60" y="60" width="80" height="80"/>`, `<rect transform="rotate(30 100 100)" x="60" y="60" width="80" height="80"/>`)
	pair("origin in its box", `<rect style="transform:rotate(30deg);transform-origin:center;transform-box:fill-box" x="60" y="60" width="80" height="80"/>`, `<rect transform="rotate(30 100 100)" x="60" y="60" width="80" height="80"/>`)
	pair("symbol's window", `<symbol id="s" viewBox="0 0 10 10"><circle cx="10" cy="5" r="5"/></symbol><use href="#s" width="80" height="80"/>`, `<path d="M80 0A40 40 0 0 0 80 80z"/>`)
	pair("pen that stays", `<path d="M20 20L180 180" transform="scale(1 .3)" vector-effect="non-scaling-stroke" stroke="#000" stroke-width="9"/>`, `<path d="M20 6L180 54" stroke="#000" stroke-width="9"/>`)
	return out
}

// Every mark is drawn as librsvg draws it, with at most 0.5 % of the pixels
// different, or is refused.
func TestMarks(t *testing.T) {
	all := marks()
	if len(all) < 200 {
		t.Fatalf("%d marks, want 200", len(all))
	}
	refusals := 0
	for _, m := range all {
		share, refused := held(t, m.name, m.data, m.same)
		switch {
		case refused != nil:
			refusals++
			t.Logf("%s: %v", m.name, refused)
		case share > allowed:
			t.Errorf("%s: %.2f %% of the pixels differ", m.name, 100*share)
		}
	}
	if refusals > len(all)/50 {
		t.Errorf("%d of %d marks are refused", refusals, len(all))
	}
	t.Logf("%d marks", len(all))
}
