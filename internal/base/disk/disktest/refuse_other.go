//go:build !linux

package disktest

import (
	"errors"
	"syscall"
)

// refuse is known for Linux only.
func refuse(Call, syscall.Errno) error { return errors.ErrUnsupported }
