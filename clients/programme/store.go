package programme

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

// Copy is one version of a programme as a practice keeps it, with the steps it places. It never changes.
type Copy struct {
	ID  uuid.UUID
	Tag Tag
	Lib *Library
}

// Programme is the copied programme itself.
func (c *Copy) Programme() Programme {
	p, _ := c.Lib.Programme(c.Tag)
	return p
}

// copied is the content of a version as it is stored.
type copied struct {
	Programme Programme `json:"programme"`
	Steps     []Step    `json:"steps"`
	Themes    []Theme   `json:"themes"`
}

// Shelf gives the shipped library and the copied versions. Copies never change, so what was read once is kept in memory.
type Shelf struct {
	Shipped *Library

	mu   sync.RWMutex
	kept map[shelfKey]*Copy
}

type shelfKey struct {
	practice tenant.PracticeID
	id       uuid.UUID
}

// NewShelf makes a shelf of the shipped library.
func NewShelf(shipped *Library) *Shelf {
	return &Shelf{Shipped: shipped, kept: map[shelfKey]*Copy{}}
}

// versionHash covers the programme and every step it places.
func versionHash(p Programme, steps []Step) string {
	stamps := []Stamp{p.Stamp()}
	for _, s := range steps {
		stamps = append(stamps, s.Stamp())
	}
	return hash(stamps)
}

const (
	sqlVersionInsert = `INSERT INTO programme_version (practice_id, id, tag, version, hash, content, copied_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (practice_id, tag, version) DO NOTHING`
	sqlVersionFind = `SELECT id, hash FROM programme_version WHERE practice_id = $1 AND tag = $2 AND version = $3`
)

// EnsureVersion copies the shipped version of a programme into the practice, once, and answers the copy's id. A copy with
// the same number and other content is an error of the program: the shipped text was changed without the next number.
func EnsureVersion(tx *db.Tx, lib *Library, tag Tag) (uuid.UUID, error) {
	p, ok := lib.Programme(tag)
	if !ok {
		return uuid.Nil, fault.Absent()
	}
	steps, practice := lib.StepsOf(tag), tx.Scope().Practice()
	want := versionHash(p, steps)
	var row struct {
		ID   uuid.UUID `db:"id"`
		Hash string    `db:"hash"`
	}
	found, err := tx.Find(&row, sqlVersionFind, practice, tag, p.Version)
	if err != nil {
		return uuid.Nil, err
	}
	if !found {
		content, err := json.Marshal(copied{p, steps, lib.Themes()})
		if err != nil {
			return uuid.Nil, err
		}
		if _, err := tx.Exec(sqlVersionInsert, practice, uuid.New(), tag, p.Version, want, content, tx.Now()); err != nil {
			return uuid.Nil, err
		}
		if err := tx.Get(&row, sqlVersionFind, practice, tag, p.Version); err != nil { // ours, or that of somebody who was faster
			return uuid.Nil, err
		}
	}
	if row.Hash != want {
		return uuid.Nil, changed(tag, p.Version)
	}
	return row.ID, nil
}

const sqlVersionHashes = `SELECT tag, version, hash FROM programme_version WHERE practice_id = $1 ORDER BY tag, version`

// CheckCopies compares what a practice copied with what ships: a shipped text that changed under an old number is an error,
// and the program must not start on it.
func CheckCopies(tx *db.Tx, lib *Library) error {
	var rows []struct {
		Tag     Tag     `db:"tag"`
		Version Version `db:"version"`
		Hash    string  `db:"hash"`
	}
	if err := tx.List(&rows, sqlVersionHashes, tx.Scope().Practice()); err != nil {
		return err
	}
	for _, r := range rows {
		if p, ok := lib.Programme(r.Tag); ok && p.Version == r.Version && versionHash(p, lib.StepsOf(r.Tag)) != r.Hash {
			return changed(r.Tag, r.Version)
		}
	}
	return nil
}

func changed(tag Tag, version Version) error {
	return fmt.Errorf("programme %s version %d was copied into this practice before and its shipped text, or that of one of its steps, has changed since; give the programme the next version number", tag, version)
}

const sqlVersionContent = `SELECT tag, content FROM programme_version WHERE practice_id = $1 AND id = $2`

// Version answers a copied version; one statement the first time, none afterwards.
func (s *Shelf) Version(tx *db.Tx, id uuid.UUID) (*Copy, error) {
	key := shelfKey{tx.Scope().Practice(), id}
	s.mu.RLock()
	kept := s.kept[key]
	s.mu.RUnlock()
	if kept != nil {
		return kept, nil
	}
	var row struct {
		Tag     Tag    `db:"tag"`
		Content []byte `db:"content"`
	}
	if err := tx.Get(&row, sqlVersionContent, key.practice, id); err != nil {
		return nil, err
	}
	var c copied
	if err := json.Unmarshal(row.Content, &c); err != nil {
		return nil, fmt.Errorf("programme version %s: %w", id, err)
	}
	if _, own := stepOf(c.Steps, Acknowledgement); !own { // a form of the house, which no row places
		if step, ok := s.Shipped.Step(Acknowledgement); ok {
			c.Steps = append(c.Steps, step)
		}
	}
	lib, err := Assemble(c.Themes, c.Steps, []Programme{c.Programme})
	if err != nil {
		return nil, fmt.Errorf("programme version %s: %w", id, err)
	}
	made := &Copy{ID: id, Tag: row.Tag, Lib: lib}
	s.mu.Lock()
	s.kept[key] = made
	s.mu.Unlock()
	return made, nil
}

func stepOf(steps []Step, key StepKey) (Step, bool) {
	i := slices.IndexFunc(steps, func(s Step) bool { return s.Key == key })
	if i < 0 {
		return Step{}, false
	}
	return steps[i], true
}

// OnCouple is a programme a couple was placed on, in the version it began with.
type OnCouple struct {
	ID        uuid.UUID  `db:"id"`
	VersionID uuid.UUID  `db:"programme_version_id"`
	Tag       Tag        `db:"tag"`
	Version   Version    `db:"version"`
	PlacedOn  time.Time  `db:"placed_on"`
	EndedOn   *time.Time `db:"ended_on"`
	Moved     bool       `db:"moved"` // it ended because the couple went on to a newer version
}

const sqlPlacedOf = `SELECT c.id, c.programme_version_id, v.tag, v.version, c.placed_on, c.ended_on,
  EXISTS (SELECT 1 FROM couple_programme n WHERE n.practice_id = $1 AND n.couple_id = $2 AND n.follows = c.id) AS moved FROM couple_programme c
JOIN programme_version v ON v.practice_id = c.practice_id AND v.id = c.programme_version_id
WHERE c.practice_id = $1 AND c.couple_id = $2 AND ($3 OR c.ended_on IS NULL) ORDER BY c.placed_on, v.tag, v.version, c.id`

// PlacedOf answers the programmes a couple is on, oldest first; for staff.
func PlacedOf(tx *db.Tx, id couple.ID) ([]OnCouple, error) { return placed(tx, id, false) }

// placed answers them with those that ended too, where ended says so.
func placed(tx *db.Tx, id couple.ID, ended bool) ([]OnCouple, error) {
	var on []OnCouple
	err := tx.List(&on, sqlPlacedOf, tx.Scope().Practice(), id, ended)
	return on, err
}

const sqlPlace = `INSERT INTO couple_programme (practice_id, couple_id, id, programme_version_id, placed_on, placed_by, follows)
SELECT $1, $2, $3, $4, $5, $6, $8::uuid WHERE NOT EXISTS (SELECT 1 FROM couple_programme c JOIN programme_version v
  ON v.practice_id = c.practice_id AND v.id = c.programme_version_id
  WHERE c.practice_id = $1 AND c.couple_id = $2 AND c.ended_on IS NULL AND v.tag = $7)`

// Place puts a couple on a programme: one that ships, in the version that ships now, or one of the practice's own, in the
// version published last. Being on it already is a fault.
func Place(tx *db.Tx, lib *Library, id couple.ID, tag Tag, on time.Time) error {
	version, err := placeable(tx, lib, tag)
	if err != nil {
		return err
	}
	row, err := begin(tx, id, standing{version, tag, on, uuid.NullUUID{}})
	tx.Audit(audit.ProgrammePlaced, row, id)
	return err
}

// placeable is the version that a couple would be placed on now.
func placeable(tx *db.Tx, lib *Library, tag Tag) (uuid.UUID, error) {
	if _, ships := lib.Programme(tag); ships {
		return EnsureVersion(tx, lib, tag)
	}
	all, err := PublishedOf(tx, tag)
	if err == nil && (tag == "" || len(all) == 0 || all[0].Retired != nil) {
		err = fault.Field("tag", "programme_choose")
	}
	if err != nil {
		return uuid.Nil, err
	}
	return all[0].ID, nil
}

// standing is a version on which a couple begins.
type standing struct {
	version uuid.UUID
	tag     Tag
	on      time.Time
	follows uuid.NullUUID // the row it goes on from
}

func begin(tx *db.Tx, id couple.ID, s standing) (uuid.UUID, error) {
	row := uuid.New()
	n, err := tx.Exec(sqlPlace, tx.Scope().Practice(), id, row, s.version, s.on, tx.Scope().Person(), s.tag, s.follows)
	if err == nil && n == 0 {
		err = fault.Field("tag", "programme_placed_before")
	}
	return row, err
}

const sqlMade = `SELECT v.copied_at, v.published_by IS NOT NULL AS own, coalesce(p.chosen_name, '') AS by_name
FROM programme_version v LEFT JOIN person p ON p.practice_id = v.practice_id AND p.id = v.published_by
WHERE v.practice_id = $1 AND v.id = $2`

// made is how a version came into the practice: copied from what ships, or published as its own.
type made struct {
	At  time.Time `db:"copied_at"`
	Own bool      `db:"own"`
	By  string    `db:"by_name"` // who published it
}

func madeOf(tx *db.Tx, version uuid.UUID) (m made, err error) {
	err = tx.Get(&m, sqlMade, tx.Scope().Practice(), version)
	return m, err
}
