package svg

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	_ "image/jpeg" // pictures that are embedded
	_ "image/png"
	"math"
	"net/url"
	"strings"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// maxEmbedded bounds the pixels of an embedded picture.
const maxEmbedded = 16_000_000

// image draws a picture that the file holds itself.
func (r *renderer) image(n *node, ctm matrix, st style) error {
	src, err := embedded(n.attr["href"])
	if src == nil || err != nil {
		return err
	}
	size := src.Bounds().Size()
	w, h := n.length("width", r.box.w), n.length("height", r.box.h)
	switch auto := func(name string) bool { v := n.attr[name]; return v == "" || v == "auto" }; {
	case auto("width") && auto("height"):
		w, h = float64(size.X), float64(size.Y)
	case auto("width"):
		w = h * float64(size.X) / float64(size.Y)
	case auto("height"):
		h = w * float64(size.Y) / float64(size.X)
	}
	if w <= 0 || h <= 0 {
		return nil
	}
	at := ctm.mul(matrix{1, 0, 0, 1, n.length("x", r.box.w), n.length("y", r.box.h)})
	fit, slice := n.fit(viewBox{w: float64(size.X), h: float64(size.Y)}, w, h)
	if err := r.spend(20*float64(size.X)*float64(size.Y) + 20*float64(r.dst.Rect.Dx())*float64(r.dst.Rect.Dy())); err != nil {
		return err
	}
	paint := func() error {
		m := at.mul(fit)
		if k := m.scale(); !(k > 1e-6 && k < 1e6) || !(math.Abs(m.e)+math.Abs(m.f) < 1e6) {
			return nil
		}
		b := src.Bounds().Min
		m = m.mul(matrix{1, 0, 0, 1, -float64(b.X), -float64(b.Y)})
		kernel := draw.Interpolator(draw.BiLinear)
		if m.scale() < 0.9 {
			kernel = draw.CatmullRom
		}
		kernel.Transform(r.dst, f64.Aff3{m.a, m.c, m.e, m.b, m.d, m.f}, src, src.Bounds(), draw.Over, nil)
		return nil
	}
	if slice && !st.overflow {
		return r.framed(rectangle(0, 0, w, h), at, paint)
	}
	return paint()
}

// embedded decodes a picture in a data address; nil stands for no picture.
func embedded(href string) (image.Image, error) {
	href = strings.TrimSpace(href)
	if href == "" {
		return nil, nil
	}
	head, body, ok := strings.Cut(href, ",")
	if kind, isData := strings.CutPrefix(head, "data:"); isData && ok {
		var data []byte
		if mime, b64 := strings.CutSuffix(kind, ";base64"); b64 {
			var err error
			body = strings.Map(func(r rune) rune {
				if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
					return -1
				}
				return r
			}, body)
			if data, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(body, "=")); err != nil {
				return nil, fmt.Errorf("%w: an embedded picture that is damaged", ErrUnsupported)
			}
			kind = mime
		} else if s, err := url.PathUnescape(body); err == nil {
			data = []byte(s)
		}
		cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("%w: an embedded picture of the kind %q", ErrUnsupported, clip(kind))
		}
		if cfg.Width <= 0 || cfg.Height <= 0 || cfg.Width > maxEmbedded/cfg.Height {
			return nil, errTooComplex
		}
		im, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("%w: an embedded picture that is damaged", ErrUnsupported)
		}
		return im, nil
	}
	return nil, fmt.Errorf("%w: <image> refers to another file, %q", ErrUnsupported, clip(href))
}
