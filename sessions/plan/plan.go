// Package plan is the room of the counselor's planner: a couple's next weeks on one page, and what the next session has on its
// agenda.
//
// Counselors with care enter; no partner does, and nothing here is shown to both. A planned step is there for a partner only
// once the counselor gave it. The planner never gives a step by itself, not even when both are done with what it waits for:
// the time at which a step appears would tell one partner what the other did. It never weighs one partner's minutes against the
// other's, never shows a held confidence, and is no page of the room view.
package plan

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/civil"
	"amends/server/tenant"
)

// Waits is what a planned step waits for before it is ready to be given.
type Waits string

// The ways: its day; its day and everybody being done with an earlier step; the counselor's own word.
const (
	ForDate    Waits = "date"
	ForBoth    Waits = "both_done"
	ForRelease Waits = "release"
)

// Planned is a step the counselor means to give.
type Planned struct {
	ID       uuid.UUID         `db:"id"`
	Couple   couple.ID         `db:"couple_id"`
	Version  uuid.UUID         `db:"programme_version_id"`
	Code     programme.Code    `db:"code"`
	Step     programme.StepKey `db:"step_key"`
	For      *tenant.PersonID  `db:"for_id"` // one of the two; nil: everybody it is for
	On       time.Time         `db:"on_date"`
	Waits    Waits             `db:"waits"`
	WaitsFor *uuid.UUID        `db:"waits_for"` // with ForBoth: the assignment
	OpenedAt *time.Time        `db:"opened_at"` // with ForRelease: when the counselor let it go
	MadeAt   time.Time         `db:"made_at"`
}

// Ready tells whether nothing stands before giving it on a date: its day has come, and what it waits for has happened.
func (p Planned) Ready(works []homework.Work, today time.Time) bool {
	if p.On.After(today) {
		return false
	}
	switch p.Waits {
	case ForBoth:
		return p.WaitsFor != nil && slices.ContainsFunc(works, func(w homework.Work) bool { return w.ID == *p.WaitsFor && w.AllDone() })
	case ForRelease:
		return p.OpenedAt != nil
	}
	return true
}

// Given tells whether the step was given since it was planned, and not set aside again.
func (p Planned) Given(works []homework.Work) bool {
	return slices.ContainsFunc(works, func(w homework.Work) bool {
		if w.Step != p.Step || w.Aside() || w.GivenAt.Before(p.MadeAt) {
			return false
		}
		if p.For == nil {
			return true
		}
		_, theirs := w.Person(*p.For)
		return theirs
	})
}

// Includes tells whether a partner is meant.
func (p Planned) Includes(person tenant.PersonID) bool { return p.For == nil || *p.For == person }

// Weeks is how many weeks the page looks ahead, this one included.
const Weeks = 6

// Week answers in which of the weeks from this one on a date lies: 0 is this week and everything before it, Weeks-1 the last
// and everything after.
func Week(day, today time.Time) int {
	n := civil.Days(civil.Monday(today), civil.Monday(day)) / 7
	return min(max(n, 0), Weeks-1)
}

// Coming is a row of a programme that was not given yet.
type Coming struct {
	Unit  homework.Unit
	After []homework.Before // rows usually done before it
}

// Next answers the first rows of a programme that were neither given nor planned, in the order of their placement, with what
// they usually stand after. A library step that was given under another row counts as given.
func Next(copy *programme.Copy, works []homework.Work, planned []Planned, most int) (out []Coming) {
	taken := func(u homework.Unit) bool {
		return slices.ContainsFunc(works, func(w homework.Work) bool { return w.Step == u.Step && !w.Aside() }) ||
			slices.ContainsFunc(planned, func(p Planned) bool { return p.Step == u.Step })
	}
	for _, pl := range copy.Programme().Placements {
		for _, u := range homework.Units(copy.Lib, pl.Code) {
			if len(out) == most { // below 0: all of them
				return out
			}
			if !u.Open() || taken(u) {
				continue
			}
			out = append(out, Coming{u, homework.BeforeRow(copy.Lib, pl, works)})
		}
	}
	return out
}

// PhaseOf is the phase a couple stands in: that of the first row which is not done; the last phase when all are.
func PhaseOf(copy *programme.Copy, works []homework.Work) (programme.Phase, bool) {
	pr := copy.Programme()
	for _, pl := range pr.Placements {
		if !homework.RowDone(pl, works) {
			return phase(pr, pl.Phase)
		}
	}
	if len(pr.Phases) == 0 {
		return programme.Phase{}, false
	}
	return pr.Phases[len(pr.Phases)-1], true
}

func phase(pr programme.Programme, key string) (programme.Phase, bool) {
	i := slices.IndexFunc(pr.Phases, func(p programme.Phase) bool { return p.Key == key })
	if i < 0 {
		return programme.Phase{}, false
	}
	return pr.Phases[i], true
}

// Checked is when a finished row was looked at again.
type Checked struct {
	Code programme.Code `db:"code"`
	On   time.Time      `db:"on_date"`
}

// Recheck is a finished row that is due to be looked at again.
type Recheck struct {
	Code  programme.Code
	Title programme.Title
	Due   time.Time
}

// Rechecks answers which finished rows are due on a date, oldest first. A recheck counts its weeks or months from the day the
// last of those it was given to was done; once looked at, the weeks begin again where they repeat.
func Rechecks(copy *programme.Copy, works []homework.Work, checked []Checked, today time.Time) (out []Recheck) {
	for _, pl := range copy.Programme().Placements {
		if pl.Recheck == nil {
			continue
		}
		done, ok := doneOn(pl.Code, works)
		if !ok {
			continue
		}
		if due, ok := recheckDue(*pl.Recheck, done, pl.Code, checked); ok && !due.After(today) {
			out = append(out, Recheck{pl.Code, pl.Title, due})
		}
	}
	slices.SortStableFunc(out, func(a, b Recheck) int { return a.Due.Compare(b.Due) })
	return out
}

// recheckDue is the next date on which a row done on a date is looked at again; false when there is none left.
func recheckDue(r programme.Recheck, done time.Time, code programme.Code, checked []Checked) (time.Time, bool) {
	last := done
	for _, k := range checked {
		if k.Code == code && k.On.After(last) {
			last = k.On
		}
	}
	if r.Weeks > 0 && (r.Repeats || last.Equal(done)) {
		return last.AddDate(0, 0, 7*r.Weeks), true
	}
	for _, months := range slices.Sorted(slices.Values(r.Months)) {
		if on := done.AddDate(0, months, 0); on.After(last) {
			return on, true
		}
	}
	return time.Time{}, false
}

// doneOn is the day on which a row was done by everybody it was given to last; false while it stands open or was never given.
func doneOn(code programme.Code, works []homework.Work) (on time.Time, ok bool) {
	for _, w := range works { // latest first
		if w.Code != code || w.Aside() {
			continue
		}
		if !w.AllDone() {
			return on, false
		}
		for _, p := range w.People {
			if p.DoneOn != nil && p.DoneOn.After(on) {
				on = *p.DoneOn
			}
		}
		return on, !on.IsZero()
	}
	return on, false
}
