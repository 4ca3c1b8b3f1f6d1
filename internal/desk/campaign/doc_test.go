package campaign_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/desk/campaign"
)

// documented returns the YAML examples of the page of settings: a channel, and a campaign.
func documented(t *testing.T) (ch, camp string) {
	t.Helper()
	page, err := os.ReadFile("../../../templates/SETTINGS.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if len(blocks) != 2 {
		t.Fatalf("the page has %d examples", len(blocks))
	}
	return blocks[0][1], blocks[1][1]
}

// TestDocumentedCampaign reads the campaign that the page of settings shows.
func TestDocumentedCampaign(t *testing.T) {
	_, text := documented(t)
	ch := *open(t, scaffold(t, "quartieri")).Channel
	ch.Music = append(ch.Music, channel.Track{File: "music/isola.wav"})
	var faults diag.List
	c := campaign.Read("campaign.yaml", []byte(text), &ch, &faults)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if len(c.Sources) != 3 || c.Sources[2].Where.When != "next 7 days" || len(c.Sources[2].Where.Venues) != 2 || c.Sources[2].Where.Cost != event.Free || len(c.Rules) != 3 || len(c.Tracks) != 1 || c.Schedule == nil || len(c.Schedule.On) != 1 ||
		c.Schedule.Lead != 60 || c.Rules[1].By != "week" || len(c.Rules[2].Use) != 2 || len(c.Formats) != 2 || c.Naming == "" {
		t.Errorf("read %+v", c)
	}
}

// TestDocumentedChannel loads the channel that the page of settings shows.
func TestDocumentedChannel(t *testing.T) {
	text, _ := documented(t)
	dir := scaffold(t, "quartieri")
	if err := os.Mkdir(filepath.Join(dir, "designs"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, channel.File), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	ch, faults, err := channel.Load(dir)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	if len(ch.Music) != 1 || len(ch.Media) == 0 || len(ch.Columns) != 4 || len(ch.Watch.Rules) != 2 || !ch.Capitals.Sentence || ch.Missing != event.Fallback {
		t.Errorf("read %+v", ch)
	}
}

// mapped finds the keys that the readers of settings name in their code.
var mapped = regexp.MustCompile(`\.Map\(((?:"[a-z_0-9]+",?\s*)+)\)`)

// TestEveryKeyIsDocumented looks into the readers for the keys that they take.
func TestEveryKeyIsDocumented(t *testing.T) {
	ch, camp := documented(t)
	total := 0
	for dir, text := range map[string]string{
		"../../content/channel": ch, "../../content/rights": ch, "../../content/rules": ch, ".": camp,
	} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") || filepath.Base(name) == "preset.go" { // whose file is Giro's own
				continue
			}
			code, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range mapped.FindAllStringSubmatch(string(code), -1) {
				for _, key := range regexp.MustCompile(`[a-z_0-9]+`).FindAllString(call[1], -1) {
					total++
					if !regexp.MustCompile(`\b` + key + `\b`).MatchString(text) {
						t.Errorf("%s takes the key %q, which the page of settings does not show", name, key)
					}
				}
			}
		}
	}
	if total < 100 {
		t.Errorf("only %d keys were found", total)
	}
}

// TestPagesShowSettingsThatWork reads every YAML example of the README and of the
// pages for each task as part of a channel, or of a campaign.
func TestPagesShowSettingsThatWork(t *testing.T) {
	pages, err := filepath.Glob("../../../assets/docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := scaffold(t, "quartieri")
	if err := os.Mkdir(filepath.Join(dir, "stagione"), 0o755); err != nil {
		t.Fatal(err)
	}
	copyFile(t, filepath.Join(dir, "campaign.yaml"), filepath.Join(dir, "stagione", "campaign.yaml"))
	ch := *open(t, scaffold(t, "quartieri")).Channel
	read := 0
	for _, page := range append(pages, "../../../README.md") {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile("(?ms)^( *)```yaml\n(.*?)```").FindAllStringSubmatch(string(data), -1) {
			text := strings.ReplaceAll("\n"+m[2], "\n"+m[1], "\n")[1:]
			var faults diag.List
			if strings.HasPrefix(text, "events:") {
				campaign.Read("campaign.yaml", []byte(text+"templates: [spotlight]\n"), &ch, &faults)
			} else {
				for _, least := range []string{"name: Valdimonte", "languages: [it]", "zone: Europe/Rome", "brand: borgo"} {
					if key, _, _ := strings.Cut(least, " "); !strings.Contains("\n"+text, "\n"+key) {
						text += least + "\n"
					}
				}
				if err := os.WriteFile(filepath.Join(dir, channel.File), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				if _, faults, err = channel.Load(dir); err != nil {
					t.Fatal(err)
				}
			}
			if len(faults) > 0 {
				t.Errorf("%s shows what cannot be read: %v\n%s", filepath.Base(page), faults, text)
			}
			read++
		}
	}
	if read < 8 {
		t.Errorf("only %d examples were found", read)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
