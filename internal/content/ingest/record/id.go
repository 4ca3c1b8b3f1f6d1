package record

import (
	"regexp"
	"strings"

	"github.com/giro-video/giro/internal/base/filename"
)

// idForm is the form of a slug, in which ids are.
var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// GivenID is the id that a file gives, as a name for files: kept if it is one,
// else its slug.
func GivenID(text string) string {
	if text = strings.TrimSpace(text); len(text) <= maxID && idForm.MatchString(text) {
		return text
	}
	return filename.Slug(text)
}

// maxID is the greatest length of an id: a slug with a date, a time and a number.
const maxID = 90
