package campaign

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/giro-video/giro/internal/base/diag"
)

// ApprovalsFile is the name of the file that the review page saves.
const ApprovalsFile = "approvals.json"

// Approval says that a person has approved a post as it was then. It holds for
// the video that was seen, and for one in another quality that is made from the
// same content.
type Approval struct {
	Post    string `json:"post"`
	SHA256  string `json:"video_sha256"`      // of the video that was seen
	Content string `json:"content,omitempty"` // see [Entry.Content]; "" in a file written by hand: any
	By      string `json:"by,omitempty"`
	At      string `json:"at,omitempty"`
}

// holds reports whether a rendered post is what was approved.
func (a Approval) holds(r *record) bool {
	return a.SHA256 == r.Facts.SHA256 || a.Content != "" && a.Content == r.Inputs.content()
}

// Content is the digest of all that the post is made from but the quality.
func (e *Entry) Content() string { return e.prints.content() }

// approvalsSchema is the version of the file's layout.
const approvalsSchema = 1

// Approvals reads the approvals of an output folder, by post; none when there is
// no file. A file that cannot be read as such is a fault of the user.
func Approvals(out string) (map[string]Approval, error) {
	path := filepath.Join(out, ApprovalsFile)
	data, err := os.ReadFile(path) //nolint:gosec // in the folder that the user chose
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]Approval{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the approvals: %w", err)
	}
	var file struct {
		Schema    int        `json:"schema"`
		Approvals []Approval `json:"approvals"`
	}
	err = json.Unmarshal(data, &file)
	if err != nil || file.Schema != approvalsSchema {
		return nil, diag.Fault(diag.Pos{File: path}, "", diag.T("save it again from the review page"), "this is not a file of approvals")
	}
	list := map[string]Approval{}
	for _, a := range file.Approvals {
		list[a.Post] = a
	}
	return list, nil
}
