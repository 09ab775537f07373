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
	Go      int // from 1; an exercise that comes round is written again and again
	State   EntryState
	Answers map[string]string // by prompt key
	SavedAt time.Time
	SentAt  *time.Time
	OnDate  *time.Time // the writer's own date when it was sent
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
	Go      int               `db:"go"`
	Author  tenant.PersonID   `db:"author_id"`
	State   EntryState        `db:"state"`
	Body    []byte            `db:"body"`
	SavedAt time.Time         `db:"saved_at"`
	SentAt  *time.Time        `db:"sent_at"`
	OnDate  *time.Time        `db:"on_date"`
	Source  string            `db:"source"`
	By      string            `db:"entered_name"`
	Version int               `db:"version"`
}

const sqlEntries = `SELECT e.id, e.part_key, e.author_id, e.state, e.body, e.saved_at, e.sent_at, e.on_date, e.source, e.version, e.go, coalesce(p.chosen_name, '') AS entered_name
FROM entry e LEFT JOIN person p ON p.practice_id = e.practice_id AND p.id = e.entered_by
WHERE e.practice_id = $1 AND e.assignment_id = $2 AND e.author_id = $3 ORDER BY e.go, e.part_key`

// Entries answers what a person wrote for an assignment, go by go. To its author it is everything; to the counselor row
// security leaves only what was sent or typed in from paper.
func Entries(tx *db.Tx, of couple.ID, assignment uuid.UUID, author tenant.PersonID) ([]Entry, error) {
	var rows []entryRow
	if err := tx.List(&rows, sqlEntries, tx.Scope().Practice(), assignment, author); err != nil {
		return nil, err
	}
	out := make([]Entry, 0, len(rows))
	for _, r := range rows {
		e, err := r.open(tx, of)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func (r entryRow) open(tx *db.Tx, of couple.ID) (Entry, error) {
	e := Entry{ID: r.ID, Part: r.Part, Go: r.Go, State: r.State, SavedAt: r.SavedAt, SentAt: r.SentAt, OnDate: r.OnDate, Paper: r.Source == "paper", By: r.By, Version: r.Version}
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
	Role     programme.Role `db:"role"`
	State    State          `db:"state"`
	DoneOn   *time.Time     `db:"done_on"` // also while it is open again: it was done
	ReadAt   *time.Time     `db:"read_at"`
	Obstacle Obstacle       `db:"obstacle"`
	Resting  bool           `db:"resting"` // it was sent, and everything rests: it does not come round
	Over     bool           `db:"over"`    // the partner has left, or care has ended: it is read, not written
}

// DueOn is the due date as it holds for the partner.
func (m Mine) DueOn() *time.Time { return Person{Role: m.Role}.Due(m.Assignment) }

// Waits tells whether the partner may still write and answer.
func (m Mine) Waits() bool { return m.State.Waits() && m.SetAsideAt == nil && !m.Over }

// Again tells whether it was done, and may be done once more now.
func (m Mine) Again() bool { return m.round() && !m.Resting }

// round tells whether it was done and comes round, if not now: the next go is another one than that which was sent last.
func (m Mine) round() bool {
	return m.State == Submitted && m.Repeats != 0 && m.SetAsideAt == nil && !m.Over
}

// after is State.After for this assignment: what comes round stays done while the next go is written.
func (m Mine) after(a Act) (State, bool) {
	if m.Again() && (a == Save || a == Submit) {
		return Submitted, true
	}
	return m.State.After(a)
}

// MayTakeBack tells whether what was sent is still unread.
func (m Mine) MayTakeBack() bool { return m.State == Submitted && m.ReadAt == nil && !m.Over }

const (
	sqlMine = `SELECT a.id, a.couple_id, a.programme_version_id, a.code, a.step_key, a.title, a.minutes, a.given_at, a.from_on, a.due_on, a.reading,
  a.set_aside_at, a.in_session_at, a.repeats, a.answers_id, a.version, coalesce(g.obstacle, '') AS obstacle, g.role, g.state, g.done_on, g.read_at, g.state = 'submitted' AND g.paused_from IS NOT NULL AS resting,
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
	if last := s.Until(); !last.IsZero() { // who left sees nothing newer: what was done with the step later has not happened for them
		m.Over = true
		for _, at := range []**time.Time{&m.SetAsideAt, &m.InSession} {
			if *at != nil && (*at).UTC().Truncate(24*time.Hour).After(last) {
				*at = nil
			}
		}
	}
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
	sqlEntryOf = `SELECT e.id, e.part_key, e.author_id, e.state, e.body, e.saved_at, e.sent_at, e.on_date, e.source, e.version, e.go, '' AS entered_name
FROM entry e WHERE e.practice_id = $1 AND e.assignment_id = $2 AND e.author_id = $3 AND e.part_key = $4 AND e.go = $5`
	sqlEntryInsert = `INSERT INTO entry (practice_id, couple_id, id, assignment_id, part_key, author_id, state, body, saved_at, sent_at, source, entered_by, go, on_date, asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (practice_id, assignment_id, author_id, part_key, go) DO NOTHING`
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

const sqlGoes = `SELECT coalesce(max(go), 0) AS last, coalesce(max(go) FILTER (WHERE state = 'draft'), 0) AS drafted
FROM entry WHERE practice_id = $1 AND assignment_id = $2 AND author_id = $3 AND part_key NOT LIKE '\_%'`

// goNow answers the go that is written now: the one begun, or the next where the last one was sent.
func goNow(tx *db.Tx, m Mine) (int, error) {
	var n struct {
		Last    int `db:"last"`
		Drafted int `db:"drafted"`
	}
	if err := tx.Get(&n, sqlGoes, tx.Scope().Practice(), m.ID, tx.Scope().Person()); err != nil {
		return 0, err
	}
	return m.goOf(n.Last, n.Drafted), nil
}

// goOf is the go that is written now, from the last one there is and the one begun (0: none).
func (m Mine) goOf(last, drafted int) int {
	switch {
	case drafted > 0:
		return drafted
	case m.round(), m.State.Waits() && last > 0: // it comes round, or was opened again
		return last + 1
	}
	return max(last, 1)
}

// SaveAnswer stores one answer of the partner's draft. A page that was overtaken gets an Overtaken, and nothing changes.
func SaveAnswer(tx *db.Tx, id uuid.UUID, a Answer) error {
	m, err := lockMine(tx, id)
	if err != nil {
		return err
	}
	to, ok := m.after(Save)
	if !ok {
		return fault.Stale("homework_moved_on_mine")
	}
	n, err := goNow(tx, m)
	if err != nil {
		return err
	}
	var row entryRow
	found, err := tx.Find(&row, sqlEntryOf, tx.Scope().Practice(), id, tx.Scope().Person(), a.Part, n)
	if err != nil {
		return err
	}
	if !found {
		row = entryRow{ID: uuid.New(), Author: tx.Scope().Person(), Part: a.Part, Go: n, State: Draft}
		if err := insertEntry(tx, m.Assignment, row, map[string]string{a.Key: a.Text}); err != nil {
			return err
		}
	} else if err := changeEntry(tx, m.Couple, row, a); err != nil {
		return err
	}
	tx.Audit(audit.EntrySaved, row.ID, m.Couple)
	if m.State == to {
		return nil
	}
	if err := store(tx, id, tx.Scope().Person(), move{To: to, DoneOn: m.DoneOn}); err != nil {
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

// insertEntry stores the first words of an entry; the row says whose it is, of which part and go, and in which state. What
// staff enter is marked as entered from paper.
func insertEntry(tx *db.Tx, a Assignment, row entryRow, answers map[string]string) error {
	body, err := sealed(tx, a.Couple, row.Author, row.ID, 1, answers)
	if err != nil {
		return err
	}
	source, sent, by, asked := "self", (*time.Time)(nil), (*tenant.PersonID)(nil), (*time.Time)(nil)
	if row.Author != tx.Scope().Person() {
		person := tx.Scope().Person()
		source, by = "paper", &person
	}
	now := tx.Now()
	if row.State != Draft {
		sent = &now
	}
	if row.State == ReleaseAsked {
		asked = &now
	}
	n, err := tx.Exec(sqlEntryInsert, tx.Scope().Practice(), a.Couple, row.ID, a.ID, row.Part, row.Author, row.State, body, now, sent, source, by, max(row.Go, 1), row.OnDate, asked)
	if err == nil && n == 0 {
		err = fault.Stale("homework_entry_there")
	}
	return err
}
