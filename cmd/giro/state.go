package main

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/giro-video/giro/internal/base/diag"
)

// stateHint is the way out when giro cannot keep its own records.
const stateHint = "set XDG_STATE_HOME to a folder that giro may write to, and nobody else"

// stateDir returns the folder of what giro must remember: giro in $XDG_STATE_HOME,
// or in the system's own folder for it.
func stateDir() (string, error) {
	dir := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) { // a relative one is to be ignored (XDG Base Directory Specification 0.8)
		var err error
		switch runtime.GOOS {
		case "windows":
			dir, err = os.UserCacheDir() // %LocalAppData%: of this computer, and not a cache there
		case "darwin", "ios":
			dir, err = os.UserConfigDir()
		default:
			if dir, err = os.UserHomeDir(); err == nil {
				dir = filepath.Join(dir, ".local", "state")
			}
		}
		if err != nil {
			return "", usage(diag.T(stateHint), "there is no folder for giro's own records: %v", err)
		}
	}
	return filepath.Join(dir, "giro", "watch"), nil
}
