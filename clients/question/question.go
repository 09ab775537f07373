// Package question is the room of the question log: one asks and says why it matters, the other answers.
//
// Nothing crosses by itself. A question goes to the counselor, who passes it on, a few in a week; an answer comes to the
// counselor, is heard in a session, and is then passed back. Each partner reads what they wrote and what was passed; staff with
// care read what was sent. The room must never tell the asker whether an answer is begun, nor the other what was not passed on;
// it must never count how often somebody asked, except to the counselor.
package question

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/server/civil"
	"amends/server/tenant"
)

// State is how far a text of one person went: only theirs, or with the counselor.
type State string

// A question is a draft until it is asked, an answer until it is sent.
const (
	Draft State = "draft"
	Asked State = "asked"
	Sent  State = "sent"
)

// Question is what a person asks, in their own words. Dates are the asker's civil dates, as UTC midnight.
type Question struct {
	ID      uuid.UUID
	Asker   tenant.PersonID
	Text    string
	Why     string     // why knowing matters to them
	AgainOf *uuid.UUID // the earlier question they say it repeats
	State   State
	Paper   bool   // entered by the counselor, from paper or from what was said
	By      string // who entered it then
	AskedOn *time.Time
	SavedAt time.Time
	Version int
}

// LogValue keeps the words out of logs.
func (Question) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Blank tells whether nothing is written yet.
func (q Question) Blank() bool { return q.Text == "" && q.Why == "" }

// Passed is the copy of a question that both read. It never changes; the counselor may let it rest.
type Passed struct {
	Question uuid.UUID
	Asker    tenant.PersonID
	Text     string
	Why      string
	On       time.Time
	Resting  bool
	Version  int
}

// LogValue keeps the words out of logs.
func (Passed) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Answer is what the other writes, for the counselor once it is sent. A changed answer is another number.
type Answer struct {
	Number   int
	Author   tenant.PersonID
	Text     string
	Unknown  bool // "I don't know yet"
	State    State
	Paper    bool
	By       string // who entered it, when it came on paper or was said aloud
	SavedAt  time.Time
	SentOn   *time.Time
	HeardOn  *time.Time // the session it was heard in
	PassedOn *time.Time
	Version  int
}

// LogValue keeps the words out of logs.
func (Answer) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Given is an answer as it was passed back: both read it, and the earlier ones beside it.
type Given struct {
	Number  int
	Text    string
	Unknown bool
	On      time.Time
}

// LogValue keeps the words out of logs.
func (Given) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Verdict is the asker's word on an answer. It is for the counselor; the other never reads it.
type Verdict string

// The verdicts of A5.
const (
	Enough  Verdict = "enough"
	NotYet  Verdict = "not_yet"
	Changed Verdict = "changed" // it does not match an earlier answer
)

// Verdicts lists them in the order a form shows them.
func Verdicts() []Verdict { return []Verdict{Enough, NotYet, Changed} }

// Known tells whether v is one of the three.
func (v Verdict) Known() bool { return v == Enough || v == NotYet || v == Changed }

// Log is whether a person may ask, and how many of their questions go across in one ISO week.
type Log struct {
	Open    bool
	Weekly  int
	Version int
}

// Weekly is how many questions go across in a week until the counselor says otherwise; WeeklyMost is the most they may say.
const (
	Weekly     = 3
	WeeklyMost = 20
)

// Thread is one question with all that came of it, as far as its reader may see.
type Thread struct {
	ID       uuid.UUID
	Asker    tenant.PersonID
	Question *Question // nil to who did not ask it, before and after it is passed on
	Passed   *Passed
	Answers  []Answer // in the order of their numbers; to a partner their own
	Given    []Given  // in the order they were passed back
	Parked   map[tenant.PersonID]bool
	Verdicts map[int]Verdict // by the number of the answer given; to a partner their own
}

// Stage is where a question stands for the one who asked it. It moves by their own acts and the counselor's alone.
type Stage string

// The stages. Parked is the asker's own word; Resting is the counselor's, and both see it.
const (
	Writing       Stage = "draft"
	WithCounselor Stage = "counselor"
	WithPartner   Stage = "partner"
	Answered      Stage = "answered"
	Resting       Stage = "resting"
	Parked        Stage = "parked"
)

// Stage answers where the question stands for its asker.
func (t Thread) Stage() Stage {
	switch {
	case t.Question != nil && t.Question.State == Draft:
		return Writing
	case t.Parked[t.Asker]:
		return Parked
	case t.Passed != nil && t.Passed.Resting:
		return Resting
	case len(t.Given) > 0:
		return Answered
	case t.Passed != nil:
		return WithPartner
	}
	return WithCounselor
}

// Waits tells whether the question waits for the counselor to pass it on.
func (t Thread) Waits() bool { return t.Passed == nil && t.Stage() == WithCounselor }

// Last is the newest answer of the one who answers; false when there is none.
func (t Thread) Last() (Answer, bool) {
	if len(t.Answers) == 0 {
		return Answer{}, false
	}
	return t.Answers[len(t.Answers)-1], true
}

// parkedByOther tells whether who answers laid the question aside.
func (t Thread) parkedByOther() bool {
	for person := range t.Parked {
		if person != t.Asker {
			return true
		}
	}
	return false
}

// nextNumber is the number after all the answers in sight.
func (t Thread) nextNumber() int {
	n := 0
	for _, a := range t.Answers {
		n = max(n, a.Number)
	}
	return n + 1
}

// ToHear is the newest answer that was sent and is not passed back yet: it waits to be heard in a session. A newer one takes
// the place of an older one.
func (t Thread) ToHear() (Answer, bool) {
	for i := len(t.Answers) - 1; i >= 0; i-- {
		if a := t.Answers[i]; a.State == Sent {
			return a, a.PassedOn == nil
		}
	}
	return Answer{}, false
}

// LastVerdict is the asker's word on the newest answer passed back; empty when they said nothing.
func (t Thread) LastVerdict() Verdict { return t.Verdicts[len(t.Given)] }

// Words are the question as its reader may see it.
func (t Thread) Words() (text, why string) {
	if t.Question != nil {
		return t.Question.Text, t.Question.Why
	}
	if t.Passed != nil {
		return t.Passed.Text, t.Passed.Why
	}
	return "", ""
}

// PassedIn counts how many questions of one person went across in the ISO week of a civil date.
func PassedIn(all []Thread, asker tenant.PersonID, day time.Time) (n int) {
	monday := civil.Monday(day)
	for _, t := range all {
		if t.Asker == asker && t.Passed != nil && civil.Monday(t.Passed.On).Equal(monday) {
			n++
		}
	}
	return n
}
