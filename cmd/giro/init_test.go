package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// TestAskInit answers the questions of init.
func TestAskInit(t *testing.T) {
	t.Parallel()
	var screen bytes.Buffer
	s := &session{ui: newUI(io.Discard, &screen)}
	answers := []string{"99", "borg", "2", "Comune di Valdimonte", "@valdimonte", "ru", "en", "it, de", "blue", "riviera"}
	var opt initOptions
	if err := askInit(t.Context(), s, &opt, strings.NewReader(strings.Join(answers, "\n")+"\n")); err != nil {
		t.Fatal(err)
	}
	if opt.preset != "borgo" || opt.own.Name != "Comune di Valdimonte" || opt.own.Handle != "@valdimonte" ||
		!slices.Equal(opt.own.Languages, []string{"it", "de"}) || opt.own.Brand != "riviera" {
		t.Errorf("%+v", opt)
	}
	for _, want := range []string{"give a number from 1 to 7", `did you mean "borgo"?`, `no texts in "ru"`, `"it" must be among them`, "give one of the names"} {
		if !strings.Contains(screen.String(), want) {
			t.Errorf("nothing says %q:\n%s", want, screen.String())
		}
	}

	// Enter keeps all; what an option has said is not asked.
	opt = initOptions{}
	opt.own.Name = "Mine"
	if err := askInit(t.Context(), s, &opt, strings.NewReader("agenda\n\n\n\n")); err != nil {
		t.Fatal(err)
	}
	if opt.preset != "agenda" || opt.own.Name != "Mine" || opt.own.Handle != "" || len(opt.own.Languages) != 0 || opt.own.Brand != "" {
		t.Errorf("%+v", opt)
	}

	var wrong *usageError
	if err := askInit(t.Context(), s, &initOptions{}, strings.NewReader("1\n")); !errors.As(err, &wrong) {
		t.Errorf("at the end of the answers: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	never, _ := io.Pipe()
	if err := askInit(ctx, s, &initOptions{}, never); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
