// Package homework is the room of repair steps given to partners: what was assigned to whom, what they wrote, what they
// sent, and what the counselor has to read.
//
// Counselors with care assign, set aside, excuse, read what was sent and record what was done on paper. A partner opens only
// work given to that partner, writes drafts nobody else reads, and then sends, declines or says not now; each is a complete
// answer. It must never show one partner that the other opened, wrote, sent or declined anything, never show a kept text or
// a draft to the counselor, never pass anything on to the other partner, and never put a due date on the injured partner's work.
package homework

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/programme"
	"amends/server/tenant"
)

// State is where one person stands with one assignment.
type State string

// The states. Paused is the counselor's, for one step or for all; set aside is a mark on the whole assignment and comes back with undo.
const (
	Open      State = "open"
	Underway  State = "underway"
	Submitted State = "submitted"
	Declined  State = "declined"
	Later     State = "later" // "not now", a complete answer
	Excused   State = "excused"
	Paused    State = "paused"
	Paper     State = "paper" // done on paper, recorded by the counselor
	Aside     State = "aside" // only as an answer of AdherenceOf: the assignment was set aside before it was done
)

// Act is something done with an assignment.
type Act string

// The acts: the first six are the partner's own, the others the counselor's.
const (
	Save     Act = "save"
	Submit   Act = "submit"
	Decline  Act = "decline"
	NotNow   Act = "later"
	Reopen   Act = "reopen"
	Withdraw Act = "withdraw"
	Excuse   Act = "excuse"
	Unexcuse Act = "unexcuse"
	OnPaper  Act = "paper"
)

// After answers the state an act leads to; false when the act is not possible in that state.
func (s State) After(a Act) (State, bool) {
	to, ok := map[Act]struct {
		from []State
		to   State
	}{
		Save:     {[]State{Open, Underway, Later, Declined}, Underway},
		Submit:   {[]State{Open, Underway, Later}, Submitted},
		Decline:  {[]State{Open, Underway, Later}, Declined},
		NotNow:   {[]State{Open, Underway, Later}, Later},
		Reopen:   {[]State{Declined, Later}, Open},
		Withdraw: {[]State{Submitted}, Underway},
		Excuse:   {[]State{Open, Underway, Later}, Excused},
		Unexcuse: {[]State{Excused}, Open},
		OnPaper:  {[]State{Open, Underway, Later, Declined, Excused}, Paper},
	}[a]
	if !ok {
		return s, false
	}
	for _, from := range to.from {
		if from == s {
			return to.to, true
		}
	}
	return s, false
}

// Waits tells whether the person may still write and answer.
func (s State) Waits() bool { return s == Open || s == Underway || s == Later }

// Done tells whether the work counts as done.
func (s State) Done() bool { return s == Submitted || s == Paper }

// Reading is when the counselor reads what is sent.
type Reading string

// The two ways.
const (
	ReadBefore Reading = "before" // before the session: it waits on Today
	ReadAsked  Reading = "asked"  // only if asked
)

// Assignment is one step given to one partner or to both.
type Assignment struct {
	ID         uuid.UUID         `db:"id"`
	Couple     tenant.CoupleID   `db:"couple_id"`
	VersionID  uuid.UUID         `db:"programme_version_id"`
	Code       programme.Code    `db:"code"`
	Step       programme.StepKey `db:"step_key"`
	Titles     words             `db:"title"`
	Minutes    int               `db:"minutes"`
	GivenAt    time.Time         `db:"given_at"`
	From       time.Time         `db:"from_on"`
	Due        *time.Time        `db:"due_on"` // nil: none; for the injured partner there is none whatever stands here
	Reading    Reading           `db:"reading"`
	SetAsideAt *time.Time        `db:"set_aside_at"`
	InSession  *time.Time        `db:"in_session_at"` // kept for the session: nobody is asked for it at home
	Repeats    int               `db:"repeats"`       // days until it comes round again; 0: done once, programme.AnyDay: on any day
	AnswersTo  *uuid.UUID        `db:"answers_id"`    // the released copy that an acknowledgement answers; nil for anything else
	Version    int               `db:"version"`
}

// Title is the step's name in a language.
func (a Assignment) Title(lang string) string {
	if t := programme.Title(a.Titles).In(programme.Lang(lang)); t != "" {
		return t
	}
	return string(a.Code)
}

// Number is the row's number within its programme.
func (a Assignment) Number() string { return programme.Number(a.Code) }

// Person is one person's part in an assignment. The role is counselor knowledge: it only picks the wording.
type Person struct {
	Person   tenant.PersonID `db:"person_id"`
	Name     string          `db:"chosen_name"`
	Role     programme.Role  `db:"role"`
	State    State           `db:"state"`
	DoneOn   *time.Time      `db:"done_on"`
	ReadAt   *time.Time      `db:"read_at"`
	Changed  time.Time       `db:"changed_at"`
	Resting  bool            `db:"resting"`  // it was sent, and everything rests: it does not come round
	Obstacle Obstacle        `db:"obstacle"` // what got in the way, as the person chose to say; for the counselor
	Entry    *uuid.UUID      `db:"entry_id"` // what the counselor may read; nil when there is nothing
	Asked    *uuid.UUID      `db:"asked_id"` // what the person asks to be released and is not held back; the first of several
}

// ToRead tells whether something the person sent waits to be read.
func (p Person) ToRead() bool { return p.State == Submitted && p.ReadAt == nil && p.Entry != nil }

// Due is the due date as it holds for this person: never one for the injured partner.
func (p Person) Due(a Assignment) *time.Time {
	if p.Role == programme.Injured || a.InSession != nil {
		return nil
	}
	return a.Due
}

// Work is one assignment with everybody it was given to, as the counselor's pages list it.
type Work struct {
	Assignment
	People []Person
}

// Aside tells whether the counselor set the assignment aside.
func (w Work) Aside() bool { return w.SetAsideAt != nil }

// Waits tells whether somebody may still do it.
func (w Work) Waits() bool {
	for _, p := range w.People {
		if p.State.Waits() && !w.Aside() {
			return true
		}
	}
	return false
}

// Person finds one of the people.
func (w Work) Person(id tenant.PersonID) (Person, bool) {
	for _, p := range w.People {
		if p.Person == id {
			return p, true
		}
	}
	return Person{}, false
}

// Item is one piece of work as its partner's Today lists it.
type Item struct {
	ID      uuid.UUID  `db:"id"`
	Titles  words      `db:"title"`
	Code    string     `db:"code"`
	Minutes int        // of the partner's own parts; 0 where they take none
	Due     *time.Time `db:"due_on"`
	State   State      `db:"state"`
}

// Title is the step's name in a language.
func (i Item) Title(lang string) string {
	return Assignment{Titles: i.Titles, Code: programme.Code(i.Code)}.Title(lang)
}

// Href is the work's own page.
func (i Item) Href() string { return WorkPath(i.ID) }

// WorkPath is the partner's page of an assignment.
func WorkPath(id uuid.UUID) string { return "/work/" + id.String() }

// AssignmentPath is the counselor's page of an assignment.
func AssignmentPath(id uuid.UUID) string { return "/assignments/" + id.String() }

// Waiting is one thing to read first, over a whole caseload.
type Waiting struct {
	Couple tenant.CoupleID `db:"couple_id"`
	Person tenant.PersonID `db:"person_id"`
	Name   string          `db:"chosen_name"`
	Entry  uuid.UUID       `db:"entry_id"`
	Titles words           `db:"title"`
	Code   string          `db:"code"`
	Since  time.Time       `db:"changed_at"`
}

// Title is the step's name in a language.
func (w Waiting) Title(lang string) string {
	return Assignment{Titles: w.Titles, Code: programme.Code(w.Code)}.Title(lang)
}

// Href is the page where it is read.
func (w Waiting) Href() string { return "/entries/" + w.Entry.String() }

// Given is one assignment to one person, for figures. Due is nil where none may be; State is Aside when it was set aside
// before it was done.
type Given struct {
	Person     tenant.PersonID `db:"person_id"`
	Assignment uuid.UUID       `db:"id"`
	Code       programme.Code  `db:"code"`
	Titles     words           `db:"title"`
	From       time.Time       `db:"from_on"`
	Due        *time.Time      `db:"due_on"`
	DoneOn     *time.Time      `db:"done_on"`
	State      State           `db:"state"`
}
