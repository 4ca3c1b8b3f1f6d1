package post

import (
	"container/list"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/media/photo"
)

// picturesBytes is how much memory prepared photos may take between posts. A
// picture of a full screen with room for its motion takes 4 MB.
const picturesBytes = 96 << 20

// pictures is a cache of decoded and scaled photos. A picture is valid for the digest
// of its file, the part of it, the size and the colours; the least recently used is
// removed first. The zero value is ready, and safe for concurrent use.
type pictures struct {
	mu    sync.Mutex
	byKey map[pictureKey]*list.Element
	order list.List // of *prepared, used last in front
	bytes int
}

type pictureKey struct {
	file    digest.Sum
	crop    geom.Rect
	w, h    int
	tinted  bool
	duotone [2]srgb.Color
}

type prepared struct {
	key   pictureKey
	once  sync.Once
	frame *yuv.Frame
	err   error
	size  int // counted in bytes; 0 while it is made
}

// get returns the part of a photo at a size. The frame is not to be changed.
func (c *pictures) get(ph *timeline.Photo, crop geom.Rect, w, h int) (*yuv.Frame, error) {
	k := pictureKey{file: ph.Digest, crop: crop, w: w, h: h, tinted: ph.Duotone != nil}
	if ph.Duotone != nil {
		k.duotone = *ph.Duotone
	}
	c.mu.Lock()
	if c.byKey == nil {
		c.byKey = map[pictureKey]*list.Element{}
	}
	e, ok := c.byKey[k]
	if ok {
		c.order.MoveToFront(e)
	} else {
		e = c.order.PushFront(&prepared{key: k})
		c.byKey[k] = e
	}
	c.mu.Unlock()
	p, _ := e.Value.(*prepared) // the list holds nothing else
	p.once.Do(func() {
		p.frame, p.err = preparePhoto(ph, crop, w, h)
		c.count(e, p)
	})
	return p.frame, p.err
}

// count adds the size of a new picture and removes the least recently used ones. One
// that failed is removed: the file may be corrected before the next post.
func (c *pictures) count(e *list.Element, p *prepared) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p.err != nil {
		c.drop(e)
		return
	}
	p.size = len(p.frame.Pix)
	c.bytes += p.size
	for back := c.order.Back(); back != nil && c.bytes > picturesBytes; {
		older := back.Prev()
		if q, ok := back.Value.(*prepared); ok && q.size > 0 && q != p {
			c.drop(back)
		}
		back = older
	}
}

func (c *pictures) drop(e *list.Element) {
	p, _ := c.order.Remove(e).(*prepared) // the list holds nothing else
	c.bytes -= p.size
	if c.byKey[p.key] == e {
		delete(c.byKey, p.key)
	}
}

// preparePhoto decodes and scales a photo. A file that has changed since the plan was
// made is an error, since segments are stored under the digest of the old one.
func preparePhoto(ph *timeline.Photo, crop geom.Rect, w, h int) (*yuv.Frame, error) {
	name := filepath.Base(ph.Source)
	p, err := photo.Open(ph.Source)
	if err != nil {
		return nil, fmt.Errorf("prepare the photo %s: %w", name, err)
	}
	if p.Info().Digest != ph.Digest {
		return nil, diag.Fault(diag.Pos{File: ph.Source}, "image", diag.T("run it again"), "the photo %q was changed while it was being used", name)
	}
	img, err := p.Prepare(crop, w, h, ph.Duotone)
	if err != nil {
		return nil, fmt.Errorf("prepare the photo %s: %w", name, err)
	}
	return yuv.FromImage(img), nil
}
