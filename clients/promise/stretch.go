package promise

import (
	"time"

	"amends/server/civil"
)

// Stretch is a run of weeks in which what was said about a promise went the same way: every day confirmed, none, or some.
type Stretch struct {
	From, To  time.Time // the first and the last day that was answered
	Confirmed int       // days
	NotYet    int       // days
	Due       int       // days of these weeks that came due, answered or not; today counts once it is answered
}

// way is how the days of a stretch went.
func (s Stretch) way() string {
	switch s.Confirmed {
	case s.Due:
		return "all"
	case 0:
		return "none"
	}
	return "some"
}

// Stretches tells what was said about a promise up to a civil date, week by week, weeks that went alike in one, the earliest
// first. A week in which the other said nothing is left out, for it is no news, and ends a run: silence is not kept.
func (p Promise) Stretches(today time.Time) (all []Stretch) {
	first, last := p.StartsOn, today
	for _, d := range p.Deeds { // a promise for one day may be confirmed before it
		if d.On.Before(first) {
			first = d.On
		}
		if d.On.After(last) {
			last = d.On
		}
	}
	var week Stretch
	var monday time.Time
	silent := false // a week without a word lies before this one
	done := func() {
		if week.Confirmed+week.NotYet == 0 {
			silent = silent || week.Due > 0
			return
		}
		broken := silent
		silent = false
		if n := len(all); n > 0 && !broken && all[n-1].way() == week.way() {
			all[n-1] = Stretch{all[n-1].From, week.To, all[n-1].Confirmed + week.Confirmed, all[n-1].NotYet + week.NotYet, all[n-1].Due + week.Due}
			return
		}
		all = append(all, week)
	}
	for _, d := range p.Days(first, last) {
		if m := civil.Monday(d.On); !m.Equal(monday) {
			done()
			week, monday = Stretch{}, m
		}
		if d.Outcome == Silent && !d.On.Before(today) {
			continue
		}
		week.Due++
		switch d.Outcome {
		case Silent:
			continue
		case Confirmed:
			week.Confirmed++
		case NotYet:
			week.NotYet++
		}
		if week.To = d.On; week.From.IsZero() {
			week.From = d.On
		}
	}
	done()
	return all
}
