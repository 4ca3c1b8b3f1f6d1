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
	"strings"
	"time"

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
	N    int
	Word string
}

type filterChoice struct {
	Key, Title string
	Values     []string
}

type day struct {
	Title string
	Cards []card
}

type card struct {
	ID, Title, Language, Format, Template, Place, Category string
	State, Verdict, Why, Length, SHA, Content              string
	Video, Cover, VTT                                      string
	Data                                                   []keyValue
	Notes                                                  []string
	Texts                                                  []kitText
	Checks                                                 []check.Item
	Approved, Outdated                                     bool
	Stale                                                  bool // the video is not what the campaign says now
}

type keyValue struct{ Key, Value string }

type kitText struct {
	Title, Noun, Text string
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
	t, err := template.New("review").Parse(pageText)
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
		{Key: "place", Title: "Neighbourhood"},
		{Key: "language", Title: "Language"},
		{Key: "format", Title: "Format"},
		{Key: "template", Title: "Template"},
		{Key: "state", Title: "State"},
	} {
		f.Values = values[f.Key]
		slices.Sort(f.Values)
		pg.Filters = append(pg.Filters, f)
	}
	pg.Figures = []figure{{len(p.Entries), "posts"}}
	for _, s := range []State{New, Changed, Unchanged, Refused} {
		if n := states[s]; n > 0 {
			pg.Figures = append(pg.Figures, figure{n, string(s)})
		}
	}
	pg.Figures = append(pg.Figures, figure{approved, "approved"})
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

// dayTitle is the heading of a day: the page speaks English.
func (d *Runner) dayTitle(t time.Time) string {
	if t.IsZero() {
		if d.Campaign.Schedule == nil {
			return "Posts"
		}
		return "Without a day"
	}
	l, _ := when.For("en")
	return l.Day(t, time.Time{})
}

// card is what the page shows of one post.
func (d *Runner) card(e *Entry, approvals map[string]Approval) (card, error) {
	ev := e.Event.In(e.Language)
	c := card{
		ID: e.ID, Title: titleOf(e), Language: e.Language, Format: e.Format, Template: e.Template,
		Place: ev.Neighbourhood, Category: ev.Category, State: string(e.State), Why: e.Why.String(),
	}
	c.Data = []keyValue{
		{"place", e.Event.Neighbourhood}, {"language", e.Language}, {"format", e.Format}, {"template", e.Template}, {"state", c.State},
	}
	if e.State == Changed && !e.Why.IsZero() {
		c.Why = "changed: " + e.Why.String()
	}
	r := d.state.get(e.ID)
	if r == nil || r.Facts == nil {
		return c, nil
	}
	kit := post.KitOf(e.Output)
	c.Video, c.Cover, c.VTT = url(e.Output), url(kit.Cover), url(kit.VTT)
	c.SHA, c.Verdict, c.Checks, c.Notes = r.Facts.SHA256, string(r.Facts.Verdict), r.Facts.Checks, r.Facts.Notes
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
		{kitText{Title: "Caption", Noun: "caption", Words: true, OnPaper: true}, kit.Caption},
		{kitText{Title: "Text alternative", Noun: "text alternative", Words: true, OnPaper: true}, kit.Alt},
		{kitText{Title: "Subtitles", Noun: "subtitles", Words: true}, kit.SRT},
	} {
		data, err := os.ReadFile(t.path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // someone has removed it: the next run makes it again
		}
		if err != nil {
			return c, fmt.Errorf("read the kit of %s: %w", e.ID, err)
		}
		t.Text = strings.TrimSpace(string(data))
		if f, err := format.ByName(e.Format); err == nil && t.Noun == "caption" {
			if limit, ok := f.Text("caption"); ok {
				t.Title += fmt.Sprintf(" (%d of %d)", limit.Unit.Len(t.Text), limit.Max)
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
