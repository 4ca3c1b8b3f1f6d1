package campaign

import (
	"maps"
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/desk/post"
)

// fingerprint is the digest of each part of a post's basis, by its name. A post
// is unchanged when its fingerprint is that of the last run.
type fingerprint map[string]string

// content is a digest of all but the quality.
func (f fingerprint) content() string {
	rest := maps.Clone(f)
	delete(rest, post.QualityPart)
	return digest.Of([]byte(jsonText(rest))).String()[:32] // keys of a map are written in order
}

// differs names what is not the same in an older fingerprint, at most three
// things; the zero text when nothing is.
func (f fingerprint) differs(old fingerprint) diag.Text {
	var names []string
	for name, sum := range f {
		if old[name] != sum {
			names = append(names, name)
		}
	}
	for name := range old {
		if _, ok := f[name]; !ok {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return diag.Text{}
	}
	slices.Sort(names)
	const most = 3
	var told diag.Texts
	for _, name := range names[:min(len(names), most)] {
		told = append(told, post.PartText(name))
	}
	if n := len(names); n > most {
		return diag.T("%s and %d more", told, n-most)
	}
	return diag.T("%s", told)
}

// bases finds what the posts of a plan are made from. Digests of files are
// remembered from run to run.
func (d *Runner) bases(now time.Time) *post.Bases {
	env := post.Env{Version: d.Version, FFmpeg: d.FFmpeg, Quality: d.Quality, Preset: d.Preset}
	return d.Assembler.Bases(env, func(path string) (string, error) { return d.state.sum(path, now) })
}

// today is the day as of which a post is told: its day of publication, so that
// it is the same whenever it is rendered; without one, the day of the run.
func (it *Item) today(now time.Time) time.Time {
	if !it.Publish.IsZero() {
		return it.Publish
	}
	return now
}
