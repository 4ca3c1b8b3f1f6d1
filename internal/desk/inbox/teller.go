package inbox

import (
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// Teller puts into words, in one language, what people read about drops.
type Teller interface {
	Refused(r Refusal) Line          // a file that is not used
	Faults(list diag.List) []Line    // what is wrong with a drop
	Empty(drop string) Line          // a drop, by its name, that asks for nothing
	Internal(err error) Line         // a drop that could not be made for no fault of its own
	Reason(reason Reason) []byte     // the file that says why a drop failed
	Report(s Status) ([]File, error) // the files of the status, for the out folder
}

// Reason is why a drop was not made, or not wholly.
type Reason struct {
	Drop  string // its name
	Lines []Line
	Made  []string // names of the files that were made all the same
}

// File is the name and text of a file.
type File struct {
	Name string
	Data []byte
}

// Status is what goes on in an inbox, for the status page.
type Status struct {
	Alive   time.Time // the last sign of life
	Running bool      // false after an orderly end
	Problem error     // why the folder cannot be reached, nil when it can
	Waiting []Item
	Working []Item
	Done    []Item // the latest first, at most statusItems
	Failed  []Item // likewise; those that still lie in failed
	More    Counts // what the lists leave out
}

// Counts are numbers of drops.
type Counts struct {
	Waiting int `json:"waiting"`
	Done    int `json:"done"`
	Failed  int `json:"failed"`
}

// Item is one drop.
type Item struct {
	Name   string
	Since  time.Time
	Why    Cause    // why it waits
	What   string   // what it waits for, where that has a name
	Held   error    // what keeps it from being worked on, nil for nothing
	Made   []string // names of the files that were made of it
	Reason string   // name of the file that says why it failed
}
