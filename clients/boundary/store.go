package boundary

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

func draftRef(id uuid.UUID, version int) seal.Ref {
	return seal.Ref{Table: "boundary_draft", Row: id.String(), Version: version}
}

func rowOf(id uuid.UUID, number int) string { return id.String() + " " + strconv.Itoa(number) }

func sentRef(id uuid.UUID, number int) seal.Ref {
	return seal.Ref{Table: "boundary_sent", Row: rowOf(id, number), Version: 1}
}

func wordRef(id uuid.UUID, number int) seal.Ref {
	return seal.Ref{Table: "boundary_sent.word", Row: rowOf(id, number), Version: 1}
}

func passedRef(id uuid.UUID, number int) seal.Ref {
	return seal.Ref{Table: "boundary_passed", Row: rowOf(id, number), Version: 1}
}

// sealed writes the lines of a boundary as one sealed text.
func sealed(tx *db.Tx, o seal.Owner, at seal.Ref, l Lines) ([]byte, error) {
	text, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	return tx.Seal(o, at, text)
}

// opened reads what sealed wrote.
func opened(tx *db.Tx, o seal.Owner, at seal.Ref, body []byte) (l Lines, err error) {
	text, err := tx.Open(o, at, body)
	if err != nil {
		return l, err
	}
	return l, json.Unmarshal(text, &l)
}

// reader gathers the boundaries of a couple while the tables are read.
type reader struct {
	tx  *db.Tx
	id  couple.ID
	all []*Boundary
	of  map[uuid.UUID]*Boundary
}

func (r *reader) boundary(id uuid.UUID, author tenant.PersonID) *Boundary {
	if b := r.of[id]; b != nil {
		return b
	}
	b := &Boundary{ID: id, Couple: r.id, Author: author}
	r.of[id], r.all = b, append(r.all, b)
	return b
}

// OfCouple answers a couple's boundaries, oldest first, as far as row security lets the scope see: to staff with care what was
// sent and passed, to a partner their own and what was passed. The number of statements does not grow with the boundaries.
func OfCouple(tx *db.Tx, id couple.ID) ([]Boundary, error) {
	r := &reader{tx: tx, id: id, of: map[uuid.UUID]*Boundary{}}
	for _, read := range []func() error{r.own, r.copies} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	if len(r.all) == 0 {
		return nil, nil
	}
	for _, read := range []func() error{r.drafts, r.sent, r.answers, r.given} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	out := make([]Boundary, 0, len(r.all))
	for _, b := range r.all {
		out = append(out, b.asSeenUntil(tx.Scope().Until()))
	}
	return out, nil
}

// asSeenUntil is what a partner who left sees: nothing that was decided after their last day. last is zero while they belong.
func (b Boundary) asSeenUntil(last time.Time) Boundary {
	if last.IsZero() {
		return b
	}
	if b.Ended != nil && b.Ended.After(last) {
		b.Ended = nil
	}
	for i, v := range b.Sent {
		if v.Decided != nil && v.Decided.After(last) {
			b.Sent[i].State, b.Sent[i].Decided, b.Sent[i].Word = Sent, nil, ""
		}
	}
	for i, a := range b.Answers {
		if a.Passed != nil && a.Passed.After(last) {
			b.Answers[i].Passed = nil
		}
	}
	return b
}

const sqlOwn = `SELECT id, author_id, ended_on FROM boundary WHERE practice_id = $1 AND couple_id = $2 ORDER BY begun_at, id`

func (r *reader) own() error {
	var rows []struct {
		ID     uuid.UUID       `db:"id"`
		Author tenant.PersonID `db:"author_id"`
		Ended  *time.Time      `db:"ended_on"`
	}
	if err := r.tx.List(&rows, sqlOwn, r.tx.Scope().Practice(), r.id); err != nil {
		return err
	}
	for _, row := range rows {
		r.boundary(row.ID, row.Author).Ended = row.Ended
	}
	return nil
}

const sqlCopies = `SELECT boundary_id, number, author_id, body, review_on, passed_on, ended_on FROM boundary_passed
WHERE practice_id = $1 AND couple_id = $2 ORDER BY passed_at, boundary_id, number`

func (r *reader) copies() error {
	var rows []struct {
		ID     uuid.UUID       `db:"boundary_id"`
		Number int             `db:"number"`
		Author tenant.PersonID `db:"author_id"`
		Body   []byte          `db:"body"`
		Review time.Time       `db:"review_on"`
		On     time.Time       `db:"passed_on"`
		Ended  *time.Time      `db:"ended_on"`
	}
	if err := r.tx.List(&rows, sqlCopies, r.tx.Scope().Practice(), r.id); err != nil {
		return err
	}
	for _, row := range rows {
		lines, err := opened(r.tx, seal.OfCouple(r.id), passedRef(row.ID, row.Number), row.Body)
		if err != nil {
			return err
		}
		b := r.boundary(row.ID, row.Author)
		b.Copies = append(b.Copies, Copy{Number: row.Number, Lines: lines, Review: row.Review, On: row.On})
		b.Ended = row.Ended
	}
	return nil
}

const sqlDrafts = `SELECT boundary_id, author_id, body, review_on, saved_at, version FROM boundary_draft WHERE practice_id = $1 AND couple_id = $2`

func (r *reader) drafts() error {
	var rows []struct {
		ID      uuid.UUID       `db:"boundary_id"`
		Author  tenant.PersonID `db:"author_id"`
		Body    []byte          `db:"body"`
		Review  *time.Time      `db:"review_on"`
		SavedAt time.Time       `db:"saved_at"`
		Version int             `db:"version"`
	}
	if err := r.tx.List(&rows, sqlDrafts, r.tx.Scope().Practice(), r.id); err != nil {
		return err
	}
	for _, row := range rows {
		lines, err := opened(r.tx, seal.OfPartner(r.id, row.Author), draftRef(row.ID, row.Version), row.Body)
		if err != nil {
			return err
		}
		r.boundary(row.ID, row.Author).Draft = &Draft{lines, row.Review, row.SavedAt, row.Version}
	}
	return nil
}

const sqlSent = `SELECT s.boundary_id, s.number, s.author_id, s.body, s.review_on, s.source, s.sent_on, s.state, s.decided_on, s.word, coalesce(p.chosen_name, '') AS entered_name
FROM boundary_sent s LEFT JOIN person p ON p.practice_id = s.practice_id AND p.id = s.entered_by
WHERE s.practice_id = $1 AND s.couple_id = $2 ORDER BY s.boundary_id, s.number`

func (r *reader) sent() error {
	var rows []struct {
		ID      uuid.UUID       `db:"boundary_id"`
		Number  int             `db:"number"`
		Author  tenant.PersonID `db:"author_id"`
		Body    []byte          `db:"body"`
		Review  time.Time       `db:"review_on"`
		Source  string          `db:"source"`
		On      time.Time       `db:"sent_on"`
		State   State           `db:"state"`
		Decided *time.Time      `db:"decided_on"`
		Word    []byte          `db:"word"`
		By      string          `db:"entered_name"`
	}
	if err := r.tx.List(&rows, sqlSent, r.tx.Scope().Practice(), r.id); err != nil {
		return err
	}
	for _, row := range rows {
		owner := seal.OfPartner(r.id, row.Author)
		lines, err := opened(r.tx, owner, sentRef(row.ID, row.Number), row.Body)
		if err != nil {
			return err
		}
		v := Version{Number: row.Number, Lines: lines, Review: row.Review, Paper: row.Source == "paper", By: row.By, On: row.On, State: row.State, Decided: row.Decided}
		if row.Word != nil {
			word, err := r.tx.Open(owner, wordRef(row.ID, row.Number), row.Word)
			if err != nil {
				return err
			}
			v.Word = string(word)
		}
		b := r.boundary(row.ID, row.Author)
		b.Sent = append(b.Sent, v)
	}
	return nil
}

const sqlAnswers = `SELECT a.boundary_id, a.number, a.turn, a.person_id, a.answer, a.source, a.answered_on, a.passed_on, coalesce(p.chosen_name, '') AS entered_name
FROM boundary_answer a LEFT JOIN person p ON p.practice_id = a.practice_id AND p.id = a.entered_by
WHERE a.practice_id = $1 AND a.couple_id = $2 ORDER BY a.boundary_id, a.number, a.turn`

func (r *reader) answers() error {
	var rows []struct {
		ID     uuid.UUID       `db:"boundary_id"`
		Number int             `db:"number"`
		Turn   int             `db:"turn"`
		Person tenant.PersonID `db:"person_id"`
		Answer Reply           `db:"answer"`
		Source string          `db:"source"`
		On     time.Time       `db:"answered_on"`
		Passed *time.Time      `db:"passed_on"`
		By     string          `db:"entered_name"`
	}
	if err := r.tx.List(&rows, sqlAnswers, r.tx.Scope().Practice(), r.id); err != nil {
		return err
	}
	for _, row := range rows {
		if b := r.of[row.ID]; b != nil { // out of sight while joint pages rest
			b.Answers = append(b.Answers, Answer{row.Number, row.Turn, row.Person, row.Answer, row.Source == "paper", row.By, row.On, row.Passed})
		}
	}
	return nil
}

const sqlGiven = `SELECT boundary_id, number, turn, answer, passed_on FROM boundary_answered WHERE practice_id = $1 AND couple_id = $2 ORDER BY passed_at, boundary_id, number, turn`

func (r *reader) given() error {
	var rows []struct {
		ID     uuid.UUID `db:"boundary_id"`
		Number int       `db:"number"`
		Turn   int       `db:"turn"`
		Answer Reply     `db:"answer"`
		On     time.Time `db:"passed_on"`
	}
	if err := r.tx.List(&rows, sqlGiven, r.tx.Scope().Practice(), r.id); err != nil {
		return err
	}
	for _, row := range rows {
		if b := r.of[row.ID]; b != nil {
			b.Given = append(b.Given, Given{row.Number, row.Turn, row.Answer, row.On})
		}
	}
	return nil
}

// Get answers one boundary in the scope's sight.
func Get(tx *db.Tx, id couple.ID, boundary uuid.UUID) (Boundary, error) {
	all, err := OfCouple(tx, id)
	if err != nil {
		return Boundary{}, err
	}
	return find(all, boundary)
}

// find answers one boundary by its id; one out of sight does not exist.
func find(all []Boundary, id uuid.UUID) (Boundary, error) {
	i := slices.IndexFunc(all, func(b Boundary) bool { return b.ID == id })
	if i < 0 {
		return Boundary{}, fault.Absent()
	}
	return all[i], nil
}
