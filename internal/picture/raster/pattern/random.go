package pattern

// random is the SplitMix64 generator (Steele, Lea and Flood, "Fast splittable
// pseudorandom number generators", OOPSLA 2014). It is written out here so
// that a seed gives the same picture with every version of Go.
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// float returns a number in [0, 1).
func (r *random) float() float64 { return float64(r.next()>>11) / (1 << 53) }

// between returns a number in [lo, hi).
func (r *random) between(lo, hi float64) float64 { return lo + float64((hi-lo)*r.float()) }

// intn returns a number in [0, n); n is small, so the bias of the remainder does not show.
func (r *random) intn(n int) int { return int(r.next() % uint64(n)) } //nolint:gosec // n is a small positive count

// chance is true with probability p.
func (r *random) chance(p float64) bool { return r.float() < p }

// sign returns -1 or 1.
func (r *random) sign() float64 {
	if r.chance(0.5) {
		return -1
	}
	return 1
}
