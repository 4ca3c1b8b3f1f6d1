package ffmpeg

import (
	"regexp"
	"strconv"
	"strings"
)

// Version is the version of an ffmpeg build. Builds from the development
// branch have no release number: Major is 0 then and the version of libavutil
// says how new they are.
type Version struct {
	Text                 string // as ffmpeg prints it: "5.1.9-0+deb12u1", "n7.0", "N-113007-g8d24a28d06"
	Major, Minor, Patch  int
	UtilMajor, UtilMinor int // libavutil
}

var (
	bannerVersion  = regexp.MustCompile(`(?m)^ff\w+ version (\S+)`)
	releaseVersion = regexp.MustCompile(`^n?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?`)
	utilVersion    = regexp.MustCompile(`(?m)^\s*libavutil\s+(\d{1,3})\.\s*(\d{1,3})\.`)
)

// ParseVersion reads the banner that ffmpeg prints. What it does not find stays zero.
func ParseVersion(banner string) Version {
	var v Version
	if m := bannerVersion.FindStringSubmatch(banner); m != nil {
		v.Text = m[1]
	}
	if m := releaseVersion.FindStringSubmatch(v.Text); m != nil {
		v.Major, v.Minor, v.Patch = number(m[1]), number(m[2]), number(m[3])
	}
	if m := utilVersion.FindStringSubmatch(banner); m != nil {
		v.UtilMajor, v.UtilMinor = number(m[1]), number(m[2])
	}
	return v
}

// number reads digits that a pattern has bounded; "" is 0.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// AtLeast reports whether v is release major.minor or newer. For development
// builds it compares libavutil, which each major release of ffmpeg raises by
// one: 57 belongs to ffmpeg 5 and 57.28 to 5.1 (ffmpeg doc/APIchanges).
func (v Version) AtLeast(major, minor int) bool {
	if v.Major > 0 {
		return v.Major > major || v.Major == major && v.Minor >= minor
	}
	utilMajor, utilMinor := major+52, 0
	if major == 5 && minor == 1 {
		utilMinor = 28
	} else if minor > 0 {
		utilMajor++ // the minor releases of other branches are not listed: ask for the next branch
	}
	return v.UtilMajor > utilMajor || v.UtilMajor == utilMajor && v.UtilMinor >= utilMinor
}

// String returns the version as ffmpeg prints it, or "of unknown version".
func (v Version) String() string {
	if strings.TrimSpace(v.Text) == "" {
		return "of unknown version"
	}
	return v.Text
}
