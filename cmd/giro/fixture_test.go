package main

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/rogpeppe/go-internal/testscript"
)

// fixture writes a file that cannot stand in a script as text.
func fixture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fixture photo|empty|pngbomb|playlist|tone|design FILE")
	}
	var data []byte
	switch args[0] {
	case "photo":
		img := image.NewRGBA(image.Rect(0, 0, 1200, 1600))
		for i := range 1200 * 1600 {
			img.SetRGBA(i%1200, i/1200, color.RGBA{uint8(i % 1200 / 5), uint8(i / 1200 / 7), 120, 255})
		}
		var buf bytes.Buffer
		ts.Check(jpeg.Encode(&buf, img, nil))
		data = buf.Bytes()
	case "empty":
	case "pngbomb":
		data = pngHeader(60000, 60000)
	case "playlist":
		data = []byte("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/hostname\n#EXT-X-ENDLIST\n")
	case "tone":
		data = wav(48000)
	case "design": // a design that makes videos of eight seconds
		ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[1])), 0o755))
		data = []byte(soakTemplate)
	default:
		ts.Fatalf("no fixture %q", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o600))
}

// pngHeader returns the start of a PNG that says it is w by h pixels.
func pngHeader(w, h uint32) []byte {
	ihdr := []byte("IHDR")
	ihdr = binary.BigEndian.AppendUint32(ihdr, w)
	ihdr = binary.BigEndian.AppendUint32(ihdr, h)
	ihdr = append(ihdr, 8, 2, 0, 0, 0)
	out := []byte("\x89PNG\r\n\x1a\n")
	out = binary.BigEndian.AppendUint32(out, uint32(len(ihdr)-4))
	out = append(out, ihdr...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(ihdr))
}

// wav returns a WAV file with n samples of a square wave, 48 kHz mono 16 bit.
func wav(n int) []byte {
	le := binary.LittleEndian
	out := le.AppendUint32([]byte("RIFF"), uint32(36+2*n))
	out = append(out, "WAVEfmt "...)
	out = le.AppendUint32(out, 16)
	out = le.AppendUint16(out, 1)
	out = le.AppendUint16(out, 1)
	out = le.AppendUint32(out, 48000)
	out = le.AppendUint32(out, 96000)
	out = le.AppendUint16(out, 2)
	out = le.AppendUint16(out, 16)
	out = append(out, "data"...)
	out = le.AppendUint32(out, uint32(2*n))
	for i := range n {
		out = le.AppendUint16(out, uint16(4000*(i/100%2)))
	}
	return out
}

// canMount reports whether the tests may mount a small disk of their own.
func canMount() bool {
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		return false
	}
	dir, err := os.MkdirTemp("", "giro-mount")
	if err != nil {
		return false
	}
	defer func() { _ = os.Remove(dir) }() // a leftover empty folder harms nobody
	if exec.Command("mount", "-t", "tmpfs", "-o", "size=4k", "giro-test", dir).Run() != nil {
		return false
	}
	return exec.Command("umount", dir).Run() == nil
}

// mountSmall mounts a disk of 400 kB on a folder until the script ends, and
// skips the script where that is not possible.
func mountSmall(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: mountsmall DIR")
	}
	dir := ts.MkAbs(args[0])
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=400k", "giro-test", dir).CombinedOutput(); err != nil {
		ts.Logf("%s", out)
		ts.Fatalf("mount: %v", err)
	}
	ts.Defer(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			ts.Logf("umount: %v %s", err, out)
		}
	})
}

// readOnly makes a folder one that nobody can write to: for root, by a mount.
func readOnly(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: readonly DIR")
	}
	dir := ts.MkAbs(args[0])
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "ro,size=4k", "giro-test", dir).CombinedOutput(); err != nil {
		ts.Fatalf("mount: %v %s", err, out)
	}
	ts.Defer(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			ts.Logf("umount: %v %s", err, out)
		}
	})
}
