package question

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

// Advice are the gates whose closing warns before the log is opened: what happened has stopped and is told, and both are steady.
func Advice() []couple.Gate { return []couple.Gate{couple.G3, couple.G4} }

// Opening is a counselor's word on one person's log.
type Opening struct {
	Asker  tenant.PersonID
	Open   bool
	Weekly int    // questions that go across in one ISO week
	Reason string // why it opens while an advice gate is closed; empty where none is
}

// LogValue keeps the reason out of logs.
func (Opening) LogValue() slog.Value { return slog.StringValue("[withheld]") }

const sqlLogSet = `INSERT INTO question_log AS l (practice_id, couple_id, asker_id, open, weekly) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (practice_id, couple_id, asker_id) DO UPDATE SET open = excluded.open, weekly = excluded.weekly, version = l.version + 1`

const sqlLogEvent = `INSERT INTO question_log_event (practice_id, couple_id, id, asker_id, open, weekly, told, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

// SetLog opens or closes a person's log, or changes the weekly number. Opening asks the hard gates and the hold, and wants a
// reason while an advice gate is closed. What was passed on stays, whatever the log says.
func SetLog(tx *db.Tx, cp couple.Couple, o Opening) error {
	logs, err := Logs(tx, cp.ID)
	if err != nil {
		return err
	}
	if o.Open && !logs[o.Asker].Open {
		if err := mayOpen(tx, cp, o); err != nil {
			return err
		}
	}
	if !o.Open && o.Weekly == 0 { // closing leaves the weekly number as it is
		o.Weekly = max(logs[o.Asker].Weekly, 1)
	}
	if _, err := tx.Exec(sqlLogSet, tx.Scope().Practice(), cp.ID, o.Asker, o.Open, o.Weekly); err != nil {
		return err
	}
	return logEvent(tx, cp.ID, o)
}

func mayOpen(tx *db.Tx, cp couple.Couple, o Opening) error {
	if err := couple.MayPass(tx, cp.ID); err != nil {
		return err
	}
	gates, err := couple.GatesOf(tx, cp.ID)
	if err != nil {
		return err
	}
	if _, advice := gates.Closed(Advice()); len(advice) > 0 && o.Reason == "" {
		return fault.Field("reason", "question_reason_missing")
	}
	return nil
}

// logEvent keeps when and why, sealed under the record's key.
func logEvent(tx *db.Tx, id couple.ID, o Opening) error {
	event, verb := uuid.New(), audit.QuestionLogClosed
	if o.Open {
		verb = audit.QuestionLogOpened
	}
	var told []byte
	if o.Reason != "" {
		var err error
		if told, err = tx.Seal(seal.OfRecord(id), reasonRef(event), []byte(o.Reason)); err != nil {
			return err
		}
	}
	_, err := tx.Exec(sqlLogEvent, tx.Scope().Practice(), id, event, o.Asker, o.Open, o.Weekly, told, tx.Scope().Person(), tx.Now())
	tx.Audit(verb, o.Asker.UUID, id)
	return err
}

const sqlPass = `INSERT INTO question_passed (practice_id, couple_id, question_id, asker_id, text, why, passed_on, passed_at, passed_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (practice_id, question_id) DO NOTHING`

const sqlLogReasons = `SELECT DISTINCT ON (asker_id) asker_id, id, told FROM question_log_event
WHERE practice_id = $1 AND couple_id = $2 AND told IS NOT NULL ORDER BY asker_id, made_at DESC`

// Reasons answers why each partner's log was last opened past an advice gate, for staff with care.
func Reasons(tx *db.Tx, id couple.ID) (map[tenant.PersonID]string, error) {
	var rows []struct {
		Asker tenant.PersonID `db:"asker_id"`
		Event uuid.UUID       `db:"id"`
		Told  []byte          `db:"told"`
	}
	if err := tx.List(&rows, sqlLogReasons, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	reasons := make(map[tenant.PersonID]string, len(rows))
	for _, r := range rows {
		told, err := tx.Open(seal.OfRecord(id), reasonRef(r.Event), r.Told)
		if err != nil {
			return nil, err
		}
		reasons[r.Asker] = string(told)
	}
	return reasons, nil
}

func reasonRef(event uuid.UUID) seal.Ref {
	return seal.Ref{Table: "question_log_event.told", Row: event.String(), Version: 1}
}

// Pass lets a question go across, word for word, on the practice's civil date today: while joint work may stand, the asker's log
// is open, there is somebody to answer, and fewer went across this ISO week than the counselor set.
func Pass(tx *db.Tx, id couple.ID, question uuid.UUID, today time.Time) error {
	all, t, err := passing(tx, id, question)
	if err != nil {
		return err
	}
	if t.Passed != nil || t.Question == nil {
		return fault.Stale("question_passed_already")
	}
	if t.Parked[t.Asker] {
		return fault.Stale("question_parked_meanwhile")
	}
	if err := roomFor(tx, id, all, t, today); err != nil {
		return err
	}
	text, why, err := sealTwo(tx, seal.OfCouple(id), *t.Question, passedRef(question, "text"), passedRef(question, "why"))
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlPass, tx.Scope().Practice(), id, question, t.Asker, text, why, today, tx.Now(), tx.Scope().Person())
	tx.Audit(audit.QuestionPassed, question, id)
	return err
}

// passing asks whether anything may pass between the two, and reads the threads under the couple's lock, so that the week is
// counted once. A question of another couple does not exist, whatever the gates say.
func passing(tx *db.Tx, id couple.ID, question uuid.UUID) (all []Thread, t Thread, err error) {
	if _, err := Get(tx, id, question); err != nil {
		return nil, t, err
	}
	if err := couple.MayPass(tx, id); err != nil {
		return nil, t, err
	}
	if all, err = OfCouple(tx, id); err != nil {
		return nil, t, err
	}
	t, err = find(all, question)
	return all, t, err
}

// roomFor asks whether one more question of this person may go across today.
func roomFor(tx *db.Tx, id couple.ID, all []Thread, t Thread, today time.Time) error {
	if err := couple.BothHere(tx, id, today, t.Asker); err != nil {
		return err
	}
	logs, err := Logs(tx, id)
	if err != nil {
		return err
	}
	if !logs[t.Asker].Open {
		return fault.Stale("question_log_closed")
	}
	if weekly := logs[t.Asker].Weekly; PassedIn(all, t.Asker, today) >= weekly {
		return fault.Stale("question_week_full", "Count", weekly)
	}
	return nil
}

const sqlRest = `UPDATE question_passed SET resting = $3, version = version + 1 WHERE practice_id = $1 AND question_id = $2 AND resting <> $3`

// Rest lets a passed question rest for both.
func Rest(tx *db.Tx, id couple.ID, question uuid.UUID) error {
	tx.Audit(audit.QuestionRested, question, id)
	return setResting(tx, id, question, true)
}

// Resume takes a resting question up again on the practice's civil date today. It is passing it anew, and asks the same.
func Resume(tx *db.Tx, id couple.ID, question uuid.UUID, today time.Time) error {
	t, err := Get(tx, id, question)
	if err != nil {
		return err
	}
	if err := couple.MayPass(tx, id); err != nil {
		return err
	}
	if err := couple.BothHere(tx, id, today, t.Asker); err != nil {
		return err
	}
	tx.Audit(audit.QuestionResumed, question, id)
	return setResting(tx, id, question, false)
}

func setResting(tx *db.Tx, id couple.ID, question uuid.UUID, resting bool) error {
	t, err := Get(tx, id, question)
	if err != nil {
		return err
	}
	if t.Passed == nil {
		return fault.Stale("question_not_passed")
	}
	_, err = tx.Exec(sqlRest, tx.Scope().Practice(), question, resting)
	return err
}

const (
	sqlHeard = `UPDATE question_answer SET heard_on = $4, passed_on = $5
WHERE practice_id = $1 AND question_id = $2 AND number = $3 AND state = 'sent' AND passed_on IS NULL`
	sqlGive = `INSERT INTO question_answered (practice_id, couple_id, question_id, number, body, unknown, passed_on, passed_at, passed_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
)

// Hearing is an answer that was heard in a session and goes back to who asked.
type Hearing struct {
	Question uuid.UUID
	Number   int       // of the answer the page showed
	Heard    time.Time // civil date of the session
}

// PassAnswer gives an answer back, word for word, after it was heard. It becomes one more version; the earlier ones stay.
func PassAnswer(tx *db.Tx, id couple.ID, h Hearing, today time.Time) error {
	_, t, err := passing(tx, id, h.Question)
	if err != nil {
		return err
	}
	a, waits := t.ToHear()
	if !waits || a.Number != h.Number {
		return fault.Stale("question_answer_changed")
	}
	if a.SentOn != nil && h.Heard.Before(t.Passed.On) {
		return fault.Field("heard", "question_heard_early")
	}
	if err := couple.BothHere(tx, id, today, t.Asker, a.Author); err != nil {
		return err
	}
	s, number := tx.Scope(), len(t.Given)+1
	n, err := tx.Exec(sqlHeard, s.Practice(), h.Question, a.Number, h.Heard, today)
	if err == nil && n == 0 {
		return fault.Stale("question_answer_changed")
	}
	if err != nil {
		return err
	}
	body, err := tx.Seal(seal.OfCouple(id), givenRef(h.Question, number), []byte(a.Text))
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlGive, s.Practice(), id, h.Question, number, body, a.Unknown, today, tx.Now(), s.Person())
	tx.Audit(audit.AnswerPassed, h.Question, id)
	return err
}

const sqlRecord = `INSERT INTO question (practice_id, couple_id, id, asker_id, text, why, state, source, saved_at, asked_on)
VALUES ($1, $2, $3, $4, $5, $6, 'asked', 'paper', $7, $8)`

// Record stores a question asked on paper or aloud, as the counselor heard it; it waits like any other.
func Record(tx *db.Tx, cp couple.Couple, q Question, today time.Time) error {
	if who, known := cp.Partner(q.Asker); !known || who.Left() {
		return fault.Field("who", "question_asker_choose")
	}
	text, why, err := sealTwo(tx, seal.OfPartner(cp.ID, q.Asker), q, textRef(q.ID, 1), whyRef(q.ID, 1))
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlRecord, tx.Scope().Practice(), cp.ID, q.ID, q.Asker, text, why, tx.Now(), today)
	tx.Audit(audit.QuestionRecorded, q.ID, cp.ID)
	return err
}

// RecordAnswer stores an answer given on paper or aloud. It waits to be passed back like any other.
func RecordAnswer(tx *db.Tx, cp couple.Couple, question uuid.UUID, a Answer, today time.Time) error {
	all, err := OfCouple(tx, cp.ID)
	if err != nil {
		return err
	}
	t, err := find(all, question)
	if err != nil {
		return err
	}
	other, there := cp.Other(t.Asker)
	switch {
	case t.Passed == nil:
		return fault.Stale("question_not_passed")
	case !there || other.Left():
		return fault.Stale("couple_nobody")
	}
	a.Author, a.State, a.Paper, a.SentOn = other.Person, Sent, true, &today
	tx.Audit(audit.AnswerRecorded, question, cp.ID)
	for a.Number = t.nextNumber(); ; a.Number++ { // a draft that staff cannot see may hold a number
		added, err := addAnswer(tx, cp.ID, question, a)
		if err != nil || added {
			return err
		}
	}
}
