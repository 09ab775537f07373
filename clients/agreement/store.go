package agreement

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

func proposalRef(id uuid.UUID, version int) seal.Ref {
	return seal.Ref{Table: "agreement_proposal", Row: id.String(), Version: version}
}

func versionRef(id uuid.UUID, number int) seal.Ref {
	return seal.Ref{Table: "agreement_version", Row: id.String() + " " + strconv.Itoa(number), Version: 1}
}

func sealTerms(tx *db.Tx, o seal.Owner, ref seal.Ref, t Terms) ([]byte, error) {
	body, err := json.Marshal(t)
	if err != nil {
		return nil, err
	}
	return tx.Seal(o, ref, body)
}

func openTerms(tx *db.Tx, o seal.Owner, ref seal.Ref, sealed []byte) (t Terms, err error) {
	body, err := tx.Open(o, ref, sealed)
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal(body, &t)
}

const sqlAgreements = `SELECT id, made_on, ended_on FROM agreement WHERE practice_id = $1 AND couple_id = $2 ORDER BY made_on, id`

const sqlVersions = `SELECT agreement_id, number, body, bearer_id, starts_on, until_on, review_on, passed_on, in_force_on, dropped_on FROM agreement_version
WHERE practice_id = $1 AND couple_id = $2 ORDER BY agreement_id, number`

const sqlSignatures = `SELECT agreement_id, number, person_id, answer, how, signed_on FROM agreement_signature WHERE practice_id = $1 AND couple_id = $2`

const sqlReviews = `SELECT agreement_id, on_date, next_on FROM agreement_review WHERE practice_id = $1 AND couple_id = $2 ORDER BY on_date`

// OfCouple answers a couple's register, in the order the agreements were made, as far as the scope sees: a partner their own
// signatures only. The number of statements does not grow with the register.
func OfCouple(tx *db.Tx, id couple.ID) ([]Agreement, error) {
	s := tx.Scope()
	var rows []struct {
		ID      uuid.UUID  `db:"id"`
		MadeOn  time.Time  `db:"made_on"`
		EndedOn *time.Time `db:"ended_on"`
	}
	if err := tx.List(&rows, sqlAgreements, s.Practice(), id); err != nil || len(rows) == 0 {
		return nil, err
	}
	all, at := make([]Agreement, len(rows)), make(map[uuid.UUID]*Agreement, len(rows))
	for i, r := range rows {
		all[i] = Agreement{ID: r.ID, MadeOn: r.MadeOn, EndedOn: r.EndedOn}
		at[r.ID] = &all[i]
	}
	if err := readVersions(tx, id, at); err != nil {
		return nil, err
	}
	if err := readReviews(tx, id, at); err != nil {
		return nil, err
	}
	if last := s.Until(); !last.IsZero() {
		for i := range all {
			all[i] = all[i].asSeenUntil(last)
		}
	}
	return all, nil
}

func readVersions(tx *db.Tx, id couple.ID, at map[uuid.UUID]*Agreement) error {
	var rows []struct {
		Agreement uuid.UUID  `db:"agreement_id"`
		Number    int        `db:"number"`
		Body      []byte     `db:"body"`
		PassedOn  time.Time  `db:"passed_on"`
		InForceOn *time.Time `db:"in_force_on"`
		DroppedOn *time.Time `db:"dropped_on"`
		Span
	}
	if err := tx.List(&rows, sqlVersions, tx.Scope().Practice(), id); err != nil {
		return err
	}
	var signatures []struct {
		Agreement uuid.UUID `db:"agreement_id"`
		Number    int       `db:"number"`
		Signature
	}
	if err := tx.List(&signatures, sqlSignatures, tx.Scope().Practice(), id); err != nil {
		return err
	}
	for _, r := range rows {
		terms, err := openTerms(tx, seal.OfCouple(id), versionRef(r.Agreement, r.Number), r.Body)
		if err != nil {
			return err
		}
		v := Version{Number: r.Number, Terms: terms, Span: r.Span, PassedOn: r.PassedOn, InForceOn: r.InForceOn, DroppedOn: r.DroppedOn, Signatures: map[tenant.PersonID]Signature{}}
		for _, s := range signatures {
			if s.Agreement == r.Agreement && s.Number == r.Number {
				v.Signatures[s.Person] = s.Signature
			}
		}
		if a := at[r.Agreement]; a != nil {
			a.Versions = append(a.Versions, v)
		}
	}
	return nil
}

func readReviews(tx *db.Tx, id couple.ID, at map[uuid.UUID]*Agreement) error {
	var rows []struct {
		Agreement uuid.UUID `db:"agreement_id"`
		On        time.Time `db:"on_date"`
		Next      time.Time `db:"next_on"`
	}
	if err := tx.List(&rows, sqlReviews, tx.Scope().Practice(), id); err != nil {
		return err
	}
	for _, r := range rows {
		if a := at[r.Agreement]; a != nil {
			a.Reviews = append(a.Reviews, Review{r.On, r.Next})
		}
	}
	return nil
}

// Get answers one agreement in the scope's sight. One of another couple does not exist.
func Get(tx *db.Tx, id couple.ID, agreement uuid.UUID) (Agreement, error) {
	all, err := OfCouple(tx, id)
	if err != nil {
		return Agreement{}, err
	}
	return find(all, agreement)
}

func find(all []Agreement, id uuid.UUID) (Agreement, error) {
	i := slices.IndexFunc(all, func(a Agreement) bool { return a.ID == id })
	if i < 0 {
		return Agreement{}, fault.Absent()
	}
	return all[i], nil
}

type proposalRow struct {
	ID        uuid.UUID       `db:"id"`
	Author    tenant.PersonID `db:"author_id"`
	Kind      Kind            `db:"kind"`
	Agreement *uuid.UUID      `db:"agreement_id"`
	Body      []byte          `db:"body"`
	State     State           `db:"state"`
	Source    string          `db:"source"`
	By        string          `db:"entered_name"`
	SavedAt   time.Time       `db:"saved_at"`
	SentOn    *time.Time      `db:"sent_on"`
	PassedOn  *time.Time      `db:"passed_on"`
	TalkOn    *time.Time      `db:"talk_on"`
	Version   int             `db:"version"`
	Span
}

const sqlProposals = `SELECT a.id, a.author_id, a.kind, a.agreement_id, a.body, a.bearer_id, a.starts_on, a.until_on, a.review_on, a.state, a.source, a.saved_at, a.sent_on,
  a.passed_on, a.talk_on, a.version, coalesce(p.chosen_name, '') AS entered_name
FROM agreement_proposal a LEFT JOIN person p ON p.practice_id = a.practice_id AND p.id = a.entered_by
WHERE a.practice_id = $1 AND a.couple_id = $2 ORDER BY a.saved_at, a.id`

// Proposals answers what was proposed in a couple, oldest first: to a partner their own, to staff with care what was sent.
func Proposals(tx *db.Tx, id couple.ID) ([]Proposal, error) {
	var rows []proposalRow
	if err := tx.List(&rows, sqlProposals, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	all := make([]Proposal, 0, len(rows))
	for _, r := range rows {
		terms, err := openTerms(tx, seal.OfPartner(id, r.Author), proposalRef(r.ID, r.Version), r.Body)
		if err != nil {
			return nil, err
		}
		p := Proposal{ID: r.ID, Author: r.Author, Kind: r.Kind, Agreement: r.Agreement, Terms: terms, Span: r.Span, State: r.State, Paper: r.Source == "paper", By: r.By,
			SavedAt: r.SavedAt, SentOn: r.SentOn, PassedOn: r.PassedOn, TalkOn: r.TalkOn, Version: r.Version}
		all = append(all, p.asSeenUntil(tx.Scope().Until()))
	}
	return all, nil
}

func findProposal(all []Proposal, id uuid.UUID) (Proposal, error) {
	i := slices.IndexFunc(all, func(p Proposal) bool { return p.ID == id })
	if i < 0 {
		return Proposal{}, fault.Absent()
	}
	return all[i], nil
}

// GetProposal answers one proposal in the scope's sight.
func GetProposal(tx *db.Tx, id couple.ID, proposal uuid.UUID) (Proposal, error) {
	all, err := Proposals(tx, id)
	if err != nil {
		return Proposal{}, err
	}
	return findProposal(all, proposal)
}
