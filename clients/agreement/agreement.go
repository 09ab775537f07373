// Package agreement is the register of agreements between the two partners.
//
// A proposal belongs to its author until the counselor passes it on; then both read the same words and each signs, in the app,
// aloud in a session or on paper. A version stands once both have signed it and the counselor has put it in force; a proposal to
// change becomes a new version, and the running one stands until then. Both partners and staff with care enter. The room must
// never tell one partner whether the other has signed, must never let transparency run on without a day to look at it again, and
// has no place for passwords, locations or copies of messages.
package agreement

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/server/civil"
	"amends/server/fault"
	"amends/server/tenant"
)

// Terms are the words of an agreement.
type Terms struct {
	Text string `json:"text"` // we agree that …
	Know string `json:"know"` // how both will know that it was done
	Slip string `json:"slip"` // what happens if it slips
}

// LogValue keeps the words out of logs.
func (Terms) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Blank tells whether nothing is written yet.
func (t Terms) Blank() bool { return t == Terms{} }

// Span is when an agreement goes and for whom. Dates are civil, as UTC midnight; nil is not said.
type Span struct {
	Starts *time.Time       `db:"starts_on"`
	Until  *time.Time       `db:"until_on"`
	Review *time.Time       `db:"review_on"`
	Bearer *tenant.PersonID `db:"bearer_id"` // for whom it goes; nil: for both
}

// Bounds of an agreement's dates, in days from today: it is looked at again, or over, within twelve weeks.
const (
	LookMost  = 12 * 7
	UntilMost = 366
	BackMost  = 60
)

// Check holds the dates against the rules: a first day, and a last day or a day to look at it again; the nearer of the two within
// twelve weeks, so that nothing runs on unseen.
func (s Span) Check(today time.Time) error {
	var faults fault.List
	if s.Starts == nil || s.Starts.Before(today.AddDate(0, 0, -BackMost)) || s.Starts.After(today.AddDate(0, 0, LookMost)) {
		faults = append(faults, fault.Field("starts", "agreement_starts_form"))
	}
	first := today
	if s.Starts != nil && s.Starts.After(today) {
		first = *s.Starts
	}
	if s.Until != nil && (s.Until.Before(first) || s.Until.After(today.AddDate(0, 0, UntilMost))) {
		faults = append(faults, fault.Field("until", "agreement_until_form"))
	}
	switch most := today.AddDate(0, 0, LookMost); {
	case s.Review == nil && s.Until == nil:
		faults = append(faults, fault.Field("review", "agreement_review_missing"))
	case s.Review == nil && s.Until.After(most):
		faults = append(faults, fault.Field("review", "agreement_review_needed", "Weeks", LookMost/7))
	case s.Review != nil && (s.Review.Before(first) || s.Review.After(most)):
		faults = append(faults, fault.Field("review", "agreement_review_form", "Weeks", LookMost/7))
	}
	return faults.OrNil()
}

// Kind is what a proposal asks for.
type Kind string

// A proposal makes an agreement, changes one, or asks to end one.
const (
	Fresh  Kind = "new"
	Change Kind = "change"
	End    Kind = "end"
)

// State is how far a proposal went: only its author's, or with the counselor.
type State string

// The states of a proposal.
const (
	Draft State = "draft"
	Sent  State = "sent"
)

// Proposal is what one partner proposes, in their own words.
type Proposal struct {
	ID        uuid.UUID
	Author    tenant.PersonID
	Kind      Kind
	Agreement *uuid.UUID // the one to change or to end
	Terms     Terms
	Span      Span
	State     State
	Paper     bool   // entered by the counselor, from paper or from what was said
	By        string // who entered it then
	SavedAt   time.Time
	SentOn    *time.Time
	PassedOn  *time.Time
	TalkOn    *time.Time // kept for a session instead
	Version   int
}

// LogValue keeps the words out of logs.
func (Proposal) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Waits tells whether the proposal waits for the counselor.
func (p Proposal) Waits() bool { return p.State == Sent && p.PassedOn == nil && p.TalkOn == nil }

// Answer is what a partner says to a version.
type Answer string

// The answers. "Not now" is a complete one, and only its author and the counselor know.
const (
	Signed Answer = "signed"
	NotNow Answer = "not_now"
)

// How is the way a signature was given; the last two are recorded by the counselor.
type How string

// In the app, aloud in a session, on paper.
const (
	InApp     How = "app"
	InSession How = "session"
	OnPaper   How = "paper"
)

// Signature is one partner's answer to a version.
type Signature struct {
	Person tenant.PersonID `db:"person_id"`
	Answer Answer          `db:"answer"`
	How    How             `db:"how"`
	On     time.Time       `db:"signed_on"`
}

// Version is the text of an agreement as both read it. It never changes.
type Version struct {
	Number     int
	Terms      Terms
	Span       Span
	PassedOn   time.Time
	InForceOn  *time.Time
	DroppedOn  *time.Time
	Signatures map[tenant.PersonID]Signature // to a partner their own
}

// LogValue keeps the words out of logs.
func (Version) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Open tells whether the version may still be signed.
func (v Version) Open() bool { return v.InForceOn == nil && v.DroppedOn == nil }

// SignedBy tells whether each of the people has signed.
func (v Version) SignedBy(people []tenant.PersonID) bool {
	for _, p := range people {
		if v.Signatures[p].Answer != Signed {
			return false
		}
	}
	return len(people) > 0
}

// Review is one look at an agreement in a session.
type Review struct{ On, Next time.Time }

// Agreement is one line of the register with all its versions, oldest first.
type Agreement struct {
	ID       uuid.UUID
	MadeOn   time.Time
	EndedOn  *time.Time
	Versions []Version
	Reviews  []Review // earliest first
}

// Running is the version that stands: the newest in force. False before the first stands.
func (a Agreement) Running() (Version, bool) {
	for i := len(a.Versions) - 1; i >= 0; i-- {
		if a.Versions[i].InForceOn != nil {
			return a.Versions[i], true
		}
	}
	return Version{}, false
}

// ToSign is the version that waits to be signed: the newest, while it is open and the agreement is not ended.
func (a Agreement) ToSign() (Version, bool) {
	if len(a.Versions) == 0 || a.EndedOn != nil {
		return Version{}, false
	}
	v := a.Versions[len(a.Versions)-1]
	return v, v.Open()
}

// Over tells whether the agreement stands no more on a civil date: ended by the counselor, or past its last day.
func (a Agreement) Over(today time.Time) bool {
	v, runs := a.Running()
	return a.EndedOn != nil || runs && v.Span.Until != nil && today.After(*v.Span.Until)
}

// Next is when the running version is looked at again; nil when it only has a last day. A review after it came into force moves it.
func (a Agreement) Next() *time.Time {
	v, runs := a.Running()
	if !runs {
		return nil
	}
	next := v.Span.Review
	for _, r := range a.Reviews {
		if !r.On.Before(*v.InForceOn) {
			next = &r.Next
		}
	}
	return next
}

// Overdue tells by how many days the look at a running agreement has passed; 0 when it has not.
func (a Agreement) Overdue(today time.Time) int {
	next := a.Next()
	if next == nil || a.Over(today) || !today.After(*next) {
		return 0
	}
	return civil.Days(*next, today)
}

// asSeenUntil is what a partner who left sees: nothing that was decided after their last day. last is zero while they belong.
func (p Proposal) asSeenUntil(last time.Time) Proposal {
	if last.IsZero() {
		return p
	}
	if p.PassedOn != nil && p.PassedOn.After(last) {
		p.PassedOn = nil
	}
	if p.TalkOn != nil && p.TalkOn.After(last) {
		p.TalkOn = nil
	}
	return p
}

// asSeenUntil is what a partner who left sees: nothing that happened after their last day.
func (a Agreement) asSeenUntil(last time.Time) Agreement {
	after := func(t *time.Time) bool { return t != nil && t.After(last) }
	if after(a.EndedOn) {
		a.EndedOn = nil
	}
	for i, v := range a.Versions {
		if after(v.InForceOn) {
			a.Versions[i].InForceOn = nil
		}
		if after(v.DroppedOn) {
			a.Versions[i].DroppedOn = nil
		}
	}
	return a
}
