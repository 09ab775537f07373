package note

import (
	"encoding/json"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/seal"
	"amends/server/tenant"
)

// row is a note as stored; the body is still sealed.
type row struct {
	ID         ID               `db:"id"`
	Couple     couple.ID        `db:"couple_id"`
	Author     tenant.PersonID  `db:"author_id"`
	Format     Format           `db:"format"`
	About      *tenant.PersonID `db:"about_id"`
	HeldOn     time.Time        `db:"held_on"`
	Starts     string           `db:"starts"`
	Ends       string           `db:"ends"`
	Present    db.UUIDArray     `db:"present"`
	Body       []byte           `db:"body"`
	State      State            `db:"state"`
	MadeAt     time.Time        `db:"made_at"`
	SavedAt    time.Time        `db:"saved_at"`
	SignedAt   *time.Time       `db:"signed_at"`
	LockAt     *time.Time       `db:"lock_at"`
	Signer     string           `db:"signer"`
	Credential string           `db:"credential"`
	Hash       []byte           `db:"content_hash"`
	Version    int              `db:"version"`
	Zone       string           `db:"zone"`
}

const sqlGet = `SELECT n.id, n.couple_id, n.author_id, n.format, n.about_id, n.held_on, to_char(n.starts_at, 'HH24:MI') AS starts,
  to_char(n.ends_at, 'HH24:MI') AS ends, n.present, n.body, n.state, n.made_at, n.saved_at, n.signed_at, n.lock_at,
  coalesce(n.signer, '') AS signer, coalesce(n.credential, '') AS credential, n.content_hash, n.version, p.zone
FROM progress_note n JOIN practice p ON p.id = n.practice_id WHERE n.practice_id = $1 AND n.id = $2`

// Get answers one note with its entries, opened: everything the session report needs. A draft of somebody else, and a note
// of a couple outside the scope's care, do not exist. The caller audits the reading.
func Get(tx *db.Tx, id ID) (Note, error) {
	var r row
	if err := tx.Get(&r, sqlGet, tx.Scope().Practice(), id); err != nil {
		return Note{}, err
	}
	n, err := r.open(tx)
	if err != nil || n.State != Signed {
		return n, err
	}
	n.Entries, err = entries(tx, n)
	return n, err
}

func (r row) open(tx *db.Tx) (Note, error) {
	n := Note{ID: r.ID, Couple: r.Couple, Author: r.Author, Format: r.Format, About: r.About, HeldOn: r.HeldOn, State: r.State, MadeAt: r.MadeAt, SavedAt: r.SavedAt,
		SignedAt: r.SignedAt, LockAt: r.LockAt, Signer: r.Signer, Credential: r.Credential, Hash: r.Hash, Version: r.Version, Zone: r.Zone}
	n.Starts, _ = ParseClock(r.Starts)
	n.Ends, _ = ParseClock(r.Ends)
	for _, p := range r.Present {
		n.Present = append(n.Present, tenant.PersonID{UUID: p})
	}
	body, err := tx.Open(seal.OfRecord(r.Couple), ref(r.ID, r.Version), r.Body)
	if err != nil {
		return Note{}, err
	}
	return n, json.Unmarshal(body, &n.Content)
}

// ref is the place of a note's sealed body.
func ref(id ID, version int) seal.Ref {
	return seal.Ref{Table: "progress_note", Row: id.String(), Version: version}
}

const sqlEntries = `SELECT id, kind, author_id, signer, credential, body, content_hash, signed_at FROM note_entry
WHERE practice_id = $1 AND note_id = $2 ORDER BY signed_at, id`

func entries(tx *db.Tx, n Note) ([]Entry, error) {
	var rows []struct {
		ID         uuid.UUID       `db:"id"`
		Kind       Kind            `db:"kind"`
		Author     tenant.PersonID `db:"author_id"`
		Signer     string          `db:"signer"`
		Credential string          `db:"credential"`
		Body       []byte          `db:"body"`
		Hash       []byte          `db:"content_hash"`
		SignedAt   time.Time       `db:"signed_at"`
	}
	if err := tx.List(&rows, sqlEntries, tx.Scope().Practice(), n.ID); err != nil {
		return nil, err
	}
	all := make([]Entry, 0, len(rows))
	for _, r := range rows {
		text, err := tx.Open(seal.OfRecord(n.Couple), entryRef(r.ID), r.Body)
		if err != nil {
			return nil, err
		}
		all = append(all, Entry{ID: r.ID, Note: n.ID, Couple: n.Couple, Kind: r.Kind, Author: r.Author, Signer: r.Signer, Credential: r.Credential,
			SignedAt: r.SignedAt, Text: string(text), Hash: r.Hash})
	}
	return all, nil
}

func entryRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "note_entry", Row: id.String(), Version: 1}
}

// Listed is one note in a list or on a timeline: nothing of its text.
type Listed struct {
	ID         ID               `db:"id"`
	Couple     couple.ID        `db:"couple_id"`
	Format     Format           `db:"format"`
	About      *tenant.PersonID `db:"about_id"`
	Author     tenant.PersonID  `db:"author_id"`
	HeldOn     time.Time        `db:"held_on"`
	Starts     string           `db:"starts"`
	Ends       string           `db:"ends"`
	Present    db.UUIDArray     `db:"present"`
	State      State            `db:"state"`
	MadeAt     time.Time        `db:"made_at"`
	SavedAt    time.Time        `db:"saved_at"`
	SignedAt   *time.Time       `db:"signed_at"`
	LockAt     *time.Time       `db:"lock_at"`
	Signer     string           `db:"signer"`
	Credential string           `db:"credential"`
	Entries    int              `db:"entries"`
	Zone       string           `db:"zone"`
}

// LateDays is as of a Note.
func (l Listed) LateDays() int {
	if l.SignedAt == nil {
		return 0
	}
	return lateDays(l.HeldOn, *l.SignedAt, l.Zone)
}

const sqlOfCouple = `SELECT n.id, n.couple_id, n.format, n.about_id, n.author_id, n.held_on, to_char(n.starts_at, 'HH24:MI') AS starts, to_char(n.ends_at, 'HH24:MI') AS ends,
  n.present, n.state, n.made_at, n.saved_at, n.signed_at, n.lock_at, coalesce(n.signer, '') AS signer, coalesce(n.credential, '') AS credential,
  (SELECT count(*) FROM note_entry e WHERE e.practice_id = n.practice_id AND e.note_id = n.id) AS entries, p.zone
FROM progress_note n JOIN practice p ON p.id = n.practice_id
WHERE n.practice_id = $1 AND n.couple_id = $2 ORDER BY n.held_on DESC, n.starts_at DESC, n.made_at DESC`

// OfCouple answers a couple's notes, newest session first: signed ones, and the scope's own drafts.
func OfCouple(tx *db.Tx, id couple.ID) ([]Listed, error) {
	var all []Listed
	err := tx.List(&all, sqlOfCouple, tx.Scope().Practice(), id)
	return all, err
}

// Unwritten is a draft of the scope's own that waits for a signature.
type Unwritten struct {
	ID      ID        `db:"id"`
	Couple  couple.ID `db:"couple_id"`
	HeldOn  time.Time `db:"held_on"`
	MadeAt  time.Time `db:"made_at"`
	SavedAt time.Time `db:"saved_at"`
}

// Days is the age of a draft in whole days since the session. today is a civil date.
func (u Unwritten) Days(today time.Time) int { return ageOf(u.HeldOn, today) }

func ageOf(heldOn, today time.Time) int {
	return max(0, civil.Days(heldOn, today))
}

const sqlUnsigned = `SELECT id, couple_id, held_on, made_at, saved_at FROM progress_note
WHERE practice_id = $1 AND author_id = $2 AND state = 'draft' ORDER BY held_on, made_at`

// Unsigned answers the scope's own drafts over the whole caseload, oldest session first.
func Unsigned(tx *db.Tx) ([]Unwritten, error) {
	var all []Unwritten
	err := tx.List(&all, sqlUnsigned, tx.Scope().Practice(), tx.Scope().Person())
	return all, err
}

// Planned is what was agreed at the end of a session.
type Planned struct {
	Note     ID
	Text     string
	HeldOn   time.Time
	SignedAt time.Time
}

// LogValue keeps what was written out of logs.
func (Planned) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// planDepth is how many signed notes are looked through for one that has a plan.
const planDepth = 5

const sqlLatest = `SELECT n.id, n.couple_id, n.author_id, n.format, n.about_id, n.held_on, to_char(n.starts_at, 'HH24:MI') AS starts,
  to_char(n.ends_at, 'HH24:MI') AS ends, n.present, n.body, n.state, n.made_at, n.saved_at, n.signed_at, n.lock_at,
  n.signer, n.credential, n.content_hash, n.version, p.zone
FROM progress_note n JOIN practice p ON p.id = n.practice_id
WHERE n.practice_id = $1 AND n.couple_id = $2 AND n.state = 'signed' AND n.compartment = 'joint'
ORDER BY n.held_on DESC, n.starts_at DESC, n.signed_at DESC LIMIT $3`

// LastPlan answers the newest plan in the joint record's signed notes; the zero Planned when there is none. Nothing of a
// partner's own part is in it, so it may stand where both look.
func LastPlan(tx *db.Tx, id couple.ID) (Planned, error) {
	var rows []row
	if err := tx.List(&rows, sqlLatest, tx.Scope().Practice(), id, planDepth); err != nil {
		return Planned{}, err
	}
	for _, r := range rows {
		n, err := r.open(tx)
		if err != nil {
			return Planned{}, err
		}
		if text := n.Content.Of(Plan); text != "" {
			return Planned{Note: n.ID, Text: text, HeldOn: n.HeldOn, SignedAt: *n.SignedAt}, nil
		}
	}
	return Planned{}, nil
}

// Held is a session that took place.
type Held struct {
	Note    ID
	On      time.Time
	Starts  Clock
	Present []tenant.PersonID
	Minutes int
	Joint   bool // written into the joint record; a session of one alone is never shown to the other
}

const sqlSessions = `SELECT DISTINCT ON (held_on, starts_at) id, held_on, to_char(starts_at, 'HH24:MI') AS starts, to_char(ends_at, 'HH24:MI') AS ends, present,
  compartment = 'joint' AS joint
FROM progress_note WHERE practice_id = $1 AND couple_id = $2 AND state = 'signed' AND held_on BETWEEN $3 AND $4
ORDER BY held_on, starts_at, compartment DESC, signed_at`

// Sessions answers the sessions of a period that have a signed note, both dates included, oldest first. Two notes
// of one date and start count as one session, the joint one first.
func Sessions(tx *db.Tx, id couple.ID, from, to time.Time) ([]Held, error) {
	var rows []struct {
		ID      ID           `db:"id"`
		HeldOn  time.Time    `db:"held_on"`
		Starts  string       `db:"starts"`
		Ends    string       `db:"ends"`
		Present db.UUIDArray `db:"present"`
		Joint   bool         `db:"joint"`
	}
	if err := tx.List(&rows, sqlSessions, tx.Scope().Practice(), id, from, to); err != nil {
		return nil, err
	}
	all := make([]Held, 0, len(rows))
	for _, r := range rows {
		starts, _ := ParseClock(r.Starts)
		ends, _ := ParseClock(r.Ends)
		h := Held{Note: r.ID, On: r.HeldOn, Starts: starts, Minutes: int(ends - starts), Joint: r.Joint}
		for _, p := range r.Present {
			h.Present = append(h.Present, tenant.PersonID{UUID: p})
		}
		all = append(all, h)
	}
	return all, nil
}

const sqlLastHeld = `SELECT held_on FROM progress_note WHERE practice_id = $1 AND couple_id = $2 AND state = 'signed' AND held_on <= $3 ORDER BY held_on DESC LIMIT 1`

// LastHeld answers the day of a couple's last session up to a date that has a signed note; false when there was none.
func LastHeld(tx *db.Tx, id couple.ID, today time.Time) (on time.Time, met bool, err error) {
	met, err = tx.Find(&on, sqlLastHeld, tx.Scope().Practice(), id, today)
	return on, met, err
}

// Habit is what a new note begins with when nothing else is known.
type Habit struct {
	Format Format  `db:"format"` // last used, by this author before others; empty at first
	Starts *string `db:"starts"` // of the couple's last session
	Ends   *string `db:"ends"`
}

const sqlHabit = `SELECT coalesce((SELECT format FROM progress_note WHERE practice_id = $1 ORDER BY author_id = $3 DESC, made_at DESC LIMIT 1), '') AS format,
  to_char(l.starts_at, 'HH24:MI') AS starts, to_char(l.ends_at, 'HH24:MI') AS ends
FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT starts_at, ends_at FROM progress_note
  WHERE practice_id = $1 AND couple_id = $2 ORDER BY held_on DESC, made_at DESC LIMIT 1) l ON true`

// HabitOf answers the format last used in the practice, as far as the scope sees it, and the times of the couple's last session.
func HabitOf(tx *db.Tx, id couple.ID) (Habit, error) {
	var h Habit
	err := tx.Get(&h, sqlHabit, tx.Scope().Practice(), id, tx.Scope().Person())
	return h, err
}

const sqlSigner = `SELECT p.chosen_name, coalesce((SELECT s.credential FROM staff_seat s WHERE s.practice_id = p.practice_id AND s.person_id = p.id AND s.role = $3
  AND s.starts_on <= $4 AND (s.ends_on IS NULL OR s.ends_on >= $4) ORDER BY s.starts_on DESC LIMIT 1), '') AS credential
FROM person p WHERE p.practice_id = $1 AND p.id = $2`

// SignerOf answers name and credential of the seat that asks, as stored.
func SignerOf(tx *db.Tx) (Signer, error) {
	var r struct {
		Name       string `db:"chosen_name"`
		Credential string `db:"credential"`
	}
	s := tx.Scope()
	err := tx.Get(&r, sqlSigner, s.Practice(), s.Person(), string(s.Audience()), tx.Now())
	return Signer{Person: s.Person(), Name: r.Name, Credential: r.Credential}, err
}
