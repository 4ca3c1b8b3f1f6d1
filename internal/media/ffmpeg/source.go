package ffmpeg

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/media/sniff"
)

// Bounds on what a file from outside may ask for.
const (
	maxPixels  = 50_000_000 // a picture or frame
	maxStreams = 16         // a phone's video has up to eight: picture, two sounds, time code, several of metadata
)

// The decoders that files from outside may reach. ffmpeg has several hundred,
// most of them written for formats that nobody hands in and few have examined.
// Covers and subtitles are never decoded, but ffprobe gives up on a file with a
// stream that it may not open.
const (
	otherDecoders = "mjpeg,png,mov_text,subrip,ass,webvtt"
	soundDecoders = "aac,aac_fixed,alac,flac,mp3,mp3float,mp2,mp2float,opus,libopus,vorbis,libvorbis," +
		"pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be," +
		"pcm_u8,pcm_s8,pcm_alaw,pcm_mulaw,adpcm_ima_wav,adpcm_ms"
	videoDecoders = "h264,hevc,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg4,prores"
)

// demuxers maps what is sniffed to the one demuxer that may open it.
var demuxers = map[sniff.Kind]string{
	sniff.MP4:      "mov",
	sniff.Matroska: "matroska",
	sniff.Ogg:      "ogg",
	sniff.WAV:      "wav",
	sniff.AIFF:     "aiff",
	sniff.FLAC:     "flac",
	sniff.MP3:      "mp3",
	sniff.ADTS:     "aac",
}

// Source returns the file at path as an input, hardened for files from outside:
// only the demuxer that kind stands for, only local files, only common decoders,
// bounded size. Sound and video only; pictures are not ffmpeg's. The error is a
// *sniff.Fault when ffmpeg is not to open the kind.
//
// On ffmpeg 5.1 the protocol whitelist alone did not keep a playlist that was
// named .mp4 from reading other files; the forced demuxer and the format
// whitelist do, as a test shows.
func Source(path string, kind sniff.Kind) (Input, error) {
	demuxer, ok := demuxers[kind]
	if !ok {
		return Input{}, sniff.Faultf(path, sniff.ErrUnsupported, diag.T("use MP4 or MOV for video, WAV, FLAC, MP3 or M4A for sound"),
			"the file is %s, not video or sound", kind)
	}
	url, err := File(path)
	if err != nil {
		return Input{}, err
	}
	decoders := otherDecoders + "," + soundDecoders
	if kind.Video() {
		decoders += "," + videoDecoders
	}
	return Input{URL: url, Opts: Opts{
		"f":                  demuxer,
		"protocol_whitelist": "file",
		"format_whitelist":   demuxer,
		"codec_whitelist":    decoders,
		"max_pixels":         maxPixels,
		"max_streams":        maxStreams,
	}}, nil
}

// File returns path as an address that ffmpeg cannot take for anything else:
// absolute, with the protocol written out ("concat:a|b" is a file name too).
func File(path string) (string, error) {
	if strings.ContainsRune(path, 0) {
		return "", fmt.Errorf("path %q holds a NUL", path)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("make %s absolute: %w", path, err)
	}
	return "file:" + filepath.ToSlash(abs), nil
}
