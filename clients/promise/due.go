package promise

import (
	"cmp"
	"slices"
	"time"

	"amends/server/civil"
	"amends/server/tenant"
)

// Back is how many days back a day may still be marked or answered by a partner; a counselor may record earlier ones.
const Back = 7

// lastDay is the last day a promise can fall due on, and whether there is one. An ended promise is not due on the day it ended.
func (p Promise) lastDay() (time.Time, bool) {
	var last time.Time
	found := false
	take := func(d time.Time) {
		if !found || d.Before(last) {
			last, found = d, true
		}
	}
	if p.UntilOn != nil {
		take(*p.UntilOn)
	}
	if p.EndedOn != nil {
		take(p.EndedOn.AddDate(0, 0, -1))
	}
	if p.KeeperLeft != nil {
		take(*p.KeeperLeft)
	}
	return last, found
}

// DueOn tells whether the promise falls due on a civil date.
func (p Promise) DueOn(day time.Time) bool {
	if last, ends := p.lastDay(); day.Before(p.StartsOn) || ends && day.After(last) {
		return false
	}
	switch p.Cadence {
	case Once:
		return p.UntilOn != nil && day.Equal(*p.UntilOn)
	case Weekly:
		return civil.Days(p.StartsOn, day)%7 == 0
	}
	return true
}

// DueDays lists the days from first to last, both included, on which the promise falls due.
func (p Promise) DueDays(first, last time.Time) []time.Time {
	if first.Before(p.StartsOn) {
		first = p.StartsOn
	}
	var due []time.Time
	for d := first; !d.After(last); d = d.AddDate(0, 0, 1) {
		if p.DueOn(d) {
			due = append(due, d)
		}
	}
	return due
}

// Days lists every day from first to last that fell due or that something was said about, earliest first. A day nobody
// spoke about is a Deed of version 0.
func (p Promise) Days(first, last time.Time) []Deed {
	var all []Deed
	for _, d := range p.Deeds {
		if !d.On.Before(first) && !d.On.After(last) {
			all = append(all, d)
		}
	}
	for _, day := range p.DueDays(first, last) {
		if _, said := p.Deed(day); !said {
			all = append(all, Deed{Promise: p.ID, On: day})
		}
	}
	slices.SortFunc(all, func(a, b Deed) int { return a.On.Compare(b.On) })
	return all
}

// Deed answers what was said about a day.
func (p Promise) Deed(day time.Time) (Deed, bool) {
	for _, d := range p.Deeds {
		if d.On.Equal(day) {
			return d, true
		}
	}
	return Deed{Promise: p.ID, On: day}, false
}

// known tells whether a day belongs to the promise: it is due, or something was said about it.
func (p Promise) known(day time.Time) bool {
	_, said := p.Deed(day)
	return said || p.DueOn(day)
}

// MayKeep tells whether the keeper may say on their date today how a day went: today and up to Back days back. A promise
// for one day may be marked from its first day on. What the other confirmed stands.
func (p Promise) MayKeep(day, today time.Time) bool {
	d, _ := p.Deed(day)
	first := day
	if p.Cadence == Once {
		first = p.StartsOn
	}
	return p.known(day) && d.Outcome != Confirmed && !today.Before(first) && civil.Days(day, today) <= Back
}

// MayAnswer tells whether the other partner may confirm a day or say "not yet": it was due or the keeper said it was done,
// at most Back days ago, nothing was answered, and they did not tell the counselor that it was different. "Not this time" needs
// no answer.
func (p Promise) MayAnswer(day, today time.Time) bool {
	d, _ := p.Deed(day)
	if !p.known(day) || d.Outcome != Silent || d.SaidNot() || p.waits(day) || civil.Days(day, today) > Back {
		return false
	}
	return d.SaidKept() || !day.After(today)
}

// MayTakeBack tells whether a person may take back what they said about a day: the keeper until the other answered, the other on
// the date of the answer. on is the civil date of an instant for that person.
func (p Promise) MayTakeBack(day time.Time, who tenant.PersonID, today time.Time, on func(time.Time) time.Time) bool {
	d, said := p.Deed(day)
	if !said {
		return false
	}
	if who == p.Keeper {
		return d.Kept != nil && d.Outcome == Silent && civil.Days(day, today) <= Back
	}
	return d.Outcome != Silent && d.How == InApp && d.OutcomeAt != nil && on(*d.OutcomeAt).Equal(today)
}

// Running tells whether the promise still asks for something: not ended, its last day at most Back days ago, and a
// promise for one day not yet confirmed.
func (p Promise) Running(today time.Time) bool {
	if p.State == Ended {
		return false
	}
	if last, ends := p.lastDay(); ends && civil.Days(last, today) > Back {
		return false
	}
	if p.Cadence != Once || p.UntilOn == nil {
		return true
	}
	d, _ := p.Deed(*p.UntilOn)
	return d.Outcome != Confirmed
}

// Look is one day of the other's promise that waits for an answer.
type Look struct {
	Promise Promise
	Deed    Deed
}

// ToLookAt lists the days of the other partner's promises that wait for this person: first those the keeper said were
// done, then of each promise the last due day before today, the newest first. Older silence asks nothing.
func ToLookAt(all []Promise, who tenant.PersonID, today time.Time) []Look {
	var said, due []Look
	for _, p := range all {
		if p.Keeper == who {
			continue
		}
		for _, d := range p.Deeds {
			if d.SaidKept() && p.MayAnswer(d.On, today) {
				said = append(said, Look{p, d})
			}
		}
		past := p.DueDays(today.AddDate(0, 0, -Back), today.AddDate(0, 0, -1))
		if len(past) == 0 {
			continue
		}
		last := past[len(past)-1]
		if d, _ := p.Deed(last); !d.SaidKept() && p.MayAnswer(last, today) {
			due = append(due, Look{p, d})
		}
	}
	newest := func(a, b Look) int {
		return cmp.Or(b.Deed.On.Compare(a.Deed.On), a.Promise.MadeOn.Compare(b.Promise.MadeOn), cmp.Compare(a.Promise.ID.String(), b.Promise.ID.String()))
	}
	slices.SortFunc(said, newest)
	slices.SortFunc(due, newest)
	return append(said, due...)
}

// ToMark lists the days this person may still mark on their own promise, newest first.
func (p Promise) ToMark(today time.Time) []Deed {
	last := today
	if p.Cadence == Once && p.UntilOn != nil && p.UntilOn.After(today) {
		last = *p.UntilOn
	}
	var open []Deed
	for _, d := range p.Days(today.AddDate(0, 0, -Back), last) {
		if p.MayKeep(d.On, today) {
			open = append(open, d)
		}
	}
	slices.Reverse(open)
	return open
}

// LastSaid is the newest day something was said about.
func (p Promise) LastSaid() (Deed, bool) {
	for i := len(p.Deeds) - 1; i >= 0; i-- {
		if d := p.Deeds[i]; d.Kept != nil || d.Outcome != Silent {
			return d, true
		}
	}
	return Deed{}, false
}

// LastConfirmed is the newest confirmed day.
func (p Promise) LastConfirmed() (Deed, bool) {
	for i := len(p.Deeds) - 1; i >= 0; i-- {
		if p.Deeds[i].Outcome == Confirmed {
			return p.Deeds[i], true
		}
	}
	return Deed{}, false
}
