package question

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// listView is a partner's page of questions: those that wait for their answer, and their own.
type listView struct {
	ForMe, Mine, Answered, Aside []rowView
	Other                        string
	MayAsk                       bool
	Rests                        bool // questions of their own, and the log is closed
	Empty                        bool
}

type rowView struct{ Text, Note, Href string }

// book is what a partner's page reads, in one transaction.
type book struct {
	mine   couple.Mine
	log    Log
	all    []Thread
	writes bool // the person belongs to the couple, and it is in care
}

// mayAsk tells whether the partner may ask and send: their log is open. A hold or a closed gate says nothing here.
func (b book) mayAsk() bool { return b.writes && b.log.Open }

func readBook(tx *db.Tx, s tenant.Partner, today time.Time) (b book, err error) {
	if b.mine, err = couple.GetMine(tx); err != nil {
		return b, err
	}
	b.writes = b.mine.MayWrite(s, today)
	logs, err := Logs(tx, s.Couple())
	if err != nil {
		return b, err
	}
	b.log = logs[s.Person()]
	b.all, err = OfCouple(tx, s.Couple())
	return b, err
}

// path is a question's address for a partner.
func path(id uuid.UUID) string { return "/questions/" + id.String() }

func (p Pages) list(c *web.Context, s tenant.Partner) error {
	return p.showList(c, s, 200, web.Fill{})
}

func (p Pages) showList(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	var b book
	err := c.View(s, func(tx *db.Tx) (err error) {
		b, err = readBook(tx, s, c.Today())
		tx.Audit(audit.QuestionRead, s.Couple().UUID, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	if b.mine.Stopped {
		return couple.ShowResting(c, "promises", c.T("question_title"), status, "")
	}
	page := web.Page{Name: "question/list", Title: c.T("question_title"), Place: "promises", Fill: fill, Data: listOf(c, s, b)}
	if work, err := uuid.Parse(c.Query("assignment")); err == nil {
		page.Back = &web.Link{Text: c.T("question_back_work"), Href: "/work/" + work.String()}
	}
	if of, err := uuid.Parse(c.Query("sent")); err == nil && status == 200 {
		page.Status = sentWords(c, b, of, s.Person())
	}
	return c.Render(status, page)
}

// sentWords is the line after something was sent; an address that somebody made up says nothing.
func sentWords(c *web.Context, b book, of uuid.UUID, me tenant.PersonID) string {
	t, err := find(b.all, of)
	if err != nil {
		return ""
	}
	if a, any := t.Last(); t.Asker != me && any && a.State == Sent {
		return c.T("question_answer_sent", "Counselor", b.mine.CounselorName(c))
	}
	if t.Asker == me && t.Stage() == WithCounselor {
		return c.T("question_sent", "Counselor", b.mine.CounselorName(c))
	}
	return ""
}

// listOf sorts the threads: what waits for this person's answer, what they asked, what is answered, what rests.
func listOf(c *web.Context, s tenant.Partner, b book) listView {
	me := s.Person()
	v := listView{Other: b.mine.Other, MayAsk: b.mayAsk()}
	for _, t := range slices.Backward(b.all) {
		text, _ := t.Words()
		row := rowView{Text: short(text), Href: path(t.ID)}
		if t.Asker == me {
			row.Note = stageWords(c, b, t)
			if text == "" {
				row.Text = c.T("question_untitled")
			}
		} else {
			row.Note = answerWords(c, b, t)
		}
		resting := t.Passed != nil && t.Passed.Resting
		switch {
		case t.Parked[me] || resting:
			v.Aside = append(v.Aside, row)
		case len(t.Given) > 0:
			v.Answered = append(v.Answered, row)
		case t.Asker == me:
			v.Mine = append(v.Mine, row)
		default:
			v.ForMe = append(v.ForMe, row)
		}
	}
	v.Rests = b.writes && !b.log.Open && (b.log.Version > 0 || len(v.Mine) > 0)
	v.Empty = len(b.all) == 0
	return v
}

// stageWords says where a person's own question stands: with the counselor, with the partner, answered.
func stageWords(c *web.Context, b book, t Thread) string {
	stage := t.Stage()
	args := []any{"Counselor", b.mine.CounselorName(c), "Name", b.mine.Other}
	if stage == Answered {
		args = append(args, "Day", c.Ago(t.Given[len(t.Given)-1].On))
	}
	return c.T("question_stage_"+string(stage), args...)
}

// answerWords says where a person's own answer stands.
func answerWords(c *web.Context, b book, t Thread) string {
	a, any := t.Last()
	switch {
	case t.Passed != nil && t.Passed.Resting:
		return c.T("question_stage_resting")
	case t.parkedByOther():
		return c.T("question_stage_parked")
	case !any && len(t.Given) == 0:
		return c.T("question_from", "Name", b.mine.Other)
	case any && a.State == Draft:
		return c.T("question_stage_draft")
	case any && a.PassedOn == nil:
		return c.T("question_stage_counselor", "Counselor", b.mine.CounselorName(c))
	}
	return c.T("question_stage_heard", "Day", c.Ago(t.Given[len(t.Given)-1].On))
}

// short is as much of a question as a list shows.
func short(text string) string { return web.Short(text, 120) }

// one shows a question: to its asker a draft to write or where it stands, to the other a page to answer on.
func (p Pages) one(c *web.Context, s tenant.Partner) error {
	return p.showOne(c, s, 200, web.Fill{}, "")
}

// showOne shows it again after a fault; theirs is the text that another window saved in between.
func (p Pages) showOne(c *web.Context, s tenant.Partner, status int, fill web.Fill, theirs string) error {
	id, err := c.ID("question")
	if err != nil {
		return err
	}
	var b book
	var t Thread
	err = c.View(s, func(tx *db.Tx) error {
		if b, err = readBook(tx, s, c.Today()); err != nil {
			return err
		}
		tx.Audit(audit.QuestionRead, id, s.Couple())
		if !b.mine.Stopped {
			t, err = find(b.all, id)
		}
		return err
	})
	if err != nil {
		return err
	}
	if b.mine.Stopped {
		return couple.ShowResting(c, "promises", c.T("question_title"), status, fill.Values.Get("text"))
	}
	back := &web.Link{Text: c.T("question_title"), Href: "/questions"}
	switch {
	case t.Asker != s.Person():
		v := answerOf(c, b, t, theirs)
		return c.Render(status, web.Page{Name: "question/answer", Title: c.T("question_answer_title"), Place: "promises", Bare: v.Write, Fill: fill, Back: back, Data: v})
	case t.Question != nil && t.Question.State == Draft:
		return c.Render(status, web.Page{Name: "question/ask", Title: c.T("question_ask_title"), Place: "promises", Bare: b.mayAsk(), Fill: fill, Back: back, Data: draftOf(c, b, t, theirs)})
	}
	return c.Render(status, web.Page{Name: "question/one", Title: c.T("question_one_title"), Place: "promises", Fill: fill, Back: back, Data: oneOf(c, b, t)})
}

// showAgain shows the page of a question with what was typed, and beside it what another window saved.
func (p Pages) showAgain(c *web.Context, s tenant.Partner) func(f *web.Form, why error) error {
	return func(f *web.Form, why error) error {
		return p.showOne(c, s, web.Status(why), f.Fill(why), web.Theirs(why))
	}
}

// act runs one of the small forms about a question in this partner's sight.
func (p Pages) act(c *web.Context, s tenant.Partner, do func(tx *db.Tx, f *web.Form, t Thread) error) error {
	id, err := c.ID("question")
	if err != nil {
		return err
	}
	return c.Receive(s, path(id), func(tx *db.Tx, f *web.Form) error {
		_, t, err := within(tx, s, c.Today(), id)
		if err != nil {
			return err
		}
		return do(tx, f, t)
	}, p.showAgain(c, s))
}

// within finds the question in the partner's sight and asks whether they still write here.
func within(tx *db.Tx, s tenant.Partner, today time.Time, id uuid.UUID) (b book, t Thread, err error) {
	if b, err = readBook(tx, s, today); err != nil {
		return b, t, err
	}
	if b.mine.Stopped {
		return b, t, couple.Resting()
	}
	if t, err = find(b.all, id); err == nil && !b.writes {
		err = couple.ReadOnly()
	}
	return b, t, err
}

func (p Pages) park(c *web.Context, s tenant.Partner) error   { return p.lay(c, s, true) }
func (p Pages) takeUp(c *web.Context, s tenant.Partner) error { return p.lay(c, s, false) }

// lay lays a question aside or takes it up again: either may, and only the counselor is told.
func (p Pages) lay(c *web.Context, s tenant.Partner, aside bool) error {
	return p.act(c, s, func(tx *db.Tx, _ *web.Form, t Thread) error {
		if t.Question != nil && t.Question.State == Draft {
			return fault.Absent()
		}
		return Park(tx, t.ID, aside)
	})
}
