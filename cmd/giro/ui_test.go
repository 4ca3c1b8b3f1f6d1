package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// testUI returns a ui and what it writes to standard output and standard error.
func testUI() (u *ui, out, messages *bytes.Buffer) {
	out, messages = &bytes.Buffer{}, &bytes.Buffer{}
	return newUI(out, messages), out, messages
}

func TestExitCodes(t *testing.T) {
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for _, tt := range []struct {
		name string
		ctx  context.Context //nolint:containedctx // a case of the table
		err  error
		code int
		want string // in what the user reads
	}{
		{"done", t.Context(), nil, 0, ""},
		{"a defect", t.Context(), errors.New("index 4 of 3"), 1, "error: internal fault: index 4 of 3\n    hint: this is a defect"},
		{"usage", t.Context(), usage(diag.T("do that"), "not %d", 5), 2, "giro: error: not 5\n    hint: do that\n"},
		{"one fault", t.Context(), diag.Fault(diag.Pos{File: "a.csv", Line: 3}, "date", diag.T("write it so"), "no date"), 3, "a.csv:3: error: no date\n    hint: write it so\n"},
		{"a fault far down", t.Context(), fmt.Errorf("render: %w", diag.Fault(diag.Pos{}, "", diag.Text{}, "no date")), 3, "giro: error: no date\n"},
		{"a check", t.Context(), errCheckFailed, 4, ""},
		{"part of a batch", t.Context(), errSomeFailed, 5, ""},
		{"no ffmpeg", t.Context(), &ffmpeg.MissingError{Text: diag.T("ffmpeg is not installed"), Hint: diag.T("get it")}, 6, "giro: error: ffmpeg is not installed\n    hint: get it\n"},
		{"ffmpeg killed", t.Context(), fmt.Errorf("render: %w", &ffmpeg.ExitError{Program: "ffmpeg", Code: -1}), 6, "error: ffmpeg was killed while it worked\n    hint: run giro again"},
		{"ffmpeg failed", t.Context(), fmt.Errorf("render: %w", &ffmpeg.ExitError{Program: "ffmpeg", Code: 1, Stderr: "no\nway"}), 6, "error: ffmpeg failed: no; way\n    hint: run \"giro doctor\""},
		{"ffmpeg hung", t.Context(), fmt.Errorf("join: %w", &ffmpeg.TimeoutError{Program: "ffmpeg", Limit: time.Minute, Err: context.DeadlineExceeded}), 6, "error: ffmpeg did not go on for 1m0s and was stopped\n    hint: run giro again"},
		{"ffmpeg lied", t.Context(), fmt.Errorf("render: %w", ffmpeg.ErrOutput), 6, "error: ffmpeg reported success, but the file that it wrote is broken\n    hint: look at the disk"},
		{"no more files", t.Context(), &fs.PathError{Op: "open", Path: "a.mp4", Err: syscall.EMFILE}, 3, "hint: allow more open files"},
		{"told already", t.Context(), errBadInput, 3, ""},
		{"cancelled", stopped, errors.New("signal: killed"), 130, "giro: error: cancelled\n"},
		{"cancelled inside", t.Context(), fmt.Errorf("encode: %w", context.Canceled), 130, "cancelled"},
		{"a full disk", t.Context(), &fs.PathError{Op: "write", Path: "a.mp4", Err: syscall.ENOSPC}, 3, "hint: free some space"},
		{"no right", t.Context(), &fs.PathError{Op: "open", Path: "a.mp4", Err: fs.ErrPermission}, 3, "hint: ask for the right"},
		{"no such file", t.Context(), &fs.PathError{Op: "open", Path: "a.mp4", Err: fs.ErrNotExist}, 3, "hint: check the path"},
		{"a full store", t.Context(), disk.CacheFailed("c", syscall.ENOSPC), 3, "error: cannot write \"c\": the disk is full\n    hint: make room on that disk, for example with \"giro cache prune\""},
		{"no store", t.Context(), disk.CacheFailed("c", syscall.ENOTDIR), 3, "error: cannot write \"c\": not a directory\n    hint: set XDG_CACHE_HOME"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u, out, messages := testUI()
			if code := u.finish(tt.ctx, tt.err); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			if got := messages.String(); !strings.Contains(got, tt.want) || (tt.want == "") != (got == "") {
				t.Errorf("messages %q, want %q", got, tt.want)
			}
			if out.Len() > 0 {
				t.Errorf("standard output holds %q", out)
			}
		})
	}
}

func TestExitCodesAreInTheHelp(t *testing.T) {
	for _, code := range []int{exitDone, exitInternal, exitUsage, exitInput, exitCheck, exitSome, exitTool, exitCancelled} {
		if !strings.Contains(exitHelp, fmt.Sprintf("%6d  ", code)) {
			t.Errorf("the help does not list %d", code)
		}
	}
	if got, want := strings.Count(exitHelp, "\n"), 9; got != want {
		t.Errorf("the help has %d lines, want %d", got, want)
	}
}

func TestFailureAsJSON(t *testing.T) {
	u, out, messages := testUI()
	u.json = true
	var list diag.List
	list.Errorf(diag.Pos{File: "a.xlsx", Sheet: "May", Cell: "C7"}, "date", diag.T("write it so"), "no <date>")
	list.Warnf(diag.Pos{File: "a.xlsx"}, "", diag.Text{}, "odd")
	if code := u.finish(t.Context(), list.Err()); code != exitInput {
		t.Errorf("exit code %d", code)
	}
	want := `{"type":"error","code":3,"message":"1 error and 1 warning in the input","diagnostics":[` +
		`{"file":"a.xlsx","sheet":"May","cell":"C7","field":"date","severity":"error","message":"no <date>","hint":"write it so"},` +
		`{"file":"a.xlsx","severity":"warning","message":"odd"}]}` + "\n"
	if out.String() != want {
		t.Errorf("got  %swant %s", out, want)
	}
	if messages.Len() > 0 {
		t.Errorf("standard error holds %q", messages)
	}
}

func TestPanicIsTold(t *testing.T) {
	u, out, messages := testUI()
	code := guard(u, []string{"giro", "render"}, func() int { panic("no frame 7") })
	if code != exitInternal {
		t.Errorf("exit code %d, want %d", code, exitInternal)
	}
	for _, want := range []string{"error: internal fault: no frame 7\n", "hint: this is a defect", "please report it", `command: ["giro" "render"]`, "goroutine ", "ui_test.go"} {
		if !strings.Contains(messages.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, messages)
		}
	}
	if out.Len() > 0 {
		t.Errorf("standard output holds %q", out)
	}
}

// TestControlCharacters: what a user's file holds does not reach the terminal as
// commands.
func TestControlCharacters(t *testing.T) {
	u, _, messages := testUI()
	u.color = true
	u.diagnose(diag.List{{Severity: diag.Error, Text: diag.T("title \"\x1b[2Jgone\a\" is odd"), Hint: diag.T("one\ntwo\u009b")}})
	want := "giro: \x1b[1;31merror:\x1b[0m title \"\uFFFD[2Jgone\uFFFD\" is odd\n    \x1b[36mhint:\x1b[0m one\n          two\uFFFD\n"
	if got := messages.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestQuietAndVerbose(t *testing.T) {
	u, _, messages := testUI()
	list := diag.List{{Severity: diag.Warning, Text: diag.T("a warning")}, {Severity: diag.Error, Text: diag.T("an error")}}
	u.diagnose(list)
	u.notef("a note")
	u.stepf("a step")
	if got, want := messages.String(), "giro: warning: a warning\ngiro: error: an error\na note\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	messages.Reset()
	u.quiet = true
	u.diagnose(list)
	u.notef("a note")
	if got, want := messages.String(), "giro: error: an error\n"; got != want {
		t.Errorf("quiet: got %q, want %q", got, want)
	}
	messages.Reset()
	u.quiet, u.verbose = false, true
	u.stepf("a step")
	if got, want := messages.String(), "a step\n"; got != want {
		t.Errorf("verbose: got %q, want %q", got, want)
	}
}

// clockOf gives a progress a clock that the test sets.
func clockOf(p *progress) *time.Time {
	now := time.Date(2025, 6, 14, 18, 30, 0, 0, time.UTC)
	p.now = func() time.Time { return now }
	p.started, p.told = now, now
	return &now
}

func TestProgressLines(t *testing.T) {
	u, out, messages := testUI()
	p := u.progress(diag.T("rendering"), 480)
	now := clockOf(p)
	for i := range 12 { // a quarter of a second for ten frames
		*now = now.Add(250 * time.Millisecond)
		p.set(10*(i+1), 0)
	}
	if messages.Len() > 0 {
		t.Errorf("in the first seconds: %q, want silence", messages)
	}
	*now = now.Add(3 * time.Second)
	p.set(240, 0)
	p.set(200, 0) // late news of an earlier state
	*now = now.Add(9 * time.Second)
	p.set(480, 0)
	p.end()
	if got, want := messages.String(), "rendering: 240 of 480 frames (50 %), 0:06 left\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if out.Len() > 0 {
		t.Errorf("standard output holds %q", out)
	}
}

// TestProgressReused: what came from the store does not count for the pace.
func TestProgressReused(t *testing.T) {
	u, _, messages := testUI()
	p := u.progress(diag.T("rendering"), 1000)
	now := clockOf(p)
	p.set(900, 900)
	*now = now.Add(10 * time.Second)
	p.set(910, 900)
	if got, want := messages.String(), "rendering: 910 of 1000 frames (91 %), 1:30 left\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProgressJSON(t *testing.T) {
	u, out, messages := testUI()
	u.json = true
	p := u.progress(diag.T("rendering"), 480)
	now := clockOf(p)
	for range 4 {
		*now = now.Add(600 * time.Millisecond)
		p.set(p.done+60, 0)
	}
	p.set(480, 0)
	p.end()
	var got []progressState
	dec := json.NewDecoder(out)
	for dec.More() {
		var s progressState
		if err := dec.Decode(&s); err != nil {
			t.Fatal(err)
		}
		got = append(got, s)
	}
	want := []progressState{
		{"progress", "rendering", 120, 480, "frames", 3.6},
		{"progress", "rendering", 240, 480, "frames", 2.4},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if messages.Len() > 0 {
		t.Errorf("standard error holds %q", messages)
	}
}

// TestProgressBar drives the bar from many goroutines while messages come in.
func TestProgressBar(t *testing.T) {
	u, _, messages := testUI()
	u.tty = true
	p := u.progress(diag.T("rendering"), 100)
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for i := range 25 {
				p.set(worker*25+i+1, 0)
				u.notef("frame")
			}
		})
	}
	wg.Wait()
	p.end()
	u.notef("after")
	if got := messages.String(); strings.Count(got, "frame\n") != 100 || !strings.HasSuffix(got, "after\n") {
		t.Errorf("messages were lost: %d of 100, then %q", strings.Count(got, "frame\n"), got[max(0, len(got)-40):])
	}
}

func TestClock(t *testing.T) {
	for _, tt := range []struct {
		d    time.Duration
		want string
	}{
		{0, "0:00"},
		{6600 * time.Millisecond, "0:07"},
		{59600 * time.Millisecond, "1:00"},
		{754 * time.Second, "12:34"},
		{3725 * time.Second, "1:02:05"},
	} {
		if got := clock(tt.d); got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.d, got, tt.want)
		}
	}
}
