package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/giro-video/giro/internal/desk/watch"
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
	hook := newWebhook(server.URL, slog.New(slog.NewTextHandler(&log, nil)))
	hook.tell(watch.End{Drop: "a.csv", State: watch.Done, Posts: []string{"a.mp4"}})
	hook.tell(watch.End{Drop: "b\n.csv", State: watch.Failed, Posts: []string{}})
	hook.close()
	if want := `{"type":"drop","drop":"a.csv","state":"done","posts":["a.mp4"],"reason":""}`; len(got) != 2 || got[0] != want {
		t.Errorf("got %q", got)
	}
	if !strings.Contains(log.String(), "403 Forbidden") {
		t.Errorf("logged %q", log.String())
	}
	nobody := newWebhook("", nil)
	nobody.tell(watch.End{})
	nobody.close()
}
