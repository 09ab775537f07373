package promise

import (
	"slices"
	"time"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
)

// A promise that was made later, or begins later, than the last day ends with the day it was made on.
const sqlPart = `UPDATE promise SET state = 'ended', ended_on = greatest($3::date, made_on), version = version + 1
WHERE practice_id = $1 AND couple_id = $2 AND state = 'active'`

// Part ends what runs between the two with the last day of one of them: who keeps a promise is heard by nobody any more, and
// silence would stand against them. A promise is joint, so this is the counselor's act and not the keeper's.
func Part(tx *db.Tx, cp couple.Couple, last time.Time) error {
	n, err := tx.Exec(sqlPart, tx.Scope().Practice(), cp.ID, last)
	if n > 0 {
		tx.Audit(audit.PromiseEnded, cp.ID.UUID, cp.ID)
	}
	return err
}

// parted tells whether a promise of the two ended with the other's place, or later. One that was made between the last day and
// the day this was recorded ended with the day it was made on.
func parted(mine couple.Mine, p Promise) bool {
	return p.EndedOn != nil && mine.OtherTo != nil && !p.EndedOn.Before(*mine.OtherTo) && (mine.OtherReads(p.MadeOn) || p.EndedOn.Equal(p.MadeOn))
}

// Asking leaves out what ended since the other left. Nothing more is asked of who stays about its last days: nobody would hear it,
// and the days themselves would tell when the other left.
func Asking(mine couple.Mine, all []Promise) []Promise {
	return slices.DeleteFunc(slices.Clone(all), func(p Promise) bool { return parted(mine, p) })
}
