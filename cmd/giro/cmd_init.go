package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"
	"github.com/vbauerster/mpb/v8/cwriter"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/desk/campaign"
	"github.com/giro-video/giro/internal/desk/preset"
)

// initOptions are the options of init.
type initOptions struct {
	dir    string
	preset string
	own    preset.Own
}

func newInitCommand(s *session) *cli.Command {
	var list bool
	opt := initOptions{}
	return &cli.Command{
		Name:      "init",
		Usage:     "write a starter channel with a campaign",
		UsageText: "giro init DIR [--preset NAME] [--name NAME] [--handle @NAME] [--languages it,en] [--brand KIT]\n   giro init --list",
		Description: `Writes a folder that renders as it is: settings, a campaign, example events,
photos and music, with comments and a README. Nothing that is there is replaced.
Without --preset it asks on a terminal for what the options leave open.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "preset", Aliases: []string{"p"}, Usage: "`NAME` of the starter", Destination: &opt.preset},
			&cli.StringFlag{Name: "name", Usage: "`NAME` of who speaks (an example)", Destination: &opt.own.Name},
			&cli.StringFlag{Name: "handle", Usage: "`@NAME` on the platforms (an example)", Destination: &opt.own.Handle},
			&cli.StringFlag{Name: "languages", Usage: "`LIST` of languages, some of the starter's (all of them)"},
			&cli.StringFlag{Name: "brand", Usage: s.ui.words.Sprintf("`KIT` of colours and fonts (the starter's): %s", strings.Join(preset.Kits(), ", ")), Destination: &opt.own.Brand},
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
			opt.dir, opt.own.Languages = args[0], listed(c.String("languages"))
			return runInit(c.Context, s, opt)
		},
	}
}

// listed returns the words of a list with commas or spaces between them.
func listed(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

func listPresets(s *session) error {
	list, err := preset.All()
	if err != nil {
		return err
	}
	if s.ui.json {
		return s.ui.emit(list)
	}
	rows := [][]string{s.ui.heads("NAME", "TITLE", "WHAT FOR")}
	for _, p := range list {
		rows = append(rows, []string{p.Name, s.ui.inWords(p.Title), s.ui.inWords(p.Use)})
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
			return usage(diag.T("\"giro init --list\" shows the starters"), "--preset is missing")
		}
		if _, err := os.Lstat(filepath.Join(opt.dir, channel.File)); err == nil {
			return diag.Fault(diag.Pos{File: opt.dir}, "", diag.T("give the name of a new folder; nothing was written"), "the folder holds a %s already", channel.File)
		}
		if err := askInit(ctx, s, &opt, os.Stdin); err != nil {
			return err
		}
	}
	s.ui.speak(channel.LanguageOf(opt.dir)) // of one that is there already
	files, err := preset.Write(opt.preset, opt.dir, opt.own)
	if err != nil {
		return err
	}
	if s.ui.json {
		return s.ui.emit(initLine{"channel", opt.dir, opt.preset, files})
	}
	dir := displayPath(opt.dir)
	s.ui.notef("%s written; next:", diag.T("%d files", len(files)))
	s.ui.notef("    giro batch %s --dry-run", filepath.Join(dir, campaign.File))
	s.ui.notef("    giro batch %s", filepath.Join(dir, campaign.File))
	return s.ui.printf("%s\n", dir)
}

// askInit asks on the terminal for what the options leave open. Enter keeps what
// the starter has; an answer that cannot be used is told, and asked for again.
func askInit(ctx context.Context, s *session, opt *initOptions, from io.Reader) error {
	list, err := preset.All()
	if err != nil {
		return err
	}
	q := &questions{ui: s.ui, lines: readLines(from)}
	var names []string
	for i, p := range list {
		names = append(names, p.Name)
		s.ui.say(fmt.Sprintf("%d  %-10s %s", i+1, p.Name, s.ui.inWords(p.Title)))
	}
	var chosen preset.Preset
	err = q.ask(ctx, diag.T("which starter? a number or a name: "), func(answer string) diag.Text {
		i := slices.Index(names, answer)
		if n, err := strconv.Atoi(answer); err == nil {
			i = n - 1
		}
		if i < 0 || i >= len(list) {
			return suggest(answer, names, diag.T("give a number from 1 to %d", len(list)))
		}
		chosen = list[i]
		return diag.Text{}
	})
	if err != nil {
		return err
	}
	opt.preset = chosen.Name
	if opt.own.Name == "" {
		if err := q.ask(ctx, diag.T("who speaks? (Enter keeps an example) "), func(answer string) diag.Text { opt.own.Name = answer; return diag.Text{} }); err != nil {
			return err
		}
	}
	if opt.own.Handle == "" {
		if err := q.ask(ctx, diag.T("under which name on the platforms? (Enter keeps an example) @"), func(answer string) diag.Text { opt.own.Handle = answer; return diag.Text{} }); err != nil {
			return err
		}
	}
	if len(opt.own.Languages) == 0 && len(chosen.Languages) > 1 {
		err := q.ask(ctx, diag.T("in which languages? (Enter takes %s) ", strings.Join(chosen.Languages, ", ")), func(answer string) diag.Text {
			opt.own.Languages = listed(answer)
			for _, l := range opt.own.Languages {
				if !slices.Contains(chosen.Languages, l) {
					return diag.T("the starter has no texts in %q; others are added later, in channel.yaml and the table", l)
				}
			}
			if len(opt.own.Languages) > 0 && !slices.Contains(opt.own.Languages, chosen.Languages[0]) {
				return diag.T("%q must be among them: the starter's table is written in it", chosen.Languages[0])
			}
			return diag.Text{}
		})
		if err != nil {
			return err
		}
	}
	if opt.own.Brand == "" {
		return q.ask(ctx, diag.T("in which colours? %s (Enter takes %s) ", strings.Join(preset.Kits(), ", "), chosen.Brand), func(answer string) diag.Text {
			if answer != "" && !slices.Contains(preset.Kits(), answer) {
				return suggest(answer, preset.Kits(), diag.T("give one of the names"))
			}
			opt.own.Brand = answer
			return diag.Text{}
		})
	}
	return nil
}

// questions asks on a terminal.
type questions struct {
	ui    *ui
	lines <-chan string // answers; closed at their end
}

// ask puts a question until take says nothing against the answer.
func (q *questions) ask(ctx context.Context, question diag.Text, take func(answer string) diag.Text) error {
	for {
		q.ui.prompt(q.ui.words.Text(question))
		select {
		case <-ctx.Done():
			q.ui.say("")
			return context.Cause(ctx)
		case answer, ok := <-q.lines:
			if !ok {
				q.ui.say("")
				return usage(diag.T("give --preset, or answer the questions"), "there was no answer; nothing was written")
			}
			complaint := take(strings.TrimSpace(answer))
			if complaint.IsZero() {
				return nil
			}
			q.ui.say("    " + q.ui.words.Text(complaint))
		}
	}
}

// readLines reads in the background, so that waiting for an answer can be
// cancelled. What is being read then ends with the program.
func readLines(from io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for in := bufio.NewScanner(from); in.Scan(); {
			lines <- in.Text()
		}
	}()
	return lines
}
