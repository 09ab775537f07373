package question

import (
	"log/slog"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/seal"
	"amends/server/tenant"
)

const sqlGlance = `SELECT (SELECT count(*) FROM question_passed p WHERE p.practice_id = $1 AND p.couple_id = $2 AND p.asker_id <> $3 AND NOT p.resting
    AND NOT EXISTS (SELECT 1 FROM question_answer a WHERE a.practice_id = $1 AND a.question_id = p.question_id AND a.state = 'sent')
    AND NOT EXISTS (SELECT 1 FROM question_park k WHERE k.practice_id = $1 AND k.question_id = p.question_id AND k.parked)) AS waiting,
  NOT joint_stopped() AND (EXISTS (SELECT 1 FROM question_log l WHERE l.practice_id = $1 AND l.couple_id = $2 AND l.open)
    OR EXISTS (SELECT 1 FROM question q WHERE q.practice_id = $1 AND q.couple_id = $2)
    OR EXISTS (SELECT 1 FROM question_passed p WHERE p.practice_id = $1 AND p.couple_id = $2)) AS any_here`

// Glance is what a partner's home says of the question log.
type Glance struct {
	Waiting int  `db:"waiting"`  // questions passed on that wait for this person's answer
	Any     bool `db:"any_here"` // there is something on the page for them
}

// GlanceOf answers it for the partner of the scope, in one statement. It moves by their own acts and the counselor's alone.
func GlanceOf(tx *db.Tx) (Glance, error) {
	var g Glance
	s := tx.Scope()
	err := tx.Get(&g, sqlGlance, s.Practice(), s.Couple(), s.Person())
	return g, err
}

// Item is one line of a session's agenda.
type Item struct {
	Question uuid.UUID
	Asker    tenant.PersonID
	Text     string // of the question
	Times    int    // how often it was asked by then; 0 where that is not the reason
}

// LogValue keeps the words out of logs.
func (Item) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Agenda is what the question log brings to the next session.
type Agenda struct {
	Hear   []Item // answers to be heard before they are passed back
	Pass   []Item // questions that wait for the counselor
	Unsure []Item // "not yet" or "changed" about the newest answer
	Loops  []Item // asked for the third time or more, unanswered or not enough
}

// asked is a question that was asked, with what became of it and not a word of an answer.
type asked struct {
	ID      uuid.UUID       `db:"id"`
	Asker   tenant.PersonID `db:"asker_id"`
	Text    []byte          `db:"text"`
	AgainOf *uuid.UUID      `db:"again_of"`
	Version int             `db:"version"`
	Passed  bool            `db:"passed"`
	Given   int             `db:"given"`   // answers passed back
	Hear    bool            `db:"hear"`    // the newest answer sent is not passed back
	Parked  bool            `db:"parked"`  // by who asked
	Verdict Verdict         `db:"verdict"` // on the newest answer passed back; empty when none was said
}

const sqlForSession = `SELECT q.id, q.asker_id, q.text, q.again_of, q.version, g.given, coalesce(v.verdict, '') AS verdict,
  EXISTS (SELECT 1 FROM question_passed p WHERE p.practice_id = $1 AND p.question_id = q.id) AS passed,
  EXISTS (SELECT 1 FROM question_park k WHERE k.practice_id = $1 AND k.question_id = q.id AND k.person_id = q.asker_id AND k.parked) AS parked,
  coalesce((SELECT a.passed_on IS NULL FROM question_answer a WHERE a.practice_id = $1 AND a.question_id = q.id AND a.state = 'sent'
    ORDER BY a.saved_at DESC, a.number DESC LIMIT 1), false) AS hear
FROM question q
CROSS JOIN LATERAL (SELECT count(*) AS given FROM question_answered d WHERE d.practice_id = $1 AND d.question_id = q.id) g
LEFT JOIN question_verdict v ON v.practice_id = q.practice_id AND v.question_id = q.id AND v.person_id = q.asker_id AND v.number = g.given
WHERE q.practice_id = $1 AND q.couple_id = $2 AND q.state = 'asked' ORDER BY q.saved_at, q.id`

// ForSession answers what of the question log waits for the next session, for staff with care: in one statement, and of what was
// written only the questions are opened, those that stand on the list. From the third question on all of them are, because a
// question asked again is found by its words.
func ForSession(tx *db.Tx, id couple.ID) (a Agenda, err error) {
	var rows []asked
	if err := tx.List(&rows, sqlForSession, tx.Scope().Practice(), id); err != nil {
		return a, err
	}
	threads := make([]Thread, 0, len(rows))
	for _, r := range rows {
		q := Question{ID: r.ID, Asker: r.Asker, AgainOf: r.AgainOf, State: Asked}
		if len(rows) >= loopFrom || r.waits() || r.Hear || r.unsure() {
			text, err := tx.Open(seal.OfPartner(id, r.Asker), textRef(r.ID, r.Version), r.Text)
			if err != nil {
				return a, err
			}
			q.Text = string(text)
		}
		threads = append(threads, Thread{ID: r.ID, Asker: r.Asker, Question: &q})
	}
	loops := Loops(threads)
	for i, r := range rows {
		item := Item{Question: r.ID, Asker: r.Asker, Text: threads[i].Question.Text}
		if r.Hear {
			a.Hear = append(a.Hear, item)
		}
		if r.waits() {
			a.Pass = append(a.Pass, item)
		}
		if r.unsure() {
			a.Unsure = append(a.Unsure, item)
		}
		if item.Times = loops[r.ID]; item.Times > 0 && r.Verdict != Enough && !r.Parked {
			a.Loops = append(a.Loops, item)
		}
	}
	return a, nil
}

// waits tells whether the question waits for the counselor to pass it on.
func (r asked) waits() bool { return !r.Passed && !r.Parked && r.Given == 0 }

func (r asked) unsure() bool { return r.Verdict == NotYet || r.Verdict == Changed }
