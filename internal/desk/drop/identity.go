package drop

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/desk/inbox"
)

// Identify returns a digest of what a drop holds and of the settings under which
// it is used.
func (m *Maker) Identify(d inbox.Drop) (string, error) { return Contents(d, m.settings(d.Name)) }

// settings identifies what decides beside the drop: the channel's settings and templates.
func (m *Maker) settings(name string) string {
	w := digest.New("watch 1")
	w.String(m.Version)
	if ch, _, err := channel.Load(m.Dir); err == nil && ch != nil {
		how := ch.Watch.For(name)
		w.String(fmt.Sprint(how))
		files := append(templatesOf(ch), filepath.Join(ch.Dir, channel.File))
		if how.Campaign != "" {
			files = append(files, filepath.Join(ch.Dir, filepath.FromSlash(how.Campaign)))
		}
		for _, f := range files {
			if data, err := os.ReadFile(f); err == nil { //nolint:gosec // the channel's own
				w.String(string(data))
			}
		}
	}
	return w.Done().String()
}

func templatesOf(ch *channel.Channel) []string {
	if ch.Templates == "" {
		return nil
	}
	list, err := filepath.Glob(filepath.Join(ch.Dir, filepath.FromSlash(ch.Templates), "*.yaml"))
	if err != nil {
		return nil // only a pattern can be wrong, and a folder's name may look like one
	}
	return list
}

// Contents returns the digest of the names and bytes of the files of a drop, after
// the settings under which they are used. What a table is called does not count:
// a browser calls the second download "eventi (1).csv".
func Contents(d inbox.Drop, settings string) (string, error) {
	h := sha256.New()
	add := func(text string) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(text)))
		h.Write(n[:])
		h.Write([]byte(text))
	}
	add(settings)
	for _, name := range d.Files {
		if !leads(name) {
			add(inbox.SameName(name))
		}
		sum, err := fileSum(filepath.Join(d.Dir, filepath.FromSlash(name)))
		if err != nil {
			return "", fmt.Errorf("read a drop: %w", err)
		}
		add(sum)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
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
