package process

import (
	"strings"
	"sync"
)

// tailBytes is how much of what a program prints is kept.
const tailBytes = 8 << 10

// Tail is a writer that keeps the last 8 KiB written to it, for the message when
// a program fails. The zero Tail is ready.
type Tail struct {
	mu  sync.Mutex
	buf []byte
}

// Write never fails.
func (t *Tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p[max(0, len(p)-tailBytes):]...)
	if over := len(t.buf) - tailBytes; over > 0 {
		t.buf = t.buf[:copy(t.buf, t.buf[over:])]
	}
	return len(p), nil
}

// String returns what was kept, as valid UTF-8 and without space around it.
func (t *Tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(strings.ToValidUTF8(string(t.buf), "�"))
}

// Lines returns the last n lines that are not empty.
func (t *Tail) Lines(n int) string {
	var out []string
	for line := range strings.Lines(t.String()) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out[max(0, len(out)-n):], "\n")
}
