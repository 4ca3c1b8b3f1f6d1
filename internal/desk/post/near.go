package post

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/giro-video/giro/internal/base/fold"
)

// ambiguous is a name that no file has, while several have one that differs only
// in what does not count.
type ambiguous struct{ names []string }

// Error says so.
func (a *ambiguous) Error() string { return "several files are meant: " + strings.Join(a.names, ", ") }

// Unwrap makes it one of the files that are not found.
func (a *ambiguous) Unwrap() error { return errNotFound }

// pictureEnds are the endings that may be missing in a name.
var pictureEnds = []string{".jpg", ".jpeg", ".png", ".webp", ".heic", ".avif", ".gif", ".tif", ".tiff"}

// maxEntries bounds the names of a folder that are looked through.
const maxEntries = 20_000

// nearName is the form in which names of files are compared that programs have
// changed on the way: accents composed or not, the case, spaces (also as %20 and as
// lines below).
func nearName(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		s = plain
	}
	s = strings.ToLower(norm.NFC.String(s))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '_' || r == '\u00a0' || r == '\u202f' }), " ")
}

// nearFile returns the only file below root whose path is rel but for what does not
// count; "" if there is none. Of several the error names them.
func nearFile(root *os.Root, rel string) (string, error) {
	at := "."
	parts := strings.Split(path.Clean(strings.ReplaceAll(rel, `\`, "/")), "/")
	for i, part := range parts {
		found, err := nearEntries(root, at, part, i == len(parts)-1)
		switch {
		case err != nil || len(found) == 0:
			return "", nil //nolint:nilerr // what cannot be listed holds nothing that is near
		case len(found) > 1:
			return "", &ambiguous{found}
		}
		at = path.Join(at, found[0])
	}
	return at, nil
}

// nearEntries returns the entries of a folder that a part of a path may mean.
func nearEntries(root *os.Root, dir, part string, last bool) ([]string, error) {
	f, err := root.Open(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	entries, err := f.ReadDir(maxEntries)
	if err != nil {
		return nil, err
	}
	var same, folded, ended []string
	for _, e := range entries {
		name := e.Name()
		if last == e.IsDir() || (last && e.Type()&fs.ModeType != 0) {
			continue
		}
		ext := strings.ToLower(path.Ext(name))
		switch {
		case name == part:
			return []string{name}, nil
		case nearName(name) == nearName(part):
			same = append(same, name)
		case fold.Letters(nearName(name)) == fold.Letters(nearName(part)):
			folded = append(folded, name)
		case last && slices.Contains(pictureEnds, ext) && nearName(strings.TrimSuffix(name, path.Ext(name))) == nearName(part):
			ended = append(ended, name)
		}
	}
	for _, list := range [][]string{same, folded, ended} {
		if len(list) > 0 {
			slices.Sort(list)
			return list, nil
		}
	}
	return nil, nil
}
