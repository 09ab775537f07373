package question

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
)

const sqlBegin = `INSERT INTO question (practice_id, couple_id, id, asker_id, text, why, state, saved_at) VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7)`

// Begin stores an empty draft of the partner who asks.
func Begin(tx *db.Tx, id uuid.UUID) error {
	s := tx.Scope()
	text, why, err := sealTwo(tx, seal.OfPartner(s.Couple(), s.Person()), Question{}, textRef(id, 1), whyRef(id, 1))
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlBegin, s.Practice(), s.Couple(), id, s.Person(), text, why, tx.Now())
	tx.Audit(audit.QuestionBegun, id, s.Couple())
	return err
}

// sealTwo seals the two texts of a question.
func sealTwo(tx *db.Tx, o seal.Owner, q Question, text, why seal.Ref) (a, b []byte, err error) {
	if a, err = tx.Seal(o, text, []byte(q.Text)); err != nil {
		return nil, nil, err
	}
	b, err = tx.Seal(o, why, []byte(q.Why))
	return a, b, err
}

const sqlSave = `UPDATE question SET text = $4, why = $5, again_of = $6, state = $7, asked_on = $8, saved_at = $9, version = version + 1
WHERE practice_id = $1 AND id = $2 AND state = 'draft' AND version = $3`

// Save stores a draft of the partner's own, made from version from; with askedOn, their civil date, it goes to the counselor and
// stands. A draft that was saved or sent in between is stale.
func Save(tx *db.Tx, q Question, from int, askedOn *time.Time) error {
	s := tx.Scope()
	text, why, err := sealTwo(tx, seal.OfPartner(s.Couple(), s.Person()), q, textRef(q.ID, from+1), whyRef(q.ID, from+1))
	if err != nil {
		return err
	}
	state, verb := Draft, audit.QuestionSaved
	if askedOn != nil {
		state, verb = Asked, audit.QuestionAsked
	}
	n, err := tx.Exec(sqlSave, s.Practice(), q.ID, from, text, why, q.AgainOf, state, askedOn, tx.Now())
	if err == nil && n == 0 {
		return fault.Stale("question_stale")
	}
	tx.Audit(verb, q.ID, s.Couple())
	return err
}

const sqlPark = `INSERT INTO question_park (practice_id, couple_id, question_id, person_id, parked, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (practice_id, question_id, person_id) DO UPDATE SET parked = excluded.parked, at = excluded.at`

// Park lays a question aside for the partner of the scope, or takes it up again. Only they and the counselor know.
func Park(tx *db.Tx, id uuid.UUID, parked bool) error {
	s := tx.Scope()
	verb := audit.QuestionTakenUp
	if parked {
		verb = audit.QuestionParked
	}
	_, err := tx.Exec(sqlPark, s.Practice(), s.Couple(), id, s.Person(), parked, tx.Now())
	tx.Audit(verb, id, s.Couple())
	return err
}

const sqlJudge = `INSERT INTO question_verdict AS v (practice_id, couple_id, question_id, number, person_id, verdict, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (practice_id, question_id, number, person_id) DO UPDATE SET verdict = excluded.verdict, made_at = excluded.made_at, version = v.version + 1`

// Judge stores the asker's word on one answer that was passed back; another word takes its place.
func Judge(tx *db.Tx, id uuid.UUID, number int, v Verdict) error {
	s := tx.Scope()
	_, err := tx.Exec(sqlJudge, s.Practice(), s.Couple(), id, number, s.Person(), v, tx.Now())
	tx.Audit(audit.QuestionJudged, id, s.Couple())
	return err
}

const sqlAnswerAdd = `INSERT INTO question_answer (practice_id, couple_id, question_id, number, author_id, body, unknown, state, source, saved_at, sent_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (practice_id, question_id, number) DO NOTHING`

const sqlAnswerSave = `UPDATE question_answer SET body = $5, unknown = $6, state = $7, saved_at = $8, sent_on = $9, version = version + 1
WHERE practice_id = $1 AND question_id = $2 AND number = $3 AND version = $4 AND state = 'draft'`

// SaveAnswer stores what the partner of the scope answers: a draft, or with sentOn, their civil date, for the counselor. from is
// the version of the draft it was made from, 0 when there was none. After a sent answer the next one begins a new number.
func SaveAnswer(tx *db.Tx, t Thread, a Answer, from int, sentOn *time.Time) (version int, err error) {
	s := tx.Scope()
	a.Author, a.Number = s.Person(), t.nextNumber()
	if last, any := t.Last(); any && last.State == Draft {
		a.Number = last.Number
	}
	a.State = Draft
	verb := audit.AnswerSaved
	if sentOn != nil {
		a.State, a.SentOn, verb = Sent, sentOn, audit.AnswerSent
	}
	tx.Audit(verb, t.ID, s.Couple())
	if from == 0 {
		added, err := addAnswer(tx, s.Couple(), t.ID, a)
		if err == nil && !added {
			err = fault.Stale("question_stale")
		}
		return 1, err
	}
	body, err := tx.Seal(seal.OfPartner(s.Couple(), a.Author), answerRef(t.ID, a.Number, from+1), []byte(a.Text))
	if err != nil {
		return 0, err
	}
	n, err := tx.Exec(sqlAnswerSave, s.Practice(), t.ID, a.Number, from, body, a.Unknown, a.State, tx.Now(), a.SentOn)
	if err == nil && n == 0 {
		return 0, fault.Stale("question_stale")
	}
	return from + 1, err
}

// addAnswer stores the first version of an answer; false when its number is taken.
func addAnswer(tx *db.Tx, id couple.ID, question uuid.UUID, a Answer) (bool, error) {
	body, err := tx.Seal(seal.OfPartner(id, a.Author), answerRef(question, a.Number, 1), []byte(a.Text))
	if err != nil {
		return false, err
	}
	source := "self"
	if a.Paper {
		source = "paper"
	}
	n, err := tx.Exec(sqlAnswerAdd, tx.Scope().Practice(), id, question, a.Number, a.Author, body, a.Unknown, a.State, source, tx.Now(), a.SentOn)
	return n == 1, err
}
