package inbox

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
			_ = os.Remove(out.Name()) // best effort: the error is reported already
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

// writeWhole writes a file so that it appears whole or not at all.
func writeWhole(path string, data []byte, mode fs.FileMode) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".giro-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // best effort: the error is reported already
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}
