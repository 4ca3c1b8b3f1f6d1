package compose_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/picture/compose"
)

func TestFramesMatchTheReference(t *testing.T) {
	for seed := range uint64(60) {
		d := dice{rand.New(rand.NewPCG(seed, 7)), t, 0, 0, 24}
		d.w, d.h = 2*(20+d.IntN(40)), 2*(20+d.IntN(40))
		plan := d.plan()
		c, err := compose.New(plan, smoothAssets())
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			n := d.IntN(d.loop)
			got := yuv.NewFrame(d.w, d.h)
			if err := c.Painter().Frame(got, n); err != nil {
				t.Fatal(err)
			}
			want := reference(t, plan, n, smooth, logo())
			if largest, mean, at, plane := want.worst(got); largest > 2 || mean > 0.5 {
				t.Errorf("plan %d, frame %d: plane %d is off by %.2f levels at %v, by %.2f on average", seed, n, plane, largest, at, mean)
			}
		}
	}
}

// What a painter paints depends on the frame's number alone, not on what it
// painted before, into which frame.
func TestReuseChangesNothing(t *testing.T) {
	for seed := range uint64(60) {
		d := dice{rand.New(rand.NewPCG(seed, 8)), t, 60, 80, 24}
		c, err := compose.New(d.plan(), smoothAssets())
		if err != nil {
			t.Fatal(err)
		}
		p := c.Painter()
		frames := make([]*yuv.Frame, 5) // more than a painter remembers
		for i := range frames {
			frames[i] = yuv.NewFrame(d.w, d.h)
		}
		digests := map[digest.Sum]*yuv.Frame{}
		for i := range 60 {
			n, dst := d.IntN(d.loop), frames[d.IntN(1+i%5)]
			if i < 30 {
				n = i % d.loop
			}
			if err := p.Frame(dst, n); err != nil {
				t.Fatal(err)
			}
			fresh := yuv.NewFrame(d.w, d.h)
			if err := c.Painter().Frame(fresh, n); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(dst.Pix, fresh.Pix) {
				t.Fatalf("plan %d: frame %d, number %d painted, differs from a fresh one", seed, n, i)
			}
			sum := c.Digest(n)
			if same, ok := digests[sum]; ok && !bytes.Equal(same.Pix, fresh.Pix) {
				t.Fatalf("plan %d: frame %d has the digest of another frame that looks different", seed, n)
			}
			digests[sum] = fresh
		}
	}
}
