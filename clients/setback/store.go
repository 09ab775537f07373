package setback

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

// wavesMost is how many of a person's newest waves a page reads.
const wavesMost = 200

// toldMost is how many of the newest lines to the counselor a page reads.
const toldMost = 100

func planRef(person tenant.PersonID, version int) seal.Ref {
	return seal.Ref{Table: "setback_plan", Row: person.String(), Version: version}
}

func ref(table string, id uuid.UUID, version int) seal.Ref {
	return seal.Ref{Table: table, Row: id.String(), Version: version}
}

// sealed writes words as one sealed text.
func sealed(tx *db.Tx, o seal.Owner, at seal.Ref, words any) ([]byte, error) {
	text, err := json.Marshal(words)
	if err != nil {
		return nil, err
	}
	return tx.Seal(o, at, text)
}

// opened reads what sealed wrote.
func opened(tx *db.Tx, o seal.Owner, at seal.Ref, body []byte, words any) error {
	text, err := tx.Open(o, at, body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, words)
}

const sqlPlan = `SELECT body, saved_at, version FROM setback_plan WHERE practice_id = $1 AND couple_id = $2 AND person_id = $3`

// MyPlan answers the own plan of the partner of the scope; one that was never saved is empty.
func MyPlan(tx *db.Tx) (Plan, error) {
	var row struct {
		Body    []byte    `db:"body"`
		SavedAt time.Time `db:"saved_at"`
		Version int       `db:"version"`
	}
	s := tx.Scope()
	found, err := tx.Find(&row, sqlPlan, s.Practice(), s.Couple(), s.Person())
	if err != nil || !found {
		return Plan{}, err
	}
	p := Plan{SavedAt: row.SavedAt, Version: row.Version}
	return p, opened(tx, seal.OfPartner(s.Couple(), s.Person()), planRef(s.Person(), row.Version), row.Body, &p.Lines)
}

const sqlSent = `SELECT s.id, s.author_id, s.body, s.source, s.sent_on, s.passed_on, s.talk_on, coalesce(p.chosen_name, '') AS entered_name
FROM setback_sent s LEFT JOIN person p ON p.practice_id = s.practice_id AND p.id = s.entered_by
WHERE s.practice_id = $1 AND s.couple_id = $2 ORDER BY s.sent_at, s.id`

// SentOf answers what was sent for the joint plan, oldest first: to a partner their own, to staff with care that of both.
func SentOf(tx *db.Tx, id couple.ID) ([]Sent, error) {
	var rows []struct {
		ID     uuid.UUID       `db:"id"`
		Author tenant.PersonID `db:"author_id"`
		Body   []byte          `db:"body"`
		Source string          `db:"source"`
		On     time.Time       `db:"sent_on"`
		Passed *time.Time      `db:"passed_on"`
		Talk   *time.Time      `db:"talk_on"`
		By     string          `db:"entered_name"`
	}
	if err := tx.List(&rows, sqlSent, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	all := make([]Sent, len(rows))
	for i, r := range rows {
		all[i] = Sent{ID: r.ID, Author: r.Author, Paper: r.Source == "paper", By: r.By, On: r.On, Passed: r.Passed, Talk: r.Talk}
		if err := opened(tx, seal.OfPartner(id, r.Author), ref("setback_sent", r.ID, 1), r.Body, &all[i].Lines); err != nil {
			return nil, err
		}
		all[i] = all[i].asSeenUntil(tx.Scope().Until())
	}
	return all, nil
}

// asSeenUntil is what a partner who left sees: nothing that was decided after their last day. last is zero while they belong.
func (s Sent) asSeenUntil(last time.Time) Sent {
	if last.IsZero() {
		return s
	}
	if s.Passed != nil && s.Passed.After(last) {
		s.Passed = nil
	}
	if s.Talk != nil && s.Talk.After(last) {
		s.Talk = nil
	}
	return s
}

const sqlParts = `SELECT id, author_id, body, made_on FROM setback_passed WHERE practice_id = $1 AND couple_id = $2 ORDER BY made_at, id`

// Joint answers every version of the joint plan that the scope may read, oldest first.
func Joint(tx *db.Tx, id couple.ID) ([]Part, error) {
	var rows []struct {
		ID     uuid.UUID     `db:"id"`
		Author uuid.NullUUID `db:"author_id"`
		Body   []byte        `db:"body"`
		On     time.Time     `db:"made_on"`
	}
	if err := tx.List(&rows, sqlParts, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	all := make([]Part, len(rows))
	for i, r := range rows {
		all[i] = Part{ID: r.ID, On: r.On}
		if r.Author.Valid {
			all[i].Author = &tenant.PersonID{UUID: r.Author.UUID}
		}
		if err := opened(tx, seal.OfCouple(id), ref("setback_passed", r.ID, 1), r.Body, &all[i].Lines); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// waveRow is a row of setback_wave.
type waveRow struct {
	ID       uuid.UUID `db:"id"`
	On       time.Time `db:"on_date"`
	Strength *int      `db:"strength"`
	Body     []byte    `db:"body"`
	SavedAt  time.Time `db:"saved_at"`
	Version  int       `db:"version"`
}

func (r waveRow) open(tx *db.Tx) (Wave, error) {
	w := Wave{ID: r.ID, On: r.On, Strength: r.Strength, SavedAt: r.SavedAt, Version: r.Version}
	s := tx.Scope()
	return w, opened(tx, seal.OfPartner(s.Couple(), s.Person()), ref("setback_wave", r.ID, r.Version), r.Body, &w.Words)
}

const sqlWaves = `SELECT id, on_date, strength, body, saved_at, version FROM setback_wave
WHERE practice_id = $1 AND couple_id = $2 AND person_id = $3 ORDER BY on_date DESC, saved_at DESC LIMIT $4`

// MyWaves answers the newest waves of the partner of the scope, newest first.
func MyWaves(tx *db.Tx) ([]Wave, error) {
	var rows []waveRow
	s := tx.Scope()
	if err := tx.List(&rows, sqlWaves, s.Practice(), s.Couple(), s.Person(), wavesMost); err != nil {
		return nil, err
	}
	all := make([]Wave, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = r.open(tx); err != nil {
			return nil, err
		}
	}
	return all, nil
}

const sqlWave = `SELECT id, on_date, strength, body, saved_at, version FROM setback_wave
WHERE practice_id = $1 AND couple_id = $2 AND person_id = $3 AND id = $4`

// MyWave answers one wave of the partner of the scope. Another's does not exist.
func MyWave(tx *db.Tx, id uuid.UUID) (Wave, error) {
	var row waveRow
	s := tx.Scope()
	found, err := tx.Find(&row, sqlWave, s.Practice(), s.Couple(), s.Person(), id)
	if err != nil {
		return Wave{}, err
	}
	if !found {
		return Wave{}, fault.Absent()
	}
	return row.open(tx)
}

const sqlTold = `SELECT id, wave_id, person_id, body, told_on FROM setback_told
WHERE practice_id = $1 AND couple_id = $2 AND ($3::uuid IS NULL OR wave_id = $3) AND told_on >= $4 ORDER BY told_at DESC, id LIMIT $5`

// told reads lines to the counselor, newest first: all, or those about one wave.
func told(tx *db.Tx, id couple.ID, wave *uuid.UUID, since time.Time) ([]Told, error) {
	var rows []struct {
		ID     uuid.UUID       `db:"id"`
		Wave   uuid.UUID       `db:"wave_id"`
		Person tenant.PersonID `db:"person_id"`
		Body   []byte          `db:"body"`
		On     time.Time       `db:"told_on"`
	}
	if err := tx.List(&rows, sqlTold, tx.Scope().Practice(), id, wave, since, toldMost); err != nil {
		return nil, err
	}
	all := make([]Told, len(rows))
	for i, r := range rows {
		text, err := tx.Open(seal.OfPartner(id, r.Person), ref("setback_told", r.ID, 1), r.Body)
		if err != nil {
			return nil, err
		}
		all[i] = Told{ID: r.ID, Wave: r.Wave, Person: r.Person, Text: string(text), On: r.On}
	}
	return all, nil
}

// ToldSince answers the lines about waves that partners wrote to the counselor since a civil date, newest first, for staff with
// care.
func ToldSince(tx *db.Tx, id couple.ID, since time.Time) ([]Told, error) {
	return told(tx, id, nil, since)
}
