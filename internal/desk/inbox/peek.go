package inbox

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// The peeking: how many files are looked into side by side, so that one that takes
// long does not hold the others up, and when one is given up.
const (
	peekers   = 3
	peekLimit = 30 * time.Second
)

// peeker looks into files beside the loop, so that no file can hold up the loop's
// sign of life.
type peeker struct {
	look func(ctx context.Context, e Entry) []string
	most int           // answers that are kept
	wake chan struct{} // of one place: there are answers

	mu      sync.Mutex
	line    []Entry
	asked   map[string]bool // those in line, or being looked into
	answers map[string][]string
	busy    int
}

func newPeeker(look func(context.Context, Entry) []string, most int) *peeker {
	return &peeker{look: look, most: most, wake: make(chan struct{}, 1), asked: map[string]bool{}, answers: map[string][]string{}}
}

// ask returns what a file needs beside it, or false while that is being found out.
func (p *peeker) ask(ctx context.Context, e Entry) (needs []string, known bool) {
	key := state(e)
	p.mu.Lock()
	defer p.mu.Unlock()
	if needs, known = p.answers[key]; known {
		delete(p.answers, key) // the asker keeps it
		return needs, true
	}
	if !p.asked[key] {
		p.asked[key] = true
		p.line = append(p.line, e)
	}
	if p.busy < min(peekers, len(p.line)) {
		p.busy++
		go p.run(ctx)
	}
	return nil, false
}

func (p *peeker) run(ctx context.Context) {
	for {
		p.mu.Lock()
		if len(p.line) == 0 || ctx.Err() != nil {
			p.busy--
			p.mu.Unlock()
			return
		}
		e := p.line[0]
		p.line = p.line[1:]
		p.mu.Unlock()
		needs := p.within(ctx, e)
		p.mu.Lock()
		delete(p.asked, state(e))
		if len(p.answers) >= p.most {
			clear(p.answers) // of files that changed or went away since; others are asked for again
		}
		p.answers[state(e)] = needs
		p.mu.Unlock()
		select {
		case p.wake <- struct{}{}:
		default: // a scan is due already
		}
	}
}

// within looks into a file for as long as any may take. One that is given up needs
// nothing: it is read again when it is claimed.
func (p *peeker) within(ctx context.Context, e Entry) []string {
	ctx, stop := context.WithTimeout(ctx, peekLimit)
	defer stop()
	answer := make(chan []string, 1)
	go func() { answer <- p.look(ctx, e) }()
	select {
	case needs := <-answer:
		return needs
	case <-ctx.Done():
		return nil
	}
}

// state names a file in the state in which a scan found it.
func state(e Entry) string {
	return fmt.Sprintf("%s\x00%d %d %d %d", e.Path, e.Size, e.Mtime.UnixNano(), e.Ctime.UnixNano(), e.Inode)
}
