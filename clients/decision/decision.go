// Package decision is the room of sealed pairs: questions that both partners answer alone, "decide together" first of all.
//
// A counselor opens a set of questions for both; each partner answers on their own page. Nobody but the author reads an answer
// until both are in; then the counselor reads the two and, as an act of their own, opens them for both at once. The room must
// never tell a partner whether the other has answered, never set a day or a score, and never give one way to decide more room
// or a better place than another: parting is an outcome like staying, and "not now" is a whole answer.
package decision

import (
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/server/tenant"
)

// Kind is a set of questions.
type Kind string

// The four sets. Enough is for each alone: it is kept, and nothing of it is ever opened.
const (
	Decide Kind = "decide" // whether and how to go on
	Values Kind = "values" // what each holds dear
	Upkeep Kind = "upkeep" // what we keep doing after counseling
	Enough Kind = "enough" // what would tell me it is enough
)

// Kinds lists them in the order a form shows them.
func Kinds() []Kind { return []Kind{Decide, Values, Upkeep, Enough} }

// Known tells whether k is one of the four.
func (k Kind) Known() bool { return slices.Contains(Kinds(), k) }

// Opens tells whether the two answers may ever be opened.
func (k Kind) Opens() bool { return k != Enough }

// Questions are the names of a set's questions in their order; they are also the names of the fields.
func (k Kind) Questions() []string {
	switch k {
	case Decide:
		return []string{"willing", "able", "staying", "leaving", "fears", "need"}
	case Values:
		return []string{"five", "shared", "act"}
	case Upkeep:
		return []string{"eased", "unready", "keep", "who", "looks"}
	case Enough:
		return []string{"enough", "whom"}
	}
	return nil
}

// places is how many answers make a pair.
const places = 2

// Lean is where somebody leans today. Empty: not said.
type Lean string

// The ways to lean. NotNow is a whole answer to any set.
const (
	Stay   Lean = "stay"
	Part   Lean = "part"
	Unsure Lean = "unsure"
	NotNow Lean = "not_now"
)

// Leans are the choices of a set. Staying and parting stand side by side as equals: which of the two comes first goes by chance
// of the decision's id, so that over all decisions neither does, and both partners see the same.
func Leans(k Kind, decision uuid.UUID) []Lean {
	if k != Decide {
		return []Lean{NotNow}
	}
	return append(ways(decision), Unsure, NotNow)
}

// ways are the two ways to decide, in the order of this decision.
func ways(decision uuid.UUID) []Lean {
	if decision[15]&1 == 1 {
		return []Lean{Part, Stay}
	}
	return []Lean{Stay, Part}
}

// Outcomes are what can come of a set, in the order of this decision. Empty stands for words without a choice.
func Outcomes(k Kind, decision uuid.UUID) []Lean {
	if k != Decide {
		return nil
	}
	return append(ways(decision), NotNow)
}

// Words are what somebody answers: a text for each question, and where they lean.
type Words struct {
	Answers map[string]string `json:"answers,omitempty"`
	Lean    Lean              `json:"lean,omitempty"`
}

// LogValue keeps the words out of logs.
func (Words) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Empty tells whether nothing is said.
func (w Words) Empty() bool {
	for _, text := range w.Answers {
		if text != "" {
			return false
		}
	}
	return w.Lean == ""
}

// Decision is one set of questions that a counselor opened for both.
type Decision struct {
	ID        uuid.UUID
	Kind      Kind
	Text      string     // the counselor's word to both; may be empty
	MadeOn    time.Time  // civil date
	OpenedOn  *time.Time // when the two answers were opened
	InSession bool       // they were opened in a session
	ClosedOn  *time.Time // closed without opening
}

// LogValue keeps the words out of logs.
func (Decision) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Running tells whether answers may still be written and taken back.
func (d Decision) Running() bool { return d.OpenedOn == nil && d.ClosedOn == nil }

// Answer is what one person wrote, a draft or in. Version is 0 before the first save.
type Answer struct {
	Person  tenant.PersonID
	Words   Words
	In      *time.Time // civil date since which it is in; nil for a draft
	Paper   bool       // the counselor entered it from paper
	SavedAt time.Time
	Version int
}

// LogValue keeps the words out of logs.
func (Answer) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Copy is an answer as it was opened for both.
type Copy struct {
	Author tenant.PersonID
	Words  Words
	On     time.Time
}

// LogValue keeps the words out of logs.
func (Copy) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Outcome is what came of it, in the words of the two, recorded by the counselor.
type Outcome struct {
	ID     uuid.UUID
	Choice Lean // empty where the set has none
	Text   string
	On     time.Time
}

// LogValue keeps the words out of logs.
func (Outcome) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Pair is a decision with all that the reader may know of it. For a partner Answers holds their own at most; for staff both,
// once both are in, and In says who is. Seen is false where joint pages are closed and only the own words are left.
type Pair struct {
	Decision
	Seen     bool
	In       map[tenant.PersonID]time.Time // staff only
	Paper    map[tenant.PersonID]string    // staff only: whose answer came on paper, and who entered it
	Answers  []Answer
	Copies   []Copy
	Outcomes []Outcome // oldest first
}

// LogValue keeps the words out of logs.
func (Pair) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Of finds one person's answer; an empty one where there is none.
func (p Pair) Of(who tenant.PersonID) Answer {
	for _, a := range p.Answers {
		if a.Person == who {
			return a
		}
	}
	return Answer{Person: who}
}

// Ready tells staff whether both answers are in and wait to be opened.
func (p Pair) Ready() bool {
	return p.Running() && p.Kind.Opens() && len(p.Answers) == places
}
