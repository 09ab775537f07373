package programme

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

// Published is one version of a programme that the practice wrote.
type Published struct {
	ID      uuid.UUID  `db:"id"`
	Tag     Tag        `db:"tag"`
	Version Version    `db:"version"`
	Hash    string     `db:"hash"`
	At      time.Time  `db:"copied_at"`
	By      string     `db:"by_name"`
	Retired *time.Time `db:"retired_at"` // the programme is offered no longer
}

const sqlPublished = `SELECT v.id, v.tag, v.version, v.hash, v.copied_at, coalesce(p.chosen_name, '') AS by_name, d.retired_at
FROM programme_version v JOIN programme_draft d ON d.practice_id = v.practice_id AND d.tag = v.tag
LEFT JOIN person p ON p.practice_id = v.practice_id AND p.id = v.published_by
WHERE v.practice_id = $1 AND ($2 = '' OR v.tag = $2) ORDER BY v.tag, v.version DESC`

// PublishedOf answers the versions of one own programme, latest first; with an empty tag those of all, by tag.
func PublishedOf(tx *db.Tx, tag Tag) ([]Published, error) {
	var all []Published
	err := tx.List(&all, sqlPublished, tx.Scope().Practice(), tag)
	return all, err
}

// latest keeps the newest version of every tag; all stands by tag, latest first.
func latest(all []Published) (out []Published) {
	for _, p := range all {
		if n := len(out); n == 0 || out[n-1].Tag != p.Tag {
			out = append(out, p)
		}
	}
	return out
}

const sqlPublish = `INSERT INTO programme_version (practice_id, id, tag, version, hash, content, copied_at, published_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (practice_id, tag, version) DO NOTHING`

// Publish stores the next version of a programme that the practice wrote, with the steps it places. It never changes
// afterwards. The content must be whole: what Assemble refuses is an error of the caller. Publishing what is published
// already is a fault.
func Publish(tx *db.Tx, themes []Theme, p Programme, steps []Step) (Version, error) {
	if !p.Tag.Own() {
		return 0, fmt.Errorf("programme %s ships and is not published here", p.Tag)
	}
	before, err := PublishedOf(tx, p.Tag)
	if err != nil {
		return 0, err
	}
	placed := Sketch(themes, steps, p).StepsOf(p.Tag)
	p.Version = 1
	if len(before) > 0 {
		p.Version = before[0].Version
		if versionHash(p, placed) == before[0].Hash {
			return 0, fault.Field("", "programme_publish_same", "Number", int(p.Version))
		}
		p.Version++
	}
	if _, err := Assemble(themes, placed, []Programme{p}); err != nil {
		return 0, err
	}
	body, err := json.Marshal(copied{p, placed, themes})
	if err != nil {
		return 0, err
	}
	id := uuid.New()
	n, err := tx.Exec(sqlPublish, tx.Scope().Practice(), id, p.Tag, p.Version, versionHash(p, placed), body, tx.Now(), tx.Scope().Person())
	if err == nil && n == 0 {
		err = fault.Stale("programme_publish_raced")
	}
	tx.Audit(audit.ProgrammePublished, id, tenant.CoupleID{})
	return p.Version, err
}
