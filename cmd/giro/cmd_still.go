package main

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/base/yuv"
)

func newStillCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:        "still",
		Usage:       "draw one moment of a video as a PNG",
		UsageText:   "giro still --template NAME --event FILE[#ID] [--at 2.5s] [options]",
		Description: "Draws the picture without encoding a video, and needs no ffmpeg.",
		Flags:       append(postFlags(), atFlag()),
		Action: func(c *cli.Context) error {
			opt, err := readPostOptions(c, s)
			if err != nil {
				return err
			}
			return runStill(c.Context, s, opt)
		},
	}
}

// stillLine is the result of still --json.
type stillLine struct {
	Type  string `json:"type"` // "still"
	File  string `json:"file"`
	Frame int    `json:"frame"`
	W     int    `json:"width"`
	H     int    `json:"height"`
}

func runStill(ctx context.Context, s *session, opt postOptions) error {
	p, err := s.assemble(ctx, opt, time.Now())
	if err != nil {
		return err
	}
	n, err := p.FrameAt(opt.at.Seconds())
	if err != nil {
		return err
	}
	if opt.out == "" {
		opt.out = p.Name + ".png"
	}
	if !strings.EqualFold(filepath.Ext(opt.out), ".png") {
		return diag.Fault(diag.Pos{}, "output", diag.T("give a name that ends in .png"), "the still cannot be written to %q", opt.out)
	}
	frame, err := p.Frame(n)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, yuv.ToRGB(frame)); err != nil {
		return fmt.Errorf("encode the still: %w", err)
	}
	if dir := filepath.Dir(opt.out); dir != "." {
		if _, err := os.Stat(dir); err != nil {
			return diag.Fault(diag.Pos{File: opt.out}, "output", diag.T("make the folder first, or choose another"), "the folder %q is not there", dir)
		}
	}
	if err := disk.Deliver(opt.out, buf.Bytes()); err != nil {
		return err
	}
	if s.ui.json {
		return s.ui.emit(stillLine{"still", opt.out, n, frame.W, frame.H})
	}
	return s.ui.printf("%s\n", displayPath(opt.out))
}
