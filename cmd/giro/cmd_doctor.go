package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"time"
	_ "time/tzdata" // zones must load on machines without a zone database

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/design/typeset"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

type doctorOptions struct {
	install bool
}

func newDoctorCommand(s *session) *cli.Command {
	var opt doctorOptions
	return &cli.Command{
		Name:      "doctor",
		Usage:     "check what giro needs on this computer",
		UsageText: "giro doctor [--install] [--json]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "install", DisableDefaultText: true, Usage: "install ffmpeg with the system's package manager when it is missing", Destination: &opt.install},
		},
		Action: func(c *cli.Context) error {
			if _, err := arguments(c); err != nil {
				return err
			}
			return runDoctor(c.Context, s, opt)
		},
	}
}

// verdict is how a check ended.
type verdict string

const (
	passed  verdict = "ok"
	note    verdict = "note"    // something that only some need is not there
	doubt   verdict = "warning" // giro works, but something may go wrong
	failed  verdict = "failed"
	missing verdict = "missing" // a tool is not there
)

// check is one thing that giro needs, and what was found. It is also its JSON form.
type check struct {
	ID      string    `json:"id"`
	Verdict verdict   `json:"verdict"`
	Found   diag.Text `json:"found"`
	Hint    diag.Text `json:"hint,omitzero"`

	Scripts []scriptFound `json:"scripts,omitempty"` // of the check "scripts"
}

func runDoctor(ctx context.Context, s *session, opt doctorOptions) error {
	tool := checkFFmpeg(ctx)
	if tool.Verdict == missing && opt.install {
		if err := installFFmpeg(ctx, s.ui, tool.Found); err != nil {
			return err
		}
		if tool = checkFFmpeg(ctx); tool.Verdict == missing {
			if r, err := ffmpeg.NewRecipe(ffmpeg.LookPath, os.Getuid()); err == nil && !r.After.IsZero() {
				tool.Hint = r.After
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	checks := []check{tool, checkFonts(), checkScripts(), checkStore(), checkZones(), checkDisk()}

	worst := passed
	for _, c := range checks {
		if c.Verdict == missing || c.Verdict == failed && worst != missing || c.Verdict == doubt && worst == passed {
			worst = c.Verdict
		}
	}
	if err := reportChecks(s.ui, checks, worst); err != nil {
		return err
	}
	switch worst {
	case missing:
		return errToolMissing
	case failed:
		return errCheckFailed
	case passed, note, doubt:
	}
	return nil
}

func reportChecks(u *ui, checks []check, worst verdict) error {
	if u.json {
		for i := range checks {
			checks[i].Found, checks[i].Hint = diag.Verbatim(u.words.Text(checks[i].Found)), diag.Verbatim(u.words.Text(checks[i].Hint))
		}
		return u.emit(struct {
			Verdict verdict `json:"verdict"`
			Cores   int     `json:"cores"`
			Giro    version `json:"giro"`
			Checks  []check `json:"checks"`
		}{worst, runtime.NumCPU(), buildVersion(), checks})
	}
	for _, c := range checks {
		if u.quiet {
			continue
		}
		var text strings.Builder
		text.WriteString(fmt.Sprintf("%-8s %-8s %s\n", u.words.Word(string(c.Verdict)), c.ID, u.words.Text(c.Found)))
		if c.Verdict == note { // no message of its own: nothing is wrong
			for line := range strings.SplitSeq(u.words.Text(c.Hint), "\n") {
				text.WriteString(fmt.Sprintf("%-17s %s\n", "", line))
			}
		}
		if err := u.printf("%s", text.String()); err != nil {
			return err
		}
	}
	for _, c := range checks {
		switch c.Verdict {
		case passed, note:
		case doubt:
			if !u.quiet {
				u.tell(c.ID, diag.Warning, c.Found, c.Hint)
			}
		case failed, missing:
			u.tell(c.ID, diag.Error, c.Found, c.Hint)
		}
	}
	return nil
}

// checkFFmpeg looks for ffmpeg with all that giro asks of it.
func checkFFmpeg(ctx context.Context) check {
	tool, err := ffmpeg.Find(ctx, ffmpeg.LookPath)
	if err == nil {
		return check{ID: "ffmpeg", Verdict: passed, Found: diag.T("%s at %s, with libx264", tool.Version, tool.FFmpeg)}
	}
	c := check{ID: "ffmpeg", Verdict: missing, Found: diag.Because(err)}
	recipe, err := ffmpeg.NewRecipe(ffmpeg.LookPath, os.Getuid())
	if err != nil {
		c.Hint = diag.T("install ffmpeg 5.1 or newer, built with libx264: https://ffmpeg.org/download.html")
		return c
	}
	c.Hint = diag.Verbatim(recipe.String())
	if recipe.ByHand == "" {
		c.Hint = diag.T("%s\nor let giro do that: giro doctor --install", c.Hint)
	}
	return c
}

// installFFmpeg installs ffmpeg and says what it does; why is what is wrong with
// the one that is there. The error names what is to be done by hand.
func installFFmpeg(ctx context.Context, u *ui, why diag.Text) error {
	recipe, err := ffmpeg.NewRecipe(ffmpeg.LookPath, os.Getuid())
	if errors.Is(err, ffmpeg.ErrNoManager) {
		return &ffmpeg.MissingError{
			Text: diag.T("%s, and %v", why, err),
			Hint: diag.T("install ffmpeg 5.1 or newer, built with libx264: https://ffmpeg.org/download.html"),
		}
	}
	if err != nil {
		return err
	}
	if recipe.ByHand != "" {
		return &ffmpeg.MissingError{Text: diag.T("%s; %s", why, diag.Word(recipe.ByHand)), Hint: diag.T("ask an administrator to run: %s", recipe.String())}
	}
	u.say(u.words.Sprintf("%s: installing it with %s", why, recipe.Manager))
	// What the commands print goes to standard error: standard output is for the report.
	err = recipe.Run(ctx, os.Stdin, u.terminal, func(command string) { u.say("$ " + command) })
	if err == nil || ctx.Err() != nil {
		return err
	}
	hint := diag.T("run it by hand: %s", recipe.String())
	if !recipe.After.IsZero() {
		hint = diag.T("%s\n%s", hint, recipe.After)
	}
	return &ffmpeg.MissingError{Text: diag.T("installing ffmpeg failed: %v", err), Hint: hint}
}

// checkFonts indexes the fonts that giro carries.
func checkFonts() check {
	library, err := builtInFonts()
	if err != nil {
		return check{ID: "fonts", Verdict: failed, Found: diag.Because(err), Hint: diag.T("this build of giro is broken: install it again")}
	}
	return check{ID: "fonts", Verdict: passed, Found: diag.T("%d families built in", len(library.Families()))}
}

// builtInFonts returns the library of the fonts that giro carries.
func builtInFonts() (*typeset.Library, error) {
	fonts, err := fs.Sub(assets.Fonts, "fonts")
	if err != nil {
		return nil, fmt.Errorf("open the fonts: %w", err)
	}
	return typeset.NewLibrary(fonts)
}

// noCache says why the store cannot be used.
func noCache(err error) check {
	if list, ok := diag.Messages(disk.Fault(err)); ok {
		return check{ID: "cache", Verdict: failed, Found: list[0].Text, Hint: list[0].Hint}
	}
	return check{ID: "cache", Verdict: failed, Found: diag.Because(err), Hint: diag.T(storeHint)}
}

// checkStore makes sure that the store can be written to.
func checkStore() check {
	st, err := openStore()
	if err != nil {
		return noCache(err)
	}
	dir, err := st.TempDir()
	if err == nil {
		err = os.Remove(dir)
	}
	if err != nil {
		return noCache(err)
	}
	stats, err := st.Stats()
	if err != nil {
		return noCache(err)
	}
	return check{
		ID: "cache", Verdict: passed,
		Found: diag.T("%s, %s of %s used", st.Dir(), sizeText(stats.Bytes), sizeText(stats.Limit)),
	}
}

// checkZones makes sure that time zones load.
func checkZones() check {
	for _, name := range []string{"Europe/Rome", "America/New_York", "Asia/Shanghai"} {
		if _, err := time.LoadLocation(name); err != nil {
			return check{ID: "zones", Verdict: failed, Found: diag.Because(err), Hint: diag.T("unset ZONEINFO, or let it name a zone database")}
		}
	}
	return check{ID: "zones", Verdict: passed, Found: diag.T("time zones known; this computer is in %s", time.Now().Format("MST (UTC-07:00)"))}
}

// lowDisk is the free space below which a long video may not find room: its
// segments, the file, and a copy in the store.
const lowDisk = 1_000_000_000

// checkDisk looks for room where the store is.
func checkDisk() check {
	dir, err := storeDir()
	if err != nil {
		return check{ID: "disk", Verdict: doubt, Found: diag.Because(err)}
	}
	free, err := disk.Free(dir)
	if err != nil {
		return check{ID: "disk", Verdict: doubt, Found: diag.T("the free space is unknown: %v", err)}
	}
	c := check{ID: "disk", Verdict: passed, Found: diag.T("%s free", sizeText(free))}
	if free < lowDisk {
		c.Verdict, c.Hint = doubt, diag.T("free some space; \"giro cache prune\" empties giro's own store")
	}
	return c
}
