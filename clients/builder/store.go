package builder

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

type draftRow struct {
	ID      uuid.UUID  `db:"id"`
	Content []byte     `db:"content"`
	Saved   time.Time  `db:"saved_at"`
	By      string     `db:"by_name"`
	Retired *time.Time `db:"retired_at"`
	Version int        `db:"version"`
}

func (r draftRow) draft() (Draft, error) {
	d := Draft{ID: r.ID, Saved: r.Saved, By: r.By, Retired: r.Retired != nil, Version: r.Version}
	if err := json.Unmarshal(r.Content, &d.Content); err != nil {
		return d, fmt.Errorf("programme draft %s: %w", r.ID, err)
	}
	return d, nil
}

const sqlGet = `SELECT d.id, d.content, d.saved_at, coalesce(p.chosen_name, '') AS by_name, d.retired_at, d.version
FROM programme_draft d LEFT JOIN person p ON p.practice_id = d.practice_id AND p.id = d.saved_by
WHERE d.practice_id = $1 AND d.id = $2`

// Get answers one draft.
func Get(tx *db.Tx, id uuid.UUID) (Draft, error) {
	var row draftRow
	if err := tx.Get(&row, sqlGet, tx.Scope().Practice(), id); err != nil {
		return Draft{}, err
	}
	return row.draft()
}

// Head is a draft in the list.
type Head struct {
	ID      uuid.UUID     `db:"id"`
	Tag     programme.Tag `db:"tag"`
	Title   string        `db:"title"`
	Rows    int           `db:"rows"`
	Saved   time.Time     `db:"saved_at"`
	By      string        `db:"by_name"`
	Retired *time.Time    `db:"retired_at"`
	Latest  int           `db:"latest"` // version published last; 0 for none
}

const sqlHeads = `SELECT d.id, d.tag, coalesce(d.content #>> '{programme,title,en}', '') AS title,
  jsonb_array_length(coalesce(nullif(d.content #> '{programme,placements}', 'null'), '[]')) AS rows, d.saved_at, coalesce(p.chosen_name, '') AS by_name, d.retired_at,
  coalesce((SELECT max(v.version) FROM programme_version v WHERE v.practice_id = $1 AND v.tag = d.tag), 0) AS latest
FROM programme_draft d LEFT JOIN person p ON p.practice_id = d.practice_id AND p.id = d.saved_by
WHERE d.practice_id = $1 ORDER BY d.retired_at IS NOT NULL, title, d.tag`

// List answers the practice's own programmes, those in use first.
func List(tx *db.Tx) ([]Head, error) {
	var heads []Head
	err := tx.List(&heads, sqlHeads, tx.Scope().Practice())
	return heads, err
}

const (
	sqlTags   = `SELECT tag FROM programme_draft WHERE practice_id = $1`
	sqlInsert = `INSERT INTO programme_draft (practice_id, id, tag, content, made_by, made_at, saved_by, saved_at)
VALUES ($1, $2, $3, $4, $5, $6, $5, $6) ON CONFLICT (practice_id, tag) DO NOTHING`
)

// FreeTag is a tag that no programme of the practice has.
func FreeTag(tx *db.Tx) (programme.Tag, error) {
	var taken []programme.Tag
	if err := tx.List(&taken, sqlTags, tx.Scope().Practice()); err != nil {
		return "", err
	}
	used := map[programme.Tag]bool{}
	for _, t := range taken {
		used[t] = true
	}
	for _, t := range programme.OwnTags() {
		if !used[t] {
			return t, nil
		}
	}
	return "", fault.Field("title", "builder_too_many")
}

// Begin stores a new draft under its id.
func Begin(tx *db.Tx, id uuid.UUID, c Content) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	n, err := tx.Exec(sqlInsert, tx.Scope().Practice(), id, c.Programme.Tag, body, tx.Scope().Person(), tx.Now())
	if err == nil && n == 0 {
		err = fault.Stale("builder_raced")
	}
	tx.Audit(audit.ProgrammeBegun, id, tenant.CoupleID{})
	return err
}

const sqlSave = `UPDATE programme_draft SET content = $4, saved_by = $5, saved_at = $6, version = version + 1
WHERE practice_id = $1 AND id = $2 AND version = $3`

// Save stores a changed draft; d.Version is the one the change was made from. After a change in between it is a conflict.
func Save(tx *db.Tx, d Draft) error {
	body, err := json.Marshal(d.Content)
	if err != nil {
		return err
	}
	n, err := tx.Exec(sqlSave, tx.Scope().Practice(), d.ID, d.Version, body, tx.Scope().Person(), tx.Now())
	if err == nil && n == 0 {
		err = fault.Stale("builder_stale")
	}
	tx.Audit(audit.ProgrammeSaved, d.ID, tenant.CoupleID{})
	return err
}

const sqlRetire = `UPDATE programme_draft SET retired_at = $3, version = version + 1 WHERE practice_id = $1 AND id = $2`

// Retire takes a programme out of the choice for couples, or back into it. Couples on it keep it.
func Retire(tx *db.Tx, id uuid.UUID, retired bool) error {
	var at *time.Time
	verb := audit.ProgrammeResumed
	if retired {
		now := tx.Now()
		at, verb = &now, audit.ProgrammeRetired
	}
	err := tx.ExecOne(sqlRetire, tx.Scope().Practice(), id, at)
	tx.Audit(verb, id, tenant.CoupleID{})
	return err
}
