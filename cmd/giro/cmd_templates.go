package main

import (
	"bytes"
	"errors"
	"fmt"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/desk/sheet"
)

func newTemplatesCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "templates",
		Usage:     "list the designs, and show what one takes and looks like",
		UsageText: "giro templates list|show NAME|schema",
		Description: `A template is a design: scenes with slots for an event's fields. A channel's
own templates stand in its folder "templates"; one of the same name takes the
place of one that comes with Giro.`,
		Subcommands: []*cli.Command{
			{
				Name: "list", Usage: "list the templates with a line on their use", UsageText: "giro templates list [--json]",
				Action: func(c *cli.Context) error {
					if _, err := arguments(c); err != nil {
						return err
					}
					return runTemplatesList(s)
				},
			},
			{
				Name: "show", Usage: "show a template's inputs, scenes and lengths", UsageText: "giro templates show NAME [--sheet OUT.jpg] [--kit KIT]",
				Flags: []cli.Flag{
					&cli.StringFlag{Name: "sheet", Usage: "`FILE` for a contact sheet of its scenes, from sample events"},
					&cli.StringFlag{Name: "kit", Usage: "`NAME` of the brand kit of the sheet (the template's own)"},
					&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "`NAME` of the sheet's delivery format"},
					&cli.StringFlag{Name: "lang", Aliases: []string{"l"}, Usage: "`LANGUAGE` of the sheet's texts"},
				},
				Action: func(c *cli.Context) error {
					args, err := arguments(c, "NAME")
					if err != nil {
						return err
					}
					return runTemplatesShow(s, showOptions{name: args[0], sheet: c.String("sheet"), kit: c.String("kit"), format: c.String("format"), language: c.String("lang")})
				},
			},
			{
				Name: "schema", Usage: "print the JSON Schema of a template, for editors", UsageText: "giro templates schema",
				Description: `Editors that know yaml-language-server check a template while it is written
when its first line is: # yaml-language-server: $schema=template.schema.json`,
				Action: func(c *cli.Context) error {
					if _, err := arguments(c); err != nil {
						return err
					}
					data, err := template.Schema()
					if err != nil {
						return err
					}
					return s.ui.printf("%s", data)
				},
			},
			{
				Name: "gallery", Hidden: true, Usage: "draw the gallery of the templates into a folder", UsageText: "giro templates gallery FOLDER",
				Action: func(c *cli.Context) error {
					args, err := arguments(c, "FOLDER")
					if err != nil {
						return err
					}
					return runTemplatesGallery(s, args[0])
				},
			},
		},
		Action: func(c *cli.Context) error {
			if name := c.Args().First(); name != "" {
				return usage(suggest(name, []string{"list", "show", "schema"}, diag.T("usage: %s", c.Command.UsageText)), "unexpected argument %q", name)
			}
			return runTemplatesList(s)
		},
	}
}

// templateLine is what --json tells about a template.
type templateLine struct {
	Name    string      `json:"name"`
	Title   string      `json:"title"`
	Use     string      `json:"use"`
	Inputs  []inputLine `json:"inputs"`
	Formats []string    `json:"formats"`
	Kit     string      `json:"kit"`
	Takes   string      `json:"takes"`
	Scenes  []sceneLine `json:"scenes"`
	Cuts    []string    `json:"cuts"`
}

type inputLine struct {
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	From     []string `json:"from"`
	Required bool     `json:"required"`
}

type sceneLine struct {
	Name   string   `json:"name"`
	Length string   `json:"length"`
	Each   string   `json:"each,omitempty"`
	When   []string `json:"when,omitempty"`

	length diag.Text // Length, for people
}

// conditions are those of When, for people.
func (l sceneLine) conditions() diag.Text {
	var out diag.Text
	for i, c := range l.When {
		text := diag.Verbatim(c)
		if field, not := strings.CutPrefix(c, "not "); not {
			text = diag.T("not %s", field)
		}
		if i > 0 {
			text = diag.T("%s and %s", out, text)
		}
		out = text
	}
	return out
}

// channelOrNil is the channel of this folder, for its own templates; without
// one there are those that come with Giro.
func (s *session) channelOrNil() (*channel.Channel, error) {
	if s.channelDir != "" {
		return s.channelHere()
	}
	if _, err := os.Stat("channel.yaml"); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return s.channelHere()
}

func runTemplatesList(s *session) error {
	ch, err := s.channelOrNil()
	if err != nil {
		return err
	}
	asm, err := post.NewAssembler()
	if err != nil {
		return err
	}
	var lines []templateLine
	width := 0
	for _, name := range post.TemplateNames(ch) {
		var faults diag.List
		t, err := asm.Template(ch, name, &faults)
		if err != nil {
			return err
		}
		s.ui.diagnose(faults)
		if t == nil || faults.HasErrors() {
			continue
		}
		lines = append(lines, s.ui.describe(name, t))
		width = max(width, len(name))
	}
	if s.ui.json {
		return s.ui.emit(lines)
	}
	for _, l := range lines {
		if err := s.ui.printf("%-*s  %s\n", width, l.Name, l.Use); err != nil {
			return err
		}
	}
	return nil
}

func (u *ui) describe(name string, t *template.Template) templateLine {
	l := templateLine{Name: name, Title: u.inWords(t.Title), Use: u.inWords(t.Use), Formats: format.Names(), Kit: t.Kit, Takes: "event", Inputs: []inputLine{}, Cuts: []string{}}
	if t.Events {
		l.Takes = "events"
	}
	for _, in := range t.Inputs {
		l.Inputs = append(l.Inputs, inputLine{in.Name, u.inWords(in.Title), in.From, in.Required})
	}
	for _, sc := range t.Scenes {
		length := [...]diag.Text{
			diag.T("%g bars", sc.Length.Value), diag.T("%g beats", sc.Length.Value), diag.T("%g seconds", sc.Length.Value),
		}[sc.Length.Unit]
		line := sceneLine{Name: sc.Name, Length: length.String(), Each: sc.Each, length: length}
		for _, c := range sc.When {
			word := c.Field
			if c.Not {
				word = "not " + word
			}
			line.When = append(line.When, word)
		}
		l.Scenes = append(l.Scenes, line)
	}
	for c := range t.Cuts {
		l.Cuts = append(l.Cuts, c)
	}
	return l
}

// showOptions are the options of templates show.
type showOptions struct{ name, sheet, kit, format, language string }

func runTemplatesShow(s *session, opt showOptions) error {
	ch, err := s.channelOrNil()
	if err != nil {
		return err
	}
	asm, err := post.NewAssembler()
	if err != nil {
		return err
	}
	var faults diag.List
	t, err := asm.Template(ch, opt.name, &faults)
	if err != nil {
		return err
	}
	if faults.HasErrors() {
		return faults.Err()
	}
	if opt.sheet != "" {
		if err := writeSheet(s, ch, t, opt); err != nil {
			return err
		}
	}
	l := s.ui.describe(opt.name, t)
	if s.ui.json {
		return s.ui.emit(l)
	}
	return s.ui.printf("%s", s.ui.showText(l, t.BPM))
}

// showText is what show prints.
func (u *ui) showText(l templateLine, bpm float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n%s\n", l.Name, l.Title, l.Use)
	fmt.Fprintf(&b, "%s\n\n%s\n", u.words.Sprintf("kit %s, %g beats a minute without music", l.Kit, bpm), u.words.Sprintf("inputs"))
	for _, in := range l.Inputs {
		need := ""
		if in.Required {
			need = " (" + u.words.Sprintf("required") + ")"
		}
		if in.Title != "" {
			need = " " + in.Title + need + ","
		}
		fmt.Fprintf(&b, "  %-14s%s %s\n", in.Name, need, u.words.Sprintf("from %s", strings.Join(in.From, ", ")))
	}
	fmt.Fprintf(&b, "\n%s\n", u.words.Sprintf("scenes"))
	for _, sc := range l.Scenes {
		fmt.Fprintf(&b, "  %-14s %s", sc.Name, u.words.Text(sc.length))
		if sc.Each != "" {
			fmt.Fprintf(&b, ", %s", u.words.Sprintf("for each of %s", sc.Each))
		}
		if len(sc.When) > 0 {
			fmt.Fprintf(&b, ", %s", u.words.Sprintf("when %s", u.words.Text(sc.conditions())))
		}
		b.WriteByte('\n')
	}
	if len(l.Cuts) > 0 {
		fmt.Fprintf(&b, "\n%s\n", u.words.Sprintf("cuts: %s", strings.Join(l.Cuts, ", ")))
	}
	return b.String()
}

// sheetHeight is the height of a frame on a contact sheet, px.
const sheetHeight = 640

// writeSheet draws a contact sheet.
func writeSheet(s *session, ch *channel.Channel, t *template.Template, opt showOptions) error {
	if ext := strings.ToLower(filepath.Ext(opt.sheet)); ext != ".jpg" && ext != ".jpeg" {
		return diag.Fault(diag.Pos{}, "sheet", diag.T("give a name that ends in .jpg"), "the sheet cannot be written to %q", opt.sheet)
	}
	studio, clean, err := newStudio()
	if err != nil {
		return err
	}
	defer clean()
	sample := sheet.Sample{Template: opt.name, Kit: opt.kit, Format: opt.format, Language: opt.language}
	if sample.Kit == "" {
		sample.Kit = t.Kit
	}
	if ch != nil && opt.kit == "" {
		sample.Channel = ch // its own colours, and its own templates
	}
	p, faults, err := studio.Assemble(sample)
	if err != nil {
		return err
	}
	if p == nil {
		return faults.Err()
	}
	im, err := sheet.Draw(p, sheet.SceneFrames(p), sheetHeight)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, im, &jpeg.Options{Quality: 88}); err != nil {
		return fmt.Errorf("encode the sheet: %w", err)
	}
	if err := disk.Deliver(opt.sheet, buf.Bytes()); err != nil {
		return err
	}
	s.ui.notef("wrote %s", displayPath(opt.sheet))
	return nil
}

// newStudio opens a studio in a temporary folder; clean removes it.
func newStudio() (studio *sheet.Studio, clean func(), err error) {
	dir, err := os.MkdirTemp("", "giro-samples-")
	if err != nil {
		return nil, nil, fmt.Errorf("make a temporary folder: %w", err)
	}
	clean = func() { _ = os.RemoveAll(dir) } // what stays is the system's to clean
	if studio, err = sheet.Open(dir); err != nil {
		clean()
		return nil, nil, err
	}
	return studio, clean, nil
}

func runTemplatesGallery(s *session, dir string) error {
	studio, clean, err := newStudio()
	if err != nil {
		return err
	}
	defer clean()
	pictures := filepath.Join(dir, "gallery")
	if err := os.MkdirAll(pictures, 0o750); err != nil {
		return fmt.Errorf("make the folder of the gallery: %w", err)
	}
	page, err := studio.Gallery(pictures, "gallery/", func(name string) { s.ui.notef("%s", name) })
	if err != nil {
		return err
	}
	return disk.Deliver(filepath.Join(dir, "GALLERY.md"), []byte(page))
}
