package wording_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/wording"
)

func TestIn(t *testing.T) {
	list := diag.List{
		{Text: diag.T(`"sab 15/06/2025" cannot be read: 15/06/2025 is a Sunday, not a Saturday`), Hint: diag.T("correct the date or the weekday")},
		{Text: diag.T(`the event repeats the one in row 2, but they differ in: price, end; the first counts`)},
		{Text: diag.T(`the id "the row has no title {2}" is given twice`)},
		{Text: diag.T(`the column "Titlo" is not known; it is kept for templates of your own`), Hint: diag.T(`did you mean "titolo"?`)},
		{Text: diag.T("something nobody has worded"), Hint: diag.Text{}},
		{Text: diag.T(`the event repeats the one in row 3 of Foglio {1}: same title, place and start`)},
	}
	got := wording.In("it-IT", list)
	for i, want := range []string{
		`"sab 15/06/2025" non si può leggere: 15/06/2025 cade di domenica, non di sabato|correggi la data o il giorno della settimana`,
		"l'evento ripete quello alla riga 2, ma differiscono in: prezzo, fine; vale il primo|",
		`l'id "the row has no title {2}" è usato due volte|`,
		`la colonna "Titlo" non è nota; resta disponibile per i tuoi modelli|intendevi "titolo"?`,
		"something nobody has worded|",
		"l'evento ripete quello alla riga 3 di Foglio {1}: stesso titolo, luogo e inizio|",
	} {
		if s := got[i].Text.String() + "|" + got[i].Hint.String(); s != want {
			t.Errorf("got  %s\nwant %s", s, want)
		}
	}
	if list[0].Text.Equal(got[0].Text) {
		t.Error("the list itself was changed")
	}
	for _, lang := range []string{"en", "de", ""} {
		if !wording.In(lang, list)[0].Equal(list[0]) {
			t.Errorf("%q changed a message", lang)
		}
	}
}

// TestCatalogue holds that both forms of a pair take the same values.
func TestCatalogue(t *testing.T) {
	data, err := os.ReadFile("it.txt")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimRight(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	if len(lines)%2 != 0 {
		t.Fatal("a form has no pair")
	}
	verbs := regexp.MustCompile(`%(?:0?\d*d|\.?\d*[fg]|[qsvw])`)
	seen := map[string]bool{}
	for i := 0; i < len(lines); i += 2 {
		if seen[lines[i]] {
			t.Errorf("%q stands twice", lines[i])
		}
		seen[lines[i]] = true
		n := len(verbs.FindAllString(lines[i], -1))
		// A form of little more than verbs would be found in messages that have none.
		if fixed := strings.Join(strings.Fields(verbs.ReplaceAllString(lines[i], "")), ""); n > 0 && len(fixed) < 3 {
			t.Errorf("%q would tell any message", lines[i])
		}
		for k := 1; k <= n; k++ {
			if strings.Count(lines[i+1], fmt.Sprintf("{%d}", k)) != 1 {
				t.Errorf("%q: value %d is not told once in %q", lines[i], k, lines[i+1])
			}
		}
		if strings.Contains(lines[i+1], fmt.Sprintf("{%d}", n+1)) || verbs.MatchString(lines[i+1]) {
			t.Errorf("%q tells more than %q", lines[i+1], lines[i])
		}
	}
}

// tellerDirs are the packages whose messages users read.
var tellerDirs = []string{
	"../brand", "../channel", "../event", "../format",
	"../ingest", "../ingest/source", "../ingest/dates", "../ingest/record", "../ingest/ical", "../ingest/table", "../ingest/structured",
	"../rights", "../rules", "../setting",
	"../../design/compile", "../../design/template", "../../design/typeset",
	"../../desk/campaign", "../../desk/drop", "../../desk/inbox", "../../desk/post", "../../desk/preset", "../../desk/sheet",
	"../../film/check", "../../film/postkit", "../../film/render",
	"../../media/ffmpeg", "../../media/photo", "../../media/probe", "../../media/sniff", "../../picture/raster",
	"../../../cmd/giro",
}

// unworded are no sentences, or faults of Giro itself.
var unworded = []string{
	"make %s: panic: %v", "the %s %s", "aac LC", "bt709 bt709 bt709 tv", "of full scale", "levels of luma",
	"says BT.709, limited range", "does not say BT.709, limited range",
}

// TestEveryMessageIsWorded looks into the code for the texts of messages and
// holds that each has its pair.
func TestEveryMessageIsWorded(t *testing.T) {
	total := 0
	for _, dir := range tellerDirs {
		for _, s := range messages(t, dir) {
			total++
			if !worded(s) && !slices.Contains(unworded, s) {
				t.Errorf("%s: %q has no Italian wording in it.txt", dir, s)
			}
		}
	}
	if total < 600 {
		t.Errorf("only %d texts were found", total)
	}
}

// worded tries a text alone and as a part of what is put together around it.
func worded(s string) bool {
	for _, word := range []string{"x", `"x"`} {
		text := strings.NewReplacer("%%", "%", "%q", `"x"`, "%02d", "12", "%d", "12", "%.0f", "12", "%.1f", "1.2", "%.2f", "1.25", "%.3f", "1.255", "%.4f", "1.2555", "%.4g", "25", "%.6g", "25", "%s", word, "%v", word).Replace(s)
		for _, try := range []string{text, text + "x", `"x"` + text, "x" + text + "x", "the x " + text, "only the first" + text, text + "first day is given"} {
			if _, ok := wording.Text("it", try); ok {
				return true
			}
		}
	}
	return false
}

// messages returns the texts that a package's code gives to messages.
func messages(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if tells(n.Fun) {
					for _, a := range n.Args {
						out = append(out, literals(a)...)
					}
				}
			case *ast.CompositeLit:
				if id, ok := n.Type.(*ast.Ident); ok && id.Name == "Unclear" {
					out = append(out, literals(n)...)
				}
				if sel, ok := n.Type.(*ast.SelectorExpr); ok && (sel.Sel.Name == "Message" || sel.Sel.Name == "Unclear") {
					out = append(out, literals(n)...)
				}
			}
			return true
		})
	}
	return out
}

// tellers are the functions that are given the texts of messages.
var tellers = []string{"Errorf", "Warnf", "Notef", "Faultf", "Fault", "refuse", "require", "code", "complain", "textFault", "must", "should", "fail", "usage"}

// tells reports whether a function is one of them.
func tells(fun ast.Expr) bool {
	switch f := fun.(type) {
	case *ast.Ident:
		return slices.Contains(tellers, f.Name)
	case *ast.SelectorExpr:
		x, ok := f.X.(*ast.Ident)
		// fmt's is an error of the program, or a part that its message repeats.
		return slices.Contains(tellers, f.Sel.Name) && (!ok || x.Name != "fmt")
	}
	return false
}

// literals returns the sentences below a node. What is put together with + is
// one sentence, with %s for what is no text.
func literals(n ast.Node) []string {
	var out []string
	ast.Inspect(n, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		s, ok := sentence(e)
		if ok && strings.Count(s, " ") > 0 && len(s) > 4 && strings.Trim(s, "%s ,;") != "" {
			out = append(out, s)
		}
		return !ok
	})
	return out
}

// sentence returns the text of an expression; ok is false when it has none.
func sentence(e ast.Expr) (text string, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		left, ok := sentence(e.X)
		right, also := sentence(e.Y)
		if e.Op != token.ADD || !ok && !also {
			return "", false
		}
		if !ok {
			left = "%s"
		}
		if !also {
			right = "%s"
		}
		return left + right, true
	}
	return "", false
}
