// Package channel reads a channel: the folder with channel.yaml, which sets the
// sender, its languages, its brand kit and its music.
//
// Everything that a channel refers to lies inside its folder. Open and Path
// are the only ways to a file of the channel; neither follows a path or a
// symbolic link out of it.
package channel

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
	_ "time/tzdata" // zones must load on machines without a zone database

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/rights"
	"github.com/giro-video/giro/internal/content/rules"
	"github.com/giro-video/giro/internal/content/setting"
)

// File is the name of the settings file in a channel's folder.
const File = "channel.yaml"

// Channel is one channel's settings.
type Channel struct {
	Dir         string // absolute path of the folder
	Name        string
	Handle      string   // "@comune", "" when not given
	Languages   []string // BCP 47 tags, the first is the default; at least one
	Zone        *time.Location
	Brand       *brand.Kit
	Format      string // name of the default format
	Music       []Track
	Templates   string              // folder of the channel's own templates, "" for none
	Media       rights.Ledger       // records of photos and clips
	Rights      rights.Policy       // what a fault of rights does
	Territories []string            // where it is seen: countries, EU, EEA, world; nil when not said
	Rules       *rules.Rules        // house rules; never nil
	Columns     map[string]string   // fields by column header, where the channel assigns them
	Missing     event.Missing       // what a missing translation does
	Capitals    event.Capitals      // what becomes of titles in capitals
	FillDown    bool                // in tables, an empty cell of a day means the day above
	Past        bool                // events that are over may be announced
	Watch       Watch               // what becomes of files in a watched folder
	Pos         map[string]diag.Pos // where each field stands: "name", "brand", "music[0].file"
}

// Language returns the default language.
func (c *Channel) Language() string { return c.Languages[0] }

// Load reads the channel in dir. Faults that the user can correct are in the list,
// with line and column; the channel is nil exactly when the list holds an error or
// err is set. err is for a folder that cannot be read at all.
func Load(dir string) (*Channel, diag.List, error) {
	var faults diag.List
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("find the channel %s: %w", dir, err)
	}
	data, err := readSettings(abs, &faults)
	if err != nil || faults.HasErrors() {
		return nil, faults, err
	}
	root, err := os.OpenRoot(abs)
	if err != nil {
		return nil, faults, fmt.Errorf("open the channel %s: %w", dir, err)
	}
	c := read(data, &faults, folder{root})
	if err := root.Close(); err != nil {
		return nil, faults, fmt.Errorf("close the channel %s: %w", dir, err)
	}
	c.Dir = abs
	faults = faults.Sorted()
	if faults.HasErrors() {
		return nil, faults, nil
	}
	return c, faults, nil
}

// LanguageOf returns the first language of the channel in dir, "" when it cannot be
// read. It serves messages about a channel that does not load.
func LanguageOf(dir string) string {
	var faults diag.List
	data, err := readSettings(dir, &faults)
	if err != nil || faults.HasErrors() {
		return ""
	}
	for _, e := range setting.Parse(File, data, &faults).Entries() {
		if e.Key != "languages" {
			continue
		}
		if all := readLanguages(e.Value); len(all) > 0 {
			return all[0]
		}
	}
	return ""
}

// smallest is a hint with the shortest valid channel.yaml.
const smallest = `write a channel.yaml there; the smallest one is:
  name: Comune di Valdimonte
  languages: [it]
  zone: Europe/Rome
  brand: istituzionale`

// readSettings reads channel.yaml; a missing folder or file is a fault of the user.
func readSettings(dir string, faults *diag.List) ([]byte, error) {
	at := diag.Pos{File: dir}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		faults.Errorf(at, "", diag.T("give the folder of a channel after -C, or run giro inside it"), "there is no folder %q", dir)
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("find the channel: %w", err)
	case !info.IsDir():
		faults.Errorf(at, "", diag.T("a channel is a folder that holds a channel.yaml"), "%q is not a folder", dir)
		return nil, nil
	}
	info, err = os.Stat(filepath.Join(dir, File))
	if err == nil && !info.Mode().IsRegular() {
		faults.Errorf(at, "", diag.Text{}, "%s is not a file", File)
		return nil, nil
	}
	f, err := os.Open(filepath.Join(dir, File)) //nolint:gosec // the path is the user's own choice
	if errors.Is(err, fs.ErrNotExist) {
		for _, other := range []string{"channel.yml", "Channel.yaml", "channel.yaml.txt", "channel.json"} {
			if _, err := os.Stat(filepath.Join(dir, other)); err == nil {
				faults.Errorf(at, "", diag.T("rename it to channel.yaml"), "the folder holds %q instead of %s", other, File)
				return nil, nil
			}
		}
		faults.Errorf(at, "", diag.T(smallest), "the folder holds no %s", File)
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the channel's settings: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(f, setting.MaxBytes+1))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, fmt.Errorf("read the channel's settings: %w", err)
	}
	return data, nil
}
