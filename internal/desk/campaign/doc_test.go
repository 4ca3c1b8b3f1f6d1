package campaign_test

import (
	"os"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/desk/campaign"
)

// TestDocumentedKeys reads the campaign that the package's comment shows: every
// key there is one that is read.
func TestDocumentedKeys(t *testing.T) {
	source, err := os.ReadFile("campaign.go")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for line := range strings.Lines(string(source)) {
		if code, ok := strings.CutPrefix(line, "//\t"); ok {
			text.WriteString(code)
		}
		if strings.HasPrefix(line, "package ") {
			break
		}
	}
	ch := *open(t, scaffold(t, "quartieri")).Channel
	ch.Music = append(ch.Music, channel.Track{File: "music/isola.wav"})
	var faults diag.List
	c := campaign.Read("campaign.yaml", []byte(text.String()), &ch, &faults)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if len(c.Sources) != 3 || c.Sources[2].Where.When != "next 7 days" || len(c.Sources[2].Where.Venues) != 2 || c.Sources[2].Where.Cost != event.Free || len(c.Rules) != 3 || len(c.Tracks) != 1 || c.Schedule == nil || len(c.Schedule.On) != 1 ||
		c.Schedule.Lead != 60 || c.Rules[1].By != "week" || len(c.Rules[2].Use) != 2 || len(c.Formats) != 2 || c.Naming == "" {
		t.Errorf("read %+v", c)
	}
}
