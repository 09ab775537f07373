// Package boundary is the room of boundaries: what somebody needs to feel secure, what they themselves will do if it is crossed,
// what they ask of the other, and on which day they look at it again.
//
// A draft is its author's alone. What is sent goes to the counselor, who reviews each version before the other reads it; the
// other may answer the request, and that answer passes through the counselor as well. Both partners and staff with care enter.
// The room must never let a boundary cross by itself, never hold a password, a place to track or a copy of a message, never ask
// a reason of who ends one, and never tell one partner what the other drafts, sends or has not answered.
package boundary

import (
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/fault"
	"amends/server/tenant"
)

// MostWeeks is how many weeks ahead the review day may lie.
const MostWeeks = 12

// Lines are the parts of a boundary in its author's words. Need and Do are always there once it is sent.
type Lines struct {
	Need  string `json:"need,omitempty"`  // to feel secure I need
	Fine  string `json:"fine,omitempty"`  // what is fine for me
	Do    string `json:"do,omitempty"`    // what I will do if it is crossed
	Ask   string `json:"ask,omitempty"`   // what I ask of you; you may say no
	Value string `json:"value,omitempty"` // the value behind it
}

// LogValue keeps the words out of logs.
func (Lines) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Names are the parts in the order they are read; they are also the names of the fields.
func Names() []string { return []string{"need", "do", "ask", "fine", "value"} }

// needed tells whether a boundary cannot be sent without that part.
func needed(name string) bool { return name == "need" || name == "do" }

// at is the part of that name; nil for a name that is none.
func (l *Lines) at(name string) *string {
	switch name {
	case "need":
		return &l.Need
	case "fine":
		return &l.Fine
	case "do":
		return &l.Do
	case "ask":
		return &l.Ask
	case "value":
		return &l.Value
	}
	return nil
}

// checkReview asks that a review day lies after today and at most MostWeeks ahead. Both are civil dates of the author.
func checkReview(review *time.Time, today time.Time) *fault.Error {
	switch {
	case review == nil:
		return fault.Field("review", "boundary_review_missing")
	case !review.After(today):
		return fault.Field("review", "boundary_review_past")
	case review.After(today.AddDate(0, 0, 7*MostWeeks)):
		return fault.Field("review", "boundary_review_far", "Most", MostWeeks)
	}
	return nil
}

// Draft is the next version in the making, its author's alone.
type Draft struct {
	Lines   Lines
	Review  *time.Time
	SavedAt time.Time
	Version int
}

// LogValue keeps the words out of logs.
func (Draft) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Complete tells what is missing before a draft can be sent on the author's date today.
func (d Draft) Complete(today time.Time) error {
	var faults fault.List
	for _, name := range Names() {
		if needed(name) && *d.Lines.at(name) == "" {
			faults = append(faults, fault.Field(name, "boundary_"+name+"_missing"))
		}
	}
	if f := checkReview(d.Review, today); f != nil {
		faults = append(faults, f)
	}
	return faults.OrNil()
}

// State is what became of a version that was sent.
type State string

// The states. Only a version that was sent or kept for a session can still be passed on or sent back.
const (
	Sent   State = "sent"
	Talk   State = "talk" // talked about in a session first
	Back   State = "back" // sent back with a word to the author
	Passed State = "passed"
)

// Version is one version of a boundary as it went to the counselor. It never changes.
type Version struct {
	Number  int
	Lines   Lines
	Review  time.Time // civil date
	Paper   bool      // entered by the counselor, from paper or from what was said
	By      string    // who entered it then
	On      time.Time // the author's civil date
	State   State
	Decided *time.Time
	Word    string // the counselor's, to the author
}

// LogValue keeps the words out of logs.
func (Version) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Waits tells whether the counselor still decides about it.
func (v Version) Waits() bool { return v.State == Sent || v.State == Talk }

// Copy is a version as both read it.
type Copy struct {
	Number int
	Lines  Lines
	Review time.Time
	On     time.Time // when it was passed on
}

// LogValue keeps the words out of logs.
func (Copy) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Reply is the other's word on the request.
type Reply string

// The replies. No is a complete answer.
const (
	Yes       Reply = "yes"
	No        Reply = "no"
	TalkAbout Reply = "talk"
)

// Replies lists them in the order a form shows them.
func Replies() []Reply { return []Reply{Yes, No, TalkAbout} }

// Known tells whether r is one of the three.
func (r Reply) Known() bool { return slices.Contains(Replies(), r) }

// Answer is a reply to one version, for the counselor. A changed one is another turn.
type Answer struct {
	Number, Turn int
	Person       tenant.PersonID
	Reply        Reply
	Paper        bool
	By           string    // who entered it, when it came on paper or was said aloud
	On           time.Time // the answering person's civil date
	Passed       *time.Time
}

// Given is a reply as it was passed on.
type Given struct {
	Number, Turn int
	Reply        Reply
	On           time.Time
}

// Boundary is one boundary with all that came of it, as far as its reader may see.
type Boundary struct {
	ID      uuid.UUID
	Couple  couple.ID
	Author  tenant.PersonID
	Ended   *time.Time // civil date
	Draft   *Draft     // to the author alone
	Sent    []Version  // in the order of their numbers; to the author and staff
	Copies  []Copy     // what both read, in the order of their numbers
	Answers []Answer   // in the order of their turns; to who answered and staff
	Given   []Given    // in the order they were passed on
}

// Standing is the version that both read now; false when there is none or the boundary was ended.
func (b Boundary) Standing() (Copy, bool) {
	if len(b.Copies) == 0 || b.Ended != nil {
		return Copy{}, false
	}
	return b.Copies[len(b.Copies)-1], true
}

// numberOf answers the version behind the copy at a place, counted from 1; 0 where there is none.
func (b Boundary) numberOf(place int) int {
	if place < 1 || place > len(b.Copies) {
		return 0
	}
	return b.Copies[place-1].Number
}

// Newest is the version sent last; false before anything was sent.
func (b Boundary) Newest() (Version, bool) {
	if len(b.Sent) == 0 {
		return Version{}, false
	}
	return b.Sent[len(b.Sent)-1], true
}

// Waiting is the version the counselor has to decide about. A newer one takes the place of an older one.
func (b Boundary) Waiting() (Version, bool) {
	v, any := b.Newest()
	return v, any && b.Ended == nil && v.Waits()
}

// Changed tells whether the draft says something else than what was sent last.
func (b Boundary) Changed() bool {
	v, any := b.Newest()
	return b.Draft != nil && any && (b.Draft.Lines != v.Lines || b.Draft.Review != nil && !b.Draft.Review.Equal(v.Review))
}

// ReviewDue tells whether the standing version is to be looked at again on a civil date, and nothing newer is under way.
func (b Boundary) ReviewDue(today time.Time) bool {
	c, stands := b.Standing()
	_, waits := b.Waiting()
	return stands && !waits && !c.Review.After(today)
}

// LastAnswer is the newest reply to the standing version; false when there is none in sight.
func (b Boundary) LastAnswer() (Answer, bool) {
	c, stands := b.Standing()
	for i := len(b.Answers) - 1; i >= 0 && stands; i-- {
		if b.Answers[i].Number == c.Number {
			return b.Answers[i], true
		}
	}
	return Answer{}, false
}

// LastGiven is the newest reply to the standing version that was passed on.
func (b Boundary) LastGiven() (Given, bool) {
	c, stands := b.Standing()
	for i := len(b.Given) - 1; i >= 0 && stands; i-- {
		if b.Given[i].Number == c.Number {
			return b.Given[i], true
		}
	}
	return Given{}, false
}

// Words are the boundary as its reader sees it in a list: the version both read, else what was sent last, else the draft.
func (b Boundary) Words() Lines {
	v, sent := b.Newest()
	switch {
	case len(b.Copies) > 0:
		return b.Copies[len(b.Copies)-1].Lines
	case sent:
		return v.Lines
	case b.Draft != nil:
		return b.Draft.Lines
	}
	return Lines{}
}
