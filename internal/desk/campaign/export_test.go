package campaign

import (
	"context"
	"time"
)

// SetWait lets a test wait for locks by a clock of its own.
func (d *Runner) SetWait(wait func(context.Context, time.Duration) error) { d.wait = wait }

// Tame and CalendarText write texts of others into plan.csv and calendar.ics.
var (
	Tame         = tame
	CalendarText = icsText
)
