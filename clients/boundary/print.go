package boundary

import (
	"time"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// sheetOf is the sheet on which somebody writes a boundary; the words on it are their own.
func sheetOf(c *web.Context, h couple.Hand, d Draft) couple.Paper {
	line := h.Line
	if h.Other != "" {
		line = c.T("boundary_reader", "Line", line, "Name", h.Other)
	}
	p := h.Sheet(c, line)
	p.Lede, p.Small = c.T("boundary_write_lede")+" "+c.T("boundary_leave_out"), true
	for _, name := range Names() {
		ask := couple.Ask{Label: c.T("boundary_line_mine_"+name, "Name", h.Other), Text: *d.Lines.at(name), Lines: 1}
		if needed(name) || name == "ask" { // the three that matter have more room
			ask.Hint, ask.Lines = c.T("boundary_hint_"+name), 2
		}
		p.Asks = append(p.Asks, ask)
	}
	review := couple.Ask{Label: c.T("boundary_review"), Hint: c.T("boundary_review_hint"), Lines: 1}
	if d.Review != nil {
		review.Text = c.DayYear(*d.Review)
	}
	p.Asks = append(p.Asks, review)
	return p
}

// theirSheet is the other's boundary as it was passed on, with boxes to answer its request.
func theirSheet(c *web.Context, h couple.Hand, standing Copy, said Reply) couple.Paper {
	line := h.Line
	if h.Other != "" {
		line = c.T("boundary_reader_reply", "Line", line, "Name", h.Other)
	}
	p := h.Sheet(c, line)
	for _, row := range linesOf(c, standing.Lines, "theirs", h.Other) {
		p.Given = append(p.Given, couple.Given{Label: row.Label, Text: row.Text})
	}
	p.Given = append(p.Given, couple.Given{Text: c.T("boundary_review_theirs", "Name", h.Other, "Day", c.DayYear(standing.Review))})
	if standing.Lines.Ask == "" {
		return p
	}
	ask := couple.Ask{Label: c.T("boundary_reply"), Hint: c.T("boundary_reply_hint")}
	for _, r := range Replies() {
		ask.Boxes = append(ask.Boxes, couple.Box{Label: c.T("boundary_reply_" + string(r)), Ticked: r == said})
	}
	p.Asks = []couple.Ask{ask}
	return p
}

// page is a sheet's page with the way back.
func page(title, back, href string) web.Page {
	return web.Page{Title: title, Place: "promises", Back: &web.Link{Text: back, Href: href}}
}

// printEmpty is the empty sheet of a partner.
func (p Pages) printEmpty(c *web.Context, s tenant.Partner) error {
	var mine couple.Mine
	err := c.View(s, func(tx *db.Tx) (err error) {
		mine, err = couple.GetMine(tx)
		tx.Audit(audit.BoundaryRead, s.Couple().UUID, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	return couple.ShowPaper(c, page(c.T("boundary_write_title"), c.T("boundary_title"), "/boundaries"), sheetOf(c, mine.HandOf(c, s), Draft{}))
}

// print is a boundary on one sheet: to its author their own newest words, to the other what was passed on.
func (p Pages) print(c *web.Context, s tenant.Partner) error {
	b, one, err := p.load(c, s)
	if err != nil {
		return err
	}
	if b.rests(one) {
		return couple.ShowResting(c, "promises", c.T("boundary_title"), 200, "")
	}
	hand := b.mine.HandOf(c, s)
	if one.Author == s.Person() {
		return couple.ShowPaper(c, page(c.T("boundary_mine_title"), c.T("boundary_mine_title"), path(one.ID)), sheetOf(c, hand, one.draft(time.Time{})))
	}
	standing, stands := one.Standing()
	if !stands {
		return fault.Absent()
	}
	said, _ := one.LastAnswer()
	title := c.T("boundary_theirs_title", "Name", b.mine.Other)
	return couple.ShowPaper(c, page(title, title, path(one.ID)), theirSheet(c, hand, standing, said.Reply))
}

// printOfCouple is the empty sheet that the counselor hands to one of the two.
func (p Pages) printOfCouple(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	return couple.ShowBlank(c, s, &couple.Blanks{Couple: id, Page: page(c.T("boundary_write_title"), c.T("boundary_title"), staffPath(id)),
		Draw: func(h couple.Hand) couple.Paper { return sheetOf(c, h, Draft{}) }})
}

// printTheirs is the sheet with an active boundary, for the other one, who answers on paper.
func (p Pages) printTheirs(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	boundary, err := c.ID("boundary")
	if err != nil {
		return err
	}
	var b Boundary
	var standing Copy
	return couple.ShowBlank(c, s, &couple.Blanks{Couple: id, Page: page(c.T("boundary_one_staff"), c.T("boundary_one_staff"), staffPath(id)+"/"+boundary.String()),
		Read: func(tx *db.Tx) error {
			if b, err = Get(tx, id, boundary); err != nil {
				return err
			}
			stands := false
			if standing, stands = b.Standing(); !stands {
				return fault.Absent()
			}
			return nil
		},
		Hands: func(who couple.Partner) bool { return who.Person != b.Author },
		Draw:  func(h couple.Hand) couple.Paper { return theirSheet(c, h, standing, "") }})
}
