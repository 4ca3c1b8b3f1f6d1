//go:build linux || darwin || freebsd

package main

import (
	"fmt"
	"math"

	"golang.org/x/sys/unix"
)

// freeBytes returns the space that the user may fill on the disk of a folder.
func freeBytes(dir string) (int64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, fmt.Errorf("ask for the free space in %s: %w", dir, err)
	}
	// The types of the fields differ between systems.
	return int64(min(float64(st.Bavail)*float64(st.Bsize), math.MaxInt64/2)), nil
}
