package dates

import (
	"errors"
	"fmt"
	"time"

	"github.com/teambition/rrule-go"

	"github.com/giro-video/giro/internal/base/diag"
)

// A rule of a few bytes can stand for hours of work: the library looks for the
// next date of "30 February" until the year 9999, and a calendar holds a
// hundred thousand rules. What following one costs is estimated from the rule,
// and a calendar has so much and no more (TestEffort measures the estimates).

// Effort is what is left of the work that one file may ask for.
type Effort struct{ left time.Duration }

// NewEffort returns the effort that a file is worth.
func NewEffort() *Effort { return &Effort{maxEffort} }

// maxEffort is how long the rules and exceptions of a file may take. A
// daily event since 1990 takes 10 ms.
const maxEffort = 4 * time.Second

// What the steps take.
const (
	yearStep  = 2 * time.Microsecond
	monthStep = 500 * time.Nanosecond
	weekStep  = 300 * time.Nanosecond
	dayStep   = 200 * time.Nanosecond
	dateStep  = 800 * time.Nanosecond // a date that is found and kept
)

// What else is taken of an Effort.
const (
	ListStep = time.Microsecond      // by a date that is listed
	KeepStep = 40 * time.Microsecond // by an event or a message for a date, for its memory
)

// The bounds of a rule as it is written.
const (
	MaxRule     = 1000 // bytes
	maxInterval = 10_000
	lastYear    = 9999 // to which the library looks for dates
)

// Why a rule is not followed.
var (
	// ErrEffort says that the rules of a file stand for too much work.
	ErrEffort = errors.New("the rules of the file stand for more work than is done for one")
	// ErrLongRule says that a rule is longer than MaxRule.
	ErrLongRule = diag.Reasonf("it is longer than any program writes")
	errInterval = diag.Reasonf("it names more than %d intervals", maxInterval)
)

// Spent reports whether nothing is left.
func (f *Effort) Spent() bool { return f.left < 0 }

// Spend takes d of what is left; false when there was not enough.
func (f *Effort) Spend(d time.Duration) bool {
	f.left -= d
	return f.left >= 0
}

// Dates returns the first dates of a rule, at most so many. None is found at
// the price of having looked to the end of time. The error is ErrEffort when
// that is more than is left.
func (f *Effort) Dates(opt *rrule.ROption, most int) ([]time.Time, error) {
	if opt.Interval > maxInterval {
		return nil, errInterval
	}
	if never(opt) {
		return nil, nil
	}
	whole := lookThrough(opt, lastYear)
	if f.left < whole {
		f.left = -1
		return nil, ErrEffort
	}
	rule, err := rrule.NewRRule(*opt)
	if err != nil {
		return nil, fmt.Errorf("%w", err)
	}
	var out []time.Time
	for next := rule.Iterator(); len(out) < most; {
		t, ok := next()
		if !ok {
			break
		}
		out = append(out, t)
	}
	if len(out) == 0 {
		f.Spend(whole)
	} else {
		f.Spend(lookThrough(opt, min(lastYear, out[len(out)-1].Year()+1)) + time.Duration(len(out))*dateStep)
	}
	return out, nil
}

// lookThrough estimates how long the library takes to look for the dates of a
// rule from its first one to a year.
func lookThrough(opt *rrule.ROption, to int) time.Duration {
	step, perYear := dayStep, 366
	switch opt.Freq {
	case rrule.YEARLY:
		step, perYear = yearStep, 1
	case rrule.MONTHLY:
		step, perYear = monthStep, 12
	case rrule.WEEKLY:
		step, perYear = weekStep, 53
	case rrule.DAILY, rrule.HOURLY, rrule.MINUTELY, rrule.SECONDLY:
	}
	// Each day is looked up in the lists of the rule.
	listed := len(opt.Bymonth) + len(opt.Bymonthday) + len(opt.Byyearday) + len(opt.Byweekno) + len(opt.Byweekday) + len(opt.Bysetpos) + len(opt.Byeaster)
	step *= time.Duration(1 + listed/8)
	return step * time.Duration(perYear*max(1, to-opt.Dtstart.Year())/max(1, opt.Interval))
}

// never reports whether a rule asks for days that its months do not have, as
// 30 February: the library would look for them year by year.
func never(opt *rrule.ROption) bool {
	if len(opt.Bymonth) == 0 || len(opt.Bymonthday) == 0 {
		return false
	}
	for _, month := range opt.Bymonth {
		longest := time.Date(2024, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day() // in a leap year
		for _, day := range opt.Bymonthday {
			if max(day, -day) <= longest {
				return false
			}
		}
	}
	return true
}
