package photo

import (
	"math"
)

// The colorants of the spaces that photos come in, adapted to D50 as profiles
// hold them (computed from the primaries and white points of IEC 61966-2-1,
// SMPTE EG 432-1 with D65, and Adobe RGB (1998), by the Bradford transform).
var (
	colorantsSRGB = matrix{
		0.43607, 0.38515, 0.14307,
		0.22249, 0.71687, 0.06061,
		0.01392, 0.09708, 0.71410,
	}
	colorantsP3 = matrix{
		0.51512, 0.29198, 0.15710,
		0.24120, 0.69225, 0.06657,
		-0.00105, 0.04189, 0.78407,
	}
	colorantsAdobe = matrix{
		0.60974, 0.20528, 0.14919,
		0.31111, 0.62567, 0.06322,
		0.01947, 0.06087, 0.74457,
	}
)

// curveSRGB is the transfer function of sRGB and Display P3 (IEC 61966-2-1).
func curveSRGB(x float64) float64 {
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

// profile returns the colour space's name, a note for the user when the photo's
// colours cannot be shown exactly, and the conversion to sRGB, nil when none is
// needed.
func (h header) profile() (name, note string, t *transform) {
	switch {
	case h.cmyk:
		return "CMYK", "the photo is made for print (CMYK): its colours are approximate; an RGB export shows them as meant", nil
	case h.cicp != nil:
		return h.codePoints()
	case len(h.icc) == 0:
		return "sRGB", "", nil
	}
	p, err := parseICC(h.icc)
	if err == nil {
		switch {
		case near(p.m, colorantsSRGB):
			p.name = "sRGB"
			if nearCurve(p.curves) {
				return p.name, "", nil
			}
		case near(p.m, colorantsP3):
			p.name = "Display P3"
		case near(p.m, colorantsAdobe):
			p.name = "Adobe RGB (1998)"
		}
		if t, ok := newTransform(p); ok {
			return orUnnamed(p.name), "", t
		}
	}
	return orUnnamed(p.name), "the photo's colour profile cannot be read: it is shown as sRGB", nil
}

// codePoints reads PNG's cICP chunk: primaries, transfer function, matrix and
// range by the numbers of Rec. ITU-T H.273.
func (h header) codePoints() (name, note string, t *transform) {
	const bt709, smpte432, transferSRGB = 1, 12, 13
	switch {
	case h.cicp[0] == bt709 && h.cicp[1] == transferSRGB:
		return "sRGB", "", nil
	case h.cicp[0] == smpte432 && h.cicp[1] == transferSRGB:
		p := rgbProfile{m: colorantsP3, curves: [3]curve{curveSRGB, curveSRGB, curveSRGB}}
		t, _ := newTransform(p)
		return "Display P3", "", t
	}
	return "unnamed", "the photo's colour space cannot be read: it is shown as sRGB", nil
}

func orUnnamed(name string) string {
	if name == "" {
		return "unnamed"
	}
	return name
}

// near reports whether two sets of colorants are equal, apart from rounding and
// different methods of adapting to D50.
func near(a, b matrix) bool {
	for i := range a {
		if math.Abs(a[i]-b[i]) > 0.004 {
			return false
		}
	}
	return true
}

// nearCurve reports whether curves are sRGB's to within about one code value.
func nearCurve(curves [3]curve) bool {
	for _, c := range curves {
		for i := range 17 {
			x := float64(i) / 16
			if math.Abs(c(x)-curveSRGB(x)) > 0.008 {
				return false
			}
		}
	}
	return true
}

// transform converts code values of some RGB space to sRGB: a table to linear
// light, a matrix, a table back. Linear light is in units of 1/linearOne, so fine
// that neighbouring codes differ by more than one unit: the darkest codes are
// 1/(255*12.92) apart.
type transform struct {
	linear [3][256]int32
	m      [9]int32 // matrixBits fraction bits
	encode [linearOne + 1]uint8
}

const (
	linearOne  = 1 << 14
	matrixBits = 14
)

// newTransform returns the conversion from p to sRGB; ok is false when p's numbers
// are not those of a colour space.
func newTransform(p rgbProfile) (t *transform, ok bool) {
	inverse, ok := colorantsSRGB.inverse()
	if !ok {
		return nil, false
	}
	m := inverse.times(p.m)
	t = &transform{}
	for i, v := range m {
		// No colour space for photos has values beyond 8, and the sums below would overflow.
		if math.IsNaN(v) || math.Abs(v) > 8 {
			return nil, false
		}
		t.m[i] = int32(math.Round(v * (1 << matrixBits)))
	}
	for c, f := range p.curves {
		for i := range t.linear[c] {
			v := f(float64(i) / 255)
			if math.IsNaN(v) {
				return nil, false
			}
			t.linear[c][i] = int32(math.Round(min(1, max(0, v)) * linearOne))
		}
	}
	for i := range t.encode {
		v := float64(i) / linearOne
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		t.encode[i] = uint8(math.Round(255 * v))
	}
	return t, true
}

// apply converts NRGBA pixels in place. Colours outside sRGB are clipped
// channel by channel.
func (t *transform) apply(pix []uint8) {
	m := &t.m
	for i := 0; i+4 <= len(pix); i += 4 {
		p := pix[i : i+4 : i+4]
		r, g, b := int64(t.linear[0][p[0]]), int64(t.linear[1][p[1]]), int64(t.linear[2][p[2]])
		p[0] = t.code(int64(m[0])*r + int64(m[1])*g + int64(m[2])*b)
		p[1] = t.code(int64(m[3])*r + int64(m[4])*g + int64(m[5])*b)
		p[2] = t.code(int64(m[6])*r + int64(m[7])*g + int64(m[8])*b)
	}
}

// code returns the sRGB code of linear light with matrixBits more fraction bits.
func (t *transform) code(v int64) uint8 {
	return t.encode[min(linearOne, max(0, (v+1<<(matrixBits-1))>>matrixBits))]
}

// times returns the product a*b.
func (a matrix) times(b matrix) matrix {
	var out matrix
	for r := range 3 {
		for c := range 3 {
			for k := range 3 {
				out[3*r+c] += a[3*r+k] * b[3*k+c]
			}
		}
	}
	return out
}

// inverse returns the inverse of a, if it has one.
func (a matrix) inverse() (matrix, bool) {
	cofactor := matrix{
		a[4]*a[8] - a[5]*a[7], a[2]*a[7] - a[1]*a[8], a[1]*a[5] - a[2]*a[4],
		a[5]*a[6] - a[3]*a[8], a[0]*a[8] - a[2]*a[6], a[2]*a[3] - a[0]*a[5],
		a[3]*a[7] - a[4]*a[6], a[1]*a[6] - a[0]*a[7], a[0]*a[4] - a[1]*a[3],
	}
	det := a[0]*cofactor[0] + a[1]*cofactor[3] + a[2]*cofactor[6]
	if math.Abs(det) < 1e-6 {
		return matrix{}, false
	}
	for i := range cofactor {
		cofactor[i] /= det
	}
	return cofactor, true
}
