// Command generate makes the music of the demo: one short original piece,
// written as a score in score.go, played by a few instruments that are computed
// note by note. It needs no recordings, so nobody else has rights in it. Giro
// itself carries the finished file only and does not link this.
//
// Everything happens on a circle of exactly Bars bars. A note, an echo or a
// reverberation that passes the end goes on at the start, so the piece loops
// on its own samples without a cut.
//
// "go generate ./assets/music/generate" writes assets/music/giro-demo.flac anew;
// "go run ./assets/music/generate" writes the samples alone to standard output:
// signed 16-bit little-endian, stereo, 48 kHz.
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
)

//go:generate sh -c "go run . | ffmpeg -y -v error -f s16le -ar 48000 -ac 2 -i - -map_metadata -1 -fflags +bitexact -flags:a +bitexact -compression_level 12 -metadata title='Giro di sera' -metadata artist='Giro contributors' -metadata copyright='CC0-1.0' ../giro-demo.flac"

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write computes the piece and writes its samples.
func write(w io.Writer) error {
	out := bufio.NewWriter(w)
	if err := binary.Write(out, binary.LittleEndian, PCM16(Demo())); err != nil {
		return fmt.Errorf("write the samples: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the samples: %w", err)
	}
	return nil
}
