package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/desk/campaign"
	"github.com/giro-video/giro/internal/desk/post"
	filmcheck "github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// batchOptions are the options of batch.
type batchOptions struct {
	file     string
	out      string // in place of the campaign's
	only     []string
	jobs     int
	dryRun   bool
	failFast bool
	prune    bool
	approved bool
	preset   string // of x264
	override string // reason to make posts that the rights check refuses
}

func newBatchCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "batch",
		Usage:     "make all posts of a campaign that are new or have changed",
		UsageText: "giro batch [CAMPAIGN.yaml] [options]",
		Description: `Makes every event × template × language × format of the campaign, with the kit
of each post, and a page to review them on: OUT/index.html. What has not changed
since the last run stays as it is; a run that was stopped goes on where it was.
A post that fails leaves the others. Without a file it takes campaign.yaml of the
channel's folder.`,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "dry-run", Aliases: []string{"n"}, DisableDefaultText: true, Usage: "print the plan, render nothing"},
			&cli.StringSliceFlag{Name: "only", Usage: "render posts whose name fits `GLOB`, such as 'murales.*'; may be given several times"},
			&cli.BoolFlag{Name: "approved", DisableDefaultText: true, Usage: "render only posts that are approved in OUT/approvals.json and have not changed since"},
			&cli.BoolFlag{Name: "fail-fast", DisableDefaultText: true, Usage: "stop at the first post that fails"},
			&cli.BoolFlag{Name: "prune", DisableDefaultText: true, Usage: "move the files of posts that left the campaign to OUT/trash"},
			&cli.StringFlag{Name: "override", Usage: "`REASON` to make posts although their rights are not in order; the manifests keep it"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FOLDER` of the posts (the campaign's)"},
			jobsFlag(),
			&cli.StringFlag{Name: "x264-preset", Hidden: true, Usage: "x264 `PRESET` in place of the quality's, for measuring"},
		},
		Action: func(c *cli.Context) error {
			opt := batchOptions{
				out: c.String("output"), only: c.StringSlice("only"), dryRun: c.Bool("dry-run"), failFast: c.Bool("fail-fast"),
				prune: c.Bool("prune"), approved: c.Bool("approved"), preset: c.String("x264-preset"),
				override: c.String("override"),
			}
			if c.Args().Len() == 0 {
				opt.file = filepath.Join(s.channelDir, campaign.File)
			} else {
				args, err := arguments(c, "CAMPAIGN.yaml")
				if err != nil {
					return err
				}
				opt.file = args[0]
			}
			var err error
			if opt.jobs, err = readJobs(c); err != nil {
				return err
			}
			for _, p := range opt.only {
				if _, err := filepath.Match(p, ""); err != nil {
					return usage(diag.T("use * for any letters and ? for one"), "--only %q is not a pattern", p)
				}
			}
			return runBatch(c.Context, s, opt)
		},
	}
}

func runBatch(ctx context.Context, s *session, opt batchOptions) error {
	d, err := s.runner(opt)
	if err != nil {
		return err
	}
	tool, err := ffmpeg.Find(ctx, ffmpeg.LookPath)
	if err == nil {
		d.Tool, d.FFmpeg = tool, tool.Version.Text
	} else if !opt.dryRun {
		return err // a plan can be made without
	}
	run := campaign.RunOptions{Only: opt.only, FailFast: opt.failFast}
	if opt.approved {
		list, err := campaign.Approvals(d.Campaign.Out)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return diag.Fault(diag.Pos{File: d.Campaign.Out}, "approved", diag.T("open %s, tick what is right, and save the approvals as %s beside it",
				displayPath(filepath.Join(d.Campaign.Out, campaign.IndexFile)), campaign.ApprovalsFile), "nothing is approved yet")
		}
		run.Approved = list
	}
	if opt.dryRun {
		plan, err := d.Plan(ctx)
		if err != nil {
			return err
		}
		s.choose(plan, run)
		if err := d.PreviewRights(plan); err != nil {
			return err
		}
		return s.reportPlan(plan)
	}
	if d.Store, err = openStore(); err != nil {
		return err
	}
	show := &batchShow{s: s}
	run.Report = show.event
	var left []string
	sum, err := d.Run(ctx, run, func(p *campaign.Plan) error {
		left = p.Left
		s.choose(p, run)
		return show.plan(p)
	})
	show.end()
	if err == nil {
		err = show.err
	}
	if err != nil {
		return err
	}
	if opt.prune && len(left) > 0 {
		dir, err := d.Prune(ctx, left)
		if err != nil {
			return err
		}
		s.ui.notef("%s moved to %s", diag.T("%d posts", len(left)), displayPath(dir))
	} else if len(left) > 0 {
		s.ui.notef("no longer in the campaign: %s; --prune moves their files to the trash folder", someOf(left, 8))
	}
	if err := s.reportBatch(sum, d.Campaign.Out); err != nil {
		return err
	}
	switch {
	case sum.Failed+sum.Refused > 0:
		return errSomeFailed
	case sum.Checks > 0:
		return errCheckFailed
	}
	return nil
}

// runner loads the campaign and its channel.
func (s *session) runner(opt batchOptions) (*campaign.Runner, error) {
	dir := s.channelDir
	if dir == "" {
		dir = filepath.Dir(opt.file)
	}
	ch, err := s.loadChannel(dir)
	if err != nil {
		return nil, err
	}
	c, faults, err := campaign.Load(opt.file, ch)
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, faults.Err()
	}
	s.ui.diagnose(faults)
	c.Override = opt.override
	if opt.out != "" {
		if c.Out, err = filepath.Abs(opt.out); err != nil {
			return nil, fmt.Errorf("find the folder %s: %w", opt.out, err)
		}
	}
	asm, err := post.NewAssembler()
	if err != nil {
		return nil, err
	}
	return &campaign.Runner{
		Campaign: c, Channel: ch, Assembler: asm, Version: builtFrom(),
		Quality: s.quality, Preset: opt.preset, Jobs: jobCount(opt.jobs), Now: time.Now, Words: s.ui.words,
	}, nil
}

// planLine is a post of a plan, for programs.
type planLine struct {
	ID       string    `json:"id"`
	Event    string    `json:"event"`
	Template string    `json:"template"`
	Language string    `json:"language"`
	Format   string    `json:"format"`
	State    string    `json:"state"`
	Why      string    `json:"why"`
	Output   string    `json:"output"`
	Publish  string    `json:"publish,omitempty"` // RFC 3339
	Faults   diag.List `json:"diagnostics,omitempty"`
}

// planReport is the whole plan, for programs.
type planReport struct {
	Type    string     `json:"type,omitempty"` // "plan" among the lines of a run
	Posts   []planLine `json:"posts"`          // those that are chosen
	Left    []string   `json:"left"`           // posts that left the campaign
	Seconds float64    `json:"estimated_s"`
	Bytes   int64      `json:"estimated_bytes"`
	Faults  diag.List  `json:"diagnostics,omitempty"`
}

func planJSON(u *ui, p *campaign.Plan) planReport {
	r := planReport{Posts: []planLine{}, Left: p.Left, Seconds: p.Seconds, Bytes: p.Bytes, Faults: u.words.List(p.Notes)}
	if r.Left == nil {
		r.Left = []string{}
	}
	for _, e := range p.Entries {
		if e.Skipped {
			continue
		}
		line := planLine{
			ID: e.ID, Event: e.Event.ID, Template: e.Template, Language: e.Language, Format: e.Format,
			State: string(e.State), Why: u.words.Text(e.Why), Output: displayPath(e.Output), Faults: u.words.List(e.Faults),
		}
		if !e.Publish.IsZero() {
			line.Publish = e.Publish.Format(time.RFC3339)
		}
		r.Posts = append(r.Posts, line)
	}
	return r
}

// reportPlan prints the plan of a dry run.
func (s *session) reportPlan(p *campaign.Plan) error {
	if s.ui.json {
		if err := p.Notes.Err(); err != nil {
			return err
		}
		return s.ui.emit(planJSON(s.ui, p))
	}
	if err := p.Notes.Err(); err != nil {
		return err
	}
	s.ui.diagnose(p.Notes)
	rows := [][]string{s.ui.heads("STATE", "PUBLISH", "POST", "TEMPLATE", "WHY")}
	for _, e := range p.Entries {
		if e.Skipped {
			continue
		}
		publish := "-"
		if !e.Publish.IsZero() {
			publish = e.Publish.Format("2006-01-02 15:04")
		}
		rows = append(rows, []string{s.ui.words.Word(string(e.State)), publish, e.ID, e.Template, oneLine(s.ui.words.Text(e.Why))})
	}
	if err := printTable(s.ui, rows); err != nil {
		return err
	}
	// Posts of one picture or track have the same faults.
	var faults diag.List
	for _, e := range p.Entries {
		for _, m := range e.Faults {
			if !e.Skipped && e.State != campaign.Refused && !slices.ContainsFunc(faults, m.Equal) {
				faults.Add(m)
			}
		}
	}
	s.ui.diagnose(faults.Sorted())
	s.notePlan(p)
	return nil
}

// choose chooses the posts of a run, and warns of patterns of --only that no
// post's name fits and of approvals that no longer hold.
func (s *session) choose(p *campaign.Plan, run campaign.RunOptions) {
	if outdated := p.Choose(run.Only, run.Approved); len(outdated) > 0 {
		s.ui.diagnose(diag.List{{
			Severity: diag.Warning, Text: diag.T("left out, as changed since the approval: %s", someOf(outdated, 8)),
			Hint: diag.T("run without --approved, look at them again on the review page, and save the approvals"),
		}})
	}
	for _, pattern := range run.Only {
		if p.Notes.HasErrors() || slices.ContainsFunc(p.Entries, func(e *campaign.Entry) bool {
			ok, err := filepath.Match(pattern, e.ID)
			return err == nil && ok
		}) {
			continue
		}
		s.ui.diagnose(diag.List{{
			Severity: diag.Warning, Text: diag.T("no post is named like --only %q", pattern),
			Hint: diag.T("giro batch --dry-run lists the names; use * for any letters and ? for one"),
		}})
	}
}

// someOf returns a list of names, or the first of them and how many more there are.
func someOf(names []string, most int) diag.Text {
	if len(names) <= most {
		return diag.Verbatim(strings.Join(names, ", "))
	}
	return diag.T("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// notePlan says in a line or two what a plan holds.
func (s *session) notePlan(p *campaign.Plan) {
	parts := diag.Texts{diag.T("%d posts", len(p.Entries))}
	if n := p.Chosen(); n < len(p.Entries) {
		parts[0] = diag.T("%d of %s chosen", n, parts[0])
	}
	for _, st := range []struct {
		of   campaign.State
		text func(n int) diag.Text
	}{
		{campaign.New, func(n int) diag.Text { return diag.T("%d new", n) }},
		{campaign.Changed, func(n int) diag.Text { return diag.T("%d changed", n) }},
		{campaign.Unchanged, func(n int) diag.Text { return diag.T("%d unchanged", n) }},
		{campaign.Refused, func(n int) diag.Text { return diag.T("%d refused", n) }},
	} {
		if n := p.Count(st.of); n > 0 {
			parts = append(parts, st.text(n))
		}
	}
	if p.Seconds > 0 {
		s.ui.notef("%s; about %s and %s", parts, time.Duration(p.Seconds*float64(time.Second)).Round(time.Second), sizeText(p.Bytes))
		return
	}
	s.ui.notef("%s", parts)
}

// batchShow tells how a run goes on.
type batchShow struct {
	s     *session
	bar   *progress
	steps int   // of the bar
	err   error // of writing lines

	mu   sync.Mutex
	told time.Time
}

// steps is how fine the bar of a whole campaign is, per post.
const steps = 100

func (b *batchShow) plan(p *campaign.Plan) error {
	u := b.s.ui
	if u.json {
		r := planJSON(u, p)
		r.Type = "plan"
		if p.Notes.HasErrors() {
			return nil // the run ends with them
		}
		return u.emit(r)
	}
	if p.Notes.HasErrors() {
		return nil
	}
	u.diagnose(p.Notes)
	for _, e := range p.Entries {
		if e.State == campaign.Refused && !e.Skipped {
			u.notef("refused: %s", e.ID)
			u.diagnose(e.Faults)
		}
	}
	b.s.notePlan(p)
	if n := p.Count(campaign.New) + p.Count(campaign.Changed); n > 0 && u.tty && !u.quiet {
		b.bar = u.progress(diag.T("rendering the campaign"), n*steps)
		b.steps = n * steps
	}
	return nil
}

func (b *batchShow) end() {
	if b.bar != nil {
		b.bar.end()
	}
}

// batchProgress is a line of JSON about a run.
type batchProgress struct {
	Type  string  `json:"type"` // "progress"
	ID    string  `json:"id"`
	Done  int     `json:"done"` // frames of the post
	Total int     `json:"total"`
	Posts int     `json:"posts_done"`
	Of    int     `json:"posts_total"`
	LeftS float64 `json:"left_s,omitempty"`
}

// batchPost is a line of JSON about a finished post: that of render with its name.
type batchPost struct {
	postLine
	ID     string            `json:"id"`
	Checks filmcheck.Verdict `json:"checks"`
}

// batchFailure is a line of JSON about a post that was not made.
type batchFailure struct {
	Type    string    `json:"type"` // "failed"
	ID      string    `json:"id"`
	Refused bool      `json:"refused"` // by a fault of its input
	Message string    `json:"message"`
	Faults  diag.List `json:"diagnostics"`
}

// event is told by the run, one at a time.
func (b *batchShow) event(ev campaign.Event) {
	u := b.s.ui
	b.mu.Lock()
	defer b.mu.Unlock()
	switch ev.Kind {
	case campaign.Started:
		u.stepf("%s", ev.Entry.ID)
	case campaign.Progress:
		if b.bar != nil {
			b.bar.set(int(ev.Part*float64(b.steps)), 0)
		}
		if now := time.Now(); u.json && now.Sub(b.told) >= jsonEvery {
			b.told = now
			b.emit(batchProgress{"progress", ev.Entry.ID, ev.Frames, ev.Total, ev.Posts, ev.Of, ev.Left.Seconds()})
		}
	case campaign.Done:
		if u.json {
			b.emit(batchPost{newPostLine(*ev.Result, ev.Elapsed), ev.Entry.ID, ev.Facts.Verdict})
			return
		}
		u.diagnose(ev.Faults)
		text := diag.T("%d of %d  %s: %.1f s, %s, %d of %d segments rendered, in %.1f s", ev.Posts, ev.Of, ev.Entry.ID,
			ev.Result.Seconds, sizeText(ev.Result.Bytes), ev.Result.Segments.Rendered, ev.Result.Segments.Total, ev.Elapsed.Seconds())
		if ev.Left > 0 {
			text = diag.T("%s, %s left", text, ev.Left.Round(time.Second))
		}
		u.notef("%s", text)
		for _, it := range ev.Facts.Checks {
			if it.Verdict == filmcheck.Fail {
				u.tell(ev.Entry.ID, diag.Warning, diag.T("check %s: %s", it.ID, diag.Text(it.Message)), diag.Text{})
			}
		}
	case campaign.Failed:
		message := diag.T("it could not be made")
		if ev.Err != nil {
			message = diag.Because(ev.Err)
		} else if len(ev.Faults) > 0 {
			message = ev.Entry.Why
		}
		if u.json {
			faults := ev.Faults
			if faults == nil {
				faults = diag.List{}
			}
			b.emit(batchFailure{"failed", ev.Entry.ID, ev.Err == nil, u.words.Text(message), u.words.List(faults)})
			return
		}
		if len(ev.Faults) > 0 {
			u.diagnose(ev.Faults)
		}
		u.tell(ev.Entry.ID, diag.Error, message, diag.Text{})
	}
}

func (b *batchShow) emit(v any) {
	if err := b.s.ui.emit(v); err != nil && b.err == nil {
		b.err = err
	}
}

// reportBatch tells what a run has done.
func (s *session) reportBatch(sum campaign.Summary, out string) error {
	if s.ui.json {
		return s.ui.emit(struct {
			Type string `json:"type"` // "done"
			campaign.Summary
			Review string `json:"review"`
		}{"done", sum, filepath.Join(out, campaign.IndexFile)})
	}
	s.ui.notef("%d rendered, %d unchanged, %d refused, %d failed; %d of %d segments rendered, in %.1f s",
		sum.Rendered, sum.Unchanged, sum.Refused, sum.Failed, sum.Segments.Rendered, sum.Segments.Total, sum.Elapsed)
	return s.ui.printf("%s\n", displayPath(filepath.Join(out, campaign.IndexFile)))
}
