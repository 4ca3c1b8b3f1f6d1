//go:build !windows

package disk

// lacksLocks knows the words of a system that has no error of its own for it.
func lacksLocks(error) bool { return false }
