package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/giro-video/giro/internal/desk/drop"
	"github.com/giro-video/giro/internal/desk/inbox"
)

func TestWebhook(t *testing.T) {
	var mu sync.Mutex
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		if got = append(got, string(data)); len(got) == 2 {
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	defer server.Close()
	var log bytes.Buffer
	hook := newNotices(server.URL, nil, drop.WordsIn("it"), slog.New(slog.NewTextHandler(&log, nil)))
	hook.tell(inbox.End{Drop: "a.csv", State: inbox.Done, Posts: []string{"a.mp4"}})
	hook.tell(inbox.End{Drop: "b\n.csv", State: inbox.Failed, Posts: []string{}})
	hook.close()
	if want := `{"type":"drop","drop":"a.csv","state":"done","posts":["a.mp4"],"reason":""}`; len(got) != 2 || got[0] != want {
		t.Errorf("got %q", got)
	}
	if !strings.Contains(log.String(), "403 Forbidden") {
		t.Errorf("logged %q", log.String())
	}
	nobody := newNotices("", nil, nil, nil)
	nobody.tell(inbox.End{})
	nobody.close()
}

// TestNotice runs the program of notice at the ends of drops, with a message in
// the channel's language and names as they are.
func TestNotice(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no printenv")
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "told.sh")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nfor a; do printf '%s|' \"$a\" >> "+dir+"/told; done\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	hook := newNotices("", []string{program, "Giro", "{message}", "{state}"}, drop.WordsIn("it"), slog.New(slog.NewTextHandler(&log, nil)))
	hook.tell(inbox.End{Drop: "$(touch x);.csv", State: inbox.Done, Posts: []string{"a.mp4"}})
	hook.tell(inbox.End{Drop: "gone.csv", State: inbox.Nothing})
	hook.tell(inbox.End{Drop: "b.csv", State: inbox.Failed, Posts: []string{}})
	hook.close()
	data, err := os.ReadFile(filepath.Join(dir, "told"))
	if err != nil {
		t.Fatal(err)
	}
	want := "Giro|I video di “$(touch x);.csv” sono pronti.|done|Giro|Non è stato possibile fare alcun video da “b.csv”.|failed|"
	if string(data) != want || log.Len() > 0 {
		t.Errorf("told %q, logged %q", data, log.String())
	}
}
