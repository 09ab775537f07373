package demo

import (
	"time"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/promise"
	"amends/server/db"
)

// lastDay is the Thursday on which a place or care ended, some weeks ago.
func (s *seeder) lastDay(ago int) time.Time { return s.week(ago, 3) }

// lastTogether is the last day on which the two of a couple did anything between them; false while they go on.
func (s *seeder) lastTogether(sample sample) (time.Time, bool) {
	ago := max(sample.left, sample.over)
	return s.lastDay(ago), ago > 0
}

// inRoom are the partners who come to a session on a day: both, until one has left.
func (s *seeder) inRoom(c couple.Couple, sample sample, day time.Time) []couple.Partner {
	if sample.left > 0 && day.After(s.lastDay(sample.left)) {
		return c.Partners[:1]
	}
	return c.Partners
}

// parted ends the second partner's place: their open steps are set aside, and the first goes on with a step of her own.
func (s *seeder) parted(c couple.Couple, sample sample) error {
	last := s.lastDay(sample.left)
	who := c.Partners[1].Person
	err := s.do(s.staff[sample.counselor].Scope(), s.at(last, "18:20"), func(tx *db.Tx) error {
		work, err := homework.OfCouple(tx, c.ID)
		if err != nil {
			return err
		}
		for _, w := range work {
			if p, theirs := w.Person(who); !theirs || !p.State.Waits() {
				continue
			}
			if err := homework.SetAside(tx, w, true); err != nil {
				return err
			}
		}
		was, err := couple.Separate(tx, c.ID, who, last, last)
		if err != nil {
			return err
		}
		return promise.Part(tx, was, last)
	})
	if err != nil {
		return err
	}
	alone := c
	alone.Partners = c.Partners[:1]
	for _, unit := range homework.Units(s.library, "A1") {
		if !unit.Open() {
			continue
		}
		if err := s.give(alone, sample, unit, s.week(1, 3), true); err != nil {
			return err
		}
	}
	return nil
}

// leaving ends the second partner's place, or the couple's care, after everything else of their story was told.
func (s *seeder) leaving(c couple.Couple, sample sample) error {
	counselor := s.staff[sample.counselor].Scope()
	if sample.left > 0 {
		if err := s.parted(c, sample); err != nil {
			return err
		}
	}
	if sample.over == 0 {
		return nil
	}
	last := s.lastDay(sample.over)
	return s.do(counselor, s.at(last, "18:20"), func(tx *db.Tx) error {
		return couple.Discharge(tx, c.ID, couple.EndOfCare{LastOn: last, Why: couple.Reached, Told: s.plant("discharge", "Both say it holds. They know how to come back.")}, last)
	})
}
