package inbox

import (
	"fmt"
	"path"
	"slices"
	"time"
)

// statusItems is how long the lists are at most.
const statusItems = 100

// newStatus returns a status without drops.
func newStatus(now Moment, zone *time.Location) Status {
	return Status{Alive: now.Wall.In(zone).Truncate(time.Second)}
}

// status collects what is going on.
func (r *registry) status(now Moment, waiting []Waiting, running bool) Status {
	s := newStatus(now, r.opt.Zone)
	s.Running = running
	for _, w := range waiting {
		if len(s.Waiting) == statusItems {
			s.More.Waiting = len(waiting) - statusItems
			break
		}
		since := now.Wall.Add(w.Since - now.Mono).In(r.opt.Zone).Truncate(time.Second)
		s.Waiting = append(s.Waiting, Item{Name: w.Name, Since: since, Why: w.Why, What: w.What})
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, j := range r.jobs() {
		s.Working = append(s.Working, Item{Name: string(j.Name), Since: j.since.In(r.opt.Zone).Truncate(time.Second), Held: j.problem})
	}
	listed := map[string]bool{}
	for _, p := range slices.Backward(r.past.records) {
		item := Item{Name: string(p.Name), Since: p.Time.In(r.opt.Zone).Truncate(time.Second)}
		for _, o := range p.Outputs {
			item.Made = append(item.Made, o.File)
		}
		switch p.State {
		case Done, Repeat:
			if len(s.Done) < statusItems {
				s.Done = append(s.Done, item)
			} else {
				s.More.Done++
			}
		case Failed:
			reason := reasonPath(item.Name)
			if !r.share.beside.isFile(reason) || listed[reason] {
				continue // corrected meanwhile
			}
			listed[reason] = true
			item.Reason = path.Base(reason)
			if len(s.Failed) < statusItems {
				s.Failed = append(s.Failed, item)
			} else {
				s.More.Failed++
			}
		case Nothing:
		}
	}
	return s
}

// shape is the status without the time of its sign of life, to see that it has
// changed.
func (s Status) shape() string {
	s.Alive = time.Time{}
	s.Waiting = slices.Clone(s.Waiting)
	for i := range s.Waiting {
		s.Waiting[i].Since = s.Waiting[i].Since.Truncate(time.Hour) // rounding makes it tremble
	}
	return fmt.Sprint(s)
}

// publish writes the status for programs and for people into the folder of the posts.
func (s Status) publish(sh share, t Teller) error {
	files, err := t.Report(s)
	for _, f := range files {
		if err == nil {
			err = sh.outside.write(f.Name, f.Data)
		}
	}
	if err != nil {
		return fmt.Errorf("write the status: %w", err)
	}
	return nil
}
