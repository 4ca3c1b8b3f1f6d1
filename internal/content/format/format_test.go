package format_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/content/format"
)

func byName(t *testing.T, name string) *format.Format {
	t.Helper()
	f, err := format.ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestNames(t *testing.T) {
	want := []string{"universal", "tiktok", "reels", "shorts", "facebook", "screen-portrait", "screen-landscape", "feed", "square"}
	if got := format.Names(); !slices.Equal(got, want) || got[0] != format.Default {
		t.Errorf("formats %v, want %v", got, want)
	}
	_, err := format.ByName("tictok")
	if !errors.Is(err, format.ErrUnknown) || !strings.Contains(err.Error(), `did you mean "tiktok"?`) {
		t.Errorf("got %v", err)
	}
}

func TestFormatsAreSound(t *testing.T) {
	for _, name := range format.Names() {
		f := byName(t, name)
		canvas := f.Canvas.Bounds()
		for what, r := range map[string]geom.Rect{"safe": f.Safe, "strict": f.Strict} {
			if r.Empty() || !canvas.Contains(r, 0) {
				t.Errorf("%s: the %s box %v is not inside %v", name, what, r, canvas)
			}
		}
		if !canvas.Contains(f.CoverSafe, 0) {
			t.Errorf("%s: the cover's box %v is not inside %v", name, f.CoverSafe, canvas)
		}
		if f.Canvas.W%2+f.Canvas.H%2 != 0 {
			t.Errorf("%s: 4:2:0 needs an even canvas, not %v", name, f.Canvas)
		}
		if f.FPS < f.MinFPS || (f.MaxFPS > 0 && f.FPS > f.MaxFPS) {
			t.Errorf("%s: %d frames a second are not between %d and %d", name, f.FPS, f.MinFPS, f.MaxFPS)
		}
		if f.MaxSeconds <= f.MinSeconds || (f.Seconds != 0 && (f.Seconds < f.MinSeconds || f.Seconds > f.MaxSeconds)) {
			t.Errorf("%s: %v s aimed for, %v to %v allowed", name, f.Seconds, f.MinSeconds, f.MaxSeconds)
		}
		if (f.Audio == format.AAC) != (f.AudioBitrate > 0) || f.Title == "" || f.Use == "" || f.MaxVideoBitrate == 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// TestEveryNumberHasASource lists the fields that a format states and asks
// where each comes from.
func TestEveryNumberHasASource(t *testing.T) {
	for _, name := range format.Names() {
		f := byName(t, name)
		stated := map[string]bool{
			"canvas": true, "fps": true, "min_fps": f.MinFPS > 0, "max_fps": f.MaxFPS > 0,
			"min_seconds": f.MinSeconds > 0, "max_seconds": f.MaxSeconds > 0, "seconds": f.Seconds > 0,
			"safe": true, "strict": true, "cover_safe": !f.CoverSafe.Empty(), "audio": true, "audio_bitrate": f.AudioBitrate > 0,
			"edit_lists": true, "max_video_bitrate": true, "max_bytes": f.MaxBytes > 0, "closed_gop": f.ClosedGOP,
			"gop_seconds": f.GOPSeconds > 0, "b_frames": true, "max_hashtags": f.MaxHashtags > 0, "max_mentions": f.MaxMentions > 0,
			"cover_max_bytes": f.CoverMaxBytes > 0, "still": f.Still,
		}
		for text, key := range map[string]string{"caption": "caption", "title": "title_text", "description": "description"} {
			_, stated[key] = f.Text(text)
		}
		for field, is := range stated {
			s := f.Source(field)
			switch {
			case is && (s.ID == "" || s.Title == "" || len(s.Date) != len("2026-11")):
				t.Errorf("%s: %s has no source", name, field)
			case !is && s.ID != "":
				t.Errorf("%s: %s has a source and no value", name, field)
			case is && s.Trust == format.FirstParty && !strings.HasPrefix(s.URL, "https://"):
				t.Errorf("%s: the source %s of %s has no address", name, s.ID, field)
			case is && !slices.Contains([]format.Trust{format.FirstParty, format.OneSource, format.Disputed, format.Derived}, s.Trust):
				t.Errorf("%s: the source of %s is %q", name, field, s.Trust)
			}
		}
	}
}

// TestUniversalIsTheIntersection: what fits universal fits each of the four.
func TestUniversalIsTheIntersection(t *testing.T) {
	u := byName(t, "universal")
	if u.EditLists || !u.ClosedGOP {
		t.Error("universal allows edit lists or open groups of pictures")
	}
	for _, name := range []string{"tiktok", "reels", "shorts", "facebook"} {
		f := byName(t, name)
		within := func(what string, is bool) {
			if !is {
				t.Errorf("universal's %s does not fit %s", what, name)
			}
		}
		within("canvas", u.Canvas == f.Canvas)
		within("frame rate", u.FPS >= f.MinFPS && (f.MaxFPS == 0 || u.FPS <= f.MaxFPS) && u.MinFPS >= f.MinFPS)
		within("length", u.MinSeconds >= f.MinSeconds && u.MaxSeconds <= f.MaxSeconds)
		within("bitrate", u.MaxVideoBitrate <= f.MaxVideoBitrate)
		within("size", f.MaxBytes == 0 || u.MaxBytes <= f.MaxBytes)
		within("safe box", f.Safe.Contains(u.Safe, 0) && f.Strict.Contains(u.Strict, 0))
		within("sound", u.Audio == f.Audio && u.AudioBitrate <= f.AudioBitrate)
		within("hashtags", f.MaxHashtags == 0 || u.MaxHashtags <= f.MaxHashtags)
		within("cover", f.CoverMaxBytes == 0 || u.CoverMaxBytes <= f.CoverMaxBytes)
		for _, limit := range f.Texts {
			mine, ok := u.Text(limit.Text)
			// A text counts at least as many UTF-16 units as characters.
			same := mine.Unit == limit.Unit || (mine.Unit == format.UTF16 && limit.Unit == format.Characters)
			within(limit.Text, ok && same && mine.Max <= limit.Max)
		}
	}
}

func TestUnits(t *testing.T) {
	const s = "Città 🎉"
	for unit, want := range map[format.Unit]int{format.UTF16: 8, format.Characters: 7, format.Bytes: 11} {
		if got := unit.Len(s); got != want {
			t.Errorf("%s: %d, want %d", unit, got, want)
		}
	}
	if got := format.UTF16.Len("a\xffb"); got != 3 {
		t.Errorf("a broken byte counts %d", got-2)
	}
}
