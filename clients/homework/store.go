package homework

import (
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

// workRow is one assignment with one of its people.
type workRow struct {
	Assignment
	Person
}

const sqlOfCouple = `SELECT a.id, a.couple_id, a.programme_version_id, a.code, a.step_key, a.title, a.minutes, a.given_at, a.from_on, a.due_on, a.reading,
  a.set_aside_at, a.in_session_at, a.repeats, a.answers_id, a.version, coalesce(g.obstacle, '') AS obstacle, g.person_id, p.chosen_name, g.role, g.state, g.done_on, g.read_at, g.changed_at,
  g.state = 'submitted' AND g.paused_from IS NOT NULL AS resting,
  (SELECT e.id FROM entry e WHERE e.practice_id = g.practice_id AND e.assignment_id = g.assignment_id AND e.author_id = g.person_id
     AND e.state NOT IN ('kept', 'draft') ORDER BY e.read_at IS NULL DESC, e.go DESC, e.part_key LIMIT 1) AS entry_id,
  (SELECT e.id FROM entry e WHERE e.practice_id = g.practice_id AND e.assignment_id = g.assignment_id AND e.author_id = g.person_id AND e.state = 'release_asked'
     AND NOT EXISTS (SELECT 1 FROM release_hold h WHERE h.practice_id = e.practice_id AND h.entry_id = e.id AND h.ended_at IS NULL)
     ORDER BY e.asked_at, e.part_key LIMIT 1) AS asked_id
FROM assignment a JOIN assignee g ON g.practice_id = a.practice_id AND g.assignment_id = a.id
JOIN person p ON p.practice_id = g.practice_id AND p.id = g.person_id
JOIN membership m ON m.practice_id = g.practice_id AND m.couple_id = g.couple_id AND m.person_id = g.person_id
WHERE a.practice_id = $1 AND a.couple_id = $2 AND ($3::uuid IS NULL OR a.id = $3)
ORDER BY a.given_at DESC, a.id, m.position`

// OfCouple answers everything a couple was given, latest first; for staff.
func OfCouple(tx *db.Tx, id couple.ID) ([]Work, error) { return works(tx, id, uuid.NullUUID{}) }

func works(tx *db.Tx, id couple.ID, only uuid.NullUUID) ([]Work, error) {
	var rows []workRow
	if err := tx.List(&rows, sqlOfCouple, tx.Scope().Practice(), id, only); err != nil {
		return nil, err
	}
	var out []Work
	for _, r := range rows {
		if n := len(out); n == 0 || out[n-1].ID != r.ID {
			out = append(out, Work{Assignment: r.Assignment})
		}
		last := &out[len(out)-1]
		last.People = append(last.People, r.Person)
	}
	return out, nil
}

const sqlCoupleOf = `SELECT couple_id FROM assignment WHERE practice_id = $1 AND id = $2`

// Get answers one assignment with its people; for staff.
func Get(tx *db.Tx, id uuid.UUID) (Work, error) {
	var of couple.ID
	if err := tx.Get(&of, sqlCoupleOf, tx.Scope().Practice(), id); err != nil {
		return Work{}, err
	}
	ws, err := works(tx, of, uuid.NullUUID{UUID: id, Valid: true})
	if err == nil && len(ws) == 0 {
		err = fault.Absent()
	}
	if err != nil {
		return Work{}, err
	}
	return ws[0], nil
}

const sqlToRead = `SELECT DISTINCT ON (g.changed_at, g.assignment_id, g.person_id) g.couple_id, g.person_id, p.chosen_name, e.id AS entry_id, a.title, a.code, g.changed_at
FROM assignee g JOIN assignment a ON a.practice_id = g.practice_id AND a.id = g.assignment_id
JOIN entry e ON e.practice_id = g.practice_id AND e.assignment_id = g.assignment_id AND e.author_id = g.person_id AND e.state IN ('with_counselor', 'release_asked') AND e.read_at IS NULL
JOIN person p ON p.practice_id = g.practice_id AND p.id = g.person_id
WHERE g.practice_id = $1 AND g.state = 'submitted' AND g.read_at IS NULL AND a.reading = 'before' AND a.set_aside_at IS NULL
ORDER BY g.changed_at, g.assignment_id, g.person_id, e.part_key`

// ToRead answers what waits to be read before a session, over all couples in care, oldest first.
func ToRead(tx *db.Tx) ([]Waiting, error) {
	var ws []Waiting
	err := tx.List(&ws, sqlToRead, tx.Scope().Practice())
	return ws, err
}

const sqlMineOpen = `SELECT a.id, a.title, a.code, a.step_key, a.programme_version_id, a.answers_id, a.repeats, g.role, CASE WHEN g.role = 'injured' OR a.in_session_at IS NOT NULL THEN NULL ELSE a.due_on END AS due_on, g.state
FROM assignee g JOIN assignment a ON a.practice_id = g.practice_id AND a.id = g.assignment_id
CROSS JOIN (SELECT (app_now() AT TIME ZONE coalesce((SELECT c.zone FROM contact c WHERE c.practice_id = $1 AND c.person_id = $3), 'UTC'))::date AS today) t
WHERE g.practice_id = $1 AND g.couple_id = $2 AND g.person_id = $3 AND a.set_aside_at IS NULL AND a.from_on <= t.today
  AND (g.state IN ('open', 'underway', 'later') OR g.state = 'submitted' AND g.paused_from IS NULL AND a.repeats > 0 AND g.done_on + a.repeats <= t.today)
ORDER BY CASE g.state WHEN 'later' THEN 1 ELSE 0 END, a.due_on NULLS LAST, a.from_on, a.id`

// MineOpen answers what stands for the partner now; what was put off with "not now" comes last. What comes round stands again
// when its days have passed, unless everything rests. The minutes are those of the partner's own parts.
func MineOpen(tx *db.Tx, shelf *programme.Shelf) ([]Item, error) {
	var rows []struct {
		Item
		VersionID uuid.UUID         `db:"programme_version_id"`
		Step      programme.StepKey `db:"step_key"`
		AnswersTo *uuid.UUID        `db:"answers_id"`
		Role      programme.Role    `db:"role"`
		Repeats   int               `db:"repeats"`
	}
	s := tx.Scope()
	if err := tx.List(&rows, sqlMineOpen, s.Practice(), s.Couple(), s.Person()); err != nil {
		return nil, err
	}
	items := make([]Item, 0, len(rows))
	for _, r := range rows {
		copy, err := shelf.Version(tx, r.VersionID)
		if err != nil {
			return nil, err
		}
		m, n := Mine{Assignment: Assignment{Code: programme.Code(r.Code), Step: r.Step, AnswersTo: r.AnswersTo, Repeats: r.Repeats}, Role: r.Role}, 1
		if r.State == Submitted { // it comes round
			n = 2
		}
		parts, _ := m.parts(copy.Lib, n)
		r.Minutes = minutesOf(parts)
		items = append(items, r.Item)
	}
	return items, nil
}

const sqlAdherence = `SELECT g.person_id, a.id, a.code, a.title, a.from_on, CASE WHEN g.role = 'injured' OR a.in_session_at IS NOT NULL THEN NULL ELSE a.due_on END AS due_on, g.done_on,
  CASE WHEN g.done_on IS NOT NULL AND g.state <> 'paper' THEN 'submitted'
    WHEN a.set_aside_at IS NOT NULL AND g.state NOT IN ('submitted', 'paper') THEN 'aside' ELSE g.state END AS state
FROM assignee g JOIN assignment a ON a.practice_id = g.practice_id AND a.id = g.assignment_id
WHERE g.practice_id = $1 AND g.couple_id = $2 AND a.from_on BETWEEN $3 AND $4 ORDER BY a.from_on, a.given_at, a.id, g.person_id`

// AdherenceOf answers every assignment of a couple that began within two days, both included, one row per person; for staff.
// What was sent and is open again stays sent.
func AdherenceOf(tx *db.Tx, id couple.ID, from, to time.Time) ([]Given, error) {
	var gs []Given
	err := tx.List(&gs, sqlAdherence, tx.Scope().Practice(), id, from, to)
	return gs, err
}

// Giving is a checked assignment before it is stored.
type Giving struct {
	Couple  couple.ID
	Version uuid.UUID
	Unit    Unit
	People  map[tenant.PersonID]programme.Role
	From    time.Time
	Due     *time.Time
	Reading Reading
	Reason  string // why the counselor goes on past an advice gate; empty where none is closed
	// AnswersTo is the released copy that an acknowledgement answers; nil for anything else.
	AnswersTo *uuid.UUID
}

// LogValue keeps what was written out of logs.
func (Giving) LogValue() slog.Value { return slog.StringValue("[withheld]") }

const (
	sqlAssign = `INSERT INTO assignment (practice_id, couple_id, id, programme_version_id, code, step_key, title, minutes, given_by, given_at, from_on, due_on, reading, override_told, repeats, answers_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`
	sqlAssignee = `INSERT INTO assignee (practice_id, couple_id, assignment_id, person_id, role, changed_at) VALUES ($1, $2, $3, $4, $5, $6)`
)

// Assign stores an assignment for its people.
func Assign(tx *db.Tx, g Giving) (uuid.UUID, error) {
	id, practice := uuid.New(), tx.Scope().Practice()
	title, err := json.Marshal(g.Unit.Title)
	if err != nil {
		return id, err
	}
	var told []byte
	if g.Reason != "" {
		if told, err = tx.Seal(seal.OfRecord(g.Couple), overrideRef(id), []byte(g.Reason)); err != nil {
			return id, err
		}
	}
	minutes := 0
	for _, role := range g.People {
		minutes = max(minutes, g.Unit.Minutes(role))
	}
	repeats := g.Unit.RepeatsFor(slices.Collect(maps.Values(g.People)))
	if g.AnswersTo != nil {
		repeats = 0
	}
	if _, err := tx.Exec(sqlAssign, practice, g.Couple, id, g.Version, g.Unit.Code, g.Unit.Step, title, minutes, tx.Scope().Person(), tx.Now(),
		g.From, g.Due, g.Reading, told, repeats, g.AnswersTo); err != nil {
		return id, err
	}
	for person, role := range g.People {
		if _, err := tx.Exec(sqlAssignee, practice, g.Couple, id, person, role, tx.Now()); err != nil {
			return id, err
		}
		if err := couple.RefreshState(tx, g.Couple, person); err != nil {
			return id, err
		}
	}
	tx.Audit(audit.AssignmentMade, id, g.Couple)
	return id, nil
}

func overrideRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "assignment.override_told", Row: id.String(), Version: 1}
}

const sqlOverride = `SELECT override_told FROM assignment WHERE practice_id = $1 AND id = $2`

// Reason answers why the counselor went on past an advice gate; empty where there was none.
func Reason(tx *db.Tx, a Assignment) (string, error) {
	var told []byte
	if err := tx.Get(&told, sqlOverride, tx.Scope().Practice(), a.ID); err != nil {
		return "", err
	}
	text, err := tx.Open(seal.OfRecord(a.Couple), overrideRef(a.ID), told)
	return string(text), err
}

const sqlSetAside = `UPDATE assignment SET set_aside_at = $3, set_aside_by = $4, version = version + 1 WHERE practice_id = $1 AND id = $2`

// SetAside takes an assignment from its people's lists, or puts it back; what they wrote stays theirs.
func SetAside(tx *db.Tx, w Work, aside bool) error {
	var at *time.Time
	var by *tenant.PersonID
	if aside {
		now, person := tx.Now(), tx.Scope().Person()
		at, by = &now, &person
	}
	if err := tx.ExecOne(sqlSetAside, tx.Scope().Practice(), w.ID, at, by); err != nil {
		return err
	}
	tx.Audit(audit.AssignmentAside, w.ID, w.Couple)
	for _, p := range w.People {
		if err := couple.RefreshState(tx, w.Couple, p.Person); err != nil {
			return err
		}
	}
	return nil
}

const sqlMove = `UPDATE assignee SET state = $4, done_on = $5, read_at = $6, read_by = $7, changed_at = $8,
  paused_from = CASE WHEN $4 = 'submitted' THEN paused_from END, version = version + 1
WHERE practice_id = $1 AND assignment_id = $2 AND person_id = $3`

// move is the new row of an assignee.
type move struct {
	To     State
	DoneOn *time.Time
	ReadAt *time.Time
	ReadBy *tenant.PersonID
}

func store(tx *db.Tx, assignment uuid.UUID, person tenant.PersonID, m move) error {
	return tx.ExecOne(sqlMove, tx.Scope().Practice(), assignment, person, m.To, m.DoneOn, m.ReadAt, m.ReadBy, tx.Now())
}

// SetExcused excuses one person from an assignment, or takes that back. What they wrote stays theirs.
func SetExcused(tx *db.Tx, w Work, person tenant.PersonID, excused bool) error {
	p, ok := w.Person(person)
	if !ok {
		return fault.Absent()
	}
	act := Unexcuse
	if excused {
		act = Excuse
	}
	to, ok := p.State.After(act)
	if !ok {
		return fault.Stale("homework_moved_on")
	}
	if err := store(tx, w.ID, person, move{To: to, DoneOn: p.DoneOn}); err != nil {
		return err
	}
	tx.Audit(audit.AssignmentExcused, w.ID, w.Couple)
	return couple.RefreshState(tx, w.Couple, person)
}
