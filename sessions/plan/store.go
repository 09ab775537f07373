package plan

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
)

const sqlPlanned = `SELECT id, couple_id, programme_version_id, code, step_key, for_id, on_date, waits, waits_for, opened_at, made_at FROM plan_step
WHERE practice_id = $1 AND couple_id = $2 AND taken_out_at IS NULL ORDER BY on_date, made_at, id`

// OfCouple answers what is planned for a couple and was not taken out, the nearest first; what was given since is among it.
func OfCouple(tx *db.Tx, id couple.ID) ([]Planned, error) {
	var all []Planned
	err := tx.List(&all, sqlPlanned, tx.Scope().Practice(), id)
	return all, err
}

const sqlPlannedOne = `SELECT id, couple_id, programme_version_id, code, step_key, for_id, on_date, waits, waits_for, opened_at, made_at FROM plan_step
WHERE practice_id = $1 AND couple_id = $2 AND id = $3 AND taken_out_at IS NULL FOR UPDATE`

// Lock answers one planned step of a couple and keeps others from moving it until the transaction ends.
func Lock(tx *db.Tx, id couple.ID, step uuid.UUID) (Planned, error) {
	var p Planned
	err := tx.Get(&p, sqlPlannedOne, tx.Scope().Practice(), id, step)
	return p, err
}

const sqlPlan = `INSERT INTO plan_step (practice_id, couple_id, id, programme_version_id, code, step_key, for_id, on_date, waits, waits_for, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

// Insert plans a step.
func Insert(tx *db.Tx, p Planned) error {
	p.ID = uuid.New()
	tx.Audit(audit.PlannedMade, p.ID, p.Couple)
	_, err := tx.Exec(sqlPlan, tx.Scope().Practice(), p.Couple, p.ID, p.Version, p.Code, p.Step, p.For, p.On, p.Waits, p.WaitsFor, tx.Scope().Person(), tx.Now())
	return err
}

const sqlMovePlanned = `UPDATE plan_step SET on_date = $3, version = version + 1 WHERE practice_id = $1 AND id = $2`

// Move plans a step for another date.
func Move(tx *db.Tx, p Planned, on time.Time) error {
	tx.Audit(audit.PlannedMoved, p.ID, p.Couple)
	return tx.ExecOne(sqlMovePlanned, tx.Scope().Practice(), p.ID, on)
}

const sqlTakeOut = `UPDATE plan_step SET taken_out_at = $3, version = version + 1 WHERE practice_id = $1 AND id = $2`

// TakeOut takes a step out of the plan.
func TakeOut(tx *db.Tx, p Planned) error {
	tx.Audit(audit.PlannedOut, p.ID, p.Couple)
	return tx.ExecOne(sqlTakeOut, tx.Scope().Practice(), p.ID, tx.Now())
}

const sqlLetGo = `UPDATE plan_step SET opened_at = $3, version = version + 1 WHERE practice_id = $1 AND id = $2`

// LetGo is the counselor's own word that a step waited for.
func LetGo(tx *db.Tx, p Planned) error {
	if p.Waits != ForRelease || p.OpenedAt != nil {
		return fault.Stale("plan_moved_on")
	}
	tx.Audit(audit.PlannedOpened, p.ID, p.Couple)
	return tx.ExecOne(sqlLetGo, tx.Scope().Practice(), p.ID, tx.Now())
}

const sqlPauseOf = `SELECT begun_on FROM plan_pause WHERE practice_id = $1 AND couple_id = $2 AND ended_at IS NULL`

// PauseOf answers since when a couple's plan rests; nil while it does not.
func PauseOf(tx *db.Tx, id couple.ID) (*time.Time, error) {
	var on time.Time
	found, err := tx.Find(&on, sqlPauseOf, tx.Scope().Practice(), id)
	if err != nil || !found {
		return nil, err
	}
	return &on, nil
}

const (
	sqlBeginPause = `INSERT INTO plan_pause (practice_id, couple_id, id, begun_on, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (practice_id, couple_id) WHERE ended_at IS NULL DO NOTHING`
	sqlEndPause = `UPDATE plan_pause SET ended_at = $3, ended_by = $4 WHERE practice_id = $1 AND couple_id = $2 AND ended_at IS NULL`
)

// beginPause notes that the plan rests; a conflict when it does already.
func beginPause(tx *db.Tx, id couple.ID, on time.Time) error {
	n, err := tx.Exec(sqlBeginPause, tx.Scope().Practice(), id, uuid.New(), on, tx.Scope().Person(), tx.Now())
	if err == nil && n == 0 {
		err = fault.Stale("plan_moved_on")
	}
	return err
}

// endPause notes that it goes on; a conflict when it does not rest.
func endPause(tx *db.Tx, id couple.ID) error {
	n, err := tx.Exec(sqlEndPause, tx.Scope().Practice(), id, tx.Now(), tx.Scope().Person())
	if err == nil && n == 0 {
		err = fault.Stale("plan_moved_on")
	}
	return err
}

const sqlMarks = `SELECT code, on_date FROM plan_recheck WHERE practice_id = $1 AND couple_id = $2
UNION ALL SELECT '', begun_on FROM plan_pause WHERE practice_id = $1 AND couple_id = $2 AND ended_at IS NULL`

// marksOf answers since when a couple's plan rests, nil while it does not, and which finished rows were looked at again and when.
func marksOf(tx *db.Tx, id couple.ID) (paused *time.Time, checked []Checked, err error) {
	if err := tx.List(&checked, sqlMarks, tx.Scope().Practice(), id); err != nil {
		return nil, nil, err
	}
	if i := slices.IndexFunc(checked, func(k Checked) bool { return k.Code == "" }); i >= 0 {
		paused, checked = &checked[i].On, slices.Concat(checked[:i], checked[i+1:])
	}
	return paused, checked, nil
}

const sqlCheck = `INSERT INTO plan_recheck (practice_id, couple_id, code, on_date, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`

// Check notes that a finished row was looked at again.
func Check(tx *db.Tx, id couple.ID, code programme.Code, on time.Time) error {
	tx.Audit(audit.PlanRechecked, id.UUID, id)
	_, err := tx.Exec(sqlCheck, tx.Scope().Practice(), id, code, on, tx.Scope().Person(), tx.Now())
	return err
}
