package compile

import (
	"hash/fnv"

	"github.com/giro-video/giro/internal/design/template"
)

// seed makes an event's patterns its own, the same in every language and format.
func (c *compiler) seed() uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(c.in.Event.ID)) // a hash never fails
	return h.Sum64()
}

// forCanvas returns the nodes as they are on this canvas.
func (c *compiler) forCanvas(nodes []template.Node) []template.Node {
	out := make([]template.Node, len(nodes))
	for i := range nodes {
		n := *nodes[i].Variant(c.in.Canvas.Names()...)
		n.Nodes = c.forCanvas(n.Nodes)
		n.Between = c.forCanvas(n.Between)
		if n.Else != nil {
			n.Else = &c.forCanvas([]template.Node{*n.Else})[0]
		}
		out[i] = n
	}
	return out
}
