package drop

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/desk/inbox"
)

// Identify returns a digest of what a drop holds and of what decides the posts that
// it asks for: the basis of each, which covers the channel's settings, templates,
// records, music, logo and pictures, and the computer's fonts.
func (m *Maker) Identify(ctx context.Context, d inbox.Drop) (string, error) {
	contents, err := Contents(d)
	if err != nil {
		return "", err
	}
	basis, err := m.basis(ctx, d)
	if _, input := diag.Messages(err); input {
		return contents, nil // told when the drop is read
	}
	if errors.Is(err, fs.ErrPermission) { // its own files could be read
		return "", fmt.Errorf("%w: %v", ErrChannel, err) //nolint:errorlint // a permission that the drop lacks would be its fault
	}
	if err != nil {
		return "", err
	}
	return sumOf(contents, basis), nil
}

// basis returns the digest of what decides the posts of a drop.
func (m *Maker) basis(ctx context.Context, d inbox.Drop) (string, error) {
	_, posts, err := m.read(ctx, d)
	if err != nil {
		return "", err
	}
	bases := m.Assembler.Bases(m.Env(ctx), nil)
	var all []string
	for _, key := range slices.Sorted(maps.Keys(posts)) {
		basis, _ := bases.Of(posts[key]) // what is missing is told when the post is made
		all = append(all, key, basis.Digest())
	}
	return sumOf(all...), nil
}

// Contents returns the digest of the names and bytes of the files of a drop. What
// a table is called does not count but for its kind: a browser calls the second
// download "eventi (1).csv".
func Contents(d inbox.Drop) (string, error) {
	var all []string
	for _, name := range d.Files {
		if leads(name) {
			all = append(all, strings.ToLower(path.Ext(name))) // how it is read: the bytes of a text may be a table's
		} else {
			all = append(all, inbox.SameName(name))
		}
		sum, err := fileSum(filepath.Join(d.Dir, filepath.FromSlash(name)))
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
