// Package setback is the room of the plan for hard moments: what each partner notes on a calm day, what of it became the plan of
// both, and the waves that came.
//
// Each partner enters their own plan and waves, and reads the joint plan. Counselors with care read what was sent to them, pass
// it on word for word, and write lines together with both in a session. What a person keeps is theirs alone: staff never read
// it, no number is drawn from it, and neither a gate nor a hold closes it. The room must never count days without a wave, set
// anything back because one came, or show one partner that the other wrote, sent or had something.
package setback

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/server/tenant"
)

// Lines are the four parts of a plan, each in the words of who wrote it; any may be empty.
type Lines struct {
	Sign    string `json:"sign,omitempty"`    // the early sign that a wave is coming
	Ask     string `json:"ask,omitempty"`     // what I ask for then
	Partner string `json:"partner,omitempty"` // what my partner can do or say
	Return  string `json:"return,omitempty"`  // how we come back
}

// LogValue keeps the words out of logs.
func (Lines) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Names are the parts of a plan in their order; they are also the names of the fields.
func Names() []string { return []string{"sign", "ask", "partner", "return"} }

// at is the part of that name; nil for a name that is none.
func (l *Lines) at(name string) *string {
	switch name {
	case "sign":
		return &l.Sign
	case "ask":
		return &l.Ask
	case "partner":
		return &l.Partner
	case "return":
		return &l.Return
	}
	return nil
}

// Empty tells whether nothing is written.
func (l Lines) Empty() bool { return l == Lines{} }

// Only answers the named parts and leaves the others out.
func (l Lines) Only(names []string) (kept Lines) {
	for _, name := range names {
		if from := l.at(name); from != nil {
			*kept.at(name) = *from
		}
	}
	return kept
}

// Plan is a person's own plan as it stands. Version is 0 before the first save.
type Plan struct {
	Lines   Lines
	SavedAt time.Time
	Version int
}

// LogValue keeps the words out of logs.
func (Plan) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Sent is what a person sent to the counselor to become part of the joint plan. It stands as it was sent.
type Sent struct {
	ID     uuid.UUID
	Author tenant.PersonID
	Lines  Lines
	Paper  bool      // the counselor entered it from paper
	By     string    // who entered it then
	On     time.Time // the author's civil date
	Passed *time.Time
	Talk   *time.Time // kept for a session instead
}

// LogValue keeps the words out of logs.
func (Sent) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Waits tells whether the counselor has done nothing about it yet.
func (s Sent) Waits() bool { return s.Passed == nil && s.Talk == nil }

// Part is one version of one voice in the joint plan: of a partner, or of both where Author is nil.
type Part struct {
	ID     uuid.UUID
	Author *tenant.PersonID
	Lines  Lines
	On     time.Time // when it was passed on
}

// LogValue keeps the words out of logs.
func (Part) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// by is the key of a voice: nobody stands for both.
func (p Part) by() tenant.PersonID {
	if p.Author == nil {
		return tenant.PersonID{}
	}
	return *p.Author
}

// Standing splits the joint plan, oldest first, into the newest version of each voice and the earlier ones, newest first.
func Standing(all []Part) (now, earlier []Part) {
	seen := map[tenant.PersonID]bool{}
	for i := len(all) - 1; i >= 0; i-- {
		if p := all[i]; seen[p.by()] {
			earlier = append(earlier, p)
		} else {
			seen[p.by()] = true
			now = append(now, p)
		}
	}
	return now, earlier
}

// Waiting answers what waits to be passed on, one for each author: the newest, where nothing newer was dealt with.
func Waiting(all []Sent) (waits []Sent) {
	seen := map[tenant.PersonID]bool{}
	for i := len(all) - 1; i >= 0; i-- {
		s := all[i]
		if !seen[s.Author] && s.Waits() {
			waits = append(waits, s)
		}
		seen[s.Author] = true
	}
	return waits
}

// Wave is a hard moment that came, kept by who had it.
type Wave struct {
	ID       uuid.UUID
	On       time.Time // civil date
	Strength *int      // 0 to 10; nil when not said
	Words    Words
	SavedAt  time.Time
	Version  int
}

// LogValue keeps the words out of logs.
func (Wave) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Words are what somebody wrote about a wave; any may be empty.
type Words struct {
	Trigger string `json:"trigger,omitempty"` // what set it off
	Helped  string `json:"helped,omitempty"`
	Stands  string `json:"stands,omitempty"` // what still stands
	Next    string `json:"next,omitempty"`   // the next small step
}

// LogValue keeps the words out of logs.
func (Words) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Strongest is the upper end of how strong a wave was.
const Strongest = 10

// Told is a line that somebody wrote to the counselor about a wave; nothing else of the wave goes with it.
type Told struct {
	ID     uuid.UUID
	Wave   uuid.UUID
	Person tenant.PersonID
	Text   string
	On     time.Time // the writer's civil date
}

// LogValue keeps the words out of logs.
func (Told) LogValue() slog.Value { return slog.StringValue("[withheld]") }
