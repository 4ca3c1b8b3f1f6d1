package typeset

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// checkTables checks that the tables of a font file lie inside it. The parser
// allocates what a table's header says before it reads: a damaged length cost
// four gigabytes (FuzzAddFile). The layout is that of the OpenType specification,
// "Organization of an OpenType Font".
func checkTables(data []byte) error {
	if len(data) < 12 {
		return errors.New("the file is too short")
	}
	if string(data[:4]) != "ttcf" {
		return checkDirectory(data, 0)
	}
	fonts := binary.BigEndian.Uint32(data[8:])
	if uint64(fonts)*4+12 > uint64(len(data)) {
		return errors.New("the list of a collection's fonts is cut off")
	}
	for i := range int(fonts) {
		if err := checkDirectory(data, uint64(binary.BigEndian.Uint32(data[12+4*i:]))); err != nil {
			return err
		}
	}
	return nil
}

// checkDirectory checks the table directory of the font that starts at offset at.
func checkDirectory(data []byte, at uint64) error {
	const header, entry = 12, 16
	size := uint64(len(data))
	if at+header > size {
		return errors.New("a font starts after the end of the file")
	}
	tables := uint64(binary.BigEndian.Uint16(data[at+4:]))
	if at+header+tables*entry > size {
		return errors.New("the list of tables is cut off")
	}
	for i := range tables {
		e := data[at+header+i*entry:]
		offset, length := uint64(binary.BigEndian.Uint32(e[8:])), uint64(binary.BigEndian.Uint32(e[12:]))
		if offset+length > size {
			return fmt.Errorf("table %q ends after the end of the file", e[:4])
		}
	}
	return nil
}
