package main

import (
	"cmp"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// session is what the commands share: the common options and the ways to talk
// to the user.
type session struct {
	ui      *ui
	grammar grammar

	channelDir string // -C; "" when not given
	found      func() (*ffmpeg.Tool, error)
	quality    segment.Quality
}

// newApp returns the program with its commands.
func newApp(s *session) *cli.App {
	s.grammar.common = commonFlags()
	s.grammar.commands = []*cli.Command{
		newDemoCommand(s),
		newRenderCommand(s),
		newStillCommand(s),
		newInitCommand(s),
		newBatchCommand(s),
		newWatchCommand(s),
		newEventsCommand(s),
		newTemplatesCommand(s),
		newCheckCommand(s),
		newCacheCommand(s),
		newDoctorCommand(s),
		newCompletionCommand(s),
		newVersionCommand(s),
		newHelpCommand(s),
		newCompleteCommand(s),
		newReadCommand(),
	}
	app := &cli.App{
		Name:            "giro",
		Usage:           s.ui.words.Sprintf("video loops for city channels, from event data"),
		UsageText:       s.ui.words.Sprintf("giro COMMAND [options]"),
		Flags:           append(slices.Clone(s.grammar.common), rootFlags()...),
		Commands:        s.grammar.commands,
		Writer:          s.ui.out,
		ErrWriter:       io.Discard, // what cli has to say comes back as an error
		HideHelpCommand: true,
		HideVersion:     true,                         // it would take -v
		ExitErrHandler:  func(*cli.Context, error) {}, // finish maps errors to exit codes
		OnUsageError:    s.onUsageError,
		Before:          s.readCommon,
		Action:          s.runRoot,
	}
	s.ui.translateFlags(app.Flags)
	for _, c := range s.grammar.commands {
		s.prepare(c, "")
	}
	app.CustomAppHelpTemplate = s.ui.appPage(app)
	return app
}

// prepare gives a command, and those below it, what every command has. above
// are the words before its name; cli adds "giro" to those of the first row.
func (s *session) prepare(c *cli.Command, above string) {
	c.HelpName = above + c.Name
	c.HideHelpCommand = true
	c.Flags = append(c.Flags, cli.HelpFlag)
	c.OnUsageError = s.onUsageError
	s.ui.translate(c)
	for _, below := range c.Subcommands {
		s.prepare(below, "giro "+c.Name+" ")
	}
	name := c.HelpName
	if above == "" {
		c.HelpName = "giro " + name
	}
	c.CustomHelpTemplate = s.ui.commandPage(c, s.grammar.common)
	c.HelpName = name
}

// rootFlags returns the options that stand in place of a command.
func rootFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "version", DisableDefaultText: true, Usage: "print the version"},
		cli.HelpFlag,
	}
}

// commonFlags returns the options that every command has.
func commonFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "channel", Aliases: []string{"C"}, Usage: "`FOLDER` of the channel, with its channel.yaml (default: the working folder)"},
		&cli.StringFlag{Name: "quality", Usage: "`LEVEL` of the encoder: draft, standard or master", Value: string(segment.Standard)},
		&cli.BoolFlag{Name: "json", DisableDefaultText: true, Usage: "print JSON on the standard output, for programs"},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, DisableDefaultText: true, Usage: "print errors only"},
		&cli.BoolFlag{Name: "verbose", Aliases: []string{"v"}, DisableDefaultText: true, Usage: "print what is done, step by step"},
	}
}

// readCommon takes over the common options before a command runs.
func (s *session) readCommon(c *cli.Context) error {
	s.channelDir = c.String("channel")
	s.ui.json = s.ui.json || c.Bool("json") // an unknown command hides it from cli
	s.ui.speak(channel.LanguageOf(cmp.Or(s.channelDir, ".")))
	s.ui.quiet = c.Bool("quiet")
	s.ui.verbose = c.Bool("verbose")
	if s.ui.quiet && s.ui.verbose {
		return usage(diag.T("give one of them"), "--quiet and --verbose exclude each other")
	}
	q, err := parseQuality(c.String("quality"))
	s.quality = q
	return err
}

// runRoot runs when no command was recognised.
func (s *session) runRoot(c *cli.Context) error {
	if c.Bool("version") {
		return runVersion(s, versionOptions{})
	}
	if !c.Args().Present() {
		return cli.ShowAppHelp(c)
	}
	return s.unknownCommand(c.Args().First())
}

func (s *session) unknownCommand(name string) error {
	return usage(suggest(name, commandNames(s.grammar.commands), diag.T("\"giro help\" lists the commands")),
		"there is no command %q", name)
}

// commandNames returns the names of the commands that help shows.
func commandNames(commands []*cli.Command) []string {
	var names []string
	for _, c := range commands {
		if !c.Hidden {
			names = append(names, c.Name)
		}
	}
	return names
}

// suggest returns `did you mean "x"?`, or otherwise when nothing is near.
func suggest(word string, candidates []string, otherwise diag.Text) diag.Text {
	if near := diag.Nearest(word, candidates); near != "" {
		return diag.T(`did you mean "%s"?`, near)
	}
	return otherwise
}

// onUsageError turns what cli's parser says of an option into a fact and a hint.
func (s *session) onUsageError(c *cli.Context, err error, _ bool) error {
	if _, ok := errors.AsType[*usageError](err); ok {
		return err
	}
	help := helpHint(c.Command)
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		var names []string
		for _, f := range append(slices.Clone(s.grammar.common), c.Command.Flags...) {
			for _, n := range f.Names() {
				names = append(names, dashed(n))
			}
		}
		name = dashed(strings.TrimLeft(name, "-"))
		return usage(suggest(name, names, help), "there is no option %q", name)
	}
	// package flag: invalid value "x" for flag -jobs: parse error
	if m := invalidValue.FindStringSubmatch(text); m != nil {
		return usage(help, "%s is no value for the option %q", m[1], dashed(m[2]))
	}
	return usage(help, "%s", text)
}

// invalidValue matches what package flag says of a value.
var invalidValue = regexp.MustCompile(`^invalid (?:boolean )?value (".*") for (?:flag )?-([^:]+):`)

// dashed returns an option's name as it is typed.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// arguments returns the arguments of a command, which takes exactly those named.
func arguments(c *cli.Context, names ...string) ([]string, error) {
	args := c.Args().Slice()
	help := diag.T("usage: %s", c.Command.UsageText)
	if len(args) < len(names) {
		return nil, usage(help, "%s is missing", diag.Word(names[len(args)]))
	}
	if len(args) > len(names) {
		hint := help
		if left := args[len(names)]; strings.HasPrefix(left, "-") {
			hint = diag.T(`options stand before "--"; %s`, help)
		} else if len(names) > 0 {
			hint = diag.T("put a name with spaces in quotes; %s", help)
		}
		return nil, usage(hint, "unexpected argument %q", args[len(names)])
	}
	return args, nil
}
