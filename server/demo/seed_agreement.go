package demo

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/agreement"
	"amends/clients/couple"
	"amends/server/db"
	"amends/server/tenant"
)

// agreements writes the first couple's register: one in force that is due to be looked at, one that waits for a signature, and a
// proposal that waits for the counselor.
func (s *seeder) agreements(c couple.Couple, sample sample) error {
	if sample.code != "NQ-01" {
		return nil
	}
	first := s.seat(c.Partners[0])
	second := s.seat(c.Partners[1])
	standing, err := s.agrees(c, sample, second, s.week(5, 1), agreement.Terms{
		Text: "every bill above 100 dollars is put on the table by Friday evening", Know: "The envelope lies in the blue bowl.", Slip: "We name it on Sunday, without a search for reasons, and put it on the table then."})
	if err != nil {
		return err
	}
	staff, day := s.staff[sample.counselor].Scope(), s.week(5, 3)
	err = s.do(staff, s.at(day, "17:40"), func(tx *db.Tx) error {
		for _, p := range c.Partners {
			if err := agreement.Sign(tx, c.ID, standing, 1, agreement.Signature{Person: p.Person, Answer: agreement.Signed, How: agreement.InSession, On: day}); err != nil {
				return err
			}
		}
		return agreement.Activate(tx, c, standing, 1, day)
	})
	if err != nil {
		return err
	}
	open, err := s.agrees(c, sample, first, s.week(1, 2), agreement.Terms{Text: "one evening a week has no talk about money", Know: "It is written on the calendar on Sunday.", Slip: "Whoever notices says “tomorrow”, and we stop."})
	if err != nil {
		return err
	}
	err = s.do(first, s.at(s.week(1, 4), "21:20"), func(tx *db.Tx) error {
		return agreement.Sign(tx, c.ID, open, 1, agreement.Signature{Person: c.Partners[0].Person, Answer: agreement.Signed, How: agreement.InApp, On: s.week(1, 4)})
	})
	if err != nil {
		return err
	}
	_, err = s.proposes(second, s.week(1, 6), agreement.Terms{Text: "I open my post on the day it comes", Know: "No closed letter lies in the hall.", Slip: "I open it before we eat."}, &c.Partners[1].Person)
	return err
}

// proposes lets a partner write a proposal and send it.
func (s *seeder) proposes(who tenant.Scope, day time.Time, terms agreement.Terms, bearer *tenant.PersonID) (uuid.UUID, error) {
	look := day.AddDate(0, 0, 28)
	p := agreement.Proposal{ID: uuid.New(), Kind: agreement.Fresh, Terms: terms, Span: agreement.Span{Starts: &day, Review: &look, Bearer: bearer}}
	return p.ID, s.do(who, s.at(day, "20:50"), func(tx *db.Tx) error {
		if err := agreement.Begin(tx, p); err != nil {
			return err
		}
		return agreement.SaveProposal(tx, p, 1, &day)
	})
}

// agrees lets a partner propose and the counselor pass it on the next day; it answers the agreement.
func (s *seeder) agrees(c couple.Couple, sample sample, who tenant.Scope, day time.Time, terms agreement.Terms) (id uuid.UUID, err error) {
	proposal, err := s.proposes(who, day, terms, nil)
	if err != nil {
		return id, err
	}
	next := day.AddDate(0, 0, 1)
	err = s.do(s.staff[sample.counselor].Scope(), s.at(next, "12:50"), func(tx *db.Tx) (err error) {
		id, err = agreement.Pass(tx, c.ID, proposal, next)
		return err
	})
	return id, err
}
