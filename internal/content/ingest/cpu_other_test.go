//go:build !unix

package ingest_test

import (
	"testing"
	"time"
)

var started = time.Now()

// cpuTime is the time that has passed, where that of the processors is not told.
func cpuTime(tb testing.TB) time.Duration {
	tb.Helper()
	return time.Since(started)
}
