package ffmpeg_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/media/ffmpeg"
)

var found = sync.OnceValues(func() (*ffmpeg.Tool, error) {
	return ffmpeg.Find(context.Background(), exec.LookPath)
})

// find returns the machine's ffmpeg; the test command installs one.
func find(t testing.TB) *ffmpeg.Tool {
	t.Helper()
	tool, err := found()
	if err != nil {
		t.Fatalf("find ffmpeg: %v", err)
	}
	return tool
}

func TestFind(t *testing.T) {
	tool := find(t)
	if !tool.Version.AtLeast(5, 1) || tool.Version.Text == "" {
		t.Errorf("version %+v", tool.Version)
	}
	if filepath.Base(tool.FFprobe) == filepath.Base(tool.FFmpeg) {
		t.Errorf("ffmpeg %s, ffprobe %s", tool.FFmpeg, tool.FFprobe)
	}
}

// fake writes a program that prints banner on stderr and list on stdout.
func fake(t *testing.T, banner, list string) func(string) (string, error) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	path := filepath.Join(t.TempDir(), "ffmpeg")
	script := fmt.Sprintf("#!/bin/sh\necho '%s' >&2\necho '%s'\n", banner, list)
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return func(string) (string, error) { return path, nil }
}

func TestFindMissing(t *testing.T) {
	const encoders = "Encoders:\n V..... = Video\n ------\n V....D libx264              H.264\n A....D aac                  AAC"
	tests := []struct {
		name     string
		lookPath func(string) (string, error)
		want     string
	}{
		{"not installed", func(string) (string, error) { return "", exec.ErrNotFound }, "ffmpeg is not installed"},
		{"no ffprobe", func(name string) (string, error) {
			if name == "ffprobe" {
				return "", exec.ErrNotFound
			}
			return name, nil
		}, "ffprobe is not installed"},
		{"in the working folder", func(string) (string, error) { return "", &exec.Error{Name: "ffmpeg", Err: exec.ErrDot} }, "not trusted"},
		{"no program", func(string) (string, error) { return filepath.Join(t.TempDir(), "none"), nil }, "does not run"},
		{"too old", fake(t, "ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", encoders), "4.4.2-0ubuntu0.22.04.1 at"},
		{"no version", fake(t, "hello", encoders), "of unknown version"},
		{"no x264", fake(t, "ffmpeg version 6.0 Copyright", "Encoders:\n ------\n A....D aac   AAC libx264"), "without the encoder libx264"},
		{"no aac", fake(t, "ffmpeg version 6.0 Copyright", "Encoders:\n ------\n V....D libx264  H.264 aac"), "without the encoder aac"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tool, err := ffmpeg.Find(t.Context(), tt.lookPath)
			var missing *ffmpeg.MissingError
			if !errors.Is(err, ffmpeg.ErrMissing) || !errors.As(err, &missing) {
				t.Fatalf("got %v, %v; want ErrMissing", tool, err)
			}
			if !strings.Contains(err.Error(), tt.want) || missing.Hint.IsZero() {
				t.Errorf("got %q, hint %q; want %q", err, missing.Hint, tt.want)
			}
		})
	}
	if _, err := ffmpeg.Find(t.Context(), fake(t, "ffmpeg version 6.0 Copyright", encoders)); err != nil {
		t.Errorf("a good one is refused: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ffmpeg.Find(ctx, exec.LookPath); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

func TestParseVersion(t *testing.T) {
	tests := []struct {
		banner string
		text   string
		modern bool // at least 5.1
	}{
		{"ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026", "5.1.9-0+deb12u1", true},
		{"ffmpeg version 5.0.1 Copyright", "5.0.1", false},
		{"ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", "4.4.2-0ubuntu0.22.04.1", false},
		{"ffmpeg version n7.0 Copyright", "n7.0", true},
		{"ffmpeg version n7.1-3-g0123456 Copyright", "n7.1-3-g0123456", true},
		{"ffmpeg version 7.0.2-static https://johnvansickle.com/ffmpeg/", "7.0.2-static", true},
		{"ffmpeg version 10.0 Copyright", "10.0", true},
		{"ffmpeg version N-109542-g1bf1f6 Copyright\n  libavutil      57. 44.100 / 57. 44.100", "N-109542-g1bf1f6", true},
		{"ffmpeg version N-100000-g1bf1f6 Copyright\n  libavutil      56. 60.100 / 56. 60.100", "N-100000-g1bf1f6", false},
		{"ffmpeg version N-106000-g1bf1f6 Copyright\n  libavutil      57. 24.100 / 57. 24.100", "N-106000-g1bf1f6", false},
		{"ffmpeg version 2024-03-04-git-e30369bc1c-full_build Copyright\n  libavutil      59.  0.100 / 59.  0.100", "2024-03-04-git-e30369bc1c-full_build", true},
		{"ffmpeg version git-2020 Copyright", "git-2020", false},
		{"", "", false},
	}
	for _, tt := range tests {
		v := ffmpeg.ParseVersion(tt.banner)
		if v.Text != tt.text || v.AtLeast(5, 1) != tt.modern {
			t.Errorf("%q: got %+v, at least 5.1: %v", tt.banner, v, v.AtLeast(5, 1))
		}
	}
}

func TestRunError(t *testing.T) {
	tool := find(t)
	err := tool.Run(t.Context(), []string{"-f", "lavfi", "-i", "no_such_source", "-f", "null", "-"}, ffmpeg.Options{})
	var exit *ffmpeg.ExitError
	if !errors.As(err, &exit) {
		t.Fatalf("got %v", err)
	}
	if exit.Code <= 0 || exit.Program != "ffmpeg" || !strings.Contains(exit.Stderr, "no_such_source") {
		t.Errorf("got %+v", exit)
	}
}

func TestRunPipes(t *testing.T) {
	tool := find(t)
	frame := bytes.Repeat([]byte{16}, 64*64*3/2)
	args, err := ffmpeg.Args(
		[]ffmpeg.Input{{URL: "pipe:0", Opts: ffmpeg.Opts{"f": "rawvideo", "pix_fmt": "yuv420p", "s": "64x64", "r": 30}}},
		ffmpeg.Output{URL: "pipe:1", Opts: ffmpeg.Opts{"f": "rawvideo", "c:v": "copy"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	var out, log bytes.Buffer
	in := bytes.NewReader(bytes.Repeat(frame, 5))
	if err := tool.Run(t.Context(), args, ffmpeg.Options{Stdin: in, Stdout: &out, Stderr: &log, LogLevel: "info"}); err != nil {
		t.Fatal(err)
	}
	if want := 5 * len(frame); out.Len() != want {
		t.Errorf("got %d bytes, want %d", out.Len(), want)
	}
	if !strings.Contains(log.String(), "rawvideo") {
		t.Errorf("at level info the log is %q", log.String())
	}
}

func TestRunDoesNotOverwrite(t *testing.T) {
	tool := find(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "x.wav")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-f", "lavfi", "-i", "anullsrc=d=0.1", "-f", "wav", "x.wav"}
	if err := tool.Run(t.Context(), args, ffmpeg.Options{Dir: dir}); err == nil {
		t.Error("an existing file was no error")
	}
	if b, _ := os.ReadFile(path); string(b) != "precious" {
		t.Errorf("the file was overwritten: %q", b)
	}
	if err := tool.Run(t.Context(), args, ffmpeg.Options{Dir: dir, Overwrite: true}); err != nil {
		t.Error(err)
	}
}

// feed starts an encoder and gives it frames until one is refused.
func feed(t *testing.T, ctx context.Context, tool *ffmpeg.Tool, opt ffmpeg.Options) (*ffmpeg.Process, error) {
	t.Helper()
	args, err := ffmpeg.Args(
		[]ffmpeg.Input{{URL: "pipe:0", Opts: ffmpeg.Opts{"f": "rawvideo", "pix_fmt": "yuv420p", "s": "320x240", "r": 30}}},
		ffmpeg.Output{URL: "pipe:1", Opts: ffmpeg.Opts{"f": "null"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	p, err := tool.Start(ctx, args, opt)
	if err != nil {
		t.Fatal(err)
	}
	frame := make([]byte, 320*240*3/2)
	for {
		if _, err := p.Stdin.Write(frame); err != nil {
			return p, err
		}
	}
}

func TestTimeout(t *testing.T) {
	p, err := feed(t, t.Context(), find(t), ffmpeg.Options{Timeout: 300 * time.Millisecond})
	if err == nil {
		t.Error("writing went on")
	}
	if err := p.Wait(); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "longer than 300ms") {
		t.Errorf("got %v", err)
	}
	if err := p.Wait(); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("second wait: %v", err)
	}
}

func TestStartRefused(t *testing.T) {
	tool := *find(t)
	tool.FFmpeg = filepath.Join(t.TempDir(), "none")
	if _, err := tool.Start(t.Context(), nil, ffmpeg.Options{}); err == nil || !strings.Contains(err.Error(), "start") {
		t.Errorf("got %v", err)
	}
}

func TestWriteToDeadProcess(t *testing.T) {
	tool := find(t)
	p, err := tool.Start(t.Context(), []string{"-f", "lavfi", "-i", "no_such_source", "-f", "null", "-"}, ffmpeg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = p.Stdin.Write(make([]byte, 1<<20))
	}
	var exit *ffmpeg.ExitError
	if err := p.Wait(); !errors.As(err, &exit) || !strings.Contains(err.Error(), "no_such_source") {
		t.Errorf("Wait does not say why: %v", err)
	}
}
