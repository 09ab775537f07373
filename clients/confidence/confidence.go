// Package confidence is the room of what one partner told the counselor alone and the counselor holds: what it was, which policy
// applied, until when something is to be decided, and what came of it.
//
// Only staff with care enter. It is shown on its own page, and on Today when a deadline comes near, without a word of it; it must
// never stand in room view, in an agenda, on paper, in a report, or on any page of a partner.
package confidence

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/tenant"
)

// Outcome is what came of a confidence.
type Outcome string

// The outcomes.
const (
	BySelf      Outcome = "self"      // the person said it themself
	ByCounselor Outcome = "counselor" // the counselor brought it in, by the policy
	Kept        Outcome = "kept"      // it stays between the two of them
	ForSafety   Outcome = "safety"    // told because of danger, outside every policy
	Moot        Outcome = "moot"      // it no longer matters
)

// Outcomes lists them in the order of the form.
func Outcomes() []Outcome { return []Outcome{BySelf, ByCounselor, Kept, ForSafety, Moot} }

// Known tells whether o is one of them.
func (o Outcome) Known() bool {
	for _, k := range Outcomes() {
		if o == k {
			return true
		}
	}
	return false
}

// Held is one confidence.
type Held struct {
	ID       uuid.UUID       `db:"id"`
	Couple   tenant.CoupleID `db:"couple_id"`
	Person   tenant.PersonID `db:"person_id"`
	Policy   couple.Policy   `db:"policy"` // what that person had signed when it was told; couple.Unsigned: nothing
	HeardOn  time.Time       `db:"heard_on"`
	Deadline *time.Time      `db:"deadline"` // a civil date; nil: none
	Outcome  Outcome         `db:"outcome"`  // empty while it is held
	ClosedAt *time.Time      `db:"closed_at"`
	By       string          `db:"chosen_name"`
	Version  int             `db:"version"`
	Sealed   []byte          `db:"told"`
	SealedBy []byte          `db:"outcome_told"`
	Told     string          `db:"-"`
	Closing  string          `db:"-"` // what came of it, in the counselor's words
}

// LogValue keeps what was told out of logs.
func (Held) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Open tells whether it is still held.
func (h Held) Open() bool { return h.ClosedAt == nil }

// TextMost is the most characters of either text.
const TextMost = 4000

// ahead is how far in the future a deadline may lie, in days.
const ahead = 365

// DeadlineFits tells whether a day may be a deadline: from today to a year ahead.
func DeadlineFits(day, today time.Time) bool {
	return !day.Before(today) && !day.After(today.AddDate(0, 0, ahead))
}
