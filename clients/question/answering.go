package question

import (
	"time"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// answerView is the page on which the other answers.
type answerView struct {
	Kicker, Text, Why, Path string
	Reader, Send            string
	Write                   bool // the form stands here
	Change                  bool // an earlier answer was sent: this one takes its place beside it
	Value, Saved, Theirs    string
	Unknown                 bool
	Version                 int // of the draft; 0 before there is one
	Mark                    string
	Sent                    []sentView // newest first
	Parked, MayPark         bool
}

// sentView is one of the person's own answers and where it stands.
type sentView struct {
	Note, Text string
	Unknown    bool
}

func answerOf(c *web.Context, b book, t Thread, theirs string) answerView {
	v := answerView{Kicker: c.T("question_from", "Name", b.mine.Other), Path: path(t.ID), Theirs: theirs, Reader: answerReader(c, b),
		Send: c.T("question_send", "Counselor", b.mine.CounselorName(c))}
	v.Text, v.Why = t.Words()
	for i := len(t.Answers) - 1; i >= 0; i-- {
		a := t.Answers[i]
		switch {
		case a.State == Draft:
			v.Value, v.Unknown, v.Version, v.Saved = a.Text, a.Unknown, a.Version, c.Clock(a.SavedAt)
		case a.PassedOn != nil:
			v.Sent = append(v.Sent, sentView{c.T("question_stage_heard", "Day", c.Ago(*a.PassedOn)), a.Text, a.Unknown})
		default:
			v.Sent = append(v.Sent, sentView{c.T("question_stage_counselor", "Counselor", b.mine.CounselorName(c)), a.Text, a.Unknown})
		}
	}
	v.MayPark, v.Parked, v.Change = b.writes, t.parkedByOther(), len(v.Sent) > 0
	switch {
	case !b.writes:
		v.Mark = c.T("couple_read_only")
	case t.Passed == nil || t.Passed.Resting:
		v.Mark = c.T("question_resting_note")
	default:
		v.Write = !v.Parked
	}
	return v
}

// answerReader says who reads an answer: the counselor first, in a session both, and then the one who asked.
func answerReader(c *web.Context, b book) string {
	return c.T("question_reader_answer", "Line", b.mine.ReaderLine(c, couple.Released), "Name", b.mine.Other)
}

func (p Pages) saveAnswer(c *web.Context, s tenant.Partner) error { return p.keepAnswer(c, s, false) }
func (p Pages) sendAnswer(c *web.Context, s tenant.Partner) error { return p.keepAnswer(c, s, true) }

// keepAnswer stores a draft of an answer, or sends it to the counselor.
func (p Pages) keepAnswer(c *web.Context, s tenant.Partner, send bool) error {
	id, err := c.ID("question")
	if err != nil {
		return err
	}
	var sentOn *time.Time
	if today := c.Today(); send {
		sentOn = &today
	}
	return c.ReceiveDraft(s, listed(id, send), func(tx *db.Tx, f *web.Form) (int, error) {
		from, _ := f.Int("version")
		_, t, err := within(tx, s, c.Today(), id)
		if err == nil {
			err = mayAnswer(t, s, from)
		}
		if err != nil {
			return 0, err
		}
		a, err := readAnswer(f, send)
		if err != nil {
			return 0, err
		}
		return SaveAnswer(tx, t, a, from, sentOn)
	}, p.showAgain(c, s))
}

// mayAnswer asks that a question was passed to this person and does not rest, and that the draft is the one the page showed.
func mayAnswer(t Thread, s tenant.Partner, from int) error {
	if t.Asker == s.Person() || t.Passed == nil {
		return fault.Absent()
	}
	if t.Passed.Resting {
		return fault.Stale("question_resting_note")
	}
	last, any := t.Last()
	now := 0
	if any && last.State == Draft {
		now = last.Version
	}
	if now != from {
		return web.Overtake("question_stale", last.Text)
	}
	return nil
}
