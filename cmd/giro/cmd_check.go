package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/shown"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/desk/post"
	video "github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

func newCheckCommand(s *session) *cli.Command {
	var name string
	return &cli.Command{
		Name:      "check",
		Usage:     "check finished videos against a delivery format",
		UsageText: "giro check FILE… [--format NAME] [--json]",
		Description: `Checks streams, size, frame rate, length, colour tags, edit lists, loudness,
true peak, and the seam of picture and sound. The files may come from anywhere.
Ends with code 4 when a check fails; warnings do not count.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "`NAME` of the delivery format", Value: format.Default, Destination: &name},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usage(diag.T("usage: %s", c.Command.UsageText), "there is no file to check")
			}
			return runCheck(c.Context, s, name, c.Args().Slice())
		},
	}
}

func runCheck(ctx context.Context, s *session, name string, files []string) error {
	f, err := format.ByName(name)
	if errors.Is(err, format.ErrUnknown) {
		return usage(diag.DidYouMean(name, format.Names()), "there is no format %q", name)
	}
	if err != nil {
		return err
	}
	tool, err := ffmpeg.Find(ctx, ffmpeg.LookPath)
	if err != nil {
		return err
	}
	failed := false
	for _, file := range files {
		report, err := video.File(ctx, tool, file, f, video.Expect{Seam: post.PaintedSeam(file)})
		if err != nil {
			return err
		}
		failed = failed || report.Verdict == video.Fail
		if err := s.reportCheck(report); err != nil {
			return err
		}
	}
	if failed {
		return errCheckFailed
	}
	return nil
}

// reportCheck prints what was checked on one file.
func (s *session) reportCheck(r *video.Report) error {
	if s.ui.json {
		translated := *r
		translated.Items = slices.Clone(r.Items)
		for i := range translated.Items {
			translated.Items[i].Message = diag.Verbatim(s.ui.words.Text(r.Items[i].Message))
		}
		return s.ui.emit(translated)
	}
	if err := s.ui.printf("%s: %s\n", shown.Line(displayPath(r.File)), s.ui.words.Word(string(r.Verdict))); err != nil {
		return err
	}
	for _, it := range r.Items {
		line := fmt.Sprintf("    %-7s %-22s %s\n", s.ui.words.Word(string(it.Verdict)), it.ID, shown.Line(s.ui.words.Text(it.Message)))
		if err := s.ui.printf("%s", line); err != nil {
			return err
		}
	}
	return nil
}
