package structured_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// TestStructuredBounds reads texts that are small, or as large as may be, and
// stand for much: each within what a file may cost.
func TestStructuredBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("reads hundreds of megabytes")
	}
	schedules := func(n int, rule string) string {
		one := `{"@type":"Schedule","startDate":"1950-01-01","startTime":"10:00","repeatFrequency":` + rule + `}`
		return `[{"@context":"https://schema.org","@type":"Event","name":"Festa","startDate":"1950-01-01","eventSchedule":[` + one + strings.Repeat(","+one, n-1) + `]}]`
	}
	const alert = `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><status>Actual</status>`
	for _, c := range []struct{ name, data, want string }{
		{"schedules that are never", schedules(10_000, `"P1Y","byMonth":2,"byMonthDay":30`), ""},
		{"schedules without end", schedules(10_000, `"P1D"`), "stand for more dates than are followed"},
		{"events of nothing", `[{"titolo":"x","data":"14/06/2027"}` + strings.Repeat(`,{"titolo":"x"}`, 600_000) + `]`, "too many values"},
		{"as many events as can be", `[{"titolo":"x"` + strings.Repeat(`},{"titolo":"x"`, 240_000) + `}]`, "more than 100000 events"},
		{"values of nothing", `[{"titolo":"x","a":[` + strings.Repeat("0,", 1_490_000) + `0]}]`, ""},
		{"keys of one object", `[{"titolo":"x"` + many(400_000, `,"k%d":0`) + `}]`, ""},
		{"one long text", `[{"titolo":"` + strings.Repeat("a", 31<<20) + `"}]`, "characters"},
		{"texts in a page", "<!doctype html>" + strings.Repeat(`<script type="application/ld+json">{"@type":"Event","name":"x","startDate":"2027-06-14"}</script>`, 300_000), "more than 10000 script elements"},
		{"tags of a page", "<!doctype html>" + strings.Repeat("<a b=c>", 4_000_000), "no event is marked in it"},
		{"elements of an alert", alert + strings.Repeat("<a/>", 99_000) + "</alert>", "holds no information"},
		{"texts of an alert", alert + "<info><event>" + strings.Repeat("x<![CDATA[y]]>", 500_000) + "</event></info></alert>", ""},
		{"YAML as large as may be", strings.Repeat("- titolo: x\n  data: 14/06/2027\n", 90_000), ""},
		{"YAML of nothing", "- titolo: x\n  a: [" + strings.Repeat("[],", 900_000) + "]\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ingesttest.Bounded(t, fmt.Sprintf("%s, %d KB", c.name, len(c.data)>>10), func() {
				_, faults := ingesttest.Read(t, "x", c.data)
				if text := ingesttest.Show(faults); !strings.Contains(text, c.want) {
					t.Errorf("%.1000s", text)
				}
			})
		})
	}
}

// many writes a form n times with its number.
func many(n int, form string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, form, i)
	}
	return b.String()
}
