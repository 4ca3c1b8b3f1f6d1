package archtest_test

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// readmeWords is how long the README may be.
const readmeWords = 1300

// TestReadmeIsShort counts its words, and holds that it leads to every page of
// assets/docs.
func TestReadmeIsShort(t *testing.T) {
	text := readPage(t, "README.md")
	if n := len(strings.Fields(text)); n > readmeWords {
		t.Errorf("README.md has %d words, at most %d are wanted: move what few need to a page in assets/docs", n, readmeWords)
	}
	pages, err := filepath.Glob("../../assets/docs/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal("no pages in assets/docs", err)
	}
	for _, p := range pages {
		if link := "assets/docs/" + filepath.Base(p); !strings.Contains(text, "("+link+")") {
			t.Errorf("README.md does not lead to %s", link)
		}
	}
}

// TestPagesLead follows the links of every page within the module, to headings too.
func TestPagesLead(t *testing.T) {
	var pages []string
	err := fs.WalkDir(os.DirFS("../.."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && name != ".") {
			return fs.SkipDir
		}
		if path.Ext(name) == ".md" {
			pages = append(pages, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	followed := 0
	for _, page := range pages {
		for _, m := range regexp.MustCompile(`\]\(([^)\s]+)\)`).FindAllStringSubmatch(readPage(t, page), -1) {
			to, err := url.Parse(m[1])
			if err != nil {
				t.Errorf("%s: %v", page, err)
				continue
			}
			if to.Scheme != "" {
				continue
			}
			followed++
			target := path.Join(path.Dir(page), to.Path)
			if to.Path == "" {
				target = page
			}
			if _, err := os.Stat(filepath.Join("../..", target)); errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s leads to %s, which is not there", page, m[1])
			} else if to.Fragment != "" && !slices.Contains(headings(readPage(t, target)), to.Fragment) {
				t.Errorf("%s leads to %s, but there is no such heading", page, m[1])
			}
		}
	}
	if followed < 50 {
		t.Errorf("only %d links were found in %d pages", followed, len(pages))
	}
}

// TestMapNamesFilesThatAreThere looks for every file and folder that the page
// about the architecture names.
func TestMapNamesFilesThatAreThere(t *testing.T) {
	named := regexp.MustCompile("`((?:internal|assets|templates|cmd)/[^`*]*)`").FindAllStringSubmatch(readPage(t, "internal/ARCHITECTURE.md"), -1)
	for _, m := range named {
		if _, err := os.Stat(filepath.Join("../..", filepath.FromSlash(m[1]))); err != nil {
			t.Errorf("ARCHITECTURE.md names %s: %v", m[1], err)
		}
	}
	if len(named) < 10 {
		t.Errorf("only %d files are named", len(named))
	}
}

// headings are the anchors of a page, as GitHub and its like make them.
func headings(text string) (anchors []string) {
	for line := range strings.Lines(text) {
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && strings.HasPrefix(line, "#") {
			title = regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(strings.TrimSpace(title)), "")
			anchors = append(anchors, strings.ReplaceAll(title, " ", "-"))
		}
	}
	return anchors
}

func readPage(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
