package setback

import (
	"slices"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// sheetOf lays one person's own plan on a sheet; nothing of the other or of the joint plan stands on it.
func sheetOf(c *web.Context, h couple.Hand, l Lines) couple.Paper {
	line := h.Line
	if h.Other != "" {
		line = c.T("setback_reader_send", "Line", line, "Name", h.Other)
	}
	p := h.Sheet(c, line)
	p.Lede, p.Help = c.T("setback_mine_lede"), true
	for _, name := range Names() {
		p.Asks = append(p.Asks, couple.Ask{Label: c.T("setback_line_mine_"+name, "Name", h.Other), Hint: c.T("setback_hint_" + name), Text: *l.at(name), Lines: 2})
	}
	return p
}

// print is the own plan of a partner on one sheet, as they keep it.
func (p Pages) print(c *web.Context, s tenant.Partner) error {
	b, err := read(c, s, false)
	if err != nil {
		return err
	}
	return couple.ShowPaper(c, web.Page{Title: c.T("setback_mine_title"), Place: "today", Back: &web.Link{Text: c.T("setback_title"), Href: "/plan"}},
		sheetOf(c, b.mine.HandOf(c, s), b.plan.Lines))
}

// printOfCouple is the empty sheet that the counselor hands to one of the two.
func (p Pages) printOfCouple(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	return couple.ShowBlank(c, s, &couple.Blanks{Couple: id, Page: web.Page{Title: c.T("setback_mine_title"), Back: &web.Link{Text: c.T("setback_staff_title"), Href: staffPath(id)}},
		Draw: func(h couple.Hand) couple.Paper { return sheetOf(c, h, Lines{}) }})
}

// printReading is the joint plan as one partner reads it, for somebody who has no sign-in.
func (p Pages) printReading(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var joint []Part
	return couple.ShowReading(c, s, &couple.Readings{Couple: id, Page: web.Page{Title: c.T("setback_joint"), Back: &web.Link{Text: c.T("setback_staff_title"), Href: staffPath(id)}},
		Read: func(tx *db.Tx) (err error) { joint, err = Joint(tx, id); return err },
		Given: func(h couple.Hand, who couple.Partner) (given []couple.Given) {
			b := book{mine: couple.Mine{Name: h.Name, Other: h.Other}}
			now, _ := Standing(slices.DeleteFunc(slices.Clone(joint), func(part Part) bool { return !who.Reads(part.On) }))
			for _, v := range b.voices(c, h.Person, now) {
				one := couple.Given{Label: v.Heading, Text: v.Note}
				for _, row := range v.Rows {
					one.Parts = append(one.Parts, couple.Given{Label: row.Label, Text: row.Text})
				}
				given = append(given, one)
			}
			return given
		}})
}
