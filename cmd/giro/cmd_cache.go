package main

import (
	"time"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/film/store"
)

func newCacheCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "cache",
		Usage:     "show what the store of finished segments holds",
		UsageText: "giro cache [prune] [--json]",
		Description: `Giro keeps each encoded segment of a video, so that rendering again makes
only what has changed. The store may be deleted at any time.`,
		Subcommands: []*cli.Command{newCachePruneCommand(s)},
		Action: func(c *cli.Context) error {
			if name := c.Args().First(); name != "" {
				return usage(suggest(name, []string{"prune"}, diag.T("usage: %s", c.Command.UsageText)), "unexpected argument %q", name)
			}
			return runCache(s)
		},
	}
}

// cacheReport is the JSON form of what the store holds.
type cacheReport struct {
	Dir string `json:"dir"`
	store.Stats
}

func runCache(s *session) error {
	st, err := openStore()
	if err != nil {
		return err
	}
	stats, err := st.Stats()
	if err != nil {
		return err
	}
	if s.ui.json {
		return s.ui.emit(cacheReport{st.Dir(), stats})
	}
	oldest := "-"
	if !stats.Oldest.IsZero() {
		oldest = stats.Oldest.Format(time.DateTime)
	}
	return s.ui.printf("%s", s.ui.words.Sprintf("folder    %s\nobjects   %d\nsize      %s of %s\noldest    %s\n",
		st.Dir(), stats.Objects, sizeText(stats.Bytes), sizeText(stats.Limit), oldest))
}

type cachePruneOptions struct {
	keep int64 // bytes that may stay
}

func newCachePruneCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "prune",
		Usage:     "empty the store, or make it smaller",
		UsageText: "giro cache prune [--to SIZE] [--json]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "to", Usage: "keep what was used last, up to `SIZE` such as 500MB or 2GB", Value: "0"},
		},
		Action: func(c *cli.Context) error {
			if _, err := arguments(c); err != nil {
				return err
			}
			keep, err := parseSize(c.String("to"))
			if err != nil {
				return err
			}
			return runCachePrune(s, cachePruneOptions{keep})
		},
	}
}

func runCachePrune(s *session, opt cachePruneOptions) error {
	st, err := openStore()
	if err != nil {
		return err
	}
	pruned, err := st.Prune(opt.keep)
	if err != nil {
		return err
	}
	stats, err := st.Stats()
	if err != nil {
		return err
	}
	if s.ui.json {
		return s.ui.emit(struct {
			Dir     string       `json:"dir"`
			Removed store.Pruned `json:"removed"`
			Left    store.Stats  `json:"left"`
		}{st.Dir(), pruned, stats})
	}
	return s.ui.printf("%s\n", s.ui.words.Sprintf("removed %s (%s), %s left (%s)",
		diag.T("%d objects", pruned.Objects), sizeText(pruned.Bytes), diag.T("%d objects", stats.Objects), sizeText(stats.Bytes)))
}
