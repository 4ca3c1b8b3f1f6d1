package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/templates"
)

// completeCommand is what the completion scripts call with the words of an
// unfinished line, the last of which is being typed. It prints what may stand
// there, one "value<tab>meaning" a line; nothing means a file's name.
const completeCommand = "__complete"

// completionTime is how long a file may be read while somebody waits at Tab.
const completionTime = 2 * time.Second

// candidate is one way to go on.
type candidate struct{ value, meaning string }

func newCompleteCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:            completeCommand,
		Hidden:          true,
		SkipFlagParsing: true,
		Action: func(c *cli.Context) error {
			for _, cand := range s.grammar.complete(c.Args().Slice()) {
				if err := s.ui.printf("%s\t%s\n", cand.value, cand.meaning); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// complete returns what may stand in the place of the last word.
func (g grammar) complete(words []string) []candidate {
	if len(words) == 0 {
		words = []string{""}
	}
	// bash takes "--quality=dr" apart at the "=".
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "=" })
	last := len(words) - 1
	current := words[last]
	l := g.read(words[:last])

	var all []candidate
	switch name, _, joined := strings.Cut(current, "="); {
	case l.pending != nil:
		all = g.values(l.pending, current)
	case l.dashes:
	case joined && strings.HasPrefix(current, "-"):
		if flag, _ := g.flag(l.command, name); flag != nil {
			for _, v := range g.values(flag, "") {
				all = append(all, candidate{name + "=" + v.value, v.meaning})
			}
		}
	case strings.HasPrefix(current, "-"):
		flags := rootFlags()
		if l.command != nil {
			flags = l.command.Flags
		}
		flags = append(slices.Clone(flags), g.common...)
		for _, f := range flags {
			if shown, ok := f.(cli.VisibleFlag); !ok || shown.IsVisible() {
				all = append(all, candidate{dashed(f.Names()[0]), meaning(f)})
			}
		}
	case len(l.rest) == 0:
		for _, c := range g.below(l.command) {
			if !c.Hidden {
				all = append(all, candidate{c.Name, c.Usage})
			}
		}
		if l.command != nil {
			all = append(all, g.argumentsOf(l.command)...)
		}
	}
	return slices.DeleteFunc(all, func(c candidate) bool { return !strings.HasPrefix(c.value, current) })
}

// values returns the values of an option that are known beforehand, or by what
// has been typed of it.
func (g grammar) values(f cli.Flag, typed string) []candidate {
	switch f.Names()[0] {
	case "event":
		return eventsIn(typed)
	case "template":
		return plain(templateNames())
	case "quality":
		return plain(segment.Qualities())
	case "format":
		return plain(format.Names())
	case "lang":
		return []candidate{{"it", "Italian"}, {"en", "English"}, {"de", "German"}, {"fr", "French"}, {"es", "Spanish"}}
	}
	return nil
}

// argumentsOf returns the arguments of a command that are known beforehand.
func (g grammar) argumentsOf(c *cli.Command) []candidate {
	switch c.Name {
	case "help":
		return plain(commandNames(g.commands))
	case "completion":
		return plain(shells)
	}
	return nil
}

// eventsIn returns the events of a file once the "#" behind its name is typed.
func eventsIn(typed string) []candidate {
	ref, err := parseEventRef(typed, isFile)
	if err != nil || !strings.Contains(strings.TrimPrefix(typed, ref.file), "#") {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), completionTime)
	defer cancel()
	events, _, err := readEvents(ctx, ref.file, ingest.Options{})
	if err != nil {
		return nil
	}
	out := make([]candidate, len(events))
	for i, e := range events {
		out[i] = candidate{eventRef{ref.file, e.ID}.String(), oneLine(e.Title)}
	}
	return out
}

// templateNames returns the designs that come with giro.
func templateNames() []string {
	entries, err := templates.FS.ReadDir(".")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}

func plain(values []string) []candidate {
	out := make([]candidate, len(values))
	for i, v := range values {
		out[i] = candidate{value: v}
	}
	return out
}

// meaning returns an option's description without the quotes around its value.
func meaning(f cli.Flag) string {
	doc, ok := f.(cli.DocGenerationFlag)
	if !ok {
		return ""
	}
	return strings.ReplaceAll(doc.GetUsage(), "`", "")
}
