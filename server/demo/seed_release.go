package demo

import (
	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/clients/release"
	"amends/server/db"
	"amends/server/tenant"
)

// releases lets pass what the story wants: a reflection that the other reads, a letter that waits to be chosen about, and a
// reflection that is only asked for.
func (s *seeder) releases(c couple.Couple, sample sample) error {
	if sample.code == "NQ-01" {
		if err := s.feelings(c, sample); err != nil {
			return err
		}
	}
	want := map[string]programme.StepKey{"NQ-01": "ownership", "NQ-04": "ownership", "NQ-09": "apology"}[sample.code]
	if want == "" {
		return nil
	}
	counselor, author := s.staff[sample.counselor], c.Partners[sample.involved]
	on := s.today.AddDate(0, 0, -9)
	var entry uuid.UUID
	err := s.do(counselor.Scope(), s.at(on, "08:00"), func(tx *db.Tx) error {
		works, err := homework.OfCouple(tx, c.ID)
		if err != nil {
			return err
		}
		for _, w := range works {
			if p, ok := w.Person(author.Person); ok && w.Step == want && p.Entry != nil {
				entry = *p.Entry
			}
		}
		_, err = homework.Read(tx, entry)
		return err
	})
	if err != nil {
		return err
	}
	shelf := programme.NewShelf(s.library)
	mine := s.seat(author)
	if err := s.do(mine, s.at(on, "20:30"), func(tx *db.Tx) error { return release.Ask(tx, shelf, entry, "en") }); err != nil {
		return err
	}
	if sample.code == "NQ-04" {
		return nil
	}
	return s.do(counselor.Scope(), s.at(on.AddDate(0, 0, 2), "08:30"), func(tx *db.Tx) error {
		_, err := release.Pass(tx, shelf, entry, uuid.Nil)
		return err
	})
}

// feelings is a log that the hurt partner keeps: two goes, the newer one of today.
func (s *seeder) feelings(c couple.Couple, sample sample) error {
	counselor, writer := s.staff[sample.counselor], c.Partners[1-sample.involved]
	unit, _ := homework.UnitOf(s.library, "A3", "feelings-log")
	on := s.today.AddDate(0, 0, -5)
	var id uuid.UUID
	err := s.do(counselor.Scope(), s.at(on, "12:00"), func(tx *db.Tx) error {
		version, err := programme.EnsureVersion(tx, s.library, "A")
		if err != nil {
			return err
		}
		id, err = homework.Assign(tx, homework.Giving{Couple: c.ID, Version: version, Unit: unit, People: map[tenant.PersonID]programme.Role{writer.Person: programme.Injured},
			From: on, Reading: homework.ReadAsked})
		return err
	})
	if err != nil {
		return err
	}
	mine := s.seat(writer)
	for days, answers := range []map[string]string{
		{"feeling": "Angry, then tired.", "strength": "7", "trigger": "The letter box."},
		{"feeling": "Uneasy.", "strength": "4", "trigger": "The letter box", "helped": "A walk round the block."},
	} {
		day := s.today.AddDate(0, 0, 3*days-3)
		err := s.do(mine, s.at(day, "06:45"), func(tx *db.Tx) error {
			for key, text := range answers {
				if err := homework.SaveAnswer(tx, id, homework.Answer{Part: "log", Key: key, Text: text, Base: homework.Mark("")}); err != nil {
					return err
				}
			}
			return homework.Send(tx, s.library, id, day)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
