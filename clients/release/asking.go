package release

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

// mayWrite refuses whoever reads here and writes no more.
func mayWrite(tx *db.Tx, s tenant.Partner, today time.Time) error {
	m, err := couple.GetMine(tx)
	if err == nil && !m.MayWrite(s, today) {
		err = couple.ReadOnly()
	}
	return err
}

// Ask is the author's wish that an item be released. It asks no gate and no hold, so that the answer tells of none.
func Ask(tx *db.Tx, shelf *programme.Shelf, entry uuid.UUID, lang string) error {
	head, err := homework.LockEntry(tx, entry)
	if err != nil {
		return err
	}
	piece, err := homework.PieceOf(tx, shelf, entry, lang)
	if err != nil {
		return err
	}
	if !piece.MayAsk() {
		return fault.Stale("release_moved")
	}
	tx.Audit(audit.ReleaseAsked, entry, head.Couple)
	return head.Move(tx, homework.Ask)
}

// StopAsking takes the wish back while nothing was passed on.
func StopAsking(tx *db.Tx, entry uuid.UUID) error {
	head, err := homework.LockEntry(tx, entry)
	if err != nil {
		return err
	}
	tx.Audit(audit.ReleaseUnasked, entry, head.Couple)
	return head.Move(tx, homework.StopAsking)
}

// Withdraw closes what was passed on. It may already have been read, and nothing tells whether.
func Withdraw(tx *db.Tx, entry uuid.UUID) error {
	head, err := homework.LockEntry(tx, entry)
	if err != nil {
		return err
	}
	if err := head.Move(tx, homework.TakeAway); err != nil {
		return err
	}
	tx.Audit(audit.ReleaseWithdrawn, entry, head.Couple)
	return closeCopy(tx, entry)
}

const sqlChoose = `INSERT INTO release_reading (practice_id, couple_id, copy_id, reader_id, choice, chosen_at, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (practice_id, copy_id) DO UPDATE SET choice = excluded.choice, chosen_at = excluded.chosen_at, opened_at = coalesce(release_reading.opened_at, excluded.opened_at)`

// Choose is the reader's answer to a letter or statement; each is complete and may be changed.
func Choose(tx *db.Tx, id uuid.UUID, choice Choice) error {
	if !choice.Known() {
		return fault.Field("choice", "release_choose")
	}
	c, err := GetReceived(tx, id)
	if err != nil {
		return err
	}
	if !Offered(c.Kind) {
		return fault.Stale("release_moved")
	}
	var opened *time.Time
	if now := tx.Now(); choice == Now {
		opened = &now
	}
	tx.Audit(audit.ReleaseChosen, id, c.Couple)
	_, err = tx.Exec(sqlChoose, tx.Scope().Practice(), c.Couple, id, tx.Scope().Person(), choice, tx.Now(), opened)
	return err
}

const sqlWaiting = `SELECT c.id FROM release_copy c LEFT JOIN release_reading r ON r.practice_id = c.practice_id AND r.copy_id = c.id
WHERE c.practice_id = $1 AND c.couple_id = $2 AND c.reader_id = $3 AND c.closed_at IS NULL AND c.kind IN ('APO', 'IMP') AND NOT joint_stopped()
  AND coalesce(r.choice, 'later') = 'later' ORDER BY c.passed_on, c.id`

// Waiting answers the letters and statements that are here for the partner of the scope and wait to be chosen about.
func Waiting(tx *db.Tx) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	s := tx.Scope()
	err := tx.List(&ids, sqlWaiting, s.Practice(), s.Couple(), s.Person())
	return ids, err
}
