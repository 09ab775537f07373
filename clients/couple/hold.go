package couple

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

// HoldKind is how much rests while a hold is on.
type HoldKind string

// Quiet keeps what is visible and lets nothing new become joint; Full closes the joint pages too.
const (
	Quiet HoldKind = "quiet"
	Full  HoldKind = "full"
)

// Known tells whether k is one of the two.
func (k HoldKind) Known() bool { return k == Quiet || k == Full }

// Hold is a safety hold. It begins at an instant the counselor chose, "after the next session" being the usual one, so that
// nobody can date it to a disclosure.
type Hold struct {
	ID       uuid.UUID  `db:"id"`
	Kind     HoldKind   `db:"kind"`
	StartsAt time.Time  `db:"starts_at"`
	MadeAt   time.Time  `db:"made_at"`
	EndedAt  *time.Time `db:"ended_at"`
	By       string     `db:"chosen_name"`
	Sealed   []byte     `db:"told"`
	Told     string     `db:"-"` // the counselor's reason; may be empty
	Version  int        `db:"version"`
}

// LogValue keeps the reason out of logs.
func (Hold) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// On tells whether the hold is in force at an instant; one that begins later is planned.
func (h Hold) On(now time.Time) bool {
	return !h.StartsAt.After(now) && (h.EndedAt == nil || h.EndedAt.After(now))
}

const sqlHolds = `SELECT h.id, h.kind, h.starts_at, h.made_at, h.ended_at, h.told, h.version, coalesce(p.chosen_name, '') AS chosen_name
FROM safety_hold h LEFT JOIN person p ON p.practice_id = h.practice_id AND p.id = h.made_by
WHERE h.practice_id = $1 AND h.couple_id = $2 ORDER BY h.made_at DESC`

// HoldsOf answers every hold of a couple, newest first, with its reason. For staff.
func HoldsOf(tx *db.Tx, id ID) ([]Hold, error) {
	var holds []Hold
	if err := tx.List(&holds, sqlHolds, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	for i := range holds {
		if err := holds[i].open(tx, id); err != nil {
			return nil, err
		}
	}
	return holds, nil
}

// open reads the sealed reason.
func (h *Hold) open(tx *db.Tx, id ID) error {
	if h.Sealed == nil {
		return nil
	}
	told, err := tx.Open(seal.OfRecord(id), holdRef(h.ID), h.Sealed)
	h.Told = string(told)
	return err
}

const sqlHold = `SELECT h.id, h.kind, h.starts_at, h.made_at, h.ended_at, h.told, h.version, coalesce(p.chosen_name, '') AS chosen_name
FROM safety_hold h LEFT JOIN person p ON p.practice_id = h.practice_id AND p.id = h.made_by
WHERE h.practice_id = $1 AND h.couple_id = $2 AND h.ended_at IS NULL`

// HoldOf answers the hold of a couple that is planned or in force; false when there is none. For staff.
func HoldOf(tx *db.Tx, id ID) (Hold, bool, error) {
	var h Hold
	found, err := tx.Find(&h, sqlHold, tx.Scope().Practice(), id)
	if err != nil || !found {
		return Hold{}, false, err
	}
	return h, true, h.open(tx, id)
}

const sqlHeld = `SELECT EXISTS (SELECT 1 FROM safety_hold WHERE practice_id = $1 AND couple_id = $2 AND ended_at IS NULL AND starts_at <= $3)`

// Held tells whether a hold of a couple is in force now, without opening why. For staff.
func Held(tx *db.Tx, id ID) (held bool, err error) {
	err = tx.Get(&held, sqlHeld, tx.Scope().Practice(), id, tx.Now())
	return held, err
}

func holdRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "safety_hold.told", Row: id.String(), Version: 1}
}

const sqlLockCouple = `SELECT care_to FROM couple WHERE practice_id = $1 AND couple_id = $2 FOR UPDATE`

// lock makes holds, releases and leavings of one couple come one after the other. ended is the last day of care, nil while it
// goes on.
func lock(tx *db.Tx, id ID) (ended *time.Time, err error) {
	err = tx.Get(&ended, sqlLockCouple, tx.Scope().Practice(), id)
	return ended, err
}

// lockInCare is lock for what is given or passed on: after a discharge nothing is.
func lockInCare(tx *db.Tx, id ID) error {
	ended, err := lock(tx, id)
	if err == nil && ended != nil {
		err = fault.Stale("couple_discharged_now")
	}
	return err
}

const sqlHoldInsert = `INSERT INTO safety_hold (practice_id, couple_id, id, kind, starts_at, told, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (practice_id, couple_id) WHERE ended_at IS NULL DO NOTHING`

// SetHold puts a couple on hold from an instant. A couple has one hold at a time.
func SetHold(tx *db.Tx, id ID, h Hold) error {
	if _, err := lock(tx, id); err != nil {
		return err
	}
	h.ID = uuid.New()
	var told []byte
	if h.Told != "" {
		var err error
		if told, err = tx.Seal(seal.OfRecord(id), holdRef(h.ID), []byte(h.Told)); err != nil {
			return err
		}
	}
	n, err := tx.Exec(sqlHoldInsert, tx.Scope().Practice(), id, h.ID, h.Kind, h.StartsAt, told, tx.Scope().Person(), tx.Now())
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Stale("couple_hold_already")
	}
	tx.Audit(audit.HoldBegun, h.ID, id)
	return nil
}

const sqlHoldEnd = `UPDATE safety_hold SET ended_at = $3, ended_by = $4, version = version + 1
WHERE practice_id = $1 AND couple_id = $2 AND ended_at IS NULL RETURNING id`

// EndHold ends a hold, planned or in force; everything comes back as it was.
func EndHold(tx *db.Tx, id ID) error {
	if _, err := lock(tx, id); err != nil {
		return err
	}
	var ended uuid.UUID
	found, err := tx.Find(&ended, sqlHoldEnd, tx.Scope().Practice(), id, tx.Now(), tx.Scope().Person())
	if err != nil {
		return err
	}
	if !found {
		return fault.Stale("couple_hold_over")
	}
	tx.Audit(audit.HoldEnded, ended, id)
	return nil
}

// MayPass tells whether something of one partner may now become visible to the other: care has not ended, both hard gates are
// open and no hold is on. Whoever lets something pass (a release, a question, a double answer, a boundary) asks this first, in
// the same transaction: it locks the couple, so a hold set at the same moment wins or comes after. The fault is a sentence for
// the counselor; partners' own acts never ask it, so nothing they do can tell them of a hold.
func MayPass(tx *db.Tx, id ID) error {
	if err := lockInCare(tx, id); err != nil {
		return err
	}
	gates, err := GatesOf(tx, id)
	if err != nil {
		return err
	}
	if !gates.JointOpen() {
		return fault.Stale("couple_pass_closed")
	}
	return notHeld(tx, id)
}

// BothHere asks whether something can pass between the two on the practice's civil date: both belong to the couple, those named
// among them, and it is in care. Whoever lets something pass asks it after MayPass, under the lock. The fault is a sentence for
// the counselor.
func BothHere(tx *db.Tx, id ID, day time.Time, named ...tenant.PersonID) error {
	cp, err := Get(tx, id)
	if err == nil && !cp.Both(day, named...) {
		return fault.Stale("couple_nobody")
	}
	return err
}

// MayBegin tells whether new joint work may be given now: care has not ended and no hold is on. Like MayPass it locks the couple;
// the gates stand on the step itself, because some pages steady a person and no gate stands before them.
func MayBegin(tx *db.Tx, id ID) error {
	if err := lockInCare(tx, id); err != nil {
		return err
	}
	return notHeld(tx, id)
}

// notHeld answers the fault of a hold in force; the couple is locked.
func notHeld(tx *db.Tx, id ID) error {
	h, found, err := HoldOf(tx, id)
	if err != nil {
		return err
	}
	now := tx.Now()
	if h.MadeAt.After(now) { // this transaction began first and waited for the one that set the hold
		now = h.MadeAt
	}
	if found && h.On(now) {
		return fault.Stale("couple_pass_held")
	}
	return nil
}
