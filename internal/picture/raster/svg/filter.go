package svg

import (
	"fmt"
	"image"
	"math"
	"slices"
	"strings"
)

// plate is a picture on its way through a filter: premultiplied, four numbers a
// pixel, in linear light or in the code values of sRGB.
type plate struct {
	pix    []float32
	linear bool
}

// filtering is one filter at work.
type filtering struct {
	r       *renderer
	w, h    int
	ctm     matrix
	source  *plate
	last    *plate
	results map[string]*plate
	style   style // of the filter's primitives' parent
}

// filter returns im after the filter that a property names.
func (r *renderer) filter(im *image.RGBA, of *node, ctm matrix, st style) (*image.RGBA, error) {
	n, err := r.target(st.filter, "filter")
	if n == nil || err != nil {
		return im, err
	}
	if units := n.attr["primitiveUnits"]; units == "objectBoundingBox" {
		return nil, fmt.Errorf("%w: a filter in units of the object's box", ErrUnsupported)
	}
	if len(n.children) == 0 && hrefID(n) == "" {
		return image.NewRGBA(im.Rect), nil // SVG 1.1, 15.3: it disables the element
	}
	if hrefID(n) != "" {
		return nil, fmt.Errorf("%w: a filter that refers to another", ErrUnsupported)
	}
	above, err := r.ancestral(n)
	if err != nil {
		return nil, err
	}
	f := filtering{r: r, w: im.Rect.Dx(), h: im.Rect.Dy(), ctm: ctm, results: map[string]*plate{}, style: above}
	region := r.region(n, of, n.attr["filterUnits"])
	if err := r.within(im, region, ctm, false); err != nil {
		return nil, err
	}
	f.source = newPlate(im)
	f.last = f.source
	for _, p := range n.children {
		if p.name == "" || p.name == "title" || p.name == "desc" || p.name == "animate" {
			continue
		}
		if err := r.spend(100 * float64(f.w) * float64(f.h)); err != nil {
			return nil, err
		}
		st, err := above.of(r.doc, p)
		if err != nil {
			return nil, err
		}
		for _, name := range []string{"x", "y", "width", "height"} {
			if _, ok := p.attr[name]; ok && p.name != "feOffset" && p.name != "feBlend" && p.name != "feMerge" && p.name != "feColorMatrix" {
				return nil, fmt.Errorf("%w: <%s> with a region of its own", ErrUnsupported, p.name)
			}
		}
		out, err := f.primitive(p, st)
		if err != nil {
			return nil, err
		}
		f.last = out
		if name := p.attr["result"]; name != "" {
			f.results[name] = out
		}
	}
	out := f.last.picture(im.Rect)
	return out, r.within(out, region, ctm, false)
}

// newPlate takes a picture over.
func newPlate(im *image.RGBA) *plate {
	p := &plate{pix: make([]float32, len(im.Pix))}
	for i, v := range im.Pix {
		p.pix[i] = float32(v) / 255
	}
	return p
}

// picture rounds a plate.
func (p *plate) picture(at image.Rectangle) *image.RGBA {
	im := image.NewRGBA(at)
	for i, v := range p.in(false).pix {
		im.Pix[i] = uint8(min(255, max(0, v*255+0.5)))
	}
	for i := 0; i < len(im.Pix); i += 4 { // no colour beyond its alpha
		for j := range 3 {
			im.Pix[i+j] = min(im.Pix[i+j], im.Pix[i+3])
		}
	}
	return im
}

func toLinear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func toCode(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// in returns the plate in linear light or code values.
func (p *plate) in(linear bool) *plate {
	if p.linear == linear {
		return p
	}
	convert := toCode
	if linear {
		convert = toLinear
	}
	return p.each(linear, func(c *[4]float64) {
		for j := range 3 {
			c[j] = convert(min(1, max(0, c[j])))
		}
	})
}

// each returns a copy of the plate with a function applied to each pixel, whose
// colour is not premultiplied.
func (p *plate) each(linear bool, do func(c *[4]float64)) *plate {
	out := &plate{pix: make([]float32, len(p.pix)), linear: linear}
	for i := 0; i < len(p.pix); i += 4 {
		var c [4]float64
		if a := float64(p.pix[i+3]); a > 0 {
			c = [4]float64{float64(p.pix[i]) / a, float64(p.pix[i+1]) / a, float64(p.pix[i+2]) / a, a}
		}
		do(&c)
		a := min(1, max(0, c[3]))
		for j := range 3 {
			out.pix[i+j] = float32(min(1, max(0, c[j])) * a)
		}
		out.pix[i+3] = float32(a)
	}
	return out
}

// input returns what a primitive works on.
func (f *filtering) input(name string, linear bool) (*plate, error) {
	switch name {
	case "":
		return f.last.in(linear), nil
	case "SourceGraphic":
		return f.source.in(linear), nil
	case "SourceAlpha":
		return f.source.each(linear, func(c *[4]float64) { c[0], c[1], c[2] = 0, 0, 0 }), nil
	case "BackgroundImage", "BackgroundAlpha", "FillPaint", "StrokePaint":
		return nil, fmt.Errorf("%w: a filter's input %s", ErrUnsupported, name)
	}
	if p := f.results[name]; p != nil {
		return p.in(linear), nil
	}
	return f.last.in(linear), nil
}

// primitive carries out one step of a filter.
func (f *filtering) primitive(n *node, st style) (*plate, error) {
	in, err := f.input(strings.TrimSpace(n.attr["in"]), st.linear)
	if err != nil {
		return nil, err
	}
	switch n.name {
	case "feColorMatrix":
		return colorMatrix(n, in)
	case "feComponentTransfer":
		return transfer(n, in)
	case "feFlood":
		return f.flood(st), nil
	case "feOffset":
		dx, _ := measure(n.attr["dx"], 0)
		dy, _ := measure(n.attr["dy"], 0)
		return f.offset(in, dx, dy), nil
	case "feGaussianBlur":
		return f.blur(in, n.attr["stdDeviation"])
	case "feMerge":
		out := f.empty(st.linear)
		for _, c := range n.children {
			if c.name == "feMergeNode" {
				top, err := f.input(strings.TrimSpace(c.attr["in"]), st.linear)
				if err != nil {
					return nil, err
				}
				out = join(top, out, modes["normal"])
			}
		}
		return out, nil
	case "feBlend", "feComposite":
		in2, err := f.input(strings.TrimSpace(n.attr["in2"]), st.linear)
		if err != nil {
			return nil, err
		}
		if n.name == "feComposite" {
			return composite(n, in, in2)
		}
		mode := n.attr["mode"]
		if mode == "" {
			mode = "normal"
		}
		if !blends(mode) {
			return nil, fmt.Errorf("%w: feBlend %s", ErrUnsupported, clip(mode))
		}
		return join(in, in2, modes[mode]), nil
	case "feDropShadow":
		return f.dropShadow(n, in, st)
	}
	return nil, fmt.Errorf("%w: the filter <%s>", ErrUnsupported, clip(n.name))
}

func (f *filtering) empty(linear bool) *plate {
	return &plate{pix: make([]float32, 4*f.w*f.h), linear: linear}
}

func (f *filtering) flood(st style) *plate {
	p := f.empty(false).each(false, func(c *[4]float64) { *c = [4]float64{st.flood.r, st.flood.g, st.flood.b, st.flood.a} })
	return p.in(st.linear)
}

// dropShadow lays a picture over its own blurred, moved and coloured shape.
func (f *filtering) dropShadow(n *node, in *plate, st style) (*plate, error) {
	side := func(name string) float64 {
		if v, ok := measure(n.attr[name], 0); ok {
			return v
		}
		return 2
	}
	deviation := n.attr["stdDeviation"]
	if deviation == "" {
		deviation = "2"
	}
	soft, err := f.blur(in, deviation)
	if err != nil {
		return nil, err
	}
	soft = f.offset(soft, side("dx"), side("dy"))
	ink := f.flood(st)
	for i := range soft.pix {
		if i%4 == 3 {
			a := soft.pix[i]
			for j := i - 3; j <= i; j++ {
				soft.pix[j] = ink.pix[j] * a
			}
		}
	}
	return join(in, soft, modes["normal"]), nil
}

// join lays one plate over another with a blend mode.
func join(top, below *plate, mix func(b, s float64) float64) *plate {
	out := &plate{pix: make([]float32, len(top.pix)), linear: top.linear}
	for i := 0; i < len(top.pix); i += 4 {
		as, ab := float64(top.pix[i+3]), float64(below.pix[i+3])
		for j := i; j < i+3; j++ {
			cs, cb := float64(top.pix[j]), float64(below.pix[j])
			v := cs*(1-ab) + cb*(1-as)
			if as > 0 && ab > 0 {
				v += as * ab * mix(min(1, cb/ab), min(1, cs/as))
			}
			out.pix[j] = float32(v)
		}
		out.pix[i+3] = float32(as + ab - as*ab)
	}
	return out
}

// composite is Porter and Duff's operators and the sum of both with weights (SVG 1.1, 15.12).
func composite(n *node, in, in2 *plate) (*plate, error) {
	out := &plate{pix: make([]float32, len(in.pix)), linear: in.linear}
	var k [4]float32
	for i, name := range []string{"k1", "k2", "k3", "k4"} {
		v, _ := measure(n.attr[name], 1)
		k[i] = float32(v)
	}
	operator := n.attr["operator"]
	if !slices.Contains([]string{"", "over", "in", "out", "atop", "xor", "lighter", "arithmetic"}, operator) {
		return nil, fmt.Errorf("%w: feComposite %s", ErrUnsupported, clip(operator))
	}
	for i := range in.pix {
		s, d := in.pix[i], in2.pix[i]
		as, ad := in.pix[i|3], in2.pix[i|3]
		var v float32
		switch operator {
		case "in":
			v = s * ad
		case "out":
			v = s * (1 - ad)
		case "atop":
			v = s*ad + d*(1-as)
		case "xor":
			v = s*(1-ad) + d*(1-as)
		case "lighter":
			v = s + d
		case "arithmetic":
			v = k[0]*s*d + k[1]*s + k[2]*d + k[3]
		default:
			v = s + d*(1-as)
		}
		out.pix[i] = min(1, max(0, v))
	}
	for i := 0; i < len(out.pix); i += 4 {
		for j := range 3 {
			out.pix[i+j] = min(out.pix[i+j], out.pix[i+3])
		}
	}
	return out, nil
}

// colorMatrix is SVG 1.1, 15.10.
func colorMatrix(n *node, in *plate) (*plate, error) {
	v, err := numbers(n.attr["values"])
	if err != nil {
		return nil, fmt.Errorf("%w: the values of a <feColorMatrix>", ErrUnsupported)
	}
	m := [20]float64{0: 1, 6: 1, 12: 1, 18: 1}
	switch kind := n.attr["type"]; {
	case (kind == "" || kind == "matrix") && len(v) == 20:
		copy(m[:], v)
	case (kind == "" || kind == "matrix") && len(v) == 0:
	case kind == "saturate" && len(v) <= 1:
		s := 1.0
		if len(v) == 1 {
			s = v[0]
		}
		copy(m[:], []float64{
			0.213 + 0.787*s, 0.715 - 0.715*s, 0.072 - 0.072*s, 0, 0,
			0.213 - 0.213*s, 0.715 + 0.285*s, 0.072 - 0.072*s, 0, 0,
			0.213 - 0.213*s, 0.715 - 0.715*s, 0.072 + 0.928*s, 0, 0,
		})
	case kind == "hueRotate" && len(v) <= 1:
		angle := 0.0
		if len(v) == 1 {
			angle = v[0]
		}
		s, c := math.Sincos(angle * math.Pi / 180)
		copy(m[:], []float64{
			0.213 + c*0.787 - s*0.213, 0.715 - c*0.715 - s*0.715, 0.072 - c*0.072 + s*0.928, 0, 0,
			0.213 - c*0.213 + s*0.143, 0.715 + c*0.285 + s*0.140, 0.072 - c*0.072 - s*0.283, 0, 0,
			0.213 - c*0.213 - s*0.787, 0.715 - c*0.715 + s*0.715, 0.072 + c*0.928 + s*0.072, 0, 0,
		})
	case kind == "luminanceToAlpha":
		m = [20]float64{15: 0.2125, 16: 0.7154, 17: 0.0721}
	default:
		return nil, fmt.Errorf("%w: <feColorMatrix> %s", ErrUnsupported, clip(kind))
	}
	return in.each(in.linear, func(c *[4]float64) {
		was := *c
		for row := range 4 {
			k := m[5*row : 5*row+5]
			c[row] = k[0]*was[0] + k[1]*was[1] + k[2]*was[2] + k[3]*was[3] + k[4]
		}
	}), nil
}

// transfer is feComponentTransfer (SVG 1.1, 15.11).
func transfer(n *node, in *plate) (*plate, error) {
	var curve [4]func(float64) float64
	for _, c := range n.children {
		i := slices.Index([]string{"feFuncR", "feFuncG", "feFuncB", "feFuncA"}, c.name)
		if i < 0 {
			continue
		}
		number := func(name string, fallback float64) float64 {
			if v, ok := measure(c.attr[name], 1); ok {
				return v
			}
			return fallback
		}
		table, err := numbers(c.attr["tableValues"])
		if err != nil {
			return nil, fmt.Errorf("%w: the table of a <%s>", ErrUnsupported, c.name)
		}
		switch kind := c.attr["type"]; kind {
		case "", "identity":
		case "linear":
			slope, intercept := number("slope", 1), number("intercept", 0)
			curve[i] = func(v float64) float64 { return slope*v + intercept }
		case "gamma":
			a, e, o := number("amplitude", 1), number("exponent", 1), number("offset", 0)
			curve[i] = func(v float64) float64 { return a*math.Pow(v, e) + o }
		case "table", "discrete":
			if len(table) == 0 {
				break
			}
			last := len(table) - 1
			curve[i] = func(v float64) float64 {
				if kind == "discrete" {
					return table[min(last, int(v*float64(last+1)))]
				}
				k := min(int(v*float64(last)), max(0, last-1))
				return table[k] + (v*float64(last)-float64(k))*(table[min(last, k+1)]-table[k])
			}
		default:
			return nil, fmt.Errorf("%w: <%s> %s", ErrUnsupported, c.name, clip(kind))
		}
	}
	return in.each(in.linear, func(c *[4]float64) {
		for i, f := range curve {
			if f != nil {
				c[i] = f(min(1, max(0, c[i])))
			}
		}
	}), nil
}

// offset moves a plate by a distance in the element's units, between pixels too.
func (f *filtering) offset(in *plate, dx, dy float64) *plate {
	m := f.ctm
	m.e, m.f = 0, 0
	d := m.apply(point{dx, dy})
	out := f.empty(in.linear)
	if !(math.Abs(d.x) < 1e6 && math.Abs(d.y) < 1e6) {
		return out
	}
	ix, iy := math.Floor(d.x), math.Floor(d.y)
	kx, ky := float32(d.x-ix), float32(d.y-iy)
	for y := range f.h {
		for x := range f.w {
			for i, share := range [4]float32{(1 - kx) * (1 - ky), kx * (1 - ky), (1 - kx) * ky, kx * ky} {
				sx, sy := x-int(ix)-i%2, y-int(iy)-i/2
				if share == 0 || sx < 0 || sy < 0 || sx >= f.w || sy >= f.h {
					continue
				}
				to, from := 4*(y*f.w+x), 4*(sy*f.w+sx)
				for j := range 4 {
					out.pix[to+j] += share * in.pix[from+j]
				}
			}
		}
	}
	return out
}

// blur is feGaussianBlur, by the curve itself.
func (f *filtering) blur(in *plate, deviation string) (*plate, error) {
	v, err := numbers(deviation)
	if err != nil || len(v) > 2 {
		return nil, fmt.Errorf("%w: a blur of %q", ErrUnsupported, clip(deviation))
	}
	v = append(v, 0, 0)
	if len(v) == 3 {
		v[1] = v[0]
	}
	sx, sy := v[0]*math.Hypot(f.ctm.a, f.ctm.b), v[1]*math.Hypot(f.ctm.c, f.ctm.d)
	if turned := math.Abs(f.ctm.b)+math.Abs(f.ctm.c) > 1e-9; turned && math.Abs(sx-sy) > 0.01*max(sx, sy) {
		return nil, fmt.Errorf("%w: a blur that is turned", ErrUnsupported)
	}
	if sx < 0 || sy < 0 {
		return in, nil
	}
	if err := f.r.spend(6 * (sx + sy) * float64(f.w) * float64(f.h)); err != nil {
		return nil, err
	}
	out := f.smear(in, sx, f.w, f.h, 4, 4*f.w)
	return f.smear(out, sy, f.h, f.w, 4*f.w, 4), nil
}

// smear blurs lines of n pixels that are step numbers apart, and next from line to line.
func (f *filtering) smear(in *plate, deviation float64, n, lines, step, next int) *plate {
	if deviation < 1e-3 {
		return in
	}
	reach := int(math.Ceil(3 * deviation))
	kernel := make([]float32, 2*reach+1)
	var sum float64
	for i := range kernel {
		sum += math.Exp(-math.Pow(float64(i-reach)/deviation, 2) / 2)
	}
	for i := range kernel {
		kernel[i] = float32(math.Exp(-math.Pow(float64(i-reach)/deviation, 2)/2) / sum)
	}
	out := f.empty(in.linear)
	for line := range lines {
		for x := range n {
			var c [4]float32
			for i := max(0, x-reach); i <= min(n-1, x+reach); i++ {
				k, px := kernel[i-x+reach], in.pix[line*next+i*step:]
				c[0] += k * px[0]
				c[1] += k * px[1]
				c[2] += k * px[2]
				c[3] += k * px[3]
			}
			copy(out.pix[line*next+x*step:], c[:])
		}
	}
	return out
}
