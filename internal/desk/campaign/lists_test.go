package campaign_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/desk/campaign"
)

// TestTame: no cell of the plan begins a formula, whether a program cuts the line
// at commas with quotes, as the file means it, or at semicolons without looking
// at quotes, as Excel does where a comma is the decimal sign.
func TestTame(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{
		"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", `"=1"`, "＝cmd|x", "－1",
		"Festa;=cmd|' /C calc'!A0;B", "Festa; +1", `Festa;"=1"`, "a;\n=1", "a\n=1", "a,=1", "Festa; @x; -y",
	} {
		line := "a," + campaign.Tame(cell) + ",b"
		row, err := csv.NewReader(strings.NewReader(line + "\n")).Read()
		if err != nil || len(row) != 3 {
			t.Errorf("%q is written as %q: %q, %v", cell, line, row, err)
		}
		for _, got := range append(row, strings.Split(line, ";")...) {
			got = strings.TrimLeft(got, " \t\r\n\"")
			if got != "" && strings.ContainsAny(got[:1], "=+-@") || strings.HasPrefix(got, "＝") || strings.HasPrefix(got, "－") {
				t.Errorf("%q is written as %q, where a cell is %q", cell, line, got)
			}
		}
	}
	for _, cell := range []string{"", "Festa di San Lorenzo", "2027-06-14 18:30", "24.00", "a-b", "C=D", "a@b.it"} {
		if got := campaign.Tame(cell); got != cell {
			t.Errorf("%q is written as %q", cell, got)
		}
	}
}

// TestCalendarText: a text stays in its property (RFC 5545).
func TestCalendarText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"A\nEND:VEVENT":        `A\nEND:VEVENT`,
		"A\r\nEND:VEVENT":      `A\nEND:VEVENT`,
		"A\rEND:VEVENT":        "A\ufffdEND:VEVENT",
		"A\u0085B\u2028C\x0bD": "A\ufffdB\ufffdC\ufffdD",
		`a;b,c\d`:              `a\;b\,c\\d`,
	} {
		if got := campaign.CalendarText(in); got != want {
			t.Errorf("%q is written as %q, want %q", in, got, want)
		}
	}
}
