package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
)

// grammar is what the words of a command line can be. cli takes an option only
// before the first argument and a common one only before the command; people
// write them anywhere. arrange brings a line into the order that cli takes, and
// completion reads the unfinished line with the same eyes.
type grammar struct {
	common   []cli.Flag
	commands []*cli.Command
}

// line is a command line taken apart.
type line struct {
	common  []string     // common options with their values
	own     []string     // commands and their options, in order
	rest    []string     // arguments
	command *cli.Command // the innermost command, nil before one is named
	pending cli.Flag     // an option at the end that still wants its value
	dashes  bool         // a "--" has ended the options
}

// read takes words, without the program's name, apart.
func (g grammar) read(words []string) line {
	var l line
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case word == "--":
			l.rest = append(l.rest, words[i+1:]...)
			l.dashes = true
			return l
		case len(word) > 1 && word[0] == '-':
			flag, isCommon := g.flag(l.command, word)
			parts := words[i : i+1]
			if flag != nil && takesValue(flag) && !strings.Contains(word, "=") {
				if i+1 < len(words) {
					i++
					parts = words[i-1 : i+1]
				} else {
					l.pending = flag
				}
			}
			if isCommon {
				l.common = append(l.common, parts...)
			} else {
				l.own = append(l.own, parts...)
			}
		case len(l.rest) == 0 && find(g.below(l.command), word) != nil:
			l.command = find(g.below(l.command), word)
			l.own = append(l.own, word)
		case l.command == nil:
			// An unknown command: its options cannot be known.
			l.rest = append(l.rest, words[i:]...)
			return l
		default:
			l.rest = append(l.rest, word)
		}
	}
	return l
}

// arrange returns words in the order that cli takes: common options, commands
// with their options, arguments.
func (g grammar) arrange(words []string) ([]string, error) {
	if len(words) > 0 && words[0] == completeCommand {
		return words, nil // what follows is someone else's line
	}
	l := g.read(words)
	if l.pending != nil {
		return nil, usage(helpHint(l.command), "the option %q wants a value", words[len(words)-1])
	}
	out := append(l.common, l.own...)
	if l.dashes || slices.ContainsFunc(l.rest, func(w string) bool { return strings.HasPrefix(w, "-") }) {
		out = append(out, "--")
	}
	return append(out, l.rest...), nil
}

// helpHint says where a command's options are explained; nil is the program itself.
func helpHint(command *cli.Command) diag.Text {
	page := "giro help"
	if command != nil && command.HelpName != "giro" {
		page += " " + strings.TrimPrefix(command.HelpName, "giro ")
	}
	return diag.T(`"%s" shows the usage`, page)
}

// below returns the commands that may follow command; nil is the program itself.
func (g grammar) below(command *cli.Command) []*cli.Command {
	if command == nil {
		return g.commands
	}
	return command.Subcommands
}

// flag returns the option that word names, with or without a value behind "=",
// or nil. isCommon says that it is one that every command has.
func (g grammar) flag(command *cli.Command, word string) (flag cli.Flag, isCommon bool) {
	name, _, _ := strings.Cut(strings.TrimLeft(word, "-"), "=")
	named := func(f cli.Flag) bool { return slices.Contains(f.Names(), name) }
	if command != nil {
		if i := slices.IndexFunc(command.Flags, named); i >= 0 {
			return command.Flags[i], false
		}
	}
	if i := slices.IndexFunc(g.common, named); i >= 0 {
		return g.common[i], true
	}
	return nil, false
}

func find(commands []*cli.Command, name string) *cli.Command {
	for _, c := range commands {
		if c.HasName(name) {
			return c
		}
	}
	return nil
}

func takesValue(f cli.Flag) bool {
	doc, ok := f.(cli.DocGenerationFlag)
	return ok && doc.TakesValue()
}
