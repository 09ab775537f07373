package demo

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/boundary"
	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
)

// boundaries writes the first couple's boundaries: one of each partner that is active, an answer that was passed on, a newer
// version that waits for review, and a draft.
func (s *seeder) boundaries(c couple.Couple, sample sample) error {
	if sample.code != "NQ-01" {
		return nil
	}
	staff := s.staff[sample.counselor].Scope()
	first := tenant.NewPartner(s.id, c.Partners[0].Person, c.ID, c.Partners[0].StartsOn, time.Time{}).Scope()
	second := tenant.NewPartner(s.id, c.Partners[1].Person, c.ID, c.Partners[1].StartsOn, time.Time{}).Scope()
	lines := boundary.Lines{Need: "To hear before supper when a plan changes.", Do: "I eat with the children and do not wait. I bring it to the session.",
		Ask: "Send me one line when you are more than half an hour late.", Value: "Being able to plan."}
	mine, err := s.bounds(first, uuid.New(), s.week(7, 2), lines, 0)
	if err != nil {
		return err
	}
	if err := s.activates(staff, c.ID, mine, 1, s.week(7, 3)); err != nil {
		return err
	}
	err = s.do(second, s.at(s.week(6, 1), "20:40"), func(tx *db.Tx) error {
		b, err := boundary.Get(tx, c.ID, mine)
		if err != nil {
			return err
		}
		tx.Audit(audit.BoundaryReply, mine, c.ID)
		return boundary.AnswerTo(tx, b, boundary.Answer{Number: 1, Person: second.Person(), Reply: boundary.Yes, On: s.week(6, 1)})
	})
	if err != nil {
		return err
	}
	if err := s.do(staff, s.at(s.week(6, 3), "16:40"), func(tx *db.Tx) error { return boundary.PassAnswer(tx, c.ID, mine, 1, s.week(6, 3)) }); err != nil {
		return err
	}
	theirs, err := s.bounds(second, uuid.New(), s.week(4, 1), boundary.Lines{Need: "Talks about it that have an end.", Do: "After half an hour I say so, and I go round the block and come back.",
		Fine: "Any question, on any day.", Ask: "Start before nine in the evening."}, 0)
	if err != nil {
		return err
	}
	if err := s.activates(staff, c.ID, theirs, 1, s.week(4, 3)); err != nil {
		return err
	}
	kept := s.week(1, 6).AddDate(0, 0, 56)
	err = s.do(second, s.at(s.week(1, 6), "20:05"), func(tx *db.Tx) error {
		tx.Audit(audit.BoundarySaved, theirs, c.ID)
		return boundary.SaveDraft(tx, theirs, boundary.Draft{Review: &kept, Lines: boundary.Lines{Need: "Talks about it that have an end.",
			Do: "After half an hour I say so, and I go round the block and come back.", Fine: "Any question, on any day.", Ask: "Start before ten in the evening."}}, 3)
	})
	if err != nil {
		return err
	}
	lines.Ask = "Call me when you are more than half an hour late."
	if _, err := s.bounds(first, mine, s.week(1, 5), lines, 3); err != nil {
		return err
	}
	return s.do(first, s.at(s.week(1, 6), "22:20"), func(tx *db.Tx) error {
		id := uuid.New()
		if err := boundary.Begin(tx, id); err != nil {
			return err
		}
		return boundary.SaveDraft(tx, id, boundary.Draft{Lines: boundary.Lines{Need: s.plant("draft", "Sundays without")}}, 1)
	})
}

// bounds lets a partner write a boundary and send it, to be looked at again after eight weeks; from is the version of the draft
// it changes, 0 for a new one.
func (s *seeder) bounds(who tenant.Scope, id uuid.UUID, day time.Time, l boundary.Lines, from int) (uuid.UUID, error) {
	review := day.AddDate(0, 0, 56)
	return id, s.do(who, s.at(day, "21:10"), func(tx *db.Tx) error {
		if from == 0 {
			if err := boundary.Begin(tx, id); err != nil {
				return err
			}
			from = 1
		}
		if err := boundary.SaveDraft(tx, id, boundary.Draft{Lines: l, Review: &review}, from); err != nil {
			return err
		}
		b, err := boundary.Get(tx, who.Couple(), id)
		if err != nil {
			return err
		}
		return boundary.Send(tx, b, from+1, day)
	})
}

func (s *seeder) activates(staff tenant.Scope, id couple.ID, b uuid.UUID, number int, day time.Time) error {
	return s.do(staff, s.at(day, "16:30"), func(tx *db.Tx) error { return boundary.Pass(tx, id, b, number, day) })
}
