package main

import (
	"fmt"
	"math"

	"golang.org/x/sys/windows"
)

// freeBytes returns the space that the user may fill on the disk of a folder.
func freeBytes(dir string) (int64, error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, fmt.Errorf("ask for the free space in %s: %w", dir, err)
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(path, &free, nil, nil); err != nil {
		return 0, fmt.Errorf("ask for the free space in %s: %w", dir, err)
	}
	return int64(min(free, math.MaxInt64)), nil //nolint:gosec // bounded
}
