package homework

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

const (
	sqlSend = `UPDATE entry SET state = $4, sent_at = $5, on_date = $8, asked_at = CASE WHEN $4 = 'release_asked' THEN $5::timestamptz END
WHERE practice_id = $1 AND assignment_id = $2 AND author_id = $3 AND state = 'draft' AND part_key = $6 AND go = $7`
	sqlTakeBack = `UPDATE entry SET state = 'draft', sent_at = NULL, asked_at = NULL WHERE practice_id = $1 AND assignment_id = $2 AND author_id = $3
  AND state IN ('with_counselor', 'kept', 'release_asked') AND source = 'self' AND read_at IS NULL AND part_key NOT LIKE '\_%' AND go = $4`
	sqlUnread = `SELECT count(*) FROM entry WHERE practice_id = $1 AND assignment_id = $2 AND author_id = $3 AND state IN ('with_counselor', 'release_asked') AND read_at IS NULL`
)

// Send hands the partner's work over: each part goes where its sharing says, kept or with the counselor. Parts nothing was
// written for go as empty, so that the counselor sees that they were left. Nothing is released to the other partner.
func Send(tx *db.Tx, lib *programme.Library, id uuid.UUID, today time.Time) error {
	m, err := lockMine(tx, id)
	if err != nil {
		return err
	}
	to, ok := m.after(Submit)
	if !ok {
		return fault.Stale("homework_moved_on_mine")
	}
	n, err := goNow(tx, m)
	if err != nil {
		return err
	}
	parts, ok := m.parts(lib, n)
	if !ok {
		return fault.Absent()
	}
	waits, err := sendParts(tx, m, parts, n, today)
	if err != nil {
		return err
	}
	next := move{To: to, DoneOn: &today}
	if !waits && (m.State != Submitted || m.ReadAt != nil) { // nothing for the counselor to read
		now := tx.Now()
		next.ReadAt = &now
	}
	return moved(tx, m, next, audit.EntrySubmitted)
}

// sendParts sends the drafts of one go and answers whether the counselor has something to read.
func sendParts(tx *db.Tx, m Mine, parts []programme.Placed, n int, today time.Time) (waits bool, err error) {
	me, drafts := tx.Scope().Person(), int64(0)
	for _, p := range parts {
		if p.Part.Room() != "" {
			continue
		}
		state := SentAs(p.Part.Sharing)
		waits = waits || state != Kept
		sent, err := tx.Exec(sqlSend, tx.Scope().Practice(), m.ID, me, state, tx.Now(), p.Part.Key, n, today)
		if err != nil {
			return waits, err
		}
		drafts += sent
		if sent > 0 {
			continue
		}
		row := entryRow{ID: uuid.New(), Author: me, Part: p.Part.Key, Go: n, State: state, OnDate: &today}
		if err := insertEntry(tx, m.Assignment, row, map[string]string{}); err != nil {
			return waits, err
		}
	}
	if m.Again() && drafts == 0 { // another go with nothing in it: the one that was begun was sent in another window
		return waits, fault.Stale("homework_moved_on_mine")
	}
	return waits, nil
}

// Say records one of the partner's answers without a text: decline, not now, or taking that back.
func Say(tx *db.Tx, id uuid.UUID, act Act) error {
	m, err := lockMine(tx, id)
	if err != nil {
		return err
	}
	to, ok := m.State.After(act)
	if !ok {
		return fault.Stale("homework_moved_on_mine")
	}
	verb := map[Act]audit.Verb{Decline: audit.EntryDeclined, NotNow: audit.EntryLater, Reopen: audit.EntrySaved}[act]
	return moved(tx, m, move{To: to, DoneOn: m.DoneOn}, verb)
}

// TakeBack makes a draft again of the go that was sent last and is unread.
func TakeBack(tx *db.Tx, id uuid.UUID) error {
	m, err := lockMine(tx, id)
	if err != nil {
		return err
	}
	to, ok := m.State.After(Withdraw)
	if !ok || !m.MayTakeBack() {
		return fault.Stale("homework_read_already")
	}
	next, err := goNow(tx, m)
	if err != nil {
		return err
	}
	last := next
	if m.round() {
		last = next - 1
	}
	me, practice := tx.Scope().Person(), tx.Scope().Practice()
	n, err := tx.Exec(sqlTakeBack, practice, id, me, last)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Stale("homework_read_already")
	}
	if last == 1 {
		return moved(tx, m, move{To: to}, audit.EntrySaved)
	}
	if m.Repeats == 0 { // it was opened again, and is open again
		return moved(tx, m, move{To: to, DoneOn: m.DoneOn}, audit.EntrySaved)
	}
	back := move{To: Submitted, DoneOn: m.DoneOn} // what was done before stays done
	var unread int
	if err := tx.Get(&unread, sqlUnread, practice, id, me); err != nil {
		return err
	}
	if unread == 0 {
		now := tx.Now()
		back.ReadAt = &now
	}
	return moved(tx, m, back, audit.EntrySaved)
}

func moved(tx *db.Tx, m Mine, next move, verb audit.Verb) error {
	me := tx.Scope().Person()
	if err := store(tx, m.ID, me, next); err != nil {
		return err
	}
	tx.Audit(verb, m.ID, m.Couple)
	return couple.RefreshState(tx, m.Couple, me)
}

// Sent is what one person sent for an assignment, as the counselor reads it.
type Sent struct {
	Work    Work
	Person  Person
	Entries []Entry // go by go
}

// LogValue keeps what was written out of logs.
func (Sent) LogValue() slog.Value { return slog.StringValue("[withheld]") }

const sqlEntryAt = `SELECT assignment_id, author_id FROM entry WHERE practice_id = $1 AND id = $2`

// Read answers what the counselor may read of the assignment an entry belongs to. A draft and a kept text do not exist here.
func Read(tx *db.Tx, entry uuid.UUID) (Sent, error) {
	var at struct {
		Assignment uuid.UUID       `db:"assignment_id"`
		Author     tenant.PersonID `db:"author_id"`
	}
	if err := tx.Get(&at, sqlEntryAt, tx.Scope().Practice(), entry); err != nil {
		return Sent{}, err
	}
	w, err := Get(tx, at.Assignment)
	if err != nil {
		return Sent{}, err
	}
	s := Sent{Work: w}
	s.Person, _ = w.Person(at.Author)
	if s.Entries, err = Entries(tx, w.Couple, w.ID, at.Author); err != nil {
		return Sent{}, err
	}
	for _, e := range s.Entries {
		tx.Audit(audit.EntryRead, e.ID, w.Couple)
	}
	return s, nil
}

const (
	sqlMarkEntries = `UPDATE entry SET read_at = $4 WHERE practice_id = $1 AND assignment_id = $2 AND author_id = $3 AND state IN ('with_counselor', 'release_asked') AND read_at IS NULL`
	sqlMarkRead    = `UPDATE assignee SET read_at = $4, read_by = $5, version = version + 1
WHERE practice_id = $1 AND assignment_id = $2 AND person_id = $3 AND state = 'submitted' AND read_at IS NULL`
)

// MarkRead records that the counselor read what a person sent. From then on it cannot be taken back.
func MarkRead(tx *db.Tx, s Sent) error {
	practice := tx.Scope().Practice()
	n, err := tx.Exec(sqlMarkRead, practice, s.Work.ID, s.Person.Person, tx.Now(), tx.Scope().Person())
	if err != nil {
		return err
	}
	if n == 1 {
		if _, err := tx.Exec(sqlMarkEntries, practice, s.Work.ID, s.Person.Person, tx.Now()); err != nil {
			return err
		}
	}
	return couple.RefreshState(tx, s.Work.Couple, s.Person.Person)
}

// OnSheet is what the counselor types in from a partner's paper: answers by part, possibly none.
type OnSheet struct {
	Person  tenant.PersonID
	DoneOn  time.Time
	Answers map[programme.PartKey]map[string]string
}

// LogValue keeps what was written out of logs.
func (OnSheet) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// RecordPaper records that a person did the work on paper, with what was written, marked as typed in by the counselor.
func RecordPaper(tx *db.Tx, w Work, s OnSheet) error {
	p, ok := w.Person(s.Person)
	if !ok {
		return fault.Absent()
	}
	to, ok := p.State.After(OnPaper)
	if !ok {
		return fault.Stale("homework_moved_on")
	}
	n := 1
	if p.DoneOn != nil { // it was opened again: what was sent before stays
		var goes struct {
			Last    int `db:"last"`
			Drafted int `db:"drafted"`
		}
		if err := tx.Get(&goes, sqlGoes, tx.Scope().Practice(), w.ID, s.Person); err != nil {
			return err
		}
		n = goes.Last + 1
	}
	for part, answers := range s.Answers {
		row := entryRow{ID: uuid.New(), Author: s.Person, Part: part, Go: n, State: WithCounselor, OnDate: &s.DoneOn}
		if err := insertEntry(tx, w.Assignment, row, answers); err != nil {
			return err
		}
	}
	now, me := tx.Now(), tx.Scope().Person()
	if err := store(tx, w.ID, s.Person, move{To: to, DoneOn: &s.DoneOn, ReadAt: &now, ReadBy: &me}); err != nil {
		return err
	}
	tx.Audit(audit.AssignmentPaper, w.ID, w.Couple)
	return couple.RefreshState(tx, w.Couple, s.Person)
}

// Touch marks work as begun without a text: the page that leads to the promises was gone on from.
func Touch(tx *db.Tx, id uuid.UUID) error {
	m, err := lockMine(tx, id)
	if err != nil {
		return err
	}
	to, ok := m.State.After(Save)
	if !ok {
		return fault.Stale("homework_moved_on_mine")
	}
	return moved(tx, m, move{To: to, DoneOn: m.DoneOn}, audit.EntrySaved)
}
