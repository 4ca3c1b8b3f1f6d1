package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestTermWhileRendering ends giro watch with SIGTERM while a video is being
// encoded, and starts it again: the work goes on, and the post is made once.
func TestTermWhileRendering(t *testing.T) {
	if testing.Short() {
		t.Skip("it renders")
	}
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("it looks for ffmpeg in /proc")
	}
	s := newSoak(t)
	s.drop(0)
	s.start()
	deadline := time.Now().Add(4 * time.Minute)
	for !s.encodes() {
		if time.Now().After(deadline) {
			t.Fatalf("no ffmpeg was seen\n%s", s.log.String())
		}
		<-time.After(2 * time.Millisecond)
	}
	began := time.Now()
	s.stop()
	t.Logf("the end took %v", time.Since(began).Round(time.Millisecond))
	if files := s.files(); strings.Contains(files, ".mp4") || !strings.Contains(files, "working/") {
		t.Errorf("after the end there is\n%s", files)
	}
	s.start()
	for !s.over() {
		if time.Now().After(deadline.Add(4 * time.Minute)) {
			t.Fatalf("it does not go on\n%s\n%s", s.files(), s.log.String())
		}
		<-time.After(20 * time.Millisecond)
	}
	s.stop()
	s.check()
}

// encodes reports whether giro has a child that writes a video.
func (s *soak) encodes() bool {
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", s.cmd.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, list := range lists {
		children, err := os.ReadFile(list)
		if err != nil {
			continue // the thread has ended
		}
		for child := range strings.FieldsSeq(string(children)) {
			if line, err := os.ReadFile("/proc/" + child + "/cmdline"); err == nil && strings.Contains(string(line), "libx264") {
				return true
			}
		}
	}
	return false
}
