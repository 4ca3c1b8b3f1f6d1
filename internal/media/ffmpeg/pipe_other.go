//go:build !linux

package ffmpeg

import "os"

// growPipe leaves the pipe as it is: only Linux lets its size be set.
func growPipe(*os.File) {}
