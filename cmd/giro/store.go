package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/film/store"
)

// storeLimit is what the store of segments is kept below, in bytes: some
// hundred videos of a minute. Segments used longest ago go first.
const storeLimit = 10_000_000_000

// storeHint is the way out when the store cannot be used.
const storeHint = "set XDG_CACHE_HOME to a folder that giro may write to"

// storeDir returns the folder of the store: giro in $XDG_CACHE_HOME, or in the
// system's own folder for what can be made again.
func storeDir() (string, error) {
	dir := os.Getenv("XDG_CACHE_HOME")
	if !filepath.IsAbs(dir) { // a relative one is to be ignored (XDG Base Directory Specification 0.8)
		var err error
		if dir, err = os.UserCacheDir(); err != nil {
			return "", usage(diag.T(storeHint), "there is no folder for the cache: %v", err)
		}
	}
	return filepath.Join(dir, "giro"), nil
}

// openStore opens the store of segments.
func openStore() (*store.Store, error) {
	dir, err := storeDir()
	if err != nil {
		return nil, err
	}
	return store.Open(dir, storeLimit, time.Now)
}

// units of file sizes, as disks are sold (SI) and as memory is (IEC).
var units = []struct {
	name  string
	bytes float64
}{
	{"KiB", 1 << 10},
	{"MiB", 1 << 20},
	{"GiB", 1 << 30},
	{"TiB", 1 << 40},
	{"KB", 1e3},
	{"MB", 1e6},
	{"GB", 1e9},
	{"TB", 1e12},
	{"B", 1},
}

// parseSize reads a size such as "500MB", "1.5 GB", "2GiB" or "0".
func parseSize(text string) (int64, error) {
	number, factor := strings.TrimSpace(text), 1.0
	for _, u := range units {
		if cut, ok := cutSuffixFold(number, u.name); ok {
			number, factor = strings.TrimSpace(cut), u.bytes
			break
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !(n >= 0 && n*factor < 1<<62) {
		return 0, usage(diag.T("write it as 500MB or 2GB"), "%q is not a size", text)
	}
	return int64(n * factor), nil
}

func cutSuffixFold(s, suffix string) (string, bool) {
	if len(s) < len(suffix) || !strings.EqualFold(s[len(s)-len(suffix):], suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}

// sizeText returns a size for people: "512 B", "1.4 GB".
func sizeText(bytes int64) diag.Text {
	n, unit := float64(bytes), "B"
	for _, next := range []string{"KB", "MB", "GB", "TB"} {
		if n < 999.5 {
			break
		}
		n, unit = n/1e3, next
	}
	if unit == "B" || n >= 99.95 {
		return diag.T("%.0f %s", n, unit)
	}
	return diag.T("%.1f %s", n, unit)
}
