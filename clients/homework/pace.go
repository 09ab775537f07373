package homework

import (
	"amends/clients/programme"
	"amends/server/tenant"
)

// Load is how many minutes a week some work asks of one person: what comes round, and what is done once. Minutes are the
// library's estimates; a load is said to plan with, never to compare two people by.
type Load struct{ Every, Once int }

// Add is the load of both.
func (l Load) Add(o Load) Load { return Load{l.Every + o.Every, l.Once + o.Once} }

// Sum is the minutes of a week in which all of it falls.
func (l Load) Sum() int { return l.Every + l.Once }

// Load is what a unit asks of somebody in that role.
func (u Unit) Load(role programme.Role) Load {
	var all Load
	for _, p := range u.For(role) {
		all = all.Add(loadOf(p.Part))
	}
	return all
}

// loadOf spreads a part over weeks by its cadence: times a day or a week as often as the library says at most, every so many
// weeks by the share of one week, rounded up. What is done after events or when somebody wants it has no minutes ahead of it.
func loadOf(p programme.Part) Load {
	times := max(p.Cadence.Most, p.Cadence.Least, 1)
	switch p.Cadence.Rhythm {
	case programme.Once:
		return Load{Once: p.Minutes}
	case programme.Daily:
		return Load{Every: 7 * times * p.Minutes}
	case programme.Weekly:
		return Load{Every: times * p.Minutes}
	case programme.Every:
		return Load{Every: (p.Minutes + times - 1) / times}
	case programme.Phasewise:
		return Load{Every: p.Minutes}
	}
	return Load{}
}

// Load is what an assignment still asks of one of its people at home: all of it while it waits, afterwards what comes round.
// What is kept for the session, set aside or stopped asks nothing. unit is nil where the programme's copy is not at hand.
func (w Work) Load(unit *Unit, person tenant.PersonID) Load {
	p, ok := w.Person(person)
	if !ok || w.Aside() || w.InSession != nil {
		return Load{}
	}
	all := Load{Once: w.Minutes}
	if unit != nil {
		all = unit.Load(p.Role)
	}
	if w.Repeats == 0 && unit != nil && unit.Repeats(p.Role) != 0 { // it was stopped: done once more at most
		all = Load{Once: min(all.Sum(), w.Minutes)}
	}
	switch {
	case p.State.Waits():
		return all
	case p.State == Submitted && w.Repeats != 0 && !p.Resting:
		return Load{Every: all.Every}
	}
	return Load{}
}
