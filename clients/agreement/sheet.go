package agreement

import (
	"time"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/tenant"
	"amends/server/web"
)

// proposalSheet is the sheet on which somebody proposes an agreement, or the end of one; the words on it are their own. The days that a
// draft begins with are nobody's words: they stand on it once something was written.
func proposalSheet(c *web.Context, h couple.Hand, q Proposal) couple.Paper {
	line := h.Line
	if h.Other != "" {
		line = c.T("agreement_reader", "Line", line, "Name", h.Other)
	}
	p := h.Sheet(c, line)
	p.Lede = c.T("agreement_draft_" + string(q.Kind) + "_lede")
	if q.Kind == End {
		p.Asks = []couple.Ask{{Label: c.T("agreement_end_why"), Text: q.Terms.Text, Lines: 8}}
		return p
	}
	p.Small = true
	p.Asks = []couple.Ask{{Label: c.T("agreement_text"), Hint: c.T("agreement_text_hint"), Text: q.Terms.Text, Lines: 2}, bearerBoxes(c, h, q)}
	if q.Terms.Blank() {
		q.Span = Span{}
	}
	day := func(on *time.Time) string {
		if on == nil {
			return ""
		}
		return c.DayYear(*on)
	}
	p.Asks = append(p.Asks, couple.Ask{Label: c.T("agreement_starts"), Text: day(q.Span.Starts), Lines: 1},
		couple.Ask{Label: c.T("agreement_review"), Hint: c.T("agreement_review_hint"), Text: day(q.Span.Review), Lines: 1},
		couple.Ask{Label: c.T("agreement_until"), Text: day(q.Span.Until), Lines: 1},
		couple.Ask{Label: c.T("agreement_know"), Text: q.Terms.Know, Lines: 2},
		couple.Ask{Label: c.T("agreement_slip"), Hint: c.T("agreement_slip_hint"), Text: q.Terms.Slip, Lines: 2})
	return p
}

// bearerBoxes asks for whom it goes: for both, for whose sheet it is, for the other. A box is ticked once there are words.
func bearerBoxes(c *web.Context, h couple.Hand, q Proposal) couple.Ask {
	wrote, bearer := !q.Terms.Blank(), q.Span.Bearer
	ask := couple.Ask{Label: c.T("agreement_bearer"), Boxes: []couple.Box{{Label: c.T("agreement_bearer_both"), Ticked: wrote && bearer == nil},
		{Label: c.T("agreement_bearer_me"), Ticked: wrote && bearer != nil && *bearer == h.Person}}}
	if h.Other != "" {
		ask.Boxes = append(ask.Boxes, couple.Box{Label: c.T("agreement_bearer_other", "Name", h.Other), Ticked: wrote && bearer != nil && *bearer != h.Person})
	}
	return ask
}

// printEmpty is the empty sheet of a partner.
func (p Pages) printEmpty(c *web.Context, s tenant.Partner) error {
	b, err := p.read(c, s, audit.AgreementRead, s.Couple().UUID, func(book) error { return nil })
	if err != nil {
		return err
	}
	if b.mine.Stopped {
		return resting(c, 200, web.Fill{})
	}
	return couple.ShowPaper(c, sheetPage(c, "agreement_title", "/agreements"), proposalSheet(c, b.mine.HandOf(c, s), Proposal{Kind: Fresh}))
}

// printProposal is the own proposal of a partner on one sheet, with their words or empty.
func (p Pages) printProposal(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("proposal")
	if err != nil {
		return err
	}
	var q Proposal
	b, err := p.read(c, s, audit.AgreementRead, id, func(b book) (err error) { q, err = findProposal(b.proposals, id); return err })
	if err != nil {
		return err
	}
	if b.mine.Stopped {
		return resting(c, 200, web.Fill{})
	}
	page := sheetPage(c, "agreement_proposal_title", proposalPath(id))
	page.Title = c.T("agreement_draft_" + string(q.Kind))
	return couple.ShowPaper(c, page, proposalSheet(c, b.mine.HandOf(c, s), q))
}

// printEmptyOfCouple is the empty sheet that the counselor hands to one of the two.
func (p Pages) printEmptyOfCouple(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	return couple.ShowBlank(c, s, &couple.Blanks{Couple: id, Page: sheetPage(c, "agreement_staff_title", staffPath(id)),
		Draw: func(h couple.Hand) couple.Paper { return proposalSheet(c, h, Proposal{Kind: Fresh}) }})
}

// sheetPage is the page of a proposal's sheet with the way back.
func sheetPage(c *web.Context, back, href string) web.Page {
	return web.Page{Title: c.T("agreement_draft_new"), Place: "promises", Back: &web.Link{Text: c.T(back), Href: href}}
}
