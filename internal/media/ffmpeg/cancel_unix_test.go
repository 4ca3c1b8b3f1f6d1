//go:build unix

package ffmpeg_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// TestCancelKillsTheGroup cancels a program that ignores every polite signal and
// has a child that does too and holds its pipes open. Both must be gone, and the
// caller released, within a second.
func TestCancelKillsTheGroup(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stubborn")
	const script = `#!/bin/sh
trap '' TERM INT HUP
linger() { n=0; while [ $n -lt 10 ]; do sleep 1; n=$((n+1)); done; }
linger &
echo "$$ $!"
linger
`
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	tool := &ffmpeg.Tool{FFmpeg: path}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, w := io.Pipe()
	p, err := tool.Start(ctx, nil, ffmpeg.Options{Stdout: w})
	if err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 64)
	n, err := r.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, r) //nolint:errcheck // only keeps the pipe moving
	var pids []int
	for f := range strings.FieldsSeq(string(line[:n])) {
		pid, err := strconv.Atoi(f)
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	if len(pids) != 2 {
		t.Fatalf("the program printed %q", line[:n])
	}

	start := time.Now()
	cancel()
	err = p.Wait()
	took := time.Since(start)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	for _, pid := range pids {
		for !gone(pid) {
			if time.Since(start) > time.Second {
				t.Fatalf("process %d lives a second after the cancel", pid)
			}
		}
	}
	if took > time.Second {
		t.Errorf("Wait returned after %v", took)
	}
}

// gone reports whether the process has ended. An orphan that nobody has reaped
// yet is a zombie, which has ended too.
func gone(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return true
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return false
	}
	// The state follows the name, which stands in parentheses and may hold any.
	i := bytes.LastIndexByte(stat, ')')
	return i >= 0 && i+2 < len(stat) && stat[i+2] == 'Z'
}

// TestCancelWhileFeeding cancels a real encode from another goroutine while the
// feeder is blocked or writing.
func TestCancelWhileFeeding(t *testing.T) {
	tool := find(t)
	ctx, cancel := context.WithCancel(t.Context())
	timer := time.AfterFunc(200*time.Millisecond, cancel)
	defer timer.Stop()
	p, err := feed(t, ctx, tool, ffmpeg.Options{})
	start := time.Now()
	if err == nil {
		t.Error("writing went on")
	}
	if err := p.Wait(); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("Wait returned after %v", took)
	}
}
