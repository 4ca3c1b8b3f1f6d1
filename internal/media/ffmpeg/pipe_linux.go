package ffmpeg

import (
	"os"

	"golang.org/x/sys/unix"
)

// pipeBytes is the size asked for a pipe: a third of a 1080x1920 frame, and the
// most that an ordinary user may have (/proc/sys/fs/pipe-max-size). The default
// of 64 KiB wakes both sides 48 times a frame.
const pipeBytes = 1 << 20

// growPipe makes the pipe's buffer larger where the system allows it.
func growPipe(f *os.File) {
	raw, err := f.SyscallConn()
	if err != nil {
		return
	}
	// Only a matter of speed, so a refusal changes nothing.
	_ = raw.Control(func(fd uintptr) { _, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, pipeBytes) })
}
