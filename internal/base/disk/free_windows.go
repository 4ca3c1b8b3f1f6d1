package disk

import (
	"math"

	"golang.org/x/sys/windows"
)

// Free returns the bytes that the user may still write to the disk of a folder.
func Free(dir string) (int64, error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, freeError(dir, err)
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(path, &free, nil, nil); err != nil {
		return 0, freeError(dir, err)
	}
	return int64(min(free, math.MaxInt64)), nil //nolint:gosec // bounded
}
