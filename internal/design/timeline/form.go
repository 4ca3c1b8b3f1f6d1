package timeline

// FormAt appends the path that the shape has at a value of its Form track to
// buf, and returns it with its stroke.
func (p *Shape) FormAt(form float64, buf Path) (Path, float64) {
	last := float64(len(p.Forms))
	form = min(max(form, 0), last)
	i := int(form)
	a := p.form(i)
	f := form - float64(i)
	if f == 0 {
		return append(buf, a.Path...), a.StrokePx
	}
	b := p.form(i + 1)
	for k, s := range a.Path {
		for j := range s.P {
			s.P[j].X += (b.Path[k].P[j].X - s.P[j].X) * f
			s.P[j].Y += (b.Path[k].P[j].Y - s.P[j].Y) * f
		}
		buf = append(buf, s)
	}
	return buf, a.StrokePx + (b.StrokePx-a.StrokePx)*f
}

// form is the shape's i-th form; 0 is its own path.
func (p *Shape) form(i int) Form {
	if i == 0 {
		return Form{p.Path, p.StrokePx}
	}
	return p.Forms[i-1]
}

// Like reports whether two paths have the same commands in the same order.
func (p Path) Like(other Path) bool {
	if len(p) != len(other) {
		return false
	}
	for i := range p {
		if p[i].Op != other[i].Op {
			return false
		}
	}
	return true
}
