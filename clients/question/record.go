package question

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// threadView is one question with everything said about it, for the counselor.
type threadView struct {
	Head               couple.HeadView
	Path               string
	Kicker, Text, Why  string
	Lines              []string // what happened to it, in the order of the work
	Answers            []staffAnswer
	Verdict            string
	MayRecord, MayRest bool
	MayResume          bool
	RecordFor          string // who answers
	Number             int    // of the answer that waits to be heard; 0 when none does
	Apart              string // why no answer can be passed back, and nothing taken up again; empty where it can
	Today              string
}

type staffAnswer struct {
	Note, Text string
	Unknown    bool
}

func (p Pages) oneOfCouple(c *web.Context, s tenant.Staff) error {
	return p.showThread(c, s, 200, web.Fill{})
}

func (p Pages) showThread(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	question, err := c.ID("question")
	if err != nil {
		return err
	}
	return couple.Show(c, s, status, func(tx *db.Tx, cp couple.Couple) (web.Page, error) {
		d, err := readDesk(tx, cp)
		if err != nil {
			return web.Page{}, err
		}
		t, err := find(d.all, question)
		if err != nil {
			return web.Page{}, err
		}
		tx.Audit(audit.QuestionRead, question, cp.ID)
		return web.Page{Name: "question/thread", Title: c.T("question_one_title"), Place: "caseload", Fill: fill, Data: d.thread(c, t),
			Back: &web.Link{Text: c.T("question_staff_title"), Href: staffPath(cp.ID)}}, nil
	})
}

func (d desk) thread(c *web.Context, t Thread) threadView {
	v := threadView{Head: couple.Header(c, d.couple), Today: c.PracticeToday().Format(time.DateOnly), Path: staffPath(d.couple.ID) + "/" + t.ID.String()}
	v.Text, v.Why = t.Words()
	hear, waits := t.ToHear()
	if v.Apart = couple.Apart(c, d.couple, t.Asker); waits {
		v.Number, v.Apart = hear.Number, couple.Apart(c, d.couple, t.Asker, hear.Author)
	}
	v.Kicker = c.T("question_from", "Name", d.name(t.Asker))
	if q := t.Question; q != nil && q.AskedOn != nil {
		v.Kicker = c.T("question_asked_on", "Name", d.name(t.Asker), "Day", c.Ago(*q.AskedOn))
		if q.Paper {
			v.Lines = append(v.Lines, couple.Entered(c, q.By, *q.AskedOn))
		}
	}
	if n := Loops(d.all)[t.ID]; n > 0 {
		v.Lines = append(v.Lines, c.T("question_times_long", "Count", n))
	}
	if t.Passed != nil {
		v.Lines = append(v.Lines, c.T("question_passed_on", "Day", c.Ago(t.Passed.On)))
		other, there := d.couple.Other(t.Asker)
		v.MayRecord, v.RecordFor = there && !other.Left(), other.Name
		v.MayRest, v.MayResume = !t.Passed.Resting, t.Passed.Resting && v.Apart == ""
	}
	if aside := d.aside(c, t); aside != "" {
		v.Lines = append(v.Lines, aside)
	}
	for i := len(t.Answers) - 1; i >= 0; i-- {
		a := t.Answers[i]
		note := c.T("question_answered_by", "Name", d.name(a.Author), "Day", c.Ago(*a.SentOn))
		if a.PassedOn != nil && a.HeardOn != nil {
			note = c.T("question_answer_history", "Name", d.name(a.Author), "Heard", c.Ago(*a.HeardOn), "Day", c.Ago(*a.PassedOn))
		}
		if a.Paper {
			note += " · " + couple.Entered(c, a.By, *a.SentOn)
		}
		v.Answers = append(v.Answers, staffAnswer{note, a.Text, a.Unknown})
	}
	if w := t.LastVerdict(); w != "" {
		v.Verdict = c.T("question_said_"+string(w), "Name", d.name(t.Asker))
	}
	return v
}

// onThread runs one of the counselor's forms about one question, and shows its page again when it cannot be.
func (p Pages) onThread(c *web.Context, s tenant.Staff, do func(tx *db.Tx, cp couple.Couple, f *web.Form, question uuid.UUID) error) error {
	question, err := c.ID("question")
	if err != nil {
		return err
	}
	return couple.Receive(c, s, "/questions/"+question.String(), func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		return do(tx, cp, f, question)
	}, p.showThread)
}

func (p Pages) recordAnswer(c *web.Context, s tenant.Staff) error {
	return p.onThread(c, s, func(tx *db.Tx, cp couple.Couple, f *web.Form, question uuid.UUID) error {
		a, err := readAnswer(f, true)
		if err != nil {
			return err
		}
		return RecordAnswer(tx, cp, question, a, c.PracticeToday())
	})
}

func (p Pages) passAnswer(c *web.Context, s tenant.Staff) error {
	return p.onThread(c, s, func(tx *db.Tx, cp couple.Couple, f *web.Form, question uuid.UUID) error {
		h, err := readHearing(f, c.PracticeToday())
		if err != nil {
			return err
		}
		h.Question = question
		return PassAnswer(tx, cp.ID, h, c.PracticeToday())
	})
}

func (p Pages) rest(c *web.Context, s tenant.Staff) error {
	return p.onThread(c, s, func(tx *db.Tx, cp couple.Couple, _ *web.Form, question uuid.UUID) error {
		return Rest(tx, cp.ID, question)
	})
}

func (p Pages) resume(c *web.Context, s tenant.Staff) error {
	return p.onThread(c, s, func(tx *db.Tx, cp couple.Couple, _ *web.Form, question uuid.UUID) error {
		return Resume(tx, cp.ID, question, c.PracticeToday())
	})
}
