package channel_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
)

const png = "\x89PNG\r\n\x1a\n...."

// folder makes a channel folder of files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func show(l diag.List) string {
	var b strings.Builder
	for _, m := range l {
		fmt.Fprintln(&b, m)
	}
	return b.String()
}

const full = `name: Valdimonte Turismo
handle: "@valdimonte"
languages: [it, en, pt-BR]
zone: Europe/Rome
brand:
  extends: borgo
  palette: {accent: "#A9B78A"}
  logo: logo.png
  label: [Valdimonte, Turismo]
format: reels
music:
  - file: music/tema.wav
    title: Tema
    author: Banda di Valdimonte
    bpm: 110
    first_beat: 0.25
    isrc: IT-ABC-25-00123
    iswc: T-034.524.680-1
    licence: CC-BY-4.0
    licence_url: https://creativecommons.org/licenses/by/4.0/
    source: https://example.org/tema
    obtained: 2026-03-31
    proof: music/licenza.pdf
    proof_sha256: ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef0123456789
    platforms: [tiktok, instagram]
    territories: IT
    start: 2026-01-01
    expires: 2026-12-31
    credit: Tema, Banda di Valdimonte, CC BY 4.0
templates: modelli
`

func TestLoad(t *testing.T) {
	dir := folder(t, map[string]string{"channel.yaml": full, "logo.png": png, "music/tema.wav": "RIFF", "music/licenza.pdf": "%PDF", "modelli/a.yaml": "x"})
	c, faults, err := channel.Load(dir)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, show(faults))
	}
	m := c.Music[0]
	for what, v := range map[string][2]any{
		"name":        {c.Name, "Valdimonte Turismo"},
		"handle":      {c.Handle, "@valdimonte"},
		"languages":   {fmt.Sprint(c.Languages), "[it en pt-BR]"},
		"language":    {c.Language(), "it"},
		"zone":        {c.Zone.String(), "Europe/Rome"},
		"brand":       {c.Brand.Name, "borgo"},
		"logo":        {c.Brand.Logo, "logo.png"},
		"label":       {fmt.Sprint(c.Brand.Label), "[Valdimonte Turismo]"},
		"format":      {c.Format, "reels"},
		"templates":   {c.Templates, "modelli"},
		"music":       {m.File, "music/tema.wav"},
		"bpm":         {m.BPM, 110.0},
		"first beat":  {m.FirstBeat, 0.25},
		"title":       {m.Rights.Title, "Tema"},
		"author":      {m.Rights.Artist, "Banda di Valdimonte"},
		"isrc":        {m.Rights.ISRC, "ITABC2500123"},
		"proof":       {m.Rights.ProofSHA256, "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789"},
		"platforms":   {fmt.Sprint(m.Rights.Platforms), "[tiktok instagram]"},
		"territories": {fmt.Sprint(m.Rights.Territories), "[IT]"},
		"expires":     {m.Rights.Expires, "2026-12-31"},
		"position":    {c.Pos["brand.logo"].String(), "channel.yaml:8:9"},
	} {
		if v[0] != v[1] {
			t.Errorf("%s: got %v, want %v", what, v[0], v[1])
		}
	}
	if !filepath.IsAbs(c.Dir) {
		t.Errorf("the folder %q is not absolute", c.Dir)
	}
}

func TestSmallest(t *testing.T) {
	c, faults, err := channel.Load(folder(t, map[string]string{"channel.yaml": "name: X\nlanguages: it\nzone: UTC\nbrand: notte\n"}))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, show(faults))
	}
	if c.Format != "universal" || c.Language() != "it" {
		t.Errorf("%+v", c)
	}
}

func TestFaults(t *testing.T) {
	const head = "name: X\nlanguages: [it]\nzone: Europe/Rome\nbrand: notte\n"
	for _, c := range []struct{ name, text, want string }{
		{"all at once", "nmae: X\nlanguages: [it, klingonese]\nzone: Europe/Roma\nbrand: nottte\nformat: tiktoc\nmusic:\n  - file: no.wav\n    bpm: 1000\n    first_beat: -1\n    isrc: abc\n    obtained: ieri\n", `channel.yaml:1: error: "name" is missing
channel.yaml:1:1: error: unknown key "nmae"
channel.yaml:2:17: error: "klingonese" is not a language
channel.yaml:3:7: error: "Europe/Roma" is not a time zone
channel.yaml:4:8: error: brand kit "nottte" is not known
channel.yaml:5:9: error: "format" "tiktoc" is not known
channel.yaml:7:11: error: there is no file "no.wav" in the channel
channel.yaml:8:10: error: a tempo of 1000 beats a minute is not between 30 and 300
channel.yaml:9:17: error: first_beat -1 is not between 0 and 600 seconds
channel.yaml:10:11: error: "abc" is not of the right form
channel.yaml:11:15: error: "ieri" is not a date
`},
		{"empty", "# nothing yet\n", "channel.yaml: error: the file is empty\n"},
		{"list", "- a\n", "channel.yaml:1:1: error: the file must hold keys with values, not a list\nchannel.yaml:1: error: \"name\" is missing\n"},
		{"no language", strings.Replace(head, "[it]", "[]", 1), "channel.yaml:2:12: error: no language is given\n"},
		{"local zone", strings.Replace(head, "Europe/Rome", "Local", 1), "channel.yaml:3:7: error: \"Local\" is not a time zone\n"},
		{"climbs out", head + "music:\n  - file: ../secret.wav\n", "channel.yaml:6:11: error: \"../secret.wav\" leads out of the channel's folder\n"},
		{"climbs out inside", head + "music:\n  - file: a/../../secret.wav\n", "channel.yaml:6:11: error: \"a/../../secret.wav\" leads out of the channel's folder\n"},
		{"absolute", head + "music:\n  - file: /etc/passwd\n", "channel.yaml:6:11: error: \"/etc/passwd\" leads out of the channel's folder\n"},
		{"no file", head + "music:\n  - title: A\n", "channel.yaml:6:5: error: a track has no file\n"},
		{"folder for a file", head + "music:\n  - file: dir\n", "channel.yaml:6:11: error: the file \"dir\" cannot be used: dir is not a file\n"},
		{"empty file", head + "music:\n  - file: empty.wav\n", "channel.yaml:6:11: error: the file \"empty.wav\" is empty\n"},
		{"templates", head + "templates: tema.wav\n", "channel.yaml:5:12: error: \"tema.wav\" is not a folder\n"},
		{"logo", strings.Replace(head, "notte", "{extends: notte, logo: tema.wav}", 1), "channel.yaml:4:31: error: the logo \"tema.wav\" is no SVG, PNG or JPEG picture\n"},
		{"rights", head + "music:\n  - file: tema.wav\n    start: 2026-05-01\n    expires: 2026-04-01\n", "channel.yaml:8:14: error: the rights end on 2026-04-01, before they start on 2026-05-01\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := folder(t, map[string]string{"channel.yaml": c.text, "tema.wav": "RIFF", "empty.wav": "", "dir/x": "y"})
			if err := os.WriteFile(filepath.Join(filepath.Dir(dir), "secret.wav"), []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
			ch, faults, err := channel.Load(dir)
			if err != nil || ch != nil {
				t.Fatalf("%v %v", ch, err)
			}
			got := show(faults)
			if c.name == "list" {
				if !strings.HasPrefix(got, "channel.yaml:1: error") && !strings.Contains(got, "not a list") {
					t.Error(got)
				}
				return
			}
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestSuggestions(t *testing.T) {
	dir := folder(t, map[string]string{
		"channel.yaml":   "name: X\nlanguages: [it]\nzone: Europe/Roma\nbrand: notte\nmusic:\n  - file: music/tena.wav\n",
		"music/tema.wav": "RIFF",
	})
	_, faults, err := channel.Load(dir)
	if err != nil || len(faults) != 2 {
		t.Fatal(err, show(faults))
	}
	if faults[0].Hint.String() != `did you mean "Europe/Rome"?` || faults[1].Hint.String() != `did you mean "music/tema.wav"?` {
		t.Errorf("hints %q and %q", faults[0].Hint, faults[1].Hint)
	}
}

func TestNoChannel(t *testing.T) {
	dir := folder(t, map[string]string{"eventi.csv": "x"})
	for _, c := range []struct{ dir, text, hint string }{
		{dir, "the folder holds no channel.yaml", "brand: istituzionale"},
		{filepath.Join(dir, "no"), "there is no folder", "-C"},
		{filepath.Join(dir, "eventi.csv"), "is not a folder", "channel.yaml"},
		{folder(t, map[string]string{"channel.yml": "x"}), `the folder holds "channel.yml" instead of channel.yaml`, "rename"},
		{folder(t, map[string]string{"channel.yaml/x": "x"}), "channel.yaml is not a file", ""},
	} {
		ch, faults, err := channel.Load(c.dir)
		if err != nil || ch != nil || len(faults) != 1 || !strings.Contains(faults[0].Text.String(), c.text) || !strings.Contains(faults[0].Hint.String(), c.hint) {
			t.Errorf("%s: %v %v %+v", c.text, ch, err, faults)
		}
	}
}

// TestSmallestInTheHint: what the hint shows must itself load.
func TestSmallestInTheHint(t *testing.T) {
	_, faults, err := channel.Load(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	_, yaml, _ := strings.Cut(faults[0].Hint.String(), "\n")
	c, faults, err := channel.Load(folder(t, map[string]string{"channel.yaml": strings.ReplaceAll(yaml, "  ", "")}))
	if err != nil || c == nil {
		t.Error(err, show(faults))
	}
}

func TestOpenStaysInside(t *testing.T) {
	dir := folder(t, map[string]string{"channel.yaml": "name: X\nlanguages: [it]\nzone: UTC\nbrand: notte\n", "foto/a.jpg": "picture", "data.csv": "x"})
	outside := filepath.Join(filepath.Dir(dir), "outside.txt")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	links := runtime.GOOS != "windows"
	if links {
		for name, target := range map[string]string{"escape.jpg": outside, "up": "..", "inside.jpg": filepath.Join("foto", "a.jpg")} {
			if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	c, faults, err := channel.Load(dir)
	if err != nil || c == nil {
		t.Fatal(err, show(faults))
	}
	for rel, want := range map[string]error{
		"foto/a.jpg": nil, `foto\a.jpg`: nil, "./foto/../data.csv": nil,
		"../outside.txt": channel.ErrOutside, outside: channel.ErrOutside, `..\outside.txt`: channel.ErrOutside,
		"no.jpg": fs.ErrNotExist, "": fs.ErrNotExist,
		"escape.jpg": channel.ErrOutside, "up/outside.txt": channel.ErrOutside, "inside.jpg": nil,
	} {
		if !links && (strings.HasPrefix(rel, "escape") || strings.HasPrefix(rel, "up/") || rel == "inside.jpg") {
			continue
		}
		f, err := c.Open(rel)
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("Open(%q): %v, want %v", rel, err, want)
		}
		if f != nil {
			if b, err := io.ReadAll(f); err != nil || strings.Contains(string(b), "secret") {
				t.Errorf("Open(%q) read %q, %v", rel, b, err)
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}
		abs, err := c.Path(rel)
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("Path(%q): %v, want %v", rel, err, want)
		}
		if err == nil && !filepath.IsAbs(abs) {
			t.Errorf("Path(%q) = %q", rel, abs)
		}
	}
	if _, err := c.Open("foto"); err == nil {
		t.Error("a folder was opened as a file")
	}
}

func TestSymlinkedSettingsAreRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need rights there")
	}
	dir := folder(t, map[string]string{"channel.yaml": "name: X\nlanguages: [it]\nzone: UTC\nbrand: {logo: logo.png}\n"})
	outside := filepath.Join(t.TempDir(), "logo.png")
	if err := os.WriteFile(outside, []byte(png), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "logo.png")); err != nil {
		t.Fatal(err)
	}
	_, faults, err := channel.Load(dir)
	if err != nil || show(faults) != "channel.yaml:4:15: error: \"logo.png\" leads out of the channel's folder\n" || faults[0].Field != "brand.logo" {
		t.Errorf("%v %+v", err, faults)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte("name: X\nlanguages: it\nzone: UTC\nbrand: {extends: allerta, palette: {ink: [1]}}\nmusic: [{}, 1, {file: [a]}]\n"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, "channel.yaml"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		c, faults, err := channel.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		if (c == nil) != faults.HasErrors() {
			t.Errorf("channel %v with %v", c, faults)
		}
		if c != nil && (len(c.Languages) == 0 || c.Zone == nil || c.Brand == nil) {
			t.Errorf("an incomplete channel: %+v", c)
		}
	})
}
