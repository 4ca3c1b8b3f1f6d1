package photo

import (
	"bytes"
	"encoding/binary"
)

// exifOrientation returns the orientation that EXIF data gives, 1 to 8, or 1 if
// it gives none. The data is a TIFF file, in JPEG with a prefix (CIPA DC-008,
// 4.5 and 4.7.2).
func exifOrientation(b []byte) int {
	const (
		tagOrientation  = 0x0112
		typeShort       = 3
		typeLong        = 4
		entrySize       = 12
		directoryInPart = 1000 // entries looked at; IFD 0 has a dozen
	)
	b = bytes.TrimPrefix(b, []byte("Exif\x00\x00"))
	if len(b) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(b[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 1
	}
	n := min(int(order.Uint16(b[at:])), directoryInPart)
	entries := b[at+2:]
	for range n {
		if len(entries) < entrySize {
			return 1
		}
		e := entries[:entrySize]
		entries = entries[entrySize:]
		if order.Uint16(e) != tagOrientation || order.Uint32(e[4:]) != 1 {
			continue
		}
		v := uint32(0)
		switch order.Uint16(e[2:]) {
		case typeShort:
			v = uint32(order.Uint16(e[8:]))
		case typeLong:
			v = order.Uint32(e[8:])
		}
		if v >= 1 && v <= 8 {
			return int(v)
		}
		return 1
	}
	return 1
}
