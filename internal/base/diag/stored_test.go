package diag_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// TestStored holds that a text comes back from a file as it was, and that what a
// file of an older version has is read too.
func TestStored(t *testing.T) {
	type count int
	text := diag.T("%d of %d in %s, %.1f dB at %v: %v, %s, %s", 3, count(4), "x", 1.0, 2*time.Second, errors.New("broken"), diag.Words("a", "b"), diag.T("inside %q", "y"))
	data, err := json.Marshal(diag.Stored(text))
	if err != nil {
		t.Fatal(err)
	}
	var back diag.Stored
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	if got, want := diag.Text(back).String(), text.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, i := range []int{5, 6, 7} {
		if _, plain := back.Args[i].(string); plain {
			t.Errorf("argument %d has lost its form: %v", i, back.Args[i])
		}
	}
	if err := json.Unmarshal([]byte(`"100% plain"`), &back); err != nil || diag.Text(back).String() != "100% plain" {
		t.Errorf("a plain string is read as %v, %v", back, err)
	}
}
