package setback

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/tenant"
)

// Item is one line of a session's agenda: that something is there, and not a word of it.
type Item struct {
	ID     uuid.UUID       `db:"id"`
	Person tenant.PersonID `db:"person_id"`
	On     time.Time       `db:"on_date"` // the writer's civil date
}

// Agenda is what the room brings to the next session.
type Agenda struct {
	Pass []Item // waits to become part of the joint plan
	Talk []Item // kept for a session
	Told []Item // a line about a wave was written to the counselor
}

const sqlForSession = `SELECT 'pass' AS what, s.id, s.author_id AS person_id, s.sent_on AS on_date
FROM (SELECT DISTINCT ON (author_id) id, author_id, sent_on, passed_on, talk_on FROM setback_sent
  WHERE practice_id = $1 AND couple_id = $2 ORDER BY author_id, sent_at DESC, id DESC) s WHERE s.passed_on IS NULL AND s.talk_on IS NULL
UNION ALL SELECT 'talk', id, author_id, sent_on FROM setback_sent WHERE practice_id = $1 AND couple_id = $2 AND talk_on >= $3
UNION ALL (SELECT 'told', id, person_id, told_on FROM setback_told WHERE practice_id = $1 AND couple_id = $2 AND told_on >= $4 ORDER BY told_at DESC LIMIT $5)
ORDER BY on_date DESC, id`

// ForSession answers what waits for the next session, newest first, for staff with care: in one statement that opens nothing.
// Plans kept for a session before since, and lines told before told, are left out. Such a line is all that may ask for a pause on
// a setback: what somebody keeps is asked by nobody.
func ForSession(tx *db.Tx, id couple.ID, since, told time.Time) (a Agenda, err error) {
	var rows []struct {
		What string `db:"what"`
		Item
	}
	if err := tx.List(&rows, sqlForSession, tx.Scope().Practice(), id, since, told, toldMost); err != nil {
		return a, err
	}
	lists := map[string]*[]Item{"pass": &a.Pass, "talk": &a.Talk, "told": &a.Told}
	for _, r := range rows {
		*lists[r.What] = append(*lists[r.What], r.Item)
	}
	return a, nil
}
