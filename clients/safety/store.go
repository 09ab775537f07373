package safety

import (
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

const sqlAnswered = `SELECT EXISTS (SELECT 1 FROM safety_answer WHERE practice_id = $1 AND couple_id = $2 AND author_id = $3 AND local_date BETWEEN $4 AND $5)`

// GetOffer answers whether the question is asked of this partner. today is their local date.
func GetOffer(tx *db.Tx, today time.Time) (Offer, error) {
	mine, err := couple.GetMine(tx)
	if err != nil {
		return Offer{}, err
	}
	s := tx.Scope()
	until := s.Until()
	inCare := (mine.CareTo == nil || !today.After(*mine.CareTo)) && (until.IsZero() || !today.After(until))
	o := Offer{Open: mine.Cover && inCare, Over: !inCare, Counselor: mine.Counselor, Cover: mine.CoverName}
	monday := civil.Monday(today)
	err = tx.Get(&o.Answered, sqlAnswered, s.Practice(), s.Couple(), s.Person(), monday, today)
	return o, err
}

func answerRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "safety_answer.body", Row: id.String(), Version: 1}
}

func outcomeRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "safety_alert.outcome", Row: id.String(), Version: 1}
}

const sqlAnswer = `INSERT INTO safety_answer (practice_id, couple_id, id, author_id, local_date, body, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`

// The same statement runs for every reply; $6 decides inside it whether there is a row.
const sqlRaise = `INSERT INTO safety_alert (practice_id, couple_id, id, answer_id, person_id, raised_at)
SELECT $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $7::timestamptz WHERE $6::boolean`

// Give stores a partner's answer and, for a reply that raises one, the alert, in the same transaction. Every reply runs the
// same statements.
func Give(tx *db.Tx, today time.Time, a Answer) error {
	if utf8.RuneCountInString(a.Reach) > ReachMost {
		return fault.Field("reach", "safety_reach_long", "Most", ReachMost)
	}
	offer, err := GetOffer(tx, today)
	if err != nil {
		return err
	}
	if offer.Over { // never a silent loss: the page says that nobody reads it, with the help lines and what was typed
		return fault.Stale("safety_over", "Counselor", offer.Counselor)
	}
	if !offer.Open {
		return fault.Absent()
	}
	s, id := tx.Scope(), uuid.New()
	text, err := a.pack()
	if err != nil {
		return err
	}
	body, err := tx.Seal(seal.OfPartner(s.Couple(), s.Person()), answerRef(id), text)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(sqlAnswer, s.Practice(), s.Couple(), id, s.Person(), today, body, tx.Now()); err != nil {
		return err
	}
	tx.Audit(audit.SafetyAnswered, id, s.Couple())
	_, err = tx.Exec(sqlRaise, s.Practice(), s.Couple(), uuid.New(), id, s.Person(), a.Reply.Raises(), tx.Now())
	return err
}

const sqlOpenAlerts = `SELECT a.id, a.couple_id, c.code, a.person_id, p.chosen_name, a.raised_at
FROM safety_alert a JOIN couple c ON c.practice_id = a.practice_id AND c.couple_id = a.couple_id
JOIN person p ON p.practice_id = a.practice_id AND p.id = a.person_id
WHERE a.practice_id = $1 AND a.acknowledged_at IS NULL AND EXISTS (SELECT 1 FROM couple_access x
  WHERE x.practice_id = a.practice_id AND x.couple_id = a.couple_id AND x.staff_person_id = $2 AND x.kind IN ('treating', 'cover')
  AND x.starts_on <= app_now()::date + 1 AND (x.ends_on IS NULL OR x.ends_on >= app_now()::date))
ORDER BY a.raised_at, a.id`

// OpenAlerts answers the alerts that wait for the scope as treating or cover counselor, oldest first.
func OpenAlerts(tx *db.Tx) ([]Alert, error) {
	var alerts []Alert
	s := tx.Scope()
	err := tx.List(&alerts, sqlOpenAlerts, s.Practice(), s.Person())
	return alerts, err
}

const sqlAlert = `SELECT a.id, a.couple_id, c.code, a.person_id, p.chosen_name, a.raised_at, a.answer_id, s.body,
  a.acknowledged_at, coalesce(k.chosen_name, '') AS acknowledged_by, a.outcome
FROM safety_alert a JOIN safety_answer s ON s.practice_id = a.practice_id AND s.id = a.answer_id
JOIN couple c ON c.practice_id = a.practice_id AND c.couple_id = a.couple_id
JOIN person p ON p.practice_id = a.practice_id AND p.id = a.person_id
LEFT JOIN person k ON k.practice_id = a.practice_id AND k.id = a.acknowledged_by
WHERE a.practice_id = $1 AND a.id = $2`

// Open reads one alert with its answer.
func Open(tx *db.Tx, id uuid.UUID) (Opened, error) {
	var r struct {
		Alert
		AnswerID       uuid.UUID  `db:"answer_id"`
		Body           []byte     `db:"body"`
		AcknowledgedAt *time.Time `db:"acknowledged_at"`
		AcknowledgedBy string     `db:"acknowledged_by"`
		Outcome        []byte     `db:"outcome"`
	}
	if err := tx.Get(&r, sqlAlert, tx.Scope().Practice(), id); err != nil {
		return Opened{}, err
	}
	o := Opened{Alert: r.Alert, AcknowledgedAt: r.AcknowledgedAt, AcknowledgedBy: r.AcknowledgedBy}
	text, err := tx.Open(seal.OfPartner(r.Couple, r.Person), answerRef(r.AnswerID), r.Body)
	if err != nil {
		return Opened{}, err
	}
	if o.Answer, err = unpack(text); err != nil {
		return Opened{}, err
	}
	outcome, err := tx.Open(seal.OfRecord(r.Couple), outcomeRef(r.ID), r.Outcome)
	o.Outcome = string(outcome)
	tx.Audit(audit.SafetyAlertRead, id, r.Couple)
	return o, err
}

const sqlCoupleOfAlert = `SELECT couple_id FROM safety_alert WHERE practice_id = $1 AND id = $2`

const sqlAcknowledge = `UPDATE safety_alert SET acknowledged_at = $3, acknowledged_by = $4, outcome = $5
WHERE practice_id = $1 AND id = $2 AND acknowledged_at IS NULL`

// Acknowledge closes an alert with what came of it. When a colleague did so before, the fault is a conflict.
func Acknowledge(tx *db.Tx, id uuid.UUID, outcome string) error {
	s := tx.Scope()
	var cp tenant.CoupleID
	if err := tx.Get(&cp, sqlCoupleOfAlert, s.Practice(), id); err != nil {
		return err
	}
	sealed, err := tx.Seal(seal.OfRecord(cp), outcomeRef(id), []byte(outcome))
	if err != nil {
		return err
	}
	n, err := tx.Exec(sqlAcknowledge, s.Practice(), id, tx.Now(), s.Person(), sealed)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Stale("safety_acknowledged_before")
	}
	tx.Audit(audit.SafetyAckd, id, cp)
	return nil
}
