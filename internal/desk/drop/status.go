package drop

import (
	"bytes"
	"encoding/json"
	"html/template"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/locale"
	"github.com/giro-video/giro/internal/base/shown"
	"github.com/giro-video/giro/internal/desk/inbox"
)

// Status is what status.json in the out folder says.
type Status struct {
	Alive   time.Time    `json:"alive"`   // the last sign of life
	Running bool         `json:"running"` // false after an orderly end
	Problem string       `json:"problem"` // why the folder cannot be reached, "" when it can
	Waiting []Item       `json:"waiting"`
	Working []Item       `json:"working"`
	Done    []Item       `json:"done"`   // the latest first
	Failed  []Item       `json:"failed"` // likewise; those that still lie in failed
	More    inbox.Counts `json:"more"`   // what the lists leave out
}

// Item is one drop.
type Item struct {
	Name  string    `json:"name"`
	Since time.Time `json:"since"`
	Why   string    `json:"why,omitempty"`
	Posts []string  `json:"posts,omitempty"`
}

// Report returns the status for programs, status.json, and for people, status.html.
func (w *Words) Report(in inbox.Status) ([]inbox.File, error) {
	s := w.status(in)
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := w.page.Execute(&b, s); err != nil {
		return nil, err
	}
	return []inbox.File{{Name: "status.json", Data: append(shown.JSON(data), '\n')}, {Name: "status.html", Data: []byte(shown.Text(b.String()))}}, nil
}

// status puts a status into words.
func (w *Words) status(in inbox.Status) Status {
	s := Status{Alive: in.Alive, Running: in.Running, More: in.More}
	if in.Problem != nil {
		s.Problem = w.in.Text(diag.Because(in.Problem))
		if list, ok := diag.Messages(in.Problem); ok {
			s.Problem = w.line(list[0]).What
		}
	}
	s.Waiting, s.Working, s.Done, s.Failed = w.items(in.Waiting), w.items(in.Working), w.items(in.Done), w.items(in.Failed)
	return s
}

func (w *Words) items(list []inbox.Item) []Item {
	out := make([]Item, 0, len(list))
	for _, i := range list {
		item := Item{Name: i.Name, Since: i.Since, Why: i.Reason, Posts: i.Made}
		switch {
		case i.Why != "":
			item.Why = w.cause(i)
		case i.Held != nil:
			item.Why = w.in.Sprintf("held up, tried again by itself: %s", w.problem(i.Held))
		}
		out = append(out, item)
	}
	return out
}

// newPage returns the page of the status for people, in a language. It needs
// nothing beside itself and loads itself anew, so that it can stand open on a
// screen.
func newPage(in *locale.Printer) *template.Template {
	return template.Must(template.New("status").Funcs(template.FuncMap{
		"t":        in.Sprintf,
		"language": in.Language,
		"day":      func(t time.Time) string { return t.Format("02/01/2006 15:04:05") },
		"join":     func(list []string) string { return strings.Join(list, ", ") },
		"part": func(list []Item, more int) any {
			return struct {
				List []Item
				More int
			}{list, more}
		},
	}).Parse(pageText))
}

const pageText = `<!doctype html>
<html lang="{{language}}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta http-equiv="refresh" content="15">
<meta name="viewport" content="width=device-width">
<title>{{t "Giro: the watched folder"}}</title>
<style>
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}
td{padding:.3rem .6rem .3rem 0;vertical-align:top;border-top:1px solid #8886;overflow-wrap:anywhere}
td:first-child{width:1%;white-space:nowrap;font-variant-numeric:tabular-nums}
.alert{border:2px solid #b3261e;padding:.5rem 1rem}
</style>
<main>
<h1>{{t "Giro: the watched folder"}}</h1>
<p>{{t "Last sign of life"}}: <time datetime="{{.Alive.Format "2006-01-02T15:04:05Z07:00"}}">{{day .Alive}}</time></p>
{{- if .Problem}}
<p class="alert" role="status">{{t "The folder cannot be reached: %s" .Problem}}</p>
{{- else if not .Running}}
<p class="alert" role="status">{{t "Giro is not running."}}</p>
{{- end}}
{{- define "list"}}{{if .List}}
<table>{{range .List}}
<tr><td>{{day .Since}}</td><td><strong>{{.Name}}</strong>{{if .Why}}<br>{{.Why}}{{end}}{{if .Posts}}<br>{{join .Posts}}{{end}}</td></tr>{{end}}
</table>{{if .More}}<p>{{t "and %d more" .More}}</p>{{end}}{{else}}
<p>{{t "nothing"}}</p>{{end}}{{end}}
<h2>{{t "In work"}}</h2>{{template "list" (part .Working 0)}}
<h2>{{t "Not made"}}</h2>{{template "list" (part .Failed .More.Failed)}}
<h2>{{t "Waiting"}}</h2>{{template "list" (part .Waiting .More.Waiting)}}
<h2>{{t "Done"}}</h2>{{template "list" (part .Done .More.Done)}}
</main>
</html>
`
