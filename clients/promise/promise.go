// Package promise is the room of small, datable promises between the two partners.
//
// A promise is joint: its keeper and the counselor read it from the start, the other partner once it passes, which is at once but
// while joint work rests; nothing the keeper sees tells which. Its keeper says "I did it" or
// "not this time", the other one confirms or says "not yet", and the counselor may record what was said aloud. Both
// partners and staff with care enter; the reason for a "not yet" is for its author and the counselor alone. The room must
// never count silence as kept, never total what stayed unconfirmed for a partner, and never rank the two.
package promise

import (
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/tenant"
)

// Cadence is how often a promise falls due.
type Cadence string

// Once falls due on its last day; Weekly on the weekday of its first day; Daily on every day.
const (
	Once   Cadence = "once"
	Daily  Cadence = "daily"
	Weekly Cadence = "weekly"
)

// Cadences lists them in the order a form shows them.
func Cadences() []Cadence { return []Cadence{Once, Weekly, Daily} }

// Known tells whether c is one of the three.
func (c Cadence) Known() bool { return c == Once || c == Daily || c == Weekly }

// State is whether a promise goes on.
type State string

// A promise is active until somebody ends it; reaching its last day is not an end of this kind.
const (
	Active State = "active"
	Ended  State = "ended"
)

// Promise is one thing a partner will do, with a date. Dates are the keeper's civil dates, as UTC midnight.
type Promise struct {
	ID         uuid.UUID       `db:"id"`
	Couple     couple.ID       `db:"couple_id"`
	Keeper     tenant.PersonID `db:"keeper_id"`
	Sealed     []byte          `db:"text"`
	Text       string          `db:"-"`
	Cadence    Cadence         `db:"cadence"`
	StartsOn   time.Time       `db:"starts_on"`
	UntilOn    *time.Time      `db:"until_on"` // Once: by when; else nil while it goes on
	EndedOn    *time.Time      `db:"ended_on"` // set while State is Ended
	KeeperLeft *time.Time      `db:"keeper_left"`
	Assignment *uuid.UUID      `db:"assignment_id"` // the step it was made in
	State      State           `db:"state"`
	MadeOn     time.Time       `db:"made_on"`
	MadeBy     tenant.PersonID `db:"made_by"`
	PassedOn   *time.Time      `db:"passed_on"` // from when the other reads it; nil while it waits for the counselor
	Version    int             `db:"version"`
	Deeds      []Deed          `db:"-"` // days something was said about, earliest first
	Disputes   []Dispute       `db:"-"` // to a partner their own; the keeper never sees one
}

// LogValue keeps the text out of logs.
func (Promise) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Outcome is what the other partner said about a day.
type Outcome string

// The outcomes; empty is silence, which is not kept.
const (
	Silent    Outcome = ""
	Confirmed Outcome = "confirmed"
	NotYet    Outcome = "not_yet"
)

// How is the way an outcome was given.
type How string

// In the app by the partner, aloud in a session, or on paper; the last two are recorded by the counselor.
const (
	InApp     How = "app"
	InSession How = "session"
	OnPaper   How = "paper"
)

// Deed is one day of a promise and what was said about it.
type Deed struct {
	Promise   uuid.UUID  `db:"promise_id"`
	On        time.Time  `db:"on_date"`
	Kept      *bool      `db:"kept"` // what the keeper said; nil: nothing
	KeptAt    *time.Time `db:"kept_at"`
	Outcome   Outcome    `db:"outcome"`
	OutcomeBy *uuid.UUID `db:"outcome_by"`
	OutcomeAt *time.Time `db:"outcome_at"`
	How       How        `db:"how"`
	Version   int        `db:"version"` // 0: nothing was said yet
}

// SaidKept tells whether the keeper said it was done.
func (d Deed) SaidKept() bool { return d.Kept != nil && *d.Kept }

// SaidNot tells whether the keeper said "not this time".
func (d Deed) SaidNot() bool { return d.Kept != nil && !*d.Kept }

// Reason is why somebody said "not yet": for the author and the counselor alone.
type Reason struct {
	Promise uuid.UUID       `db:"promise_id"`
	On      time.Time       `db:"on_date"`
	Author  tenant.PersonID `db:"author_id"`
	Sealed  []byte          `db:"body"`
	Text    string          `db:"-"`
	MadeAt  time.Time       `db:"made_at"`
	ReadAt  *time.Time      `db:"read_at"`
}

// LogValue keeps the text out of logs.
func (Reason) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// asSeenUntil is what a partner who left sees: nothing said after their last day. Instants are compared by their date in
// UTC, so that at the edge of a day less is shown rather than more.
func (p Promise) asSeenUntil(last time.Time) Promise {
	after := func(t *time.Time) bool { return t != nil && t.UTC().Truncate(24*time.Hour).After(last) }
	if after(p.EndedOn) {
		p.EndedOn, p.State = nil, Active
	}
	deeds := make([]Deed, 0, len(p.Deeds))
	for _, d := range p.Deeds {
		if after(d.KeptAt) {
			d.Kept, d.KeptAt = nil, nil
		}
		if after(d.OutcomeAt) {
			d.Outcome, d.OutcomeBy, d.OutcomeAt, d.How = Silent, nil, nil, ""
		}
		if d.Kept != nil || d.Outcome != Silent {
			deeds = append(deeds, d)
		}
	}
	p.Deeds = deeds
	return p
}

// BothRead leaves the promises that every partner of the couple may read: made within the time of each. Papers and screens
// for both show no others.
func BothRead(all []Promise, partners []couple.Partner) []Promise {
	var out []Promise
	for _, p := range all {
		outside := func(who couple.Partner) bool {
			return p.PassedOn == nil || p.PassedOn.Before(who.StartsOn) || !who.Reads(p.MadeOn)
		}
		if !slices.ContainsFunc(partners, outside) {
			out = append(out, p)
		}
	}
	return out
}
