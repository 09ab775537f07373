package decision

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/db"
)

const sqlGlance = `SELECT count(*) > 0 AS any_there, count(*) FILTER (WHERE d.opened_on IS NULL AND d.closed_on IS NULL AND a.state IS DISTINCT FROM 'in' AND d.kind <> 'enough') AS waiting
FROM decision d LEFT JOIN decision_answer a ON a.practice_id = d.practice_id AND a.decision_id = d.id AND a.person_id = $3
WHERE d.practice_id = $1 AND d.couple_id = $2`

// Glance is a partner's own line about the room: whether something is there, and how many sets wait for their own answer.
type Glance struct {
	Any     bool `db:"any_there"`
	Waiting int  `db:"waiting"`
}

// GlanceOf answers the line of the partner of the scope. It moves by their own acts and the counselor's alone.
func GlanceOf(tx *db.Tx) (g Glance, err error) {
	s := tx.Scope()
	err = tx.Get(&g, sqlGlance, s.Practice(), s.Couple(), s.Person())
	return g, err
}

// Agenda is what the room brings to the next session.
type Agenda struct {
	Open   []uuid.UUID // both who belong to the couple are in: to be opened
	Wait   []uuid.UUID // not both are in
	Decide []uuid.UUID // opened, and nothing is recorded of what came of it
}

const sqlForSession = `SELECT d.id, d.opened_on, coalesce(a.here, 0) AS here
FROM decision d LEFT JOIN (SELECT i.decision_id, count(*) AS here FROM decision_in($2) i
  JOIN membership m ON m.practice_id = $1 AND m.couple_id = $2 AND m.person_id = i.person_id AND m.ends_on IS NULL GROUP BY i.decision_id) a ON a.decision_id = d.id
WHERE d.practice_id = $1 AND d.couple_id = $2 AND d.kind <> 'enough' AND d.closed_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM decision_outcome o WHERE o.practice_id = $1 AND o.decision_id = d.id) ORDER BY d.made_at DESC, d.id DESC`

// ForSession answers what of the decisions waits for the next session, newest first, for staff with care: one statement, and not
// a word of what anybody wrote. The answer of somebody who left the couple makes no pair.
func ForSession(tx *db.Tx, id couple.ID) (a Agenda, err error) {
	var rows []struct {
		ID       uuid.UUID  `db:"id"`
		OpenedOn *time.Time `db:"opened_on"`
		Here     int        `db:"here"`
	}
	if err := tx.List(&rows, sqlForSession, tx.Scope().Practice(), id); err != nil {
		return a, err
	}
	for _, r := range rows {
		switch {
		case r.OpenedOn != nil:
			a.Decide = append(a.Decide, r.ID)
		case r.Here == places:
			a.Open = append(a.Open, r.ID)
		default:
			a.Wait = append(a.Wait, r.ID)
		}
	}
	return a, nil
}

// Deciding is how far a "decide together" went.
type Deciding struct {
	MadeOn   time.Time  `db:"made_on"`
	Here     int        `db:"here"`      // how many of those who belong to the couple are in
	OpenedOn *time.Time `db:"opened_on"` // when the counselor opened the two answers
	Recorded *time.Time `db:"recorded"`  // when it was first recorded what came of it
}

// Both tells whether the two answers are in, and the counselor may open them.
func (d Deciding) Both() bool { return d.OpenedOn != nil || d.Here == places }

const sqlDecidings = `SELECT d.made_on, d.opened_on, coalesce(a.here, 0) AS here,
  (SELECT min(o.made_on) FROM decision_outcome o WHERE o.practice_id = $1 AND o.decision_id = d.id) AS recorded
FROM decision d LEFT JOIN (SELECT i.decision_id, count(*) AS here FROM decision_in($2) i
  JOIN membership m ON m.practice_id = $1 AND m.couple_id = $2 AND m.person_id = i.person_id AND m.ends_on IS NULL GROUP BY i.decision_id) a ON a.decision_id = d.id
WHERE d.practice_id = $1 AND d.couple_id = $2 AND d.kind = 'decide' AND d.closed_on IS NULL ORDER BY d.made_at, d.id`

// Decidings answers how far each "decide together" of a couple went that was not closed unopened, oldest first, for staff with
// care. Who is in and who is not stays in the room.
func Decidings(tx *db.Tx, id couple.ID) ([]Deciding, error) {
	var all []Deciding
	err := tx.List(&all, sqlDecidings, tx.Scope().Practice(), id)
	return all, err
}
