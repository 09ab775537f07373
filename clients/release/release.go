// Package release is the room in which one item of one partner becomes visible to the other: asked for by its author, read and
// passed on by the counselor as an immutable copy, and taken up by its reader as the reader chooses.
//
// An author sees the own items, previews what the other would get, asks for release, stops asking and withdraws. Counselors with
// care pass on or hold back. A reader finds what was passed on, and decides whether and how to hear a letter. It must never show
// an author whether anything was read, chosen, held back or passed over, never show a reader anything the counselor did not pass
// on, never change a copy once it is made, and never let anything pass while a hard gate is closed or a hold is on.
package release

import (
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/tenant"
)

// Content is what the reader gets, word for word: the preview of the author and that of the counselor are drawn from the same
// content by the same part of the page.
type Content struct {
	Author string              `json:"author"`
	Title  string              `json:"title"`
	Rows   []homework.PieceRow `json:"rows"`
}

// LogValue keeps what was written out of logs.
func (Content) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// contentOf makes the content of a piece.
func contentOf(p homework.Piece, author string) Content {
	return Content{Author: author, Title: p.Title, Rows: p.Rows}
}

// Choice is what a reader wants to do with a letter or statement. Each is a complete answer and can be changed.
type Choice string

// The choices; None is no answer yet.
const (
	None    Choice = ""
	Now     Choice = "now"
	Session Choice = "session" // read aloud in a session
	Paper   Choice = "paper"   // handed over on paper
	Later   Choice = "later"
	Never   Choice = "never"
)

// Choices lists the answers in the order of the page.
func Choices() []Choice { return []Choice{Now, Session, Paper, Later, Never} }

// Known tells whether c is one of the answers.
func (c Choice) Known() bool { return slices.Contains(Choices(), c) }

// Waits tells whether the reader's Today still says that something is here.
func (c Choice) Waits() bool { return c == None || c == Later }

// Offered tells whether an item of this kind is offered before it is shown: letters and statements are heavy, and never
// simply appear.
func Offered(k programme.Kind) bool { return k == programme.APO || k == programme.IMP }

// Copy is what was passed on to one reader. It never changes; closed, it is gone for its reader.
type Copy struct {
	ID       uuid.UUID
	Entry    uuid.UUID
	Couple   couple.ID
	Author   tenant.PersonID
	Reader   tenant.PersonID
	Kind     programme.Kind
	PassedOn time.Time // the reader's own date
	ClosedAt *time.Time
	Choice   Choice     // the reader's and the counselor's to know
	OpenedAt *time.Time // the same
	Content  Content
}

// LogValue keeps what was written out of logs.
func (Copy) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Shown tells whether the reader sees the words: at once, or after "read it now".
func (c Copy) Shown() bool { return !Offered(c.Kind) || c.Choice == Now }

// Hold is the counselor's private act of holding an item back, with the reason.
type Hold struct {
	ID     uuid.UUID `db:"id"`
	Entry  uuid.UUID `db:"entry_id"`
	MadeAt time.Time `db:"made_at"`
	By     string    `db:"chosen_name"`
	Sealed []byte    `db:"told"`
	Told   string    `db:"-"`
}

// LogValue keeps the reason out of logs.
func (Hold) LogValue() slog.Value { return slog.StringValue("[withheld]") }
