package campaign

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/shown"
)

// planTable writes the plan as a table for spreadsheets: UTF-8 with its mark,
// without which some programs take it for another encoding.
func (d *Runner) planTable(p *Plan, approvals map[string]Approval) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	row := func(cells ...string) {
		for i, c := range cells {
			cells[i] = tame(c)
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
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
	return b.Bytes()
}

// formula finds where a spreadsheet could take what follows for a formula: a sign
// of one, half or full width, at the beginning of the cell or behind a semicolon.
// Where a comma is the decimal sign, as in Italy, Excel cuts lines at semicolons
// whatever the file's separator, and quotes inside a line do not keep it from that.
var formula = regexp.MustCompile(`(^|;)([\s"]*)([=+\-@＝＋－＠])`)

// tame returns a cell as it stands in the file (RFC 4180): on one line, with an
// apostrophe before what could be a formula (OWASP, CSV injection), and quoted
// where it holds anything that some program takes for a separator.
func tame(cell string) string {
	cell = formula.ReplaceAllString(shown.Line(cell), "$1$2'$3")
	if strings.ContainsAny(cell, `,;|"`) || cell != strings.TrimSpace(cell) {
		cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
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

// icsText escapes a text (RFC 5545, 3.3.11), which holds no other control
// characters than line breaks and tabs (3.1).
func icsText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(shown.Text(s))
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
