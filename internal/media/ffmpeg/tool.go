// Package ffmpeg runs ffmpeg and ffprobe. It is the only package that starts a
// process.
//
// [Find] looks for the programs; [Args] builds an argument list; [Tool.Run],
// [Tool.Start] and [Tool.Probe] run one. A process belongs to its context: when
// that ends, the process and its children are killed at once. Files that come
// from outside are opened through [Source] only, which forces the demuxer that
// the sniffed kind asks for and forbids every other.
package ffmpeg

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/media/process"
)

// ErrMissing says that ffmpeg, ffprobe or something in them is missing. The
// error of Find that wraps it is a *MissingError.
var ErrMissing = errors.New("ffmpeg is missing")

// MissingError says what of ffmpeg is missing. errors.Is finds ErrMissing in it.
type MissingError struct {
	Text diag.Text // the fact: "ffmpeg is not installed"
	Hint diag.Text // the way out
}

// Error returns the fact.
func (e *MissingError) Error() string { return e.Text.String() }

// Unwrap returns ErrMissing.
func (e *MissingError) Unwrap() error { return ErrMissing }

// Tool is an installed ffmpeg that can do what Giro asks of it.
type Tool struct {
	FFmpeg, FFprobe string // paths of the programs
	Version         Version
}

// needed are the encoders that every video is made with.
var needed = []string{"libx264", "aac"}

const installHint = "install ffmpeg 5.1 or newer with libx264; \"task setup\" does it where a package manager is known"

// Find returns the ffmpeg and ffprobe that lookPath finds, usually
// exec.LookPath. It runs ffmpeg once, which takes some tens of milliseconds.
// The error is a *MissingError when one of them, the version or an encoder is
// wanting.
func Find(ctx context.Context, lookPath func(string) (string, error)) (*Tool, error) {
	t := &Tool{}
	for _, p := range []struct {
		name string
		path *string
	}{{"ffmpeg", &t.FFmpeg}, {"ffprobe", &t.FFprobe}} {
		path, err := lookPath(p.name)
		if errors.Is(err, process.ErrDot) {
			return nil, &MissingError{Text: diag.T("%s was found in the working folder only, where it is not trusted", p.name), Hint: diag.T(installHint)}
		}
		if err != nil {
			return nil, &MissingError{Text: diag.T("%s is not installed, or not on the PATH", p.name), Hint: diag.T(installHint)}
		}
		*p.path = path
	}

	// Listing the encoders also prints the version, on stderr.
	var list, banner bytes.Buffer
	err := t.run(ctx, t.FFmpeg, []string{"-nostdin", "-encoders"}, Options{Stdout: &list, Stderr: &banner, Timeout: 30 * time.Second})
	if err != nil {
		if ctx.Err() != nil || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.ENOMEM) {
			return nil, err // it says nothing of ffmpeg
		}
		return nil, &MissingError{Text: diag.T("%s does not run: %v", t.FFmpeg, err), Hint: diag.T(installHint)}
	}
	t.Version = ParseVersion(banner.String())
	if !t.Version.AtLeast(5, 1) {
		return nil, &MissingError{Text: diag.T("ffmpeg %s at %s is too old", t.Version, t.FFmpeg), Hint: diag.T(installHint)}
	}
	encoders := parseEncoders(list.String())
	for _, name := range needed {
		if !slices.Contains(encoders, name) {
			return nil, &MissingError{
				Text: diag.T("ffmpeg %s at %s was built without the encoder %s", t.Version, t.FFmpeg, name),
				Hint: diag.T(installHint),
			}
		}
	}
	return t, nil
}

// parseEncoders returns the names in what "ffmpeg -encoders" prints: a legend,
// a line of dashes, then " V....D libx264   description" a line.
func parseEncoders(list string) []string {
	var names []string
	inList := false
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		switch {
		case len(fields) > 0 && strings.Trim(fields[0], "-") == "":
			inList = true
		case inList && len(fields) >= 2:
			names = append(names, fields[1])
		}
	}
	return names
}
