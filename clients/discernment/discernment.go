// Package discernment is the room of the track beside repair: each partner alone, three paths, a few conversations and an end
// date, for when somebody is unsure whether to work on this at all.
//
// The counselor with care begins and ends it and records what it came to. Each partner has a page of their own, kept or sent to
// the counselor. It must never show one partner anything the other wrote, kept or sent, nor which path anybody leans to; that
// it goes on is known to both, and no gate or hold blocks it, because nothing in it is joint.
package discernment

import (
	"encoding/json"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/server/tenant"
)

// Outcome is what a course came to. Parting is as valid as the others, and so is leaving it open.
type Outcome string

// The three paths, and open.
const (
	Stay   Outcome = "stay"   // as it is for now
	Part   Outcome = "part"   // part ways
	Repair Outcome = "repair" // try repair for a set time
	Open   Outcome = "open"   // nothing was decided
)

// Outcomes lists them in the order of the form.
func Outcomes() []Outcome { return []Outcome{Stay, Part, Repair, Open} }

// Known tells whether o is one of them.
func (o Outcome) Known() bool { return o == Stay || o == Part || o == Repair || o == Open }

// TalksMost is how many conversations a course has at most.
const TalksMost = 5

// The shortest and the longest course, in days.
const (
	shortest = 7
	longest  = 26 * 7
)

// Course is one discernment of a couple.
type Course struct {
	ID      uuid.UUID       `db:"id"`
	Couple  tenant.CoupleID `db:"couple_id"`
	BegunOn time.Time       `db:"begun_on"`
	EndsOn  time.Time       `db:"ends_on"`  // agreed when it begins
	EndedOn *time.Time      `db:"ended_on"` // nil while it runs
	Version int             `db:"version"`
}

// Runs tells whether the course has not ended. One whose day has come runs until the counselor ends it.
func (c Course) Runs() bool { return c.EndedOn == nil }

// MayEnd tells whether a day fits as the agreed end of a course that begins today.
func MayEnd(today, ends time.Time) bool {
	return !ends.Before(today.AddDate(0, 0, shortest)) && !ends.After(today.AddDate(0, 0, longest))
}

// Ending is what the counselor recorded at the end.
type Ending struct {
	Outcome Outcome
	Told    string
}

// LogValue keeps what was written out of logs.
func (Ending) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Prompts are what a partner's page asks, in order; each is the end of a message's id.
func Prompts() []string { return []string{"came", "part", "fear", "need"} }

// TextMost is the most characters of an answer to one prompt.
const TextMost = 2000

// Thoughts are what one partner wrote: the path that seems nearest today, and an answer to each prompt.
type Thoughts struct {
	Lean    Outcome           `json:"lean"` // empty: not said; Open: unsure
	Answers map[string]string `json:"answers"`
	Version int               `json:"-"` // of the page they stand on; 0: nothing is stored
	SentAt  *time.Time        `json:"-"` // when a copy went to the counselor last; nil: never
}

// LogValue keeps what was written out of logs.
func (Thoughts) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Empty tells whether nothing is said.
func (t Thoughts) Empty() bool {
	for _, a := range t.Answers {
		if a != "" {
			return false
		}
	}
	return t.Lean == ""
}

func (t Thoughts) pack() ([]byte, error) { return json.Marshal(t) }

func unpack(text []byte) (Thoughts, error) {
	var t Thoughts
	err := json.Unmarshal(text, &t)
	return t, err
}
