//go:build unix

package svg_test

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/picture/raster/svg"
)

// TestBounds draws documents that are small as files and stand for much work:
// each is drawn or refused within ten seconds of computing and 400 MB.
func TestBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("draws for seconds")
	}
	zigzag := func(n int, step float64) string {
		var b strings.Builder
		b.WriteString("M0 0")
		for i := range n {
			fmt.Fprintf(&b, "L%.4g %.4g", 500+step*math.Sin(float64(i)*2.4), 500+step*math.Cos(float64(i)*2.4))
		}
		return b.String()
	}
	doc := func(inside string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000">` + inside + `</svg>`
	}
	for name, data := range map[string]string{
		"round joins":            doc(`<path fill="none" stroke="#000" stroke-width="400" stroke-linejoin="round" d="` + zigzag(200_000, 1e-3) + `"/>`),
		"wide round joins":       doc(`<path fill="none" stroke="#000" stroke-width="900" stroke-linejoin="round" d="` + zigzag(200_000, 300) + `"/>`),
		"round caps":             doc(`<path fill="none" stroke="#000" stroke-width="400" stroke-linecap="round" d="` + strings.Repeat("M1 1l1 1", 300_000) + `"/>`),
		"dots":                   doc(`<path fill="none" stroke="#000" stroke-width="400" stroke-linecap="round" d="` + strings.Repeat("M500 500z", 300_000) + `"/>`),
		"dashes":                 doc(`<path fill="none" stroke="#000" stroke-width="200" stroke-dasharray="0.5" stroke-linecap="round" d="` + zigzag(60, 400) + `"/>`),
		"a tangle":               doc(`<path fill="none" stroke="#000" stroke-width="200" d="` + zigzag(1000, 400) + `"/>`),
		"miters":                 doc(`<path fill="none" stroke="#000" stroke-width="400" stroke-miterlimit="100000" d="` + zigzag(200_000, 1) + `"/>`),
		"fills":                  doc(strings.Repeat(`<path d="M0 0h1000v1000H0z"/>`, 40_000)),
		"layers":                 doc(strings.Repeat(`<g opacity=".5"><path d="M0 0h9v9z"/></g>`, 40_000)),
		"uses of uses":           doc(`<defs><g id="a0"><path d="M0 0h9v9z"/></g>` + uses(40) + `</defs><use href="#a40"/>`),
		"arcs":                   doc(`<path d="M0 0` + strings.Repeat("a500 500 0 1 1 .1 0", 150_000) + `"/>`),
		"a filter on everything": doc(`<defs><filter id="f"><feGaussianBlur stdDeviation="400"/></filter></defs>` + strings.Repeat(`<path filter="url(#f)" d="M0 0h1000v1000z"/>`, 20_000)),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			began := cpu(t)
			_, err := svg.Draw([]byte(data), 1080, 1080)
			took := cpu(t) - began
			runtime.ReadMemStats(&after)
			t.Logf("%d KB: %v, %d MB, %v", len(data)>>10, took.Round(time.Millisecond), (after.Sys-min(after.Sys, before.Sys))>>20, err)
			if took > 10*time.Second {
				t.Errorf("takes %v", took)
			}
			if more := after.Sys - min(after.Sys, before.Sys); more > 400<<20 {
				t.Errorf("takes %d MB", more>>20)
			}
		})
	}
}

// cpu returns the time that this process has taken of the processors.
func cpu(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// uses defines groups that each use the one before twice.
func uses(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<g id="a%d"><use href="#a%d"/><use href="#a%[2]d"/></g>`, i+1, i)
	}
	return b.String()
}
