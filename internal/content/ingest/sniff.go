package ingest

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/ical"
	"github.com/giro-video/giro/internal/content/ingest/source"
	"github.com/giro-video/giro/internal/content/ingest/structured"
	"github.com/giro-video/giro/internal/content/ingest/table"
)

// reader reads one kind of file.
type reader struct {
	name  string
	sniff func(head []byte) bool // head is the start of the file, as source.File.Head returns it
	// read returns the events and adds what is wrong to the file's Faults. When
	// the context ends it returns soon, and what it returns does not count.
	read func(ctx context.Context, f *source.File) []*event.Event

	packed   bool // the file is no text
	longLine bool // the file may stand on one line
}

// readers are tried in order. A new reader is an entry here.
var readers = []reader{
	{name: "workbook", sniff: table.SniffWorkbook, read: table.ReadWorkbook, packed: true},
	{name: "calendar", sniff: ical.Sniff, read: ical.Read},
	{name: "JSON", sniff: structured.SniffJSON, read: structured.ReadJSON, longLine: true},
	{name: "web page", sniff: structured.SniffHTML, read: structured.ReadHTML, longLine: true},
	{name: "OpenDocument", sniff: table.SniffOpenDocument, read: table.ReadOpenDocument, longLine: true},
	{name: "alert", sniff: structured.SniffCAP, read: structured.ReadCAP},
	{name: "YAML", sniff: structured.SniffYAML, read: structured.ReadYAML},
}

// fallback takes what no other reader takes.
var fallback = reader{name: "table", read: table.ReadText}

// foreign are kinds of file that people hand over instead of a table, by
// their first bytes, with what to do.
var foreign = []struct {
	magic string
	is    string
	hint  diag.Text
}{
	{"%PDF-", "a PDF", diag.T("ask for the table that it was made from, and save that as CSV")},
	{"{\\rtf", "a word processor's text", diag.T(source.SaveAsCSV)},
	{"\x89PNG", "a picture", diag.T("give the table or calendar here, and the picture in its image column")},
	{"\xff\xd8\xff", "a picture", diag.T("give the table or calendar here, and the picture in its image column")},
	{"GIF8", "a picture", diag.T("give the table or calendar here, and the picture in its image column")},
	{"\x1f\x8b", "a compressed file", diag.T("unpack it first")},
	{"TABLE\r\n0,1\r\n", "in the Data Interchange Format (.dif)", diag.T(source.SaveAsCSV)},
	{"TABLE\n0,1\n", "in the Data Interchange Format (.dif)", diag.T(source.SaveAsCSV)},
	{"ID;PWXL", "a symbolic link table (.slk)", diag.T(source.SaveAsCSV)},
	{"SQLite format 3\x00", "a database", diag.T("export the table as CSV")},
}

// compoundMagic starts the files of old Office programs (MS-CFB, 2.2), and of new
// ones that are locked with a password.
const compoundMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// compound returns what a compound file is, by the names of its streams and its own,
// and what to do; the zero text for any other file.
func compound(name string, data []byte) (is, hint diag.Text) {
	if !bytes.HasPrefix(data, []byte(compoundMagic)) {
		return diag.Text{}, diag.Text{}
	}
	has := func(name string) bool {
		var wide []byte
		for i := range len(name) {
			wide = append(wide, name[i], 0)
		}
		return bytes.Contains(data, wide)
	}
	save := diag.T("open it, choose Save as, and save the table as .xlsx or CSV")
	switch {
	case has("EncryptedPackage"), slices.Contains([]string{".xlsx", ".xlsm"}, strings.ToLower(path.Ext(name))):
		return diag.T("a workbook that is locked with a password"), diag.T("open it with its password, and save it without one")
	case has("Workbook"), has("Book"):
		return diag.T("a workbook of the old kind (.xls)"), save
	case has("WordDocument"):
		return diag.T("a Word document (.doc)"), save
	}
	return diag.T("an old Office file (.xls, .doc), or one with a password"), save
}

// isWorkbookName reports whether a name is that of a workbook.
func isWorkbookName(name string) bool {
	return slices.Contains([]string{".xls", ".xlsx", ".xlsm", ".ods"}, strings.ToLower(path.Ext(name)))
}

// choose returns the reader for a file; ok is false when no reader can read
// it, about which a message has been given.
func choose(f *source.File) (r reader, ok bool) {
	if len(bytes.TrimSpace(bytes.Trim(f.Data, "\xef\xbb\xbf"))) == 0 {
		f.Faults.Errorf(f.At(0), "", diag.T("check that it was copied whole"), "the file is empty")
		return r, false
	}
	if is, hint := compound(f.Name, f.Data); !is.IsZero() {
		f.Faults.Errorf(f.At(0), "", hint, "the file is %s, not a calendar or a table", is)
		return r, false
	}
	if webPage := structured.SniffHTML(f.Head()); webPage && isWorkbookName(f.Name) {
		f.Faults.Errorf(f.At(0), "", diag.T("open it in a spreadsheet program, choose Save as, and save it as .xlsx or CSV"), "the file is a web page that is named as a workbook (%s)", path.Ext(f.Name))
		return r, false
	}
	for _, k := range foreign {
		if bytes.HasPrefix(f.Data, []byte(k.magic)) {
			f.Faults.Errorf(f.At(0), "", k.hint, "the file is %s, not a calendar or a table", diag.Word(k.is))
			return r, false
		}
	}
	head := f.Head()
	r, known := fallback, false
	for _, candidate := range readers {
		if known = candidate.sniff(head); known {
			r = candidate
			break
		}
	}
	switch {
	case r.packed: // its reader checks what is inside
	case len(f.Data) > 11 && string(f.Data[4:8]) == "ftyp":
		f.Faults.Errorf(f.At(0), "", diag.T("give the table or calendar here"), "the file is a video, not a calendar or a table")
		return r, false
	case !source.IsUTF16(f.Data) && bytes.IndexByte(f.Data, 0) >= 0:
		f.Faults.Errorf(f.At(0), "", diag.T(source.SaveAsCSV), "the file is not text")
		return r, false
	}
	if line := firstLongLine(f.Data); line > 0 && !r.packed && !r.longLine {
		f.Faults.Errorf(f.At(line), "", diag.T("check that this is the right file"), "the line has more than %d characters", source.MaxLine)
		return r, false
	}
	if !known && bytes.HasPrefix(bytes.TrimSpace(head), []byte("<")) {
		f.Faults.Errorf(f.At(0), "", diag.T("export the events as iCalendar or CSV"), "the file is XML, not a calendar or a table")
		return r, false
	}
	return r, true
}

// firstLongLine returns the first line that is longer than source.MaxLine, or 0.
// Lines of that length come from no table and no calendar, and cost readers
// their time.
func firstLongLine(data []byte) int {
	for line := 1; len(data) > source.MaxLine; line++ {
		end := bytes.IndexAny(data[:source.MaxLine+1], "\r\n")
		if end < 0 {
			return line
		}
		if data[end] == '\r' && data[end+1] == '\n' {
			end++
		}
		data = data[end+1:]
	}
	return 0
}
