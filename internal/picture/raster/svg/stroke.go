package svg

import (
	"math"
	"strings"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/picture/raster/polyline"
)

// stroke draws a path's line. The outline is made where the pen is a circle, and
// then mapped to pixels, so that what stretches a path stretches its line.
func (r *renderer) stroke(n *node, segs []segment, ctm matrix, st style) error {
	if (st.stroke.none && st.stroke.ref == "") || st.width <= 0 {
		return nil
	}
	k := max(math.Hypot(ctm.a, ctm.b), math.Hypot(ctm.c, ctm.d))
	if !(k > 1e-9 && k < 1e9) {
		return nil // nothing to see
	}
	pen, back := matrix{a: k, d: k}, ctm.mul(matrix{a: 1 / k, d: 1 / k})
	width := st.width * k
	if st.fixedPen {
		width, pen, back = st.width*r.view.scale(), ctm, identity
	}
	var path polyline.Polyline
	flatten(&path, segs, pen)
	if path.Broken {
		return errTooComplex
	}
	line := &path
	if len(st.dash) > 0 {
		line = new(polyline.Polyline)
		dash, k := scaled(st.dash, n, &path, width/st.width)
		polyline.Dash(line, &path, dash, st.dashOffset*k)
	}
	tool := polyline.Pen{Radius: width / 2, MiterLimit: max(1, st.miter)}
	switch st.join {
	case "bevel":
		tool.Join = polyline.BevelJoin
	case "round":
		tool.Join = polyline.RoundJoin
	default:
		tool.Join = polyline.MiterJoin
	}
	switch st.cap {
	case "round":
		tool.Cap = polyline.RoundCap
	case "square":
		tool.Cap = polyline.SquareCap
	default:
		tool.Cap = polyline.ButtCap
	}
	// A round join has about 11 points times the root of the radius.
	if tool.Join == polyline.RoundJoin || tool.Cap == polyline.RoundCap {
		points := float64(len(line.Points)) * (1 + 11*math.Sqrt(tool.Radius))
		if points > maxPoints {
			return errTooComplex
		}
		if err := r.spend(20 * points); err != nil {
			return err
		}
	}
	var outline polyline.Polyline
	r.stroker.Stroke(&outline, line, tool, 1)
	if tool.Cap != polyline.ButtCap {
		dots(&outline, line, tool)
	}
	for i, p := range outline.Points {
		q := back.apply(point{p.X, p.Y})
		outline.Points[i] = geom.Point{X: q.x, Y: q.y}
	}
	return r.paint(&outline, false, st.stroke, st.strokeOpacity, segs, ctm)
}

// scaled returns dashes in px, and what they were multiplied with; a pathLength says
// what the path's whole length counts as. Dashes of no length become as short as
// can be, so that their caps know where the path goes.
func scaled(dash []float64, n *node, path *polyline.Polyline, k float64) (px []float64, scale float64) {
	if v, ok := measure(n.attr["pathLength"], 0); ok && v > 0 && !strings.Contains(n.attr["pathLength"], "%") {
		k = path.Length() / v
	}
	out := make([]float64, len(dash))
	for i, d := range dash {
		if out[i] = d * k; i%2 == 0 {
			out[i] = max(out[i], 1e-3)
		}
	}
	return out, k
}

// dots adds the caps of sub-paths and dashes without length (SVG 1.1, 11.4): a
// stroker leaves them out, since they have no direction.
func dots(to, line *polyline.Polyline, pen polyline.Pen) {
	for _, s := range line.Spans {
		pts := line.Points[s.From:s.To]
		if len(pts) == 0 || len(pts) == 1 && !s.Closed {
			continue // a move alone draws nothing
		}
		p, still := pts[0], true
		for _, q := range pts[1:] {
			still = still && math.Hypot(q.X-p.X, q.Y-p.Y) <= 1e-6
		}
		if !still {
			continue
		}
		var b builder
		if rr := pen.Radius; pen.Cap == polyline.RoundCap {
			b.oval(p.X, p.Y, rr, rr)
		} else {
			b.rect(p.X-rr, p.Y-rr, 2*rr, 2*rr, 0, 0)
		}
		flatten(to, b.segs, identity)
	}
}
