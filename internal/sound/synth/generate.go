//go:build ignore

// Command generate writes the demo's music to standard output: signed 16-bit
// little-endian samples, stereo, 48 kHz.
package main

import (
	"bufio"
	"encoding/binary"
	"log"
	"os"

	"github.com/giro-video/giro/internal/sound/synth"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	if err := binary.Write(out, binary.LittleEndian, synth.PCM16(synth.Demo())); err != nil {
		log.Fatal(err)
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}
