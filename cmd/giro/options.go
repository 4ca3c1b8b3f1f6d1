package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/film/segment"
)

func parseQuality(word string) (segment.Quality, error) {
	if !slices.Contains(segment.Qualities(), word) {
		return "", usage(diag.DidYouMean(word, segment.Qualities()), "there is no quality %q", word)
	}
	return segment.Quality(word), nil
}

// postOptions say what one post is made of: the options of render and still.
type postOptions struct {
	template string
	event    eventRef
	language string        // BCP 47 tag; "" for the channel's first
	format   string        // name of a format; "" for the channel's default
	out      string        // output file; "" for a name made from the event
	at       time.Duration // the moment of a still
	jobs     int           // encoders side by side; 0 for one a core
	quality  segment.Quality
	channel  string // the channel's folder; "" when not given
	cut      string // a shorter version of the template; "" for the whole
	strict   bool   // keep to the safe box of advertisements
	silent   bool   // no music
	override string // reason to make a post that the rights check refuses
	publish  string // YYYY-MM-DD, or ""
	until    string // YYYY-MM-DD, the last day; or ""
}

// eventRef is the value of --event: a file and, after "#", which of its events.
type eventRef struct {
	file string
	id   string // id, UID, row number or slug; "" when not given
}

// postFlags returns the options that render and still share.
func postFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "template", Aliases: []string{"t"}, Usage: "`NAME` of the design"},
		&cli.StringFlag{Name: "event", Aliases: []string{"e"}, Usage: "`FILE[#ID]` with the event; ID is an id, UID, row or slug, as \"giro events FILE\" lists them"},
		&cli.StringFlag{Name: "lang", Aliases: []string{"l"}, Usage: "`LANGUAGE` of the texts, such as it or en (the channel's first)"},
		&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "`NAME` of the delivery format (the channel's)"},
		&cli.StringFlag{Name: "cut", Usage: "`NAME` of a shorter version of the design, such as short"},
		&cli.BoolFlag{Name: "strict", DisableDefaultText: true, Usage: "keep texts to the smaller safe box of advertisements"},
		&cli.BoolFlag{Name: "silent", DisableDefaultText: true, Usage: "leave the music out"},
		&cli.StringFlag{Name: "override", Usage: "`REASON` to make the post although its rights are not in order; the manifest keeps it"},
		&cli.StringFlag{Name: "publish", Usage: "`DAY` on which the post goes out, such as 2027-06-14, for the rights (today)"},
		&cli.StringFlag{Name: "until", Usage: "last `DAY` on which the post is meant to stand, for the rights"},
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FILE` to write (a name made from the event)"},
	}
}

// jobsFlag returns the option that bounds how much runs side by side.
func jobsFlag() cli.Flag {
	return &cli.IntFlag{Name: "jobs", Aliases: []string{"j"}, Usage: "`NUMBER` of encoders side by side; 0 is one a core"}
}

// atFlag returns the option for the moment of a still.
func atFlag() cli.Flag {
	return &cli.StringFlag{Name: "at", Usage: "`TIME` in the video, such as 2.5s or 0:12", Value: "0s"}
}

// maxJobs is far above the cores of any machine that renders video; a larger
// number is a slip of the finger that would start as many encoders.
const maxJobs = 256

// readPostOptions reads what postFlags, and jobsFlag and atFlag where the
// command has them, were given.
func readPostOptions(c *cli.Context, s *session) (postOptions, error) {
	if _, err := arguments(c); err != nil {
		return postOptions{}, err
	}
	opt := postOptions{
		template: c.String("template"),
		language: c.String("lang"),
		format:   c.String("format"),
		out:      c.String("output"),
		quality:  s.quality,
		channel:  s.channelDir,
		cut:      c.String("cut"),
		strict:   c.Bool("strict"),
		silent:   c.Bool("silent"),
		override: c.String("override"),
		publish:  c.String("publish"),
		until:    c.String("until"),
	}
	for name, day := range map[string]string{"publish": opt.publish, "until": opt.until} {
		if _, err := time.Parse(time.DateOnly, day); err != nil && day != "" {
			return postOptions{}, usage(diag.T("write year, month and day, as in 2027-06-14"), "--%s %q is not a day", name, day)
		}
	}
	help := diag.T("usage: %s", c.Command.UsageText)
	if opt.template == "" {
		return postOptions{}, usage(help, "--template is missing")
	}
	if c.String("event") == "" {
		return postOptions{}, usage(help, "--event is missing")
	}
	event, err := parseEventRef(c.String("event"), isFile)
	if err != nil {
		return postOptions{}, err
	}
	opt.event = event
	if opt.format != "" {
		if _, err := format.ByName(opt.format); errors.Is(err, format.ErrUnknown) {
			return postOptions{}, usage(diag.DidYouMean(opt.format, format.Names()), "there is no format %q", opt.format)
		} else if err != nil {
			return postOptions{}, err
		}
	}
	if opt.jobs, err = readJobs(c); err != nil {
		return postOptions{}, err
	}
	if at := c.String("at"); at != "" {
		if opt.at, err = parseMoment(at); err != nil {
			return postOptions{}, err
		}
	}
	return opt, nil
}

// readJobs reads what jobsFlag was given; 0 when the command does not have it.
func readJobs(c *cli.Context) (int, error) {
	n := c.Int("jobs")
	if n < 0 || n > maxJobs {
		return 0, usage(diag.T("0 is one a core"), "--jobs is %d, it must be between 0 and %d", n, maxJobs)
	}
	return n, nil
}

// parseEventRef reads FILE[#ID]. File names and ids may both hold "#": the file
// is the shortest beginning that is a file, and when none is, the one before
// the first "#".
func parseEventRef(text string, isFile func(string) bool) (eventRef, error) {
	if isFile(text) {
		return eventRef{file: text}, nil
	}
	ref := eventRef{file: text}
	for i := range len(text) {
		if text[i] != '#' {
			continue
		}
		if ref.file == text {
			ref = eventRef{file: text[:i], id: text[i+1:]}
		}
		if isFile(text[:i]) {
			ref = eventRef{file: text[:i], id: text[i+1:]}
			break
		}
	}
	if ref.file == "" {
		return eventRef{}, usage(diag.T("write FILE#ID; \"giro events FILE\" lists the ids"), "--event %q names no file", text)
	}
	return ref, nil
}

// isFile reports whether a file of that name exists, or may exist: a folder that
// cannot be read is found out when the file is opened.
func isFile(name string) bool {
	info, err := os.Stat(name)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	return !info.IsDir()
}

// parseMoment reads a time in a video: "2.5s", "2.5", "1m3s", "0:12" or "1:02.5".
func parseMoment(text string) (time.Duration, error) {
	wrong := usage(diag.T("write seconds, as 2.5s, or minutes and seconds, as 0:12"), "--at %q is not a time", text)
	if d, err := time.ParseDuration(text); err == nil {
		if d < 0 {
			return 0, wrong
		}
		return d, nil
	}
	minutes, seconds, colon := strings.Cut(text, ":")
	if !colon {
		minutes, seconds = "0", text
	}
	m, err := strconv.ParseUint(minutes, 10, 16)
	if err != nil {
		return 0, wrong
	}
	s, err := strconv.ParseFloat(seconds, 64)
	if err != nil || !(s >= 0 && s < 86400) || colon && s >= 60 {
		return 0, wrong
	}
	return time.Duration(m)*time.Minute + time.Duration(math.Round(s*1e9)), nil
}

// String returns the value of --event that means r.
func (r eventRef) String() string {
	if r.id == "" {
		return r.file
	}
	return fmt.Sprintf("%s#%s", r.file, r.id)
}
