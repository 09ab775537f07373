package sessions

import (
	"slices"
	"time"

	"amends/clients/couple"
	"amends/clients/decision"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/clients/promise"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/web"
)

// factWeeks is how far back the deeds for a gate are looked at, in weeks.
const factWeeks = 12

// stepsFor are the steps whose doing speaks for an advice gate.
func stepsFor(g couple.Gate) []programme.StepKey {
	return map[couple.Gate][]programme.StepKey{
		couple.G4: {"setback-plan", "agreements"},
		couple.G5: {"ownership", "apology"},
		couple.G6: {"impact", "ritual"},
	}[g]
}

// GateFacts are the plain facts of a couple's work that speak for its advice gates: what was done and when, and in how many
// weeks promises were confirmed, how far they came with deciding together. They are no score, and open nothing.
func GateFacts(c *web.Context, tx *db.Tx, cp couple.Couple) (map[couple.Gate][]string, error) {
	work, err := homework.OfCouple(tx, cp.ID)
	if err != nil {
		return nil, err
	}
	promises, err := promise.OfCouple(tx, cp.ID)
	if err != nil {
		return nil, err
	}
	decidings, err := decision.Decidings(tx, cp.ID)
	if err != nil {
		return nil, err
	}
	facts := map[couple.Gate][]string{couple.G7: {deedsFact(c, promises, c.PracticeToday())}, couple.G8: decisionFacts(c, decidings)}
	for _, g := range couple.Gates() {
		for _, w := range work {
			if !slices.Contains(stepsFor(g), w.Step) {
				continue
			}
			for _, who := range w.People {
				if who.State.Done() && who.DoneOn != nil {
					facts[g] = append(facts[g], c.T("sessions_fact_step", "Name", who.Name, "Title", w.Title(c.Lang()), "Day", c.DayYear(*who.DoneOn)))
				}
			}
		}
	}
	return facts, nil
}

// decisionFacts say how far the two came with deciding together: both in, opened by the counselor, and recorded. What a pair
// lacks, and whose part it is, stays in its room.
func decisionFacts(c *web.Context, all []decision.Deciding) (facts []string) {
	for _, d := range all {
		switch {
		case d.Recorded != nil:
			facts = append(facts, c.T("sessions_fact_decided", "Day", c.DayYear(*d.OpenedOn), "Recorded", c.DayYear(*d.Recorded)))
		case d.OpenedOn != nil:
			facts = append(facts, c.T("sessions_fact_opened", "Day", c.DayYear(*d.OpenedOn)))
		case d.Both():
			facts = append(facts, c.T("sessions_fact_both_in"))
		}
	}
	return facts
}

// deedsFact says in how many of the last weeks at least one promise was confirmed.
func deedsFact(c *web.Context, all []promise.Promise, today time.Time) string {
	from := civil.Monday(today).AddDate(0, 0, -7*(factWeeks-1))
	deeds, weeks := 0, map[time.Time]bool{}
	for _, p := range all {
		for _, d := range p.Days(from, today) {
			if d.Outcome == promise.Confirmed {
				deeds++
				weeks[civil.Monday(d.On)] = true
			}
		}
	}
	if deeds == 0 {
		return c.T("sessions_fact_deeds_none", "Of", factWeeks)
	}
	return c.T("sessions_fact_deeds", "Count", len(weeks), "Of", factWeeks, "Deeds", deeds)
}
