package yuv

import "golang.org/x/sys/cpu"

//go:generate go -C asm run . -out ../kernels_amd64.s -stubs ../kernels_amd64.go -pkg yuv

// useAVX2 selects the AVX2 kernels; the tests turn it off to compare both versions.
var useAVX2 = cpu.X86.HasAVX2

// vector is the number of bytes that a kernel handles at a time, and the
// shortest row that it takes.
const vector = 32

// pad holds rows that are shorter than a vector. The result for the bytes after the
// row's end is dropped.
type pad struct{ dst, a, b [vector]byte }

func (p *pad) load(dst, a, b []byte) {
	copy(p.dst[:], dst)
	copy(p.a[:], a)
	copy(p.b[:], b)
}

func fillRow(dst []byte, v byte) {
	switch {
	case !useAVX2 || len(dst) < 8:
		fillGo(dst, v)
	case len(dst) < vector:
		var p pad
		p.load(dst, nil, nil)
		fillAVX2(&p.dst[0], vector, v)
		copy(dst, p.dst[:])
	default:
		fillAVX2(&dst[0], len(dst), v)
	}
}

func lerpRow(dst, src []byte, w Weight) {
	switch {
	case !useAVX2 || len(dst) < 8:
		lerpGo(dst, src, w)
	case len(dst) < vector:
		var p pad
		p.load(dst, src, nil)
		lerpAVX2(&p.dst[0], &p.a[0], vector, int16(w))
		copy(dst, p.dst[:])
	default:
		lerpAVX2(&dst[0], &src[0], len(dst), int16(w))
	}
}

func lerpColorRow(dst []byte, v byte, w Weight) {
	switch {
	case !useAVX2 || len(dst) < 8:
		lerpColorGo(dst, v, w)
	case len(dst) < vector:
		var p pad
		p.load(dst, nil, nil)
		lerpColorAVX2(&p.dst[0], vector, v, int16(w))
		copy(dst, p.dst[:])
	default:
		lerpColorAVX2(&dst[0], len(dst), v, int16(w))
	}
}

func maskRow(dst, cover []byte, v byte) {
	switch {
	case !useAVX2 || len(dst) < 8:
		maskGo(dst, cover, v)
	case len(dst) < vector:
		var p pad
		p.load(dst, cover, nil)
		maskAVX2(&p.dst[0], &p.a[0], vector, v)
		copy(dst, p.dst[:])
	default:
		maskAVX2(&dst[0], &cover[0], len(dst), v)
	}
}

func maskWeightRow(dst, cover []byte, v byte, w Weight) {
	switch {
	case !useAVX2 || len(dst) < 8:
		maskWeightGo(dst, cover, v, w)
	case len(dst) < vector:
		var p pad
		p.load(dst, cover, nil)
		maskWeightAVX2(&p.dst[0], &p.a[0], vector, v, int16(w))
		copy(dst, p.dst[:])
	default:
		maskWeightAVX2(&dst[0], &cover[0], len(dst), v, int16(w))
	}
}

func maskSrcRow(dst, src, cover []byte, w Weight) {
	switch {
	case !useAVX2 || len(dst) < 8:
		maskSrcGo(dst, src, cover, w)
	case len(dst) < vector:
		var p pad
		p.load(dst, src, cover)
		maskSrcAVX2(&p.dst[0], &p.a[0], &p.b[0], vector, int16(w))
		copy(dst, p.dst[:])
	default:
		maskSrcAVX2(&dst[0], &src[0], &cover[0], len(dst), int16(w))
	}
}

func overRow(dst, pre, cover []byte, w Weight) {
	switch {
	case !useAVX2 || len(dst) < 8:
		overGo(dst, pre, cover, w)
	case len(dst) < vector:
		var p pad
		p.load(dst, pre, cover)
		overAVX2(&p.dst[0], &p.a[0], &p.b[0], vector, int16(w))
		copy(dst, p.dst[:])
	default:
		overAVX2(&dst[0], &pre[0], &cover[0], len(dst), int16(w))
	}
}

func multiplyRow(dst, by []byte) {
	switch {
	case !useAVX2 || len(dst) < 8:
		multiplyGo(dst, by)
	case len(dst) < vector:
		var p pad
		p.load(dst, by, nil)
		multiplyAVX2(&p.dst[0], &p.a[0], vector)
		copy(dst, p.dst[:])
	default:
		multiplyAVX2(&dst[0], &by[0], len(dst))
	}
}

func halveRow(dst, a, b []byte) {
	if !useAVX2 || len(dst) < vector {
		halveGo(dst, a, b)
		return
	}
	halveAVX2(&dst[0], &a[0], &b[0], len(dst))
}

func ditherRow(dst []byte, pattern []int16, v byte, w Weight) {
	_ = pattern[23]
	switch {
	case !useAVX2 || len(dst) < 8:
		ditherGo(dst, pattern, v, w)
	case len(dst) < vector:
		var p pad
		p.load(dst, nil, nil)
		ditherAVX2(&p.dst[0], vector, &pattern[0], v, int16(w))
		copy(dst, p.dst[:])
	default:
		ditherAVX2(&dst[0], len(dst), &pattern[0], v, int16(w))
	}
}
