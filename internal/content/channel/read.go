package channel

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/content/rights"
	"github.com/giro-video/giro/internal/content/rules"
	"github.com/giro-video/giro/internal/content/setting"
)

// read makes a channel of the text of channel.yaml. files looks up what it refers to.
func read(data []byte, faults *diag.List, files finder) *Channel {
	c := &Channel{
		Format: format.Default, Zone: time.UTC, Pos: map[string]diag.Pos{},
		Rights: rights.DefaultPolicy(), Rules: &rules.Rules{}, Missing: event.Fallback,
	}
	v := setting.Parse(File, data, faults)
	if faults.HasErrors() {
		return c
	}
	if !v.Given() {
		faults.Errorf(diag.Pos{File: File}, "", diag.T(smallest), "the file is empty")
		return c
	}
	m := v.Map("name", "handle", "languages", "zone", "brand", "format", "music", "templates",
		"media", "rights", "territories", "rules", "columns", "translations", "text", "watch", "fill_down", "past")
	for _, e := range m {
		c.Pos[e.Field()] = e.Pos()
	}
	top := diag.Pos{File: File, Line: 1}
	require := func(key string, hint diag.Text) bool {
		if m[key].Given() {
			return true
		}
		faults.Errorf(top, key, hint, "%q is missing", key)
		return false
	}

	if require("name", diag.T("add who speaks, as in name: Comune di Valdimonte")) {
		c.Name = strings.TrimSpace(m["name"].Text())
	}
	c.Handle = strings.TrimSpace(m["handle"].Text())
	if require("languages", diag.T("add the languages, the first being the default, as in languages: [it, en]")) {
		c.Languages = readLanguages(m["languages"])
	}
	if require("zone", diag.T("add the time zone of the dates, as in zone: Europe/Rome")) {
		if z := readZone(m["zone"]); z != nil {
			c.Zone = z
		}
	}
	if require("brand", diag.T("add a brand kit, as in brand: istituzionale; the kits are %s", strings.Join(brand.Names(), ", "))) {
		c.Brand = brand.Read(m["brand"])
		readLogo(c, m["brand"], files)
	}
	if f := m["format"]; f.Given() {
		c.Format = f.OneOf(format.Names()...)
	}
	for i, item := range listed(m["music"], musicFile, files, faults).List() {
		c.Music = append(c.Music, readTrack(item, files))
		c.Pos[fmt.Sprintf("music[%d]", i)] = item.Pos()
	}
	c.Watch = readWatch(m["watch"])
	if t := m["templates"]; t.Given() {
		c.Templates = t.Text()
		files.folder(t, c.Templates)
	}
	c.Media = rights.Read(listed(m["media"], mediaFile, files, faults))
	c.Rights = rights.ReadPolicy(m["rights"])
	c.Territories = m["territories"].Texts()
	if r := m["rules"]; r.Given() {
		c.Rules = rules.Read(r)
	}
	c.Columns = readColumns(m["columns"])
	if t := m["translations"]; t.Given() {
		if how := t.OneOf(string(event.Fallback), string(event.Stop), string(event.Drop)); how != "" {
			c.Missing = event.Missing(how)
		}
	}
	c.Capitals = readCapitals(m["text"])
	if f := m["fill_down"]; f.Given() {
		c.FillDown = f.Bool()
	}
	if p := m["past"]; p.Given() {
		c.Past = p.OneOf("allow", "refuse") == "allow"
	}
	return c
}

// readCapitals reads "text:".
func readCapitals(v setting.Value) event.Capitals {
	if !v.Given() {
		return event.Capitals{}
	}
	m := v.Map("capitals", "names")
	out := event.Capitals{Names: m["names"].Texts()}
	if c := m["capitals"]; c.Given() {
		out.Sentence = c.OneOf("keep", "sentence") == "sentence"
	}
	return out
}

// readLanguages reads BCP 47 tags, one or a list.
func readLanguages(v setting.Value) []string {
	items := v.List
	if v.IsText() {
		items = func() []setting.Value { return []setting.Value{v} }
	}
	var out []string
	seen := map[string]bool{}
	for _, item := range items() {
		s := item.Text()
		if s == "" {
			continue
		}
		tag, err := language.Parse(s)
		if err != nil || tag == language.Und {
			item.Errorf(diag.T("use the short code, as in it, en, de, pt-BR"), "%q is not a language", s)
			continue
		}
		if name := tag.String(); !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	if len(out) == 0 && v.Given() {
		v.Errorf(diag.T("name at least one language, as in languages: [it]"), "no language is given")
	}
	return out
}

// readZone reads an IANA zone name.
func readZone(v setting.Value) *time.Location {
	name := v.Text()
	if name == "" {
		return nil
	}
	// "Local" would read the machine's own setting, which differs from one to the next.
	z, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		v.Errorf(zoneHint(name), "%q is not a time zone", name)
		return nil
	}
	return z
}

// zoneHint suggests a zone for a name that is none.
func zoneHint(name string) diag.Text {
	if near := diag.Nearest(name, commonZones); near != "" {
		return diag.T("did you mean %q?", near)
	}
	return diag.T("use a name of the zone database, as in Europe/Rome")
}

// commonZones are offered when a zone's name is misspelt.
var commonZones = []string{
	"Europe/Rome", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/London", "Europe/Lisbon",
	"Europe/Amsterdam", "Europe/Brussels", "Europe/Vienna", "Europe/Zurich", "Europe/Athens", "Europe/Dublin",
	"Europe/Ljubljana", "Europe/Zagreb", "Europe/Prague", "Europe/Warsaw", "Europe/Budapest", "Europe/Bucharest",
	"Europe/Copenhagen", "Europe/Stockholm", "Europe/Oslo", "Europe/Helsinki", "Europe/Malta", "Europe/San_Marino",
	"Europe/Vatican", "Europe/Luxembourg", "Europe/Monaco", "America/New_York", "America/Los_Angeles",
	"America/Sao_Paulo", "Asia/Shanghai", "Asia/Tokyo", "UTC",
}

// readLogo checks the logo of the brand, wherever it comes from.
func readLogo(c *Channel, v setting.Value, files finder) {
	if c.Brand.Logo == "" {
		return
	}
	logo := v
	for _, e := range v.Entries() {
		if e.Key == "logo" {
			logo = e.Value
		}
	}
	c.Pos["brand.logo"] = logo.Pos()
	head, ok := files.file(logo, c.Brand.Logo)
	switch {
	case !ok || isPNG(head) || isJPEG(head) || isSVG(head):
	case isPage(head):
		logo.Errorf(diag.T("open it in Inkscape or Illustrator and save it as plain SVG with the texts as outlines, or export it as PNG with a transparent ground"),
			"the logo %q is a PDF or PostScript file", c.Brand.Logo)
	default:
		logo.Errorf(diag.T("save it as SVG, PNG or JPEG"), "the logo %q is no SVG, PNG or JPEG picture", c.Brand.Logo)
	}
}

func isJPEG(head []byte) bool { return strings.HasPrefix(string(head), "\xff\xd8\xff") }

// isPage recognises PDF, which Illustrator's own files are too, and EPS.
func isPage(head []byte) bool {
	return strings.HasPrefix(string(head), "%PDF-") || strings.HasPrefix(string(head), "%!PS") || strings.HasPrefix(string(head), "\xc5\xd0\xd3\xc6")
}

func isPNG(head []byte) bool { return strings.HasPrefix(string(head), "\x89PNG\r\n\x1a\n") }

// isSVG looks for the root element, which may stand behind a declaration and comments.
// Its letters may be two bytes each, in either order, and its name may have a prefix.
func isSVG(head []byte) bool {
	s := strings.ReplaceAll(string(head), "\x00", "")
	return strings.Contains(s, "<svg") || strings.Contains(s, ":svg")
}
