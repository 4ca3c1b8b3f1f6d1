package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
)

// appPage returns the help page of the program, as a template of package cli.
func (u *ui) appPage(app *cli.App) string {
	return "giro - " + app.Usage + "\n" +
		u.section("USAGE", "   "+app.UsageText+"\n") +
		u.section("COMMANDS", commandList(app.Commands)) +
		u.section("COMMON OPTIONS", u.flagList(app.Flags)) +
		"\n" + u.words.Sprintf(`"giro help COMMAND" shows a command's own options.`) + "\n\n" + u.words.Sprintf(exitHelp)
}

// commandPage returns the help page of a command. It ends with the common options
// and the exit codes.
func (u *ui) commandPage(c *cli.Command, common []cli.Flag) string {
	page := c.HelpName + " - " + c.Usage + "\n" + u.section("USAGE", "   "+c.UsageText+"\n")
	if c.Description != "" {
		page += "\n" + c.Description + "\n"
	}
	return page + u.section("COMMANDS", commandList(c.Subcommands)) + u.section("OPTIONS", u.flagList(c.Flags)) +
		u.section("COMMON OPTIONS", u.flagList(common)) + "\n" + u.words.Sprintf(exitHelp)
}

// section returns lines below a title, nothing when there are none.
func (u *ui) section(title, lines string) string {
	if lines == "" {
		return ""
	}
	return "\n" + u.words.Word(title) + ":\n" + lines
}

func commandList(commands []*cli.Command) string {
	var b strings.Builder
	for _, c := range commands {
		if !c.Hidden {
			b.WriteString("   " + c.Name + "\t" + c.Usage + "\n")
		}
	}
	return b.String()
}

// flagList returns options as a page's lines.
func (u *ui) flagList(flags []cli.Flag) string {
	var b strings.Builder
	for _, f := range flags {
		if shown, ok := f.(cli.VisibleFlag); !ok || shown.IsVisible() {
			b.WriteString("   " + u.flagLine(f) + "\n")
		}
	}
	return b.String()
}

// flagLine returns an option with what it does. The words that package cli puts
// in are English.
func (u *ui) flagLine(f cli.Flag) string {
	line := f.String()
	if f == cli.HelpFlag {
		return strings.Replace(line, "show help", u.words.Sprintf("show help"), 1)
	}
	if i := strings.LastIndex(line, "(default: "); i >= 0 {
		line = line[:i] + "(" + u.words.Sprintf("default") + line[i+len("(default"):]
	}
	return line
}

// translate puts what a command says of itself into the language of the run.
func (u *ui) translate(c *cli.Command) {
	for _, text := range []*string{&c.Usage, &c.UsageText, &c.Description} {
		*text = u.words.Word(*text)
	}
	u.translateFlags(c.Flags)
}

func (u *ui) translateFlags(flags []cli.Flag) {
	for _, f := range flags {
		var texts []*string
		switch f := f.(type) {
		case *cli.BoolFlag:
			if f != cli.HelpFlag { // one for all programs
				texts = []*string{&f.Usage}
			}
		case *cli.StringFlag:
			texts = []*string{&f.Usage, &f.DefaultText}
		case *cli.StringSliceFlag:
			texts = []*string{&f.Usage}
		case *cli.IntFlag:
			texts = []*string{&f.Usage}
		case *cli.DurationFlag:
			texts = []*string{&f.Usage, &f.DefaultText}
		}
		for _, text := range texts {
			*text = u.words.Word(*text)
		}
	}
}

func newHelpCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "help",
		Usage:     "show help, of a command when one is named",
		UsageText: "giro help [COMMAND]",
		Action: func(c *cli.Context) error {
			return runHelp(s, c, c.Args().Slice())
		},
	}
}

func runHelp(s *session, c *cli.Context, path []string) error {
	if len(path) == 0 {
		return cli.ShowAppHelp(c)
	}
	commands := s.grammar.commands
	var found *cli.Command
	for _, word := range path {
		found = find(commands, word)
		if found == nil {
			return usage(suggest(word, commandNames(commands), diag.T("\"giro help\" lists the commands")), "there is no command %q", word)
		}
		commands = found.Subcommands
	}
	cli.HelpPrinter(s.ui.out, found.CustomHelpTemplate, found)
	return nil
}
