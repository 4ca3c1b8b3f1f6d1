package sheet_test

import (
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/desk/sheet"
)

// words are what random texts are made of, by the script that they favour.
var words = [][]string{
	{"il", "borgo", "vecchio", "L’Isola", "dell’Orologio", "mercato", "Sant’Apollinare", "precipitevolissimevolmente", "a", "«Va’", "piano»", "18.30", "3–5", "€", "&"},
	{"Straße", "Donaudampfschifffahrtsgesellschaft", "Öffnungszeiten", "für", "und", "1.234,5", "100%", "Übermut", "Grundstücksverkehrsgenehmigung"},
	{"欢迎来到", "米兰", "城市节", "，", "音乐会", "2025年", "星期六", "“老城”"},
	{"أهلاً", "بكم", "في", "مهرجان", "المدينة", "14", "القديمة،", "والموسيقى"},
	{"Фестиваль", "музики", "Їжак", "Привет", "ďábel", "Łódź", "İstanbul", "Nguyễn", "E\u0301t\u00e9", "ñandú", "—", "A.B.C.", "http://x.y/z", "{", "[", "\\"},
}

// emoji are single pictures, sequences, and signs that are letters in some fonts.
var emoji = []string{"🎉", "👩‍👩‍👧", "🇮🇹 ", "1️⃣", "❤️", "☀", "👍🏽", "©️"}

// randomText returns a text of about n characters, one in three of mixed scripts.
func randomText(r *rand.Rand, n int) string {
	var b strings.Builder
	script, mixed := r.IntN(2), r.IntN(3) == 0
	if r.IntN(6) == 0 {
		script = r.IntN(len(words))
	}
	for b.Len() < n {
		if mixed {
			script = r.IntN(len(words))
		}
		if r.IntN(15) == 0 {
			b.WriteString(emoji[r.IntN(len(emoji))])
		}
		b.WriteString(words[script][r.IntN(len(words[script]))])
		if script != 2 {
			b.WriteByte(' ')
		}
	}
	out := []rune(b.String())
	return strings.TrimSpace(string(out[:min(len(out), n)]))
}

// randomLength is mostly that of what people write, sometimes nothing, and
// reaches 400.
func randomLength(r *rand.Rand) int {
	switch n := r.IntN(40); {
	case n == 0:
		return r.IntN(401)
	case n < 3:
		return 40 + r.IntN(60)
	case n < 7:
		return 0
	}
	return 2 + r.IntN(28)
}

// shake gives a sample event random texts and lists of random length.
func shake(r *rand.Rand, e *event.Event) {
	e.Languages = nil
	may := func(s *string) {
		if *s != "" && r.IntN(2) == 0 || *s == "" && r.IntN(12) == 0 {
			*s = randomText(r, randomLength(r))
		}
	}
	if r.IntN(3) > 0 {
		e.Title = randomText(r, 2+r.IntN(44))
	}
	for _, s := range []*string{&e.Subtitle, &e.Description, &e.Venue, &e.Address, &e.Category, &e.Price, &e.Access, &e.Neighbourhood} {
		may(s)
	}
	for _, k := range slices.Sorted(mapKeys(e.Extra)) {
		switch k {
		case "focus", "livello", "bollettino", "emesso": // not texts, or texts that an alert may not be without
		default:
			v := e.Extra[k]
			may(&v)
			e.Extra[k] = v
		}
	}
	if len(e.Items) > 0 && r.IntN(2) == 0 {
		image := e.Items[0].Image
		e.Items = nil
		for range 1 + r.IntN(12) {
			e.Items = append(e.Items, event.Item{Title: randomText(r, 2+r.IntN(28)), Text: randomText(r, randomLength(r)), Image: image})
		}
	}
	if len(e.Facts) > 0 && r.IntN(2) == 0 {
		e.Facts = nil
		for range 1 + r.IntN(6) {
			e.Facts = append(e.Facts, event.Fact{Value: []string{"9", "68%", "287", "3,1", "1.200"}[r.IntN(5)], Label: randomText(r, 2+r.IntN(24))})
		}
	}
}

func mapKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// hardPhotos replaces the pictures of the samples by ones that are hard to read
// on: white, a chequerboard, noise, half black and half white.
func hardPhotos(t *testing.T, dir string, r *rand.Rand) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "photos", "*.jpg"))
	if err != nil || len(files) == 0 {
		t.Fatal("the samples have no photos", err)
	}
	for i, file := range files {
		img := image.NewGray(image.Rect(0, 0, 1200, 1600))
		grain := make([]int, 100*134)
		for k := range grain {
			grain[k] = r.IntN(256)
		}
		for y := range 1600 {
			for x := range 1200 {
				v := []int{250, 255 * ((x/90 + y/90) % 2), grain[y/12*100+x/12], 255 * (x / 600)}[i%4]
				img.SetGray(x, y, color.Gray{Y: uint8(v)})
			}
		}
		out, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := jpeg.Encode(out, img, nil); err != nil {
			t.Fatal(err)
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRandomTextsOnFrames shakes the samples of every template, in all formats,
// languages and kits in turn, and measures the composed frames: what is drawn
// keeps every rule, and what cannot keep them is an error that names its field.
// It goes on until so many posts of each template are drawn as are wanted.
func TestRandomTextsOnFrames(t *testing.T) {
	wanted := 2
	if testing.Short() {
		wanted = 1
	}
	if *every {
		wanted = 25
	}
	langs := []string{"it", "en", "de", "fr", "es", "nl", "pt", "zh", "ar"}
	dressed := []string{"quartieri", "borgo", "riviera", "istituzionale", "notte"}
	for i, name := range sheet.Order {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(2025, uint64(i)))
			dir := t.TempDir()
			studio, err := sheet.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			hardPhotos(t, dir, r)
			drawn, round := 0, 0
			for ; drawn < wanted && round < 4*wanted; round++ {
				turn := 7*i + round
				sample := sheet.Sample{
					Template: name, Kit: dressed[turn%len(dressed)], Format: formats[turn%len(formats)], Language: langs[(turn+turn/9)%len(langs)],
					Strict: turn%5 == 0, NoPhoto: turn%4 == 0, Edit: func(e *event.Event) { shake(r, e) },
				}
				at := fmt.Sprintf("round %d, %s in %s, %s, %s", round, name, sample.Language, sample.Format, sample.Kit)
				p, faults, err := studio.Assemble(sample)
				if err != nil {
					t.Fatalf("%s: %v", at, err)
				}
				if p == nil {
					for _, wrong := range refusal(faults) {
						t.Errorf("%s: %s", at, wrong)
					}
					continue
				}
				drawn++
				look := &looker{t: t, report: t.Errorf, at: at, plan: p.Plan, dir: dir}
				look.all(r)
			}
			if drawn < wanted {
				t.Errorf("of %d random events only %d could be drawn, %d are wanted", round, drawn, wanted)
			}
		})
	}
}

// refusal says what is wrong with the reasons for which a post was refused: each
// must be an error at a field, and a kit of the house has contrast enough.
func refusal(faults diag.List) (wrong []string) {
	if !faults.HasErrors() {
		wrong = append(wrong, "no post and no error")
	}
	for _, m := range faults {
		if m.Severity != diag.Error {
			continue
		}
		if m.Field == "" {
			wrong = append(wrong, fmt.Sprintf("an error names no field: %v", m))
		}
		if strings.Contains(m.Text.String(), "contrast") {
			wrong = append(wrong, fmt.Sprintf("a kit of the house lacks contrast: %v", m))
		}
	}
	return wrong
}

// TestRefusalSeesFaults hands reasons to refusal that are none.
func TestRefusalSeesFaults(t *testing.T) {
	var good, warned, nameless, pale diag.List
	good.Errorf(diag.Pos{}, "title", diag.T("shorten it"), "the title does not fit")
	warned.Warnf(diag.Pos{}, "", diag.Text{}, "the photo is small")
	nameless.Errorf(diag.Pos{}, "", diag.T("shorten it"), "the title does not fit")
	pale.Errorf(diag.Pos{}, "title", diag.Text{}, "the title has too little contrast")
	for _, tt := range []struct {
		faults diag.List
		want   string // the only complaint has it; "" for none
	}{{good, ""}, {nil, "no post and no error"}, {warned, "no post and no error"}, {nameless, "names no field"}, {pale, "lacks contrast"}} {
		got := refusal(tt.faults)
		if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)) {
			t.Errorf("%v: %q, want %q", tt.faults, got, tt.want)
		}
	}
}
