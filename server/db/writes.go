package db

import "time"

const sqlWrites = `select not exists (select 1 from membership where practice_id = $1 and couple_id = $2 and person_id = $3 and ends_on is not null)
  and not exists (select 1 from couple where practice_id = $1 and couple_id = $2 and care_to < $4)`

// Writes tells whether the partner of the scope still writes on today, their civil date: not once their place in the couple has
// ended, and not after the last day of the couple's care. What is read is asked of row security and the rooms.
func (t *Tx) Writes(today time.Time) (bool, error) {
	var writes bool
	s := t.scope
	err := t.Get(&writes, sqlWrites, s.Practice(), s.Couple(), s.Person(), dayText(today))
	return writes, err
}
