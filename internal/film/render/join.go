package render

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/probe"
)

// joinTimeout bounds the copying of a finished video: some hundred megabytes at most.
const joinTimeout = 5 * time.Minute

// join writes the segments, files in work in the order of their names, and the
// sound, if any, to the MP4 file out.
//
// Formats that allow edit lists get two, which ffmpeg writes by itself: one hides
// the reordering of the B-frames, one the sound's first access unit, which the
// offset moves in front of the first frame. Formats that forbid them get none:
// the reordering goes into signed composition offsets (version 1 of ctts), and
// the sound has been cut to need none.
func (j *Job) join(ctx context.Context, work string, names []string, sound *madeSound, out string) error {
	list := filepath.Join(work, "list.txt")
	var lines strings.Builder
	for _, n := range names {
		fmt.Fprintf(&lines, "file '%s'\n", n)
	}
	if err := os.WriteFile(list, []byte(lines.String()), 0o600); err != nil {
		return storeError(j.Store.Dir(), err)
	}
	listURL, err := ffmpeg.File(list)
	if err != nil {
		return err
	}
	outURL, err := ffmpeg.File(out)
	if err != nil {
		return err
	}
	rate := j.Picture.Rate
	scale := segment.Timescale(rate.Num)
	tick := scale / rate.Num * rate.Den
	opts := ffmpeg.Opts{
		"c":                     "copy",
		"f":                     "mp4",
		"brand":                 "mp42",
		"movflags":              "+faststart",
		"movie_timescale":       timebase.SampleRate,
		"video_track_timescale": scale,
		// The demuxer adds up lengths rounded to microseconds: set the exact times again.
		"bsf:v":        fmt.Sprintf("setts=pts=round(PTS/%d)*%d:dts=round(DTS/%d)*%d", tick, tick, tick, tick),
		"fflags":       "+bitexact",
		"map_metadata": "-1",
	}
	inputs := []ffmpeg.Input{{URL: listURL, Opts: ffmpeg.Opts{"f": "concat", "safe": 0}}}
	maps := []string{"0:v"}
	run := ffmpeg.Options{Overwrite: true, Timeout: joinTimeout}
	if sound != nil {
		in := ffmpeg.Input{URL: "pipe:0", Opts: ffmpeg.Opts{"f": "aac"}}
		if sound.aac.edit {
			in.Opts["itsoffset"] = fmt.Sprintf("-%.9f", float64(unitFrames)/timebase.SampleRate)
		}
		inputs = append(inputs, in)
		maps = append(maps, "1:a")
		run.Stdin = bytes.NewReader(sound.aac.adts)
	}
	if !j.Format.EditLists {
		opts["use_editlist"] = 0
		opts["movflags"] = "+faststart+negative_cts_offsets"
	}
	args, err := ffmpeg.Args(inputs, ffmpeg.Output{URL: outURL, Maps: maps, Opts: opts})
	if err != nil {
		return err
	}
	if err := j.Tool.Run(ctx, args, run); err != nil {
		return fmt.Errorf("join the segments: %w", err)
	}
	if err := j.verify(out, sound); err != nil {
		// When the disk fills up while the index is moved to the front, ffmpeg 5.1 reports
		// success. Writing the same amount again shows whether the disk is full.
		if full := room(work, names, filepath.Dir(out)); full != nil {
			return full
		}
		return err
	}
	return nil
}

// leastRoom is what a disk with room has at least: what room writes when the
// segments came out empty.
const leastRoom = 64 << 10

// room tries to write as many bytes as the segments have to the folder dir, and
// returns the error if it cannot.
func room(work string, names []string, dir string) error {
	f, err := os.CreateTemp(dir, ".giro-*.part")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(make([]byte, leastRoom))
	for _, n := range names {
		if err != nil {
			break
		}
		var b []byte
		b, err = os.ReadFile(filepath.Join(work, n)) //nolint:gosec // a file that Video has made
		if err != nil {
			break
		}
		if _, err = f.Write(b); err != nil {
			break
		}
	}
	return errors.Join(err, f.Close())
}

// verify compares the file's own tables with the input: the number of frames, their
// even spacing (the track is as long as all frames at the exact rate), the number of
// access units, the edit lists. ffmpeg reports success for some broken files.
func (j *Job) verify(path string, sound *madeSound) error {
	f, err := os.Open(path) //nolint:gosec // a file that join has made
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	info, err := f.Stat()
	if err != nil {
		return err
	}
	b, err := probe.ReadBoxes(f, info.Size())
	if err != nil {
		return fmt.Errorf("%w: %w", errJoined, err)
	}
	rate, frames := j.Picture.Rate, j.Picture.Frames
	video, audio := b.Track("vide"), b.Track("soun")
	switch {
	case video == nil || len(b.Tracks) > 2 || (audio != nil) != (sound != nil):
		return fmt.Errorf("%w: it has the wrong tracks: %d", errJoined, len(b.Tracks))
	case video.Samples != frames:
		return fmt.Errorf("%w: it has %d frames instead of %d", errJoined, video.Samples, frames)
	case video.Duration*int64(rate.Num) != int64(frames)*int64(rate.Den)*int64(video.Timescale):
		return fmt.Errorf("%w: it lasts %d/%d s instead of %d frames", errJoined, video.Duration, video.Timescale, frames)
	case b.HasEdits() && !j.Format.EditLists:
		return fmt.Errorf("%w: it has an edit list, which %s forbids", errJoined, j.Format.Name)
	case !b.MoovFirst:
		return fmt.Errorf("%w: it does not begin with its index", errJoined)
	}
	if sound == nil {
		return nil
	}
	units := rate.Samples(frames) / unitFrames
	if sound.aac.edit {
		units++
	}
	if audio.Samples != units {
		return fmt.Errorf("%w: it has %d access units of sound instead of %d", errJoined, audio.Samples, units)
	}
	if sound.aac.edit && (len(audio.Edits) != 1 || audio.Edits[0].MediaTime != unitFrames) {
		return fmt.Errorf("%w: its edit list does not hide the first access unit: %v", errJoined, audio.Edits)
	}
	return nil
}
