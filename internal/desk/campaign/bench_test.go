package campaign_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

var (
	benchOnly    = flag.String("only", "*", "with -bench Quartieri: `GLOB` of the posts")
	benchQuality = flag.String("quality", "standard", "with -bench Quartieri: `LEVEL` of the encoder")
)

// BenchmarkQuartieri measures whole commands on the preset quartieri as init
// writes it: 48 posts. It reports seconds of wall time, and segments:
//
//	cold-s, segments             giro batch with an empty store
//	peak-MB                      memory of giro and its encoders together (PSS)
//	again-s                      the same command once more
//	title-s, title-segments      after one event's title has changed
//	accent-s, accent-segments    after the accent of one neighbourhood has changed
//	singles-s, speedup           a giro render for each post, each with an empty
//	                             store; as a multiple of cold-s
//
// Run it alone on the machine, some twenty minutes on two cores:
// task bench -- -bench Quartieri -benchtime 1x ./internal/desk/campaign
func BenchmarkQuartieri(b *testing.B) {
	for range b.N {
		q := newQuartieri(b)
		report := func(unit string, n float64) { b.ReportMetric(n, unit) }
		took, peak, segments := q.batch(b, q.cache)
		report("cold-s", took.Seconds())
		report("peak-MB", peak)
		report("segments", float64(segments))
		again, _, segments := q.batch(b, q.cache)
		report("again-s", again.Seconds())
		if segments != 0 {
			b.Errorf("%d segments were rendered though nothing had changed", segments)
		}
		change(b, filepath.Join(q.dir, "eventi.csv"), "L’Isola dei murales", "I murales dell’Isola")
		title, _, segments := q.batch(b, q.cache)
		report("title-s", title.Seconds())
		report("title-segments", float64(segments))
		change(b, filepath.Join(q.dir, "channel.yaml"), "  logo: logo.svg", "  logo: logo.svg\n  accents: {isola: \"#FF8A3D\"}")
		accent, _, segments := q.batch(b, q.cache)
		report("accent-s", accent.Seconds())
		report("accent-segments", float64(segments))
		singles := q.singles(b)
		report("singles-s", singles.Seconds())
		report("speedup", singles.Seconds()/took.Seconds())
		report("ns/op", 0)
	}
}

// quartieri is the preset with the program that renders it.
type quartieri struct{ dir, cache, giro string }

func newQuartieri(b *testing.B) quartieri {
	b.Helper()
	q := quartieri{dir: scaffold(b, "quartieri"), cache: b.TempDir(), giro: filepath.Join(b.TempDir(), "giro")}
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", q.giro, "../../../cmd/giro").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return q
}

// batch runs giro batch and returns its time, its peak memory in MB and how many
// segments it rendered, which are listed by post.
func (q quartieri) batch(b *testing.B, cache string) (time.Duration, float64, int) {
	b.Helper()
	out, took, peak := q.run(b, cache, "--json", "batch", "--only", *benchOnly)
	rendered := 0
	var list []string
	for line := range bytes.Lines(out) {
		var l struct {
			Type, ID string
			Segments struct{ Total, Rendered int }
		}
		if err := json.Unmarshal(line, &l); err != nil {
			b.Fatal(err)
		}
		if l.Type == "post" && l.Segments.Rendered > 0 {
			list = append(list, fmt.Sprintf("%s %d of %d", l.ID, l.Segments.Rendered, l.Segments.Total))
			rendered += l.Segments.Rendered
		}
	}
	b.Logf("%.1f s, %.0f MB, %d segments rendered: %s", took.Seconds(), peak, rendered, strings.Join(list, ", "))
	return took, peak, rendered
}

// singles renders each post by itself and returns the time of all.
func (q quartieri) singles(b *testing.B) time.Duration {
	b.Helper()
	out, _, _ := q.run(b, q.cache, "--json", "batch", "--only", *benchOnly, "--dry-run")
	var plan struct {
		Posts []struct{ ID, Event, Template, Language, Format string }
	}
	if err := json.Unmarshal(out, &plan); err != nil {
		b.Fatal(err)
	}
	cuts := map[string][]string{"spotlight": {"--cut", "short"}} // as the campaign says
	var sum time.Duration
	for _, p := range plan.Posts {
		args := append([]string{
			"render", "--template", p.Template, "--event", "eventi.csv#" + p.Event, "--lang", p.Language, "--format", p.Format,
			"-o", filepath.Join(b.TempDir(), p.ID+".mp4"),
		}, cuts[p.Template]...)
		_, took, _ := q.run(b, b.TempDir(), args...)
		sum += took
	}
	b.Logf("%d single renders in %.1f s", len(plan.Posts), sum.Seconds())
	return sum
}

// run runs a command in the channel's folder. It returns what the command
// printed, its time and its peak memory in MB.
func (q quartieri) run(b *testing.B, cache string, args ...string) ([]byte, time.Duration, float64) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), q.giro, append([]string{"-q", "--quality", *benchQuality}, args...)...)
	cmd.Dir = q.dir
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+cache)
	var out, msg bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &msg
	started := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	peak := 0.0
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			if err != nil {
				b.Fatalf("giro %s: %v\n%s", strings.Join(args, " "), err, msg.String())
			}
			return out.Bytes(), time.Since(started), peak
		case <-tick.C:
			peak = max(peak, memory(cmd.Process.Pid))
		}
	}
}

// memory returns the proportional set size of a process and its children, in MB
// (proc(5), smaps_rollup); 0 where the system does not tell.
func memory(pid int) float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0
	}
	sum := 0.0
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "Pss:" {
			kB, err := strconv.ParseFloat(f[1], 64)
			if err == nil {
				sum += kB / 1000
			}
		}
	}
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		return sum
	}
	for _, name := range tasks {
		data, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended meanwhile
		}
		for child := range strings.FieldsSeq(string(data)) {
			if id, err := strconv.Atoi(child); err == nil {
				sum += memory(id)
			}
		}
	}
	return sum
}
