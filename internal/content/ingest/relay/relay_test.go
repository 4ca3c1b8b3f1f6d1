package relay_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
	"github.com/giro-video/giro/internal/content/ingest/relay"
)

// over reads a file as another process would.
func over(t *testing.T, name string, data []byte, opt ingest.Options) ([]*event.Event, diag.List, error) {
	t.Helper()
	question, err := relay.Question(name, opt)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := relay.Serve(t.Context(), question, bytes.NewReader(data), &out); err != nil {
		t.Fatal(err)
	}
	return relay.Receive(&out, opt.Zone)
}

// TestRelay holds that what is read in another process is what is read in this
// one, of every file that the readers are tested with.
func TestRelay(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../*/testdata/mess/*.*")
	if err != nil || len(paths) < 30 {
		t.Fatal(len(paths), err)
	}
	opt := ingesttest.Options(t)
	opt.Columns = map[string]string{"Bühne": "venue"}
	opt.Languages, opt.Missing, opt.Translations = []string{"it", "en"}, event.Stop, true
	opt.Capitals = event.Capitals{Sentence: true, Names: []string{"ZTL"}}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		evs, faults, err := ingest.Read(t.Context(), path, data, opt)
		if err != nil {
			t.Fatal(err)
		}
		gotEvs, gotFaults, err := over(t, path, data, opt)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := whole(gotEvs, gotFaults), whole(evs, faults); got != want {
			t.Errorf("%s:\n got %.3000s\nwant %.3000s", path, got, want)
		}
	}
}

// whole writes all that is known of a reading; messages as they print.
func whole(evs []*event.Event, faults diag.List) string {
	var b strings.Builder
	list := func(l diag.List) {
		for _, m := range l {
			fmt.Fprintf(&b, "%s | %s | %s | %s\n", m, m.Hint, m.Field, m.Text.Form)
		}
	}
	list(faults)
	for _, e := range evs {
		list(e.Faults)
		e.Faults = nil
		fmt.Fprintf(&b, "%+v\n", *e)
	}
	return b.String()
}

// TestFaults holds that what is not the user's fault comes over as such.
func TestFaults(t *testing.T) {
	t.Parallel()
	question, err := relay.Question("f", ingesttest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	if err := relay.Serve(ctx, question, strings.NewReader("titolo\nFesta\n"), &out); err != nil {
		t.Fatal(err)
	}
	if _, _, err := relay.Receive(bytes.NewReader(out.Bytes()), nil); err == nil || !strings.Contains(err.Error(), "context canceled") {
		t.Errorf("got %v", err)
	}
	if _, _, err := relay.Receive(bytes.NewReader(out.Bytes()[:out.Len()/2]), nil); err == nil {
		t.Error("half an answer was understood")
	}
	if err := relay.Serve(t.Context(), "{", strings.NewReader(""), &out); err == nil {
		t.Error("no question was understood")
	}
	var failed bytes.Buffer
	if err := relay.Serve(t.Context(), question, &failing{}, &failed); err != nil {
		t.Fatal(err)
	}
	if _, _, err := relay.Receive(&failed, nil); err == nil || !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("got %v", err)
	}
}

type failing struct{}

func (*failing) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }
