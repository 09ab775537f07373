package decision

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

func wordRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "decision.word", Row: id.String(), Version: 1}
}

func answerRef(decision uuid.UUID, person tenant.PersonID, version int) seal.Ref {
	return seal.Ref{Table: "decision_answer", Row: decision.String() + " " + person.String(), Version: version}
}

func copyRef(decision uuid.UUID, author tenant.PersonID) seal.Ref {
	return seal.Ref{Table: "decision_opened", Row: decision.String() + " " + author.String(), Version: 1}
}

func outcomeRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "decision_outcome", Row: id.String(), Version: 1}
}

// sealed writes words as one sealed text.
func sealed(tx *db.Tx, o seal.Owner, at seal.Ref, words any) ([]byte, error) {
	text, err := json.Marshal(words)
	if err != nil {
		return nil, err
	}
	return tx.Seal(o, at, text)
}

// unsealed reads what sealed wrote.
func unsealed(tx *db.Tx, o seal.Owner, at seal.Ref, body []byte, words any) error {
	text, err := tx.Open(o, at, body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, words)
}

// folder gathers the pairs of a couple while the tables are read.
type folder struct {
	tx  *db.Tx
	id  couple.ID
	all []*Pair
}

func (f *folder) find(id uuid.UUID) *Pair {
	if i := slices.IndexFunc(f.all, func(p *Pair) bool { return p.ID == id }); i >= 0 {
		return f.all[i]
	}
	return nil
}

// OfCouple answers a couple's decisions, newest first, as far as row security lets the scope see. The number of statements does
// not grow with the decisions.
func OfCouple(tx *db.Tx, id couple.ID) ([]Pair, error) {
	f := &folder{tx: tx, id: id}
	reads := []func() error{f.decisions, f.answers, f.copies, f.outcomes}
	if tx.Scope().Audience() != tenant.OfPartner {
		reads = append(reads, f.in)
	}
	for _, read := range reads {
		if err := read(); err != nil {
			return nil, err
		}
	}
	out := make([]Pair, 0, len(f.all))
	for _, p := range slices.Backward(f.all) {
		out = append(out, p.until(tx.Scope().Until()))
	}
	return out, nil
}

// until is a pair as somebody sees it who left on a day: what the counselor did later has not happened for them.
func (p *Pair) until(left time.Time) Pair {
	out := *p
	if left.IsZero() {
		return out
	}
	if out.OpenedOn != nil && out.OpenedOn.After(left) {
		out.OpenedOn = nil
	}
	if out.ClosedOn != nil && out.ClosedOn.After(left) {
		out.ClosedOn = nil
	}
	return out
}

const sqlDecisions = `SELECT id, kind, word, made_on, opened_on, in_session, closed_on FROM decision
WHERE practice_id = $1 AND couple_id = $2 ORDER BY made_at, id`

func (f *folder) decisions() error {
	var rows []struct {
		ID        uuid.UUID  `db:"id"`
		Kind      Kind       `db:"kind"`
		Word      []byte     `db:"word"`
		MadeOn    time.Time  `db:"made_on"`
		OpenedOn  *time.Time `db:"opened_on"`
		InSession bool       `db:"in_session"`
		ClosedOn  *time.Time `db:"closed_on"`
	}
	if err := f.tx.List(&rows, sqlDecisions, f.tx.Scope().Practice(), f.id); err != nil {
		return err
	}
	for _, r := range rows {
		text, err := f.tx.Open(seal.OfCouple(f.id), wordRef(r.ID), r.Word)
		if err != nil {
			return err
		}
		f.all = append(f.all, &Pair{Seen: true, Decision: Decision{ID: r.ID, Kind: r.Kind, Text: string(text), MadeOn: r.MadeOn, OpenedOn: r.OpenedOn, InSession: r.InSession, ClosedOn: r.ClosedOn}})
	}
	return nil
}

// answerRow is a row of decision_answer.
type answerRow struct {
	Decision uuid.UUID       `db:"decision_id"`
	Person   tenant.PersonID `db:"person_id"`
	Kind     Kind            `db:"kind"`
	Body     []byte          `db:"body"`
	Source   string          `db:"source"`
	SavedAt  time.Time       `db:"saved_at"`
	In       *time.Time      `db:"in_on"`
	Version  int             `db:"version"`
}

func (r answerRow) open(tx *db.Tx, id couple.ID) (Answer, error) {
	a := Answer{Person: r.Person, In: r.In, Paper: r.Source == "paper", SavedAt: r.SavedAt, Version: r.Version}
	return a, unsealed(tx, seal.OfPartner(id, r.Person), answerRef(r.Decision, r.Person, r.Version), r.Body, &a.Words)
}

const sqlAnswers = `SELECT decision_id, person_id, kind, body, source, saved_at, in_on, version FROM decision_answer
WHERE practice_id = $1 AND couple_id = $2 ORDER BY decision_id, person_id`

// answers reads the own answers of a partner, also of decisions that are out of sight; to staff those of whole pairs.
func (f *folder) answers() error {
	var rows []answerRow
	if err := f.tx.List(&rows, sqlAnswers, f.tx.Scope().Practice(), f.id); err != nil {
		return err
	}
	for _, r := range rows {
		a, err := r.open(f.tx, f.id)
		if err != nil {
			return err
		}
		p := f.find(r.Decision)
		if p == nil {
			p = &Pair{Decision: Decision{ID: r.Decision, Kind: r.Kind}}
			f.all = append(f.all, p)
		}
		p.Answers = append(p.Answers, a)
	}
	return nil
}

const sqlCopies = `SELECT decision_id, author_id, body, made_on FROM decision_opened WHERE practice_id = $1 AND couple_id = $2 ORDER BY decision_id, author_id`

func (f *folder) copies() error {
	var rows []struct {
		Decision uuid.UUID       `db:"decision_id"`
		Author   tenant.PersonID `db:"author_id"`
		Body     []byte          `db:"body"`
		On       time.Time       `db:"made_on"`
	}
	if err := f.tx.List(&rows, sqlCopies, f.tx.Scope().Practice(), f.id); err != nil {
		return err
	}
	for _, r := range rows {
		one := Copy{Author: r.Author, On: r.On}
		if err := unsealed(f.tx, seal.OfCouple(f.id), copyRef(r.Decision, r.Author), r.Body, &one.Words); err != nil {
			return err
		}
		if p := f.find(r.Decision); p != nil {
			p.Copies = append(p.Copies, one)
		}
	}
	return nil
}

// outcomeWords is how an outcome is sealed.
type outcomeWords struct {
	Choice Lean   `json:"choice,omitempty"`
	Said   string `json:"said"`
}

const sqlOutcomes = `SELECT id, decision_id, body, made_on FROM decision_outcome WHERE practice_id = $1 AND couple_id = $2 ORDER BY made_at, id`

func (f *folder) outcomes() error {
	var rows []struct {
		ID       uuid.UUID `db:"id"`
		Decision uuid.UUID `db:"decision_id"`
		Body     []byte    `db:"body"`
		On       time.Time `db:"made_on"`
	}
	if err := f.tx.List(&rows, sqlOutcomes, f.tx.Scope().Practice(), f.id); err != nil {
		return err
	}
	for _, r := range rows {
		var words outcomeWords
		if err := unsealed(f.tx, seal.OfCouple(f.id), outcomeRef(r.ID), r.Body, &words); err != nil {
			return err
		}
		if p := f.find(r.Decision); p != nil {
			p.Outcomes = append(p.Outcomes, Outcome{ID: r.ID, Choice: words.Choice, Text: words.Said, On: r.On})
		}
	}
	return nil
}

const sqlIn = `SELECT d.decision_id, d.person_id, d.in_on, d.source, coalesce(p.chosen_name, '') AS entered_name
FROM decision_in($2) d LEFT JOIN person p ON p.practice_id = $1 AND p.id = d.entered_by`

// in reads who is in, for staff with care.
func (f *folder) in() error {
	var rows []struct {
		Decision uuid.UUID       `db:"decision_id"`
		Person   tenant.PersonID `db:"person_id"`
		On       time.Time       `db:"in_on"`
		Source   string          `db:"source"`
		By       string          `db:"entered_name"`
	}
	if err := f.tx.List(&rows, sqlIn, f.tx.Scope().Practice(), f.id); err != nil {
		return err
	}
	for _, r := range rows {
		if p := f.find(r.Decision); p != nil {
			if p.In == nil {
				p.In, p.Paper = map[tenant.PersonID]time.Time{}, map[tenant.PersonID]string{}
			}
			p.In[r.Person] = r.On
			if r.Source == "paper" {
				p.Paper[r.Person] = r.By
			}
		}
	}
	return nil
}

// Get answers one decision of a couple; one out of sight does not exist.
func Get(tx *db.Tx, id couple.ID, decision uuid.UUID) (Pair, error) {
	all, err := OfCouple(tx, id)
	if err != nil {
		return Pair{}, err
	}
	return find(all, decision)
}

// find answers one pair by its id; one out of sight does not exist.
func find(all []Pair, decision uuid.UUID) (Pair, error) {
	i := slices.IndexFunc(all, func(p Pair) bool { return p.ID == decision })
	if i < 0 {
		return Pair{}, fault.Absent()
	}
	return all[i], nil
}
