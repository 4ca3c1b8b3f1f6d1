package ingesttest

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

// What any file may cost (the limits of package content/ingest/source hold a
// reading below it).
const (
	mostCPU    = 10 * time.Second
	mostMemory = 400 << 20
)

// Cost runs a reading and returns the processors' time that it took, and the
// most memory that it held beyond what was held before: what is taken from the
// system, looked at every few milliseconds.
func Cost(tb testing.TB, read func()) (cpu time.Duration, peak uint64) {
	tb.Helper()
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(mostMemory * 8 / 10)) // as where dropped files are read
	runtime.GC()
	before, began := held(), CPUTime(tb)
	done, most := make(chan struct{}), make(chan uint64)
	go func() {
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for peak := uint64(0); ; {
			select {
			case <-done:
				most <- max(peak, held())
				return
			case <-tick.C:
				peak = max(peak, held())
			}
		}
	}()
	read()
	close(done)
	peak = <-most
	return CPUTime(tb) - began, peak - min(peak, before)
}

// held returns the bytes of the heap that are in use or free for it.
func held() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() + samples[1].Value.Uint64()
}

// Bounded holds that a reading stays within what any file may cost.
func Bounded(t *testing.T, name string, read func()) {
	t.Helper()
	cpu, peak := Cost(t, read)
	t.Logf("%s: %v, %d MB", name, cpu.Round(time.Millisecond), peak>>20)
	if cpu > mostCPU {
		t.Errorf("%s: takes %v, more than %v", name, cpu, mostCPU)
	}
	if peak > mostMemory {
		t.Errorf("%s: takes %d MB, more than %d", name, peak>>20, mostMemory>>20)
	}
}
