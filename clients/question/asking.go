package question

import (
	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// draftView is the page on which a question is written.
type draftView struct {
	Action, Reader   string
	Text, Why, Again string
	Options          []web.Option // earlier questions of one's own
	Version          int
	Saved, Theirs    string
	Waits            string // why nothing can be sent now; empty when it can
	Send             string
}

func draftOf(c *web.Context, b book, t Thread, theirs string) draftView {
	q := t.Question
	v := draftView{Action: path(t.ID), Text: q.Text, Why: q.Why, Version: q.Version, Theirs: theirs, Reader: askReader(c, b), Send: c.T("question_send", "Counselor", b.mine.CounselorName(c))}
	if q.AgainOf != nil {
		v.Again = q.AgainOf.String()
	}
	if !q.Blank() {
		v.Saved = c.Clock(q.SavedAt)
	}
	for _, o := range b.all {
		if o.Question != nil && o.Question.State == Asked {
			v.Options = append(v.Options, web.Option{Value: o.ID.String(), Label: short(o.Question.Text)})
		}
	}
	if len(v.Options) > 0 {
		v.Options = append([]web.Option{{Value: "", Label: c.T("question_again_no")}}, v.Options...)
	}
	switch {
	case !b.writes:
		v.Waits = c.T("couple_read_only")
	case !b.log.Open:
		v.Waits = c.T("question_preparing")
	}
	return v
}

// askReader says who reads a question: the counselor, and the other word for word once it is passed on.
func askReader(c *web.Context, b book) string {
	line := b.mine.ReaderLine(c, couple.Released)
	if b.mine.Other == "" {
		return line
	}
	return c.T("question_reader", "Line", line, "Name", b.mine.Other)
}

// begin opens an empty draft; one that is still empty is used again.
func (p Pages) begin(c *web.Context, s tenant.Partner) error {
	b := book{}
	if err := c.View(s, func(tx *db.Tx) (err error) { b, err = readBook(tx, s, c.Today()); return err }); err != nil {
		return err
	}
	for _, t := range b.all {
		if t.Question != nil && t.Question.State == Draft && t.Question.Blank() && b.mayAsk() {
			return c.Redirect(path(t.ID))
		}
	}
	id := uuid.New()
	return c.Receive(s, path(id), func(tx *db.Tx, _ *web.Form) error {
		b, err := readBook(tx, s, c.Today())
		if err != nil {
			return err
		}
		switch {
		case b.mine.Stopped:
			return couple.Resting()
		case !b.writes:
			return couple.ReadOnly()
		case !b.log.Open:
			return fault.Stale("question_preparing")
		}
		return Begin(tx, id)
	}, func(f *web.Form, why error) error { return p.showList(c, s, web.Status(why), f.Fill(why)) })
}

// mineDraft asks that a thread is the person's own draft; anything else does not exist for who writes a question.
func mineDraft(t Thread, s tenant.Partner) error {
	if t.Asker != s.Person() || t.Question == nil {
		return fault.Absent()
	}
	return nil
}

func (p Pages) save(c *web.Context, s tenant.Partner) error { return p.keep(c, s, false) }
func (p Pages) ask(c *web.Context, s tenant.Partner) error  { return p.keep(c, s, true) }

// keep stores a draft, or sends it to the counselor.
func (p Pages) keep(c *web.Context, s tenant.Partner, send bool) error {
	id, err := c.ID("question")
	if err != nil {
		return err
	}
	return c.ReceiveDraft(s, listed(id, send), func(tx *db.Tx, f *web.Form) (int, error) {
		from, _ := f.Int("version")
		b, t, err := within(tx, s, c.Today(), id)
		if err == nil {
			err = mineDraft(t, s)
		}
		if err != nil {
			return 0, err
		}
		q, err := readDraft(f, send)
		if err != nil {
			return 0, err
		}
		if t.Question.State == Asked || t.Question.Version != from {
			return 0, web.Overtake("question_stale", t.Question.Text+"\n\n"+t.Question.Why)
		}
		if err := checkAgain(b.all, q, s.Person()); err != nil {
			return 0, err
		}
		if q.ID = id; !send {
			return from + 1, Save(tx, q, from, nil)
		}
		if !b.log.Open {
			return 0, fault.Stale("question_preparing")
		}
		today := c.Today()
		return from + 1, Save(tx, q, from, &today)
	}, p.showAgain(c, s))
}

// listed is the list that a kept text leads to; it says so when something was sent.
func listed(id uuid.UUID, sent bool) string {
	if sent {
		return "/questions?sent=" + id.String()
	}
	return "/questions"
}

// oneView is one's own question after it was asked.
type oneView struct {
	Kicker, Text, Why, Path string
	Reader                  string
	Given                   []givenView // newest first
	Judge                   []web.Option
	Number                  int // of the newest answer
	JudgeReader             string
	Parked, MayPark         bool
}

type givenView struct {
	Day, Text string
	Unknown   bool
}

func oneOf(c *web.Context, b book, t Thread) oneView {
	v := oneView{Kicker: stageWords(c, b, t), Path: path(t.ID), Reader: askReader(c, b), Given: givenOf(c, t), Number: len(t.Given), MayPark: b.writes, Parked: t.Parked[t.Asker]}
	v.Text, v.Why = t.Words()
	if len(t.Given) > 0 && b.writes {
		v.JudgeReader = b.mine.ReaderLine(c, couple.ToReader)
		for _, w := range Verdicts() {
			v.Judge = append(v.Judge, web.Option{Value: string(w), Label: c.T("question_verdict_" + string(w)), Note: c.T("question_verdict_" + string(w) + "_note"), Checked: t.LastVerdict() == w})
		}
	}
	return v
}

// givenOf lists what was passed back, the newest first.
func givenOf(c *web.Context, t Thread) (all []givenView) {
	for i := len(t.Given) - 1; i >= 0; i-- {
		g := t.Given[i]
		all = append(all, givenView{Day: c.Ago(g.On), Text: g.Text, Unknown: g.Unknown})
	}
	return all
}

func (p Pages) judge(c *web.Context, s tenant.Partner) error {
	return p.act(c, s, func(tx *db.Tx, f *web.Form, t Thread) error {
		verdict := Verdict(f.Text("verdict"))
		number, _ := f.Int("number")
		switch {
		case t.Asker != s.Person() || number < 1 || number > len(t.Given):
			return fault.Absent()
		case !verdict.Known():
			return fault.Field("verdict", "question_verdict_choose")
		}
		return Judge(tx, t.ID, number, verdict)
	})
}
