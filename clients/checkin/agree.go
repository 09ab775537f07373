package checkin

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

const sqlWindows = `SELECT id, person_id, design, starts_on, ends_on FROM check_in_window
WHERE practice_id = $1 AND couple_id = $2 ORDER BY starts_on, design DESC, person_id`

// Windows answers when the people of a couple agreed to check in; to a partner only their own.
func Windows(tx *db.Tx, id couple.ID) ([]Window, error) {
	var ws []Window
	err := tx.List(&ws, sqlWindows, tx.Scope().Practice(), id)
	return ws, err
}

const sqlAgree = `INSERT INTO check_in_window (practice_id, couple_id, person_id, id, design, starts_on, ends_on) VALUES ($1, $2, $3, $4, $5, $6, $7)`

// Agree records that people of a couple check in from a date on: weekly until it is ended, daily for BurstDays. A window
// that shares a day with one of the same person and design is a fault at the date.
func Agree(tx *db.Tx, id couple.ID, people []tenant.PersonID, design Design, from time.Time) error {
	have, err := Windows(tx, id)
	if err != nil {
		return err
	}
	for _, person := range people {
		w := Window{ID: uuid.New(), Person: person, Design: design, StartsOn: from}
		if design == Daily {
			end := from.AddDate(0, 0, BurstDays-1)
			w.EndsOn = &end
		}
		for _, h := range have {
			if h.Person == person && h.Design == design && h.overlaps(w) {
				return fault.Field("from", "checkin_window_overlaps")
			}
		}
		if err := addWindow(tx, id, w); err != nil {
			return err
		}
	}
	return nil
}

func addWindow(tx *db.Tx, id couple.ID, w Window) error {
	_, err := tx.Exec(sqlAgree, tx.Scope().Practice(), id, w.Person, w.ID, w.Design, w.StartsOn, w.EndsOn)
	tx.Audit(audit.WindowSaved, w.ID, id)
	return err
}

const sqlEndWindow = `UPDATE check_in_window SET ends_on = $4 WHERE practice_id = $1 AND couple_id = $2 AND id = $3
AND (ends_on IS NULL OR ends_on > $4)`

// EndWindow lets a window end with a last day; one that ended before stays as it is.
func EndWindow(tx *db.Tx, id couple.ID, window uuid.UUID, last time.Time) error {
	tx.Audit(audit.WindowSaved, window, id)
	_, err := tx.Exec(sqlEndWindow, tx.Scope().Practice(), id, window, last)
	return err
}

const sqlEndAll = `UPDATE check_in_window SET ends_on = $3 WHERE practice_id = $1 AND couple_id = $2 AND starts_on <= $3 AND (ends_on IS NULL OR ends_on > $3)`

// EndAll lets every window of a couple end with a last day: care goes on after it had ended, and what is asked is agreed anew.
func EndAll(tx *db.Tx, cp couple.Couple, last time.Time) error {
	tx.Audit(audit.WindowSaved, cp.ID.UUID, cp.ID)
	_, err := tx.Exec(sqlEndAll, tx.Scope().Practice(), cp.ID, last)
	return err
}

const sqlToday = `SELECT $4::date AS day, greatest(c.care_from, m.starts_on) AS care_from, least(c.care_to, m.ends_on) AS care_to,
  EXISTS (SELECT 1 FROM check_in_window w WHERE w.practice_id = $1 AND w.couple_id = $2 AND w.person_id = $3) AS agreed,
  EXISTS (SELECT 1 FROM check_in_window w WHERE w.practice_id = $1 AND w.couple_id = $2 AND w.person_id = $3 AND w.design = 'weekly'
    AND w.starts_on <= $4 AND (w.ends_on IS NULL OR w.ends_on >= $4)) AS weekly,
  EXISTS (SELECT 1 FROM check_in_window w WHERE w.practice_id = $1 AND w.couple_id = $2 AND w.person_id = $3 AND w.design = 'daily'
    AND w.starts_on <= $4 AND (w.ends_on IS NULL OR w.ends_on >= $4)) AS daily,
  (SELECT max(k.local_date) FROM check_in k WHERE k.practice_id = $1 AND k.couple_id = $2 AND k.person_id = $3 AND k.design = 'weekly'
    AND k.local_date BETWEEN date_trunc('week', $4::date)::date AND $4) AS weekly_on,
  EXISTS (SELECT 1 FROM check_in k WHERE k.practice_id = $1 AND k.couple_id = $2 AND k.person_id = $3 AND k.design = 'daily' AND k.local_date = $4) AS daily_in
FROM couple c JOIN membership m ON m.practice_id = c.practice_id AND m.couple_id = c.couple_id
WHERE c.practice_id = $1 AND c.couple_id = $2 AND m.person_id = $3`

// MineToday answers what the partner's own day asks: what is due and what was sent. today is the partner's local date.
func MineToday(tx *db.Tx, today time.Time) (Today, error) {
	s := tx.Scope()
	return OfToday(tx, s.Couple(), s.Person(), today)
}

// OfToday is MineToday of one person of a couple, for staff who enter what came on paper.
func OfToday(tx *db.Tx, id couple.ID, person tenant.PersonID, day time.Time) (Today, error) {
	var t Today
	err := tx.Get(&t, sqlToday, tx.Scope().Practice(), id, person, day)
	return t, err
}

const sqlSee = `UPDATE check_in SET seen_at = $5, seen_by = $6
WHERE practice_id = $1 AND couple_id = $2 AND seen_at IS NULL AND local_date >= $3 AND changed_at <= $4`

const sqlRefreshBoth = `SELECT state_refresh(m.couple_id, m.person_id) FROM membership m WHERE m.practice_id = $1 AND m.couple_id = $2`

// See marks what a page showed as seen: dates from since on, and nothing that was sent or changed after upTo.
func See(tx *db.Tx, id couple.ID, since, upTo time.Time) error {
	s := tx.Scope()
	tx.Audit(audit.CheckInSeen, uuid.Nil, id)
	n, err := tx.Exec(sqlSee, s.Practice(), id, since, upTo, tx.Now(), s.Person())
	if err != nil || n == 0 {
		return err
	}
	_, err = tx.Exec(sqlRefreshBoth, s.Practice(), id)
	return err
}

// Waiting is a partner whose check-ins the counselor has not marked seen.
type Waiting struct {
	Couple tenant.CoupleID `db:"couple_id"`
	Person tenant.PersonID `db:"person_id"`
	Name   string          `db:"chosen_name"`
	Count  int             `db:"unseen"`
	Since  time.Time       `db:"unseen_since"` // when the oldest of them was sent
}

const sqlUnseen = `SELECT s.couple_id, s.person_id, p.chosen_name, s.unseen, s.unseen_since FROM partner_state s
JOIN person p ON p.practice_id = s.practice_id AND p.id = s.person_id
WHERE s.practice_id = $1 AND s.unseen > 0 ORDER BY s.unseen_since, s.person_id`

// Unseen answers over the caseload whose check-ins wait to be read, oldest first.
func Unseen(tx *db.Tx) ([]Waiting, error) {
	var ws []Waiting
	err := tx.List(&ws, sqlUnseen, tx.Scope().Practice())
	return ws, err
}

const sqlOldestUnseen = `SELECT min(local_date) FROM check_in WHERE practice_id = $1 AND couple_id = $2 AND seen_at IS NULL AND source <> 'import'`

// oldestUnseen answers the date of the oldest check-in that waits; nil when none does.
func oldestUnseen(tx *db.Tx, id couple.ID) (*time.Time, error) {
	var day *time.Time
	err := tx.Get(&day, sqlOldestUnseen, tx.Scope().Practice(), id)
	return day, err
}

const sqlExtent = `SELECT min(local_date) AS first, max(local_date) AS last FROM check_in WHERE practice_id = $1 AND couple_id = $2`

// extent is the dates of the first and last check-in within the scope; nil when there is none.
type extent struct {
	First *time.Time `db:"first"`
	Last  *time.Time `db:"last"`
}

func extentOf(tx *db.Tx, id couple.ID) (extent, error) {
	var e extent
	err := tx.Get(&e, sqlExtent, tx.Scope().Practice(), id)
	return e, err
}

const (
	sqlShowOwn    = `SELECT show_own FROM contact WHERE practice_id = $1 AND person_id = $2`
	sqlSetShowOwn = `UPDATE contact SET show_own = $3 WHERE practice_id = $1 AND person_id = $2`
)

// ShowOwn tells whether the partner wants to look back at own answers.
func ShowOwn(tx *db.Tx) (show bool, err error) {
	s := tx.Scope()
	err = tx.Get(&show, sqlShowOwn, s.Practice(), s.Person())
	return show, err
}

// SetShowOwn is the partner's switch for it.
func SetShowOwn(tx *db.Tx, show bool) error {
	s := tx.Scope()
	tx.Audit(audit.PersonSaved, s.Person().UUID, s.Couple())
	return tx.ExecOne(sqlSetShowOwn, s.Practice(), s.Person(), show)
}
