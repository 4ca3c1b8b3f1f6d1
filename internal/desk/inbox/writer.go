package inbox

// Writer says whether a program has a file open for writing.
type Writer int

// What the system tells about writers.
const (
	Unknown Writer = iota // it does not tell
	Free                  // nobody writes
	Busy                  // somebody does
)
