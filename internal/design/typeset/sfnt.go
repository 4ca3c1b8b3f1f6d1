package typeset

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"github.com/giro-video/giro/internal/base/diag"
)

// checkTables checks that the tables of a font file lie inside it. The parser
// allocates the length in a table's header before it reads: a damaged length cost
// four gigabytes (TestCheckTables). The layout is that of the OpenType
// specification, "Organization of an OpenType Font". Only the headers are read.
func checkTables(file io.ReaderAt, size int64) error {
	var start [12]byte
	if _, err := file.ReadAt(start[:], 0); err != nil {
		return errors.New("the file is too short")
	}
	if string(start[:4]) != "ttcf" {
		return checkDirectory(file, size, 0)
	}
	fonts := int64(binary.BigEndian.Uint32(start[8:]))
	if fonts*4+12 > size {
		return errors.New("the list of a collection's fonts is cut off")
	}
	list := make([]byte, fonts*4)
	if _, err := file.ReadAt(list, 12); err != nil {
		return errors.New("the list of a collection's fonts is cut off")
	}
	for i := range fonts {
		if err := checkDirectory(file, size, int64(binary.BigEndian.Uint32(list[4*i:]))); err != nil {
			return err
		}
	}
	return nil
}

// checkDirectory checks the table directory of the font that starts at offset at.
func checkDirectory(file io.ReaderAt, size, at int64) error {
	const header, entry = 12, 16
	var start [header]byte
	if _, err := file.ReadAt(start[:], at); err != nil {
		return errors.New("a font starts after the end of the file")
	}
	list := make([]byte, entry*int(binary.BigEndian.Uint16(start[4:])))
	if _, err := file.ReadAt(list, at+header); err != nil {
		return errors.New("the list of tables is cut off")
	}
	for e := range slices.Chunk(list, entry) {
		offset, length := int64(binary.BigEndian.Uint32(e[8:])), int64(binary.BigEndian.Uint32(e[12:]))
		if offset+length > size {
			return diag.Reasonf("table %q ends after the end of the file", e[:4])
		}
	}
	return nil
}
