//go:build linux || darwin || freebsd

package disk

import (
	"math"

	"golang.org/x/sys/unix"
)

// Free returns the bytes that the user may still write to the disk of a folder.
func Free(dir string) (int64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, freeError(dir, err)
	}
	// The types of the fields differ between systems.
	return int64(min(float64(st.Bavail)*float64(st.Bsize), math.MaxInt64/2)), nil
}
