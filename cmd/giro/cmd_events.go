package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/shown"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/dates"
)

type eventsOptions struct {
	file            string
	withDiagnostics bool
	when            string
	venues          []string
	neighbourhoods  []string
	categories      []string
	from, to        string // YYYY-MM-DD
	free, paid      bool
}

func newEventsCommand(s *session) *cli.Command {
	var opt eventsOptions
	return &cli.Command{
		Name:      "events",
		Usage:     "show the events that giro reads in a file",
		UsageText: "giro events FILE [--when SPAN] [--venue NAME] [--neighbourhood NAME] [--category NAME] [--from DAY] [--to DAY] [--free|--paid] [--json [--with-diagnostics]]",
		Description: `FILE is a calendar (iCalendar), a table (Excel, CSV, TSV), JSON, a web page with
schema.org events, YAML or an alert (CAP 1.2); it is recognised by what it
holds. Dates without a time zone are read in the channel's, or in this
computer's where there is no channel.yaml. An event marked with ! has a fault
and cannot be rendered before that is mended.`,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "with-diagnostics", DisableDefaultText: true, Usage: "with --json: print an object with the keys events and diagnostics", Destination: &opt.withDiagnostics},
			&cli.StringFlag{Name: "when", Usage: "only events in `SPAN`: today, this weekend, next 7 days, this month, giugno 2027, 2025-06-01..2025-06-30", Destination: &opt.when},
			&cli.StringSliceFlag{Name: "venue", Usage: "only events at the venue `NAME`"},
			&cli.StringSliceFlag{Name: "neighbourhood", Usage: "only events in the neighbourhood `NAME`"},
			&cli.StringSliceFlag{Name: "category", Usage: "only events of the category `NAME`"},
			&cli.StringFlag{Name: "from", Usage: "only events that are not over before `DAY`, such as 2027-06-14", Destination: &opt.from},
			&cli.StringFlag{Name: "to", Usage: "only events that begin by `DAY`, that day included", Destination: &opt.to},
			&cli.BoolFlag{Name: "free", DisableDefaultText: true, Usage: "only events that cost nothing", Destination: &opt.free},
			&cli.BoolFlag{Name: "paid", DisableDefaultText: true, Usage: "only events with a price", Destination: &opt.paid},
		},
		Action: func(c *cli.Context) error {
			args, err := arguments(c, "FILE")
			if err != nil {
				return err
			}
			if opt.withDiagnostics && !s.ui.json {
				return usage(diag.T("add --json, or leave it out: messages are printed anyway"), "--with-diagnostics is for --json")
			}
			opt.file = args[0]
			opt.venues, opt.neighbourhoods, opt.categories = c.StringSlice("venue"), c.StringSlice("neighbourhood"), c.StringSlice("category")
			return runEvents(c.Context, s, opt)
		},
	}
}

func runEvents(ctx context.Context, s *session, opt eventsOptions) error {
	how, err := s.readingOptions()
	if err != nil {
		return err
	}
	events, faults, err := readEvents(ctx, opt.file, how)
	if err != nil {
		return err
	}
	faults = s.ui.words.List(faults.Sorted())
	chosen, err := opt.filter(how.Now)
	if err != nil {
		return err
	}
	if all := len(events); all > 0 {
		if events = chosen.Select(events); len(events) == 0 {
			s.ui.notef("none of the %d events is chosen", all)
		}
	}

	switch {
	case opt.withDiagnostics:
		err = emitEventsAndFaults(s.ui, events, faults)
	case s.ui.json:
		s.ui.diagnose(faults)
		err = emitEvents(s.ui, events)
	default:
		s.ui.diagnose(faults)
		err = printEvents(s.ui, events)
	}
	if err != nil {
		return err
	}
	if faults.HasErrors() {
		if !s.ui.json {
			s.ui.notef("%s", eventsSummary(events, faults))
		}
		return errBadInput
	}
	return nil
}

// filter returns what the options choose, as seen at now.
func (opt eventsOptions) filter(now time.Time) (event.Filter, error) {
	f := event.Filter{Venues: opt.venues, Neighbourhoods: opt.neighbourhoods, Categories: opt.categories}
	var err error
	if opt.when != "" {
		if opt.from != "" || opt.to != "" {
			return f, usage(diag.T("give one of them"), "--when and --from or --to exclude each other")
		}
		if f.From, f.To, err = event.Span(opt.when, now); err != nil {
			if first, last, daysErr := dates.Span(opt.when, now); daysErr == nil {
				f.From, f.To, err = first, last.AddDate(0, 0, 1), nil
			}
		}
		if err != nil {
			return f, usage(diag.T("write one of: %s", strings.Join(event.SpanNames, ", ")), "--when: %v", err)
		}
	}
	for _, day := range []struct {
		name, text string
		later      int
		dst        *time.Time
	}{{"from", opt.from, 0, &f.From}, {"to", opt.to, 1, &f.To}} {
		if day.text == "" {
			continue
		}
		if *day.dst, err = dayIn(day.text, day.later, now); err != nil {
			return f, usage(diag.T("write year, month and day, as in 2027-06-14"), "--%s %q is not a day", day.name, day.text)
		}
	}
	switch {
	case opt.free && opt.paid:
		return f, usage(diag.T("give one of them"), "--free and --paid exclude each other")
	case opt.free:
		f.Cost = event.Free
	case opt.paid:
		f.Cost = event.Paid
	}
	return f, nil
}

// readingOptions says how events are read: in the zone and language of the
// channel, where there is one.
func (s *session) readingOptions() (ingest.Options, error) {
	opt := ingest.Options{Zone: time.Local, Now: time.Now()}
	if s.channelDir == "" {
		if _, err := os.Stat(channel.File); errors.Is(err, fs.ErrNotExist) {
			s.ui.stepf("there is no %s here: times without a zone are read in %s", channel.File, time.Now().Format("MST"))
			return opt, nil
		}
	}
	ch, err := s.channelHere()
	if err != nil {
		return opt, err
	}
	opt = ingest.For(ch, opt.Now)
	opt.Translations = true
	return opt, nil
}

// readEvents reads the events of a file that the user has named.
func readEvents(ctx context.Context, name string, opt ingest.Options) ([]*event.Event, diag.List, error) {
	at := diag.Pos{File: name}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, diag.Fault(at, "", nearFile(name), "there is no such file")
	case err != nil:
		return nil, nil, fmt.Errorf("find the events: %w", err)
	case info.IsDir():
		return nil, nil, diag.Fault(at, "", diag.T("name the file that holds the events"), "this is a folder")
	}
	f, err := os.Open(name) //nolint:gosec // the path is the user's own choice
	if err != nil {
		return nil, nil, fmt.Errorf("open the events: %w", err)
	}
	events, faults, err := ingest.ReadFrom(ctx, name, f, opt)
	if cerr := f.Close(); err == nil && cerr != nil {
		err = fmt.Errorf("close the events: %w", cerr)
	}
	return events, faults, err
}

// nearFile returns a hint at the file that may have been meant.
func nearFile(name string) diag.Text {
	dir, base := filepath.Split(name)
	entries, err := os.ReadDir(filepath.Clean(dir))
	if err != nil {
		return diag.T("the folder %s cannot be read; check the path", filepath.Clean(dir))
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	if near := diag.Nearest(base, names); near != "" {
		return diag.T("did you mean %q?", dir+near)
	}
	return diag.T("check the path; it is read from the folder in which giro runs")
}

func emitEvents(u *ui, events []*event.Event) error {
	out, err := event.Marshal(events)
	if err != nil {
		return err
	}
	return u.printf("%s", out)
}

func emitEventsAndFaults(u *ui, events []*event.Event, faults diag.List) error {
	out, err := event.Marshal(events)
	if err != nil {
		return err
	}
	if faults == nil {
		faults = diag.List{}
	}
	return u.emit(struct {
		Events      json.RawMessage `json:"events"`
		Diagnostics diag.List       `json:"diagnostics"`
	}{out, faults})
}

// eventsSummary returns "7 events, 2 of them cannot be used: 3 errors and 1 warning in the input".
func eventsSummary(events []*event.Event, faults diag.List) diag.Text {
	bad := 0
	for _, e := range events {
		if e.Faults.HasErrors() {
			bad++
		}
	}
	text := diag.T("%d events", len(events))
	if bad > 0 {
		text = diag.T("%s, %d of them cannot be used", text, bad)
	}
	return diag.T("%s: %s", text, countFaults(faults))
}

// The widest that a column of the table of events gets, in terminal cells.
const (
	titleWidth = 48
	placeWidth = 28
)

// printEvents prints a table of events.
func printEvents(u *ui, events []*event.Event) error {
	if len(events) == 0 {
		return nil // a message says so
	}
	rows := [][]string{u.heads("", "ID", "WHEN", "TITLE", "WHERE")}
	for _, e := range events {
		mark := ""
		if e.Faults.HasErrors() {
			mark = "!"
		}
		title := e.Title
		if e.Status != "" && e.Status != event.Scheduled {
			title = "[" + u.words.Word(strings.ReplaceAll(string(e.Status), "_", " ")) + "] " + title
		}
		rows = append(rows, []string{
			mark, e.ID, datesText(e.When),
			runewidth.Truncate(oneLine(title), titleWidth, "…"), runewidth.Truncate(oneLine(e.Venue), placeWidth, "…"),
		})
	}
	return printTable(u, rows)
}

// datesText returns an event's time, and how many dates it has beside the first.
func datesText(w event.When) string {
	if len(w.More) == 0 {
		return whenText(w)
	}
	return fmt.Sprintf("%s (+%d)", whenText(w), len(w.More))
}

// whenText returns an event's time in the order year, month, day: it cannot be
// misread, and sorts.
func whenText(w event.When) string {
	const day, minute = "2006-01-02", "2006-01-02 15:04"
	if !w.Known() {
		return "-"
	}
	from := w.Start.Format(day)
	if !w.AllDay {
		from = w.Start.Format(minute)
	}
	if !w.End.After(w.Start) {
		return from
	}
	switch to := w.End.Format(day); {
	case w.AllDay:
		return from + " – " + to
	case to == w.Start.Format(day):
		return from + "–" + w.End.Format("15:04")
	}
	return from + " – " + w.End.Format(minute)
}

// oneLine returns a text on one line, without what a terminal obeys.
func oneLine(text string) string { return strings.Join(strings.Fields(shown.Line(text)), " ") }

// printTable prints rows, the first of which names the columns, in columns as
// wide as their widest cell. An empty first column takes no room.
func printTable(u *ui, rows [][]string) error {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], runewidth.StringWidth(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		var line []string
		for i, cell := range row {
			if widths[i] > 0 {
				line = append(line, runewidth.FillRight(cell, widths[i]))
			}
		}
		b.WriteString(strings.TrimRight(strings.Join(line, "  "), " ") + "\n")
	}
	return u.printf("%s", b.String())
}
