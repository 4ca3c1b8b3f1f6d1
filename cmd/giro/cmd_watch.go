package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/base/shown"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/desk/drop"
	"github.com/giro-video/giro/internal/desk/inbox"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/hook"
)

// watchOptions are the options of watch.
type watchOptions struct {
	inbox, out   string
	once, poll   bool
	jobs         int
	settle, wait time.Duration
	every        time.Duration
	logFormat    string
}

// hookLimit is how long the program of on_done may run.
const hookLimit = 10 * time.Minute

func newWatchCommand(s *session) *cli.Command {
	var opt watchOptions
	return &cli.Command{
		Name:      "watch",
		Usage:     "make videos of what is dropped into a folder",
		UsageText: "giro watch INBOX [options]",
		Description: `Colleagues drop a table or calendar with its pictures, a folder with both, or
a photo with a small text of the same name into INBOX. The videos appear in the
out folder with status.html; what was dropped moves to done, or to failed with
a .reason.txt that says what to do. These folders stand beside INBOX. Which
template or campaign a drop uses is said under watch: in channel.yaml.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "out", Aliases: []string{"o"}, Usage: "`DIR` of the videos and the status page (out, beside INBOX)", Destination: &opt.out},
			&cli.BoolFlag{Name: "once", DisableDefaultText: true, Usage: "end when nothing is left to do, for cron", Destination: &opt.once},
			&cli.BoolFlag{Name: "poll", DisableDefaultText: true, Usage: "look again and again instead of asking the system for news, for network shares", Destination: &opt.poll},
			&cli.DurationFlag{Name: "every", Usage: "`TIME` between two looks", DefaultText: "1m, with --poll 5s", Destination: &opt.every},
			&cli.DurationFlag{Name: "settle", Usage: "`TIME` for which a file must stand still", DefaultText: "the channel's, or 3s", Destination: &opt.settle},
			&cli.DurationFlag{Name: "wait", Usage: "`TIME` for which a missing picture is waited for", DefaultText: "the channel's, or 10m", Destination: &opt.wait},
			&cli.IntFlag{Name: "jobs", Aliases: []string{"j"}, Usage: "`NUMBER` of drops worked on side by side", Value: 1},
			&cli.StringFlag{Name: "log-format", Usage: "`FORM` of the log on standard error: text or json", Value: "text", Destination: &opt.logFormat},
		},
		Action: func(c *cli.Context) error {
			args, err := arguments(c, "INBOX")
			if err != nil {
				return err
			}
			opt.inbox = args[0]
			if opt.jobs, err = readJobs(c); err != nil {
				return err
			}
			for name, d := range map[string]time.Duration{"every": opt.every, "settle": opt.settle, "wait": opt.wait} {
				if d < 0 {
					return usage(diag.T("write it as in 5s or 10m"), "--%s is %v, it cannot be negative", name, d)
				}
			}
			if opt.logFormat != "text" && opt.logFormat != "json" {
				return usage(diag.T("use text or json"), "there is no log format %q", opt.logFormat)
			}
			return runWatch(c.Context, s, opt)
		},
	}
}

// dropLine is a line of watch --json: the end of one drop.
type dropLine struct {
	Type string `json:"type"` // "drop"
	inbox.End
}

func runWatch(ctx context.Context, s *session, opt watchOptions) error {
	ch, err := s.channelHere()
	if err != nil {
		return err
	}
	if _, err := ffmpeg.Find(ctx, ffmpeg.LookPath); err != nil {
		return err // without it nothing could be made; later it may come and go
	}
	asm, err := post.NewAssembler()
	if err != nil {
		return err
	}
	st, err := openStore()
	if err != nil {
		return err
	}
	reader, err := newApart()
	if err != nil {
		return err
	}
	state, err := stateDir()
	if err != nil {
		return err
	}
	log := s.logger(opt.logFormat)
	host, err := os.Hostname()
	if err != nil {
		log.Warn("this computer has no name", "error", err)
		host = "unnamed"
	}
	words := drop.WordsIn(s.ui.languageFor(ch.Watch.Language, ch.Language()))
	notice := newNotices(ch.Watch.Webhook, ch.Watch.Notice, words, log)
	defer notice.close()
	sum, err := inbox.Run(ctx, inbox.Options{
		Inbox: opt.inbox, Out: opt.out, State: state, Channel: ch.Dir, Zone: ch.Zone,
		Settle: firstOf(opt.settle, ch.Watch.Settle), Wait: firstOf(opt.wait, ch.Watch.Wait), Every: opt.every,
		Poll: opt.poll, Once: opt.once, Jobs: opt.jobs, Queue: ch.Watch.Queue,
		Maker: &drop.Maker{
			Groups: drop.Groups{Inboxes: ch.Watch.Folders(), Urgent: urgent(ch)},
			Dir:    ch.Dir, Reader: reader.read, Assembler: asm, Now: time.Now, Env: s.watchEnv,
			Render: s.watchRender(st, log, max(1, jobCount(0)/max(1, opt.jobs))),
		},
		Teller: words, OnDone: onDone(ch, log), Ended: func(e inbox.End) { s.dropEnded(e); notice.tell(e) }, Log: log, Host: host, Held: passes,
	})
	if err != nil {
		return err
	}
	if opt.once {
		s.ui.notef("%s done, %d the same as before, %d failed, %d left", diag.T("%d drops", sum.Done), sum.Repeat, sum.Failed, sum.Left)
		if sum.Failed > 0 {
			return errSomeFailed
		}
	}
	return nil
}

// urgent returns which drops go before all others: those that rules make alerts of.
func urgent(ch *channel.Channel) func(name string) bool {
	return func(name string) bool { return ch.Watch.For(name).Template == alertTemplate }
}

// alertTemplate is the template for what cannot wait.
const alertTemplate = "alert"

// dropArgument returns the name of a drop as a program is given it: whoever drops
// chooses the name, and it must not be taken for an option.
func dropArgument(name string) string { return "./" + name }

// firstOf returns the first of two values that is given.
func firstOf[T comparable](a, b T) T {
	var none T
	if a != none {
		return a
	}
	return b
}

// logger returns the log of work that nobody looks at, on standard error.
func (s *session) logger(form string) *slog.Logger {
	level := slog.LevelInfo
	switch {
	case s.ui.quiet:
		level = slog.LevelError
	case s.ui.verbose:
		level = slog.LevelDebug
	}
	how := &slog.HandlerOptions{Level: level}
	if form == "json" {
		return slog.New(slog.NewJSONHandler(&shown.Writer{To: s.ui.terminal, JSON: func() bool { return true }}, how))
	}
	return slog.New(slog.NewTextHandler(&shown.Writer{To: s.ui.terminal}, how))
}

// watchEnv is what decides a post beside the channel and the drop.
func (s *session) watchEnv(ctx context.Context) post.Env {
	env := post.Env{Version: builtFrom(), Quality: s.quality}
	if tool, err := ffmpeg.Find(ctx, ffmpeg.LookPath); err == nil { // without it nothing is made
		env.FFmpeg = tool.Version.Text
	}
	return env
}

// watchRender returns the function that makes a post's files.
func (s *session) watchRender(st *store.Store, log *slog.Logger, jobs int) func(context.Context, *post.Post, string) error {
	return func(ctx context.Context, p *post.Post, out string) error {
		tool, err := ffmpeg.Find(ctx, ffmpeg.LookPath) // it may have been replaced since
		if err != nil {
			return err
		}
		res, err := p.Render(ctx, post.Options{
			Tool: tool, Store: st, Out: out, Quality: s.quality, Jobs: jobs, Version: builtFrom(),
		})
		for _, m := range res.Notes {
			log.Warn(m.Text.String(), "folder", m.File, "hint", m.Hint.String())
		}
		return err
	}
}

// onDone returns what runs the channel's program after each post, nil for none.
func onDone(ch *channel.Channel, log *slog.Logger) func(context.Context, inbox.Made) error {
	if len(ch.Watch.OnDone) == 0 {
		return nil
	}
	return func(ctx context.Context, m inbox.Made) error {
		base := m.Path[:len(m.Path)-len(filepath.Ext(m.Path))]
		command := hook.Fill(ch.Watch.OnDone, map[string]string{
			"video": m.Path, "cover": base + ".jpg", "manifest": base + ".json", "drop": dropArgument(m.Drop),
		})
		log.Debug("on_done", "program", command[0], "video", m.Path)
		return hook.Run(ctx, command, hookLimit)
	}
}

// dropEnded tells programs of the end of a drop.
func (s *session) dropEnded(e inbox.End) {
	if !s.ui.json {
		return
	}
	if err := s.ui.emit(dropLine{"drop", e}); err != nil {
		s.ui.notef("%v", err)
	}
}

// passes reports whether a fault is of the machine or the channel and not of a
// drop: no drop is failed for it.
func passes(err error) bool {
	_, missing := errors.AsType[*ffmpeg.MissingError](err)
	_, noOutput := errors.AsType[*disk.WriteError](err)
	return missing || noOutput || errors.Is(err, drop.ErrChannel)
}
