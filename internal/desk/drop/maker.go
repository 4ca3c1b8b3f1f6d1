// Package drop is what a drop means to Giro and how it becomes posts: what
// belongs together (Groups), which posts a table, a calendar, or a photo with a
// small text asks for (Maker), and the words in which people read of it (Words).
// The inbox does the rest.
package drop

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/desk/inbox"
	"github.com/giro-video/giro/internal/desk/post"
)

// Maker makes posts of drops with a channel's settings. The channel is read
// anew for each drop, so that a change counts from the next one on. It is an
// inbox.Maker.
type Maker struct {
	Groups
	Dir       string // folder of the channel
	Assembler *post.Assembler
	// Reader reads the events of a table, calendar or other file of events: the
	// place to keep what a file costs away from this process. Nil reads it here.
	Reader func(ctx context.Context, f *os.File, name string, opt ingest.Options) ([]*event.Event, diag.List, error)
	// Render makes the files of a post that is assembled.
	Render func(ctx context.Context, p *post.Post, out string) error
	Now    func() time.Time
	Env    func(context.Context) post.Env // what decides beside channel and drop

	mu    sync.Mutex
	drops map[string]requests // by folder in working, those that are being worked on
}

// requests are the posts of a drop as it was read, by key.
type requests map[string]post.Request

func (m *Maker) load() (*channel.Channel, error) {
	ch, list, err := channel.Load(m.Dir)
	if err != nil {
		return nil, err
	}
	if ch == nil {
		return nil, channelFault(list)
	}
	return ch, nil
}

// Usable reports whether a drop still holds a table, a calendar or a text.
func (m *Maker) Usable(d inbox.Drop) bool { return slices.ContainsFunc(d.Files, leads) }

// Read says what a drop asks for.
func (m *Maker) Read(ctx context.Context, d inbox.Drop) (inbox.Content, error) {
	c, _, err := m.read(ctx, d)
	return c, err
}

func (m *Maker) read(ctx context.Context, d inbox.Drop) (inbox.Content, requests, error) {
	ch, err := m.load()
	if err != nil {
		return inbox.Content{}, nil, err
	}
	got := requests{}
	find, err := m.finder(ch, ch.Watch.For(d.Name))
	if err != nil {
		return inbox.Content{}, nil, err
	}
	var c inbox.Content
	in := byRole(d)
	leaders := in.data
	if in.text != "" {
		leaders = []string{in.text}
	}
	for _, name := range leaders {
		events, faults, err := m.events(ctx, ch, d, in, name)
		if err != nil {
			return inbox.Content{}, nil, err
		}
		c.Faults = append(c.Faults, faults...)
		for _, e := range events {
			m.addMedia(ch, &c, filepath.Join(d.Dir, filepath.FromSlash(path.Dir(name))), e)
		}
		list, faults := find(filepath.Join(d.Dir, filepath.FromSlash(name)), events)
		c.Faults = append(c.Faults, faults...)
		for _, r := range list {
			key := r.key
			for n := 2; got[key].Event != nil; n++ {
				key = r.again(n)
			}
			got[key] = r.Request
			c.Products = append(c.Products, inbox.Product{Key: key, Ext: ".mp4"})
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.drops == nil || len(m.drops) > 32 {
		m.drops = map[string]requests{}
	}
	m.drops[d.Dir] = got
	return c, got, nil
}

// events reads the events of one file of a drop.
func (m *Maker) events(ctx context.Context, ch *channel.Channel, d inbox.Drop, in files, name string) ([]*event.Event, diag.List, error) {
	opt := ingest.For(ch, m.Now())
	f, err := os.Open(filepath.Join(d.Dir, filepath.FromSlash(name)))
	if err != nil {
		return nil, nil, fmt.Errorf("read a drop: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	switch {
	case in.text == "" && m.Reader != nil:
		return m.Reader(ctx, f, path.Base(name), opt)
	case in.text == "":
		return ingest.ReadFrom(ctx, path.Base(name), f, opt)
	}
	return readNote(ctx, name, f, in.also, opt)
}

// addMedia adds the pictures that an event names, but those that lie in the
// channel, and writes their names as the file system has them: with accents and
// capital letters that differ it would not find them.
func (m *Maker) addMedia(ch *channel.Channel, c *inbox.Content, dir string, e *event.Event) {
	fix := func(name string) string {
		if name == "" {
			return name
		}
		if _, err := ch.Path(name); err == nil {
			return name
		}
		if !slices.Contains(c.Needs, name) {
			c.Needs = append(c.Needs, name)
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
			if inbox.SameName(e.Name()) == inbox.SameName(part) {
				found = e.Name()
			}
		}
		out = path.Join(out, found)
	}
	return out
}

// Make makes one post of a drop.
func (m *Maker) Make(ctx context.Context, d inbox.Drop, key, out string) error {
	m.mu.Lock()
	got := m.drops[d.Dir]
	m.mu.Unlock()
	if got == nil {
		var err error
		if _, got, err = m.read(ctx, d); err != nil {
			return err
		}
	}
	req, ok := got[key]
	if !ok {
		return fmt.Errorf("%s no longer asks for the post %s", d.Name, key)
	}
	made, faults, err := m.Assembler.Assemble(req)
	if err != nil {
		return err
	}
	if made == nil {
		return faults.Err()
	}
	return m.Render(ctx, made, out)
}
