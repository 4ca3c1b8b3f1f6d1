package inbox

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/giro-video/giro/internal/base/filename"
)

// temporary lists the beginnings, endings and whole names, in lower case, of
// what office programs, browsers, sync clients, file servers and systems leave
// beside a user's files.
var temporary = struct{ prefix, suffix, whole []string }{
	prefix: []string{".", "~$", "~wrl", "$recycle", "@eadir", "#recycle"},
	suffix: []string{
		".crdownload", ".part", ".partial", ".download", ".opdownload", ".filepart", ".tmp", ".temp",
		".swp", ".swx", "~", ".lock", ".!sync", ".bts", ":zone.identifier",
	},
	whole: []string{"desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r", "lost+found", "system volume information", "__macosx"},
}

// Temporary reports whether a file or folder of that name is no drop, but the
// trace of a program at work.
func Temporary(name string) bool {
	low := strings.ToLower(path.Base(name))
	return slices.ContainsFunc(temporary.prefix, func(p string) bool { return strings.HasPrefix(low, p) }) ||
		slices.ContainsFunc(temporary.suffix, func(s string) bool { return strings.HasSuffix(low, s) }) ||
		slices.Contains(temporary.whole, low)
}

// officeLock returns the name of the document that a lock file of an office
// program guards, or "". Microsoft's begin with ~$ (Word writes it over the
// first two letters of names that have more than six), LibreOffice's are
// .~lock.NAME#.
func officeLock(name string) string {
	if rest, ok := strings.CutPrefix(name, "~$"); ok {
		return rest
	}
	if rest, ok := strings.CutPrefix(name, ".~lock."); ok {
		return strings.TrimSuffix(rest, "#")
	}
	return ""
}

// guards reports whether the document that a lock file names is this one.
func guards(lock, name string) bool {
	return lock == name || len(lock) > 6 && len(name) == len(lock)+2 && strings.HasSuffix(name, lock)
}

// SameName returns the form of a path in which two spellings of one name are
// equal: composed (systems differ in how they write accents), in small letters
// (a table made on Windows does not mind them), with / between names.
func SameName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	return path.Clean(strings.ToLower(norm.NFC.String(name)))
}

// Stem returns a name without its ending.
func Stem(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// Slug returns a name as part of a file name, at most 40 bytes long.
func Slug(name string) string { return cmp.Or(filename.SlugWithin(name, 40), "drop") }
