package render

import (
	"context"
	"sync"

	"github.com/giro-video/giro/internal/base/digest"
)

// Pool is shared by jobs that run at the same time. It bounds the number of encoders,
// and keeps two jobs from making the same segment. A nil Pool does neither.
type Pool struct {
	slots chan struct{}

	mu   sync.Mutex
	busy map[digest.Sum]chan struct{} // closed when the maker is done
}

// NewPool returns a pool for at most encoders at once.
func NewPool(encoders int) *Pool {
	return &Pool{slots: make(chan struct{}, max(1, encoders)), busy: map[digest.Sum]chan struct{}{}}
}

// slot waits until an encoder may start; done releases the slot.
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

// Acquire waits for a slot for work that loads the machine as much as an encoder;
// done releases it.
func (p *Pool) Acquire(ctx context.Context) (done func(), err error) { return p.slot(ctx) }

// claim waits until no other job is making the object with this key. done lets the
// next job go on, which must look into the store first.
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
