// Package safety is the room of the safety question: a partner's answer on a screen of its own, and the alert it raises.
//
// A partner enters with an own sign-in, and only while a cover counselor is named; treating and cover counselor read an
// alert and acknowledge it with what came of it. Whatever is answered, the partner gets the same page, and the same rows are
// written but for one that no partner can see. The room must never show an answer to the other partner, in a report, in a
// feed or on any page but the alert's own, and never keep anything on the device.
package safety

import (
	"encoding/json"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"amends/server/tenant"
)

// Reply is what a partner answered.
type Reply string

// The replies. Skipping is an answer like the others.
const (
	No       Reply = "no"
	Contact  Reply = "contact"   // please contact me
	InPerson Reply = "in_person" // I would rather say it in person
	Skip     Reply = "skip"
)

// replies are the values a form posts; each is one digit, so that every request has the same length.
func replies() map[string]Reply {
	return map[string]Reply{"1": No, "2": Contact, "3": InPerson, "4": Skip}
}

// Raises tells whether the reply enters the alert list.
func (r Reply) Raises() bool { return r == Contact || r == InPerson }

// ReachMost is the most characters of "a safe way and time to reach you".
const ReachMost = 300

// OutcomeMost is the most characters of what came of an alert.
const OutcomeMost = 4000

// Answer is a reply with the safe way to be reached.
type Answer struct {
	Reply Reply  `json:"reply"`
	Reach string `json:"reach"`
}

// LogValue keeps a safety answer out of logs.
func (Answer) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// sealedSize is the length in bytes of every answer before it is sealed, so that its length tells nothing: the reach of
// ReachMost characters at four bytes, or six where JSON escapes them, and the reply.
const sealedSize = 2048

// pack writes an answer as text of one length, padded with blanks.
func (a Answer) pack() ([]byte, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	if short := sealedSize - len(text); short > 0 {
		text = append(text, strings.Repeat(" ", short)...)
	}
	return text, nil
}

func unpack(text []byte) (Answer, error) {
	var a Answer
	err := json.Unmarshal(text, &a)
	return a, err
}

// Alert is an answer that asks for the counselor.
type Alert struct {
	ID       uuid.UUID       `db:"id"`
	Couple   tenant.CoupleID `db:"couple_id"`
	Code     string          `db:"code"`
	Person   tenant.PersonID `db:"person_id"`
	Name     string          `db:"chosen_name"`
	RaisedAt time.Time       `db:"raised_at"`
}

// Opened is one alert with what was answered, and what came of it.
type Opened struct {
	Alert
	Answer         Answer
	AcknowledgedAt *time.Time
	AcknowledgedBy string // name
	Outcome        string
}

// LogValue keeps what was written out of logs.
func (Opened) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Offer tells a partner's page whether the question may be asked, and who reads the answer.
type Offer struct {
	Open      bool   // care goes on and a cover counselor is named
	Over      bool   // care or the person's place has ended: nobody reads here any more
	Answered  bool   // since Monday
	Counselor string // treating
	Cover     string
}
