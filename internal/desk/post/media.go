package post

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/media/sniff"
)

// errOutside says that a path leads out of the folders it may lead to.
var errOutside = errors.New("path leads out of the folder")

// findMedia returns the path of a file that an event names: relative to the
// folder of the event's own file, or to the channel. Absolute paths, "..", and
// links that lead out of those folders are errOutside. A name that differs from that
// of one file only in case, accents, spaces or a missing ending is that file's.
func findMedia(name string, dirs ...string) (string, error) {
	rel := filepath.FromSlash(strings.ReplaceAll(name, `\`, "/"))
	if !filepath.IsLocal(rel) {
		return "", errOutside
	}
	for _, dir := range dirs {
		if dir == "" {
			continue
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			return "", fmt.Errorf("open %s: %w", dir, err)
		}
		info, err := root.Stat(rel)
		_ = root.Close() // it was only read
		switch {
		case err == nil && info.Mode().IsRegular():
			return filepath.Join(dir, rel), nil
		case err == nil:
			return "", fmt.Errorf("%s is not a file", name)
		case errors.Is(err, fs.ErrNotExist):
			continue
		case errors.Is(err, fs.ErrPermission):
			return "", err
		default:
			// os.Root refuses links that escape with an error of its own kind.
			return "", errOutside
		}
	}
	return findNear(rel, dirs)
}

// findNear looks for a file whose name differs only in what does not count.
func findNear(rel string, dirs []string) (string, error) {
	for _, dir := range dirs {
		if dir == "" {
			continue
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			return "", fmt.Errorf("open %s: %w", dir, err)
		}
		near, err := nearFile(root, filepath.ToSlash(rel))
		_ = root.Close() // it was only read
		if err != nil {
			return "", err
		}
		if near != "" {
			return filepath.Join(dir, filepath.FromSlash(near)), nil
		}
	}
	return "", errNotFound
}

// readIn reads a file below dir, at most limit bytes.
func readIn(dir, rel string, limit int64) ([]byte, error) {
	if !filepath.IsLocal(filepath.FromSlash(rel)) {
		return nil, errOutside
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	defer func() { _ = root.Close() }() // it was only read
	f, err := root.Open(filepath.FromSlash(rel))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNotFound
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s is larger than %d MB", rel, limit>>20)
	}
	return data, nil
}

func fileDigest(file string) (digest.Sum, error) {
	f, err := os.Open(file) //nolint:gosec // resolved inside the channel by the caller
	if err != nil {
		return digest.Sum{}, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return digest.Reader(f)
}

// mediaFault says why a file that the user named cannot be used.
func mediaFault(faults *diag.List, at diag.Pos, name string, err error) {
	var several *ambiguous
	switch {
	case errors.As(err, &several):
		faults.Errorf(at, "file", diag.T("did you mean one of these? %s", strings.Join(several.names, ", ")), "there is no file %q beside the event or in the channel", name)
	case errors.Is(err, errNotFound) || errors.Is(err, fs.ErrNotExist):
		faults.Errorf(at, "file", diag.T("put the file there, or correct its name"), "there is no file %q beside the event or in the channel", name)
	case errors.Is(err, errOutside):
		faults.Errorf(at, "file", diag.T("copy the file into the channel's folder and name it from there"), "%q leads out of the channel's folder", name)
	default:
		faults.Errorf(at, "file", diag.Text{}, "%q cannot be opened: %v", name, err)
	}
}

// photoFault says why a picture cannot be used.
func photoFault(faults *diag.List, at diag.Pos, name string, err error) {
	if f, ok := errors.AsType[*sniff.Fault](err); ok {
		faults.Errorf(at, "image", f.Advice, "the picture %q cannot be used: %s", name, f.Text)
		return
	}
	faults.Errorf(at, "image", diag.T("export it as a JPEG and use that"), "the picture %q cannot be used: %v", name, err)
}

// parseFocus reads "30% 40%": the point of a picture that a crop keeps, from
// the left and from the top, as fractions.
func parseFocus(text string) (x, y float64, err error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '%' || r == ',' || r == ';' || r == '/' })
	if len(parts) != 2 {
		return 0.5, 0.5, errFocus
	}
	if x, err = strconv.ParseFloat(parts[0], 64); err == nil {
		y, err = strconv.ParseFloat(parts[1], 64)
	}
	if err != nil || !(x >= 0 && x <= 100 && y >= 0 && y <= 100) {
		return 0.5, 0.5, errFocus
	}
	return x / 100, y / 100, nil
}

var errFocus = errors.New("not two percentages")
