package couple

import (
	"time"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

// Left tells whether the partner's place in the couple has ended. Who left keeps reading what is theirs and what was joint up to
// their last day, and writes nothing more.
func (p Partner) Left() bool { return p.EndsOn != nil }

// LastTogether is the last day on which nobody had left; nil while nobody has. What is for the eyes of both tells nothing newer.
func (c Couple) LastTogether() *time.Time {
	var last *time.Time
	for _, p := range c.Partners {
		if p.Left() && (last == nil || p.EndsOn.Before(*last)) {
			last = p.EndsOn
		}
	}
	return last
}

// MaySeparate tells whether a partner's place may end with a last day. A day ahead is none: who is going to leave still belongs.
// The fault stands at the field last_on.
func (c Couple) MaySeparate(p Partner, last, today time.Time) error {
	switch {
	case c.Discharged():
		return fault.Stale("couple_discharged_now")
	case p.Left():
		return fault.Stale("couple_separate_already")
	case last.After(today):
		return fault.Field("last_on", "couple_date_future")
	case last.Before(p.StartsOn):
		return fault.Field("last_on", "couple_separate_before")
	}
	return nil
}

// correction is how long after it was recorded an ending of a place or of care is taken back as a mistake.
const correction = 24 * time.Hour

// MayReopen tells whether an ended place may go on as if it had not ended. Within a day of recording it was a mistake. Later it
// goes only while nothing new became joint: the partner would read what was made while they were away.
func MayReopen(recorded *time.Time, now time.Time, newer bool) bool {
	return !newer || recorded != nil && now.Sub(*recorded) <= correction
}

const sqlSeparate = `UPDATE membership SET ends_on = $4, ended_at = $5, ended_by = $6
WHERE practice_id = $1 AND couple_id = $2 AND person_id = $3 AND ends_on IS NULL`

// Separate ends a partner's place with a last day. Care goes on with who stays; what was joint stays with both up to that day.
// It locks the couple, so that nothing passes to somebody who leaves at the same moment.
func Separate(tx *db.Tx, id ID, person tenant.PersonID, last, today time.Time) (Couple, error) {
	c, p, err := lockPlace(tx, id, person)
	if err != nil {
		return c, err
	}
	if err := c.MaySeparate(p, last, today); err != nil {
		return c, err
	}
	tx.Audit(audit.PlaceSeparated, person.UUID, id)
	return c, tx.ExecOne(sqlSeparate, tx.Scope().Practice(), id, person, last, tx.Now(), tx.Scope().Person())
}

const sqlEnding = `SELECT m.ended_at, coalesce(p.chosen_name, '') AS chosen_name FROM membership m
LEFT JOIN person p ON p.practice_id = m.practice_id AND p.id = m.ended_by WHERE m.practice_id = $1 AND m.couple_id = $2 AND m.person_id = $3`

// Ending is when the end of a place was recorded, and by whom.
type Ending struct {
	At *time.Time `db:"ended_at"`
	By string     `db:"chosen_name"`
}

// EndingOf answers how the end of a partner's place was recorded. For staff.
func EndingOf(tx *db.Tx, id ID, person tenant.PersonID) (e Ending, err error) {
	err = tx.Get(&e, sqlEnding, tx.Scope().Practice(), id, person)
	return e, err
}

// What both would read, by the instant it became so.
const sqlNewer = `SELECT EXISTS (SELECT 1 FROM promise WHERE practice_id = $1 AND couple_id = $2 AND made_at > $3)
OR EXISTS (SELECT 1 FROM promise_deed WHERE practice_id = $1 AND couple_id = $2 AND greatest(kept_at, outcome_at) > $3)
OR EXISTS (SELECT 1 FROM agreement_version WHERE practice_id = $1 AND couple_id = $2 AND passed_at > $3)
OR EXISTS (SELECT 1 FROM boundary_passed WHERE practice_id = $1 AND couple_id = $2 AND passed_at > $3)
OR EXISTS (SELECT 1 FROM question_passed WHERE practice_id = $1 AND couple_id = $2 AND passed_at > $3)
OR EXISTS (SELECT 1 FROM boundary_answered WHERE practice_id = $1 AND couple_id = $2 AND passed_at > $3)
OR EXISTS (SELECT 1 FROM question_answered WHERE practice_id = $1 AND couple_id = $2 AND passed_at > $3)
OR EXISTS (SELECT 1 FROM agreement_review WHERE practice_id = $1 AND couple_id = $2 AND made_at > $3)
OR EXISTS (SELECT 1 FROM setback_passed WHERE practice_id = $1 AND couple_id = $2 AND made_at > $3)
OR EXISTS (SELECT 1 FROM decision WHERE practice_id = $1 AND couple_id = $2 AND made_at > $3)
OR EXISTS (SELECT 1 FROM decision_opened WHERE practice_id = $1 AND couple_id = $2 AND made_at > $3)
OR EXISTS (SELECT 1 FROM decision_outcome WHERE practice_id = $1 AND couple_id = $2 AND made_at > $3)
OR EXISTS (SELECT 1 FROM release_copy WHERE practice_id = $1 AND couple_id = $2 AND made_at > $3)`

const sqlReopenPlace = `UPDATE membership SET ends_on = NULL, ended_at = NULL, ended_by = NULL
WHERE practice_id = $1 AND couple_id = $2 AND person_id = $3 AND ends_on IS NOT NULL`

// Reopen takes the end of a place back, as MayReopen allows it.
func Reopen(tx *db.Tx, id ID, person tenant.PersonID) error {
	c, p, err := lockPlace(tx, id, person)
	switch {
	case err != nil:
		return err
	case c.Discharged():
		return fault.Stale("couple_discharged_now")
	case !p.Left():
		return fault.Stale("couple_reopen_already")
	}
	may, err := mayReopen(tx, id, p)
	if err != nil {
		return err
	}
	if !may {
		return fault.Stale("couple_reopen_newer", "Name", p.Name)
	}
	tx.Audit(audit.PlaceReopened, person.UUID, id)
	return tx.ExecOne(sqlReopenPlace, tx.Scope().Practice(), id, person)
}

func mayReopen(tx *db.Tx, id ID, p Partner) (bool, error) {
	e, err := EndingOf(tx, id, p.Person)
	if err != nil {
		return false, err
	}
	since := p.EndsOn.AddDate(0, 0, 1)
	if e.At != nil {
		since = *e.At
	}
	var newer bool
	err = tx.Get(&newer, sqlNewer, tx.Scope().Practice(), id, since)
	return MayReopen(e.At, tx.Now(), newer), err
}

// lockPlace locks the couple and answers it with one of its partners; anybody else is absent.
func lockPlace(tx *db.Tx, id ID, person tenant.PersonID) (Couple, Partner, error) {
	if _, err := lock(tx, id); err != nil {
		return Couple{}, Partner{}, err
	}
	c, err := Get(tx, id)
	if err != nil {
		return c, Partner{}, err
	}
	p, known := c.Partner(person)
	if !known {
		return c, p, fault.Absent()
	}
	return c, p, nil
}
