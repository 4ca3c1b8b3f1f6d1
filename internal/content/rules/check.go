package rules

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
)

// Texts are the texts of one post.
type Texts struct {
	Format   string
	Language string
	Category string
	Screen   []Text // what is read in the video
	Caption  string // with its hashtags, where they stand in it
	Hashtags []string
	At       diag.Pos // the event, for what is missing
}

// Text is one text with the place that it comes from.
type Text struct {
	Field string
	Text  string
	At    diag.Pos
}

// Check returns what breaks the rules.
func (r *Rules) Check(t Texts) diag.List {
	c := checker{rules: r, texts: t}
	all := append(slices.Clone(t.Screen), Text{"caption", t.Caption, t.At})
	seen := map[string]bool{}
	for _, text := range all {
		// One field may be read in several places; it is reported once.
		if key := text.Field + "\x00" + text.Text; text.Text == "" || seen[key] {
			continue
		} else {
			seen[key] = true
		}
		c.words(text)
		c.links(text)
		c.phones(text)
	}
	c.disclaimers()
	c.hashtags()
	c.signature()
	return once(c.faults)
}

// once drops repeated messages about the same place: the caption repeats texts of
// the video.
func once(list diag.List) diag.List {
	var out diag.List
	for _, m := range list {
		if !slices.ContainsFunc(out, func(o diag.Message) bool { return o.Pos == m.Pos && o.Text.Equal(m.Text) }) {
			out.Add(m)
		}
	}
	return out
}

type checker struct {
	rules  *Rules
	texts  Texts
	faults diag.List
}

// words reports expressions that the rules forbid.
func (c *checker) words(t Text) {
	text := fold.Text(t.Text)
	for _, w := range c.rules.Words {
		rest := text
		for _, e := range w.except {
			rest = e.ReplaceAllString(rest, "$1 $3")
		}
		for _, f := range w.forms {
			m := f.FindStringSubmatch(rest)
			if m == nil {
				continue
			}
			severity := diag.Error
			if w.Warn {
				severity = diag.Warning
			}
			c.faults.Add(diag.Message{Pos: t.At, Field: t.Field, Severity: severity, Text: avoided(m[2], w.Why), Hint: instead(w.Write)})
			break
		}
	}
}

func avoided(word, why string) diag.Text {
	if why == "" {
		return diag.T("the house rules avoid %q", word)
	}
	return diag.T("the house rules avoid %q (%s)", word, why)
}

func instead(text string) diag.Text {
	if text == "" {
		return diag.T("leave it out, or say it in other words")
	}
	return diag.T("write %q", text)
}

// linkForm finds web addresses: with a scheme, or a host that starts with www.
var linkForm = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"“”«»]+`)

func (c *checker) links(t Text) {
	rule := c.rules.Links
	if len(rule.Domains) == 0 && len(rule.Avoid) == 0 && !rule.Secure {
		return
	}
	for _, found := range linkForm.FindAllString(t.Text, -1) {
		found = strings.TrimRight(found, ".,;:!?)]’'")
		text := found
		if !strings.Contains(text, "://") {
			text = "https://" + text
		}
		u, err := url.Parse(text)
		if err != nil {
			c.faults.Errorf(t.At, t.Field, diag.T("write the whole address"), "%q is not a web address", found)
			continue
		}
		host := strings.ToLower(u.Hostname())
		switch {
		case slices.ContainsFunc(rule.Avoid, func(d string) bool { return within(host, d) }):
			c.faults.Errorf(t.At, t.Field, diag.T("write the address of the page itself"), "the house rules avoid links to %s", host)
		case len(rule.Domains) > 0 && !slices.ContainsFunc(rule.Domains, func(d string) bool { return within(host, d) }):
			c.faults.Errorf(t.At, t.Field, diag.T("link to a page of: %s", strings.Join(rule.Domains, ", ")), "the house rules do not allow links to %s", host)
		case rule.Secure && u.Scheme != "https":
			c.faults.Errorf(t.At, t.Field, diag.T("write https:// if the page has it"), "the link %q is not secure", found)
		}
	}
}

// within reports whether a host is a domain or lies below it.
func within(host, domain string) bool {
	domain = strings.ToLower(strings.TrimPrefix(domain, "www."))
	return host == domain || strings.HasSuffix(host, "."+domain)
}

var (
	// phoneForm finds what may be a telephone number: 8 to 15 digits with
	// signs between them.
	phoneForm = regexp.MustCompile(`(?:\+|\b)\d(?:[ ./()\-\x{00a0}]{0,2}\d){7,14}\b`)
	// dateForm and timeForm find dates and times, which are no telephone numbers.
	dateForm = regexp.MustCompile(`^\d{1,4}[./\- ]\d{1,2}[./\- ]\d{1,4}(\D|$)`)
	timeForm = regexp.MustCompile(`^\d{1,2}[.:]\d{2}\s?-`)

	internationalForm = regexp.MustCompile(`^\+[1-9]\d{0,2}( \d{2,}){1,5}$`)
	nationalForm      = regexp.MustCompile(`^\d{2,4}( \d{2,}){1,4}$`)
)

func (c *checker) phones(t Text) {
	form, example := nationalForm, "02 1234567"
	switch c.rules.Phones {
	case AnyPhone:
		return
	case International:
		form, example = internationalForm, "+39 02 1234567"
	case National:
	}
	text := linkForm.ReplaceAllStringFunc(t.Text, func(s string) string { return strings.Repeat("x", len(s)) })
	for _, found := range phoneForm.FindAllString(text, -1) {
		// Italian numbers start with 0, 3 (mobile) or 8 (toll-free), others with + or 00.
		if !strings.ContainsAny(found[:1], "+038") || dateForm.MatchString(found) || timeForm.MatchString(found) {
			continue
		}
		if !form.MatchString(found) {
			c.faults.Errorf(t.At, t.Field, diag.T("write it as in %s", example), "the telephone number %q is not written as the house rules ask", found)
		}
	}
}

func (c *checker) disclaimers() {
	for _, d := range c.rules.Disclaimers {
		if !d.applies(c.texts.Category) {
			continue
		}
		text := d.Text.In(c.texts.Language)
		if text == "" {
			c.faults.Errorf(d.Pos, "rules.disclaimers", diag.T("add the sentence in this language"), "the sentence that the category %q asks for is not given in %q", c.texts.Category, c.texts.Language)
			continue
		}
		if !Contains(c.texts.Caption, text) {
			c.faults.Errorf(c.texts.At, "caption", diag.T("add %q", text), "the caption lacks the sentence that the house rules ask for")
		}
		if d.Screen && !slices.ContainsFunc(c.texts.Screen, func(t Text) bool { return Contains(t.Text, text) }) {
			c.faults.Errorf(c.texts.At, "screen", diag.T("add %q", text), "the video lacks the sentence that the house rules ask for")
		}
	}
}

// Contains reports whether a text holds a sentence, without regard to case,
// accents and spacing.
func Contains(text, part string) bool {
	return strings.Contains(fold.Name(text), fold.Name(part))
}

// Tags returns the hashtags that stand in a text, with their #.
func Tags(text string) []string {
	var out []string
	before := ' '
	for i, r := range text {
		if r == '#' && !unicode.IsLetter(before) && !unicode.IsDigit(before) && before != '&' && before != '/' {
			end := i + 1
			for end < len(text) {
				next, n := utf8.DecodeRuneInString(text[end:])
				if !unicode.IsLetter(next) && !unicode.IsDigit(next) && !unicode.Is(unicode.M, next) && next != '_' {
					break
				}
				end += n
			}
			if end > i+1 {
				out = append(out, text[i:end])
			}
		}
		before = r
	}
	return out
}

func (c *checker) hashtags() {
	rule := c.rules.Hashtags
	var tags []string
	for _, tag := range append(Tags(c.texts.Caption), c.texts.Hashtags...) {
		if !strings.HasPrefix(tag, "#") {
			tag = "#" + tag
		}
		if found := Tags(tag); len(found) != 1 || found[0] != tag {
			c.faults.Errorf(c.texts.At, "hashtags", diag.T("use letters, digits and _ alone"), "%q is not a hashtag", tag)
			continue
		}
		if !slices.ContainsFunc(tags, func(t string) bool { return fold.Same(t, tag) }) {
			tags = append(tags, tag)
		}
	}
	has := func(want string) bool {
		return slices.ContainsFunc(tags, func(t string) bool { return fold.Same(t, want) })
	}
	for _, tag := range rule.Required {
		if !has(tag) {
			c.faults.Errorf(c.texts.At, "hashtags", diag.T("add it to the caption"), "the hashtag %s is missing", tag)
		}
	}
	for _, tag := range rule.Forbidden {
		if has(tag) {
			c.faults.Errorf(c.texts.At, "hashtags", diag.T("remove it"), "the house rules forbid the hashtag %s", tag)
		}
	}
	limit, ok := rule.Maximum[c.texts.Format]
	if !ok {
		limit, ok = rule.Maximum[""]
	}
	if ok && len(tags) > limit {
		c.faults.Errorf(c.texts.At, "hashtags", diag.T("keep the ones that matter most"), "%d hashtags stand in a post for %s, and the house rules allow %d", len(tags), c.texts.Format, limit)
	}
}

// signature asks that a caption ends with the signature; hashtags may follow.
func (c *checker) signature() {
	want := c.rules.Signature.In(c.texts.Language)
	if want == "" {
		return
	}
	caption := c.texts.Caption
	for _, tag := range Tags(caption) {
		caption = strings.Replace(caption, tag, "", 1)
	}
	if !strings.HasSuffix(fold.Name(caption), fold.Name(want)) {
		c.faults.Errorf(c.texts.At, "caption", diag.T("end it with %q", want), "the caption is not signed")
	}
}
