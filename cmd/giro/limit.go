package main

import (
	"runtime/debug"
	"runtime/metrics"
)

// limitHeap has the collector work harder before the limit of memory is met.
func limitHeap() { debug.SetMemoryLimit(readMemory * 8 / 10) }

// processMemory returns the bytes that the runtime has taken from the system and
// not given back.
func processMemory() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}
