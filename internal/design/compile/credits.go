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
func (c *compiler) giveCredit() {
	if c.values.Texts[field.Credits] == "" || len(c.scenes) == 0 {
		return
	}
	for _, s := range c.scenes {
		if showsCredits(s.spec.Nodes) {
			return
		}
	}
	s := c.scenes[len(c.scenes)-1]
	c.use(s)
	for i := range slices.Backward(s.spec.Nodes) {
		n := &s.spec.Nodes[i]
		if n.Kind != template.Panel && n.Kind != template.Stack || !c.met(n.When, nil) || len(n.Nodes) == 0 {
			continue
		}
		// The panel's own last text says in which colour text stands there.
		color, flip := lastColor(n.Nodes)
		n.Nodes = append(slices.Clip(n.Nodes),
			template.Node{Kind: template.Space, Pos: n.Pos, GapPx: creditGap},
			template.Node{Kind: template.Text, Pos: n.Pos, Texts: []string{creditsText}, Roles: []string{"caption"}, Color: color, Flip: flip, GapPx: -1})
		return
	}
}

// creditsShown reports whether the credits are among the texts of a plan.
func creditsShown(plan *timeline.Plan) bool {
	return slices.ContainsFunc(plan.Cues, func(c timeline.Cue) bool { return c.Field == field.Credits })
}

// creditFault says that a post cannot show the credits that it must.
func (c *compiler) creditFault() diag.List {
	var out diag.List
	if len(c.in.Notices) > 0 {
		out.Errorf(c.in.Event.At(""), field.Credits, diag.T("shorten the sentence, write it into a text of the event, or take another format or template"),
			"the sentence that the house rules ask for does not fit the last scene of %q on %s", c.in.Template.Name, c.in.Canvas.Name)
		return out
	}
	out.Errorf(c.in.Event.At("image"), field.Credits, diag.T("shorten the credit in its record, or take another format or template"),
		"the credits that the licences ask for do not fit the last scene of %q on %s", c.in.Template.Name, c.in.Canvas.Name)
	return out
}

// showsCredits reports whether a text of these nodes holds the credits.
func showsCredits(nodes []template.Node) bool {
	return slices.ContainsFunc(nodes, func(n template.Node) bool {
		return slices.ContainsFunc(n.Texts, func(t string) bool { return strings.Contains(t, creditsText) }) ||
			showsCredits(n.Nodes) || showsCredits(n.Between)
	})
}

// lastColor returns the colour of the last text of a stack.
func lastColor(nodes []template.Node) (color, flip string) {
	for i := range slices.Backward(nodes) {
		if n := &nodes[i]; n.Kind == template.Text {
			return n.Color, n.Flip
		}
	}
	return "", ""
}
