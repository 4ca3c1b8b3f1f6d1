package campaign

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/digest"
)

// planTable writes the plan as a table for spreadsheets: UTF-8 with its mark,
// without which some programs take it for another encoding.
func (d *Runner) planTable(p *Plan, approvals map[string]Approval) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	row := func(cells ...string) {
		for i, c := range cells {
			cells[i] = tame(c)
		}
		_ = w.Write(cells) // a buffer never fails
	}
	row("post", "publish", "event", "title", "neighbourhood", "category", "template", "language", "format", "state", "why", "seconds", "bytes", "checks", "approved_by", "file")
	for _, e := range entriesByDay(p.Entries) {
		publish, seconds, size, checks, by, file := "", "", "", "", "", ""
		if !e.Publish.IsZero() {
			publish = e.Publish.Format("2006-01-02 15:04")
		}
		if r := d.state.get(e.ID); r != nil && r.Facts != nil {
			seconds, size, checks = fmt.Sprintf("%.2f", r.Facts.Seconds), fmt.Sprint(r.Facts.Bytes), string(r.Facts.Verdict)
			file = e.ID + ".mp4"
			if a, ok := approvals[e.ID]; ok && a.holds(r) {
				if by = a.By; by == "" {
					by = d.Words.Sprintf("yes")
				}
			}
		}
		row(e.ID, publish, e.Event.ID, titleOf(e), e.Event.Neighbourhood, e.Event.Category, e.Template, e.Language, e.Format,
			string(e.State), d.Words.Text(e.Why), seconds, size, checks, by, file)
	}
	w.Flush()
	return b.Bytes()
}

// tame keeps a spreadsheet from taking a text for a formula (OWASP, CSV injection).
func tame(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// calendar writes the schedule as an iCalendar file (RFC 5545): one entry for
// the posts of an event that come out together. Nil when nothing has a day.
func (d *Runner) calendar(p *Plan) []byte {
	var b strings.Builder
	line := func(name, value string) { foldLine(&b, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Giro//Giro//EN")
	line("X-WR-CALNAME", icsText(d.Campaign.Name))
	type day struct {
		unit int
		at   time.Time
	}
	seen := map[day][]*Entry{}
	var days []day
	for _, e := range entriesByDay(p.Entries) {
		if e.Publish.IsZero() {
			continue
		}
		k := day{e.unit, e.Publish}
		if seen[k] == nil {
			days = append(days, k)
		}
		seen[k] = append(seen[k], e)
	}
	if len(days) == 0 {
		return nil
	}
	const stamp = "20060102T150405Z"
	for _, k := range days {
		list := seen[k]
		var names []string
		for _, e := range list {
			names = append(names, e.ID)
		}
		first := list[0]
		at := k.at.UTC()
		line("BEGIN", "VEVENT")
		line("UID", digest.Of([]byte(first.Event.ID + "\x00" + first.Template + "\x00" + d.Campaign.Name)).String()[:32]+"@giro")
		line("DTSTAMP", at.Format(stamp)) // not the clock: the same plan gives the same bytes
		line("DTSTART", at.Format(stamp))
		line("DTEND", at.Add(15*time.Minute).Format(stamp))
		line("SUMMARY", icsText(d.Words.Sprintf("Publish: %s", titleOf(first))))
		line("DESCRIPTION", icsText(strings.Join(names, "\n")))
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return []byte(b.String())
}

// icsText escapes a text (RFC 5545, 3.3.11).
func icsText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", "").Replace(s)
}

// foldLine writes a content line in pieces of at most 75 bytes (RFC 5545, 3.1) that
// end between characters.
func foldLine(b *strings.Builder, s string) {
	room := 75
	for len(s) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		b.WriteString(s[:cut] + "\r\n ")
		s = s[cut:]
		room = 74
	}
	b.WriteString(s + "\r\n")
}
