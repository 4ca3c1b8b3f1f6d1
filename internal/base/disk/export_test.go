package disk

import "github.com/gofrs/flock"

// The times of a lease, for the tests.
const (
	AliveFor  = aliveFor
	WatchFor  = watchFor
	SettleFor = settleFor
)

// Failing returns the claim on a file system whose locks fail with err.
func (c Claim) Failing(err error) Claim {
	c.try = func(*flock.Flock) (bool, error) { return false, err }
	return c
}
