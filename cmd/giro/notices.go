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

	"github.com/giro-video/giro/internal/desk/drop"
	"github.com/giro-video/giro/internal/desk/inbox"
	"github.com/giro-video/giro/internal/media/hook"
)

// notices tell of the ends of drops, one after the other and apart from the
// work: a slow or dead address or program holds nothing up.
type notices struct {
	url     string      // web address, "" for none
	command []string    // program with arguments, nil for none
	words   *drop.Words // of what the program is given to say
	log     *slog.Logger
	lines   chan dropLine
	done    chan struct{}
	stop    context.CancelFunc
}

const (
	noticeQueue = 200
	noticeLimit = 10 * time.Second // for one call
	noticeEnd   = time.Second      // for what is left at the end
)

// newNotices starts telling; without an address and a program it returns nil,
// which tells nobody.
func newNotices(url string, command []string, words *drop.Words, log *slog.Logger) *notices {
	if url == "" && len(command) == 0 {
		return nil
	}
	ctx, stop := context.WithCancel(context.Background())
	n := &notices{
		url: url, command: command, words: words, log: log,
		lines: make(chan dropLine, noticeQueue), done: make(chan struct{}), stop: stop,
	}
	go n.run(ctx)
	return n
}

// tell puts the end of a drop in line.
func (n *notices) tell(e inbox.End) {
	if n == nil {
		return
	}
	select {
	case n.lines <- dropLine{"drop", e}:
	default:
		n.log.Warn("the notices are too slow, an end is not told", "drop", e.Drop)
	}
}

func (n *notices) run(ctx context.Context) {
	defer close(n.done)
	for line := range n.lines {
		if n.url != "" {
			if err := n.post(ctx, line); err != nil {
				n.log.Warn("the webhook was not told", "drop", line.Drop, "error", err)
			}
		}
		message := n.words.Notice(line.End)
		if len(n.command) == 0 || message == "" {
			continue
		}
		command := hook.Fill(n.command, map[string]string{
			"message": message, "drop": dropArgument(line.Drop), "state": string(line.State), "reason": line.Reason,
		})
		if err := hook.Run(ctx, command, noticeLimit); err != nil {
			n.log.Warn("the program of notice failed", "drop", line.Drop, "error", err)
		}
	}
}

// post sends one line as JSON.
func (n *notices) post(ctx context.Context, line dropLine) error {
	data, err := json.Marshal(line)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, noticeLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, n.url, bytes.NewReader(data))
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
func (n *notices) close() {
	if n == nil {
		return
	}
	close(n.lines)
	timer := time.NewTimer(noticeEnd)
	defer timer.Stop()
	select {
	case <-n.done:
	case <-timer.C:
	}
	n.stop() // a program that still runs ends with giro
}
