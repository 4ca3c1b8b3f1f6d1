package typeset

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
)

// Emoji are set in a face of their own, whatever face sets the text around them:
// their glyphs are colour pictures, not outlines. A sequence (a family, a flag, a
// keycap, a skin tone) is one grapheme cluster and stays in one run, in which the
// font's ligatures make one picture of it.

// emojiOfCap is the height of an emoji's picture as a multiple of the capitals'
// height; the picture is centred on the capitals. With capitals of 0.7 em that is
// 0.92 em: the pictures look as large as the letters, and those of two lines do not
// touch at the tightest leading of the type scale.
const emojiOfCap = 1.32

// emojiScript is the script of characters set in the emoji face (ISO 15924
// Zsye): shaped with the font's default lookups and never tracked.
const emojiScript = language.Script('Z'<<24 | 's'<<16 | 'y'<<8 | 'e')

const (
	textSelector  = 0xFE0E // VS15
	emojiSelector = 0xFE0F // VS16
	keycap        = 0x20E3
	joiner        = 0x200D // ZWJ
)

// SetEmoji gives the library its colour font for emoji: an OpenType file whose
// glyphs are PNG pictures. The file is parsed when a text first holds an emoji.
// name is for messages; data is kept.
func (l *Library) SetEmoji(name string, data []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.emoji = sync.OnceValues(func() (*Face, error) { return pictureFace(name, data) })
}

// emojiFace returns the face for emoji, nil if the library has none.
func (l *Library) emojiFace() (*Face, error) {
	l.mu.Lock()
	open := l.emoji
	l.mu.Unlock()
	if open == nil {
		return nil, nil //nolint:nilnil // no face is an answer here
	}
	return open()
}

// pictureFace parses a font of pictures.
func pictureFace(name string, data []byte) (*Face, error) {
	if err := checkTables(bytes.NewReader(data), int64(len(data))); err != nil {
		return nil, fmt.Errorf("font %q is damaged: %w", name, err)
	}
	parsed, err := parseFont(name, data, 0)
	if err != nil {
		return nil, err
	}
	f, err := newFace(name, 400, digest.Of(data), 0, parsed, 0)
	if err != nil {
		return nil, err
	}
	if len(parsed.BitmapSizes()) == 0 {
		return nil, fmt.Errorf("font %q has no pictures", name)
	}
	f.pictures = true // of the largest strike, since no size is set
	return f, nil
}

// Pictures reports whether the face's glyphs are colour pictures (Picture), not
// outlines.
func (f *Face) Pictures() bool { return f.pictures }

// Picture returns the picture of glyph gid and the box that it fills, in em of
// the run around the glyph's pen position, y up. ok is false for a glyph without
// one.
func (f *Face) Picture(gid uint32) (img image.Image, box geom.Rect, ok bool, err error) {
	if !f.pictures || gid >= noGlyph {
		return nil, geom.Rect{}, false, nil
	}
	defer recoverFont(f.family, &err)
	f.mu.Lock()
	data, found := f.face.GlyphDataBitmap(font.GID(gid))
	e := f.ink(gid)
	f.mu.Unlock()
	if !found || data.Format != font.PNG || e.none {
		return nil, geom.Rect{}, false, nil
	}
	cfg, err := png.DecodeConfig(bytes.NewReader(data.Data))
	if err == nil && (cfg.Width > maxPictureSide || cfg.Height > maxPictureSide) {
		err = fmt.Errorf("it has %d x %d px", cfg.Width, cfg.Height)
	}
	if err == nil {
		img, err = png.Decode(bytes.NewReader(data.Data))
	}
	if err != nil {
		return nil, geom.Rect{}, false, fmt.Errorf("font %q: the picture of glyph %d is damaged: %w", f.family, gid, err)
	}
	return img, geom.R(e.left, e.bottom, e.right, e.top), true, nil
}

// maxPictureSide bounds a glyph's picture; fonts have up to 160 px.
const maxPictureSide = 1024

// pictureInk is the character whose picture is measured for all of a face: a party
// popper, which has the size of every emoji.
const pictureInk = 0x1F389

// placePictures scales the glyphs of a picture face to the size of their text and
// centres them on its capitals; capHeight is in em of the text. It returns the size
// of the pictures' em in em of the text.
func (f *Face) placePictures(glyphs []shaped, capHeight float64) float64 {
	f.mu.Lock()
	e := ink{bottom: 0, top: 1}
	if gid, ok := f.face.NominalGlyph(pictureInk); ok {
		e = f.ink(uint32(gid))
	}
	f.mu.Unlock()
	if e.none || e.top <= e.bottom {
		return 1
	}
	scale := emojiOfCap * capHeight / (e.top - e.bottom)
	lift := capHeight/2 - scale*(e.top+e.bottom)/2
	for i := range glyphs {
		g := &glyphs[i]
		g.adv *= scale
		g.dx *= scale
		g.dy = g.dy*scale + lift
		g.ink = ink{g.ink.left * scale, g.ink.right * scale, g.ink.bottom * scale, g.ink.top * scale, g.ink.none}
	}
	return scale
}

// isEmoji reports whether a grapheme cluster is to be shown as an emoji (UTS 51):
// because of its variation selector, as a sequence (keycap, flag, skin tone, joined),
// or because that is its character's default.
func isEmoji(cluster []rune) bool {
	base := cluster[0]
	if base < 0x80 { // the digits, # and * are emoji only as keycaps
		return len(cluster) > 1 && cluster[len(cluster)-1] == keycap && (base >= '0' && base <= '9' || base == '#' || base == '*')
	}
	for _, r := range cluster[1:] {
		switch {
		case r == textSelector:
			return false
		case r == emojiSelector, r == joiner, r >= 0x1F3FB && r <= 0x1F3FF:
			return true
		}
	}
	return unicode.Is(emojiPresentation, base)
}

// emojiPresentation are the characters shown as emoji by default: the property
// Emoji_Presentation of Unicode 15.0 (emoji-data.txt), the version of the font.
var emojiPresentation = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x231A, 0x231B, 1},
		{0x23E9, 0x23EC, 1},
		{0x23F0, 0x23F0, 1},
		{0x23F3, 0x23F3, 1},
		{0x25FD, 0x25FE, 1},
		{0x2614, 0x2615, 1},
		{0x2648, 0x2653, 1},
		{0x267F, 0x267F, 1},
		{0x2693, 0x2693, 1},
		{0x26A1, 0x26A1, 1},
		{0x26AA, 0x26AB, 1},
		{0x26BD, 0x26BE, 1},
		{0x26C4, 0x26C5, 1},
		{0x26CE, 0x26CE, 1},
		{0x26D4, 0x26D4, 1},
		{0x26EA, 0x26EA, 1},
		{0x26F2, 0x26F3, 1},
		{0x26F5, 0x26F5, 1},
		{0x26FA, 0x26FA, 1},
		{0x26FD, 0x26FD, 1},
		{0x2705, 0x2705, 1},
		{0x270A, 0x270B, 1},
		{0x2728, 0x2728, 1},
		{0x274C, 0x274C, 1},
		{0x274E, 0x274E, 1},
		{0x2753, 0x2755, 1},
		{0x2757, 0x2757, 1},
		{0x2795, 0x2797, 1},
		{0x27B0, 0x27B0, 1},
		{0x27BF, 0x27BF, 1},
		{0x2B1B, 0x2B1C, 1},
		{0x2B50, 0x2B50, 1},
		{0x2B55, 0x2B55, 1},
	},
	R32: []unicode.Range32{
		{0x1F004, 0x1F004, 1},
		{0x1F0CF, 0x1F0CF, 1},
		{0x1F18E, 0x1F18E, 1},
		{0x1F191, 0x1F19A, 1},
		{0x1F1E6, 0x1F1FF, 1},
		{0x1F201, 0x1F201, 1},
		{0x1F21A, 0x1F21A, 1},
		{0x1F22F, 0x1F22F, 1},
		{0x1F232, 0x1F236, 1},
		{0x1F238, 0x1F23A, 1},
		{0x1F250, 0x1F251, 1},
		{0x1F300, 0x1F320, 1},
		{0x1F32D, 0x1F335, 1},
		{0x1F337, 0x1F37C, 1},
		{0x1F37E, 0x1F393, 1},
		{0x1F3A0, 0x1F3CA, 1},
		{0x1F3CF, 0x1F3D3, 1},
		{0x1F3E0, 0x1F3F0, 1},
		{0x1F3F4, 0x1F3F4, 1},
		{0x1F3F8, 0x1F43E, 1},
		{0x1F440, 0x1F440, 1},
		{0x1F442, 0x1F4FC, 1},
		{0x1F4FF, 0x1F53D, 1},
		{0x1F54B, 0x1F54E, 1},
		{0x1F550, 0x1F567, 1},
		{0x1F57A, 0x1F57A, 1},
		{0x1F595, 0x1F596, 1},
		{0x1F5A4, 0x1F5A4, 1},
		{0x1F5FB, 0x1F64F, 1},
		{0x1F680, 0x1F6C5, 1},
		{0x1F6CC, 0x1F6CC, 1},
		{0x1F6D0, 0x1F6D2, 1},
		{0x1F6D5, 0x1F6D7, 1},
		{0x1F6DC, 0x1F6DF, 1},
		{0x1F6EB, 0x1F6EC, 1},
		{0x1F6F4, 0x1F6FC, 1},
		{0x1F7E0, 0x1F7EB, 1},
		{0x1F7F0, 0x1F7F0, 1},
		{0x1F90C, 0x1F93A, 1},
		{0x1F93C, 0x1F945, 1},
		{0x1F947, 0x1F9FF, 1},
		{0x1FA70, 0x1FA7C, 1},
		{0x1FA80, 0x1FA88, 1},
		{0x1FA90, 0x1FABD, 1},
		{0x1FABF, 0x1FAC5, 1},
		{0x1FACE, 0x1FADB, 1},
		{0x1FAE0, 0x1FAE8, 1},
		{0x1FAF0, 0x1FAF8, 1},
	},
}
