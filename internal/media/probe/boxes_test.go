package probe_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/media/probe"
)

func be32(v ...uint32) string {
	var b []byte
	for _, x := range v {
		b = binary.BigEndian.AppendUint32(b, x)
	}
	return string(b)
}

func be64(v ...uint64) string {
	var b []byte
	for _, x := range v {
		b = binary.BigEndian.AppendUint64(b, x)
	}
	return string(b)
}

func box(kind string, body ...string) string {
	s := strings.Join(body, "")
	return be32(uint32(8+len(s))) + kind + s
}

// movie is a file with one video track whose boxes are of version 1.
func movie(extra ...string) string {
	colr := box("colr", "nclx", "\x00\x09\x00\x10\x00\x09\x80")
	entry := box("avc1", strings.Repeat("\x00", 78), box("avcC", "\x01"), colr)
	stbl := box("stbl",
		box("stsd", be32(0, 1), entry),
		box("stsz", be32(0, 0, 480)),
		box("stss", be32(0, 8)),
		box("ctts", be32(1<<24, 0)))
	trak := box("trak",
		box("tkhd", be32(1<<24), be64(0, 0), be32(7, 0)),
		box("edts", box("elst", be32(1<<24, 2), be64(30, ^uint64(0)), be32(1<<16), be64(96000, 512), be32(1<<16))),
		box("mdia",
			box("mdhd", be32(1<<24), be64(0, 0), be32(15360), be64(245760), be32(0)),
			box("hdlr", be32(0, 0), "vide", be32(0, 0, 0)),
			box("minf", stbl)))
	mvhd := box("mvhd", be32(1<<24), be64(0, 0), be32(48000), be64(768000))
	return box("ftyp", "isom", be32(512), "isom", "avc1") + box("moov", append([]string{mvhd, trak}, extra...)...)
}

func TestReadBoxes(t *testing.T) {
	data := movie() + be32(1) + "mdat" + be64(24) + "12345678" + box("free")
	got, err := probe.ReadBoxes(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	want := &probe.Boxes{
		MajorBrand: "isom", Brands: []string{"isom", "avc1"}, MoovFirst: true, Timescale: 48000, Duration: 768000,
		Tracks: []probe.Track{{
			ID: 7, Handler: "vide", Timescale: 15360, Duration: 245760, Samples: 480, Sync: 8, CTTS: 1, Entry: "avc1",
			Edits:  []probe.Edit{{Duration: 30, MediaTime: -1}, {Duration: 96000, MediaTime: 512}},
			Colour: &probe.Colour{Primaries: 9, Transfer: 16, Matrix: 9, FullRange: true},
		}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
}

func TestReadBoxesRefused(t *testing.T) {
	deep := box("stbl")
	for range 12 {
		deep = box("mdia", deep)
	}
	tests := []struct{ name, data string }{
		{"empty", ""},
		{"no movie box", box("ftyp", "isom", be32(0)) + box("mdat", "123")},
		{"box longer than the file", be32(100) + "moov"},
		{"box shorter than its header", be32(7) + "moov"},
		{"64-bit length without room", be32(1) + "moov" + "1234"},
		{"64-bit length that overflows", be32(1) + "moov" + be64(1<<63+8)},
		{"short tail", movie() + "abc"},
		{"short file type box", box("ftyp", "iso") + movie()},
		{"broken track", box("moov", box("trak", be32(500)+"mdia"))},
		{"nested too deep", box("moov", box("trak", deep))},
		{"edit list without entries", box("moov", box("trak", box("edts", box("elst", be32(0, 5)))))},
		{"edit list with too many", box("moov", box("trak", box("edts", box("elst", be32(0, 1<<31)))))},
		{"short header", box("moov", box("mvhd", be32(0)))},
		{"too many tracks", box("moov", strings.Repeat(box("trak"), 65))},
		{"too many boxes", strings.Repeat(box("free"), 10_001) + movie()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if b, err := probe.ReadBoxes(strings.NewReader(tt.data), int64(len(tt.data))); !errors.Is(err, probe.ErrBoxes) {
				t.Errorf("got %+v, %v", b, err)
			}
		})
	}
	// A file that claims to be larger than it is, as one that is being written.
	if _, err := probe.ReadBoxes(strings.NewReader(movie()), 1<<40); err == nil {
		t.Error("reading past the end is no error")
	}
}

// FuzzReadBoxes holds that no input makes ReadBoxes panic or read on for ever,
// and that what it accepts respects the bounds.
func FuzzReadBoxes(f *testing.F) {
	f.Add([]byte(movie()))
	f.Add([]byte(movie(box("mvex")) + box("moof") + box("mdat", "x")))
	f.Add([]byte(box("moov", box("trak", box("mdia", box("hdlr", be32(0, 0), "vide"))))))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := probe.ReadBoxes(bytes.NewReader(data), int64(len(data)))
		if (b == nil) == (err == nil) {
			t.Fatalf("got %v, %v", b, err)
		}
		if err != nil {
			return
		}
		if len(b.Tracks) > 64 {
			t.Errorf("%d tracks", len(b.Tracks))
		}
		for _, tr := range b.Tracks {
			if 12*len(tr.Edits) > len(data) {
				t.Errorf("%d edits in %d bytes", len(tr.Edits), len(data))
			}
		}
	})
}
