package couple

import (
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
)

// Why is the picked reason of a discharge. Partners never read it.
type Why string

// The reasons.
const (
	Reached  Why = "reached"  // the goals are reached
	Moved    Why = "moved"    // they moved away, or the practice cannot go on
	Closed   Why = "ended"    // the couple ended it
	Referred Why = "referred" // care goes on elsewhere
	Unsafe   Why = "safety"   // couples work is not safe now
	OtherWhy Why = "other"    // told in words
)

// Whys answers the reasons in the order of the form.
func Whys() []Why { return []Why{Reached, Closed, Moved, Referred, Unsafe, OtherWhy} }

// EndOfCare is a discharge of a couple: what was joint stays to read, and partners write nothing more after the last day.
type EndOfCare struct {
	ID        uuid.UUID  `db:"id"`
	LastOn    time.Time  `db:"last_on"` // last day in care, a civil date
	Why       Why        `db:"reason"`
	Sealed    []byte     `db:"told"`
	Told      string     `db:"-"` // the counselor's words; may be empty
	By        string     `db:"chosen_name"`
	MadeAt    time.Time  `db:"made_at"`
	TakenUpAt *time.Time `db:"taken_up_at"` // nil while it stands
}

// LogValue keeps the reason out of logs.
func (EndOfCare) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Discharged tells whether the couple's care has ended and was not taken up again. The last day itself is the partners' to the
// end; counselors give nothing new from the moment it is recorded.
func (c Couple) Discharged() bool { return c.CareTo != nil }

// MayDischarge tells whether care may end as said: for a known reason, on a day of care that is not ahead, and in words where
// no reason of the list fits. The faults stand at the fields of the form.
func (c Couple) MayDischarge(d EndOfCare, today time.Time) error {
	var faults fault.List
	switch {
	case c.Discharged():
		return fault.Stale("couple_discharge_already")
	case d.LastOn.After(today):
		faults = append(faults, fault.Field("last_on", "couple_date_future"))
	case d.LastOn.Before(c.CareFrom):
		faults = append(faults, fault.Field("last_on", "couple_before_care"))
	}
	if !slices.Contains(Whys(), d.Why) {
		faults = append(faults, fault.Field("reason", "couple_discharge_choose"))
	}
	if d.Why == OtherWhy && d.Told == "" {
		faults = append(faults, fault.Field("told", "couple_basis_missing"))
	}
	return faults.OrNil()
}

func dischargeRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "discharge.told", Row: id.String(), Version: 1}
}

const sqlCareTo = `UPDATE couple SET care_to = $3, next_at = NULL, version = version + 1 WHERE practice_id = $1 AND couple_id = $2`

// setCareTo ends care with a last day, or with nil lets it go on; a session that was agreed for later is let go.
func setCareTo(tx *db.Tx, id ID, last *time.Time) error {
	return tx.ExecOne(sqlCareTo, tx.Scope().Practice(), id, last)
}

const sqlDischargeInsert = `INSERT INTO discharge (practice_id, couple_id, id, last_on, reason, told, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// Discharge ends a couple's care with a last day of care. Only who treats the two may; it locks the couple, so that nothing passes
// between them at the same moment.
func Discharge(tx *db.Tx, id ID, d EndOfCare, today time.Time) error {
	c, err := lockTreated(tx, id)
	if err != nil {
		return err
	}
	if err := c.MayDischarge(d, today); err != nil {
		return err
	}
	d.ID = uuid.New()
	var told []byte
	if d.Told != "" {
		if told, err = tx.Seal(seal.OfRecord(id), dischargeRef(d.ID), []byte(d.Told)); err != nil {
			return err
		}
	}
	if err := setCareTo(tx, id, &d.LastOn); err != nil {
		return err
	}
	s := tx.Scope()
	tx.Audit(audit.CoupleDischarged, d.ID, id)
	_, err = tx.Exec(sqlDischargeInsert, s.Practice(), id, d.ID, d.LastOn, d.Why, told, s.Person(), tx.Now())
	return err
}

const sqlTakeUp = `UPDATE discharge SET taken_up_at = $3, taken_up_by = $4 WHERE practice_id = $1 AND couple_id = $2 AND taken_up_at IS NULL`

// TakeUp lets care go on after it had ended: what was ended stands in the history. It answers the couple as it was, and whether
// there was a gap: within a day the discharge was a mistake.
func TakeUp(tx *db.Tx, id ID) (was Couple, gap bool, err error) {
	if was, err = lockTreated(tx, id); err != nil {
		return was, false, err
	}
	if !was.Discharged() {
		return was, false, fault.Stale("couple_take_up_already")
	}
	all, err := Discharges(tx, id)
	if err != nil {
		return was, false, err
	}
	gap = len(all) == 0 || all[0].TakenUpAt != nil || tx.Now().Sub(all[0].MadeAt) > correction
	if err := setCareTo(tx, id, nil); err != nil {
		return was, gap, err
	}
	s := tx.Scope()
	tx.Audit(audit.CoupleTakenUp, id.UUID, id)
	_, err = tx.Exec(sqlTakeUp, s.Practice(), id, tx.Now(), s.Person())
	return was, gap, err
}

const sqlDischarges = `SELECT d.id, d.last_on, d.reason, d.told, d.made_at, d.taken_up_at, coalesce(p.chosen_name, '') AS chosen_name
FROM discharge d LEFT JOIN person p ON p.practice_id = d.practice_id AND p.id = d.made_by
WHERE d.practice_id = $1 AND d.couple_id = $2 ORDER BY d.made_at DESC`

// Discharges answers every end of a couple's care, newest first, with the words to it. For staff.
func Discharges(tx *db.Tx, id ID) ([]EndOfCare, error) {
	var all []EndOfCare
	if err := tx.List(&all, sqlDischarges, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Sealed == nil {
			continue
		}
		told, err := tx.Open(seal.OfRecord(id), dischargeRef(all[i].ID), all[i].Sealed)
		if err != nil {
			return nil, err
		}
		all[i].Told = string(told)
	}
	return all, nil
}

// Treats tells whether the scope is who treats the couple, not who covers or supervises.
func Treats(tx *db.Tx, id ID) (bool, error) {
	carers, err := Carers(tx, id)
	me := tx.Scope().Person()
	return slices.ContainsFunc(carers, func(k Carer) bool { return k.Kind == "treating" && k.Person == me }), err
}

// lockTreated locks the couple for its treating counselor.
func lockTreated(tx *db.Tx, id ID) (Couple, error) {
	if _, err := lock(tx, id); err != nil {
		return Couple{}, err
	}
	c, err := Get(tx, id)
	if err != nil {
		return c, err
	}
	treats, err := Treats(tx, id)
	if err == nil && !treats {
		err = fault.Stale("couple_discharge_treating")
	}
	return c, err
}
