package ical

import (
	"slices"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// busyTitles are what calendars show of events whose content is hidden.
var busyTitles = []string{
	"busy", "occupato", "impegnato", "beschaftigt", "gebucht", "occupe", "ocupado", "bezet",
	"private appointment", "appuntamento privato", "privater termin", "rendez-vous prive", "cita privada",
}

// private reports whether an event is not for the public: it says so
// (RFC 5545, 3.8.1.3), its content is hidden, or it is an absence.
func (comp *component) private() bool {
	for _, p := range comp.props {
		value := strings.ToUpper(strings.TrimSpace(p.value))
		switch p.name {
		case "CLASS":
			if value == "PRIVATE" || value == "CONFIDENTIAL" {
				return true
			}
		case "X-MICROSOFT-CDO-BUSYSTATUS":
			if value == "OOF" || value == "WORKINGELSEWHERE" {
				return true
			}
		case "SUMMARY":
			if slices.Contains(busyTitles, fold.Text(p.text())) {
				return true
			}
		}
	}
	return false
}

// maxCalled is how many events a notice names.
const maxCalled = 20

// public leaves out the events that are not for the public, and says which in one
// notice.
func public(f *source.File, events []component) []component {
	var names []string
	out := events[:0]
	for _, comp := range events {
		if !comp.private() {
			out = append(out, comp)
			continue
		}
		title := ""
		for _, p := range comp.props {
			if p.name == "SUMMARY" {
				title = source.Shorten(source.OneLine(p.text()))
			}
		}
		names = append(names, strconv.Quote(title)+" ("+strconv.Itoa(comp.line)+")")
	}
	if n := len(names); n > 0 {
		f.Faults.Notef(f.At(0), "private", diag.T("change the mark if they are to be announced"),
			"events that are marked as private are left out, %d in all: %s", n, strings.Join(names[:min(n, maxCalled)], ", "))
	}
	return out
}
