package setback

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

// kept leaves the one trace of everything a person keeps here: a plan and a wave look the same in it.
func kept(tx *db.Tx) { tx.Audit(audit.SetbackKept, tx.Scope().Couple().UUID, tx.Scope().Couple()) }

const sqlPlanSave = `INSERT INTO setback_plan AS p (practice_id, couple_id, person_id, body, saved_at, version) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (practice_id, couple_id, person_id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at, version = excluded.version
WHERE p.version = excluded.version - 1`

// SavePlan stores the own plan of the partner of the scope, made from version from; one saved in between is stale.
func SavePlan(tx *db.Tx, l Lines, from int) error {
	s := tx.Scope()
	body, err := sealed(tx, seal.OfPartner(s.Couple(), s.Person()), planRef(s.Person(), from+1), l)
	if err != nil {
		return err
	}
	n, err := tx.Exec(sqlPlanSave, s.Practice(), s.Couple(), s.Person(), body, tx.Now(), from+1)
	if err == nil && n == 0 {
		return fault.Stale("setback_stale")
	}
	kept(tx)
	return err
}

const sqlSend = `INSERT INTO setback_sent (practice_id, couple_id, id, author_id, body, source, sent_on, sent_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// Send gives lines to the counselor to become part of the joint plan; paper when the counselor enters them for the author.
func Send(tx *db.Tx, id couple.ID, s Sent) error {
	body, err := sealed(tx, seal.OfPartner(id, s.Author), ref("setback_sent", s.ID, 1), s.Lines)
	if err != nil {
		return err
	}
	source := "self"
	if s.Paper {
		source = "paper"
	}
	_, err = tx.Exec(sqlSend, tx.Scope().Practice(), id, s.ID, s.Author, body, source, s.On, tx.Now())
	return err
}

const (
	sqlSentPassed = `UPDATE setback_sent SET passed_on = $3 WHERE practice_id = $1 AND id = $2 AND passed_on IS NULL`
	sqlSentTalk   = `UPDATE setback_sent SET talk_on = $3 WHERE practice_id = $1 AND id = $2 AND passed_on IS NULL AND talk_on IS NULL`
	sqlPart       = `INSERT INTO setback_passed (practice_id, couple_id, id, author_id, sent_id, body, made_on, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
)

// Pass makes the named lines of what was sent the author's newest part of the joint plan, word for word, on the practice's civil
// date today.
func Pass(tx *db.Tx, id couple.ID, sent uuid.UUID, names []string, today time.Time) error {
	all, err := SentOf(tx, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(s Sent) bool { return s.ID == sent })
	if i < 0 {
		return fault.Absent()
	}
	if err := couple.MayPass(tx, id); err != nil {
		return err
	}
	s := all[i]
	for _, later := range all[i+1:] {
		if later.Author == s.Author {
			return fault.Stale("setback_newer")
		}
	}
	if err := couple.BothHere(tx, id, today, s.Author); err != nil {
		return err
	}
	lines := s.Lines.Only(names)
	if lines.Empty() {
		return fault.Field("lines", "setback_lines_choose")
	}
	n, err := tx.Exec(sqlSentPassed, tx.Scope().Practice(), sent, today)
	if err == nil && n == 0 {
		return fault.Stale("setback_passed_already")
	}
	if err != nil {
		return err
	}
	tx.Audit(audit.SetbackPassed, sent, id)
	return addPart(tx, id, Part{ID: uuid.New(), Author: &s.Author, Lines: lines, On: today}, &sent)
}

// addPart stores one version of the joint plan.
func addPart(tx *db.Tx, id couple.ID, p Part, sent *uuid.UUID) error {
	body, err := sealed(tx, seal.OfCouple(id), ref("setback_passed", p.ID, 1), p.Lines)
	if err != nil {
		return err
	}
	s := tx.Scope()
	_, err = tx.Exec(sqlPart, s.Practice(), id, p.ID, p.Author, sent, body, p.On, tx.Now(), s.Person())
	return err
}

// Talk keeps what was sent for a session instead of passing it on.
func Talk(tx *db.Tx, id couple.ID, sent uuid.UUID, today time.Time) error {
	all, err := SentOf(tx, id)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(s Sent) bool { return s.ID == sent }) {
		return fault.Absent()
	}
	n, err := tx.Exec(sqlSentTalk, tx.Scope().Practice(), sent, today)
	if err == nil && n == 0 {
		return fault.Stale("setback_passed_already")
	}
	tx.Audit(audit.SetbackTalk, sent, id)
	return err
}

// Record stores lines that were written in the room. Together with both they join the plan at once, so both must belong to the
// couple; what one wrote on paper waits like anything that was sent.
func Record(tx *db.Tx, cp couple.Couple, r Recording, today time.Time) error {
	if who, known := cp.Partner(r.Author); !r.Author.IsZero() && (!known || who.Left()) {
		return fault.Field("author", "setback_author_choose")
	}
	if !r.Paper {
		if err := couple.MayPass(tx, cp.ID); err != nil {
			return err
		}
		if err := couple.BothHere(tx, cp.ID, today); err != nil {
			return err
		}
		p := Part{ID: uuid.New(), Lines: r.Lines, On: today}
		if !r.Author.IsZero() {
			p.Author = &r.Author
		}
		tx.Audit(audit.SetbackRecorded, p.ID, cp.ID)
		return addPart(tx, cp.ID, p, nil)
	}
	if r.Author == (tenant.PersonID{}) {
		return fault.Field("author", "setback_author_one")
	}
	s := Sent{ID: uuid.New(), Author: r.Author, Lines: r.Lines, Paper: true, On: today}
	tx.Audit(audit.SetbackRecorded, s.ID, cp.ID)
	return Send(tx, cp.ID, s)
}

const (
	sqlWaveAdd = `INSERT INTO setback_wave (practice_id, couple_id, id, person_id, on_date, strength, body, saved_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	sqlWaveSave = `UPDATE setback_wave SET on_date = $5, strength = $6, body = $7, saved_at = $8, version = version + 1
WHERE practice_id = $1 AND person_id = $2 AND id = $3 AND version = $4`
)

// AddWave keeps a wave of the partner of the scope.
func AddWave(tx *db.Tx, w Wave) error {
	s := tx.Scope()
	body, err := sealed(tx, seal.OfPartner(s.Couple(), s.Person()), ref("setback_wave", w.ID, 1), w.Words)
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlWaveAdd, s.Practice(), s.Couple(), w.ID, s.Person(), w.On, w.Strength, body, tx.Now())
	kept(tx)
	return err
}

// SaveWave stores a change of a wave, made from its Version; one changed in between is stale.
func SaveWave(tx *db.Tx, w Wave) error {
	s := tx.Scope()
	body, err := sealed(tx, seal.OfPartner(s.Couple(), s.Person()), ref("setback_wave", w.ID, w.Version+1), w.Words)
	if err != nil {
		return err
	}
	n, err := tx.Exec(sqlWaveSave, s.Practice(), s.Person(), w.ID, w.Version, w.On, w.Strength, body, tx.Now())
	if err == nil && n == 0 {
		return fault.Stale("setback_stale")
	}
	kept(tx)
	return err
}

const sqlTell = `INSERT INTO setback_told (practice_id, couple_id, id, wave_id, person_id, body, told_on, told_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// Tell sends one line about a wave to the counselor.
func Tell(tx *db.Tx, t Told) error {
	s := tx.Scope()
	body, err := tx.Seal(seal.OfPartner(s.Couple(), s.Person()), ref("setback_told", t.ID, 1), []byte(t.Text))
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlTell, s.Practice(), s.Couple(), t.ID, t.Wave, s.Person(), body, t.On, tx.Now())
	tx.Audit(audit.SetbackTold, t.ID, s.Couple())
	return err
}
