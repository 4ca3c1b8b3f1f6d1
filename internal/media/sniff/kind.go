// Package sniff determines the kind of a file from its first bytes, before any
// decoder opens it.
//
// A file's name proves nothing: ffmpeg opens a playlist that is called "clip.mp4" as
// a playlist and reads the files that it names. So every file that comes from
// outside is checked here, and its [Kind] decides which decoder may open it. Files
// that are no picture, video or sound are refused with a [Fault] that says what they
// are and what to do.
package sniff

import "github.com/giro-video/giro/internal/base/diag"

// Kind is the kind of a file, by its magic bytes.
type Kind int

// The kinds that are recognised as media. Not every one of them can be used
// everywhere: see Image, Video and Audio.
const (
	Unknown Kind = iota

	// Pictures.
	JPEG
	PNG
	WebP
	GIF
	BMP
	TIFF
	HEIC
	AVIF

	// Containers of video, of sound, or of both.
	MP4      // ISO base media: MP4, MOV, M4A, M4V, 3GP
	Matroska // MKV and WebM
	Ogg

	// Sound.
	WAV
	AIFF
	FLAC
	MP3
	ADTS // bare AAC
)

// names are what a message calls each kind, with its article.
var names = map[Kind]string{
	Unknown:  "a file of unknown kind",
	JPEG:     "a JPEG picture",
	PNG:      "a PNG picture",
	WebP:     "a WebP picture",
	GIF:      "a GIF picture",
	BMP:      "a BMP picture",
	TIFF:     "a TIFF picture",
	HEIC:     "a HEIC picture",
	AVIF:     "an AVIF picture",
	MP4:      "an MP4 or MOV file",
	Matroska: "a Matroska or WebM file",
	Ogg:      "an Ogg file",
	WAV:      "a WAV sound file",
	AIFF:     "an AIFF sound file",
	FLAC:     "a FLAC sound file",
	MP3:      "an MP3 sound file",
	ADTS:     "an AAC sound file",
}

// String returns the kind with its article, as a message uses it: "a JPEG picture".
func (k Kind) String() string {
	if s, ok := names[k]; ok {
		return s
	}
	return names[Unknown]
}

// Fact returns the same, to be translated.
func (k Kind) Fact() diag.Text { return diag.Word(k.String()) }

// Image reports whether k is a picture.
func (k Kind) Image() bool { return k >= JPEG && k <= AVIF }

// Video reports whether a file of kind k may hold video.
func (k Kind) Video() bool { return k == MP4 || k == Matroska }

// Audio reports whether a file of kind k may hold sound.
func (k Kind) Audio() bool { return k >= MP4 && k <= ADTS }
