package plan

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/civil"
	"amends/server/fault"
	"amends/server/tenant"
)

// bothPrefix stands before the assignment that a step waits for, in the value of the choice.
const bothPrefix = "both:"

// readPlanned reads a step to be planned: which, for whom, in which week, and what it waits for.
func readPlanned(m move) (Planned, error) {
	offer, ok := m.table.Offer(programme.Code(m.form.Text("step")), programme.StepKey(m.form.Text("of")))
	if !ok { // the couple is no longer on that programme
		return Planned{}, fault.Stale("plan_moved_on")
	}
	p := Planned{Couple: m.couple, Version: offer.Version, Code: offer.Unit.Code, Step: offer.Unit.Step, Waits: ForDate}
	var faults fault.List
	n, err := strconv.Atoi(m.form.Text("week"))
	if err != nil || n < 0 || n >= Weeks {
		faults = append(faults, fault.Field("week", "plan_week_choose"))
	}
	p.On = dayOf(n, m.today)
	if who := m.form.Text("for"); who != "both" {
		person, ok := readPerson(m.table, who)
		if !ok {
			faults = append(faults, fault.Field("for", "plan_person_choose"))
		}
		p.For = &person
	}
	if !p.readWaits(m, m.form.Text("waits")) {
		faults = append(faults, fault.Field("waits", "plan_waits_choose"))
	}
	return p, faults.OrNil()
}

// dayOf is the day from which a step is meant in one of the weeks: today in this week, else the week's Monday.
func dayOf(week int, today time.Time) time.Time {
	if week <= 0 {
		return today
	}
	return civil.Monday(today).AddDate(0, 0, 7*week)
}

func readPerson(t homework.Table, text string) (tenant.PersonID, bool) {
	id, err := uuid.Parse(text)
	if err != nil {
		return tenant.PersonID{}, false
	}
	p, ok := t.Couple().Partner(tenant.PersonID{UUID: id})
	return p.Person, ok && !p.Left()
}

func (p *Planned) readWaits(m move, text string) bool {
	switch {
	case text == string(ForDate), text == string(ForRelease):
		p.Waits = Waits(text)
		return true
	case strings.HasPrefix(text, bothPrefix):
		id, err := uuid.Parse(strings.TrimPrefix(text, bothPrefix))
		if err != nil {
			return false
		}
		_, ok := m.work(id)
		p.Waits, p.WaitsFor = ForBoth, &id
		return ok
	}
	return false
}
