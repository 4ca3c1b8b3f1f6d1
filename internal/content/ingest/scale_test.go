package ingest_test

import (
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// repeated reads as a header and then one row again and again, n bytes in all.
type repeated struct {
	head, row []byte
	left      int
	at        int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && r.left > 0 {
		src := r.row
		if len(r.head) > 0 {
			src = r.head
		}
		k := copy(p[n:min(len(p), n+r.left)], src[r.at:])
		n, r.left, r.at = n+k, r.left-k, r.at+k
		if r.at == len(src) {
			r.at = 0
			r.head = nil
		}
	}
	return n, nil
}

// TestLargeFiles reads files as large as are read, and larger: the memory stays
// below 400 MB, and what is refused is refused at once.
func TestLargeFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("reads hundreds of megabytes")
	}
	const head = "titolo;data;luogo;descrizione\n"
	long := "Concerto;14/06/2025;Teatro;" + strings.Repeat("parola ", 400) + "\n"
	for _, c := range []struct {
		name, head, row, want string
		megabytes             int
	}{
		{"200 MB", head, long, "the file has more than 64 MB", 200},
		{"long rows", head, long, "", 63},
		{"too many rows", head, "Concerto;14/06/2025;Teatro;x\n", "the table has more than 100000 rows", 63},
		{"calendar", "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nSUMMARY:Concerto\nDTSTART:20250614T183000\nDESCRIPTION:" + strings.Repeat("parola ", 400) + "\nEND:VEVENT\n", "", 63},
		{"JSON", "[", `{"titolo":"Concerto","data":"14/06/2025","descrizione":"` + strings.Repeat("parola ", 400) + `"},` + "\n", "the JSON breaks off", 31},
	} {
		size := c.megabytes << 20
		size -= (size - len(c.head)) % len(c.row)
		src := &repeated{head: []byte(c.head), row: []byte(c.row), left: size}
		runtime.GC()
		peak, stop := watchHeap()
		before := ingesttest.CPUTime(t)
		evs, faults, err := ingest.ReadFrom(t.Context(), "big", src, ingesttest.Options(t))
		took := ingesttest.CPUTime(t) - before
		stop()
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d events, %d messages, %v, at most %d MB", c.name, len(evs), len(faults), took.Round(time.Millisecond), *peak>>20)
		if *peak > 400<<20 {
			t.Errorf("%s: %d MB of memory", c.name, *peak>>20)
		}
		if c.want != "" && !strings.Contains(ingesttest.Show(faults), c.want) {
			t.Errorf("%s: %v", c.name, faults[:min(3, len(faults))])
		}
	}
}

// watchHeap measures the most memory in use until stop is called.
func watchHeap() (peak *uint64, stop func()) {
	peak = new(uint64)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			*peak = max(*peak, m.HeapInuse)
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	return peak, func() { close(done); <-ended }
}
