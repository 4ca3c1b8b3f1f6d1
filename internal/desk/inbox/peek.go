package inbox

import (
	"context"
	"fmt"
	"sync"
)

// peeker looks into files beside the loop, one after the other, so that no file can
// hold up the loop's sign of life.
type peeker struct {
	look func(ctx context.Context, e Entry) []string
	most int           // answers that are kept
	wake chan struct{} // of one place: there are answers

	mu      sync.Mutex
	line    []Entry
	asked   map[string]bool // those in line, or being looked into
	answers map[string][]string
	busy    bool
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
	if !p.busy {
		p.busy = true
		go p.run(ctx)
	}
	return nil, false
}

func (p *peeker) run(ctx context.Context) {
	for {
		p.mu.Lock()
		if len(p.line) == 0 || ctx.Err() != nil {
			p.busy = false
			p.mu.Unlock()
			return
		}
		e := p.line[0]
		p.line = p.line[1:]
		p.mu.Unlock()
		needs := p.look(ctx, e)
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

// state names a file in the state in which a scan found it.
func state(e Entry) string {
	return fmt.Sprintf("%s\x00%d %d %d %d", e.Path, e.Size, e.Mtime.UnixNano(), e.Ctime.UnixNano(), e.Inode)
}
