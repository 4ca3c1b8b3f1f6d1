package render

import (
	"context"
	"sync"

	"github.com/giro-video/giro/internal/base/digest"
)

// Pool is what several jobs share that run at the same time: the number of
// encoders, and who makes what. A nil Pool sets no bounds.
type Pool struct {
	slots chan struct{}

	mu   sync.Mutex
	busy map[digest.Sum]chan struct{} // closed when the maker is done
}

// NewPool returns a pool for at most encoders at once.
func NewPool(encoders int) *Pool {
	return &Pool{slots: make(chan struct{}, max(1, encoders)), busy: map[digest.Sum]chan struct{}{}}
}

// slot waits until an encoder may start; done gives the place back.
func (p *Pool) slot(ctx context.Context) (done func(), err error) {
	if p == nil {
		return func() {}, nil
	}
	select {
	case p.slots <- struct{}{}:
		return func() { <-p.slots }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// Acquire waits until there is room for other work of the weight of an encoder;
// done gives it back.
func (p *Pool) Acquire(ctx context.Context) (done func(), err error) { return p.slot(ctx) }

// claim waits until nobody else is making what key names; done lets the next one
// go on, who looks into the store first.
func (p *Pool) claim(ctx context.Context, key digest.Sum) (done func(), err error) {
	if p == nil {
		return func() {}, nil
	}
	for {
		p.mu.Lock()
		other, taken := p.busy[key]
		if !taken {
			mine := make(chan struct{})
			p.busy[key] = mine
			p.mu.Unlock()
			return func() {
				p.mu.Lock()
				delete(p.busy, key)
				p.mu.Unlock()
				close(mine)
			}, nil
		}
		p.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}
