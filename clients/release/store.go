package release

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/seal"
	"amends/server/tenant"
)

type copyRow struct {
	ID       uuid.UUID       `db:"id"`
	Entry    uuid.UUID       `db:"entry_id"`
	Couple   couple.ID       `db:"couple_id"`
	Author   tenant.PersonID `db:"author_id"`
	Reader   tenant.PersonID `db:"reader_id"`
	Kind     programme.Kind  `db:"kind"`
	Sealed   []byte          `db:"body"`
	PassedOn time.Time       `db:"passed_on"`
	ClosedAt *time.Time      `db:"closed_at"`
	Choice   Choice          `db:"choice"`
	OpenedAt *time.Time      `db:"opened_at"`
}

func (r copyRow) open(tx *db.Tx) (Copy, error) {
	c := Copy{ID: r.ID, Entry: r.Entry, Couple: r.Couple, Author: r.Author, Reader: r.Reader, Kind: r.Kind, PassedOn: r.PassedOn, ClosedAt: r.ClosedAt,
		Choice: r.Choice, OpenedAt: r.OpenedAt}
	body, err := tx.Open(seal.OfCouple(r.Couple), copyRef(r.ID), r.Sealed)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(body, &c.Content)
}

func copyRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "release_copy", Row: id.String(), Version: 1}
}

const sqlCopyColumns = `SELECT c.id, c.entry_id, c.couple_id, c.author_id, c.reader_id, c.kind, c.body, c.passed_on, c.closed_at,
  coalesce(r.choice, '') AS choice, r.opened_at
FROM release_copy c LEFT JOIN release_reading r ON r.practice_id = c.practice_id AND r.copy_id = c.id `

const sqlReceived = sqlCopyColumns + `WHERE c.practice_id = $1 AND c.couple_id = $2 AND c.reader_id = $3 AND c.closed_at IS NULL AND NOT joint_stopped()
ORDER BY c.passed_on DESC, c.made_at DESC, c.id LIMIT 200`

// Received answers what was passed on to the partner of the scope, newest first. During a full stop there is nothing, and its pages rest.
func Received(tx *db.Tx) ([]Copy, error) {
	s := tx.Scope()
	return copies(tx, sqlReceived, s.Practice(), s.Couple(), s.Person())
}

func copies(tx *db.Tx, query string, args ...any) ([]Copy, error) {
	var rows []copyRow
	if err := tx.List(&rows, query, args...); err != nil {
		return nil, err
	}
	out := make([]Copy, 0, len(rows))
	for _, r := range rows {
		c, err := r.open(tx)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

const sqlReceivedOne = sqlCopyColumns + `WHERE c.practice_id = $1 AND c.id = $2 AND c.reader_id = $3 AND c.closed_at IS NULL AND NOT joint_stopped()`

// GetReceived answers one copy that was passed on to the partner of the scope. A closed one does not exist.
func GetReceived(tx *db.Tx, id uuid.UUID) (Copy, error) {
	var r copyRow
	if err := tx.Get(&r, sqlReceivedOne, tx.Scope().Practice(), id, tx.Scope().Person()); err != nil {
		return Copy{}, err
	}
	return r.open(tx)
}

const sqlOpenCopy = sqlCopyColumns + `WHERE c.practice_id = $1 AND c.entry_id = $2 AND c.closed_at IS NULL`

// CopyOf answers the copy of an entry that is open now; false when there is none. To the author it says nothing of its reading.
func CopyOf(tx *db.Tx, entry uuid.UUID) (Copy, bool, error) {
	var r copyRow
	found, err := tx.Find(&r, sqlOpenCopy, tx.Scope().Practice(), entry)
	if err != nil || !found {
		return Copy{}, false, err
	}
	c, err := r.open(tx)
	return c, true, err
}

const sqlOfCouple = sqlCopyColumns + `WHERE c.practice_id = $1 AND c.couple_id = $2 AND c.closed_at IS NULL ORDER BY c.passed_on DESC, c.made_at DESC, c.id LIMIT 200`

// OfCouple answers the open copies of a couple, newest first; for staff.
func OfCouple(tx *db.Tx, id couple.ID) ([]Copy, error) {
	return copies(tx, sqlOfCouple, tx.Scope().Practice(), id)
}

const sqlInsertCopy = `INSERT INTO release_copy (practice_id, couple_id, id, entry_id, author_id, reader_id, kind, body, passed_on, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

func insertCopy(tx *db.Tx, c Copy) error {
	body, err := json.Marshal(c.Content)
	if err != nil {
		return err
	}
	sealed, err := tx.Seal(seal.OfCouple(c.Couple), copyRef(c.ID), body)
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlInsertCopy, tx.Scope().Practice(), c.Couple, c.ID, c.Entry, c.Author, c.Reader, c.Kind, sealed, c.PassedOn, tx.Scope().Person(), tx.Now())
	return err
}

const sqlCloseCopy = `UPDATE release_copy SET closed_at = $3 WHERE practice_id = $1 AND entry_id = $2 AND closed_at IS NULL`

func closeCopy(tx *db.Tx, entry uuid.UUID) error {
	_, err := tx.Exec(sqlCloseCopy, tx.Scope().Practice(), entry, tx.Now())
	return err
}

const sqlHolds = `SELECT h.id, h.entry_id, h.made_at, h.told, coalesce(p.chosen_name, '') AS chosen_name
FROM release_hold h LEFT JOIN person p ON p.practice_id = h.practice_id AND p.id = h.made_by
WHERE h.practice_id = $1 AND h.couple_id = $2 AND h.ended_at IS NULL AND ($3::uuid IS NULL OR h.entry_id = $3)`

// HoldsOf answers what is held back of a couple, by entry; with an entry, that one alone. For staff.
func HoldsOf(tx *db.Tx, id couple.ID, entry uuid.NullUUID) (map[uuid.UUID]Hold, error) {
	var rows []Hold
	if err := tx.List(&rows, sqlHolds, tx.Scope().Practice(), id, entry); err != nil {
		return nil, err
	}
	out := make(map[uuid.UUID]Hold, len(rows))
	for _, h := range rows {
		if h.Sealed != nil {
			told, err := tx.Open(seal.OfRecord(id), holdRef(h.ID), h.Sealed)
			if err != nil {
				return nil, err
			}
			h.Told = string(told)
		}
		out[h.Entry] = h
	}
	return out, nil
}

func holdRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "release_hold.told", Row: id.String(), Version: 1}
}
