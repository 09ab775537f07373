package release

import (
	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

const sqlWhose = `SELECT couple_id, author_id FROM entry WHERE practice_id = $1 AND id = $2`

// whose answers the couple and the author of an entry; for staff, of what may be read.
func whose(tx *db.Tx, entry uuid.UUID) (couple.ID, tenant.PersonID, error) {
	var of struct {
		Couple couple.ID       `db:"couple_id"`
		Author tenant.PersonID `db:"author_id"`
	}
	err := tx.Get(&of, sqlWhose, tx.Scope().Practice(), entry)
	return of.Couple, of.Author, err
}

// Pass passes an entry on: it makes the copy its reader gets. seen is the hold that the counselor's page showed, which passing
// on ends; a hold set since then wins. A closed gate and a safety hold stop it, whoever comes first.
func Pass(tx *db.Tx, shelf *programme.Shelf, entry, seen uuid.UUID) (Copy, error) {
	of, _, err := whose(tx, entry)
	if err != nil {
		return Copy{}, err
	}
	if err := couple.MayPass(tx, of); err != nil {
		return Copy{}, err
	}
	head, err := homework.LockEntry(tx, entry)
	if err != nil {
		return Copy{}, err
	}
	if head.State == homework.WithCounselor && head.Source != "paper" {
		return Copy{}, fault.Stale("release_not_asked")
	}
	_, open, err := CopyOf(tx, entry)
	if err != nil {
		return Copy{}, err
	}
	if open {
		return Copy{}, fault.Stale("release_moved")
	}
	if err := letGo(tx, of, entry, seen); err != nil {
		return Copy{}, err
	}
	c, err := copyFor(tx, shelf, head)
	if err != nil {
		return Copy{}, err
	}
	sent, err := homework.Read(tx, entry)
	if err != nil {
		return Copy{}, err
	}
	if err := homework.MarkRead(tx, sent); err != nil {
		return Copy{}, err
	}
	if err := head.Move(tx, homework.PassOn); err != nil {
		return Copy{}, err
	}
	tx.Audit(audit.ReleaseMade, c.ID, of)
	return c, insertCopy(tx, c)
}

// copyFor makes the copy for the other partner, who must belong to the couple now.
func copyFor(tx *db.Tx, shelf *programme.Shelf, head homework.EntryHead) (Copy, error) {
	cp, err := couple.Get(tx, head.Couple)
	if err != nil {
		return Copy{}, err
	}
	author, _ := cp.Partner(head.Author)
	reader, ok := cp.Other(head.Author)
	if !ok || reader.Left() || author.Left() {
		return Copy{}, fault.Stale("release_no_reader")
	}
	piece, err := homework.PieceOf(tx, shelf, head.ID, author.Locale)
	if err != nil {
		return Copy{}, err
	}
	if len(piece.Rows) == 0 {
		return Copy{}, fault.Stale("release_nothing")
	}
	return Copy{ID: uuid.New(), Entry: head.ID, Couple: head.Couple, Author: head.Author, Reader: reader.Person, Kind: piece.Kind,
		PassedOn: civil.Day(tx.Now(), reader.Location()), Content: contentOf(piece, author.Name)}, nil
}

const sqlEndHold = `UPDATE release_hold SET ended_at = $3, ended_by = $4 WHERE practice_id = $1 AND id = $2 AND ended_at IS NULL`

// letGo ends the hold that was seen; any other stands in the way.
func letGo(tx *db.Tx, of couple.ID, entry, seen uuid.UUID) error {
	holds, err := HoldsOf(tx, of, uuid.NullUUID{UUID: entry, Valid: true})
	if err != nil {
		return err
	}
	h, held := holds[entry]
	switch {
	case !held:
		return nil
	case h.ID != seen:
		return fault.Stale("release_held_now")
	}
	return tx.ExecOne(sqlEndHold, tx.Scope().Practice(), h.ID, tx.Now(), tx.Scope().Person())
}

const sqlInsertHold = `INSERT INTO release_hold (practice_id, couple_id, id, entry_id, told, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (practice_id, entry_id) WHERE ended_at IS NULL DO NOTHING`

// HoldBack holds an entry back, for a reason that may be empty and that no partner reads. What was passed on already is closed for
// its reader, who finds it gone as after a withdrawal. To its author it reads as before, whatever that was.
func HoldBack(tx *db.Tx, entry uuid.UUID, told string) error {
	head, err := homework.LockEntry(tx, entry)
	if err != nil {
		return err
	}
	id := uuid.New()
	var sealed []byte
	if told != "" {
		if sealed, err = tx.Seal(seal.OfRecord(head.Couple), holdRef(id), []byte(told)); err != nil {
			return err
		}
	}
	n, err := tx.Exec(sqlInsertHold, tx.Scope().Practice(), head.Couple, id, entry, sealed, tx.Scope().Person(), tx.Now())
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Stale("release_held_already")
	}
	if err := closeCopy(tx, entry); err != nil {
		return err
	}
	sent, err := homework.Read(tx, entry)
	if err != nil {
		return err
	}
	if err := homework.MarkRead(tx, sent); err != nil {
		return err
	}
	tx.Audit(audit.ReleaseHeld, entry, head.Couple)
	return head.Move(tx, homework.HoldBack)
}

const sqlRecord = `INSERT INTO release_reading (practice_id, couple_id, copy_id, reader_id, choice, chosen_at, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
ON CONFLICT (practice_id, copy_id) DO UPDATE SET choice = excluded.choice, chosen_at = excluded.chosen_at, opened_at = coalesce(release_reading.opened_at, excluded.opened_at)`

// Record records that the reader heard a copy in a session, or got it on paper.
func Record(tx *db.Tx, entry uuid.UUID, how Choice) error {
	if how != Session && how != Paper {
		return fault.Field("how", "release_how_choose")
	}
	c, open, err := CopyOf(tx, entry)
	if err != nil {
		return err
	}
	if !open {
		return fault.Stale("release_closed")
	}
	tx.Audit(audit.ReleaseRecorded, c.ID, c.Couple)
	_, err = tx.Exec(sqlRecord, tx.Scope().Practice(), c.Couple, c.ID, c.Reader, how, tx.Now())
	return err
}
