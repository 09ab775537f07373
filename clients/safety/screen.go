package safety

import (
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/tenant"
)

// Screening is one individual safety screen: offered to one partner, answered by them alone, reviewed by the counselor. The
// other partner never learns of it.
type Screening struct {
	ID          uuid.UUID       `db:"id"`
	Couple      tenant.CoupleID `db:"couple_id"`
	Person      tenant.PersonID `db:"person_id"`
	How         How             `db:"how"`
	OfferedAt   time.Time       `db:"offered_at"`
	WithdrawnAt *time.Time      `db:"withdrawn_at"`
	AnsweredAt  *time.Time      `db:"answered_at"`
	ReviewedAt  *time.Time      `db:"reviewed_at"`
	Outcome     couple.Screen   `db:"outcome"` // of the review
	By          string          `db:"chosen_name"`
}

// How says where a screen is answered.
type How string

// The ways: an own sign-in, or in the room with the counselor, never together.
const (
	ByApp  How = "app"
	InRoom How = "room"
)

// Waits tells whether the screen is still to be answered.
func (s Screening) Waits() bool { return s.AnsweredAt == nil && s.WithdrawnAt == nil }

// ToReview tells whether it was answered and waits for the counselor.
func (s Screening) ToReview() bool { return s.AnsweredAt != nil && s.ReviewedAt == nil }

// Question is one question of a screen with the answers to choose from; both are ids of messages behind safety_ask_.
type Question struct {
	Key     string
	Replies []string
}

// Questions are the house's own, in the order they are asked. Each may be skipped.
func Questions() []Question {
	return []Question{
		{"speak", []string{"yes", "mostly", "no"}},
		{"hurt", []string{"no", "before", "lately"}},
		{"free", []string{"yes", "partly", "no"}},
		{"after", []string{"no", "bit", "yes"}},
		{"child", []string{"no", "bit", "yes"}},
	}
}

// Told is what somebody answered: a reply by key, nothing where it was skipped, and words for the counselor alone.
type Told struct {
	Replies map[string]string `json:"replies"`
	Words   string            `json:"words"`
}

// LogValue keeps answers out of logs.
func (Told) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// WordsMost is the most characters of the free words of a screen.
const WordsMost = 2000

// screenSize is the length in bytes of every screen before it is sealed, so that its length tells nothing: WordsMost
// characters of at most six bytes, where JSON escapes them, and the replies.
const screenSize = 12288 + 512

// keep leaves only what was asked.
func (t Told) keep() Told {
	kept := Told{Replies: map[string]string{}, Words: t.Words}
	for _, q := range Questions() {
		if r := t.Replies[q.Key]; slices.Contains(q.Replies, r) {
			kept.Replies[q.Key] = r
		}
	}
	return kept
}

func (t Told) pack() ([]byte, error) {
	text, err := json.Marshal(t.keep())
	if err != nil {
		return nil, err
	}
	if short := screenSize - len(text); short > 0 {
		text = append(text, strings.Repeat(" ", short)...)
	}
	return text, nil
}

// Asked is what a partner's page needs to ask the screen: which one waits, and who reads it.
type Asked struct {
	Screen    uuid.UUID // the nil id: none waits
	Counselor string
	Cover     string // empty: nobody covers
}
