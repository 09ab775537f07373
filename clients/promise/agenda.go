package promise

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/tenant"
)

// Item is one line of a session's agenda: a day of a promise. What was said about it stands on the promise's page.
type Item struct {
	Promise uuid.UUID
	Keeper  tenant.PersonID
	Text    string // of the promise
	On      time.Time
}

// LogValue keeps the words out of logs.
func (Item) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Agenda is what promises bring to the next session.
type Agenda struct {
	NotYet    []Item // done, said one; not yet, said the other
	Different []Item // "it was different", until an outcome is recorded
}

const sqlForSession = `SELECT p.id, p.couple_id, p.keeper_id, p.text, d.what, d.on_date FROM promise p
JOIN (SELECT 'not_yet' AS what, promise_id, on_date FROM promise_deed WHERE practice_id = $1 AND couple_id = $2 AND outcome = 'not_yet' AND on_date >= $3
  UNION ALL SELECT 'different', promise_id, on_date FROM promise_dispute WHERE practice_id = $1 AND couple_id = $2 AND settled_on IS NULL) d ON d.promise_id = p.id
WHERE p.practice_id = $1 AND p.couple_id = $2 ORDER BY p.made_at, p.id, d.on_date`

// ForSession answers what of the promises waits for the next session, for staff with care: in one statement, and only the promises
// that stand on the list are opened. Days on which "not yet" was said before since are left out.
func ForSession(tx *db.Tx, id couple.ID, since time.Time) (a Agenda, err error) {
	var rows []struct {
		Promise
		What string    `db:"what"`
		On   time.Time `db:"on_date"`
	}
	if err := tx.List(&rows, sqlForSession, tx.Scope().Practice(), id, since); err != nil {
		return a, err
	}
	for i, r := range rows {
		if i > 0 && rows[i-1].ID == r.ID {
			r.Text = rows[i-1].Text
		} else if err := open(tx, &r.Promise); err != nil {
			return a, err
		}
		rows[i].Text = r.Text
		item := Item{r.ID, r.Keeper, r.Text, r.On}
		if r.What == "not_yet" {
			a.NotYet = append(a.NotYet, item)
		} else {
			a.Different = append(a.Different, item)
		}
	}
	return a, nil
}
