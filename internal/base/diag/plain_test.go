package diag_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// TestPlain holds that plain texts say what the others say, in values of few types.
func TestPlain(t *testing.T) {
	t.Parallel()
	type word string
	type number int8
	reason := diag.Reasonf("it has %d lines", number(3))
	long := diag.T("%q %s %v %v %v %d %5.1f %v %v %v %v", word("à"), diag.T("in %s", time.March), diag.Words("a", "b"), reason,
		fmt.Errorf("no: %w", errors.New("way")), number(7), float32(2.5), []string{"x"}, true, nil, struct{ A int }{4})
	got := long.Plain()
	if got.String() != long.String() {
		t.Errorf("got %q, want %q", got, long)
	}
	var check func(diag.Text)
	check = func(text diag.Text) {
		for _, a := range text.Args {
			switch a := a.(type) {
			case diag.Text:
				check(a)
			case diag.Texts, string, int64, float64, bool:
			default:
				if !reflect.DeepEqual(a, []string{"x"}) {
					t.Errorf("%T is not plain", a)
				}
			}
		}
	}
	check(got)
	if inner, ok := got.Args[3].(diag.Text); !ok || inner.Form != "it has %d lines" {
		t.Errorf("the reason became %#v", got.Args[3])
	}
	l := diag.List{{Pos: diag.Pos{File: "a"}, Text: long, Hint: long}}
	if again := l.Plain(); again[0].String() != l[0].String() || again[0].Hint.String() != long.String() || again[0].File != "a" {
		t.Errorf("got %v", again)
	}
}
