package demo

import (
	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/db"
	"amends/sessions/plan"
)

// planned plans the first couple's next weeks: one step for the coming week, and one that waits for the counselor's word.
func (s *seeder) planned(c couple.Couple, sample sample) error {
	if sample.code != "NQ-01" {
		return nil
	}
	return s.do(s.staff[sample.counselor].Scope(), s.at(s.today, "08:10"), func(tx *db.Tx) error {
		version, err := programme.EnsureVersion(tx, s.library, "A")
		if err != nil {
			return err
		}
		works, err := homework.OfCouple(tx, c.ID)
		if err != nil {
			return err
		}
		for i, next := range plan.Next(&programme.Copy{ID: version, Tag: "A", Lib: s.library}, works, nil, 2) {
			step := plan.Planned{Couple: c.ID, Version: version, Code: next.Unit.Code, Step: next.Unit.Step, On: s.monday.AddDate(0, 0, 7*(i+1)), Waits: plan.ForDate}
			if i > 0 {
				step.Waits = plan.ForRelease
			}
			if err := plan.Insert(tx, step); err != nil {
				return err
			}
		}
		return nil
	})
}
