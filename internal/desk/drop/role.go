package drop

import (
	"path"
	"strings"

	"github.com/giro-video/giro/internal/desk/inbox"
)

// Role is what a file is good for in a drop, by its name.
type Role int

// The roles of files.
const (
	Other Role = iota // nothing that Giro can use
	Data              // a table or calendar
	Text              // the small text of a photo
	Media             // a picture or clip
)

// RoleOf returns the role of a file by its ending.
func RoleOf(name string) Role {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv", ".ics", ".ical", ".xlsx", ".xlsm", ".ods", ".json", ".geojson", ".xml", ".rss":
		return Data
	case ".txt", ".md":
		return Text
	case ".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".gif", ".tif", ".tiff", ".bmp",
		".mp4", ".mov", ".m4v", ".webm", ".mkv":
		return Media
	}
	return Other
}

// leads reports whether a file says what to make: others belong to it.
func leads(name string) bool { role := RoleOf(name); return role == Data || role == Text }

// sameStem reports whether two files have the same name but for their endings.
func sameStem(a, b string) bool {
	return inbox.SameName(inbox.Stem(a)) == inbox.SameName(inbox.Stem(b))
}

// files are the files of a drop by their roles.
type files struct {
	data []string // tables and calendars
	text string   // the small text of a photo, "" for none
	also []string // pictures, clips and what else lies there
}

// byRole sorts the files of a drop. Beside a table a text is a note.
func byRole(d inbox.Drop) files {
	var f files
	for _, name := range d.Files {
		switch RoleOf(name) {
		case Data:
			f.data = append(f.data, name)
		case Text:
			if f.text == "" {
				f.text = name
			}
		case Media, Other:
			f.also = append(f.also, name)
		}
	}
	if len(f.data) > 0 && f.text != "" {
		f.also, f.text = append(f.also, f.text), ""
	}
	return f
}
