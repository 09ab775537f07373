package decision

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

const sqlAsk = `INSERT INTO decision (practice_id, couple_id, id, kind, word, made_on, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// Ask opens a set of questions for both on the practice's civil date today. One of a kind runs at a time.
func Ask(tx *db.Tx, cp couple.Couple, d Decision, today time.Time) error {
	if err := couple.MayPass(tx, cp.ID); err != nil { // locks the couple, so that two of a kind do not begin at once
		return err
	}
	if _, err := both(cp, today); err != nil {
		return err
	}
	all, err := OfCouple(tx, cp.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(p Pair) bool { return p.Kind == d.Kind && p.Running() }) {
		return fault.Field("kind", "decision_running_already")
	}
	word, err := tx.Seal(seal.OfCouple(cp.ID), wordRef(d.ID), []byte(d.Text))
	if err != nil {
		return err
	}
	s := tx.Scope()
	_, err = tx.Exec(sqlAsk, s.Practice(), cp.ID, d.ID, d.Kind, word, today, tx.Now(), s.Person())
	tx.Audit(audit.DecisionAsked, d.ID, cp.ID)
	return err
}

// both answers the two people who belong to the couple, and asks that there are two and it is in care.
func both(cp couple.Couple, today time.Time) ([]tenant.PersonID, error) {
	here := cp.Here()
	if !cp.Both(today) {
		return nil, fault.Stale("decision_nobody")
	}
	return []tenant.PersonID{here[0].Person, here[1].Person}, nil
}

const (
	sqlAnswerAdd = `INSERT INTO decision_answer (practice_id, couple_id, decision_id, person_id, kind, body, state, source, saved_at, in_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`
	sqlAnswerSave = `UPDATE decision_answer SET body = $5, state = $6, source = 'self', saved_at = $7, in_on = $8, version = version + 1
WHERE practice_id = $1 AND decision_id = $2 AND person_id = $3 AND version = $4 AND opened_on IS NULL`
)

// Save stores an answer of the partner of the scope, made from its Version: a draft, or with In their word that it is done. An
// answer that was saved or opened in between is stale.
func Save(tx *db.Tx, d Decision, a Answer) error {
	s := tx.Scope()
	state := "draft"
	if a.In != nil {
		state = "in"
	}
	body, err := sealed(tx, seal.OfPartner(s.Couple(), s.Person()), answerRef(d.ID, s.Person(), a.Version+1), a.Words)
	if err != nil {
		return err
	}
	var n int64
	if a.Version == 0 {
		n, err = tx.Exec(sqlAnswerAdd, s.Practice(), s.Couple(), d.ID, s.Person(), d.Kind, body, state, "self", tx.Now(), a.In)
	} else {
		n, err = tx.Exec(sqlAnswerSave, s.Practice(), d.ID, s.Person(), a.Version, body, state, tx.Now(), a.In)
	}
	if err == nil && n == 0 {
		return fault.Stale("decision_stale")
	}
	return err
}

// Enter stores an answer that a person gave on paper; it is in at once. One that exists already stands.
func Enter(tx *db.Tx, cp couple.Couple, decision uuid.UUID, a Answer, today time.Time) error {
	p, err := Get(tx, cp.ID, decision)
	if err != nil {
		return err
	}
	who, known := cp.Partner(a.Person)
	switch {
	case !known || who.Left():
		return fault.Field("person", "decision_person_choose")
	case !p.Running() || !p.Kind.Opens():
		return fault.Stale("decision_over")
	}
	body, err := sealed(tx, seal.OfPartner(cp.ID, a.Person), answerRef(decision, a.Person, 1), a.Words)
	if err != nil {
		return err
	}
	n, err := tx.Exec(sqlAnswerAdd, tx.Scope().Practice(), cp.ID, decision, a.Person, p.Kind, body, "in", "paper", tx.Now(), today)
	if err == nil && n == 0 {
		return fault.Field("person", "decision_own_hands")
	}
	tx.Audit(audit.DecisionEntered, decision, cp.ID)
	return err
}

const (
	sqlOpenAnswers = `UPDATE decision_answer SET opened_on = $4 WHERE practice_id = $1 AND couple_id = $2 AND decision_id = $3 AND person_id IN ($5, $6) AND state = 'in' AND opened_on IS NULL
RETURNING decision_id, person_id, kind, body, source, saved_at, in_on, version`
	sqlCopy   = `INSERT INTO decision_opened (practice_id, couple_id, decision_id, author_id, body, made_on, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	sqlOpened = `UPDATE decision SET opened_on = $3, in_session = $4, version = version + 1 WHERE practice_id = $1 AND id = $2 AND opened_on IS NULL AND closed_on IS NULL`
	sqlClose  = `UPDATE decision SET closed_on = $3, version = version + 1 WHERE practice_id = $1 AND id = $2 AND opened_on IS NULL AND closed_on IS NULL`
)

// Open opens the two answers for both at once, word for word, on the practice's civil date today. Both must belong to the couple
// and be in at that moment: one that is taken back while this runs wins, or comes too late.
func Open(tx *db.Tx, cp couple.Couple, decision uuid.UUID, inSession bool, today time.Time) error {
	p, err := Get(tx, cp.ID, decision)
	if err != nil {
		return err
	}
	if err := couple.MayPass(tx, cp.ID); err != nil {
		return err
	}
	here, err := both(cp, today)
	if err != nil {
		return err
	}
	if !p.Kind.Opens() {
		return fault.Stale("decision_never_opens")
	}
	s := tx.Scope()
	n, err := tx.Exec(sqlOpened, s.Practice(), decision, today, inSession)
	if err == nil && n == 0 {
		return fault.Stale("decision_over")
	}
	if err != nil {
		return err
	}
	var rows []answerRow
	if err := tx.List(&rows, sqlOpenAnswers, s.Practice(), cp.ID, decision, today, here[0], here[1]); err != nil {
		return err
	}
	if len(rows) != places {
		return fault.Stale("decision_not_both")
	}
	for _, r := range rows {
		if err := copyOf(tx, cp.ID, r, today); err != nil {
			return err
		}
	}
	tx.Audit(audit.DecisionOpened, decision, cp.ID)
	return nil
}

// copyOf stores the copy of one answer that both read.
func copyOf(tx *db.Tx, id couple.ID, r answerRow, today time.Time) error {
	a, err := r.open(tx, id)
	if err != nil {
		return err
	}
	body, err := sealed(tx, seal.OfCouple(id), copyRef(r.Decision, r.Person), a.Words)
	if err != nil {
		return err
	}
	s := tx.Scope()
	_, err = tx.Exec(sqlCopy, s.Practice(), id, r.Decision, r.Person, body, today, tx.Now(), s.Person())
	return err
}

// Close ends a decision without opening anything; what each wrote stays with them.
func Close(tx *db.Tx, id couple.ID, decision uuid.UUID, today time.Time) error {
	if _, err := Get(tx, id, decision); err != nil {
		return err
	}
	n, err := tx.Exec(sqlClose, tx.Scope().Practice(), decision, today)
	if err == nil && n == 0 {
		return fault.Stale("decision_over")
	}
	tx.Audit(audit.DecisionClosed, decision, id)
	return err
}

const sqlOutcome = `INSERT INTO decision_outcome (practice_id, couple_id, id, decision_id, body, made_on, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// Conclude records what came of a decision, in the words of the two; both read it. Another word is added beside the earlier ones.
func Conclude(tx *db.Tx, id couple.ID, decision uuid.UUID, o Outcome, today time.Time) error {
	p, err := Get(tx, id, decision)
	if err != nil {
		return err
	}
	if err := couple.MayPass(tx, id); err != nil {
		return err
	}
	switch {
	case p.Running() || !p.Kind.Opens():
		return fault.Stale("decision_still_running")
	case o.Choice != "" && !slices.Contains(Outcomes(p.Kind, decision), o.Choice):
		return fault.Field("choice", "decision_choose")
	}
	o.ID = uuid.New()
	body, err := sealed(tx, seal.OfCouple(id), outcomeRef(o.ID), outcomeWords{o.Choice, o.Text})
	if err != nil {
		return err
	}
	s := tx.Scope()
	_, err = tx.Exec(sqlOutcome, s.Practice(), id, o.ID, decision, body, today, tx.Now(), s.Person())
	tx.Audit(audit.DecisionConcluded, decision, id)
	return err
}

// OpenGate is the counselor's own act after an outcome: the gate of the decision opens, whatever was decided.
func OpenGate(tx *db.Tx, cp couple.Couple, decision uuid.UUID, today time.Time) error {
	p, err := Get(tx, cp.ID, decision)
	if err != nil {
		return err
	}
	if p.Kind != Decide || len(p.Outcomes) == 0 {
		return fault.Stale("decision_no_outcome")
	}
	tx.Audit(audit.DecisionGate, decision, cp.ID)
	return couple.Judge(tx, cp, []couple.Judgement{{Gate: couple.G8, Opened: true, On: today, Basis: "session"}})
}
