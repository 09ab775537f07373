package demo

import (
	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/clients/release"
	"amends/server/db"
)

// releases lets pass what the story wants: a reflection that the other reads, and a letter that waits to be chosen about.
func (s *seeder) releases(c couple.Couple, sample sample) error {
	want := map[string]programme.StepKey{"NQ-01": "ownership", "NQ-09": "apology"}[sample.code]
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
	return s.do(counselor.Scope(), s.at(on.AddDate(0, 0, 2), "08:30"), func(tx *db.Tx) error {
		_, err := release.Pass(tx, shelf, entry, uuid.Nil)
		return err
	})
}
