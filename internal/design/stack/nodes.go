package stack

import (
	"math"

	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// Steps returns the most alternatives that a text in nodes has for its
// role: a panel first tries every box with the first roles, then steps down.
func Steps(nodes []template.Node) int {
	most := 1
	for _, n := range nodes {
		if t, ok := n.(*template.Text); ok {
			most = max(most, len(t.Roles))
		}
		most = max(most, Steps(template.Children(n)))
	}
	return most
}

// withRole returns the nodes with each text's roles cut to its step-th one.
func withRole(nodes []template.Node, step int) []template.Node {
	out := make([]template.Node, len(nodes))
	for i, n := range nodes {
		n = template.WithChildren(n, withRole(template.Children(n), step))
		if t, ok := n.(*template.Text); ok {
			k := min(step, len(t.Roles)-1)
			t.Roles = t.Roles[k : k+1]
		}
		if c := n.Shared(); c.Else != nil {
			c.Else = withRole([]template.Node{c.Else}, step)[0]
		}
		out[i] = n
	}
	return out
}

// leastIcon is the least side of an icon in a crowded row, in px of the
// 1080-wide design.
const leastIcon = 84

// withSizes returns a row whose texts are at most k times as large as their
// greatest, the smallest sizes excepted.
func withSizes(n template.Node, k float64) template.Node {
	nodes := make([]template.Node, len(template.Children(n)))
	for i, child := range template.Children(n) {
		nodes[i] = withSizes(child, k)
	}
	n = template.WithChildren(n, nodes)
	switch n := n.(type) {
	case *template.Text:
		if n.MaxSizePx == 0 {
			if role, err := typeset.RoleByName(n.Roles[0]); err == nil {
				n.MaxSizePx = role.Steps()[0]
			}
		}
		n.MaxSizePx = max(40, math.Floor(n.MaxSizePx*k))
	case *template.Icon:
		n.SizePx = max(leastIcon, math.Floor(n.SizePx*k))
	}
	return n
}
