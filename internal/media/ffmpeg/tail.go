package ffmpeg

import (
	"strings"
	"sync"
)

const (
	tailBytes = 8 << 10 // kept of what a program logs
	tailLines = 5       // shown of them in an error
)

// tail is a writer that keeps the last tailBytes written to it.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

// Write never fails.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p[max(0, len(p)-tailBytes):]...)
	if over := len(t.buf) - tailBytes; over > 0 {
		t.buf = t.buf[:copy(t.buf, t.buf[over:])]
	}
	return len(p), nil
}

// lines returns the last tailLines lines that are not empty, as valid UTF-8.
func (t *tail) lines() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []string
	for line := range strings.Lines(strings.ToValidUTF8(string(t.buf), "�")) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out[max(0, len(out)-tailLines):], "\n")
}
