// Package preset holds the starters that come with Giro: whole channels with a
// campaign, which "giro init" writes into a folder of the user's.
package preset

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/setting"
	"github.com/giro-video/giro/internal/desk/campaign"
	"github.com/giro-video/giro/templates"
)

// Preset is a starter channel with a campaign.
type Preset struct {
	Name      string            `json:"name"`
	Title     map[string]string `json:"title"` // by language
	Use       map[string]string `json:"use"`
	Languages []string          `json:"languages"` // of its texts, the first one first
	Brand     string            `json:"brand"`     // its kit
}

// about is the file of a preset that says what it is for.
const about = "preset.yaml"

// All lists the starters that come with Giro, by name.
func All() ([]Preset, error) {
	entries, err := templates.Presets.ReadDir("presets")
	if err != nil {
		return nil, fmt.Errorf("list the presets: %w", err)
	}
	var out []Preset
	for _, e := range entries {
		file := path.Join("presets", e.Name(), about)
		data, err := templates.Presets.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read the preset: %w", err)
		}
		var faults diag.List
		m := setting.Parse(file, data, &faults).Map("title", "use")
		p := Preset{Name: e.Name(), Title: map[string]string{}, Use: map[string]string{}}
		for _, t := range m["title"].Entries() {
			p.Title[t.Key] = t.Text()
		}
		for _, t := range m["use"].Entries() {
			p.Use[t.Key] = t.Text()
		}
		if err := faults.Err(); err != nil {
			return nil, err
		}
		settings, err := templates.Presets.ReadFile(path.Join("presets", e.Name(), channel.File))
		if err != nil {
			return nil, fmt.Errorf("read the preset: %w", err)
		}
		if m := languageList.FindSubmatch(settings); m != nil {
			p.Languages = strings.FieldsFunc(string(m[1]), notInTag)
		}
		if m := brandLine.FindSubmatch(settings); m != nil {
			p.Brand = string(m[1])
		}
		out = append(out, p)
	}
	return out, nil
}

// Own is what init puts in place of a preset's example channel; "" keeps it.
type Own struct {
	Name, Handle string
	Languages    []string // some of the preset's, the first of which must stay
	Brand        string   // a kit that comes with Giro
}

// Kits returns the brand kits that a channel can have, by name.
func Kits() []string {
	return slices.DeleteFunc(brand.Names(), func(name string) bool {
		k, err := brand.ByName(name)
		return err != nil || k.Locked
	})
}

// check reports what does not go with a preset.
func (o Own) check(p Preset) error {
	if o.Brand != "" && !slices.Contains(Kits(), o.Brand) {
		return diag.Fault(diag.Pos{}, "brand", diag.DidYouMean(o.Brand, Kits()), "there is no brand kit %q", o.Brand)
	}
	if len(o.Languages) == 0 {
		return nil
	}
	all := strings.Join(p.Languages, ", ")
	for _, l := range o.Languages {
		if !slices.Contains(p.Languages, l) {
			return diag.Fault(diag.Pos{}, "languages", diag.T("choose among %s; others are added later, in channel.yaml and as columns of the table", all),
				"the preset %s has no texts in %q", p.Name, l)
		}
	}
	if first := p.Languages[0]; !slices.Contains(o.Languages, first) {
		return diag.Fault(diag.Pos{}, "languages", diag.T("choose it too: the columns without a language are in it"), "%q is missing, the first language of the preset %s", first, p.Name)
	}
	return nil
}

// Write writes a preset into dir with the sample pictures, mark and music that
// it names. It refuses a folder that holds one of its files already: nothing of
// the user's is replaced. It returns the names of the files, sorted.
func Write(name, dir string, own Own) ([]string, error) {
	files, err := presetFiles(name, own)
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(files))
	for rel := range files {
		names = append(names, rel)
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(rel))); err == nil {
			return nil, diag.Fault(diag.Pos{File: dir}, "", diag.T("give the name of a new folder; nothing was written"), "the folder holds a %s already", rel)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("look into %s: %w", dir, err)
		}
	}
	slices.Sort(names)
	for _, rel := range names {
		to := filepath.Join(dir, filepath.FromSlash(rel))
		if err := disk.Deliver(to, files[rel]); err != nil {
			return nil, err
		}
	}
	return names, nil
}

var (
	photoName  = regexp.MustCompile(`photos/[a-z0-9-]+\.jpg`)
	nameLine   = regexp.MustCompile(`(?m)^name: .*$`)
	handleLine = regexp.MustCompile(`(?m)^handle: .*$`)
	labelLine  = regexp.MustCompile(`(?m)^  label: .*$`)
	brandLine  = regexp.MustCompile(`(?m)^  extends: ([a-z]+)`)

	languageList = regexp.MustCompile(`(?m)^ *languages: \[([^\]]*)\]`)
)

// notInTag reports whether a letter cannot be part of a language's tag.
func notInTag(r rune) bool { return r == ',' || r == ' ' }

const sampleMusic = "giro-demo.flac"

// presetFiles gathers what a preset writes, by path.
func presetFiles(name string, own Own) (map[string][]byte, error) {
	list, err := All()
	if err != nil {
		return nil, err
	}
	var known []string
	for _, p := range list {
		known = append(known, p.Name)
	}
	i := slices.Index(known, name)
	if i < 0 {
		return nil, diag.Fault(diag.Pos{}, "preset", diag.DidYouMean(name, known), "there is no preset %q", name)
	}
	if err := own.check(list[i]); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	entries, err := templates.Presets.ReadDir(path.Join("presets", name))
	if err != nil {
		return nil, fmt.Errorf("read the preset %s: %w", name, err)
	}
	var all strings.Builder
	for _, e := range entries {
		data, err := templates.Presets.ReadFile(path.Join("presets", name, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read the preset %s: %w", name, err)
		}
		if e.Name() == about {
			continue
		}
		switch e.Name() {
		case channel.File:
			data = own.keepLanguages(own.personalise(data))
		case campaign.File:
			data = own.keepLanguages(data)
		}
		files[e.Name()] = data
		all.Write(data)
	}
	text := all.String()
	sample := func(rel string) error {
		data, err := assets.Demo.ReadFile("demo/" + rel)
		if err != nil {
			return fmt.Errorf("read the sample %s: %w", rel, err)
		}
		files[rel] = data
		return nil
	}
	for _, rel := range append(photoName.FindAllString(text, -1), "logo.svg", "CREDITS.md") {
		if err := sample(rel); err != nil {
			return nil, err
		}
	}
	if err := sample(mediaRecords); err != nil {
		return nil, err
	}
	files[mediaRecords] = recordsOf(files[mediaRecords], files)
	if strings.Contains(text, "file: "+sampleMusic) {
		if files[sampleMusic], err = assets.Music.ReadFile("music/" + sampleMusic); err != nil {
			return nil, fmt.Errorf("read the sample music: %w", err)
		}
	}
	return files, nil
}

// mediaRecords is the ledger of the sample photos: a comment, then a line a photo.
const mediaRecords = "media.yaml"

// recordsOf keeps the records of the photos that are among files.
func recordsOf(ledger []byte, files map[string][]byte) []byte {
	var out []byte
	for line := range bytes.Lines(ledger) {
		name := photoName.Find(line)
		if _, ok := files[string(name)]; ok || name == nil {
			out = append(out, line...)
		}
	}
	return out
}

// personalise puts the user's own name and handle into a channel's settings.
func (o Own) personalise(data []byte) []byte {
	quoted := func(s string) string { return strconv.Quote(strings.Join(strings.Fields(s), " ")) }
	put := func(line *regexp.Regexp, text string) {
		data = line.ReplaceAllLiteral(data, []byte(text))
	}
	if o.Name != "" {
		put(nameLine, "name: "+quoted(o.Name))
		var lines []string
		for _, l := range labelLines(o.Name) {
			lines = append(lines, quoted(l))
		}
		put(labelLine, "  label: ["+strings.Join(lines, ", ")+"]")
	}
	if o.Brand != "" {
		put(brandLine, "  extends: "+o.Brand)
	}
	if o.Handle != "" {
		put(handleLine, "handle: "+quoted("@"+strings.TrimPrefix(o.Handle, "@")))
	}
	return data
}

// labelLines sets a name on one line or, from about the length that is read well
// on a phone, on two lines of about the same length.
func labelLines(name string) []string {
	words := strings.Fields(name)
	whole := strings.Join(words, " ")
	best := []string{whole}
	longest := utf8.RuneCountInString(whole)
	if longest <= 18 {
		return best
	}
	for i := 1; i < len(words); i++ {
		a, b := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if n := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b)); n < longest {
			best, longest = []string{a, b}, n
		}
	}
	return best
}

// keepLanguages leaves in every list of languages those that are wanted.
func (o Own) keepLanguages(data []byte) []byte {
	if len(o.Languages) == 0 {
		return data
	}
	return languageList.ReplaceAllFunc(data, func(line []byte) []byte {
		before, list, _ := strings.Cut(string(line), "[")
		keep := slices.DeleteFunc(strings.FieldsFunc(strings.TrimSuffix(list, "]"), notInTag), func(l string) bool { return !slices.Contains(o.Languages, l) })
		return []byte(before + "[" + strings.Join(keep, ", ") + "]")
	})
}
