package channel

import (
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/content/setting"
)

// Watch holds the settings of the watched folder: the key watch of channel.yaml.
type Watch struct {
	Drop                   // for files that no rule matches
	Rules    []Drop        // the first that fits counts
	Settle   time.Duration // 0: not given
	Wait     time.Duration // for a missing picture; 0: not given
	Queue    int           // drops processed at the same time; 0: not given
	OnDone   []string      // program and arguments, run after each post; nil for none
	Notice   []string      // program and arguments, run at the end of each drop; nil for none
	Webhook  string        // address that is called at the end of each drop, "" for none
	Language string        // of reasons and the status page; "" is the channel's first
}

// Drop says how posts are made of a dropped file. Empty fields mean the
// channel's own.
type Drop struct {
	Folder    string // subfolder of the inbox, "" for any place
	Name      string // pattern of the file's name, as in *agenda*; "" for any
	Template  string
	Campaign  string // its file below the channel's folder; "" for none: then Template counts
	Cut       string
	Languages []string
	Formats   []string
}

// For returns how posts are made of a drop, by its path in the inbox with /.
func (w Watch) For(name string) Drop {
	for _, r := range w.Rules {
		if !r.fits(name) {
			continue
		}
		if r.Template == "" && r.Campaign == "" {
			r.Template, r.Campaign, r.Cut = w.Template, w.Campaign, w.Cut
		}
		if r.Campaign != "" {
			return r // a campaign sets everything else
		}
		if len(r.Languages) == 0 {
			r.Languages = w.Languages
		}
		if len(r.Formats) == 0 {
			r.Formats = w.Formats
		}
		return r
	}
	return w.Drop
}

// Folders returns the subfolders that rules name; each is an inbox of its own.
func (w Watch) Folders() []string {
	var out []string
	for _, r := range w.Rules {
		if r.Folder != "" {
			out = append(out, r.Folder)
		}
	}
	return out
}

func (d Drop) fits(name string) bool {
	if d.Folder != "" && !strings.HasPrefix(name, d.Folder+"/") {
		return false
	}
	if d.Name == "" {
		return true
	}
	ok, err := path.Match(strings.ToLower(d.Name), strings.ToLower(path.Base(name)))
	return err == nil && ok
}

// DefaultDrop is the template of what no rule names one for.
const DefaultDrop = "spotlight"

func readWatch(v setting.Value) Watch {
	w := Watch{Drop: Drop{Template: DefaultDrop}}
	if !v.Given() {
		return w
	}
	m := v.Map("template", "campaign", "cut", "languages", "formats", "rules", "settle", "wait", "queue", "on_done", "notice", "webhook", "language")
	w.Drop = readDrop(m)
	if w.Template == "" && w.Campaign == "" {
		w.Template = DefaultDrop
	}
	w.Settle, w.Wait = readSpan(m["settle"]), readSpan(m["wait"])
	if q := m["queue"]; q.Given() {
		if w.Queue = q.Int(); w.Queue < 1 {
			q.Errorf(diag.T("write how many drops are taken up at once, as in 500"), "the queue must be at least 1")
		}
	}
	w.OnDone, w.Notice = readCommand(m["on_done"], "on_done"), readCommand(m["notice"], "notice")
	if h := m["webhook"]; h.Given() {
		w.Webhook = h.Text()
		if u, err := url.Parse(w.Webhook); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			h.Errorf(diag.T("write the whole address, as in https://example.org/giro"), "%q is not a web address", w.Webhook)
		}
	}
	if l := m["language"]; l.Given() {
		if tags := readLanguages(l); len(tags) > 0 {
			w.Language = tags[0]
		}
	}
	for _, item := range m["rules"].List() {
		r := item.Map("folder", "name", "template", "campaign", "cut", "languages", "formats")
		d := readDrop(r)
		d.Folder = strings.Trim(path.Clean("/"+strings.ReplaceAll(r["folder"].Text(), `\`, "/")), "/")
		d.Name = r["name"].Text()
		if _, err := path.Match(d.Name, "x"); err != nil {
			r["name"].Errorf(diag.T("use * for any letters and ? for one, as in *agenda*"), "%q is not a pattern of names", d.Name)
		}
		if d.Folder == "" && d.Name == "" {
			item.Errorf(diag.T("say what it is about, as in folder: allerte or name: \"*agenda*\""), "the rule fits every drop")
		}
		if w.Campaign != "" && d.Template+d.Campaign == "" && (d.Cut != "" || len(d.Languages)+len(d.Formats) > 0) {
			item.Errorf(diag.T("name its template or another campaign"), "the rule cannot change what the campaign %q says", w.Campaign)
		}
		w.Rules = append(w.Rules, d)
	}
	return w
}

// readCommand reads a program and its arguments.
func readCommand(v setting.Value, key string) []string {
	if !v.Given() {
		return nil
	}
	var out []string
	for _, item := range v.List() {
		out = append(out, item.Text())
	}
	if len(out) == 0 || out[0] == "" {
		v.Errorf(diag.T(`write the program and each argument as an item of a list, as in [/usr/local/bin/publish, "{video}"]`), "%s names no program", key)
	}
	return out
}

// plurals are the keys of a campaign that replace a drop's keys.
var plurals = map[string]string{"template": "templates", "cut": "cuts", "languages": "languages", "formats": "formats"}

func readDrop(m map[string]setting.Value) Drop {
	d := Drop{Template: m["template"].Text(), Cut: m["cut"].Text()}
	if l := m["languages"]; l.Given() {
		d.Languages = readLanguages(l)
	}
	if c := m["campaign"]; c.Given() {
		d.Campaign = strings.ReplaceAll(c.Text(), `\`, "/")
		if !filepath.IsLocal(filepath.FromSlash(d.Campaign)) {
			c.Errorf(diag.T("copy it into the channel's folder and name it from there, as in campaign: campaign.yaml"), "%q leads out of the channel's folder", d.Campaign)
		}
		for _, key := range []string{"template", "cut", "languages", "formats"} {
			if m[key].Given() {
				m[key].Errorf(diag.T("take it out, or the campaign"), "the campaign says which %s are used", diag.Word(plurals[key]))
			}
		}
	}
	if f := m["formats"]; f.Given() {
		items := f.List
		if f.IsText() {
			items = func() []setting.Value { return []setting.Value{f} }
		}
		for _, item := range items() {
			d.Formats = append(d.Formats, item.OneOf(format.Names()...))
		}
	}
	return d
}

// readSpan reads a length of time such as 5s or 10m.
func readSpan(v setting.Value) time.Duration {
	if !v.Given() {
		return 0
	}
	d, err := time.ParseDuration(v.Text())
	if err != nil || d <= 0 {
		v.Errorf(diag.T("write a number with its unit, as in 5s or 10m"), "%q is not a length of time", v.Text())
		return 0
	}
	return d
}
