package locale_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/locale"
)

func TestText(t *testing.T) {
	p, err := locale.New("it", map[string]locale.Entry{
		"%d posts":            {By: 1, Plural: map[string]string{"=0": "nessun post", "one": "%d post solo", "other": "%d post"}},
		"%s has %d pictures":  {By: 2, Plural: map[string]string{"one": "una foto in %[1]s", "other": "%[2]d foto in %[1]s"}},
		"%q at %.1f dB":       {Form: "a %.1[2]f dB %[1]q"},
		"title":               {Form: "titolo"},
		"the end":             {Form: "la fine"},
		"it fails: %v":        {Form: "non va: %v"},
		"it lacks: %s":        {Form: "manca: %s"},
		"%02d/%02d is no %s":  {Form: "%[3]s non è il %02[1]d/%02[2]d"},
		"100%%":               {Form: "100 %%"},
		"sheet %s":            {Form: "foglio %s"},
		"the place is %s":     {Form: "sta in %s"},
		"a broken pipe in %s": {Form: "una pipe rotta in %s"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		text diag.Text
		want string
	}{
		{diag.T("%d posts", 0), "nessun post"},
		{diag.T("%d posts", 1), "1 post solo"},
		{diag.T("%d posts", 12345), "12345 post"},
		{diag.T("%s has %d pictures", "il parco", 1), "una foto in il parco"},
		{diag.T("%s has %d pictures", "il parco", int64(3)), "3 foto in il parco"},
		{diag.T("%q at %.1f dB", "a %d", -1.25), `a -1,2 dB "a %d"`},
		{diag.T("it lacks: %s", diag.Words("title", "tram")), "manca: titolo, tram"},
		{diag.T("it fails: %v", diag.Reasonf("a broken pipe in %s", diag.T("the end"))), "non va: una pipe rotta in la fine"},
		{diag.T("it fails: %v", io.EOF), "non va: EOF"},
		{diag.T("%02d/%02d is no %s", 1, 6, diag.T("the end")), "la fine non è il 01/06"},
		{diag.T("100%%"), "100 %"},
		{diag.T("the place is %s", diag.Pos{File: "a.xlsx", Sheet: "Maggio"}), "sta in a.xlsx, foglio Maggio"},
		{diag.T("a form of its own: %s, %.1f", diag.T("the end"), 1.5), "a form of its own: la fine, 1,5"},
		{diag.Verbatim("the end"), "the end"},
		{diag.Text{}, ""},
	} {
		if got := p.Text(tt.text); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.text.Form, got, tt.want)
		}
	}
	var english *locale.Printer
	if got := english.Sprintf("it lacks: %s at %.1f", diag.T("the end"), 1.5); got != "it lacks: the end at 1.5" {
		t.Errorf("the nil printer writes %q", got)
	}
}

func TestChoose(t *testing.T) {
	for _, tt := range []struct {
		wishes []string
		want   string
	}{
		{[]string{"it"}, "it"},
		{[]string{"it_IT.UTF-8"}, "it"},
		{[]string{"", "it-CH"}, "it"},
		{[]string{"de", "it"}, "it"},
		{[]string{"C.UTF-8", "it"}, "en"},
		{[]string{"de_DE@euro"}, "en"},
		{nil, "en"},
		{[]string{"not a tag"}, "en"},
	} {
		if got := locale.Choose(tt.wishes...); got != tt.want {
			t.Errorf("Choose(%q) = %q, want %q", tt.wishes, got, tt.want)
		}
	}
}

func TestReasonIsFound(t *testing.T) {
	err := fmt.Errorf("read it: %w", diag.Reasonf("it breaks off: %v", io.ErrUnexpectedEOF))
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("what a reason is made of is not found in it")
	}
}

func BenchmarkLoad(b *testing.B) {
	data, err := locale.File("it")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		entries, err := locale.Read(data)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := locale.New("it", entries); err != nil {
			b.Fatal(err)
		}
	}
}
