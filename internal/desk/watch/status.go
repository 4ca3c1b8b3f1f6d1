package watch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Status is what status.json in the out folder says.
type Status struct {
	Alive   time.Time `json:"alive"`   // the last sign of life
	Running bool      `json:"running"` // false after an orderly end
	Problem string    `json:"problem"` // why the folder cannot be reached, "" when it can
	Waiting []Item    `json:"waiting"`
	Working []Item    `json:"working"`
	Done    []Item    `json:"done"`   // the latest first, at most statusItems
	Failed  []Item    `json:"failed"` // likewise; those that still lie in failed
	More    Counts    `json:"more"`   // what the lists leave out
}

// Counts are numbers of drops.
type Counts struct {
	Waiting int `json:"waiting"`
	Done    int `json:"done"`
	Failed  int `json:"failed"`
}

// Item is one drop.
type Item struct {
	Name  string    `json:"name"`
	Since time.Time `json:"since"`
	Why   string    `json:"why,omitempty"`
	Posts []string  `json:"posts,omitempty"`
}

// statusItems is how long the lists are at most.
const statusItems = 100

// status collects what is going on.
func (d *desk) status(now Moment, waiting []Waiting, running bool) Status {
	w := wordsFor(d.opt.Language)
	s := Status{Alive: now.Wall.In(d.opt.Zone).Truncate(time.Second), Running: running, Waiting: []Item{}, Working: []Item{}, Done: []Item{}, Failed: []Item{}}
	for _, c := range waiting {
		if len(s.Waiting) == statusItems {
			s.More.Waiting = len(waiting) - statusItems
			break
		}
		since := now.Wall.Add(c.Since - now.Mono).In(d.opt.Zone).Truncate(time.Second)
		s.Waiting = append(s.Waiting, Item{Name: c.Name, Since: since, Why: w.cause(c)})
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, j := range d.jobs() {
		item := Item{Name: string(j.Name), Since: j.since.In(d.opt.Zone).Truncate(time.Second)}
		if j.problem != "" {
			item.Why = fmt.Sprintf(w.held, j.problem)
		}
		s.Working = append(s.Working, item)
	}
	listed := map[string]bool{}
	for _, p := range slices.Backward(d.past) {
		item := Item{Name: string(p.Name), Since: p.Time.In(d.opt.Zone).Truncate(time.Second)}
		for _, o := range p.Posts {
			item.Posts = append(item.Posts, o.File)
		}
		switch p.State {
		case Done, Repeat:
			if len(s.Done) < statusItems {
				s.Done = append(s.Done, item)
			} else {
				s.More.Done++
			}
		case Failed:
			reason := d.reasonPath(item.Name)
			if _, err := os.Stat(reason); err != nil || listed[reason] {
				continue // corrected meanwhile
			}
			listed[reason] = true
			item.Why = filepath.Base(reason)
			if len(s.Failed) < statusItems {
				s.Failed = append(s.Failed, item)
			} else {
				s.More.Failed++
			}
		case Nothing:
		}
	}
	return s
}

// write writes the status for programs and for people.
func (s Status) write(out string, w *words) error {
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("write the status: %w", err)
	}
	if err := writeWhole(filepath.Join(out, "status.json"), append(data, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the status: %w", err)
	}
	var b bytes.Buffer
	if err := page.Execute(&b, struct {
		Status
		W *words
	}{s, w}); err != nil {
		return fmt.Errorf("write the status: %w", err)
	}
	if err := writeWhole(filepath.Join(out, "status.html"), b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the status: %w", err)
	}
	return nil
}

// shape is the status without the time of its sign of life.
func (s Status) shape() string {
	s.Alive = time.Time{}
	s.Waiting = slices.Clone(s.Waiting)
	for i := range s.Waiting {
		s.Waiting[i].Since = s.Waiting[i].Since.Truncate(time.Hour) // rounding makes it tremble
	}
	return fmt.Sprint(s)
}

// Unreachable returns what is said when the folder cannot be reached.
func (w *words) Unreachable(problem string) string { return fmt.Sprintf(w.Share, problem) }

// page is the status for people. It needs nothing beside itself and loads
// itself anew, so that it can stand open on a screen.
var page = template.Must(template.New("status").Funcs(template.FuncMap{
	"day":  func(t time.Time) string { return t.Format("02/01/2006 15:04:05") },
	"join": func(list []string) string { return strings.Join(list, ", ") },
	"part": func(w *words, list []Item, more int) any {
		return struct {
			W    *words
			List []Item
			More int
		}{w, list, more}
	},
	"more": func(w *words, n int) string { return fmt.Sprintf(w.More, n) },
}).Parse(`<!doctype html>
<html lang="{{.W.Lang}}">
<meta charset="utf-8">
<meta http-equiv="refresh" content="15">
<meta name="viewport" content="width=device-width">
<title>{{.W.Title}}</title>
<style>
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}
td{padding:.3rem .6rem .3rem 0;vertical-align:top;border-top:1px solid #8886;overflow-wrap:anywhere}
td:first-child{width:1%;white-space:nowrap;font-variant-numeric:tabular-nums}
.alert{border:2px solid #b3261e;padding:.5rem 1rem}
</style>
<main>
<h1>{{.W.Title}}</h1>
<p>{{.W.Alive}}: <time datetime="{{.Alive.Format "2006-01-02T15:04:05Z07:00"}}">{{day .Alive}}</time></p>
{{- if .Problem}}
<p class="alert" role="status">{{.W.Unreachable .Problem}}</p>
{{- else if not .Running}}
<p class="alert" role="status">{{.W.Stopped}}</p>
{{- end}}
{{- define "list"}}{{if .List}}
<table>{{range .List}}
<tr><td>{{day .Since}}</td><td><strong>{{.Name}}</strong>{{if .Why}}<br>{{.Why}}{{end}}{{if .Posts}}<br>{{join .Posts}}{{end}}</td></tr>{{end}}
</table>{{if .More}}<p>{{more .W .More}}</p>{{end}}{{else}}
<p>{{.W.None}}</p>{{end}}{{end}}
<h2>{{.W.Working}}</h2>{{template "list" (part .W .Working 0)}}
<h2>{{.W.Failed}}</h2>{{template "list" (part .W .Failed .More.Failed)}}
<h2>{{.W.Waiting}}</h2>{{template "list" (part .W .Waiting .More.Waiting)}}
<h2>{{.W.Done}}</h2>{{template "list" (part .W .Done .More.Done)}}
</main>
</html>
`))
