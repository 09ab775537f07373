package plan

import (
	"slices"
	"time"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// desk is everything the page is made from.
type desk struct {
	table   homework.Table
	planned []Planned // not given yet
	paused  *time.Time
	checked []Checked
	felt    []homework.Saying
	since   time.Time // of the last session, or the first day of care
	met     bool      // there was a last session
	points  []Point
	waves   []Point // hard moments of the last days, newest first
}

func (p Pages) load(tx *db.Tx, c *web.Context, id couple.ID) (d desk, err error) {
	if d.table, err = homework.TableOf(tx, p.shelf, p.house, id); err != nil {
		return d, err
	}
	all, err := OfCouple(tx, id)
	if err != nil {
		return d, err
	}
	works := d.table.Works()
	d.planned = slices.DeleteFunc(all, func(one Planned) bool { return one.Given(works) })
	if d.paused, d.checked, err = marksOf(tx, id); err != nil {
		return d, err
	}
	if d.since, d.met, err = p.sources.LastSession(tx, id, c.Today()); err != nil {
		return d, err
	}
	if !d.met {
		d.since = d.table.Couple().CareFrom
	}
	if d.felt, err = homework.FeltOf(tx, id, d.since); err != nil {
		return d, err
	}
	tx.Audit(audit.PlannerRead, id.UUID, id)
	return d, d.ask(tx, p.sources.Agenda, Asked{d.table.Couple(), d.since, c.Today(), c.Lang()})
}

// ask gathers the agenda: of homework itself, and of every room that brings something.
func (d *desk) ask(tx *db.Tx, sources []Source, a Asked) error {
	d.points = ofWork(d.table.Works(), a.Lang)
	for _, source := range sources {
		more, err := source(tx, a)
		if err != nil {
			return err
		}
		for _, p := range more {
			if p.Wave && p.Who != nil && a.Today.Sub(p.On) <= waveDays*24*time.Hour {
				d.waves = append(d.waves, p)
			}
			if !p.Wave || !p.On.Before(a.Since) {
				d.points = append(d.points, p)
			}
		}
	}
	return nil
}

// pace is the minutes of each week that running and planned work asks of one partner, by the library's estimates. What is done
// once counts in the week it begins, or in this one; what comes round in every week from then on.
func (d desk) pace(person tenant.PersonID, today time.Time) (weeks [Weeks]int) {
	add := func(l homework.Load, from time.Time) {
		first := Week(from, today)
		for i := first; i < Weeks; i++ {
			weeks[i] += l.Every
		}
		weeks[first] += l.Once
	}
	for _, w := range d.table.Works() {
		add(w.Load(d.table.Unit(w.Assignment), person), w.From)
	}
	role, ok := d.table.Role(person)
	if !ok {
		return weeks
	}
	for _, p := range d.planned {
		if offer, found := d.table.Offer(p.Code, p.Step); found && p.Includes(person) {
			add(offer.Unit.Load(role), p.On)
		}
	}
	return weeks
}

// running are the assignments that somebody still does or that come round, latest first; resting are those a pause holds.
func (d desk) running() (out []homework.Work) {
	for _, w := range d.table.Works() {
		if !w.Aside() && (w.Waits() || w.Rests() || comesRound(w)) {
			out = append(out, w)
		}
	}
	return out
}

// comesRound tells whether a step that was done is done again by itself.
func comesRound(w homework.Work) bool {
	return w.Repeats != 0 && slices.ContainsFunc(w.People, func(p homework.Person) bool { return p.State == homework.Submitted })
}

// asideDays is how long a step that was set aside stays in reach on the page.
const asideDays = 14

// aside are the steps set aside lately, unless they stand in the plan.
func (d desk) aside(now time.Time) (out []homework.Work) {
	for _, w := range d.table.Works() {
		planned := slices.ContainsFunc(d.planned, func(p Planned) bool { return p.Step == w.Step })
		if w.Aside() && !planned && now.Sub(*w.SetAsideAt) < asideDays*24*time.Hour {
			out = append(out, w)
		}
	}
	return out
}

// rechecks are the finished rows of all programmes that are due to be looked at again.
func (d desk) rechecks(today time.Time) (out []Recheck) {
	for _, copy := range d.table.Copies() {
		out = append(out, Rechecks(copy, d.table.Works(), d.checked, today)...)
	}
	return out
}

// saying is what somebody felt of an assignment since the last session.
func (d desk) saying(w homework.Work, person tenant.PersonID) (homework.Felt, bool) {
	i := slices.IndexFunc(d.felt, func(s homework.Saying) bool { return s.About == w.ID && s.Person == person })
	if i < 0 {
		return "", false
	}
	return d.felt[i].Says, true
}

// receiver is what somebody felt of a step that was the other's to do.
type receiver struct {
	Work   homework.Work
	Person tenant.PersonID
	Says   homework.Felt
}

// receivers are what was felt since the last session by people who were not given the step: of a letter they heard, for instance.
// Beside it stands that it was done; what lies between is the counselor's alone.
func (d desk) receivers() (out []receiver) {
	for _, w := range d.table.Works() {
		for _, s := range d.felt {
			if _, own := w.Person(s.Person); s.About == w.ID && !own {
				out = append(out, receiver{w, s.Person, s.Says})
			}
		}
	}
	return out
}

// minutes is how long one go of a unit takes, by the longer of the two wordings.
func (d desk) minutes(u homework.Unit) int {
	most := 0
	for _, p := range d.table.Couple().Here() {
		if role, ok := d.table.Role(p.Person); ok {
			most = max(most, u.Minutes(role))
		}
	}
	if most == 0 {
		most = max(u.Minutes(programme.Involved), u.Minutes(programme.Injured))
	}
	return most
}
