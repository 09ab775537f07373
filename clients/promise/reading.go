package promise

import (
	"amends/clients/couple"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// read tells whether a partner reads a promise: their own, and the other's from the day it was passed on.
func (p Promise) read(who couple.Partner) bool {
	return p.Keeper == who.Person || p.PassedOn != nil && who.Reads(*p.PassedOn)
}

// printReading is the promises of both as one partner reads them, for somebody who has no sign-in: what was promised, how long
// it goes, and the day that was confirmed last. What one of the two said of a day alone is not on it.
func (p Pages) printReading(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var all []Promise
	return couple.ShowReading(c, s, &couple.Readings{Couple: id, Page: web.Page{Title: c.T("promise_title"), Back: &web.Link{Text: c.T("promise_staff_title"), Href: staffPath(id)}},
		Read: func(tx *db.Tx) (err error) { all, err = OfCouple(tx, id); return err },
		Given: func(h couple.Hand, who couple.Partner) (given []couple.Given) {
			mine, theirs := couple.Given{Label: h.Name}, couple.Given{Label: h.Other}
			for _, one := range all {
				if !one.read(who) {
					continue
				}
				if part := partOf(c, one, h); one.Keeper == h.Person {
					mine.Parts = append(mine.Parts, part)
				} else {
					theirs.Parts = append(theirs.Parts, part)
				}
			}
			for _, list := range []couple.Given{mine, theirs} {
				if len(list.Parts) > 0 {
					given = append(given, list)
				}
			}
			return given
		}})
}

// partOf words one promise for whose sheet it is.
func partOf(c *web.Context, p Promise, h couple.Hand) couple.Given {
	part := couple.Given{Label: p.Text, Text: rhythm(c, p)}
	if !p.Running(c.Today()) {
		part.Text = ending(c, p)
	}
	if d, any := p.LastConfirmed(); any {
		part.Text = c.T("promise_note", "Rhythm", part.Text, "Said", said(c, p, d, h.Person, h.Other))
	}
	return part
}
