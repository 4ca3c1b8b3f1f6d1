// Command asm writes the AVX2 kernels of package yuv. Run it with "go generate" in
// that package. It is a module of its own so that Giro does not depend on the
// generator's libraries.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

func main() {
	fill()
	rowKernels()
	halve()
	for taps := 4; taps <= 8; taps += 2 {
		across(taps, 1)
		across(taps, 2)
		mix(taps)
	}
	Generate()
}

// eachRow writes the loop that all row kernels share: body computes the 32 bytes at
// one offset. The row's last 32 bytes, which may overlap the vectors before them,
// are computed first, from the row's old content, and stored last, so that any
// length of at least 32 bytes works without a scalar rest.
func eachRow(dst Register, n GPVirtual, body func(at GPVirtual, tail bool) VecVirtual) {
	last := GP64()
	MOVQ(n, last)
	SUBQ(Imm(32), last)
	tail := body(last, true)
	at := GP64()
	XORQ(at, at)
	JMP(LabelRef("check"))
	Label("loop")
	out := body(at, false)
	VMOVDQU(out, Mem{Base: dst, Index: at, Scale: 1})
	ADDQ(Imm(32), at)
	Label("check")
	CMPQ(at, last)
	JLE(LabelRef("loop"))
	VMOVDQU(tail, Mem{Base: dst, Index: last, Scale: 1})
	VZEROUPPER()
	RET()
}

func load(base Register, at GPVirtual) VecVirtual {
	v := YMM()
	VMOVDQU(Mem{Base: base, Index: at, Scale: 1}, v)
	return v
}

// words widens the bytes of v to two vectors of 16-bit words, in the order that pack
// reverses.
func words(v, zero VecVirtual) [2]VecVirtual {
	lo, hi := YMM(), YMM()
	VPUNPCKLBW(zero, v, lo)
	VPUNPCKHBW(zero, v, hi)
	return [2]VecVirtual{lo, hi}
}

func pack(w [2]VecVirtual) VecVirtual {
	out := YMM()
	VPACKUSWB(w[1], w[0], out)
	return out
}

func zero() VecVirtual {
	z := YMM()
	VPXOR(z, z, z)
	return z
}

func constant(word int32) VecVirtual {
	g, v := GP64(), YMM()
	MOVQ(I32(word), g)
	x := XMM()
	MOVQ(g, x)
	VPBROADCASTW(x, v)
	return v
}

// byteParam and wordParam broadcast a parameter to 16-bit words.
func byteParam(name string) VecVirtual {
	g := GP64()
	Load(Param(name), g)
	x, v := XMM(), YMM()
	MOVQ(g, x)
	VPBROADCASTW(x, v)
	return v
}

func wordParam(name string) VecVirtual {
	g := GP64()
	Load(Param(name), g)
	x, v := XMM(), YMM()
	MOVQ(g, x)
	VPBROADCASTW(x, v)
	return v
}

func pointer(name string) Register { return Load(Param(name), GP64()) }

func length() GPVirtual {
	n := GP64()
	Load(Param("n"), n)
	return n
}

func fill() {
	TEXT("fillAVX2", NOSPLIT, "func(dst *byte, n int, v byte)")
	Pragma("noescape")
	Doc("fillAVX2 is fillGo for n of 32 at least.")
	dst, n := pointer("dst"), length()
	g := GP64()
	Load(Param("v"), g)
	x, v := XMM(), YMM()
	MOVQ(g, x)
	VPBROADCASTB(x, v)
	eachRow(dst, n, func(GPVirtual, bool) VecVirtual { return v })
}

// divide255 rounds 16-bit v/255 in place, given v+128.
func divide255(v VecVirtual) {
	t := YMM()
	VPSRLW(Imm(8), v, t)
	VPADDW(t, v, v)
	VPSRLW(Imm(8), v, v)
}

// weights spreads coverage bytes as weightOfCover does.
func weights(cover, z VecVirtual) [2]VecVirtual {
	w := words(cover, z)
	for i := range w {
		t := YMM()
		VPSRLW(Imm(1), w[i], t)
		VPSLLW(Imm(7), w[i], w[i])
		VPADDW(t, w[i], w[i])
	}
	return w
}

func rowKernels() {
	lerp()
	lerpColor()
	mask()
	maskWeight()
	maskSrc()
	over()
	multiply()
	dither()
}

func lerp() {
	TEXT("lerpAVX2", NOSPLIT, "func(dst, src *byte, n int, w int16)")
	Pragma("noescape")
	Doc("lerpAVX2 is lerpGo for n of 32 at least.")
	dst, src, n := pointer("dst"), pointer("src"), length()
	w, z := wordParam("w"), zero()
	eachRow(dst, n, func(at GPVirtual, _ bool) VecVirtual {
		d, s := words(load(dst, at), z), words(load(src, at), z)
		for i := range d {
			VPSUBW(d[i], s[i], s[i])
			VPMULHRSW(w, s[i], s[i])
			VPADDW(s[i], d[i], d[i])
		}
		return pack(d)
	})
}

func lerpColor() {
	TEXT("lerpColorAVX2", NOSPLIT, "func(dst *byte, n int, v byte, w int16)")
	Pragma("noescape")
	Doc("lerpColorAVX2 is lerpColorGo for n of 32 at least.")
	dst, n := pointer("dst"), length()
	v, w, z := byteParam("v"), wordParam("w"), zero()
	eachRow(dst, n, func(at GPVirtual, _ bool) VecVirtual {
		d := words(load(dst, at), z)
		for i := range d {
			t := YMM()
			VPSUBW(d[i], v, t)
			VPMULHRSW(w, t, t)
			VPADDW(t, d[i], d[i])
		}
		return pack(d)
	})
}

func mask() {
	TEXT("maskAVX2", NOSPLIT, "func(dst, cover *byte, n int, v byte)")
	Pragma("noescape")
	Doc("maskAVX2 is maskGo for n of 32 at least.")
	dst, cover, n := pointer("dst"), pointer("cover"), length()
	v, z := byteParam("v"), zero()
	half, full := constant(128), constant(255)
	eachRow(dst, n, func(at GPVirtual, _ bool) VecVirtual {
		d, c := words(load(dst, at), z), words(load(cover, at), z)
		for i := range d {
			keep := YMM()
			VPSUBW(c[i], full, keep)
			VPMULLW(keep, d[i], d[i])
			VPMULLW(v, c[i], c[i])
			VPADDW(half, d[i], d[i])
			VPADDW(c[i], d[i], d[i])
			divide255(d[i])
		}
		return pack(d)
	})
}

func maskWeight() {
	TEXT("maskWeightAVX2", NOSPLIT, "func(dst, cover *byte, n int, v byte, w int16)")
	Pragma("noescape")
	Doc("maskWeightAVX2 is maskWeightGo for n of 32 at least.")
	dst, cover, n := pointer("dst"), pointer("cover"), length()
	v, w, z := byteParam("v"), wordParam("w"), zero()
	eachRow(dst, n, func(at GPVirtual, _ bool) VecVirtual {
		d, m := words(load(dst, at), z), weights(load(cover, at), z)
		for i := range d {
			t := YMM()
			VPMULHRSW(w, m[i], m[i])
			VPSUBW(d[i], v, t)
			VPMULHRSW(m[i], t, t)
			VPADDW(t, d[i], d[i])
		}
		return pack(d)
	})
}

func maskSrc() {
	TEXT("maskSrcAVX2", NOSPLIT, "func(dst, src, cover *byte, n int, w int16)")
	Pragma("noescape")
	Doc("maskSrcAVX2 is maskSrcGo for n of 32 at least.")
	dst, src, cover, n := pointer("dst"), pointer("src"), pointer("cover"), length()
	w, z := wordParam("w"), zero()
	eachRow(dst, n, func(at GPVirtual, _ bool) VecVirtual {
		d, s, m := words(load(dst, at), z), words(load(src, at), z), weights(load(cover, at), z)
		for i := range d {
			VPMULHRSW(w, m[i], m[i])
			VPSUBW(d[i], s[i], s[i])
			VPMULHRSW(m[i], s[i], s[i])
			VPADDW(s[i], d[i], d[i])
		}
		return pack(d)
	})
}

func over() {
	TEXT("overAVX2", NOSPLIT, "func(dst, pre, cover *byte, n int, w int16)")
	Pragma("noescape")
	Doc("overAVX2 is overGo for n of 32 at least.")
	dst, src, cover, n := pointer("dst"), pointer("pre"), pointer("cover"), length()
	w, z := wordParam("w"), zero()
	one, round := constant(32767), constant(32)
	eachRow(dst, n, func(at GPVirtual, _ bool) VecVirtual {
		d, s, m := words(load(dst, at), z), words(load(src, at), z), weights(load(cover, at), z)
		for i := range d {
			VPMULHRSW(w, m[i], m[i])
			VPSUBW(m[i], one, m[i])
			VPSLLW(Imm(6), d[i], d[i])
			VPSLLW(Imm(6), s[i], s[i])
			VPMULHRSW(m[i], d[i], d[i])
			VPMULHRSW(w, s[i], s[i])
			VPADDW(s[i], d[i], d[i])
			VPADDW(round, d[i], d[i])
			VPSRLW(Imm(6), d[i], d[i])
		}
		return pack(d)
	})
}

func multiply() {
	TEXT("multiplyAVX2", NOSPLIT, "func(dst, by *byte, n int)")
	Pragma("noescape")
	Doc("multiplyAVX2 is multiplyGo for n of 32 at least.")
	dst, src, n := pointer("dst"), pointer("by"), length()
	z, half := zero(), constant(128)
	eachRow(dst, n, func(at GPVirtual, _ bool) VecVirtual {
		d, s := words(load(dst, at), z), words(load(src, at), z)
		for i := range d {
			VPMULLW(s[i], d[i], d[i])
			VPADDW(half, d[i], d[i])
			divide255(d[i])
		}
		return pack(d)
	})
}

func dither() {
	TEXT("ditherAVX2", NOSPLIT, "func(dst *byte, n int, pattern *int16, v byte, w int16)")
	Pragma("noescape")
	Doc("ditherAVX2 is ditherGo for n of 32 at least; pattern holds 24 words.")
	dst, n := pointer("dst"), length()
	pattern := pointer("pattern")
	v, w, z := byteParam("v"), wordParam("w"), zero()
	even := YMM()
	VMOVDQU(Mem{Base: pattern}, even)
	eachRow(dst, n, func(at GPVirtual, tail bool) VecVirtual {
		p := even
		if tail { // starts at a column that need not be a multiple of 8
			g := GP64()
			MOVQ(at, g)
			ANDQ(Imm(7), g)
			p = YMM()
			VMOVDQU(Mem{Base: pattern, Index: g, Scale: 2}, p)
		}
		d := words(load(dst, at), z)
		for i := range d {
			t := YMM()
			VPSUBW(d[i], v, t)
			VPSLLW(Imm(7), t, t)
			VPMULHRSW(w, t, t)
			VPSLLW(Imm(7), d[i], d[i])
			VPADDW(t, d[i], d[i])
			VPADDW(p, d[i], d[i])
			VPSRLW(Imm(7), d[i], d[i])
		}
		return pack(d)
	})
}

func halve() {
	TEXT("halveAVX2", NOSPLIT, "func(dst, a, b *byte, n int)")
	Pragma("noescape")
	Doc("halveAVX2 is halveGo for n of 32 at least.")
	dst, a, b, n := pointer("dst"), pointer("a"), pointer("b"), length()
	g, x, ones := GP64(), XMM(), YMM()
	MOVQ(I32(1), g)
	MOVQ(g, x)
	VPBROADCASTB(x, ones)
	round := constant(4)
	eachRow(dst, n, func(at GPVirtual, _ bool) VecVirtual {
		var out [2]VecVirtual
		for i := range out {
			sum := YMM()
			for k, m := range []Mem{
				{Base: a, Index: at, Scale: 2, Disp: 32 * i},
				{Base: a, Index: at, Scale: 2, Disp: 32*i + 1},
				{Base: b, Index: at, Scale: 2, Disp: 32 * i},
				{Base: b, Index: at, Scale: 2, Disp: 32*i + 1},
			} {
				t := YMM()
				VMOVDQU(m, t)
				VPMADDUBSW(ones, t, t) // neighbours in pairs: the middle column counts twice
				if k == 0 {
					VPADDW(round, t, sum)
				} else {
					VPADDW(t, sum, sum)
				}
			}
			VPSRLW(Imm(3), sum, sum)
			out[i] = sum
		}
		v := pack(out)
		VPERMQ(Imm(0xD8), v, v)
		return v
	})
}

// across is the horizontal filter, for one source row or two at once. Of each
// group of 16 pixels there are four windows of source bytes, 16 bytes each, one
// for four pixels; the table holds for windows 0 and 2, then for 1 and 3, and for
// every pair of taps: 32 bytes that gather the pair as words, and 32 bytes of
// weights. With this order of the windows the packing at the end leaves the
// pixels in theirs.
func across(taps, rows int) {
	digit := string(rune('0' + taps))
	name, signature := "across"+digit+"AVX2", "func(dst *int16, src, table *byte, offsets *int32, groups int)"
	dstNames, srcNames := []string{"dst"}, []string{"src"}
	if rows == 2 {
		name, signature = "twice"+digit+"AVX2", "func(dst0, dst1 *int16, src0, src1, table *byte, offsets *int32, groups int)"
		dstNames, srcNames = []string{"dst0", "dst1"}, []string{"src0", "src1"}
	}
	TEXT(name, NOSPLIT, signature)
	Pragma("noescape")
	Doc(name + " filters groups of 16 pixels with " + digit + " taps; see gather.")
	dst, src := make([]Register, rows), make([]Register, rows)
	for r := range rows {
		dst[r], src[r] = pointer(dstNames[r]), pointer(srcNames[r])
	}
	table, offsets := pointer("table"), pointer("offsets")
	groups := GP64()
	Load(Param("groups"), groups)
	// Half a unit to round, and 128 to subtract.
	round := doublewords(64 - 128<<14)
	Label("loop")
	sums := make([][2]VecVirtual, rows)
	for i := range 2 {
		lo, hi := GP64(), GP64()
		MOVLQSX(Mem{Base: offsets, Disp: 4 * i}, lo)
		MOVLQSX(Mem{Base: offsets, Disp: 4 * (i + 2)}, hi)
		px := make([]VecVirtual, rows)
		for r := range rows {
			px[r] = YMM()
			VMOVDQU(Mem{Base: src[r], Index: lo, Scale: 1}, px[r].AsX())
			VINSERTI128(Imm(1), Mem{Base: src[r], Index: hi, Scale: 1}, px[r], px[r])
		}
		for p := range taps / 2 {
			at := 64 * (i*taps/2 + p)
			mask, weight := Op(Mem{Base: table, Disp: at}), Op(Mem{Base: table, Disp: at + 32})
			if rows > 1 {
				m, w := YMM(), YMM()
				VMOVDQU(mask, m)
				VMOVDQU(weight, w)
				mask, weight = m, w
			}
			for r := range rows {
				t := YMM()
				VPSHUFB(mask, px[r], t)
				VPMADDWD(weight, t, t)
				if p == 0 {
					sums[r][i] = YMM()
					VPADDD(round, t, sums[r][i])
				} else {
					VPADDD(t, sums[r][i], sums[r][i])
				}
			}
		}
		for r := range rows {
			VPSRAD(Imm(7), sums[r][i], sums[r][i])
		}
	}
	for r := range rows {
		out := YMM()
		VPACKSSDW(sums[r][1], sums[r][0], out)
		VMOVDQU(out, Mem{Base: dst[r]})
		ADDQ(Imm(32), dst[r])
	}
	ADDQ(Imm(16), offsets)
	ADDQ(U32(64*taps), table)
	DECQ(groups)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

func doublewords(v int32) VecVirtual {
	g, x, out := GP64(), XMM(), YMM()
	MOVQ(I32(v), g)
	MOVQ(g, x)
	VPBROADCASTD(x, out)
	return out
}

// mix is the vertical filter, 32 pixels at a time: each row times its weight,
// rounded to 16 bits.
func mix(taps int) {
	name := "mix" + string(rune('0'+taps)) + "AVX2"
	TEXT(name, NOSPLIT, "func(dst *byte, rows **int16, weights *int16, n int, lo, hi byte)")
	Pragma("noescape")
	Doc(name + " mixes " + string(rune('0'+taps)) + " rows to n pixels, a multiple of 32.")
	dst, rows, ws := pointer("dst"), pointer("rows"), pointer("weights")
	n := length()
	row, w := make([]Register, taps), make([]VecVirtual, taps)
	for i := range row {
		row[i] = GP64()
		MOVQ(Mem{Base: rows, Disp: 8 * i}, row[i])
		w[i] = YMM()
		VPBROADCASTW(Mem{Base: ws, Disp: 2 * i}, w[i])
	}
	bytes := func(g GPVirtual) VecVirtual {
		x, v := XMM(), YMM()
		MOVQ(g, x)
		VPBROADCASTB(x, v)
		return v
	}
	clamp := func(name string) VecVirtual {
		g := GP64()
		Load(Param(name), g)
		return bytes(g)
	}
	lo, hi := clamp("lo"), clamp("hi")
	g := GP64()
	MOVQ(I32(0x80), g)
	middle := bytes(g)
	round := constant(64)
	at := GP64()
	XORQ(at, at)
	Label("loop")
	var half [2]VecVirtual
	for i := range half {
		for k := range row {
			t := YMM()
			VPMULHRSW(Mem{Base: row[k], Index: at, Scale: 2, Disp: 32 * i}, w[k], t)
			if k == 0 {
				half[i] = YMM()
				VPADDW(round, t, half[i])
			} else {
				VPADDW(t, half[i], half[i])
			}
		}
		VPSRAW(Imm(7), half[i], half[i])
	}
	out := YMM()
	VPACKSSWB(half[1], half[0], out)
	VPERMQ(Imm(0xD8), out, out)
	VPXOR(middle, out, out) // adds 128
	VPMAXUB(lo, out, out)
	VPMINUB(hi, out, out)
	VMOVDQU(out, Mem{Base: dst, Index: at, Scale: 1})
	ADDQ(Imm(32), at)
	CMPQ(at, n)
	JLT(LabelRef("loop"))
	VZEROUPPER()
	RET()
}
