package process_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/media/process"
)

func TestTail(t *testing.T) {
	t.Parallel()
	var tail process.Tail
	if tail.String() != "" || tail.Lines(3) != "" {
		t.Error("nothing was written, and something was kept")
	}
	for i := range 2000 {
		if _, err := fmt.Fprintf(&tail, "line %d\r\n\n", i); err != nil {
			t.Fatal(err)
		}
	}
	if got := tail.Lines(2); got != "line 1998\nline 1999" {
		t.Errorf("got %q", got)
	}
	if n := len(tail.String()); n > 8<<10 || n < 8<<10-20 {
		t.Errorf("%d bytes were kept", n)
	}
	if n, err := io.WriteString(&tail, strings.Repeat("é", 8<<10)); n != 16<<10 || err != nil {
		t.Errorf("wrote %d, %v", n, err)
	}
	if _, err := tail.Write([]byte("\xc3")); err != nil { // half a letter
		t.Fatal(err)
	}
	if got := tail.String(); !strings.HasSuffix(got, "é�") || !strings.HasPrefix(got, "�é") {
		t.Errorf("got %q…%q", got[:6], got[len(got)-6:])
	}
}
