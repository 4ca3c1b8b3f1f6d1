package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestServices: in each example the channel, which says what programs are run,
// lies apart from the share; the unit restricts what the service may touch.
func TestServices(t *testing.T) {
	t.Parallel()
	for name, share := range map[string]*regexp.Regexp{
		"giro-watch.service":     regexp.MustCompile(`(?s)-C (\S+) watch.*?(\S+)/inbox`),
		"video.giro.watch.plist": regexp.MustCompile(`(?s)<string>-C</string>\s*<string>([^<]+)</string>.*?<string>([^<]+)/inbox</string>`),
		"giro-watch-task.xml":    regexp.MustCompile(`(?s)-C "([^"]+)" watch.*"([^"]+)\\inbox"`),
	} {
		data, err := os.ReadFile(filepath.Join("../../assets/service", name))
		if err != nil {
			t.Fatal(err)
		}
		found := share.FindStringSubmatch(string(data))
		if found == nil {
			t.Errorf("%s: no channel and inbox in it", name)
			continue
		}
		if channel, folder := found[1], found[2]; strings.HasPrefix(channel, folder) {
			t.Errorf("%s: the channel %s lies in the share %s", name, channel, folder)
		}
	}
	unit, err := os.ReadFile("../../assets/service/giro-watch.service")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"ProtectSystem=strict", "ReadWritePaths=/srv/giro", "ReadOnlyPaths=/etc/giro/channel", "NoNewPrivileges=true", "PrivateTmp=true",
		"CapabilityBoundingSet=", "ProtectHome=true", "PrivateDevices=true",
	} {
		if !strings.Contains(string(unit), "\n"+line+"\n") {
			t.Errorf("the unit does not say %s", line)
		}
	}
	if strings.Count(string(unit), "\nReadWritePaths=") != 1 {
		t.Error("the unit may write to more than the share")
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("there is no systemd here: the unit was not verified")
	}
	// The program is not installed where the unit starts it from.
	path := filepath.Join(t.TempDir(), "giro-watch.service")
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(unit), "/usr/local/bin/giro", "/bin/true")), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), analyze, "verify", path).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}
