package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/giro-video/giro/internal/desk/watch"
)

// webhook tells a web address of the ends of drops, one after the other and
// apart from the work: a slow or dead address holds nothing up.
type webhook struct {
	url   string
	log   *slog.Logger
	lines chan dropLine
	done  chan struct{}
}

const (
	webhookQueue = 200
	webhookLimit = 10 * time.Second // for one call
	webhookEnd   = 2 * time.Second  // for what is left at the end
)

// newWebhook starts telling; an empty address makes nil, which tells nobody.
func newWebhook(url string, log *slog.Logger) *webhook {
	if url == "" {
		return nil
	}
	w := &webhook{url: url, log: log, lines: make(chan dropLine, webhookQueue), done: make(chan struct{})}
	go w.run()
	return w
}

// tell puts the end of a drop in line.
func (w *webhook) tell(e watch.End) {
	if w == nil {
		return
	}
	select {
	case w.lines <- dropLine{"drop", e}:
	default:
		w.log.Warn("the webhook is too slow, an end is not told", "drop", e.Drop)
	}
}

func (w *webhook) run() {
	defer close(w.done)
	for line := range w.lines {
		if err := w.post(line); err != nil {
			w.log.Warn("the webhook was not told", "drop", line.Drop, "error", err)
		}
	}
}

// post sends one line as JSON.
func (w *webhook) post(line dropLine) error {
	data, err := json.Marshal(line)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), webhookLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url, bytes.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 1<<16)) // so that the connection can be used again
	if err := res.Body.Close(); err != nil {
		return err
	}
	if res.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("the address answers %s", res.Status)
	}
	return nil
}

// close waits a moment for what is still to be told.
func (w *webhook) close() {
	if w == nil {
		return
	}
	close(w.lines)
	timer := time.NewTimer(webhookEnd)
	defer timer.Stop()
	select {
	case <-w.done:
	case <-timer.C:
	}
}
