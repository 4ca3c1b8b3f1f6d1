package mix

import (
	"math"

	"github.com/giro-video/giro/internal/sound/loudness"
)

const (
	// maxGainDB bounds the amplification: music 40 dB too quiet is noise.
	maxGainDB = 40
	// maxLimitDB bounds the limiter's reduction. Music of which only the peaks are loud
	// stays quieter than asked for instead of being flattened.
	maxLimitDB = 12
	// closeLU is how near the loudness must come.
	closeLU = 0.05
	// maxRounds bounds the rounds of limiting and measuring; most music needs none,
	// music that needs the limiter two to four.
	maxRounds = 10
	// slightDC is the DC offset below which it is not removed: -60 dBFS.
	slightDC = 1e-3
)

// master brings a loop to its loudness and under its ceiling. It may change loop.
func master(loop []float32, opt Options) Result {
	target, ceiling := opt.LUFS, opt.CeilingDB
	if target == 0 {
		target = defaultLUFS
	}
	if ceiling == 0 {
		ceiling = defaultCeilingDB
	}
	removeDC(loop)
	res := Result{Samples: loop}
	m := loudness.MeasureLoop(loop)
	if !m.LUFS.OK {
		// Silence, or so near to it that no block passes the gate: it is not changed.
		res.LUFS, res.TruePeak = m.LUFS, m.TruePeak
		return res
	}
	res.GainDB = min(target-m.LUFS.DB, maxGainDB)
	if m.TruePeak.OK && m.TruePeak.DB+res.GainDB > ceiling {
		m = res.limit(target, ceiling, m)
	} else if res.GainDB != 0 {
		scale(loop, res.GainDB)
		m = loudness.MeasureLoop(loop)
	}
	res.LUFS, res.TruePeak = m.LUFS, m.TruePeak
	res.SeamStep, res.SeamP999 = SeamStep(res.Samples)
	return res
}

// limit finds the gain before the limiter with which the loop, whose measurement is m,
// has the target loudness after it, and returns the measurement of the result.
func (res *Result) limit(target, ceiling float64, m loudness.Measurement) loudness.Measurement {
	lim := newLimiter(res.Samples)
	most := min(maxGainDB, ceiling+maxLimitDB-m.TruePeak.DB)
	gain, lufs := 0.0, m.LUFS.DB
	next := min(res.GainDB, most)
	out := make([]float32, len(res.Samples))
	for range maxRounds {
		res.LimitedDB = lim.apply(out, next, ceiling)
		now := loudness.LoopLUFS(out).DB
		// The limiter undoes a part of each decibel of gain.
		yield := 1.0
		if next != gain {
			yield = min(max((now-lufs)/(next-gain), 0.3), 1)
		}
		gain, lufs = next, now
		miss := target - lufs
		if math.Abs(miss) < closeLU || (gain >= most && miss > 0) {
			break
		}
		next = min(gain+miss/yield, most)
	}
	m = loudness.MeasureLoop(out)
	// Between the samples the limiter is right to a few hundredths of a decibel.
	over := max(0, m.TruePeak.DB-ceiling)
	scale(out, -over)
	m.TruePeak.DB -= over
	m.LUFS.DB -= over
	res.GainDB = gain - over
	res.Samples = out
	return m
}

// scale multiplies samples by a change of level.
func scale(samples []float32, db float64) {
	if db == 0 {
		return
	}
	f := float32(fromDB(db))
	for i := range samples {
		samples[i] *= f
	}
}

// removeDC takes the mean out of each channel: it costs headroom and is not heard.
func removeDC(loop []float32) {
	var sum [2]float64
	for i, x := range loop {
		sum[i&1] += float64(x)
	}
	for c, s := range sum {
		mean := s / max(1, float64(len(loop)/2))
		if math.Abs(mean) < slightDC {
			continue
		}
		for i := c; i < len(loop); i += 2 {
			loop[i] = float32(float64(loop[i]) - mean)
		}
	}
}
