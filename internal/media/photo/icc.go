package photo

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"unicode/utf16"
)

// matrix is a 3x3 matrix, row by row.
type matrix [9]float64

// curve maps a code value, 0 to 1, to linear light, 0 to 1.
type curve func(float64) float64

// rgbProfile is an RGB profile made of three curves and a matrix, as those of
// displays and cameras are: XYZ (D50) = m * (curve(R), curve(G), curve(B)).
type rgbProfile struct {
	name   string
	m      matrix // columns: the colorants
	curves [3]curve
}

var errProfile = errors.New("not an RGB profile of curves and a matrix")

// parseICC reads an ICC profile (ICC.1:2022, clauses 7 to 10). The name is
// returned where it can be read, even with an error.
func parseICC(b []byte) (rgbProfile, error) {
	var p rgbProfile
	if len(b) < 132 || string(b[36:40]) != "acsp" {
		return p, errProfile
	}
	tags := tagTable(b)
	p.name = description(tags["desc"])
	if string(b[16:20]) != "RGB " || string(b[20:24]) != "XYZ " {
		return p, errProfile
	}
	for i, tag := range [3]string{"rXYZ", "gXYZ", "bXYZ"} {
		v := tags[tag]
		if len(v) < 20 || string(v[:4]) != "XYZ " {
			return p, errProfile
		}
		for row := range 3 {
			p.m[3*row+i] = fixed(v[8+4*row:])
		}
	}
	for i, tag := range [3]string{"rTRC", "gTRC", "bTRC"} {
		c, err := parseCurve(tags[tag])
		if err != nil {
			return p, err
		}
		p.curves[i] = c
	}
	return p, nil
}

// tagTable returns the profile's tags by signature; the first of each counts.
func tagTable(b []byte) map[string][]byte {
	const most = 200 // tags looked at; a profile has 10 to 40
	n := min(int64(binary.BigEndian.Uint32(b[128:])), most)
	tags := map[string][]byte{}
	for i := range n {
		at := 132 + 12*i
		if at+12 > int64(len(b)) {
			break
		}
		off, size := int64(binary.BigEndian.Uint32(b[at+4:])), int64(binary.BigEndian.Uint32(b[at+8:]))
		name := string(b[at : at+4])
		if _, seen := tags[name]; !seen && off+size <= int64(len(b)) {
			tags[name] = b[off : off+size]
		}
	}
	return tags
}

// fixed reads an s15Fixed16Number.
func fixed(b []byte) float64 {
	return float64(int32(binary.BigEndian.Uint32(b))) / 65536 //nolint:gosec // two's complement
}

// description reads the profile's name, of either version's type.
func description(b []byte) string {
	if len(b) < 12 {
		return ""
	}
	name := ""
	switch string(b[:4]) {
	case "desc": // version 2: length, ASCII
		n := int64(binary.BigEndian.Uint32(b[8:]))
		name = string(b[12:min(int64(len(b)), 12+n)])
	case "mluc": // version 4: records of language, country, length, offset
		if len(b) < 28 {
			return ""
		}
		n, off := int64(binary.BigEndian.Uint32(b[20:])), int64(binary.BigEndian.Uint32(b[24:]))
		if off+n > int64(len(b)) {
			return ""
		}
		var units []uint16
		for s := b[off : off+n]; len(s) >= 2; s = s[2:] {
			units = append(units, binary.BigEndian.Uint16(s))
		}
		name = string(utf16.Decode(units))
	}
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if r := []rune(name); len(r) > 80 {
		name = string(r[:80])
	}
	return strings.TrimSpace(name)
}

// parseCurve reads a curveType or parametricCurveType (clauses 10.6 and 10.18).
func parseCurve(b []byte) (curve, error) {
	if len(b) < 12 {
		return nil, errProfile
	}
	switch string(b[:4]) {
	case "curv":
		return sampledCurve(b)
	case "para":
		return parametricCurve(b)
	}
	return nil, errProfile
}

func sampledCurve(b []byte) (curve, error) {
	n := int64(binary.BigEndian.Uint32(b[8:]))
	if n > 1<<16 || 12+2*n > int64(len(b)) {
		return nil, errProfile
	}
	switch n {
	case 0:
		return func(x float64) float64 { return x }, nil
	case 1:
		g := float64(binary.BigEndian.Uint16(b[12:])) / 256
		return func(x float64) float64 { return math.Pow(x, g) }, nil
	}
	table := make([]float64, n)
	for i := range table {
		table[i] = float64(binary.BigEndian.Uint16(b[12+2*i:])) / 65535
	}
	return func(x float64) float64 {
		at := x * float64(n-1)
		i := min(int(at), int(n)-2)
		return table[i] + (table[i+1]-table[i])*(at-float64(i))
	}, nil
}

func parametricCurve(b []byte) (curve, error) {
	// Parameters by function type: g; g a b; g a b c; g a b c d; g a b c d e f.
	count, ok := map[uint16]int{0: 1, 1: 3, 2: 4, 3: 5, 4: 7}[binary.BigEndian.Uint16(b[8:])]
	if !ok || len(b) < 12+4*count {
		return nil, errProfile
	}
	var v [7]float64
	for i := range count {
		v[i] = fixed(b[12+4*i:])
	}
	g, a, o, c, d, e, f := v[0], v[1], v[2], v[3], v[4], v[5], v[6]
	power := func(x float64) float64 { return math.Pow(max(0, a*x+o), g) }
	switch count {
	case 1:
		return func(x float64) float64 { return math.Pow(x, g) }, nil
	case 3, 4: // type 1, where c is 0, and type 2
		return func(x float64) float64 {
			if a*x+o >= 0 {
				return power(x) + c
			}
			return c
		}, nil
	}
	return func(x float64) float64 { // type 3, where e and f are 0, and type 4
		if x >= d {
			return power(x) + e
		}
		return c*x + f
	}, nil
}
