package question

import (
	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// slipOf is the sheet on which somebody asks; text and why are their own words.
func slipOf(c *web.Context, h couple.Hand, text, why string) couple.Paper {
	line := h.Line
	if h.Other != "" {
		line = c.T("question_reader", "Line", line, "Name", h.Other)
	}
	p := h.Sheet(c, line)
	p.Lede = c.T("question_ask_lede")
	p.Asks = []couple.Ask{{Label: c.T("question_text"), Hint: c.T("question_text_hint"), Text: text, Lines: 5},
		{Label: c.T("question_why"), Hint: c.T("question_why_hint"), Text: why, Lines: 5}}
	return p
}

// answerSheet is the sheet on which the other answers: what was passed on, word for word, and the answerer's own words.
func answerSheet(c *web.Context, h couple.Hand, asked Passed, a Answer) couple.Paper {
	line := h.Line
	if h.Other != "" {
		line = c.T("question_reader_answer", "Line", line, "Name", h.Other)
	}
	p := h.Sheet(c, line)
	p.Given = []couple.Given{{Label: c.T("question_from", "Name", h.Other), Text: asked.Text}}
	if asked.Why != "" {
		p.Given = append(p.Given, couple.Given{Label: c.T("question_why_passed", "Name", h.Other), Text: asked.Why})
	}
	p.Asks = []couple.Ask{{Label: c.T("question_answer"), Text: a.Text, Lines: 8}, {Boxes: []couple.Box{{Label: c.T("question_unknown"), Ticked: a.Unknown}}}}
	return p
}

// printSlip is the empty slip of a partner.
func (p Pages) printSlip(c *web.Context, s tenant.Partner) error {
	var mine couple.Mine
	err := c.View(s, func(tx *db.Tx) (err error) {
		mine, err = couple.GetMine(tx)
		tx.Audit(audit.QuestionRead, s.Couple().UUID, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	if mine.Stopped {
		return couple.ShowResting(c, "promises", c.T("question_title"), 200, "")
	}
	return couple.ShowPaper(c, page(c, "question_ask_title", "question_title", "/questions"), slipOf(c, mine.HandOf(c, s), "", ""))
}

// page is a sheet's page with the way back.
func page(c *web.Context, title, back, href string) web.Page {
	return web.Page{Title: c.T(title), Place: "promises", Back: &web.Link{Text: c.T(back), Href: href}}
}

// print is a question on one sheet: to who asked it their own words, to the other what was passed on, with their own answer.
func (p Pages) print(c *web.Context, s tenant.Partner) error {
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
	hand := b.mine.HandOf(c, s)
	switch {
	case err != nil:
		return err
	case b.mine.Stopped:
		return couple.ShowResting(c, "promises", c.T("question_title"), 200, "")
	case t.Asker == s.Person():
		text, why := t.Words()
		return couple.ShowPaper(c, page(c, "question_one_title", "question_one_title", path(id)), slipOf(c, hand, text, why))
	case t.Passed == nil:
		return fault.Absent()
	}
	last, _ := t.Last()
	return couple.ShowPaper(c, page(c, "question_answer_title", "question_answer_title", path(id)), answerSheet(c, hand, *t.Passed, last))
}

// printOfCouple is the empty slip that the counselor hands to one of the two.
func (p Pages) printOfCouple(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	return couple.ShowBlank(c, s, &couple.Blanks{Couple: id, Page: page(c, "question_ask_title", "question_staff_title", staffPath(id)),
		Draw: func(h couple.Hand) couple.Paper { return slipOf(c, h, "", "") }})
}

// printAnswerOfCouple is the sheet with a question that was passed on, for the one who answers on paper.
func (p Pages) printAnswerOfCouple(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	question, err := c.ID("question")
	if err != nil {
		return err
	}
	var t Thread
	return couple.ShowBlank(c, s, &couple.Blanks{Couple: id, Page: page(c, "question_answer_title", "question_one_title", staffPath(id)+"/"+question.String()),
		Read: func(tx *db.Tx) error {
			if t, err = Get(tx, id, question); err == nil && t.Passed == nil {
				err = fault.Absent()
			}
			return err
		},
		Hands: func(who couple.Partner) bool { return who.Person != t.Asker },
		Draw:  func(h couple.Hand) couple.Paper { return answerSheet(c, h, *t.Passed, Answer{}) }})
}
