package programme

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
)

// newer is a version that came after the one a couple is on. ID is nil for a shipped version that no couple of the practice
// was placed on yet.
type newer struct {
	Version Version
	ID      uuid.UUID
}

// newerOf answers, by row, the newest version of each programme in the list that is newer than the couple's. own are the
// published versions of the practice's own programmes, as PublishedOf answers them.
func newerOf(lib *Library, own []Published, on []OnCouple) map[uuid.UUID]newer {
	out := map[uuid.UUID]newer{}
	for _, o := range on {
		if p, ships := lib.Programme(o.Tag); ships && p.Version > o.Version {
			out[o.ID] = newer{Version: p.Version}
		}
		for _, p := range latest(own) {
			if p.Tag == o.Tag && p.Version > o.Version {
				out[o.ID] = newer{p.Version, p.ID}
			}
		}
	}
	return out
}

// library is the content of a newer version.
func (s *Shelf) library(tx *db.Tx, n newer) (*Library, error) {
	if n.ID == uuid.Nil {
		return s.Shipped, nil
	}
	copy, err := s.Version(tx, n.ID)
	if err != nil {
		return nil, err
	}
	return copy.Lib, nil
}

// getPlaced answers one programme of a couple, also when it ended; foreign and absent ids are Absent.
func getPlaced(tx *db.Tx, id couple.ID, row uuid.UUID) (OnCouple, error) {
	on, err := placed(tx, id, true)
	if err != nil {
		return OnCouple{}, err
	}
	i := slices.IndexFunc(on, func(o OnCouple) bool { return o.ID == row })
	if i < 0 {
		return OnCouple{}, fault.Absent()
	}
	return on[i], nil
}

const sqlEnd = `UPDATE couple_programme SET ended_on = $4 WHERE practice_id = $1 AND couple_id = $2 AND id = $3 AND ended_on IS NULL`

func end(tx *db.Tx, id couple.ID, row uuid.UUID, on time.Time) error {
	n, err := tx.Exec(sqlEnd, tx.Scope().Practice(), id, row, on)
	if err == nil && n == 0 {
		err = fault.Stale("programme_ended_before")
	}
	return err
}

// End ends a programme for a couple. What was assigned from it stays; nothing new can be.
func End(tx *db.Tx, id couple.ID, row uuid.UUID, on time.Time) error {
	err := end(tx, id, row, on)
	tx.Audit(audit.ProgrammeEnded, row, id)
	return err
}

// Move takes a couple from the version it is on to the newest one. Open assignments stay on the version they were given in; new
// ones come from the new. to is the number the counselor compared with: when another was published since, nothing moves.
func Move(tx *db.Tx, lib *Library, id couple.ID, o OnCouple, to Version, on time.Time) error {
	own, err := PublishedOf(tx, o.Tag)
	if err != nil {
		return err
	}
	n, is := newerOf(lib, own, []OnCouple{o})[o.ID]
	if !is || n.Version != to {
		return fault.Stale("programme_newer_changed")
	}
	if n.ID == uuid.Nil {
		if n.ID, err = EnsureVersion(tx, lib, o.Tag); err != nil {
			return err
		}
	}
	if err := end(tx, id, o.ID, on); err != nil {
		return err
	}
	row, err := begin(tx, id, standing{n.ID, o.Tag, on, uuid.NullUUID{UUID: o.ID, Valid: true}})
	tx.Audit(audit.ProgrammeMoved, row, id)
	return err
}
