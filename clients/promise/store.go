package promise

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

const sqlPromises = `SELECT p.id, p.couple_id, p.keeper_id, p.text, p.cadence, p.starts_on, p.until_on, p.ended_on, p.assignment_id, p.state,
  p.made_on, p.made_by, p.passed_on, p.version, m.ends_on AS keeper_left
FROM promise p JOIN membership m ON m.practice_id = p.practice_id AND m.couple_id = p.couple_id AND m.person_id = p.keeper_id
WHERE p.practice_id = $1 AND p.couple_id = $2 ORDER BY p.made_at, p.id`

const sqlDays = `SELECT coalesce(d.promise_id, x.promise_id) AS promise_id, coalesce(d.on_date, x.on_date) AS on_date, d.promise_id IS NOT NULL AS done, d.kept, d.kept_at,
  coalesce(d.outcome, '') AS outcome, d.outcome_by, d.outcome_at, coalesce(d.how, '') AS how, coalesce(d.version, 0) AS version, x.author_id, x.body, x.said_on, x.settled_on
FROM (SELECT promise_id, on_date, kept, kept_at, outcome, outcome_by, outcome_at, how, version FROM promise_deed WHERE practice_id = $1 AND couple_id = $2) d
FULL JOIN (SELECT promise_id, on_date, author_id, body, said_on, settled_on FROM promise_dispute WHERE practice_id = $1 AND couple_id = $2) x ON x.promise_id = d.promise_id AND x.on_date = d.on_date
ORDER BY on_date, x.author_id`

// dayRow is what was said of one day of a promise: a deed, a dispute, or both. A day that two people dispute has two.
type dayRow struct {
	Deed
	Done    bool             `db:"done"` // there is a deed
	Author  *tenant.PersonID `db:"author_id"`
	Sealed  []byte           `db:"body"`
	SaidOn  *time.Time       `db:"said_on"`
	Settled *time.Time       `db:"settled_on"`
}

// OfCouple answers a couple's promises with their deeds, in the order they were made: one statement for the promises and one for
// all their days, and the key.
func OfCouple(tx *db.Tx, id couple.ID) ([]Promise, error) {
	var all []Promise
	if err := tx.List(&all, sqlPromises, tx.Scope().Practice(), id); err != nil || len(all) == 0 {
		return nil, err
	}
	at := make(map[uuid.UUID]*Promise, len(all))
	for i := range all {
		at[all[i].ID] = &all[i]
		if err := open(tx, &all[i]); err != nil {
			return nil, err
		}
	}
	var days []dayRow
	if err := tx.List(&days, sqlDays, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	for _, d := range days {
		p := at[d.Promise]
		if p == nil {
			continue
		}
		if n := len(p.Deeds); d.Done && (n == 0 || !p.Deeds[n-1].On.Equal(d.On)) {
			p.Deeds = append(p.Deeds, d.Deed)
		}
		if d.Author == nil {
			continue
		}
		said := Dispute{Promise: d.Promise, On: d.On, Author: *d.Author, Sealed: d.Sealed, SaidOn: *d.SaidOn, Settled: d.Settled}
		if err := said.open(tx, id); err != nil {
			return nil, err
		}
		p.Disputes = append(p.Disputes, said)
	}
	return all, nil
}

// Mine answers the promises of the partner's own couple, both keepers', as far as this partner sees: after leaving, as
// they stood on their last day.
func Mine(tx *db.Tx) ([]Promise, error) {
	s := tx.Scope()
	all, err := OfCouple(tx, s.Couple())
	if err != nil || s.Until().IsZero() {
		return all, err
	}
	for i := range all {
		all[i] = all[i].asSeenUntil(s.Until())
	}
	return all, nil
}

const sqlPromise = `SELECT p.id, p.couple_id, p.keeper_id, p.text, p.cadence, p.starts_on, p.until_on, p.ended_on, p.assignment_id, p.state,
  p.made_on, p.made_by, p.passed_on, p.version, m.ends_on AS keeper_left
FROM promise p JOIN membership m ON m.practice_id = p.practice_id AND m.couple_id = p.couple_id AND m.person_id = p.keeper_id
WHERE p.practice_id = $1 AND p.couple_id = $2 AND p.id = $3`

const sqlPromiseDeeds = `SELECT promise_id, on_date, kept, kept_at, coalesce(outcome, '') AS outcome, outcome_by, outcome_at, coalesce(how, '') AS how, version
FROM promise_deed WHERE practice_id = $1 AND couple_id = $2 AND promise_id = $3 ORDER BY on_date`

// Get answers one promise with its deeds. One of another couple does not exist.
func Get(tx *db.Tx, id couple.ID, promise uuid.UUID) (Promise, error) {
	var p Promise
	s := tx.Scope()
	if err := tx.Get(&p, sqlPromise, s.Practice(), id, promise); err != nil {
		return Promise{}, err
	}
	if err := tx.List(&p.Deeds, sqlPromiseDeeds, s.Practice(), id, promise); err != nil {
		return Promise{}, err
	}
	if !s.Until().IsZero() {
		p = p.asSeenUntil(s.Until())
	}
	var err error
	if p.Disputes, err = disputes(tx, id, promise); err != nil {
		return Promise{}, err
	}
	return p, open(tx, &p)
}

// textRef names the place of a promise's words. They never change: another promise is another row.
func textRef(id uuid.UUID) seal.Ref { return seal.Ref{Table: "promise", Row: id.String(), Version: 1} }

func open(tx *db.Tx, p *Promise) error {
	text, err := tx.Open(seal.OfCouple(p.Couple), textRef(p.ID), p.Sealed)
	p.Text = string(text)
	return err
}

// reasonRef names the place of one reason.
func reasonRef(promise uuid.UUID, day string) seal.Ref {
	return seal.Ref{Table: "promise_reason", Row: promise.String() + " " + day, Version: 1}
}

const sqlReasons = `SELECT promise_id, on_date, author_id, body, made_at, read_at FROM promise_reason
WHERE practice_id = $1 AND couple_id = $2 ORDER BY on_date, author_id`

// Reasons answers why "not yet" was said, for staff with care.
func Reasons(tx *db.Tx, id couple.ID) ([]Reason, error) {
	var all []Reason
	if err := tx.List(&all, sqlReasons, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	for i := range all {
		text, err := tx.Open(seal.OfPartner(id, all[i].Author), reasonRef(all[i].Promise, dateText(all[i].On)), all[i].Sealed)
		if err != nil {
			return nil, err
		}
		all[i].Text = string(text)
	}
	return all, nil
}

const sqlMyReason = `SELECT body FROM promise_reason WHERE practice_id = $1 AND couple_id = $2 AND promise_id = $3 AND on_date = $4 AND author_id = $5`

// myReason answers the partner's own words about one day; empty when there are none.
func myReason(tx *db.Tx, promise uuid.UUID, day string) (string, error) {
	s := tx.Scope()
	var sealed []byte
	found, err := tx.Find(&sealed, sqlMyReason, s.Practice(), s.Couple(), promise, day, s.Person())
	if err != nil || !found {
		return "", err
	}
	text, err := tx.Open(seal.OfPartner(s.Couple(), s.Person()), reasonRef(promise, day), sealed)
	return string(text), err
}

const sqlMyStep = `SELECT state FROM assignee WHERE practice_id = $1 AND couple_id = $2 AND assignment_id = $3 AND person_id = $4`

const sqlStepUnderway = `UPDATE assignee SET state = 'underway', changed_at = $5, version = version + 1
WHERE practice_id = $1 AND couple_id = $2 AND assignment_id = $3 AND person_id = $4 AND state IN ('open', 'later')`

// markStep marks the step a promise was made in as under way, for the person who promised and nobody else. A step that is
// not theirs does not exist.
func markStep(tx *db.Tx, id couple.ID, assignment uuid.UUID, person tenant.PersonID) error {
	practice := tx.Scope().Practice()
	var state string
	if err := tx.Get(&state, sqlMyStep, practice, id, assignment, person); err != nil {
		return err
	}
	if _, err := tx.Exec(sqlStepUnderway, practice, id, assignment, person, tx.Now()); err != nil {
		return err
	}
	return couple.RefreshState(tx, id, person)
}

// staleAnswer is what somebody is told whose answer came after another one.
func staleAnswer() error { return fault.Stale("promise_answered") }
