package watch

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// copyFile copies a file that two drops need, with its time.
func copyFile(src, dst string) (err error) {
	in, err := os.Open(src) //nolint:gosec // a plain file of the inbox
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	out, err := os.CreateTemp(filepath.Dir(dst), ".giro-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(out.Name()) // best effort: the error is told already
		}
	}()
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Chmod(0o644) // as it was: for colleagues
	}
	if err == nil {
		err = out.Sync()
	}
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(out.Name(), dst)
	}
	return err
}

// contents returns the digest of the names and bytes of all plain files below a
// folder. What a table is called does not count: a browser calls the second
// download "eventi (1).csv".
func contents(dir string) (string, error) {
	scan, err := Look(dir)
	if err != nil {
		return "", err
	}
	var all []string
	for _, e := range scan.Entries {
		if e.Kind != File {
			continue
		}
		if role := RoleOf(e.Path); role == Media || role == Other {
			all = append(all, sameName(e.Path))
		}
		sum, err := fileSum(filepath.Join(dir, filepath.FromSlash(e.Path)))
		if err != nil {
			return "", fmt.Errorf("read a drop: %w", err)
		}
		all = append(all, sum)
	}
	return sumOf(all...), nil
}

// sumOf returns the digest of texts, each with its length.
func sumOf(texts ...string) string {
	h := sha256.New()
	for _, text := range texts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(text)))
		h.Write(n[:])
		h.Write([]byte(text))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func fileSum(name string) (string, error) {
	f, err := os.Open(name) //nolint:gosec // a plain file of a drop
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return string(h.Sum(nil)), nil
}

// shape describes the files of a drop without reading them: what changes when
// somebody writes into them.
func shape(dir string) (string, error) {
	scan, err := Look(dir)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, e := range scan.Entries {
		if e.Kind == File {
			fmt.Fprintf(&b, "%q %d %d\n", e.Path, e.Size, e.Mtime.UnixNano())
		}
	}
	return b.String(), nil
}
