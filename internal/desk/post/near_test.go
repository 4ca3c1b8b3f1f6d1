package post

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// Names of pictures as programs and people change them are found where exactly one
// file can be meant.
func TestNearNames(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"foto/perch\u00e9.jpg", "foto/piazza.jpg", "WhatsApp Image 2027-06-14 at 18.30.12 (1).jpeg", "citta\u0300.png", "due volte.jpg", "Due_Volte.jpg", "festa.jpg", "festa.png", "lago.jpg"} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"foto/perche\u0301.jpg": "foto/perch\u00e9.jpg",
		"Foto/Piazza.JPG":       "foto/piazza.jpg",
		`foto\piazza.jpg`:       "foto/piazza.jpg",
		"WhatsApp%20Image%202027-06-14%20at%2018.30.12%20(1).jpeg": "WhatsApp Image 2027-06-14 at 18.30.12 (1).jpeg",
		"WhatsApp Image 2027-06-14 at\u202f18.30.12 (1).jpeg":      "WhatsApp Image 2027-06-14 at 18.30.12 (1).jpeg",
		"citt\u00e0.png": "citta\u0300.png",
		"citta.png":      "citta\u0300.png",
		"lago":           "lago.jpg",
		"due volte.jpg":  "due volte.jpg",
		"DUE VOLTE.JPG":  "?",
		"festa":          "?",
		"mare.jpg":       "",
		"../lago.jpg":    "",
	} {
		got, err := findMedia(name, dir)
		var several *ambiguous
		switch {
		case want == "?":
			if !errors.As(err, &several) || len(several.names) != 2 {
				t.Errorf("%q: %q, %v, want a choice of two", name, got, err)
			}
		case want == "":
			if err == nil || errors.As(err, &several) {
				t.Errorf("%q: %q, %v, want none", name, got, err)
			}
		case err != nil || filepath.ToSlash(got) != filepath.ToSlash(filepath.Join(dir, want)):
			t.Errorf("%q: %q, %v, want %q", name, got, err, want)
		}
	}
}
