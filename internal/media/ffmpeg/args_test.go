package ffmpeg_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/sniff"
)

func ExampleArgs() {
	args, err := ffmpeg.Args(
		[]ffmpeg.Input{
			{URL: "file:/v.mp4", Opts: ffmpeg.Opts{"f": "mov"}},
			{URL: "file:/a.wav", Opts: ffmpeg.Opts{"f": "wav"}},
		},
		ffmpeg.Output{URL: "file:/out.mp4", Maps: []string{"0:v", "1:a:0"}, Opts: ffmpeg.Opts{
			"c:v": "copy", "c:a": "aac", "b:a": 128000, "movflags": "+faststart", "shortest": "", "f": "mp4",
		}},
	)
	fmt.Println(strings.Join(args, " "), err)
	// Output: -f mov -i file:/v.mp4 -f wav -i file:/a.wav -map 0:v -map 1:a:0 -b:a 128000 -c:a aac -c:v copy -f mp4 -movflags +faststart -shortest file:/out.mp4 <nil>
}

func TestArgs(t *testing.T) {
	in := func(url string) ffmpeg.Input { return ffmpeg.Input{URL: url} }
	out := func(url string, maps ...string) ffmpeg.Output { return ffmpeg.Output{URL: url, Maps: maps} }
	tests := []struct {
		name    string
		inputs  []ffmpeg.Input
		outputs []ffmpeg.Output
		want    string // "" for an error
	}{
		{"no map", []ffmpeg.Input{in("a")}, []ffmpeg.Output{out("x")}, "-i a x"},
		{"repeated option", []ffmpeg.Input{{URL: "a", Opts: ffmpeg.Opts{"o": []string{"p", "q"}}}}, []ffmpeg.Output{out("x")}, "-o p -o q -i a x"},
		{"numbers", []ffmpeg.Input{{URL: "a", Opts: ffmpeg.Opts{"n": 3, "t": 1e6, "u": 0.1}}}, []ffmpeg.Output{out("x")}, "-n 3 -t 1000000 -u 0.1 -i a x"},
		{"two outputs", []ffmpeg.Input{in("a")}, []ffmpeg.Output{out("x", "0:v"), out("y", "0:a")}, "-i a -map 0:v x -map 0:a y"},
		{"one input twice", []ffmpeg.Input{in("a")}, []ffmpeg.Output{out("x", "0:v", "0:a")}, "-i a -map 0:v -map 0:a x"},
		{"whole inputs", []ffmpeg.Input{in("a"), in("b")}, []ffmpeg.Output{out("x", "0", "1")}, "-i a -i b -map 0 -map 1 x"},
		{"no input", nil, []ffmpeg.Output{out("x")}, ""},
		{"no output", []ffmpeg.Input{in("a")}, nil, ""},
		{"no address", []ffmpeg.Input{in("")}, []ffmpeg.Output{out("x")}, ""},
		{"no output address", []ffmpeg.Input{in("a")}, []ffmpeg.Output{out("")}, ""},
		{"unused input", []ffmpeg.Input{in("a"), in("b")}, []ffmpeg.Output{out("x", "0:v")}, ""},
		{"inputs out of order", []ffmpeg.Input{in("a"), in("b")}, []ffmpeg.Output{out("x", "1:v", "0:v")}, ""},
		{"same input given twice", []ffmpeg.Input{in("a"), in("a")}, []ffmpeg.Output{out("x", "0:v", "1:a")}, "-i a -map 0:v -map 0:a x"}, // the same streams
		{"no such input", []ffmpeg.Input{in("a")}, []ffmpeg.Output{out("x", "3:v")}, ""},
		{"map without number", []ffmpeg.Input{in("a")}, []ffmpeg.Output{out("x", "v")}, ""},
		{"dash in a name", []ffmpeg.Input{{URL: "a", Opts: ffmpeg.Opts{"-f": "x"}}}, []ffmpeg.Output{out("x")}, ""},
		{"value of another type", []ffmpeg.Input{{URL: "a", Opts: ffmpeg.Opts{"f": true}}}, []ffmpeg.Output{out("x")}, ""},
		{"output value of another type", []ffmpeg.Input{in("a")}, []ffmpeg.Output{{URL: "x", Opts: ffmpeg.Opts{"f": nil}}}, ""},
		{"format given twice", []ffmpeg.Input{{URL: "a", Opts: ffmpeg.Opts{"f": "x", "format": "y"}}}, []ffmpeg.Output{out("x")}, ""}, // ffmpeg-go panics
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ffmpeg.Args(tt.inputs, tt.outputs...)
			if (err != nil) != (tt.want == "") || strings.Join(got, " ") != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

// TestArgsSteady builds a graph many times: ffmpeg-go keeps its graph in maps.
func TestArgsSteady(t *testing.T) {
	build := func() []string {
		args, err := ffmpeg.Args(
			[]ffmpeg.Input{{URL: "a"}, {URL: "b"}, {URL: "c"}},
			ffmpeg.Output{URL: "x", Maps: []string{"0:v", "1:a"}},
			ffmpeg.Output{URL: "y", Maps: []string{"1:a", "2:a"}, Opts: ffmpeg.Opts{"p": 1, "q": 2}},
		)
		if err != nil {
			t.Fatal(err)
		}
		return args
	}
	want := build()
	for range 200 {
		if got := build(); !slices.Equal(got, want) {
			t.Fatalf("got %q, then %q", want, got)
		}
	}
}

func TestFile(t *testing.T) {
	for _, name := range []string{"concat:a.mp4|b.mp4", "http://x/y.mp4", "-y", "pipe:0", "%03d.png", "città è.mp4"} {
		got, err := ffmpeg.File(name)
		abs, _ := filepath.Abs(name)
		if err != nil || got != "file:"+filepath.ToSlash(abs) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
	if _, err := ffmpeg.File("a\x00b"); err == nil {
		t.Error("a NUL is no error")
	}
}

func TestSource(t *testing.T) {
	for k := sniff.Unknown; k <= sniff.ADTS; k++ {
		in, err := ffmpeg.Source("x", k)
		if (err == nil) != k.Audio() {
			t.Errorf("%v: %v", k, err)
		}
		if err == nil && (in.Opts["f"] != in.Opts["format_whitelist"] || in.Opts["protocol_whitelist"] != "file") {
			t.Errorf("%v: %v", k, in.Opts)
		}
	}
}
