package boundary

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/civil"
	"amends/server/db"
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

// ForSession answers what of the boundaries waits for the next session, for staff with care.
func ForSession(tx *db.Tx, id couple.ID) (Agenda, error) {
	all, err := OfCouple(tx, id)
	if err != nil || len(all) == 0 {
		return Agenda{}, err
	}
	cp, err := couple.Get(tx, id)
	if err != nil {
		return Agenda{}, err
	}
	return agendaOf(all, func(person tenant.PersonID) time.Time {
		who, _ := cp.Partner(person)
		return civil.Day(tx.Now(), who.Location())
	}), nil
}

// agendaOf sorts them; today is the civil date of one of the two.
func agendaOf(all []Boundary, today func(tenant.PersonID) time.Time) (a Agenda) {
	for _, b := range all {
		item := Item{Boundary: b.ID, Author: b.Author, Text: b.Words().Need}
		if v, waits := b.Waiting(); waits {
			item.Text = v.Lines.Need
			if v.State == Talk {
				a.Talk = append(a.Talk, item)
			} else {
				a.Review = append(a.Review, item)
			}
		}
		if answer, any := b.LastAnswer(); any && answer.Passed == nil {
			item.Reply = answer.Reply
			a.Answers = append(a.Answers, item)
		}
		if b.ReviewDue(today(b.Author)) {
			a.Due = append(a.Due, item)
		}
	}
	return a
}
