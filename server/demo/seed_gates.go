package demo

import (
	"amends/clients/couple"
	"amends/server/db"
)

// gates tells what the counselor holds beside the work of a couple: a safety hold that began after a session.
func (s *seeder) gates(c couple.Couple, sample sample) error {
	if !sample.hold {
		return nil
	}
	return s.do(s.staff[sample.counselor].Scope(), s.at(s.week(1, 2), "17:10"), func(tx *db.Tx) error {
		return couple.SetHold(tx, c.ID, couple.Hold{Kind: couple.Quiet, StartsAt: s.at(s.week(1, 3), "12:00"),
			Told: s.plant("hold", "Odile was frightened after Sunday. Both are seen alone before anything new passes between them.")})
	})
}
