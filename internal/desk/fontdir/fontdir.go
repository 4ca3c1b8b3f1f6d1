// Package fontdir finds the folders in which this computer keeps its fonts.
package fontdir

import (
	"io"
	"io/fs"
	"log"
	"os"

	"github.com/go-text/typesetting/fontscan"
)

// Folders returns the font folders of the system and of the user that exist, in
// the order of their paths; none where they cannot be told. What is in them is
// not looked at.
func Folders() (out []fs.FS) {
	defer func() { _ = recover() }() // a damaged fontconfig file: then there are no fonts but Giro's
	dirs, err := fontscan.DefaultFontDirectories(log.New(io.Discard, "", 0))
	if err != nil {
		return nil
	}
	for _, dir := range dirs {
		out = append(out, os.DirFS(dir))
	}
	return out
}
