package homework

import (
	"slices"
	"time"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
)

// paused_from holds the states a person comes back to, the next one first: a step that rested by itself when everything was let
// rest comes back to resting. What was sent stays sent while everything rests, so that it is read as ever; it only carries the
// mark, and does not come round.
const (
	sqlPause = `UPDATE assignee g SET paused_from = CASE WHEN g.state = 'paused' THEN 'paused ' || g.paused_from ELSE g.state END,
  state = CASE WHEN g.state = 'submitted' THEN g.state ELSE 'paused' END, version = g.version + 1
FROM assignment a WHERE g.practice_id = $1 AND g.couple_id = $2 AND a.practice_id = g.practice_id AND a.id = g.assignment_id
  AND (g.state IN ('open', 'underway', 'later') AND a.set_aside_at IS NULL OR g.state = 'paused' AND g.paused_from IS NOT NULL OR g.state = 'submitted')`
	sqlResume = `UPDATE assignee SET state = split_part(paused_from, ' ', 1), paused_from = nullif(split_part(paused_from, ' ', 2), ''), version = version + 1
WHERE practice_id = $1 AND couple_id = $2 AND state IN ('paused', 'submitted') AND paused_from IS NOT NULL`
	sqlRest = `UPDATE assignee SET paused_from = state, state = 'paused', version = version + 1
WHERE practice_id = $1 AND couple_id = $2 AND assignment_id = $3 AND state IN ('open', 'underway', 'later')`
	sqlGoOn = `UPDATE assignee SET state = paused_from, paused_from = NULL, version = version + 1
WHERE practice_id = $1 AND couple_id = $2 AND assignment_id = $3 AND state = 'paused' AND paused_from IN ('open', 'underway', 'later')`
)

// Rest lets one step rest for everybody who has it open, or brings it back as it was. It leaves adherence while it rests, and
// nobody reads why.
func Rest(tx *db.Tx, w Work, rest bool) error {
	verb, query := audit.AssignmentRested, sqlRest
	if !rest {
		verb, query = audit.AssignmentWoken, sqlGoOn
	}
	n, err := tx.Exec(query, tx.Scope().Practice(), w.Couple, w.ID)
	if err == nil && n == 0 {
		err = fault.Stale("homework_moved_on")
	}
	if err != nil {
		return err
	}
	tx.Audit(verb, w.ID, w.Couple)
	return refresh(tx, w)
}

// Rests tells whether somebody's part of it rests.
func (w Work) Rests() bool {
	return slices.ContainsFunc(w.People, func(p Person) bool { return p.State == Paused })
}

// Pause lets everything rest that a couple has open, for both alike, and lets nothing come round; what was written stays. Resume
// brings it back as it was.
func Pause(tx *db.Tx, cp couple.Couple) error { return rest(tx, cp, sqlPause) }

// Resume ends a pause.
func Resume(tx *db.Tx, cp couple.Couple) error { return rest(tx, cp, sqlResume) }

func rest(tx *db.Tx, cp couple.Couple, query string) error {
	if _, err := tx.Exec(query, tx.Scope().Practice(), cp.ID); err != nil {
		return err
	}
	for _, p := range cp.Partners {
		if err := couple.RefreshState(tx, cp.ID, p.Person); err != nil {
			return err
		}
	}
	return nil
}

const sqlInSession = `UPDATE assignment SET in_session_at = $3, version = version + 1 WHERE practice_id = $1 AND id = $2`

// KeepForSession marks a step to be done together in the next session, or at home again. Until then it has no due date.
func KeepForSession(tx *db.Tx, w Work, kept bool) error {
	var at *time.Time
	if kept {
		now := tx.Now()
		at = &now
	}
	tx.Audit(audit.AssignmentInSession, w.ID, w.Couple)
	if err := tx.ExecOne(sqlInSession, tx.Scope().Practice(), w.ID, at); err != nil {
		return err
	}
	return refresh(tx, w)
}

// DoneInSession records that everybody who still had it open did a step in the session.
func DoneInSession(tx *db.Tx, w Work, on time.Time) error {
	done := false
	for _, p := range w.People {
		if !p.State.Waits() {
			continue
		}
		done = true
		if err := RecordPaper(tx, w, OnSheet{Person: p.Person, DoneOn: on}); err != nil {
			return err
		}
	}
	if !done {
		return fault.Stale("homework_moved_on")
	}
	return nil
}

const sqlShift = `UPDATE assignment SET from_on = $3, due_on = $4, version = version + 1 WHERE practice_id = $1 AND id = $2`

// Shift moves an assignment by days: its due date, and its first day while that lies ahead.
func Shift(tx *db.Tx, w Work, days int, today time.Time) error {
	from, due := w.From, w.Due
	if from.After(today) {
		from = from.AddDate(0, 0, days)
	}
	if due != nil {
		later := due.AddDate(0, 0, days)
		due = &later
	}
	tx.Audit(audit.AssignmentShifted, w.ID, w.Couple)
	if err := tx.ExecOne(sqlShift, tx.Scope().Practice(), w.ID, from, due); err != nil {
		return err
	}
	return refresh(tx, w)
}

// Shiftable tells whether there is a date to move.
func (w Work) Shiftable(today time.Time) bool { return w.Due != nil || w.From.After(today) }

const sqlRepeat = `UPDATE assignment SET repeats = $3, version = version + 1 WHERE practice_id = $1 AND id = $2`

// Stop lets a step that comes round come round no more; what was done stays done. days 0 stops it, others begin it again.
func Stop(tx *db.Tx, w Work, days int) error {
	tx.Audit(audit.AssignmentStopped, w.ID, w.Couple)
	if err := tx.ExecOne(sqlRepeat, tx.Scope().Practice(), w.ID, days); err != nil {
		return err
	}
	return refresh(tx, w)
}

func refresh(tx *db.Tx, w Work) error {
	for _, p := range w.People {
		if err := couple.RefreshState(tx, w.Couple, p.Person); err != nil {
			return err
		}
	}
	return nil
}
