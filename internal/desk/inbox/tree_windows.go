package inbox

import (
	"io/fs"
	"os"
)

// noBlock has no meaning here: a pipe is no name of a folder.
const noBlock = 0

// linkCount says that this system does not tell how many names a file has.
func linkCount(fs.FileInfo) uint64 { return 1 }

// renameBetween moves a name from one folder to another by their paths: both
// were looked at, and the root keeps the move inside.
func renameBetween(root, _ *os.Root, _ string, _ *os.Root, _, from, to string) error {
	return root.Rename(from, to)
}
