//go:build !(linux || darwin || freebsd || windows)

package disk

import "errors"

// Free is not known on this system.
func Free(dir string) (int64, error) { return 0, freeError(dir, errors.ErrUnsupported) }
