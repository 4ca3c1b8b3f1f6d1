package watch

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/desk/post"
)

// Poster makes posts of drops with a channel's settings. The channel is read
// anew for each drop, so that a change counts from the next one on.
type Poster struct {
	Dir       string // folder of the channel
	Assembler *post.Assembler
	// Render makes the files of a post that is put together.
	Render  func(ctx context.Context, p *post.Post, out string) error
	Now     func() time.Time
	Version string // of Giro and what else decides, such as the quality

	mu    sync.Mutex
	drops map[string]*parsed // by folder in working, those that are being worked on
}

// parsed is a drop as it was read.
type parsed struct {
	channel *channel.Channel
	posts   map[string]post.Request // by key
}

// Settings names what decides beside the drop: the channel's settings and templates.
func (p *Poster) Settings(name string) string {
	w := digest.New("watch 1")
	w.String(p.Version)
	if ch, _, err := channel.Load(p.Dir); err == nil && ch != nil {
		how := ch.Watch.For(name)
		w.String(fmt.Sprint(how))
		files := append(templatesOf(ch), filepath.Join(ch.Dir, channel.File))
		if how.Campaign != "" {
			files = append(files, filepath.Join(ch.Dir, filepath.FromSlash(how.Campaign)))
		}
		for _, f := range files {
			if data, err := os.ReadFile(f); err == nil { //nolint:gosec // the channel's own
				w.String(string(data))
			}
		}
	}
	return w.Done().String()
}

func templatesOf(ch *channel.Channel) []string {
	if ch.Templates == "" {
		return nil
	}
	list, err := filepath.Glob(filepath.Join(ch.Dir, filepath.FromSlash(ch.Templates), "*.yaml"))
	if err != nil {
		return nil // only a pattern can be wrong, and a folder's name may look like one
	}
	return list
}

func (p *Poster) load() (*channel.Channel, error) {
	ch, list, err := channel.Load(p.Dir)
	if err != nil {
		return nil, err
	}
	if ch == nil {
		return nil, channelFault(list)
	}
	return ch, nil
}

// Read says what a drop asks for.
func (p *Poster) Read(_ context.Context, d Drop) (Content, error) {
	ch, err := p.load()
	if err != nil {
		return Content{}, err
	}
	got := &parsed{channel: ch, posts: map[string]post.Request{}}
	wants, err := p.wishes(ch, ch.Watch.For(d.Name))
	if err != nil {
		return Content{}, err
	}
	var c Content
	files := d.Data
	if d.Text != "" {
		files = []string{d.Text}
	}
	for _, name := range files {
		events, faults, err := p.events(ch, d, name)
		if err != nil {
			return Content{}, err
		}
		c.Faults = append(c.Faults, faults...)
		for _, e := range events {
			p.media(ch, &c, filepath.Join(d.Dir, filepath.FromSlash(path.Dir(name))), e)
		}
		list, faults := wants(filepath.Join(d.Dir, filepath.FromSlash(name)), events)
		c.Faults = append(c.Faults, faults...)
		for _, w := range list {
			key := w.name
			for n := 2; got.posts[key].Event != nil; n++ {
				key = w.again(n)
			}
			got.posts[key] = w.Request
			c.Posts = append(c.Posts, Post{Key: key})
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drops == nil || len(p.drops) > 32 {
		p.drops = map[string]*parsed{}
	}
	p.drops[d.Dir] = got
	return c, nil
}

// events reads the events of one file of a drop.
func (p *Poster) events(ch *channel.Channel, d Drop, name string) ([]*event.Event, diag.List, error) {
	opt := ingest.Options{Zone: ch.Zone, Language: ch.Language(), Now: p.Now().In(ch.Zone), Columns: ch.Columns, Capitals: ch.Capitals}
	f, err := os.Open(filepath.Join(d.Dir, filepath.FromSlash(name)))
	if err != nil {
		return nil, nil, fmt.Errorf("read a drop: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	if d.Text == "" {
		return ingest.ReadFrom(path.Base(name), f, opt)
	}
	data, err := io.ReadAll(io.LimitReader(f, textLimit+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read a drop: %w", err)
	}
	var faults diag.List
	if len(data) > textLimit {
		faults.Errorf(diag.Pos{File: path.Base(name)}, "", diag.T("write a few lines, or drop a table"), "the text has more than %d KB", textLimit>>10)
		return nil, faults, nil
	}
	n := note{name: name}
	n.parse(string(data))
	return n.events(d, opt)
}

// textLimit is the largest small text, in bytes.
const textLimit = 64 << 10

// media adds the pictures that an event names, but those that lie in the
// channel, and writes their names as the file system has them: with accents and
// capital letters that differ it would not find them.
func (p *Poster) media(ch *channel.Channel, c *Content, dir string, e *event.Event) {
	fix := func(name string) string {
		if name == "" {
			return name
		}
		if _, err := ch.Path(name); err == nil {
			return name
		}
		if !slices.Contains(c.Media, name) {
			c.Media = append(c.Media, name)
		}
		return onDisk(dir, name)
	}
	for i := range e.Images {
		e.Images[i] = fix(e.Images[i])
	}
	for i := range e.Items {
		e.Items[i].Image = fix(e.Items[i].Image)
	}
}

// onDisk returns the name of a file below dir as it is written there.
func onDisk(dir, name string) string {
	out := ""
	for part := range strings.SplitSeq(strings.ReplaceAll(name, `\`, "/"), "/") {
		entries, err := os.ReadDir(filepath.Join(dir, filepath.FromSlash(out)))
		if err != nil {
			return name
		}
		found := part
		for _, e := range entries {
			if e.Name() == part {
				found = part
				break
			}
			if sameName(e.Name()) == sameName(part) {
				found = e.Name()
			}
		}
		out = path.Join(out, found)
	}
	return out
}

// Make makes one post of a drop.
func (p *Poster) Make(ctx context.Context, d Drop, key, out string) error {
	p.mu.Lock()
	got := p.drops[d.Dir]
	p.mu.Unlock()
	if got == nil {
		if _, err := p.Read(ctx, d); err != nil {
			return err
		}
		p.mu.Lock()
		got = p.drops[d.Dir]
		p.mu.Unlock()
	}
	w, ok := got.posts[key]
	if !ok {
		return fmt.Errorf("%s no longer asks for the post %s", d.Name, key)
	}
	made, faults, err := p.Assembler.Assemble(w)
	if err != nil {
		return err
	}
	if made == nil {
		return faults.Err()
	}
	return p.Render(ctx, made, out)
}

// note is the small text beside a photo: its title in the first line, then
// lines such as "quando: 14/06/2025 18:30" and "dove: piazza Roma", and text.
type note struct {
	name    string
	columns []string
	cells   []string
	lines   []int // where each cell stands in the text
}

func (n *note) add(column, cell string, line int) {
	if i := slices.Index(n.columns, column); i >= 0 {
		n.cells[i] += "\n" + cell
		return
	}
	n.columns, n.cells, n.lines = append(n.columns, column), append(n.cells, cell), append(n.lines, line)
}

const (
	titleColumn = "titolo"
	textColumn  = "descrizione"
	imageColumn = "immagine"
	noteWords   = 3 // the most words of a line's name before its colon
)

func (n *note) parse(text string) {
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		number++
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		name = strings.ToLower(strings.TrimSpace(name))
		switch {
		case ok && !strings.HasPrefix(value, "//") && strings.TrimSpace(value) != "" && len(strings.Fields(name)) <= noteWords && (len(n.columns) > 0 || name == titleColumn || name == "title"):
			if name == "title" {
				name = titleColumn
			}
			n.add(name, strings.TrimSpace(value), number)
		case !slices.Contains(n.columns, titleColumn):
			n.add(titleColumn, line, number)
		default:
			n.add(textColumn, line, number)
		}
	}
}

// events reads the text as a table of one row, so that dates and places are
// understood as they are everywhere.
func (n *note) events(d Drop, opt ingest.Options) ([]*event.Event, diag.List, error) {
	if len(n.columns) == 0 {
		return ingest.Read(path.Base(n.name), nil, opt)
	}
	if !slices.Contains(n.columns, imageColumn) {
		for _, also := range d.Also {
			if RoleOf(also) == Media && path.Dir(also) == path.Dir(n.name) && (len(d.Also) == 1 || sameName(stem(also)) == sameName(stem(n.name))) {
				n.add(imageColumn, path.Base(also), 0)
				break
			}
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range [][]string{n.columns, n.cells} {
		if err := w.Write(row); err != nil {
			return nil, nil, err
		}
	}
	w.Flush()
	events, faults, err := ingest.Read(path.Base(n.name), b.Bytes(), opt)
	for i := range faults {
		faults[i].Pos = n.place(faults[i].Pos)
	}
	for _, e := range events {
		for i := range e.Faults {
			e.Faults[i].Pos = n.place(e.Faults[i].Pos)
		}
		for field, pos := range e.Pos {
			e.Pos[field] = n.place(pos)
		}
	}
	return events, faults, err
}

// place turns a position in the table into one in the text.
func (n *note) place(at diag.Pos) diag.Pos {
	out := diag.Pos{File: at.File}
	column := 0
	for _, r := range at.Cell {
		if r < 'A' || r > 'Z' {
			break
		}
		column = column*26 + int(r-'A') + 1
	}
	if column > 0 && column <= len(n.lines) {
		out.Line = n.lines[column-1]
	}
	return out
}
