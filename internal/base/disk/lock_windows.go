package disk

import (
	"errors"

	"golang.org/x/sys/windows"
)

// lacksLocks knows the words of Windows for a file system without locks.
func lacksLocks(err error) bool {
	return errors.Is(err, windows.ERROR_NOT_SUPPORTED) || errors.Is(err, windows.ERROR_INVALID_FUNCTION)
}
