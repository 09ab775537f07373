package demo

import (
	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/tenant"
	"amends/sessions/plan"
)

// planned is what the first couple's planner shows: a small ritual that both did and felt differently, a step that got in nobody's
// week, and what is planned: one step for the coming week, and one that waits for the counselor's word.
func (s *seeder) planned(c couple.Couple, sample sample) error {
	if sample.code != "NQ-01" {
		return nil
	}
	if err := s.feltRitual(c, sample); err != nil {
		return err
	}
	if err := s.hinderedTurn(c, sample); err != nil {
		return err
	}
	return s.nextSteps(c, sample)
}

// feltRitual is the ten minutes that both did; each says alone what reached them of it.
func (s *seeder) feltRitual(c couple.Couple, sample sample) error {
	id, unit, err := s.toBoth(c, sample, "A9", "Both are calm enough in the room, and asked for something small.")
	if err != nil {
		return err
	}
	for i, felt := range []homework.Felt{homework.FeltPartly, homework.FeltYes} {
		day := s.week(1, 5+i)
		err := s.do(s.seat(c.Partners[i]), s.at(day, "21:15"), func(tx *db.Tx) error {
			for _, q := range homework.Questions(s.library, unit, roleOf(sample, i), "en") {
				if q.Key == "" || q.Prompt != nil && len(q.Prompt.Options) > 0 {
					continue
				}
				a := homework.Answer{Part: q.Part, Key: q.Key, Text: s.plant("answer", "Tea on the step, after nine."), Base: homework.Mark("")}
				if err := homework.SaveAnswer(tx, id, a); err != nil {
					return err
				}
			}
			if err := homework.Send(tx, s.library, id, day); err != nil {
				return err
			}
			return homework.SayFelt(tx, id, felt, day)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// hinderedTurn is the listening turn that did not happen: one would rather talk about it, the other had no time for it.
func (s *seeder) hinderedTurn(c couple.Couple, sample sample) error {
	id, _, err := s.toBoth(c, sample, "A4", "")
	if err != nil {
		return err
	}
	for i, said := range []struct {
		act homework.Act
		why homework.Obstacle
	}{{homework.Decline, homework.Talk}, {homework.NotNow, homework.NoTime}} {
		err := s.do(s.seat(c.Partners[i]), s.at(s.week(1, 4+i), "22:05"), func(tx *db.Tx) error {
			if err := homework.Say(tx, id, said.act); err != nil {
				return err
			}
			return homework.SayObstacle(tx, id, said.why)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// toBoth gives both partners the first unit of a row, the day after the last session. reason is why the counselor goes on past a
// closed gate.
func (s *seeder) toBoth(c couple.Couple, sample sample, code programme.Code, reason string) (id uuid.UUID, unit homework.Unit, err error) {
	unit = homework.Units(s.library, code)[0]
	g := homework.Giving{Couple: c.ID, Unit: unit, People: map[tenant.PersonID]programme.Role{}, From: s.week(2, 4), Reading: homework.ReadAsked, Reason: reason}
	for i, p := range c.Partners {
		g.People[p.Person] = roleOf(sample, i)
	}
	err = s.do(s.staff[sample.counselor].Scope(), s.at(g.From, "09:10"), func(tx *db.Tx) (err error) {
		if g.Version, err = programme.EnsureVersion(tx, s.library, "A"); err != nil {
			return err
		}
		id, err = homework.Assign(tx, g)
		return err
	})
	return id, unit, err
}

// nextSteps plans the first two rows that were not given.
func (s *seeder) nextSteps(c couple.Couple, sample sample) error {
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
