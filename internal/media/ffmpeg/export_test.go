package ffmpeg

// CheckRate is checkRate for tests.
var CheckRate = checkRate
