package sessions

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/reports/progress"
	"amends/server/tenant"
)

// A step that rests leaves the denominator of adherence, whatever its due date; the one beside it that was not done stays in it.
func TestARestingStepLeavesTheDenominator(t *testing.T) {
	person := tenant.PersonID{UUID: uuid.New()}
	due := time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
	step := func(state homework.State) homework.Work {
		return homework.Work{Assignment: homework.Assignment{ID: uuid.New(), From: due.AddDate(0, 0, -7), Due: &due},
			People: []homework.Person{{Person: person, Role: programme.Involved, State: state}}}
	}
	partner := couple.Partner{Person: person, Name: "Jon", Zone: "UTC", StartsOn: due.AddDate(0, -1, 0)}
	count := func(works ...homework.Work) progress.Adherence {
		g := Gathered{Work: works}
		return progress.AdherenceOf(g.partner(Asked{}, nil, partner).Homework, date(due.AddDate(0, 0, 10)))
	}
	if a := count(step(homework.Open), step(homework.Open)); a.Due != 2 || a.Paused != 0 {
		t.Fatalf("two open steps: %+v", a)
	}
	if a := count(step(homework.Paused), step(homework.Open)); a.Given != 2 || a.Paused != 1 || a.Due != 1 {
		t.Errorf("one of them rests: %+v", a)
	}
}
