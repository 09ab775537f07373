package promise

import (
	"time"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
)

func dateText(day time.Time) string { return day.Format(time.DateOnly) }

const sqlMake = `INSERT INTO promise (practice_id, couple_id, id, keeper_id, text, cadence, starts_on, until_on, assignment_id, made_on, made_by, made_at, passed_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, CASE WHEN (SELECT app_audience()) = 'partner' AND NOT joint_open() THEN NULL ELSE $10::date END)`

// Make stores a promise under the couple's key, readable by both from now on; while a gate is closed again or a hold is on it
// waits for the counselor to pass it, and its keeper cannot tell. For staff the caller has asked couple.MayPass. A promise made in a step marks that step as under way for its keeper.
func Make(tx *db.Tx, p Promise) error {
	s := tx.Scope()
	text, err := tx.Seal(seal.OfCouple(p.Couple), textRef(p.ID), []byte(p.Text))
	if err != nil {
		return err
	}
	if _, err := tx.Exec(sqlMake, s.Practice(), p.Couple, p.ID, p.Keeper, text, p.Cadence, p.StartsOn, p.UntilOn, p.Assignment,
		p.MadeOn, s.Person(), tx.Now()); err != nil {
		return err
	}
	tx.Audit(audit.PromiseMade, p.ID, p.Couple)
	if p.Assignment == nil {
		return nil
	}
	return markStep(tx, p.Couple, *p.Assignment, p.Keeper)
}

const sqlPass = `UPDATE promise SET passed_on = $4, version = version + 1 WHERE practice_id = $1 AND couple_id = $2 AND id = $3 AND passed_on IS NULL`

// Pass lets the other read a promise that waits, from a civil date on. One that was made outside the other's time in the couple
// does not pass: its keeper was told so when they made it.
func Pass(tx *db.Tx, p Promise, on time.Time) error {
	if err := couple.MayPass(tx, p.Couple); err != nil {
		return err
	}
	cp, err := couple.Get(tx, p.Couple)
	if err != nil {
		return err
	}
	if other, two := cp.Other(p.Keeper); !two || !other.Reads(p.MadeOn) || !other.Reads(on) {
		return fault.Stale("promise_pass_nobody")
	}
	n, err := tx.Exec(sqlPass, tx.Scope().Practice(), p.Couple, p.ID, on)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Stale("promise_passed_already")
	}
	tx.Audit(audit.PromisePassed, p.ID, p.Couple)
	return nil
}

const sqlEnd = `UPDATE promise SET state = 'ended', ended_on = $4, version = version + 1
WHERE practice_id = $1 AND couple_id = $2 AND id = $3 AND state = 'active'`

// End ends a promise on a civil date. Ending an ended one changes nothing.
func End(tx *db.Tx, p Promise, on time.Time) error {
	_, err := tx.Exec(sqlEnd, tx.Scope().Practice(), p.Couple, p.ID, on)
	tx.Audit(audit.PromiseEnded, p.ID, p.Couple)
	return err
}

const sqlReopen = `UPDATE promise SET state = 'active', ended_on = NULL, version = version + 1
WHERE practice_id = $1 AND couple_id = $2 AND id = $3 AND state = 'ended' AND ended_on = $4
  AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.practice_id = $1 AND m.couple_id = $2 AND m.ends_on >= promise.made_on)`

// Reopen takes the ending back on the day it was ended; later it stands. What was between the two stands ended from the moment
// that one of them left: who keeps it would be heard by nobody.
func Reopen(tx *db.Tx, p Promise, today time.Time) error {
	n, err := tx.Exec(sqlReopen, tx.Scope().Practice(), p.Couple, p.ID, today)
	if err == nil && n == 0 {
		return fault.Stale("promise_ended_stands")
	}
	tx.Audit(audit.PromiseReopened, p.ID, p.Couple)
	return err
}

const sqlKeep = `INSERT INTO promise_deed AS d (practice_id, couple_id, promise_id, on_date, kept, kept_at, made_on) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (practice_id, promise_id, on_date) DO UPDATE SET kept = excluded.kept, kept_at = excluded.kept_at, version = d.version + 1
WHERE d.outcome IS DISTINCT FROM 'confirmed'`

// Keep stores what the keeper says about a day. What the other confirmed meanwhile stands.
func Keep(tx *db.Tx, p Promise, day time.Time, kept bool, today time.Time) error {
	n, err := tx.Exec(sqlKeep, tx.Scope().Practice(), p.Couple, p.ID, day, kept, tx.Now(), today)
	if err == nil && n == 0 {
		return staleAnswer()
	}
	tx.Audit(audit.PromiseKept, p.ID, p.Couple)
	return err
}

const sqlAnswer = `INSERT INTO promise_deed AS d (practice_id, couple_id, promise_id, on_date, outcome, outcome_by, outcome_at, how, made_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'app', $8)
ON CONFLICT (practice_id, promise_id, on_date) DO UPDATE SET outcome = excluded.outcome, outcome_by = excluded.outcome_by,
  outcome_at = excluded.outcome_at, how = 'app', version = d.version + 1
WHERE d.outcome IS NULL AND d.kept IS DISTINCT FROM false`

const sqlOutcome = `SELECT coalesce(outcome, '') FROM promise_deed WHERE practice_id = $1 AND promise_id = $2 AND on_date = $3`

// Answer stores what the other partner says about a day. The first answer stands: the same one again changes nothing, a
// different one is stale.
func Answer(tx *db.Tx, p Promise, day time.Time, outcome Outcome, today time.Time) error {
	s := tx.Scope()
	verb := audit.PromiseConfirmed
	if outcome == NotYet {
		verb = audit.PromiseNotYet
	}
	tx.Audit(verb, p.ID, p.Couple)
	n, err := tx.Exec(sqlAnswer, s.Practice(), p.Couple, p.ID, day, outcome, s.Person(), tx.Now(), today)
	if err != nil || n == 1 {
		return err
	}
	var stored Outcome
	if _, err := tx.Find(&stored, sqlOutcome, s.Practice(), p.ID, day); err != nil {
		return err
	}
	if stored != outcome {
		return staleAnswer()
	}
	return nil
}

const sqlTakeBackKept = `UPDATE promise_deed SET kept = NULL, kept_at = NULL, version = version + 1
WHERE practice_id = $1 AND promise_id = $2 AND on_date = $3 AND outcome IS NULL`

const sqlTakeBackAnswer = `UPDATE promise_deed SET outcome = NULL, outcome_by = NULL, outcome_at = NULL, how = NULL, version = version + 1
WHERE practice_id = $1 AND promise_id = $2 AND on_date = $3 AND outcome_by = $4 AND how = 'app'`

// TakeBack clears what the person of the scope said about a day; MayTakeBack has been asked.
func TakeBack(tx *db.Tx, p Promise, day time.Time) (err error) {
	s := tx.Scope()
	tx.Audit(audit.PromiseTakenBack, p.ID, p.Couple)
	var n int64
	if s.Person() == p.Keeper {
		n, err = tx.Exec(sqlTakeBackKept, s.Practice(), p.ID, day)
	} else {
		n, err = tx.Exec(sqlTakeBackAnswer, s.Practice(), p.ID, day, s.Person())
	}
	if err == nil && n == 0 {
		return staleAnswer()
	}
	return err
}

// Recording is what a counselor records about a day: said aloud in a session, or on paper.
type Recording struct {
	Day     time.Time
	Outcome Outcome
	How     How
	Version int // of the deed the form was made from; 0 when nothing was said yet
}

const sqlRecord = `INSERT INTO promise_deed AS d (practice_id, couple_id, promise_id, on_date, outcome, outcome_by, outcome_at, how, made_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (practice_id, promise_id, on_date) DO UPDATE SET outcome = excluded.outcome, outcome_by = excluded.outcome_by,
  outcome_at = excluded.outcome_at, how = excluded.how, version = d.version + 1
WHERE d.version = $10`

// Record stores what a counselor heard. It may replace an earlier answer; when somebody said something after the form was
// made, it is stale. "It was different" about that day is settled by it.
func Record(tx *db.Tx, p Promise, r Recording, today time.Time) error {
	s := tx.Scope()
	n, err := tx.Exec(sqlRecord, s.Practice(), p.Couple, p.ID, r.Day, r.Outcome, s.Person(), tx.Now(), r.How, today, r.Version)
	if err == nil && n == 0 {
		return fault.Stale("promise_record_stale")
	}
	if err != nil {
		return err
	}
	tx.Audit(audit.PromiseRecorded, p.ID, p.Couple)
	_, err = tx.Exec(sqlSettle, s.Practice(), p.ID, r.Day, today)
	return err
}

const sqlGiveReason = `INSERT INTO promise_reason (practice_id, couple_id, promise_id, on_date, author_id, body, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (practice_id, promise_id, on_date, author_id) DO UPDATE SET body = excluded.body, read_at = NULL`

// GiveReason stores why "not yet", for the author and the counselor. What was written before stays above it.
func GiveReason(tx *db.Tx, p Promise, day time.Time, text string) error {
	s := tx.Scope()
	before, err := myReason(tx, p.ID, dateText(day))
	if err != nil {
		return err
	}
	if before != "" {
		text = before + "\n\n" + text
	}
	sealed, err := tx.Seal(seal.OfPartner(s.Couple(), s.Person()), reasonRef(p.ID, dateText(day)), []byte(text))
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlGiveReason, s.Practice(), s.Couple(), p.ID, day, s.Person(), sealed, tx.Now())
	tx.Audit(audit.PromiseReason, p.ID, p.Couple)
	return err
}

const sqlReasonsRead = `UPDATE promise_reason SET read_at = $3 WHERE practice_id = $1 AND couple_id = $2 AND read_at IS NULL`

// MarkReasonsRead marks a couple's reasons as read by the counselor; only staff ever see that.
func MarkReasonsRead(tx *db.Tx, id couple.ID) error {
	_, err := tx.Exec(sqlReasonsRead, tx.Scope().Practice(), id, tx.Now())
	tx.Audit(audit.PromiseReasonSaw, id.UUID, id)
	return err
}
