package svg

import (
	"encoding/xml"
	"errors"
	"fmt"
)

var errNoSVG = errors.New("it is no SVG")

// Size returns the width and height of a drawing in units of its own: only their
// ratio means anything. The size that the file gives in full decides, in whatever
// unit, and else the viewBox.
func Size(data []byte) (w, h float64, err error) {
	dec := decoder(data)
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
		if w, h, _, err = newNode(root).window(); err != nil {
			return 0, 0, fmt.Errorf("the SVG cannot be measured: %w", err)
		}
		return w, h, nil
	}
}
