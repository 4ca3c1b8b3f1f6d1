package drop_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"flag"
	"image"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/photo"
	"github.com/giro-video/giro/internal/media/sniff"
	"github.com/giro-video/giro/internal/picture/raster/svg"
)

var every = flag.Bool("every", false, "attack each reader with 5000 damaged files, not with 100 (about ten minutes)")

// TestDamagedFiles gives each reader of what may be dropped files whose bits were
// turned, parts doubled and ends cut off: none crashes, none takes longer than ten
// seconds, and all together never hold more than 400 MB.
func TestDamagedFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("reads hundreds of files")
	}
	n := 100
	if *every {
		n = 5000
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(320 << 20)) // as where dropped files are read
	dir := t.TempDir()
	write := func(data []byte) string {
		path := filepath.Join(dir, "file")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	events := func(name string) func(data []byte) {
		opt := ingest.Options{Language: "it", Now: time.Date(2025, 3, 10, 9, 0, 0, 0, time.UTC)}
		return func(data []byte) {
			if _, _, err := ingest.Read(t.Context(), name, data, opt); err != nil {
				t.Errorf("%s: %v", name, err) // a panic comes back as an error
			}
		}
	}
	tool, toolErr := ffmpeg.Find(t.Context(), ffmpeg.LookPath)
	for _, kind := range []struct {
		name  string
		seeds [][]byte
		read  func(data []byte)
		share int // one in so many of the files
	}{
		{"photo", photoSeeds(t), func(data []byte) {
			p, err := photo.Open(write(data))
			if err == nil {
				_, err = p.Prepare(geom.R(0, 0, float64(p.Info().W), float64(p.Info().H)), 40, 30, nil)
			}
			_ = err // damage is told in words, or shows as a damaged picture
		}, 1},
		{"workbook", [][]byte{workbook(t, nil)}, events("a.xlsx"), 1},
		{"calendar", [][]byte{demo(t, "milano-san-siro-2025.ics"), []byte(calendar)}, events("a.ics"), 1},
		{"table", [][]byte{demo(t, "eventi.csv")}, events("a.csv"), 1},
		{"drawing", [][]byte{demo(t, "logo.svg"), []byte(drawing)}, func(data []byte) { _, _ = svg.Draw(data, 256, 256) }, 1},
		{"sound", [][]byte{wav()}, func(data []byte) {
			path := write(data)
			if kind, err := sniff.File(path); err == nil {
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				_, _ = tool.DecodeAudio(ctx, path, kind, 60)
			}
		}, 5},
	} {
		t.Run(kind.name, func(t *testing.T) {
			if kind.name == "sound" && toolErr != nil {
				t.Skip("needs ffmpeg:", toolErr)
			}
			most, slowest := uint64(0), time.Duration(0)
			count := n / kind.share
			if *every {
				count = n
			}
			for i := range count {
				rnd := rand.New(rand.NewPCG(uint64(i), uint64(len(kind.name))))
				data := damaged(rnd, kind.seeds[i%len(kind.seeds)])
				if kind.name == "workbook" && i%2 == 1 { // inside of its packing
					data = workbook(t, rnd)
				}
				began := time.Now()
				kind.read(data)
				took := time.Since(began)
				slowest, most = max(slowest, took), max(most, memory())
				if took > 10*time.Second {
					t.Errorf("file %d takes %v", i, took)
				}
			}
			t.Logf("%d files: at most %v and %d MB", count, slowest.Round(time.Millisecond), most>>20)
			if most > 400<<20 {
				t.Errorf("they take %d MB", most>>20)
			}
		})
	}
}

// memory returns what this process holds of the system's memory.
func memory() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}

// damaged returns a copy with up to 32 bits turned, most in the first bytes, and now
// and then a part doubled, overwritten, or the end cut off.
func damaged(rnd *rand.Rand, seed []byte) []byte {
	data := bytes.Clone(seed)
	for range 1 + rnd.IntN(32) {
		at := rnd.IntN(len(data))
		if rnd.IntN(2) == 0 {
			at = rnd.IntN(min(len(data), 600)) // the headers
		}
		data[at] ^= 1 << rnd.IntN(8)
	}
	from := rnd.IntN(len(data))
	to := from + rnd.IntN(min(len(data)-from, 200))
	switch rnd.IntN(8) {
	case 0:
		data = data[:1+from]
	case 1:
		data = append(data[:to:to], data[from:]...)
	case 2:
		for i := from; i < to; i++ {
			data[i] = "\x00\xff9<"[rnd.IntN(4)]
		}
	}
	return data
}

func demo(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "assets", "demo", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func photoSeeds(t *testing.T) [][]byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 160, 120))
	for i := range m.Pix {
		m.Pix[i] = byte(i*i>>5) | 1
	}
	p := image.NewPaletted(m.Rect, palette.WebSafe)
	for i := range p.Pix {
		p.Pix[i] = byte(i % 216)
	}
	var out [][]byte
	for _, encode := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return jpeg.Encode(b, m, nil) },
		func(b *bytes.Buffer) error { return png.Encode(b, m) },
		func(b *bytes.Buffer) error { return gif.Encode(b, p, nil) },
	} {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		out = append(out, b.Bytes())
	}
	return out
}

// workbook packs a workbook; with rnd one of its parts is damaged before.
func workbook(t *testing.T, rnd *rand.Rand) []byte {
	t.Helper()
	const space = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	parts := []struct{ name, data string }{
		{"[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + space + ` xmlns:r="` + office + `"><sheets><sheet name="Eventi" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="` + office + `/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="` + office + `/styles" Target="styles.xml"/></Relationships>`},
		{"xl/sharedStrings.xml", `<sst ` + space + `><si><t>titolo</t></si><si><t>data</t></si><si><r><t>Fes</t></r><r><t>ta</t></r></si></sst>`},
		{"xl/styles.xml", `<styleSheet ` + space + `><numFmts><numFmt numFmtId="200" formatCode="d/m/yyyy h:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200" applyNumberFormat="1"/></cellXfs></styleSheet>`},
		{"xl/worksheets/sheet1.xml", `<worksheet ` + space + `><dimension ref="A1:C9"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>luogo</t></is></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>45822.75</v></c><c r="C2" t="str"><f>A1</f><v>Piazza</v></c></row><row r="3" hidden="1"><c r="A3" t="b"><v>1</v></c><c r="B3" t="d"><v>2025-06-14T18:00:00</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="C2:C5"/></mergeCells></worksheet>`},
	}
	hurt := -1
	if rnd != nil {
		hurt = rnd.IntN(len(parts) + 6) // most often the sheet
		hurt = min(hurt, len(parts)-1)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, p := range parts {
		data := []byte(p.data)
		if i == hurt {
			data = damaged(rnd, data)
		}
		f, err := w.Create(p.name)
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wav returns a second of a sawtooth.
func wav() []byte {
	const rate = 8000
	var b bytes.Buffer
	b.WriteString("RIFF")
	le := func(v any) { _ = binary.Write(&b, binary.LittleEndian, v) } // a buffer takes all
	le(uint32(36 + 2*rate))
	b.WriteString("WAVEfmt ")
	le(uint32(16))
	le([]uint16{1, 1})
	le([]uint32{rate, 2 * rate})
	le([]uint16{2, 16})
	b.WriteString("data")
	le(uint32(2 * rate))
	for i := range rate {
		le(uint16(i * 300))
	}
	return b.Bytes()
}

const calendar = "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Nostra\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" +
	"BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Messa\r\nDTSTART;TZID=Nostra:20250314T210000\r\nDTEND;TZID=Nostra:20250314T230000\r\nRRULE:FREQ=WEEKLY;BYDAY=FR,SA;INTERVAL=2;UNTIL=20261231\r\nEXDATE;VALUE=DATE:20250411,20250425\r\nRDATE:20250501T180000Z\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Nostra:20250328T210000\r\nSUMMARY:Messa\\, altrove\r\nDTSTART;TZID=Nostra:20250329T200000\r\nDURATION:PT1H30M\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><style>.a{fill:#c00;stroke:#036;stroke-width:3}</style><defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#000"/></linearGradient><clipPath id="c"><circle cx="50" cy="50" r="40"/></clipPath><g id="u"><path d="M10 10C20 20 40 20 50 10S80 0 90 10A5 5 0 0 1 10 10z"/></g></defs><g clip-path="url(#c)" opacity=".8"><use href="#u" transform="rotate(30 50 50) scale(1.5)"/><rect class="a" x="5" y="5" width="60" height="30" rx="4" stroke-dasharray="4 2" stroke-linejoin="round"/><path fill="url(#g)" d="M0 90h100v10H0z"/></g></svg>`
