// Package compile turns a template and an event into a timeline: it decides
// which scenes there are and how long they last, sets their texts, lays them
// out in the safe area and says how everything moves.
//
// It is a function of its input: it reads no file, no clock and no environment.
package compile

import (
	"fmt"
	"slices"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

// layoutScene places everything in a scene and counts what there is to read;
// seen are the texts that have been read before. s is nil for no scene.
func (d *draft) layoutScene(st *stage, s *scene, seen map[string]bool) {
	if s == nil {
		return
	}
	l := layout{s, st}
	for i, n := range s.spec.Nodes {
		if s.Met(n.Shared().When, nil) {
			l.place(n, fmt.Sprintf("%s/%d", s.spec.Name, i))
		}
	}
	for _, e := range s.elements {
		if t, ok := e.(*text); ok && t.text != "" && !seen[t.text] {
			seen[t.text] = true
			s.count(t)
		}
	}
	l.clearCharts()
	l.composePhotos()
	l.measureScrims()
}

// Plan compiles. The plan is nil when a diagnostic is an error.
func Plan(in Input) (*timeline.Plan, diag.List) {
	plan, d := planWithout(&in, nil)
	if len(in.Credits)+len(in.Notices) == 0 {
		return plan, d.diags
	}
	if plan != nil && len(d.dropped) > 0 && !creditsShown(plan) {
		// The format has no time for the scene that had them: the one before it gets them.
		if again, other := planWithout(&in, d.dropped); again != nil {
			for _, m := range other.diags {
				if !slices.ContainsFunc(d.diags, m.Equal) {
					d.diags.Add(m)
				}
			}
			return again, d.diags
		}
	}
	if plan == nil {
		bare := in
		bare.Credits, bare.Notices = nil, nil
		if without, _ := planWithout(&bare, nil); without != nil {
			return nil, creditFault(&in)
		}
	}
	return plan, d.diags
}

// maxFewer bounds how many rows fewer than the template says a page may have
// when its rows do not fit.
const maxFewer = 4

// planWithout compiles without some scenes, each named as in a plan. It returns
// the draft that became the plan, else the first that failed.
func planWithout(in *Input, scenes []string) (*timeline.Plan, *draft) {
	var first *draft
	for fewer := range maxFewer {
		d := &draft{in: in, kit: in.Kit, values: map[string]*field.Values{}, fewer: fewer, without: scenes}
		plan := d.plan()
		if !d.diags.HasErrors() {
			return plan, d
		}
		if first == nil {
			first = d
		}
		if !d.crowded {
			break
		}
	}
	return nil, first
}

func (d *draft) plan() *timeline.Plan {
	t := d.in.Template
	if _, ok := t.Cuts[d.in.Cut]; !ok && d.in.Cut != "" {
		names := make([]string, 0, len(t.Cuts))
		for n := range t.Cuts {
			names = append(names, n)
		}
		d.diags.Errorf(t.Pos, "cut", diag.DidYouMean(d.in.Cut, names), "template %q has no cut %q", t.Name, d.in.Cut)
		return nil
	}
	st := &stage{scenes: d.chooseScenes()}
	if d.diags.HasErrors() {
		return nil
	}
	d.layout(st)
	if d.diags.HasErrors() {
		return nil
	}
	verify(st)
	if d.diags.HasErrors() {
		return nil
	}
	sched := &schedule{draft: d, scenes: st.scenes, pace: 1}
	if err := sched.lay(); err != nil {
		sched.report(err)
		return nil
	}
	st.scenes = sched.scenes
	plan := &timeline.Plan{
		Template: t.Name,
		Language: d.in.Language,
		Format:   d.in.Canvas.Name,
		Size:     d.in.Canvas.Size,
		Grid:     sched.grid,
		Safe:     d.in.Canvas.Safe,
	}
	animate(plan, st, sched)
	return plan
}

// layout lays out all scenes, and what stands behind and over them.
func (d *draft) layout(st *stage) {
	st.walk = survey(st.scenes)
	seen := map[string]bool{}
	st.under = d.standing("under", d.in.Template.Under)
	d.layoutScene(st, st.under, seen)
	for _, s := range st.scenes {
		before := len(d.diags)
		d.layoutScene(st, s, seen)
		if len(s.Page) > 2 && d.diags[before:].HasErrors() {
			d.crowded = true
		}
	}
	st.over = d.standing("overlay", d.in.Template.Overlay)
	d.layoutScene(st, st.over, seen)
}

// standing makes a scene of what stands behind or over every scene, nil for nothing.
func (d *draft) standing(name string, nodes []template.Node) *scene {
	if len(nodes) == 0 {
		return nil
	}
	nodes = template.ForCanvas(nodes, d.in.Canvas.Names()...)
	return &scene{scope: d.scope("", nil, nil), spec: &template.Scene{Name: name, Nodes: nodes}, origin: name, standing: true}
}
