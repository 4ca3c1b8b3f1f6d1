package campaign_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/desk/campaign"
)

// seen is what testdata/drive.js saw while it used a review page.
type seen struct {
	All, Covers, Filters, Wide int
	Count, Said, Saved         string
	Copied                     []string
	Seconds                    float64 // of the video that was played
	Errors, Twice, Outside     []string
	Axe                        map[string]struct {
		Passes     int
		Violations []string
	}
}

// browser finds a Chromium, or skips the test.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no Chromium on this machine: the review page was not opened")
	return ""
}

// console matches what Chromium logs of a page's console.
var console = regexp.MustCompile(`(?m)^.*CONSOLE.*$`)

// nonce matches the mark of the page's own script.
var nonce = regexp.MustCompile(`script-src 'nonce-([0-9a-f]+)'`)

// browse opens the review page of a folder from the disk, uses it as a person
// would, and returns what was seen. Whatever the browser finds wrong is an error.
func browse(t *testing.T, out string, width int) seen {
	t.Helper()
	chrome := browser(t)
	read := func(name string) string {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	told := make(chan []byte, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		told <- body
	}))
	defer server.Close()
	page := read(filepath.Join(out, campaign.IndexFile))
	// The page's policy lets its own script run and nothing be sent: the driver needs the same leave, and to report.
	own := nonce.FindStringSubmatch(page)
	if own == nil {
		t.Fatal("the page has no policy for scripts")
	}
	page = strings.Replace(page, "default-src 'none'", "default-src 'none'; connect-src "+server.URL, 1)
	// Inside a script, "</script" would end it.
	inline := func(js string) string {
		return "<script nonce=\"" + own[1] + "\">" + strings.ReplaceAll(js, "</script", `<\/script`) + "</script>"
	}
	drive := strings.Replace(read("testdata/drive.js"), "'REPORT'", "'"+server.URL+"'", 1)
	driven := filepath.Join(out, "driven.html")
	write(t, driven, strings.Replace(page, "<title>", inline(read("testdata/axe/axe.min.js"))+inline(drive)+"<title>", 1))
	defer func() { _ = os.Remove(driven) }() // the folder is the test's own

	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, chrome, "--headless", "--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required", "--mute-audio",
		"--enable-logging=stderr", "--hide-scrollbars", "--user-data-dir="+t.TempDir(), "--window-size="+size(width), "file://"+driven)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) } // it ends its own processes
	cmd.WaitDelay = 20 * time.Second
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var body []byte
	select {
	case body = <-told:
	case <-ctx.Done():
	}
	cancel()
	_ = cmd.Wait() // it was told to end
	if body == nil {
		t.Fatalf("the page was not driven to the end:\n%.4000s", log.String())
	}
	var got seen
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	got.Errors = append(got.Errors, console.FindAllString(log.String(), -1)...)
	for _, e := range got.Errors {
		t.Errorf("the page: %s", e)
	}
	for _, list := range [][]string{got.Twice, got.Outside} {
		if len(list) > 0 {
			t.Errorf("ids that are there twice, or addresses outside: %q", list)
		}
	}
	if got.Wide > 0 {
		t.Errorf("the page is %d pixels wider than a window of %d", got.Wide, width)
	}
	for _, view := range []string{"closed", "light", "dark", "print"} {
		if got.Axe[view].Passes == 0 {
			t.Errorf("axe did not look at the %s view", view)
		}
		for _, v := range got.Axe[view].Violations {
			t.Errorf("axe, %s: %s", view, v)
		}
	}
	return got
}

func size(width int) string {
	if width < 500 {
		return "390,844" // a telephone
	}
	return "1280,900"
}
