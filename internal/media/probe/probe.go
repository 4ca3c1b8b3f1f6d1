// Package probe inspects video and sound files: their streams with ffprobe and, for
// MP4, the layout of the boxes, which ffprobe does not show.
package probe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/sniff"
)

// timeout bounds one call of ffprobe; counting the frames of an hour of video
// takes a few seconds.
const timeout = time.Minute

// Report is what a file holds. What is not known is zero.
type Report struct {
	Kind      sniff.Kind
	Format    string  // the demuxer's name: "mov,mp4,m4a,3gp,3g2,mj2"
	Size      int64   // bytes
	DurationS float64 // of the longest stream
	BitRate   int     // bits a second, of the whole file
	Streams   []Stream
	Boxes     *Boxes // nil unless the file is MP4
}

// Stream is one stream of a file.
type Stream struct {
	Index     int
	Type      string // "video", "audio", "subtitle", "data"
	Codec     string // "h264", "aac"
	Profile   string // "High", "LC"
	Tag       string // "avc1"
	TimeBase  Rational
	StartS    float64
	DurationS float64
	BitRate   int
	Packets   int // counted; one packet is one frame of video
	Frames    int // as the container says, 0 when it does not

	// Of video. Rotation is in degrees, anticlockwise, as ffprobe reports it.
	Width, Height                   int
	PixelFormat                     string // "yuv420p"
	Level                           int    // 41 is level 4.1
	BFrames                         int    // depth of reordering
	FieldOrder                      string // "progressive"
	Rate, AverageRate               Rational
	Range, Matrix, Transfer, Primes string // "tv", "bt709", "bt709", "bt709"
	Rotation                        int
	Still                           bool // a cover picture, not a video

	// Of sound.
	SampleRate, Channels int
	Layout               string // "stereo"
}

// Rational is a fraction; 0/0 stands for unknown.
type Rational struct{ Num, Den int }

// Float returns the fraction as a number, 0 when it is unknown.
func (r Rational) Float() float64 {
	if r.Den == 0 {
		return 0
	}
	return float64(r.Num) / float64(r.Den)
}

// Video returns the first video stream that is no cover picture, or nil.
func (r *Report) Video() *Stream { return r.first("video") }

// Audio returns the first sound stream, or nil.
func (r *Report) Audio() *Stream { return r.first("audio") }

func (r *Report) first(kind string) *Stream {
	for i := range r.Streams {
		if r.Streams[i].Type == kind && !r.Streams[i].Still {
			return &r.Streams[i]
		}
	}
	return nil
}

// File probes the file at path, which may come from outside. It reads the whole
// file to count its packets. The error is a *sniff.Fault when the file is no
// video or sound, or cannot be read as what it looks like.
func File(ctx context.Context, tool *ffmpeg.Tool, path string) (*Report, error) {
	f, kind, err := sniff.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	report := &Report{Kind: kind}
	if report.Streams, err = report.ffprobe(ctx, tool, path, kind); err != nil {
		return nil, err
	}
	if kind == sniff.MP4 {
		if report.Boxes, err = readBoxes(f, path); err != nil {
			return nil, err
		}
	}
	return report, nil
}

func readBoxes(f *os.File, path string) (*Boxes, error) {
	st, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", path, err)
	}
	b, err := ReadBoxes(f, st.Size())
	if errors.Is(err, ErrBoxes) {
		return nil, sniff.Faultf(path, sniff.ErrDamaged, diag.T("export the video again"), "the file looks like %s but its structure is damaged (%v)", sniff.MP4, err)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return b, nil
}

// answer is ffprobe's JSON, as far as it is used. ffprobe writes most numbers as
// strings, and leaves out unknown ones or writes "N/A".
type answer struct {
	Format struct {
		Name     string `json:"format_name"`
		Size     string `json:"size"`
		Duration string `json:"duration"`
		BitRate  string `json:"bit_rate"`
	} `json:"format"`
	Streams []struct {
		Index        int    `json:"index"`
		Type         string `json:"codec_type"`
		Codec        string `json:"codec_name"`
		Profile      string `json:"profile"`
		Tag          string `json:"codec_tag_string"`
		TimeBase     string `json:"time_base"`
		Start        string `json:"start_time"`
		Duration     string `json:"duration"`
		BitRate      string `json:"bit_rate"`
		Frames       string `json:"nb_frames"`
		Packets      string `json:"nb_read_packets"`
		Width        int    `json:"width"`
		Height       int    `json:"height"`
		PixelFormat  string `json:"pix_fmt"`
		Level        int    `json:"level"`
		BFrames      int    `json:"has_b_frames"`
		FieldOrder   string `json:"field_order"`
		Rate         string `json:"r_frame_rate"`
		AverageRate  string `json:"avg_frame_rate"`
		Range        string `json:"color_range"`
		Matrix       string `json:"color_space"`
		Transfer     string `json:"color_transfer"`
		Primes       string `json:"color_primaries"`
		SampleRate   string `json:"sample_rate"`
		Channels     int    `json:"channels"`
		Layout       string `json:"channel_layout"`
		Dispositions struct {
			Still int `json:"attached_pic"`
		} `json:"disposition"`
		SideData []struct {
			Rotation *float64 `json:"rotation"`
		} `json:"side_data_list"`
	} `json:"streams"`
}

// ffprobe asks ffprobe and fills in all but the boxes.
func (r *Report) ffprobe(ctx context.Context, tool *ffmpeg.Tool, path string, kind sniff.Kind) ([]Stream, error) {
	in, err := ffmpeg.Source(path, kind)
	if err != nil {
		return nil, err
	}
	args, err := in.ProbeArgs("count_packets", "show_format", "show_streams")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = tool.Probe(ctx, append([]string{"-of", "json"}, args...), ffmpeg.Options{Stdout: &out, Timeout: timeout})
	if exit, ok := errors.AsType[*ffmpeg.ExitError](err); ok && !exit.Killed() {
		if codec := exit.RefusedCodec(); codec != "" {
			return nil, sniff.Faultf(path, sniff.ErrUnsupported, diag.T("export it as MP4 with H.264, or as WAV for sound"),
				"the file is encoded as %s, which is not accepted", codec)
		}
		return nil, damaged(path, kind, exit)
	}
	if err != nil {
		return nil, fmt.Errorf("probe %s: %w", path, err)
	}
	var a answer
	if err := json.Unmarshal(out.Bytes(), &a); err != nil {
		return nil, fmt.Errorf("read what ffprobe says of %s: %w", path, err)
	}
	if len(a.Streams) == 0 {
		return nil, damaged(path, kind, errors.New("it holds no stream"))
	}
	return r.fill(a), nil
}

func damaged(path string, kind sniff.Kind, cause error) error {
	return sniff.Faultf(path, sniff.ErrDamaged, diag.T("open it in a player; if it plays, export it again"),
		"the file looks like %s but cannot be read (%v)", kind, cause)
}

// fill copies the answer into the report and returns the streams.
func (r *Report) fill(a answer) []Stream {
	r.Format = a.Format.Name
	r.Size = int64(number(a.Format.Size))
	r.DurationS = number(a.Format.Duration)
	r.BitRate = int(number(a.Format.BitRate))
	streams := make([]Stream, len(a.Streams))
	for i, s := range a.Streams {
		streams[i] = Stream{
			Index: s.Index, Type: s.Type, Codec: s.Codec, Profile: s.Profile, Tag: s.Tag,
			TimeBase: rational(s.TimeBase), StartS: number(s.Start), DurationS: number(s.Duration),
			BitRate: int(number(s.BitRate)), Packets: int(number(s.Packets)), Frames: int(number(s.Frames)),
			Width: s.Width, Height: s.Height, PixelFormat: s.PixelFormat, Level: s.Level,
			BFrames: s.BFrames, FieldOrder: s.FieldOrder, Rate: rational(s.Rate), AverageRate: rational(s.AverageRate),
			Range: s.Range, Matrix: s.Matrix, Transfer: s.Transfer, Primes: s.Primes,
			Still: s.Dispositions.Still != 0, SampleRate: int(number(s.SampleRate)), Channels: s.Channels, Layout: s.Layout,
		}
		for _, d := range s.SideData {
			if d.Rotation != nil {
				streams[i].Rotation = int(math.Round(*d.Rotation))
			}
		}
	}
	return streams
}

// number reads a number; "" and "N/A" are 0.
func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v != v || math.Abs(v) > 1e15 {
		return 0
	}
	return v
}

// rational reads "30000/1001".
func rational(s string) Rational {
	num, den, _ := strings.Cut(s, "/")
	return Rational{Num: int(number(num)), Den: int(number(den))}
}
