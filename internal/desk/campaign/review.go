package campaign

import (
	"bytes"
	_ "embed" // the page's template
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/base/shown"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/content/when"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/film/check"
)

//go:embed review.html
var pageText string

// IndexFile is the name of the review page.
const IndexFile = "index.html"

// page is what the review page shows.
type page struct {
	Name           string
	Key            string // tells this campaign's marks in the browser from those of others
	Field, OnField template.CSS
	Figures        []figure
	Filters        []filterChoice
	Days           []day
	Approvals      map[string]Approval
	Sheet          bool
	Calendar       bool
	Nonce          string // of the page's own script
}

type figure struct {
	Before, After string // of the number
	N             int
}

type filterChoice struct {
	Key, Title string
	Values     []choice
}

// choice is a value of a filter, and what people read for it.
type choice struct{ Value, Text string }

type day struct {
	Title string
	Cards []card
}

type card struct {
	ID, Title, Language, Format, Template, Place, Category string
	State, Verdict, Why, Length, SHA, Content              string
	StateWord, VerdictWord                                 string
	Video, Cover, VTT                                      string
	Data                                                   []keyValue
	Notes                                                  []string
	Texts                                                  []kitText
	Checks                                                 []checkLine
	Approved, Outdated                                     bool
	Stale                                                  bool // the video is not what the campaign says now
}

type checkLine struct {
	Verdict       check.Verdict
	Word, Message string
}

type keyValue struct{ Key, Value string }

type kitText struct {
	Title, Copy, Text string
	Words             bool // it is in the post's language
	OnPaper           bool
}

// Review writes what a person needs to look the posts over: the page, the
// contact sheet, the plan as a table and the calendar of the schedule. Files that
// would not change are left alone.
func (d *Runner) Review(p *Plan) error {
	out := d.Campaign.Out
	approvals, err := Approvals(out)
	if err != nil {
		approvals = map[string]Approval{} // the page is there to save them anew
	}
	write := func(name string, data []byte) error {
		return disk.Deliver(filepath.Join(out, name), data)
	}
	if err := write("plan.csv", d.planTable(p, approvals)); err != nil {
		return err
	}
	calendar := d.calendar(p)
	if calendar != nil {
		if err := write("calendar.ics", calendar); err != nil {
			return err
		}
	}
	sheet, err := d.contactSheet(p)
	if err != nil {
		return err
	}
	html, err := d.page(p, approvals, sheet, calendar != nil)
	if err != nil {
		return err
	}
	return write(IndexFile, html)
}

// page makes the review page.
func (d *Runner) page(p *Plan, approvals map[string]Approval, sheet, calendar bool) ([]byte, error) {
	t, err := template.New("review").Funcs(template.FuncMap{"t": d.Words.Sprintf, "language": d.Words.Language}).Parse(pageText)
	if err != nil {
		return nil, fmt.Errorf("read the template of the review page: %w", err)
	}
	palette := d.Channel.Brand.Palette
	pg := page{
		Name: d.Campaign.Name, Key: digest.Of([]byte(d.Campaign.Out)).String()[:12],
		Field: template.CSS(palette["primary"].String()), OnField: template.CSS(palette["on_primary"].String()), //nolint:gosec // #RRGGBB
		Approvals: approvals, Sheet: sheet, Calendar: calendar,
	}
	values := map[string][]string{}
	approved, states := 0, map[State]int{}
	for _, e := range entriesByDay(p.Entries) {
		states[e.State]++
		c, err := d.card(e, approvals)
		if err != nil {
			return nil, err
		}
		if c.Approved {
			approved++
		}
		for _, kv := range c.Data {
			if kv.Value != "" && !slices.Contains(values[kv.Key], kv.Value) {
				values[kv.Key] = append(values[kv.Key], kv.Value)
			}
		}
		title := d.dayTitle(e.Publish)
		if n := len(pg.Days); n == 0 || pg.Days[n-1].Title != title {
			pg.Days = append(pg.Days, day{Title: title})
		}
		last := &pg.Days[len(pg.Days)-1]
		last.Cards = append(last.Cards, c)
	}
	for _, f := range []filterChoice{
		{Key: "place", Title: d.Words.Sprintf("Neighbourhood")},
		{Key: "language", Title: d.Words.Sprintf("Language")},
		{Key: "format", Title: d.Words.Sprintf("Format")},
		{Key: "template", Title: d.Words.Sprintf("Template")},
		{Key: "state", Title: d.Words.Sprintf("State")},
	} {
		slices.Sort(values[f.Key])
		for _, v := range values[f.Key] {
			c := choice{v, v}
			if f.Key == "state" {
				c.Text = d.Words.Word(v)
			}
			f.Values = append(f.Values, c)
		}
		pg.Filters = append(pg.Filters, f)
	}
	pg.Figures = append(pg.Figures, d.figure(len(p.Entries), diag.T("%d posts", len(p.Entries))))
	for _, s := range []struct {
		n    int
		text diag.Text
	}{
		{states[New], diag.T("%d new", states[New])},
		{states[Changed], diag.T("%d changed", states[Changed])},
		{states[Unchanged], diag.T("%d unchanged", states[Unchanged])},
		{states[Refused], diag.T("%d refused", states[Refused])},
	} {
		if s.n > 0 {
			pg.Figures = append(pg.Figures, d.figure(s.n, s.text))
		}
	}
	pg.Figures = append(pg.Figures, d.figure(approved, diag.T("%d approved", approved)))
	return fill(t, pg)
}

// fill fills the page in. The nonce, by which a browser knows the page's own
// script from one that a text may have brought in, is the digest of the page
// without it: nobody can write it into a text that decides it, and the same page
// has the same bytes.
func fill(t *template.Template, pg page) ([]byte, error) {
	var b bytes.Buffer
	for range 2 {
		pg.Nonce = digest.Of(b.Bytes()).String()[:32]
		b.Reset()
		if err := t.Execute(&b, pg); err != nil {
			return nil, fmt.Errorf("write the review page: %w", err)
		}
	}
	return []byte(shown.Text(b.String())), nil
}

// figure takes the text of a number apart, so that the number can be set apart.
func (d *Runner) figure(n int, text diag.Text) figure {
	before, after, _ := strings.Cut(d.Words.Text(text), strconv.Itoa(n))
	return figure{before, after, n}
}

// entriesByDay returns the entries by their day of publication, those without one last.
func entriesByDay(entries []*Entry) []*Entry {
	out := slices.Clone(entries)
	slices.SortStableFunc(out, func(a, b *Entry) int {
		switch {
		case a.Publish.IsZero() && b.Publish.IsZero():
			return 0
		case a.Publish.IsZero():
			return 1
		case b.Publish.IsZero():
			return -1
		}
		return a.Publish.Compare(b.Publish)
	})
	return out
}

// dayTitle is the heading of a day.
func (d *Runner) dayTitle(t time.Time) string {
	if t.IsZero() {
		if d.Campaign.Schedule == nil {
			return d.Words.Sprintf("Posts")
		}
		return d.Words.Sprintf("Without a day")
	}
	l, _ := when.For(d.Words.Language())
	return l.Day(t, time.Time{})
}

// card is what the page shows of one post.
func (d *Runner) card(e *Entry, approvals map[string]Approval) (card, error) {
	ev := e.Event.In(e.Language)
	c := card{
		ID: e.ID, Title: titleOf(e), Language: e.Language, Format: e.Format, Template: e.Template,
		Place: ev.Neighbourhood, Category: ev.Category, State: string(e.State), StateWord: d.Words.Word(string(e.State)), Why: d.Words.Text(e.Why),
	}
	c.Data = []keyValue{
		{"place", e.Event.Neighbourhood}, {"language", e.Language}, {"format", e.Format}, {"template", e.Template}, {"state", c.State},
	}
	if e.State == Changed && !e.Why.IsZero() {
		c.Why = d.Words.Sprintf("changed: %s", e.Why)
	}
	r := d.state.get(e.ID)
	if r == nil || r.Facts == nil {
		return c, nil
	}
	kit := post.KitOf(e.Output)
	c.Video, c.Cover, c.VTT = url(e.Output), url(kit.Cover), url(kit.VTT)
	c.SHA, c.Verdict = r.Facts.SHA256, string(r.Facts.Verdict)
	c.VerdictWord = d.Words.Word(c.Verdict)
	for _, it := range r.Facts.Checks {
		c.Checks = append(c.Checks, checkLine{it.Verdict, d.Words.Word(string(it.Verdict)), d.Words.Text(diag.Text(it.Message))})
	}
	for _, n := range r.Facts.Notes {
		c.Notes = append(c.Notes, d.Words.Text(diag.Text(n)))
	}
	c.Content = r.Inputs.content()
	c.Stale = e.State == Refused || e.State == Changed && c.Content != e.Content()
	c.Length = fmt.Sprintf("%.0f s", math.Round(r.Facts.Seconds))
	if a, ok := approvals[e.ID]; ok {
		c.Approved = a.holds(r)
		c.Outdated = !c.Approved
	}
	for _, t := range []struct {
		kitText
		path string
	}{
		{kitText{Title: d.Words.Sprintf("Caption"), Copy: d.Words.Sprintf("Copy the caption of %s", c.Title), Words: true, OnPaper: true}, kit.Caption},
		{kitText{Title: d.Words.Sprintf("Text alternative"), Copy: d.Words.Sprintf("Copy the text alternative of %s", c.Title), Words: true, OnPaper: true}, kit.Alt},
		{kitText{Title: d.Words.Sprintf("Subtitles"), Copy: d.Words.Sprintf("Copy the subtitles of %s", c.Title), Words: true}, kit.SRT},
	} {
		data, err := os.ReadFile(t.path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // someone has removed it: the next run makes it again
		}
		if err != nil {
			return c, fmt.Errorf("read the kit of %s: %w", e.ID, err)
		}
		t.Text = strings.TrimSpace(string(data))
		if f, err := format.ByName(e.Format); err == nil && t.path == kit.Caption {
			if limit, ok := f.Text("caption"); ok {
				t.Title = d.Words.Sprintf("Caption (%d of %d)", limit.Unit.Len(t.Text), limit.Max)
			}
		}
		c.Texts = append(c.Texts, t.kitText)
	}
	return c, nil
}

// url is the address of a file in the page's own folder.
func url(path string) string { return "./" + pathEscape(filepath.Base(path)) }

// pathEscape leaves what html/template does not escape in an address by itself.
func pathEscape(name string) string {
	return strings.NewReplacer("%", "%25", "#", "%23", "?", "%3F").Replace(name)
}

// titleOf is what a post is called for people.
func titleOf(e *Entry) string {
	if t := e.Event.In(e.Language).Title; t != "" {
		return t
	}
	return e.Event.ID
}

// jsonText is for digests of what files were made from.
func jsonText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}
