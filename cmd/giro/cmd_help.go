package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
)

// The help pages. Each command's page ends with the common options and the
// exit codes.
const (
	appHelp = `giro - {{.Usage}}

USAGE:
   {{.UsageText}}

COMMANDS:
{{- range .VisibleCommands}}
   {{.Name}}{{"\t"}}{{.Usage}}
{{- end}}

COMMON OPTIONS:
{{- range .VisibleFlags}}
   {{.}}
{{- end}}

"giro help COMMAND" shows a command's own options.

`
	commandHelp = `{{.HelpName}} - {{.Usage}}

USAGE:
   {{.UsageText}}
{{- if .Description}}

{{.Description}}
{{- end}}
{{- if .VisibleCommands}}

COMMANDS:
{{- range .VisibleCommands}}
   {{.Name}}{{"\t"}}{{.Usage}}
{{- end}}
{{- end}}
{{- if .VisibleFlags}}

OPTIONS:
{{- range .VisibleFlags}}
   {{.}}
{{- end}}
{{- end}}
`
)

// flagList returns options as a page's lines.
func flagList(flags []cli.Flag) string {
	var b strings.Builder
	for _, f := range flags {
		b.WriteString("   " + f.String() + "\n")
	}
	return b.String()
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
