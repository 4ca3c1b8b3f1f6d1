package compile

import (
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

// creditsText is the text that shows them.
const creditsText = "{" + field.Credits + "}"

// creditGap is what parts the credits from the text above them, in px.
const creditGap = 48

// giveCredit adds the credits that must be seen in the video to the last scene,
// below its last texts, unless the template says itself where they stand. A
// scene without a panel or stack has no place for them; whoever asked for the
// credits finds out by looking for them in the plan's cues.
func giveCredit(scenes []*scene) {
	if len(scenes) == 0 || scenes[len(scenes)-1].Fields.Texts[field.Credits] == "" {
		return
	}
	for _, s := range scenes {
		if showsCredits(s.spec.Nodes) {
			return
		}
	}
	s := scenes[len(scenes)-1]
	for i, n := range slices.Backward(s.spec.Nodes) {
		switch n.(type) {
		case *template.Panel, *template.Stack:
		default:
			continue
		}
		nodes := template.Children(n)
		if len(nodes) == 0 || !s.Met(n.Shared().When, nil) {
			continue
		}
		at := template.Common{Pos: n.Shared().Pos}
		credit := &template.Text{Common: at, Texts: []string{creditsText}, Roles: []string{"caption"}}
		// The panel's own last text says in which colour text stands there.
		if last := lastText(nodes); last != nil {
			credit.Color, credit.Flip = last.Color, last.Flip
		}
		s.spec.Nodes[i] = template.WithChildren(n, append(slices.Clip(nodes), &template.Space{Common: at, Px: creditGap}, credit))
		return
	}
}

// creditsShown reports whether the credits are among the texts of a plan.
func creditsShown(plan *timeline.Plan) bool {
	return slices.ContainsFunc(plan.Cues, func(c timeline.Cue) bool { return c.Field == field.Credits })
}

// creditFault says that a post cannot show the credits that it must.
func creditFault(in *Input) diag.List {
	var out diag.List
	if len(in.Notices) > 0 {
		out.Errorf(in.Event.At(""), field.Credits, diag.T("shorten the sentence, write it into a text of the event, or take another format or template"),
			"the sentence that the house rules ask for does not fit the last scene of %q on %s", in.Template.Name, in.Canvas.Name)
		return out
	}
	out.Errorf(in.Event.At("image"), field.Credits, diag.T("shorten the credit in its record, or take another format or template"),
		"the credits that the licences ask for do not fit the last scene of %q on %s", in.Template.Name, in.Canvas.Name)
	return out
}

// showsCredits reports whether a text of these nodes holds the credits.
func showsCredits(nodes []template.Node) bool {
	return slices.ContainsFunc(nodes, func(n template.Node) bool {
		switch n := n.(type) {
		case *template.Text:
			return slices.ContainsFunc(n.Texts, func(t string) bool { return strings.Contains(t, creditsText) })
		case *template.Each:
			return showsCredits(n.Nodes) || showsCredits(n.Between)
		}
		return showsCredits(template.Children(n))
	})
}

// lastText returns the last text of a stack, nil for none.
func lastText(nodes []template.Node) *template.Text {
	for _, n := range slices.Backward(nodes) {
		if t, ok := n.(*template.Text); ok {
			return t
		}
	}
	return nil
}
