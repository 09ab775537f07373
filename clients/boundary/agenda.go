package boundary

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/seal"
	"amends/server/tenant"
)

const sqlGlance = `SELECT (SELECT count(*) FROM boundary_passed p WHERE p.practice_id = $1 AND p.couple_id = $2 AND p.ended_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM boundary_passed n WHERE n.practice_id = $1 AND n.boundary_id = p.boundary_id AND n.number > p.number)
    AND CASE WHEN p.author_id = $3 THEN p.review_on <= $4
        AND NOT EXISTS (SELECT 1 FROM boundary_sent s WHERE s.practice_id = $1 AND s.boundary_id = p.boundary_id AND s.number > p.number AND s.state IN ('sent', 'talk'))
      ELSE p.asks AND NOT EXISTS (SELECT 1 FROM boundary_answer a WHERE a.practice_id = $1 AND a.boundary_id = p.boundary_id AND a.number = p.number) END) AS waiting,
  EXISTS (SELECT 1 FROM boundary b WHERE b.practice_id = $1 AND b.couple_id = $2)
    OR EXISTS (SELECT 1 FROM boundary_passed p WHERE p.practice_id = $1 AND p.couple_id = $2) AS any_here`

// Glance is what a partner's home says of boundaries.
type Glance struct {
	Waiting int  `db:"waiting"`  // requests passed on that wait for this person's answer, and own boundaries to look at again
	Any     bool `db:"any_here"` // there is something on the page for them
}

// GlanceOf answers it for the partner of the scope on their civil date today, in one statement. It moves by their own acts, the
// counselor's and the calendar alone.
func GlanceOf(tx *db.Tx, today time.Time) (Glance, error) {
	var g Glance
	s := tx.Scope()
	err := tx.Get(&g, sqlGlance, s.Practice(), s.Couple(), s.Person(), today)
	return g, err
}

// Item is one line of a session's agenda.
type Item struct {
	Boundary uuid.UUID
	Author   tenant.PersonID
	Text     string // what its author needs
	Reply    Reply  // where an answer is what waits
}

// LogValue keeps the words out of logs.
func (Item) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Agenda is what boundaries bring to the next session.
type Agenda struct {
	Review  []Item // sent, and not decided about
	Talk    []Item // kept for a session
	Answers []Item // replies that were not passed on yet
	Due     []Item // the review day has come
}

const sqlForSession = `SELECT b.id, b.author_id, coalesce(s.number, 0) AS sent_number, s.body AS sent_body, coalesce(s.state, '') AS state,
  coalesce(c.number, 0) AS number, c.body, c.review_on, coalesce(a.answer, '') AS answer
FROM boundary b
LEFT JOIN LATERAL (SELECT x.number, x.body, x.state FROM boundary_sent x WHERE x.practice_id = $1 AND x.boundary_id = b.id ORDER BY x.number DESC LIMIT 1) s
  ON s.state IN ('sent', 'talk')
LEFT JOIN LATERAL (SELECT x.number, x.body, x.review_on, x.ended_on FROM boundary_passed x WHERE x.practice_id = $1 AND x.boundary_id = b.id
  ORDER BY x.passed_at DESC, x.number DESC LIMIT 1) c ON true
LEFT JOIN LATERAL (SELECT x.answer, x.passed_on FROM boundary_answer x WHERE x.practice_id = $1 AND x.boundary_id = b.id AND x.number = c.number
  ORDER BY x.turn DESC LIMIT 1) a ON a.passed_on IS NULL
WHERE b.practice_id = $1 AND b.couple_id = $2 AND b.ended_on IS NULL AND c.ended_on IS NULL
  AND (s.number IS NOT NULL OR a.answer IS NOT NULL OR c.review_on <= $3) ORDER BY b.begun_at, b.id`

// pending is a boundary of which something waits.
type pending struct {
	ID     uuid.UUID       `db:"id"`
	Author tenant.PersonID `db:"author_id"`
	Sent   int             `db:"sent_number"` // the version that waits for the counselor; 0: none
	Body   []byte          `db:"sent_body"`
	State  State           `db:"state"`
	Number int             `db:"number"` // the version both read; 0: none
	Read   []byte          `db:"body"`
	Review *time.Time      `db:"review_on"`
	Reply  Reply           `db:"answer"` // to the version both read, while it was not passed on
}

// ForSession answers what of the boundaries waits for the next session, for staff with care: in one statement, and only the words
// that stand on the list are opened.
func ForSession(tx *db.Tx, cp couple.Couple) (a Agenda, err error) {
	today := func(person tenant.PersonID) time.Time {
		who, _ := cp.Partner(person)
		return civil.Day(tx.Now(), who.Location())
	}
	latest := civil.Day(tx.Now(), time.UTC)
	for _, p := range cp.Partners {
		if day := today(p.Person); day.After(latest) {
			latest = day
		}
	}
	var rows []pending
	if err := tx.List(&rows, sqlForSession, tx.Scope().Practice(), cp.ID, latest); err != nil {
		return a, err
	}
	for _, r := range rows {
		if err := a.add(tx, cp.ID, r, today(r.Author)); err != nil {
			return a, err
		}
	}
	return a, nil
}

// add puts a boundary on the lists where it waits; today is the civil date of its author.
func (a *Agenda) add(tx *db.Tx, id couple.ID, r pending, today time.Time) error {
	if r.Sent > 0 {
		lines, err := opened(tx, seal.OfPartner(id, r.Author), sentRef(r.ID, r.Sent), r.Body)
		if err != nil {
			return err
		}
		item := Item{Boundary: r.ID, Author: r.Author, Text: lines.Need}
		if r.State == Talk {
			a.Talk = append(a.Talk, item)
		} else {
			a.Review = append(a.Review, item)
		}
	}
	due := r.Sent == 0 && r.Review != nil && !r.Review.After(today)
	if r.Reply == "" && !due {
		return nil
	}
	lines, err := opened(tx, seal.OfCouple(id), passedRef(r.ID, r.Number), r.Read)
	if err != nil {
		return err
	}
	item := Item{Boundary: r.ID, Author: r.Author, Text: lines.Need}
	if due {
		a.Due = append(a.Due, item)
	}
	if item.Reply = r.Reply; r.Reply != "" {
		a.Answers = append(a.Answers, item)
	}
	return nil
}
