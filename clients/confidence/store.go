package confidence

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
)

const sqlConfidences = `SELECT h.id, h.couple_id, h.person_id, h.policy, h.heard_on, h.deadline, coalesce(h.outcome, '') AS outcome, h.closed_at, h.version,
  h.told, h.outcome_told, coalesce(p.chosen_name, '') AS chosen_name
FROM confidence h LEFT JOIN person p ON p.practice_id = h.practice_id AND p.id = h.made_by
WHERE h.practice_id = $1 AND h.couple_id = $2 ORDER BY h.closed_at DESC NULLS FIRST, h.deadline NULLS LAST, h.made_at`

// OfCouple answers a couple's confidences with what was told: those still held first, the nearest deadline first. For staff.
func OfCouple(tx *db.Tx, id couple.ID) ([]Held, error) {
	var all []Held
	if err := tx.List(&all, sqlConfidences, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	for i := range all {
		h := &all[i]
		told, err := tx.Open(seal.OfRecord(id), ref("told", h.ID), h.Sealed)
		if err != nil {
			return nil, err
		}
		h.Told = string(told)
		if h.SealedBy == nil {
			continue
		}
		closing, err := tx.Open(seal.OfRecord(id), ref("outcome_told", h.ID), h.SealedBy)
		if err != nil {
			return nil, err
		}
		h.Closing = string(closing)
	}
	return all, nil
}

func ref(column string, id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "confidence." + column, Row: id.String(), Version: 1}
}

// The policy is what that person had signed of the couple's running one.
const sqlHold = `INSERT INTO confidence (practice_id, couple_id, id, person_id, told, policy, heard_on, deadline, made_by, made_at)
SELECT $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::bytea, coalesce((SELECT k.policy FROM policy_consent k JOIN couple c ON c.practice_id = k.practice_id AND c.couple_id = k.couple_id
    AND c.policy = k.policy WHERE k.practice_id = $1 AND k.couple_id = $2 AND k.person_id = $4 LIMIT 1), ''), $6::date, $7::date, $8::uuid, $9::timestamptz`

// Hold records what a partner told alone.
func Hold(tx *db.Tx, h Held) error {
	told, err := tx.Seal(seal.OfRecord(h.Couple), ref("told", h.ID), []byte(h.Told))
	if err != nil {
		return err
	}
	tx.Audit(audit.ConfidenceHeld, h.ID, h.Couple)
	_, err = tx.Exec(sqlHold, tx.Scope().Practice(), h.Couple, h.ID, h.Person, told, h.HeardOn, h.Deadline, tx.Scope().Person(), tx.Now())
	return err
}

const sqlDefer = `UPDATE confidence SET deadline = $4, version = version + 1
WHERE practice_id = $1 AND couple_id = $2 AND id = $3 AND closed_at IS NULL`

// Defer sets another deadline; nil for none.
func Defer(tx *db.Tx, id couple.ID, confidence uuid.UUID, deadline *time.Time) error {
	tx.Audit(audit.ConfidenceDeferred, confidence, id)
	return changed(tx.Exec(sqlDefer, tx.Scope().Practice(), id, confidence, deadline))
}

const sqlClose = `UPDATE confidence SET outcome = $4, outcome_told = $5, closed_at = $6, closed_by = $7, version = version + 1
WHERE practice_id = $1 AND couple_id = $2 AND id = $3 AND closed_at IS NULL`

// Close records what came of a confidence. It stays readable, and is closed once.
func Close(tx *db.Tx, id couple.ID, confidence uuid.UUID, outcome Outcome, words string) error {
	var told []byte
	if words != "" {
		var err error
		if told, err = tx.Seal(seal.OfRecord(id), ref("outcome_told", confidence), []byte(words)); err != nil {
			return err
		}
	}
	tx.Audit(audit.ConfidenceClosed, confidence, id)
	return changed(tx.Exec(sqlClose, tx.Scope().Practice(), id, confidence, outcome, told, tx.Now(), tx.Scope().Person()))
}

func changed(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.Stale("confidence_stale")
	}
	return err
}

const sqlExists = `SELECT EXISTS (SELECT 1 FROM confidence WHERE practice_id = $1 AND couple_id = $2 AND id = $3)`

// exists faults for an id that is no confidence of the couple.
func exists(tx *db.Tx, id couple.ID, confidence uuid.UUID) error {
	var there bool
	err := tx.Get(&there, sqlExists, tx.Scope().Practice(), id, confidence)
	if err == nil && !there {
		return fault.Absent()
	}
	return err
}
