package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/disk"
)

func newDemoCommand(s *session) *cli.Command {
	var out string
	return &cli.Command{
		Name:      "demo",
		Usage:     "make two sample videos, and the sample channel to play with",
		UsageText: "giro demo [--output DIR]",
		Description: `Writes the sample channel (settings, events, photos, music) into DIR/channel,
where it can be changed, and makes two videos beside it: an event with a photo
in Italian, and one of a real calendar without a photo in English. Files of the
channel that are there already are left as they are.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`DIR` to write to", Value: "giro-demo", Destination: &out},
			jobsFlag(),
		},
		Action: func(c *cli.Context) error {
			if _, err := arguments(c); err != nil {
				return err
			}
			jobs, err := readJobs(c)
			if err != nil {
				return err
			}
			return runDemo(c.Context, s, out, jobs)
		},
	}
}

// demoPosts are the posts that the demo makes. Each is told as a month before
// the event, so that the same text comes out in every year.
var demoPosts = []struct {
	file, id, language string
	today              time.Time
}{
	{"eventi.csv", "murales", "it", time.Date(2025, 5, 14, 9, 0, 0, 0, time.UTC)},
	{"milano-san-siro-2025.ics", "803020eb-8269-439c-9e6f-36f80f041df5", "en", time.Date(2025, 8, 7, 9, 0, 0, 0, time.UTC)},
}

func runDemo(ctx context.Context, s *session, out string, jobs int) error {
	dir := filepath.Join(out, "channel")
	if err := writeDemo(dir); err != nil {
		return err
	}
	s.channelDir = dir
	for _, d := range demoPosts {
		opt := postOptions{
			template: "spotlight", cut: "short", event: eventRef{file: filepath.Join(dir, d.file), id: d.id},
			language: d.language, channel: dir, jobs: jobs, quality: s.quality,
		}
		p, err := s.assemble(ctx, opt, d.today)
		if err != nil {
			return err
		}
		opt.out = filepath.Join(out, p.Name+".mp4")
		if err := s.render(ctx, p, renderOptions{postOptions: opt}); err != nil {
			return err
		}
	}
	s.ui.notef("the channel is in %s; change its events and run, for example:", displayPath(dir))
	s.ui.notef("    giro -C %s render --template spotlight --event %s#fichi", displayPath(dir), displayPath(filepath.Join(dir, "eventi.csv")))
	return nil
}

// writeDemo writes the sample channel. A file that is there already stays.
func writeDemo(dir string) error {
	write := func(name string, data []byte) error {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if _, err := os.Lstat(path); err == nil {
			return nil // whatever it holds, it is the user's now
		} else if !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("write the sample channel: %w", err)
		}
		return disk.Deliver(path, data)
	}
	err := fs.WalkDir(assets.Demo, "demo", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := assets.Demo.ReadFile(name)
		if err != nil {
			return err
		}
		return write(strings.TrimPrefix(name, "demo/"), data)
	})
	if err != nil {
		return err
	}
	music, err := assets.Music.ReadFile("music/giro-demo.flac")
	if err != nil {
		return fmt.Errorf("read the sample music: %w", err)
	}
	return write("giro-demo.flac", music)
}
