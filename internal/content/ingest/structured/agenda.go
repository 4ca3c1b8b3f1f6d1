package structured

import (
	"strconv"

	"github.com/giro-video/giro/internal/base/diag"
)

// maxTimings is how many dates of one entry are read.
const maxTimings = 366

// agendaStates are the states of openagenda.com by number
// (developers.openagenda.com, event schema, "status").
var agendaStates = map[string]string{"2": "rescheduled", "3": "moved", "4": "postponed", "5": "sold out", "6": "cancelled"}

// agenda flattens an event of openagenda.com: texts in several languages, a
// place, and timings, each of which is a date of its own.
func (f *input) agenda(n, timings *node) []card {
	base := card{at: n}
	for _, key := range []string{"title", "description", "category"} {
		if v := n.get(key); v != nil {
			f.flatten(&base, key, v)
		}
	}
	if v := n.get("conditions"); v != nil {
		f.flatten(&base, "price", v)
	}
	if v := n.get("longDescription"); v != nil {
		f.flatten(&base, "testo lungo", v)
	}
	if v := n.get("location"); v != nil {
		f.location(&base, v)
	}
	if v := n.get("image"); v != nil {
		f.pictures(&base, v)
	}
	if v := n.get("uid"); v != nil {
		base.add("uid", v.string(), v)
	}
	for _, v := range n.get("registration").list() {
		if v.get("type").string() == "link" {
			base.add("url", v.get("value").string(), v)
		}
	}
	if v := n.get("canonicalUrl", "onlineAccessLink"); v != nil {
		base.add("url", v.string(), v)
	}
	if v := n.get("status"); v != nil {
		base.add("status", agendaStates[v.string()], v)
	}
	var out []card
	for i, t := range timings.list() {
		if i == maxTimings {
			f.Faults.Warnf(f.place(t), "start", diag.Text{}, "the event has more than %s dates; the rest is left out", strconv.Itoa(maxTimings))
			break
		}
		c := card{at: n, cells: append([]cell(nil), base.cells...)}
		begin, end := t.get("begin", "start"), t.get("end")
		if begin != nil {
			c.add("start", f.momentText(begin), begin)
		}
		if end != nil {
			c.add("end", f.momentText(end), end)
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		out = append(out, base)
	}
	return out
}
