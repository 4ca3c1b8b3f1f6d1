package inbox

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/disk"
)

// Step is what a record of the journal says is done, or about to be.
type Step string

// The steps in the life of a drop. A record is written before its step touches
// a file, except Finished, Notified and Paused, which are written after.
const (
	Claimed  Step = "claimed"  // its files are moved to working
	Returned Step = "returned" // they were changed meanwhile and are put back
	Known    Step = "known"    // its contents are read: Digest
	Planned  Step = "planned"  // its products have their names
	Finished Step = "made"     // one product is whole
	Notified Step = "told"     // OnDone has run for it
	Began    Step = "began"    // it is worked on
	Paused   Step = "paused"   // no longer, and in order: the program was not killed during it
	Ended    Step = "ended"    // State is decided; its files are moved to done or failed
	Filed    Step = "filed"    // and have arrived
	Waits    Step = "waits"    // a file has begun to wait for what belongs to it
	Past     Step = "past"     // a drop of long ago, in one record
)

// State is the end of a drop.
type State string

// The ends of drops.
const (
	Done    State = "done"
	Failed  State = "failed"
	Repeat  State = "repeat"  // the same as a drop before, whose products are there: nothing was made
	Nothing State = "nothing" // its files were taken away before they were used
)

// Record is one line of the journal.
type Record struct {
	Time    time.Time `json:"time"`
	Step    Step      `json:"step"`
	ID      string    `json:"id,omitempty"`     // of the drop, the name of its folder in working
	Name    Name      `json:"name,omitempty"`   // of the drop
	Files   []Moved   `json:"files,omitempty"`  // claimed
	Digest  string    `json:"digest,omitempty"` // known, past
	Key     string    `json:"key,omitempty"`    // Finished, Notified
	Outputs []Output  `json:"posts,omitempty"`  // planned, past
	State   State     `json:"state,omitempty"`  // ended, past
	To      Name      `json:"to,omitempty"`     // ended: where its files go, below the folder of the state folders
	Reason  []Line    `json:"reason,omitempty"` // ended as failed
	Cause   []Refusal `json:"refuse,omitempty"` // claimed
	Text    string    `json:"text,omitempty"`   // digest of the reason file: ended as failed, past
}

// check reports what is wrong with a record. Paths must stay below the folders that
// they belong to, whoever wrote them.
func (r Record) check() error {
	if r.ID != "" && number(r.ID) == 0 {
		return fmt.Errorf("%q is no drop's number", r.ID)
	}
	switch r.Step {
	case Waits:
	case Claimed, Returned, Known, Planned, Finished, Notified, Ended, Filed, Past, Began, Paused:
		if r.ID == "" {
			return errors.New("it is no drop's")
		}
	default:
		return fmt.Errorf("there is no step %q", r.Step)
	}
	var paths []string
	if r.Name != "" || r.Step == Claimed || r.Step == Waits || r.Step == Past {
		paths = append(paths, string(r.Name))
	}
	for _, f := range r.Files {
		paths = append(paths, string(f.From), string(f.To))
		if f.Kind < Plain || f.Kind > Twin {
			return fmt.Errorf("there is no kind %d", f.Kind)
		}
	}
	for _, o := range r.Outputs {
		if paths = append(paths, o.File); strings.Contains(o.File, "/") {
			return fmt.Errorf("%q is no name", o.File)
		}
	}
	if to := string(r.To); to != "" {
		if paths = append(paths, to); !strings.HasPrefix(to, doneDir+"/") && !strings.HasPrefix(to, failedDir+"/") {
			return fmt.Errorf("%q is not among what has ended", to)
		}
	}
	for _, p := range paths {
		if !validPath(p) {
			return fmt.Errorf("%q leads elsewhere", p)
		}
	}
	return nil
}

// Output is a product and its name in the out folder.
type Output struct {
	Key  string `json:"key"`
	File string `json:"file"`
}

// Line is one reason why a drop failed, in the words that its reason file uses.
type Line struct {
	Where string `json:"where,omitempty"`
	What  string `json:"what"`
	Hint  string `json:"hint,omitempty"`
}

// Moved is a file that a drop takes from the inbox.
type Moved struct {
	From  Name      `json:"from"`           // in the inbox
	To    Name      `json:"to"`             // in the folder of the drop
	Kind  Kind      `json:"kind,omitempty"` // Link and Special are moved, never opened
	Size  int64     `json:"size"`
	Mtime time.Time `json:"mtime"`
	Copy  bool      `json:"copy,omitempty"` // another drop needs it too
	Kept  bool      `json:"kept,omitempty"` // From is in failed, not in the inbox
}

// Name is a path as the file system has it. In JSON one that is no UTF-8 is an
// object, so that it comes back as it was.
type Name string

// MarshalJSON writes the name as a string, or as {"bytes": base64}.
func (n Name) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(n)) {
		return json.Marshal(string(n))
	}
	return json.Marshal(map[string][]byte{"bytes": []byte(n)})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (n *Name) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err == nil {
		*n = Name(text)
		return nil
	}
	var raw struct{ Bytes []byte }
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	*n = Name(raw.Bytes)
	return nil
}

// Journal is a file of records, one JSON object a line, that only grows: each is
// on the disk before Add returns. Compact writes it anew.
type Journal struct {
	path string
	f    *os.File
	size int64
}

// maxLine is the longest record that is read back; a claim of a folder with
// maxEntries files stays below it.
const maxLine = 32 << 20

// OpenJournal opens or makes a journal and returns its records. A last line that
// was cut off by a crash is taken away; damaged lines are kept in a file beside
// it and skipped.
func OpenJournal(path string) (*Journal, []Record, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // giro's own folder
	if err != nil {
		return nil, nil, fmt.Errorf("open the journal: %w", err)
	}
	j := &Journal{path: path, f: f}
	list, damaged, err := j.read()
	if err == nil {
		err = f.Truncate(j.size)
	}
	if err == nil {
		_, err = f.Seek(j.size, io.SeekStart)
	}
	if err == nil && len(damaged) > 0 {
		err = os.WriteFile(path+".damaged", damaged, 0o600)
	}
	if err != nil {
		_ = f.Close() // the error is reported already
		return nil, nil, fmt.Errorf("read the journal: %w", err)
	}
	return j, list, nil
}

func (j *Journal) read() (list []Record, damaged []byte, err error) {
	r := bufio.NewReader(j.f)
	for {
		line, err := readLine(r)
		if errors.Is(err, io.EOF) {
			return list, damaged, nil // what stands before it without a line end was cut off
		}
		if err != nil {
			return nil, nil, err
		}
		j.size += int64(len(line))
		var rec Record
		if err := json.Unmarshal(line, &rec); err != nil || rec.check() != nil {
			damaged = append(damaged, line...)
			continue
		}
		list = append(list, rec)
	}
}

func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
		if len(line) > maxLine {
			return nil, errors.New("a line has no end")
		}
	}
}

// Add writes a record and waits until it is on the disk. After an error the
// journal is as before.
func (j *Journal) Add(rec Record) error {
	line, err := json.Marshal(rec)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	line = append(line, '\n')
	_, err = j.f.Write(line)
	if err == nil {
		err = j.f.Sync()
	}
	if err != nil {
		_ = j.f.Truncate(j.size) // a half line at the end is also seen by the next reader
		_, _ = j.f.Seek(j.size, io.SeekStart)
		return fmt.Errorf("write the journal: %w", err)
	}
	j.size += int64(len(line))
	return nil
}

// Size returns the length of the journal in bytes.
func (j *Journal) Size() int64 { return j.size }

// Compact replaces the journal by the records given.
func (j *Journal) Compact(list []Record) error {
	var b bytes.Buffer
	for _, rec := range list {
		line, err := json.Marshal(rec)
		if err != nil {
			return fmt.Errorf("compact the journal: %w", err)
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	if err := disk.Write(j.path, b.Bytes(), 0o600); err != nil {
		return fmt.Errorf("compact the journal: %w", err)
	}
	f, err := os.OpenFile(j.path, os.O_RDWR, 0o600)
	if err == nil {
		_, err = f.Seek(0, io.SeekEnd)
	}
	if err != nil {
		return fmt.Errorf("compact the journal: %w", err)
	}
	_ = j.f.Close() // all that it was asked to keep was synced
	j.f, j.size = f, int64(b.Len())
	return nil
}

// Close closes the file.
func (j *Journal) Close() error { return j.f.Close() }
