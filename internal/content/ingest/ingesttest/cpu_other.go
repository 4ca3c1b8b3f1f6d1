//go:build !unix

package ingesttest

import (
	"testing"
	"time"
)

var started = time.Now()

// CPUTime is the time that has passed, where that of the processors is not known.
func CPUTime(tb testing.TB) time.Duration {
	tb.Helper()
	return time.Since(started)
}
