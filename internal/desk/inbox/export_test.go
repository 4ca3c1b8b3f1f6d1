package inbox

import (
	"context"
	"time"
)

// WithoutWaiting returns the options of a watcher that takes a silent one for dead
// without watching it for a while.
func (o Options) WithoutWaiting() Options {
	o.leaseWait = func(context.Context, time.Duration) error { return nil }
	return o
}
