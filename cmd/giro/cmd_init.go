package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"
	"github.com/vbauerster/mpb/v8/cwriter"

	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/desk/campaign"
)

// initOptions are the options of init.
type initOptions struct {
	dir    string
	preset string
	own    campaign.Own
}

func newInitCommand(s *session) *cli.Command {
	var list bool
	opt := initOptions{}
	return &cli.Command{
		Name:      "init",
		Usage:     "write a starter channel with a campaign",
		UsageText: "giro init DIR --preset NAME [--name NAME] [--handle @NAME]\n   giro init --list",
		Description: `Writes a folder that renders as it is: settings, a campaign, example events,
photos and music, with comments and a README. Nothing that is there is replaced.
Without --preset it asks, on a terminal.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "preset", Aliases: []string{"p"}, Usage: "`NAME` of the starter", Destination: &opt.preset},
			&cli.StringFlag{Name: "name", Usage: "`NAME` of who speaks (an example)", Destination: &opt.own.Name},
			&cli.StringFlag{Name: "handle", Usage: "`@NAME` on the platforms (an example)", Destination: &opt.own.Handle},
			&cli.BoolFlag{Name: "list", DisableDefaultText: true, Usage: "list the starters", Destination: &list},
		},
		Action: func(c *cli.Context) error {
			if list {
				if _, err := arguments(c); err != nil {
					return err
				}
				return listPresets(s)
			}
			args, err := arguments(c, "DIR")
			if err != nil {
				return err
			}
			opt.dir = args[0]
			return runInit(c.Context, s, opt)
		},
	}
}

func listPresets(s *session) error {
	list, err := campaign.Presets()
	if err != nil {
		return err
	}
	if s.ui.json {
		return s.ui.emit(list)
	}
	rows := [][]string{{"NAME", "TITLE", "WHAT FOR"}}
	for _, p := range list {
		rows = append(rows, []string{p.Name, p.Title["en"], p.Use["en"]})
	}
	return printTable(s.ui, rows)
}

// initLine is what init prints with --json.
type initLine struct {
	Type   string   `json:"type"` // "channel"
	Dir    string   `json:"dir"`
	Preset string   `json:"preset"`
	Files  []string `json:"files"`
}

func runInit(ctx context.Context, s *session, opt initOptions) error {
	if opt.preset == "" {
		if s.ui.json || !cwriter.IsTerminal(int(os.Stdin.Fd())) {
			return usage("\"giro init --list\" shows the starters", "--preset is missing")
		}
		if err := askInit(ctx, s, &opt, os.Stdin); err != nil {
			return err
		}
	}
	s.ui.speak(channel.LanguageOf(opt.dir)) // of one that is there already
	files, err := campaign.Scaffold(opt.preset, opt.dir, opt.own)
	if err != nil {
		return err
	}
	if s.ui.json {
		return s.ui.emit(initLine{"channel", opt.dir, opt.preset, files})
	}
	dir := displayPath(opt.dir)
	s.ui.notef("%s written; next:", counted(len(files), "file"))
	s.ui.notef("    giro batch %s --dry-run", filepath.Join(dir, campaign.File))
	s.ui.notef("    giro batch %s", filepath.Join(dir, campaign.File))
	return s.ui.printf("%s\n", dir)
}

// askInit asks on the terminal for what the options leave open.
func askInit(ctx context.Context, s *session, opt *initOptions, from io.Reader) error {
	list, err := campaign.Presets()
	if err != nil {
		return err
	}
	in := bufio.NewScanner(from)
	ask := func(question string) (string, error) {
		s.ui.say(question)
		if !in.Scan() {
			if err := in.Err(); err != nil {
				return "", fmt.Errorf("read the answer: %w", err)
			}
			return "", usage("give --preset", "there was no answer")
		}
		return strings.TrimSpace(in.Text()), context.Cause(ctx)
	}
	for i, p := range list {
		s.ui.say(fmt.Sprintf("%d  %-10s %s", i+1, p.Name, p.Title["en"]))
	}
	for opt.preset == "" {
		answer, err := ask("which one? a number or a name")
		if err != nil {
			return err
		}
		if n, err := strconv.Atoi(answer); err == nil && n >= 1 && n <= len(list) {
			opt.preset = list[n-1].Name
		} else if answer != "" && err != nil {
			opt.preset = answer
		}
	}
	if opt.own.Name == "" {
		if opt.own.Name, err = ask("who speaks? (Enter keeps the example)"); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	return nil
}
