package brand_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/setting"
)

func kit(t *testing.T, name string) *brand.Kit {
	t.Helper()
	k, err := brand.ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestKitsAreComplete(t *testing.T) {
	want := []string{"allerta", "borgo", "istituzionale", "notte", "quartieri", "riviera"}
	if got := brand.Names(); !slices.Equal(got, want) {
		t.Fatalf("kits %v, want %v", got, want)
	}
	for _, name := range want {
		k := kit(t, name)
		for _, role := range brand.Roles {
			if _, ok := k.Palette[role]; !ok {
				t.Errorf("%s has no %s", name, role)
			}
		}
		for _, f := range []brand.Font{k.Fonts.Display, k.Fonts.Head, k.Fonts.Body, k.Fonts.Label} {
			if f.Family == "" || f.Weight < 100 {
				t.Errorf("%s has a font %+v", name, f)
			}
		}
		if c := srgb.Contrast(k.Palette["ink"], k.Palette["paper"]); c < brand.TextContrast {
			t.Errorf("%s: ink on paper %.2f", name, c)
		}
		accents := []string{""}
		for a := range k.Accents {
			accents = append(accents, a)
		}
		for _, a := range accents {
			p, ok := k.With(a)
			if c := srgb.Contrast(p["primary"], p["on_primary"]); !ok || c < brand.TextContrast {
				t.Errorf("%s %s: on_primary on primary %.2f", name, a, c)
			}
		}
	}
}

// TestContrasts holds the kits against the ratios that the designs state.
func TestContrasts(t *testing.T) {
	for _, c := range []struct {
		kit, a, b string
		want      float64
	}{
		{"quartieri", "ink", "paper", 18.9},
		{"quartieri", "ink", "primary", 6.1},
		{"borgo", "ink", "paper", 11.2},
		{"borgo", "ink", "chalk", 14.4},
		{"borgo", "ink", "primary", 7.2},
		{"borgo", "ink", "accent", 7.1},
		{"borgo", "chalk", "duotone_light", 5.0},
		{"riviera", "ink", "paper", 12.2},
		{"riviera", "ink", "primary", 9.4},
		{"riviera", "ink", "aqua", 9.1},
		{"riviera", "ink", "sand", 9.9},
		{"riviera", "paper", "accent", 4.1},
		{"istituzionale", "ink", "paper", 13.1},
		{"istituzionale", "paper", "primary", 5.6},
		{"istituzionale", "ink", "ice", 11.4},
		{"istituzionale", "ink", "accent", 9.2},
		{"notte", "ink", "paper", 17.4},
		{"notte", "ink", "primary", 6.7},
		{"notte", "ink", "accent", 10.8},
		{"notte", "paper", "line", 13.3},
	} {
		p := kit(t, c.kit).Palette
		if got := srgb.Contrast(p[c.a], p[c.b]); math.Abs(got-c.want) > 0.06 {
			t.Errorf("%s: %s on %s is %.2f, want %.1f", c.kit, c.a, c.b, got, c.want)
		}
	}
	for accent, want := range map[string]float64{"gialla": 13.2, "arancione": 8.0, "rossa": 6.0, "cessata": 5.3} {
		p, _ := kit(t, "allerta").With(accent)
		if got := srgb.Contrast(p["primary"], p["on_primary"]); math.Abs(got-want) > 0.06 {
			t.Errorf("allerta %s: %.2f, want %.1f", accent, got, want)
		}
	}
}

// TestPatternShade checks the derived line against the pattern colours of the
// designs. Those were clipped into sRGB, ours keep their hue, so the lightness
// is compared: the two may differ by a contrast of 1.03.
func TestPatternShade(t *testing.T) {
	k := kit(t, "quartieri")
	for accent, want := range map[string]string{"isola": "#E74723", "baggio": "#EAB300", "chiaravalle": "#00AA65", "nolo": "#A289E9", "navigli": "#4194E9", "lambrate": "#E981A5"} {
		p, _ := k.With(accent)
		w, err := srgb.Parse(want)
		if err != nil {
			t.Fatal(err)
		}
		if c := srgb.Contrast(p["line"], w); c > 1.03 {
			t.Errorf("%s: line %v, want about %v", accent, p["line"], w)
		}
	}
}

func TestAccents(t *testing.T) {
	k := kit(t, "quartieri")
	if k.Accent != "isola" {
		t.Errorf("default accent %q", k.Accent)
	}
	for place, want := range map[string]string{"Isola": "isola", "NoLo": "nolo", " lambrate ": "", "Brera": "", "": ""} {
		got, ok := k.AccentFor(strings.TrimSpace(place))
		if place == " lambrate " {
			want = "lambrate"
		}
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", place, got, ok, want)
		}
	}
	if _, ok := k.With("brera"); ok {
		t.Error("an accent was found that is none")
	}
	p, _ := k.With("navigli")
	if p["primary"].String() != "#52A7FF" || p["accent"] != p["primary"] || p["ink"] != k.Palette["ink"] {
		t.Errorf("navigli: %v", p)
	}
	if k.Palette["primary"].String() != "#FF5A36" {
		t.Error("the kit itself changed")
	}
}

func read(text string) (*brand.Kit, diag.List) {
	var faults diag.List
	v := setting.Parse("channel.yaml", []byte(text), &faults)
	return brand.Read(v.Map("brand")["brand"]), faults
}

func TestRead(t *testing.T) {
	k, faults := read(`brand: {extends: quartieri, palette: {primary: "#0A7D5A", mare: "#012345"}, accents: {porta-romana: "#FFD34D"}, fonts: {display: Young Serif 400}, logo: logo.svg, label: [Città, d’esempio], backdrop: palladiana}`)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for what, c := range map[string][2]any{
		"primary":          {k.Palette["primary"].String(), "#0A7D5A"},
		"text on it":       {k.Palette["on_primary"].String(), "#FFFFFF"},
		"line made anew":   {k.Palette["line"], k.Palette["primary"].Shade(-0.06)},
		"own colour":       {k.Palette["mare"].String(), "#012345"},
		"no accent":        {k.Accent, ""},
		"accents are kept": {len(k.Accents), 7},
		"display":          {k.Fonts.Display, brand.Font{Family: "Young Serif", Weight: 400}},
		"body":             {k.Fonts.Body, brand.Font{Family: "Schibsted Grotesk", Weight: 500}},
		"logo":             {k.Logo, "logo.svg"},
		"label":            {fmt.Sprint(k.Label), "[Città d’esempio]"},
		"backdrop":         {fmt.Sprint(k.Backdrop), "[palladiana]"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: got %v, want %v", what, c[0], c[1])
		}
	}
	if name, _ := k.AccentFor("Porta Romana"); name != "porta-romana" {
		t.Errorf("Porta Romana has the accent %q", name)
	}
	if k, faults := read("brand: notte"); len(faults) > 0 || k.Name != "notte" {
		t.Error(k.Name, faults)
	}
	if k, faults := read("brand: {label: Comune}"); len(faults) > 0 || k.Name != "istituzionale" || len(k.Label) != 1 {
		t.Error(k.Name, faults)
	}
	if k, faults := read("brand: allerta"); len(faults) > 0 || !k.Locked {
		t.Error(k.Name, faults)
	}
}

func TestReadFaults(t *testing.T) {
	for _, c := range []struct{ text, want, hint string }{
		{"brand: quartier", `channel.yaml:1:8: error: brand kit "quartier" is not known`, `did you mean "quartieri"?`},
		{"brand: {extends: rivera}", `channel.yaml:1:18: error: brand kit "rivera" is not known`, `did you mean "riviera"?`},
		{"brand: {extends: allerta, label: X}", `channel.yaml:1:18: error: the kit "allerta" cannot be changed: its colours have a fixed meaning`, "brand: allerta"},
		{"brand: {pallette: {}}", `channel.yaml:1:9: error: unknown key "pallette"`, `did you mean "palette"?`},
		{`brand: {palette: {primary: "red"}}`, `channel.yaml:1:28: error: "red" is not a colour`, "#RRGGBB"},
		{`brand: {palette: {primry: "#000"}}`, `channel.yaml:1:27: warning: the palette has no role "primry"; it is kept as a colour of your own`, `did you mean "primary"?`},
		{"brand:\n  palette:\n    ink: #000\n", `channel.yaml:3:5: error: "ink" has no value`, "quotes"},
		{`brand: {palette: {ink: "#888888", paper: "#999999", on_primary: "#FFFFFF"}}`, `channel.yaml:1:18: error: ink #888888 on paper #999999 has a contrast of 1.2; text needs 4.5`, ""},
		{`brand: {palette: {primary: "#777777", on_primary: "#888888"}}`, `channel.yaml:1:18: error: primary #777777 has a contrast of only 1.3 with its text (on_primary #888888); even large text needs 3.0`, ""},
		{`brand: {extends: riviera, palette: {primary: "#E93A24"}}`, `channel.yaml:1:36: warning: primary #E93A24 has a contrast of 4.1 with its text (on_primary #FFFFFF): enough for large text only`, ""},
		{"brand: {fonts: {display: Young Serif}}", `channel.yaml:1:26: error: font "Young Serif" has no weight`, "Young Serif 400"},
		{"brand: {fonts: {displai: Jost 800}}", `channel.yaml:1:17: error: unknown key "displai"`, `did you mean "display"?`},
		{"brand: {accent: brera, extends: quartieri}", `channel.yaml:1:17: error: "accent" "brera" is not known`, "isola"},
		{"brand: {backdrop: [plan, umbrela]}", `channel.yaml:1:26: error: "backdrop[1]" "umbrela" is not known`, `did you mean "umbrella"?`},
		{"brand: {label: [a, b, c]}", `channel.yaml:1:16: error: the label has 3 lines, and room for two`, ""},
		{"brand: {label: Comune di Castiglione}", `channel.yaml:1:16: warning: the label line "Comune di Castiglione" has 21 characters, more than the 18 that fit well`, ""},
		{"brand: [quartieri]", `channel.yaml:1:8: error: "brand" must hold keys with values, not a list`, ""},
	} {
		t.Run(c.text, func(t *testing.T) {
			k, faults := read(c.text)
			if len(faults) != 1 || faults[0].String() != c.want {
				t.Fatalf("got %v\nwant %s", faults, c.want)
			}
			if !strings.Contains(faults[0].Hint.String(), c.hint) {
				t.Errorf("hint %q lacks %q", faults[0].Hint, c.hint)
			}
			for _, role := range brand.Roles {
				if _, ok := k.Palette[role]; !ok {
					t.Errorf("the kit has no %s", role)
				}
			}
		})
	}
}

func TestUnknownKit(t *testing.T) {
	_, err := brand.ByName("not")
	if !errors.Is(err, brand.ErrUnknown) || !strings.Contains(err.Error(), "notte") {
		t.Errorf("got %v", err)
	}
}
