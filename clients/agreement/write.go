package agreement

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

const sqlPropose = `INSERT INTO agreement_proposal (practice_id, couple_id, id, author_id, kind, agreement_id, body, bearer_id, starts_on, until_on, review_on, state, source, saved_at, sent_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`

// Begin stores a new draft of the partner of the scope.
func Begin(tx *db.Tx, p Proposal) error {
	p.Author, p.State = tx.Scope().Person(), Draft
	tx.Audit(audit.ProposalBegun, p.ID, tx.Scope().Couple())
	return insertProposal(tx, tx.Scope().Couple(), p)
}

func insertProposal(tx *db.Tx, id couple.ID, p Proposal) error {
	body, err := sealTerms(tx, seal.OfPartner(id, p.Author), proposalRef(p.ID, 1), p.Terms)
	if err != nil {
		return err
	}
	source := "self"
	if p.Paper {
		source = "paper"
	}
	_, err = tx.Exec(sqlPropose, tx.Scope().Practice(), id, p.ID, p.Author, p.Kind, p.Agreement, body, p.Span.Bearer, p.Span.Starts, p.Span.Until, p.Span.Review,
		p.State, source, tx.Now(), p.SentOn)
	return err
}

const sqlSaveProposal = `UPDATE agreement_proposal SET body = $4, bearer_id = $5, starts_on = $6, until_on = $7, review_on = $8, state = $9, saved_at = $10, sent_on = $11, version = version + 1
WHERE practice_id = $1 AND id = $2 AND version = $3 AND state = 'draft'`

// SaveProposal stores a draft made from version from; with sentOn, the author's civil date, it goes to the counselor and stands.
func SaveProposal(tx *db.Tx, p Proposal, from int, sentOn *time.Time) error {
	s := tx.Scope()
	body, err := sealTerms(tx, seal.OfPartner(s.Couple(), s.Person()), proposalRef(p.ID, from+1), p.Terms)
	if err != nil {
		return err
	}
	state, verb := Draft, audit.ProposalSaved
	if sentOn != nil {
		state, verb = Sent, audit.ProposalSent
	}
	n, err := tx.Exec(sqlSaveProposal, s.Practice(), p.ID, from, body, p.Span.Bearer, p.Span.Starts, p.Span.Until, p.Span.Review, state, tx.Now(), sentOn)
	if err == nil && n == 0 {
		return fault.Stale("agreement_stale")
	}
	tx.Audit(verb, p.ID, s.Couple())
	return err
}

// Record stores a proposal made on paper or aloud, as the counselor took it down; it waits like any other.
func Record(tx *db.Tx, cp couple.Couple, p Proposal, today time.Time) error {
	if who, known := cp.Partner(p.Author); !known || who.Left() {
		return fault.Field("author", "agreement_author_choose")
	}
	p.Kind, p.State, p.Paper, p.SentOn = Fresh, Sent, true, &today
	tx.Audit(audit.ProposalRecorded, p.ID, cp.ID)
	return insertProposal(tx, cp.ID, p)
}

const sqlSign = `INSERT INTO agreement_signature AS s (practice_id, couple_id, agreement_id, number, person_id, answer, how, signed_on, made_by, made_at)
SELECT v.practice_id, v.couple_id, v.agreement_id, v.number, $5, $6, $7, $8, $9, $10 FROM agreement_version v
WHERE v.practice_id = $1 AND v.couple_id = $2 AND v.agreement_id = $3 AND v.number = $4 AND v.in_force_on IS NULL AND v.dropped_on IS NULL
ON CONFLICT (practice_id, agreement_id, number, person_id) DO UPDATE SET answer = excluded.answer, how = excluded.how, signed_on = excluded.signed_on,
  made_by = excluded.made_by, made_at = excluded.made_at, version = s.version + 1`

// Sign stores a person's answer to an open version: in the app by themselves, or as the counselor heard or saw it. Until the version
// is in force the answer may change; then it stands.
func Sign(tx *db.Tx, id couple.ID, agreement uuid.UUID, number int, s Signature) error {
	n, err := tx.Exec(sqlSign, tx.Scope().Practice(), id, agreement, number, s.Person, s.Answer, s.How, s.On, tx.Scope().Person(), tx.Now())
	if err == nil && n == 0 {
		return fault.Stale("agreement_not_open")
	}
	tx.Audit(audit.AgreementSigned, agreement, id)
	return err
}

const (
	sqlMake = `INSERT INTO agreement (practice_id, couple_id, id, made_on) VALUES ($1, $2, $3, $4)`

	sqlAddVersion = `INSERT INTO agreement_version (practice_id, couple_id, agreement_id, number, body, bearer_id, starts_on, until_on, review_on, passed_on, passed_at, passed_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

	sqlPassed = `UPDATE agreement_proposal SET passed_on = $3 WHERE practice_id = $1 AND id = $2 AND state = 'sent' AND passed_on IS NULL`

	sqlDrop = `UPDATE agreement_version SET dropped_on = $4, version = version + 1
WHERE practice_id = $1 AND agreement_id = $2 AND number = $3 AND in_force_on IS NULL AND dropped_on IS NULL`
)

// Pass lets a proposal become a version that both read and sign, on the practice's civil date today. A version that still waited for
// signatures gives way to it; the running one stands. It answers the agreement.
func Pass(tx *db.Tx, id couple.ID, proposal uuid.UUID, today time.Time) (uuid.UUID, error) {
	if _, err := GetProposal(tx, id, proposal); err != nil { // one of another couple does not exist, whatever the gates say
		return uuid.Nil, err
	}
	if err := couple.MayPass(tx, id); err != nil {
		return uuid.Nil, err
	}
	p, err := GetProposal(tx, id, proposal)
	if err != nil {
		return uuid.Nil, err
	}
	if p.PassedOn != nil {
		return uuid.Nil, fault.Stale("agreement_passed_already")
	}
	if p.Kind == End || p.Span.Check(today) != nil {
		return uuid.Nil, fault.Stale("agreement_cannot_pass")
	}
	if err := couple.BothHere(tx, id, today, p.Author); err != nil {
		return uuid.Nil, err
	}
	a, err := target(tx, id, p, today)
	if err != nil {
		return uuid.Nil, err
	}
	practice, number := tx.Scope().Practice(), len(a.Versions)+1
	if _, err := tx.Exec(sqlPassed, practice, proposal, today); err != nil {
		return uuid.Nil, err
	}
	if v, open := a.ToSign(); open {
		if _, err := tx.Exec(sqlDrop, practice, a.ID, v.Number, today); err != nil {
			return uuid.Nil, err
		}
	}
	body, err := sealTerms(tx, seal.OfCouple(id), versionRef(a.ID, number), p.Terms)
	if err != nil {
		return uuid.Nil, err
	}
	_, err = tx.Exec(sqlAddVersion, practice, id, a.ID, number, body, p.Span.Bearer, p.Span.Starts, p.Span.Until, p.Span.Review, today, tx.Now(), tx.Scope().Person())
	tx.Audit(audit.ProposalPassed, proposal, id)
	return a.ID, err
}

// target is the agreement a proposal belongs to: a new one, or the one it changes.
func target(tx *db.Tx, id couple.ID, p Proposal, today time.Time) (Agreement, error) {
	if p.Kind == Fresh {
		a := Agreement{ID: uuid.New(), MadeOn: today}
		_, err := tx.Exec(sqlMake, tx.Scope().Practice(), id, a.ID, today)
		return a, err
	}
	a, err := Get(tx, id, *p.Agreement)
	if err == nil && a.EndedOn != nil {
		err = fault.Stale("agreement_ended_already")
	}
	return a, err
}

const sqlTalk = `UPDATE agreement_proposal SET talk_on = $3 WHERE practice_id = $1 AND id = $2 AND state = 'sent' AND passed_on IS NULL AND talk_on IS NULL`

// KeepForSession leaves a proposal for the two to talk about; its author reads so.
func KeepForSession(tx *db.Tx, id couple.ID, proposal uuid.UUID, today time.Time) error {
	if _, err := GetProposal(tx, id, proposal); err != nil {
		return err
	}
	n, err := tx.Exec(sqlTalk, tx.Scope().Practice(), proposal, today)
	if err == nil && n == 0 {
		return fault.Stale("agreement_passed_already")
	}
	tx.Audit(audit.ProposalKept, proposal, id)
	return err
}

const sqlForce = `UPDATE agreement_version SET in_force_on = $4, version = version + 1
WHERE practice_id = $1 AND agreement_id = $2 AND number = $3 AND in_force_on IS NULL AND dropped_on IS NULL`

// Activate puts the version that both signed in force, on the practice's civil date today.
func Activate(tx *db.Tx, cp couple.Couple, agreement uuid.UUID, number int, today time.Time) error {
	if _, err := Get(tx, cp.ID, agreement); err != nil {
		return err
	}
	if err := couple.MayPass(tx, cp.ID); err != nil {
		return err
	}
	a, err := Get(tx, cp.ID, agreement)
	if err != nil {
		return err
	}
	v, open := a.ToSign()
	if !open || v.Number != number {
		return fault.Stale("agreement_not_open")
	}
	switch {
	case !cp.Both(today):
		return fault.Stale("couple_nobody")
	case !v.SignedBy(people(cp)):
		return fault.Stale("agreement_not_signed")
	}
	_, err = tx.Exec(sqlForce, tx.Scope().Practice(), agreement, number, today)
	tx.Audit(audit.AgreementActivated, agreement, cp.ID)
	return err
}

// Drop takes the version that waits for signatures back; what stands goes on.
func Drop(tx *db.Tx, cp couple.Couple, agreement uuid.UUID, number int, today time.Time) error {
	a, err := Get(tx, cp.ID, agreement)
	if err != nil {
		return err
	}
	n, err := tx.Exec(sqlDrop, tx.Scope().Practice(), a.ID, number, today)
	if err == nil && n == 0 {
		return fault.Stale("agreement_not_open")
	}
	tx.Audit(audit.AgreementDropped, agreement, cp.ID)
	return err
}

const (
	sqlEnd       = `UPDATE agreement SET ended_on = $3, ended_by = $4, version = version + 1 WHERE practice_id = $1 AND id = $2 AND ended_on IS NULL`
	sqlEndAsked  = `UPDATE agreement_proposal SET passed_on = $3 WHERE practice_id = $1 AND agreement_id = $2 AND kind = 'end' AND state = 'sent' AND passed_on IS NULL`
	sqlAddReview = `INSERT INTO agreement_review (practice_id, couple_id, agreement_id, on_date, next_on, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (practice_id, agreement_id, on_date) DO UPDATE SET next_on = excluded.next_on`
)

// Finish ends an agreement for both; what it said stays readable. It asks no gate: to stop must always be possible.
func Finish(tx *db.Tx, id couple.ID, agreement uuid.UUID, today time.Time) error {
	if _, err := Get(tx, id, agreement); err != nil {
		return err
	}
	practice := tx.Scope().Practice()
	n, err := tx.Exec(sqlEnd, practice, agreement, today, tx.Scope().Person())
	if err == nil && n == 0 {
		return fault.Stale("agreement_ended_already")
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlEndAsked, practice, agreement, today)
	tx.Audit(audit.AgreementEnded, agreement, id)
	return err
}

// Reviewed records a look at a running agreement and when the next one is.
func Reviewed(tx *db.Tx, id couple.ID, agreement uuid.UUID, r Review) error {
	a, err := Get(tx, id, agreement)
	if err != nil {
		return err
	}
	if v, runs := a.Running(); !runs || a.EndedOn != nil || r.On.Before(*v.InForceOn) {
		return fault.Stale("agreement_not_running")
	}
	_, err = tx.Exec(sqlAddReview, tx.Scope().Practice(), id, agreement, r.On, r.Next, tx.Scope().Person(), tx.Now())
	tx.Audit(audit.AgreementReviewed, agreement, id)
	return err
}

// bearerOf answers for whom an agreement goes when it is for one; an unknown person is a fault of the form.
func bearerOf(known func(tenant.PersonID) bool, b *tenant.PersonID) error {
	if b != nil && !known(*b) {
		return fault.Field("bearer", "agreement_bearer_choose")
	}
	return nil
}
