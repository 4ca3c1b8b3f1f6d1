package main

import (
	"testing"
	"time"
)

func TestParseEventRef(t *testing.T) {
	files := map[string]bool{"a.csv": true, "b#1.csv": true, "b": true, "dir/c.ics": true}
	for _, tt := range []struct {
		text string
		want eventRef
	}{
		{"a.csv", eventRef{file: "a.csv"}},
		{"a.csv#3", eventRef{"a.csv", "3"}},
		{"a.csv#x#y", eventRef{"a.csv", "x#y"}},
		{"a.csv#", eventRef{file: "a.csv"}},
		{"b#1.csv", eventRef{file: "b#1.csv"}},
		{"b#2", eventRef{"b", "2"}},
		{"dir/c.ics#803020eb@example.org", eventRef{"dir/c.ics", "803020eb@example.org"}},
		{"none.csv#3", eventRef{"none.csv", "3"}},
		{"none.csv#3#4", eventRef{"none.csv", "3#4"}},
		{"none.csv", eventRef{file: "none.csv"}},
	} {
		got, err := parseEventRef(tt.text, func(name string) bool { return files[name] })
		if err != nil || got != tt.want {
			t.Errorf("%q: got %+v, %v, want %+v", tt.text, got, err, tt.want)
		}
	}
	if got, err := parseEventRef("#3", func(string) bool { return false }); err == nil {
		t.Errorf("an id without a file: got %+v, want an error", got)
	}
}

func TestParseMoment(t *testing.T) {
	for _, tt := range []struct {
		text string
		want time.Duration
	}{
		{"0", 0},
		{"2.5s", 2500 * time.Millisecond},
		{"2.5", 2500 * time.Millisecond},
		{"1m3s", 63 * time.Second},
		{"0:12", 12 * time.Second},
		{"1:02.5", 62500 * time.Millisecond},
		{"150ms", 150 * time.Millisecond},
	} {
		if got, err := parseMoment(tt.text); err != nil || got != tt.want {
			t.Errorf("%q: got %v, %v, want %v", tt.text, got, err, tt.want)
		}
	}
	for _, text := range []string{"", "-1s", "-1", "x", "1:60", "1:-2", ":5", "1:2:3", "NaN", "Inf", "1e99", "0:1e9"} {
		if got, err := parseMoment(text); err == nil {
			t.Errorf("%q: got %v, want an error", text, got)
		}
	}
}

func TestSizes(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int64
	}{
		{"0", 0},
		{"12", 12},
		{"15B", 15},
		{"500MB", 500e6},
		{"500 mb", 500e6},
		{"1.5GB", 1.5e9},
		{"2GiB", 2 << 30},
		{" 1 KiB ", 1024},
	} {
		if got, err := parseSize(tt.text); err != nil || got != tt.want {
			t.Errorf("%q: got %d, %v, want %d", tt.text, got, err, tt.want)
		}
	}
	for _, text := range []string{"", "GB", "-1", "5 apples", "NaN", "1e30", "Inf"} {
		if got, err := parseSize(text); err == nil {
			t.Errorf("%q: got %d, want an error", text, got)
		}
	}
	for _, tt := range []struct {
		bytes int64
		want  string
	}{
		{0, "0 B"},
		{999, "999 B"},
		{1000, "1.0 KB"},
		{1499, "1.5 KB"},
		{99_949, "99.9 KB"},
		{123_456_789, "123 MB"},
		{999_600_000, "1.0 GB"},
		{5_250_000_000_000_000, "5250 TB"},
	} {
		if got := sizeText(tt.bytes); got.String() != tt.want {
			t.Errorf("%d: got %q, want %q", tt.bytes, got, tt.want)
		}
	}
}
