package boundary

import (
	"time"

	"github.com/google/uuid"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
)

const (
	sqlBegin    = `INSERT INTO boundary (practice_id, couple_id, id, author_id, begun_at) VALUES ($1, $2, $3, $4, $5)`
	sqlDraftAdd = `INSERT INTO boundary_draft (practice_id, couple_id, boundary_id, author_id, body, review_on, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (practice_id, boundary_id) DO NOTHING`
)

// Begin stores an empty draft of the partner of the scope.
func Begin(tx *db.Tx, id uuid.UUID) error {
	s := tx.Scope()
	if _, err := tx.Exec(sqlBegin, s.Practice(), s.Couple(), id, s.Person(), tx.Now()); err != nil {
		return err
	}
	tx.Audit(audit.BoundaryBegun, id, s.Couple())
	return SaveDraft(tx, id, Draft{}, 0)
}

const sqlDraftSave = `UPDATE boundary_draft SET body = $4, review_on = $5, saved_at = $6, version = version + 1
WHERE practice_id = $1 AND boundary_id = $2 AND version = $3`

// SaveDraft stores the author's words, made from version from; 0 where there is no draft yet. One saved in between is stale.
func SaveDraft(tx *db.Tx, id uuid.UUID, d Draft, from int) error {
	s := tx.Scope()
	body, err := sealed(tx, seal.OfPartner(s.Couple(), s.Person()), draftRef(id, from+1), d.Lines)
	if err != nil {
		return err
	}
	var n int64
	if from == 0 {
		n, err = tx.Exec(sqlDraftAdd, s.Practice(), s.Couple(), id, s.Person(), body, d.Review, tx.Now())
	} else {
		n, err = tx.Exec(sqlDraftSave, s.Practice(), id, from, body, d.Review, tx.Now())
	}
	if err == nil && n == 0 {
		return fault.Stale("boundary_stale")
	}
	return err
}

const (
	sqlSentMark = `UPDATE boundary SET sent = true WHERE practice_id = $1 AND id = $2 AND ended_on IS NULL`
	sqlSend     = `INSERT INTO boundary_sent (practice_id, couple_id, boundary_id, number, author_id, body, review_on, source, sent_on, sent_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
)

// Send gives a draft of the partner of the scope, as it stands in version from, to the counselor as the next version. today is
// the author's civil date.
func Send(tx *db.Tx, b Boundary, from int, today time.Time) error {
	if b.Draft == nil || b.Draft.Version != from {
		return fault.Stale("boundary_stale")
	}
	if err := b.Draft.Complete(today); err != nil {
		return err
	}
	s := tx.Scope()
	n, err := tx.Exec(sqlSentMark, s.Practice(), b.ID)
	if err == nil && n == 0 {
		err = fault.Stale("boundary_ended_already")
	}
	if err != nil {
		return err
	}
	if err := SaveDraft(tx, b.ID, *b.Draft, from); err != nil { // whoever sends the same draft twice at once meets here
		return err
	}
	v := Version{Number: len(b.Sent) + 1, Lines: b.Draft.Lines, Review: *b.Draft.Review, On: today}
	tx.Audit(audit.BoundarySent, b.ID, s.Couple())
	return addSent(tx, b, v)
}

// addSent stores one version for the counselor.
func addSent(tx *db.Tx, b Boundary, v Version) error {
	source := "self"
	if v.Paper {
		source = "paper"
	}
	body, err := sealed(tx, seal.OfPartner(b.Couple, b.Author), sentRef(b.ID, v.Number), v.Lines)
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlSend, tx.Scope().Practice(), b.Couple, b.ID, v.Number, b.Author, body, v.Review, source, v.On, tx.Now())
	return err
}

const (
	sqlEnd       = `UPDATE boundary SET ended_on = $3 WHERE practice_id = $1 AND id = $2 AND ended_on IS NULL`
	sqlEndCopies = `UPDATE boundary_passed SET ended_on = $3 WHERE practice_id = $1 AND boundary_id = $2 AND ended_on IS NULL`
)

// End ends a boundary on a civil date; ending an ended one changes nothing. It asks nobody. The first statement holds the row,
// so that a version passed on at the same moment is ended with it or not passed.
func End(tx *db.Tx, id uuid.UUID, on time.Time) error {
	practice := tx.Scope().Practice()
	if _, err := tx.Exec(sqlEnd, practice, id, on); err != nil {
		return err
	}
	_, err := tx.Exec(sqlEndCopies, practice, id, on)
	return err
}

const sqlAnswer = `INSERT INTO boundary_answer (practice_id, couple_id, boundary_id, number, turn, person_id, answer, source, answered_on, answered_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (practice_id, boundary_id, number, turn) DO NOTHING`

// AnswerTo stores the reply to the standing version of the other's boundary. The same reply again changes nothing; another one
// is a further turn. number is the version the page showed.
func AnswerTo(tx *db.Tx, b Boundary, a Answer) error {
	c, stands := b.Standing()
	switch {
	case !stands:
		return fault.Stale("boundary_over")
	case c.Lines.Ask == "" || c.Number != a.Number:
		return fault.Stale("boundary_newer_here")
	}
	for _, earlier := range b.Answers {
		if earlier.Number == a.Number {
			a.Turn = max(a.Turn, earlier.Turn)
		}
	}
	if last, any := b.LastAnswer(); any && last.Reply == a.Reply {
		return nil
	}
	a.Turn++
	source := "self"
	if a.Paper {
		source = "paper"
	}
	n, err := tx.Exec(sqlAnswer, tx.Scope().Practice(), b.Couple, b.ID, a.Number, a.Turn, a.Person, a.Reply, source, a.On, tx.Now())
	if err == nil && n == 0 {
		return fault.Stale("boundary_stale")
	}
	return err
}
