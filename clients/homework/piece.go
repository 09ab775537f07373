package homework

import (
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

// Piece is one entry as another reader may get it: its title and the answers below their short names, in the writer's
// language. It names no role and no question, which are worded for the writer.
type Piece struct {
	Entry      uuid.UUID
	Assignment uuid.UUID
	Couple     couple.ID
	Author     tenant.PersonID
	Kind       programme.Kind
	Sharing    programme.Sharing
	State      EntryState
	Go         int
	OnDate     *time.Time
	Paper      bool
	Title      string
	Rows       []PieceRow
}

// PieceRow is one answer, line by line. Label is empty for free lines under a reading.
type PieceRow struct {
	Label string   `json:"label"`
	Lines []string `json:"lines"`
}

// LogValue keeps what was written out of logs.
func (Piece) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// LogValue keeps what was written out of logs.
func (PieceRow) LogValue() slog.Value { return slog.StringValue("[withheld]") }

type pieceRow struct {
	entryRow
	Assignment uuid.UUID         `db:"assignment_id"`
	Couple     couple.ID         `db:"couple_id"`
	VersionID  uuid.UUID         `db:"programme_version_id"`
	Code       programme.Code    `db:"code"`
	Step       programme.StepKey `db:"step_key"`
	Titles     words             `db:"title"`
	AnswersTo  *uuid.UUID        `db:"answers_id"`
	Role       programme.Role    `db:"role"`
}

const sqlPiece = `SELECT e.id, e.part_key, e.go, e.author_id, e.state, e.body, e.saved_at, e.sent_at, e.on_date, e.source, e.version, '' AS entered_name,
  e.assignment_id, e.couple_id, a.programme_version_id, a.code, a.step_key, a.title, a.answers_id, g.role
FROM entry e JOIN assignment a ON a.practice_id = e.practice_id AND a.id = e.assignment_id
JOIN assignee g ON g.practice_id = e.practice_id AND g.assignment_id = e.assignment_id AND g.person_id = e.author_id
WHERE e.practice_id = $1 AND e.id = $2`

// PieceOf answers one entry as another reader may get it. To its author it is there in every state but draft, to the counselor
// as far as the policy lets entries be read.
func PieceOf(tx *db.Tx, shelf *programme.Shelf, entry uuid.UUID, lang string) (Piece, error) {
	var r pieceRow
	if err := tx.Get(&r, sqlPiece, tx.Scope().Practice(), entry); err != nil {
		return Piece{}, err
	}
	if r.State == Draft {
		return Piece{}, fault.Absent()
	}
	e, err := r.open(tx, r.Couple)
	if err != nil {
		return Piece{}, err
	}
	copy, err := shelf.Version(tx, r.VersionID)
	if err != nil {
		return Piece{}, err
	}
	p := Piece{Entry: e.ID, Assignment: r.Assignment, Couple: r.Couple, Author: r.Author, State: e.State, Go: e.Go, OnDate: e.OnDate, Paper: e.Paper}
	for _, q := range r.questions(copy, lang) {
		if q.Part != e.Part {
			continue
		}
		p.Kind, p.Sharing, p.Title = q.View.Kind, q.View.Sharing, q.View.Title
		if text := e.Answers[q.Key]; q.Key != "" && q.Key != firstKey && text != "" {
			row := PieceRow{Lines: lines(shown(q, text))}
			if q.Prompt != nil {
				row.Label = q.Prompt.Label
			}
			p.Rows = append(p.Rows, row)
		}
	}
	if p.Kind == "" { // a summary for the counselor is nobody else's
		return Piece{}, fault.Absent()
	}
	return p, nil
}

func (r pieceRow) questions(copy *programme.Copy, lang string) []Question {
	unit, ok := UnitOf(copy.Lib, r.Code, r.Step)
	if !ok {
		return nil
	}
	return questionsOf(copy.Lib, unit, unit.For(r.Role), r.Role, lang, everyTurn)
}

// MayAsk tells whether its author may ask for its release: it can ever reach the other partner, and something is written.
func (p Piece) MayAsk() bool {
	_, ok := p.State.After(Ask)
	return ok && p.Sharing.Reaches() && len(p.Rows) > 0
}

// SentItem is one line of a list of what was sent, without its words.
type SentItem struct {
	Entry      uuid.UUID
	Assignment uuid.UUID
	Author     tenant.PersonID
	Kind       programme.Kind
	State      EntryState
	Title      string
	OnDate     *time.Time
	SentAt     *time.Time
	AskedAt    *time.Time
	Go         int
}

type sentRow struct {
	ID         uuid.UUID         `db:"id"`
	Assignment uuid.UUID         `db:"assignment_id"`
	Author     tenant.PersonID   `db:"author_id"`
	Part       programme.PartKey `db:"part_key"`
	Go         int               `db:"go"`
	State      EntryState        `db:"state"`
	SentAt     *time.Time        `db:"sent_at"`
	OnDate     *time.Time        `db:"on_date"`
	AskedAt    *time.Time        `db:"asked_at"`
	VersionID  uuid.UUID         `db:"programme_version_id"`
	Code       programme.Code    `db:"code"`
	Step       programme.StepKey `db:"step_key"`
	Titles     words             `db:"title"`
	Role       programme.Role    `db:"role"`
}

const sqlSentColumns = `SELECT e.id, e.assignment_id, e.author_id, e.part_key, e.go, e.state, e.sent_at, e.on_date, e.asked_at,
  a.programme_version_id, a.code, a.step_key, a.title, g.role
FROM entry e JOIN assignment a ON a.practice_id = e.practice_id AND a.id = e.assignment_id
JOIN assignee g ON g.practice_id = e.practice_id AND g.assignment_id = e.assignment_id AND g.person_id = e.author_id
WHERE e.practice_id = $1 AND e.couple_id = $2 `

const (
	sqlSent  = sqlSentColumns + `AND e.state <> 'draft' ORDER BY e.sent_at DESC NULLS LAST, e.id LIMIT 200`
	sqlAsked = sqlSentColumns + `AND e.state = 'release_asked' AND NOT EXISTS (SELECT 1 FROM release_hold h WHERE h.practice_id = $1 AND h.entry_id = e.id AND h.ended_at IS NULL)
ORDER BY e.sent_at DESC NULLS LAST, e.id LIMIT 200`
)

// Sendings answers what was sent or kept in a couple, latest first: to a partner the own, to the counselor what may be read.
func Sendings(tx *db.Tx, shelf *programme.Shelf, id couple.ID, lang string) ([]SentItem, error) {
	return sendings(tx, shelf, id, lang, sqlSent)
}

// Askings answers what is asked to be released in a couple and neither decided nor held back, latest first; for staff.
func Askings(tx *db.Tx, shelf *programme.Shelf, id couple.ID, lang string) ([]SentItem, error) {
	return sendings(tx, shelf, id, lang, sqlAsked)
}

func sendings(tx *db.Tx, shelf *programme.Shelf, id couple.ID, lang, query string) ([]SentItem, error) {
	var rows []sentRow
	if err := tx.List(&rows, query, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	out := make([]SentItem, 0, len(rows))
	for _, r := range rows {
		item := SentItem{Entry: r.ID, Assignment: r.Assignment, Author: r.Author, State: r.State, OnDate: r.OnDate, SentAt: r.SentAt, AskedAt: r.AskedAt, Go: r.Go}
		copy, err := shelf.Version(tx, r.VersionID)
		if err != nil {
			return nil, err
		}
		unit, _ := UnitOf(copy.Lib, r.Code, r.Step)
		if v, ok := copy.Lib.View(unit.Code, r.Step, r.Part, r.Role, programme.Lang(lang)); ok {
			item.Kind, item.Title = v.Kind, v.Title
			out = append(out, item)
		}
	}
	return slices.Clip(out), nil
}
