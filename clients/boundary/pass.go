package boundary

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
)

// waiting finds the version of a boundary that the counselor decides about; number is the one their page showed.
func waiting(tx *db.Tx, id couple.ID, boundary uuid.UUID, number int) (b Boundary, v Version, err error) {
	if b, err = Get(tx, id, boundary); err != nil {
		return b, v, err
	}
	v, waits := b.Waiting()
	switch newest, _ := b.Newest(); {
	case b.Ended != nil:
		return b, v, fault.Stale("boundary_ended_by_author")
	case newest.Number != number:
		return b, v, fault.Stale("boundary_newer")
	case !waits:
		return b, v, fault.Stale("boundary_decided")
	}
	return b, v, nil
}

const (
	sqlStands = `UPDATE boundary SET passed = $3 WHERE practice_id = $1 AND id = $2 AND ended_on IS NULL`
	sqlPass   = `INSERT INTO boundary_passed (practice_id, couple_id, boundary_id, number, author_id, body, asks, review_on, passed_on, passed_at, passed_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
)

// Pass makes a reviewed version active: the other reads it, word for word, on the practice's civil date today. It is refused
// while joint work may not stand, while there is nobody to read it, and once its review day has come.
func Pass(tx *db.Tx, id couple.ID, boundary uuid.UUID, number int, today time.Time) error {
	if _, err := Get(tx, id, boundary); err != nil { // of another couple: it does not exist, whatever the gates say
		return err
	}
	if err := couple.MayPass(tx, id); err != nil {
		return err
	}
	b, v, err := waiting(tx, id, boundary, number)
	if err != nil {
		return err
	}
	if err := couple.BothHere(tx, id, today, b.Author); err != nil {
		return err
	}
	if !v.Review.After(today) {
		return fault.Stale("boundary_review_came")
	}
	s := tx.Scope()
	n, err := tx.Exec(sqlStands, s.Practice(), boundary, number)
	if err == nil && n == 0 {
		err = fault.Stale("boundary_ended_by_author")
	}
	if err != nil {
		return err
	}
	if err := decide(tx, b, Version{Number: number, State: Passed, Decided: &today}); err != nil {
		return err
	}
	body, err := sealed(tx, seal.OfCouple(id), passedRef(boundary, number), v.Lines)
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlPass, s.Practice(), id, boundary, number, b.Author, body, v.Lines.Ask != "", v.Review, today, tx.Now(), s.Person())
	tx.Audit(audit.BoundaryPassed, boundary, id)
	return err
}

const sqlDecide = `UPDATE boundary_sent SET state = $4, decided_on = $5, word = $6 WHERE practice_id = $1 AND boundary_id = $2 AND number = $3 AND state IN ('sent', 'talk')`

// decide stores what becomes of a version, with the counselor's word to its author.
func decide(tx *db.Tx, b Boundary, v Version) error {
	var word []byte
	if v.Word != "" {
		var err error
		if word, err = tx.Seal(seal.OfPartner(b.Couple, b.Author), wordRef(b.ID, v.Number), []byte(v.Word)); err != nil {
			return err
		}
	}
	n, err := tx.Exec(sqlDecide, tx.Scope().Practice(), b.ID, v.Number, v.State, v.Decided, word)
	if err == nil && n == 0 {
		return fault.Stale("boundary_decided")
	}
	return err
}

// SendBack gives a version back to its author with a word: the author alone reads it.
func SendBack(tx *db.Tx, id couple.ID, boundary uuid.UUID, number int, word string, today time.Time) error {
	b, _, err := waiting(tx, id, boundary, number)
	if err != nil {
		return err
	}
	tx.Audit(audit.BoundaryBack, boundary, id)
	return decide(tx, b, Version{Number: number, State: Back, Decided: &today, Word: word})
}

// KeepForSession leaves a version to be talked about; it can be passed on or sent back afterwards.
func KeepForSession(tx *db.Tx, id couple.ID, boundary uuid.UUID, number int, today time.Time) error {
	b, _, err := waiting(tx, id, boundary, number)
	if err != nil {
		return err
	}
	tx.Audit(audit.BoundaryTalk, boundary, id)
	return decide(tx, b, Version{Number: number, State: Talk, Decided: &today})
}

const (
	sqlAnswerPassed = `UPDATE boundary_answer SET passed_on = $5 WHERE practice_id = $1 AND boundary_id = $2 AND number = $3 AND turn = $4 AND passed_on IS NULL`
	sqlGive         = `INSERT INTO boundary_answered (practice_id, couple_id, boundary_id, number, turn, answer, passed_on, passed_at, passed_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
)

// PassAnswer lets the author read the other's newest reply; turn is the one the counselor's page showed.
func PassAnswer(tx *db.Tx, id couple.ID, boundary uuid.UUID, turn int, today time.Time) error {
	if _, err := Get(tx, id, boundary); err != nil {
		return err
	}
	if err := couple.MayPass(tx, id); err != nil {
		return err
	}
	b, err := Get(tx, id, boundary)
	if err != nil {
		return err
	}
	a, any := b.LastAnswer()
	if !any || a.Turn != turn || a.Passed != nil {
		return fault.Stale("boundary_answer_changed")
	}
	if err := couple.BothHere(tx, id, today, b.Author, a.Person); err != nil {
		return err
	}
	s := tx.Scope()
	n, err := tx.Exec(sqlAnswerPassed, s.Practice(), boundary, a.Number, a.Turn, today)
	if err == nil && n == 0 {
		err = fault.Stale("boundary_answer_changed")
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlGive, s.Practice(), id, boundary, a.Number, a.Turn, a.Reply, today, tx.Now(), s.Person())
	tx.Audit(audit.BoundaryReplyPassed, boundary, id)
	return err
}

const sqlRecord = `INSERT INTO boundary (practice_id, couple_id, id, author_id, begun_at, sent) VALUES ($1, $2, $3, $4, $5, true)`

// Record stores a boundary that somebody wrote on paper or said aloud, as the counselor heard it. It waits for review like any
// other.
func Record(tx *db.Tx, cp couple.Couple, b Boundary, today time.Time) error {
	who, known := cp.Partner(b.Author)
	if !known || who.Left() {
		return fault.Field("who", "boundary_author_choose")
	}
	if err := b.Draft.Complete(today); err != nil {
		return err
	}
	b.Couple = cp.ID
	if _, err := tx.Exec(sqlRecord, tx.Scope().Practice(), cp.ID, b.ID, b.Author, tx.Now()); err != nil {
		return err
	}
	tx.Audit(audit.BoundaryRecorded, b.ID, cp.ID)
	return addSent(tx, b, Version{Number: 1, Lines: b.Draft.Lines, Review: *b.Draft.Review, Paper: true, On: today})
}

// RecordAnswer stores a reply given on paper or aloud. It waits to be passed on like any other.
func RecordAnswer(tx *db.Tx, cp couple.Couple, boundary uuid.UUID, a Answer) error {
	b, err := Get(tx, cp.ID, boundary)
	if err != nil {
		return err
	}
	other, there := cp.Other(b.Author)
	if !there || other.Left() {
		return fault.Stale("couple_nobody")
	}
	a.Person, a.Paper = other.Person, true
	tx.Audit(audit.BoundaryReplyRecorded, boundary, cp.ID)
	return AnswerTo(tx, b, a)
}
