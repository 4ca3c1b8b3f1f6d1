package yuv

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// withGo runs f with the kernels in Go.
func withGo(f func()) {
	defer func(old bool) { useAVX2 = old }(useAVX2)
	useAVX2 = false
	f()
}

// A rowCase is one row function on random rows; out is what it writes.
type rowCase struct {
	name string
	run  func(dst, a, b []byte)
}

func rowCases() []rowCase {
	cases := []rowCase{
		{"Fill", func(dst, _, _ []byte) { Fill(dst, 77) }},
		{"Halve", func(dst, a, b []byte) { Halve(dst[:len(dst)/2], a, b) }},
		{"Multiply", func(dst, a, _ []byte) { Multiply(dst, a) }},
	}
	for _, w := range []Weight{0, 1, 77, 16384, 20000, 32766, One} {
		for _, v := range []byte{0, 16, 130, 255} {
			cases = append(
				cases,
				rowCase{fmt.Sprintf("LerpColor/%d/%d", w, v), func(dst, _, _ []byte) { LerpColor(dst, v, w) }},
				rowCase{fmt.Sprintf("Mask/%d/%d", w, v), func(dst, a, _ []byte) { Mask(dst, a, v, w) }},
				rowCase{fmt.Sprintf("Dither/%d/%d", w, v), func(dst, _, _ []byte) { Dither(dst, int(v)+len(dst), int(w), v, w) }},
			)
		}
		cases = append(
			cases,
			rowCase{fmt.Sprintf("Lerp/%d", w), func(dst, a, _ []byte) { Lerp(dst, a, w) }},
			rowCase{fmt.Sprintf("MaskRow/%d", w), func(dst, a, b []byte) { MaskRow(dst, a, b, w) }},
			rowCase{fmt.Sprintf("Over/%d", w), func(dst, a, b []byte) {
				for i := range a { // premultiplied
					a[i] = min(a[i], b[i])
				}
				Over(dst, a, b, w)
			}},
		)
	}
	return cases
}

// randomRow has runs of 0, 1, 254 and 255 between noise.
func randomRow(rnd *rand.Rand, n int) []byte {
	p := make([]byte, n)
	for i := 0; i < n; {
		kind, run := rnd.IntN(6), 1+rnd.IntN(20)
		for ; run > 0 && i < n; run-- {
			switch kind {
			case 0, 1, 2, 3:
				p[i] = []byte{0, 1, 254, 255}[kind]
			default:
				p[i] = byte(rnd.IntN(256))
			}
			i++
		}
	}
	return p
}

func TestRowsMatchTheirReference(t *testing.T) {
	if !useAVX2 {
		t.Skip("no AVX2 here")
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, c := range rowCases() {
		t.Run(c.name, func(t *testing.T) {
			for n := range 150 {
				const guard = 5
				at := rnd.IntN(32)
				base := randomRow(rnd, at+n+guard)
				a, b := randomRow(rnd, n+1), randomRow(rnd, n+1)
				fast, slow := bytes.Clone(base), bytes.Clone(base)
				c.run(fast[at:at+n:at+n], bytes.Clone(a), bytes.Clone(b))
				withGo(func() { c.run(slow[at:at+n:at+n], bytes.Clone(a), bytes.Clone(b)) })
				if !bytes.Equal(fast, slow) {
					t.Fatalf("length %d: the kernel differs from its reference\n got %v\nwant %v", n, fast, slow)
				}
				if !bytes.Equal(slow[at+n:], base[at+n:]) || !bytes.Equal(slow[:at], base[:at]) {
					t.Fatalf("length %d: wrote outside of the row", n)
				}
			}
		})
	}
}

func BenchmarkRow(b *testing.B) {
	const n = 1080
	rnd := rand.New(rand.NewPCG(1, 2))
	dst, p, q := randomRow(rnd, n), randomRow(rnd, 2*n+1), randomRow(rnd, 2*n+1)
	for _, k := range []rowCase{
		{"Fill", func(dst, _, _ []byte) { Fill(dst, 77) }},
		{"Lerp", func(dst, a, _ []byte) { Lerp(dst, a, 9999) }},
		{"LerpColor", func(dst, _, _ []byte) { LerpColor(dst, 200, 9999) }},
		{"Mask", func(dst, a, _ []byte) { Mask(dst, a, 200, One) }},
		{"MaskWeight", func(dst, a, _ []byte) { Mask(dst, a, 200, 9999) }},
		{"MaskRow", func(dst, a, b []byte) { MaskRow(dst, a, b, 9999) }},
		{"Over", func(dst, a, b []byte) { Over(dst, a, b, One) }},
		{"Multiply", func(dst, a, _ []byte) { Multiply(dst, a) }},
		{"Halve", Halve},
		{"Dither", func(dst, _, _ []byte) { Dither(dst, 3, 5, 16, 9999) }},
	} {
		loop := func(b *testing.B) {
			b.SetBytes(n)
			for b.Loop() {
				k.run(dst, p, q)
			}
		}
		b.Run(k.name+"/fast", loop)
		b.Run(k.name+"/go", func(b *testing.B) { withGo(func() { loop(b) }) })
	}
}
