package discernment

import (
	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// sheetOf lays one person's own page on a sheet.
func sheetOf(c *web.Context, h couple.Hand, t Thoughts) couple.Paper {
	p := h.Sheet(c, h.Line)
	p.Lede, p.Help, p.Small = c.T("discernment_sheet_lede"), true, true
	lean := couple.Ask{Label: c.T("discernment_lean"), Hint: c.T("discernment_lean_hint")}
	for _, o := range Outcomes() {
		lean.Boxes = append(lean.Boxes, couple.Box{Label: c.T("discernment_lean_" + string(o)), Ticked: o == t.Lean})
	}
	p.Asks = append(p.Asks, lean)
	for _, key := range Prompts() {
		p.Asks = append(p.Asks, couple.Ask{Label: c.T("discernment_say_" + key), Text: t.Answers[key], Lines: 3})
	}
	return p
}

// print is the own page of a partner on one sheet. Without a course there is none, and the room says so.
func (p Pages) print(c *web.Context, s tenant.Partner) error {
	var mine couple.Mine
	var t Thoughts
	any := false
	err := c.View(s, func(tx *db.Tx) (err error) {
		if mine, err = couple.GetMine(tx); err != nil {
			return err
		}
		tx.Audit(audit.DiscernmentRead, s.Couple().UUID, s.Couple())
		all, err := Courses(tx, s.Couple())
		if any = len(all) > 0; err != nil || !any {
			return err
		}
		t, err = Mine(tx, all[0])
		return err
	})
	if err != nil {
		return err
	}
	if !any {
		return c.Redirect("/discernment")
	}
	return couple.ShowPaper(c, web.Page{Title: c.T("discernment_title"), Place: "today", Back: &web.Link{Text: c.T("discernment_title"), Href: "/discernment"}},
		sheetOf(c, mine.HandOf(c, s), t))
}

// printOfCouple is the empty sheet that the counselor hands to one of the two.
func (p Pages) printOfCouple(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	return couple.ShowBlank(c, s, &couple.Blanks{Couple: id, Page: web.Page{Title: c.T("discernment_title"), Back: &web.Link{Text: c.T("couple_discern_link"), Href: path(id)}},
		Draw: func(h couple.Hand) couple.Paper { return sheetOf(c, h, Thoughts{}) }})
}
