package homework

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
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

// Entry is what one person wrote for one part of a step.
type Entry struct {
	ID      uuid.UUID
	Part    programme.PartKey
	State   EntryState
	Answers map[string]string // by prompt key
	SavedAt time.Time
	SentAt  *time.Time
	Paper   bool
	By      string // who typed in what was written on paper
	Version int
}

// LogValue keeps what was written out of logs.
func (Entry) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Mark is a fingerprint of one answer. A page carries the mark of the text it was made from; a save with another mark comes
// from a page that somebody else's save has overtaken.
func Mark(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

type entryRow struct {
	ID      uuid.UUID         `db:"id"`
	Part    programme.PartKey `db:"part_key"`
	Author  tenant.PersonID   `db:"author_id"`
	State   EntryState        `db:"state"`
	Body    []byte            `db:"body"`
	SavedAt time.Time         `db:"saved_at"`
	SentAt  *time.Time        `db:"sent_at"`
	Source  string            `db:"source"`
	By      string            `db:"entered_name"`
	Version int               `db:"version"`
}

const sqlEntries = `SELECT e.id, e.part_key, e.author_id, e.state, e.body, e.saved_at, e.sent_at, e.source, e.version, coalesce(p.chosen_name, '') AS entered_name
FROM entry e LEFT JOIN person p ON p.practice_id = e.practice_id AND p.id = e.entered_by
WHERE e.practice_id = $1 AND e.assignment_id = $2 AND e.author_id = $3 ORDER BY e.part_key`

// Entries answers what a person wrote for an assignment, by part. To its author it is everything; to the counselor row
// security leaves only what was sent or typed in from paper.
func Entries(tx *db.Tx, of couple.ID, assignment uuid.UUID, author tenant.PersonID) (map[programme.PartKey]Entry, error) {
	var rows []entryRow
	if err := tx.List(&rows, sqlEntries, tx.Scope().Practice(), assignment, author); err != nil {
		return nil, err
	}
	out := make(map[programme.PartKey]Entry, len(rows))
	for _, r := range rows {
		e, err := r.open(tx, of)
		if err != nil {
			return nil, err
		}
		out[e.Part] = e
	}
	return out, nil
}

func (r entryRow) open(tx *db.Tx, of couple.ID) (Entry, error) {
	e := Entry{ID: r.ID, Part: r.Part, State: r.State, SavedAt: r.SavedAt, SentAt: r.SentAt, Paper: r.Source == "paper", By: r.By, Version: r.Version}
	body, err := tx.Open(seal.OfPartner(of, r.Author), entryRef(r.ID, r.Version), r.Body)
	if err != nil {
		return e, err
	}
	return e, json.Unmarshal(body, &e.Answers)
}

func entryRef(id uuid.UUID, version int) seal.Ref {
	return seal.Ref{Table: "entry", Row: id.String(), Version: version}
}

func sealed(tx *db.Tx, of couple.ID, author tenant.PersonID, id uuid.UUID, version int, answers map[string]string) ([]byte, error) {
	body, err := json.Marshal(answers)
	if err != nil {
		return nil, err
	}
	return tx.Seal(seal.OfPartner(of, author), entryRef(id, version), body)
}

// Mine is a partner's own assignment.
type Mine struct {
	Assignment
	Role   programme.Role `db:"role"`
	State  State          `db:"state"`
	DoneOn *time.Time     `db:"done_on"`
	ReadAt *time.Time     `db:"read_at"`
	Over   bool           `db:"over"` // the partner has left, or care has ended: it is read, not written
}

// DueOn is the due date as it holds for the partner.
func (m Mine) DueOn() *time.Time { return Person{Role: m.Role}.Due(m.Assignment) }

// Waits tells whether the partner may still write and answer.
func (m Mine) Waits() bool { return m.State.Waits() && m.SetAsideAt == nil && !m.Over }

// MayTakeBack tells whether what was sent is still unread.
func (m Mine) MayTakeBack() bool { return m.State == Submitted && m.ReadAt == nil && !m.Over }

const (
	sqlMine = `SELECT a.id, a.couple_id, a.programme_version_id, a.code, a.step_key, a.title, a.minutes, a.given_at, a.from_on, a.due_on, a.reading,
  a.set_aside_at, a.version, g.role, g.state, g.done_on, g.read_at,
  coalesce(c.care_to < (app_now() AT TIME ZONE coalesce((SELECT k.zone FROM contact k WHERE k.practice_id = $1 AND k.person_id = $3), 'UTC'))::date, false) AS over
FROM assignee g JOIN assignment a ON a.practice_id = g.practice_id AND a.id = g.assignment_id
JOIN couple c ON c.practice_id = g.practice_id AND c.couple_id = g.couple_id
WHERE g.practice_id = $1 AND g.assignment_id = $2 AND g.person_id = $3`
	sqlMineLocked = sqlMine + ` FOR UPDATE OF g`
)

// GetMine answers the partner's own assignment; anybody else's does not exist.
func GetMine(tx *db.Tx, id uuid.UUID) (Mine, error) {
	return mine(tx, sqlMine, id)
}

func mine(tx *db.Tx, query string, id uuid.UUID) (Mine, error) {
	var m Mine
	s := tx.Scope()
	err := tx.Get(&m, query, s.Practice(), id, s.Person())
	m.Over = m.Over || !s.Until().IsZero()
	return m, err
}

// lockMine is GetMine with the partner's own row locked, so that two of one's own windows come one after the other. It is asked
// before anything is written: who has left, or whose care has ended, reads and writes no more.
func lockMine(tx *db.Tx, id uuid.UUID) (Mine, error) {
	m, err := mine(tx, sqlMineLocked, id)
	switch {
	case err != nil:
	case m.Over:
		err = fault.Stale("homework_care_over")
	case m.SetAsideAt != nil:
		err = fault.Stale("homework_set_aside_now")
	}
	return m, err
}

const (
	sqlEntryOf = `SELECT e.id, e.part_key, e.author_id, e.state, e.body, e.saved_at, e.sent_at, e.source, e.version, '' AS entered_name
FROM entry e WHERE e.practice_id = $1 AND e.assignment_id = $2 AND e.author_id = $3 AND e.part_key = $4`
	sqlEntryInsert = `INSERT INTO entry (practice_id, couple_id, id, assignment_id, part_key, author_id, state, body, saved_at, sent_at, source, entered_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (practice_id, assignment_id, author_id, part_key, go) DO NOTHING`
	sqlEntryUpdate = `UPDATE entry SET state = 'draft', body = $3, saved_at = $4, version = version + 1 WHERE practice_id = $1 AND id = $2 AND version = $5`
)

// Answer is one answer to be saved. Base is the mark of the text its page was made from.
type Answer struct {
	Part programme.PartKey
	Key  string
	Text string
	Base string
}

// LogValue keeps what was written out of logs.
func (Answer) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Overtaken is the fault of a save that another window overtook, with the text that stands now.
type Overtaken struct{ Theirs string }

// LogValue keeps what was written out of logs.
func (Overtaken) LogValue() slog.Value { return slog.StringValue("[withheld]") }

func (o *Overtaken) Error() string { return "homework: another window saved in between" }

// Unwrap makes it a conflict to the page.
func (o *Overtaken) Unwrap() error { return fault.Stale("homework_stale") }

// SaveAnswer stores one answer of the partner's draft. A page that was overtaken gets an Overtaken, and nothing changes.
func SaveAnswer(tx *db.Tx, id uuid.UUID, a Answer) error {
	m, err := lockMine(tx, id)
	if err != nil {
		return err
	}
	to, ok := m.State.After(Save)
	if !ok {
		return fault.Stale("homework_moved_on_mine")
	}
	var row entryRow
	found, err := tx.Find(&row, sqlEntryOf, tx.Scope().Practice(), id, tx.Scope().Person(), a.Part)
	if err != nil {
		return err
	}
	if !found {
		row = entryRow{ID: uuid.New(), Author: tx.Scope().Person()}
		if err := insertEntry(tx, m.Assignment, row, a.Part, Draft, map[string]string{a.Key: a.Text}); err != nil {
			return err
		}
	} else if err := changeEntry(tx, m.Couple, row, a); err != nil {
		return err
	}
	tx.Audit(audit.EntrySaved, row.ID, m.Couple)
	if m.State == to {
		return nil
	}
	if err := store(tx, id, tx.Scope().Person(), move{To: to}); err != nil {
		return err
	}
	return couple.RefreshState(tx, m.Couple, tx.Scope().Person())
}

// changeEntry puts one answer into an entry that is there.
func changeEntry(tx *db.Tx, of couple.ID, row entryRow, a Answer) error {
	e, err := row.open(tx, of)
	if err != nil {
		return err
	}
	if now := e.Answers[a.Key]; now != a.Text && Mark(now) != a.Base {
		return &Overtaken{Theirs: now}
	}
	e.Answers[a.Key] = a.Text
	body, err := sealed(tx, of, row.Author, row.ID, row.Version+1, e.Answers)
	if err != nil {
		return err
	}
	return tx.ExecOne(sqlEntryUpdate, tx.Scope().Practice(), row.ID, body, tx.Now(), row.Version)
}

func insertEntry(tx *db.Tx, a Assignment, row entryRow, part programme.PartKey, state EntryState, answers map[string]string) error {
	body, err := sealed(tx, a.Couple, row.Author, row.ID, 1, answers)
	if err != nil {
		return err
	}
	source, sent, by := "self", (*time.Time)(nil), (*tenant.PersonID)(nil)
	if row.Author != tx.Scope().Person() {
		person := tx.Scope().Person()
		source, by = "paper", &person
	}
	if state != Draft {
		now := tx.Now()
		sent = &now
	}
	n, err := tx.Exec(sqlEntryInsert, tx.Scope().Practice(), a.Couple, row.ID, a.ID, part, row.Author, state, body, tx.Now(), sent, source, by)
	if err == nil && n == 0 {
		err = fault.Stale("homework_entry_there")
	}
	return err
}
