package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
)

var errNoSVG = errors.New("it is neither a PNG nor an SVG")

// Size returns the width and height of a drawing: of its viewBox, or else of
// its width and height attributes, in its own units.
func Size(data []byte) (w, h float64, err error) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = false
	for {
		tok, err := dec.Token()
		if err != nil {
			return 0, 0, errNoSVG
		}
		root, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		if root.Name.Local != "svg" {
			return 0, 0, errNoSVG
		}
		return rootSize(root)
	}
}

func rootSize(root xml.StartElement) (w, h float64, err error) {
	for _, a := range root.Attr {
		switch a.Name.Local {
		case "viewBox":
			f := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' })
			if len(f) == 4 {
				bw, err1 := strconv.ParseFloat(f[2], 64)
				bh, err2 := strconv.ParseFloat(f[3], 64)
				if err1 == nil && err2 == nil && good(bw) && good(bh) {
					return bw, bh, nil
				}
			}
			return 0, 0, diag.Reasonf("its viewBox %q is not four numbers", a.Value)
		case "width":
			w, err = strconv.ParseFloat(strings.TrimSuffix(a.Value, "px"), 64)
		case "height":
			h, err = strconv.ParseFloat(strings.TrimSuffix(a.Value, "px"), 64)
		}
		if err != nil {
			return 0, 0, errors.New("it has no viewBox, and its width and height are no numbers")
		}
	}
	if !good(w) || !good(h) {
		return 0, 0, errors.New("it has neither a viewBox nor a size")
	}
	return w, h, nil
}

// good reports whether v can be the side of a drawing.
func good(v float64) bool { return v > 0 && v < 1e6 && !math.IsNaN(v) }
