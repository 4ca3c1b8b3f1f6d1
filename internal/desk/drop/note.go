package drop

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// textLimit is the largest small text, in bytes.
const textLimit = 64 << 10

// readNote reads the event of a small text; beside names the files that lie with it.
func readNote(ctx context.Context, name string, r io.Reader, beside []string, opt ingest.Options) ([]*event.Event, diag.List, error) {
	data, err := io.ReadAll(io.LimitReader(source.Reader(ctx, r), textLimit+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read a drop: %w", err)
	}
	var faults diag.List
	if len(data) > textLimit {
		faults.Errorf(diag.Pos{File: path.Base(name)}, "", diag.T("write a few lines, or drop a table"), "the text has more than %d KB", textLimit>>10)
		return nil, faults, nil
	}
	n := note{name: name}
	n.parse(string(data))
	return n.events(ctx, beside, opt)
}

// note is the small text beside a photo: its title in the first line, then
// lines such as "quando: 14/06/2025 18:30" and "dove: piazza Roma", and text.
type note struct {
	name    string
	columns []string
	cells   []string
	lines   []int // where each cell stands in the text
}

func (n *note) add(column, cell string, line int) {
	if i := slices.Index(n.columns, column); i >= 0 {
		n.cells[i] += "\n" + cell
		return
	}
	n.columns, n.cells, n.lines = append(n.columns, column), append(n.cells, cell), append(n.lines, line)
}

const (
	titleColumn = "titolo"
	textColumn  = "descrizione"
	imageColumn = "immagine"
	noteWords   = 3 // the most words of a line's name before its colon
)

func (n *note) parse(text string) {
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		number++
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		name = strings.ToLower(strings.TrimSpace(name))
		switch {
		case ok && !strings.HasPrefix(value, "//") && strings.TrimSpace(value) != "" && len(strings.Fields(name)) <= noteWords && (len(n.columns) > 0 || name == titleColumn || name == "title"):
			if name == "title" {
				name = titleColumn
			}
			n.add(name, strings.TrimSpace(value), number)
		case !slices.Contains(n.columns, titleColumn):
			n.add(titleColumn, line, number)
		default:
			n.add(textColumn, line, number)
		}
	}
}

// events reads the text as a table of one row, so that dates and places are
// understood as they are everywhere.
func (n *note) events(ctx context.Context, beside []string, opt ingest.Options) ([]*event.Event, diag.List, error) {
	if len(n.columns) == 0 {
		return ingest.Read(ctx, path.Base(n.name), nil, opt)
	}
	if !slices.Contains(n.columns, imageColumn) {
		for _, also := range beside {
			if RoleOf(also) == Media && path.Dir(also) == path.Dir(n.name) && (len(beside) == 1 || sameStem(also, n.name)) {
				n.add(imageColumn, path.Base(also), 0)
				break
			}
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range [][]string{n.columns, n.cells} {
		if err := w.Write(row); err != nil {
			return nil, nil, err
		}
	}
	w.Flush()
	events, faults, err := ingest.Read(ctx, path.Base(n.name), b.Bytes(), opt)
	if err == nil && !slices.Contains(n.columns, imageColumn) && !faults.HasErrors() && !slices.ContainsFunc(events, announces) {
		faults.Errorf(diag.Pos{File: path.Base(n.name)}, "", diag.T("drop it together with a photo of the same name, or add a line such as \"quando: 14/06/2027 18:30\""),
			"the text has neither a picture nor a date: no video is made of it")
		return nil, faults, nil
	}
	for i := range faults {
		faults[i].Pos = n.place(faults[i].Pos)
	}
	for _, e := range events {
		for i := range e.Faults {
			e.Faults[i].Pos = n.place(e.Faults[i].Pos)
		}
		for field, pos := range e.Pos {
			e.Pos[field] = n.place(pos)
		}
	}
	return events, faults, err
}

// announces reports whether what a text says can be an event: it has a date, or
// one that cannot be read.
func announces(e *event.Event) bool {
	return e.When.Known() || e.Faults.HasErrors() || len(e.Images) > 0
}

// place turns a position in the table into one in the text.
func (n *note) place(at diag.Pos) diag.Pos {
	out := diag.Pos{File: at.File}
	column := 0
	for _, r := range at.Cell {
		if r < 'A' || r > 'Z' {
			break
		}
		column = column*26 + int(r-'A') + 1
	}
	if column > 0 && column <= len(n.lines) {
		out.Line = n.lines[column-1]
	}
	return out
}
