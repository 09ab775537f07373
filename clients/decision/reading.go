package decision

import (
	"slices"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// printReading is a set as both read it once its answers were opened, for somebody who has no sign-in. Until then nothing of it
// is for anybody to read.
func (p Pages) printReading(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	decision, err := c.ID("decision")
	if err != nil {
		return err
	}
	r := couple.Readings{Couple: id}
	var d Pair
	r.Read = func(tx *db.Tx) (err error) {
		d, err = Get(tx, id, decision)
		title := c.T("decision_kind_" + string(d.Kind))
		r.Page = web.Page{Title: title, Back: &web.Link{Text: title, Href: staffPath(id) + "/" + decision.String()}}
		return err
	}
	r.Given = func(h couple.Hand, who couple.Partner) []couple.Given { return givenOf(c, d, h, who) }
	return couple.ShowReading(c, s, &r)
}

// givenOf lays the copies that were opened, and what came of it, on a sheet; the two in the order of their places, as on the page.
func givenOf(c *web.Context, d Pair, h couple.Hand, who couple.Partner) (given []couple.Given) {
	for _, one := range d.Copies {
		if !who.Reads(one.On) {
			continue
		}
		words := voice(c, d.Kind, one.Words)
		said := couple.Given{Label: h.Other}
		if one.Author == h.Person {
			said.Label = h.Name
		}
		if words.Lean != "" {
			said.Parts = append(said.Parts, couple.Given{Label: c.T("decision_today"), Text: words.Lean})
		}
		for _, row := range words.Rows {
			said.Parts = append(said.Parts, couple.Given{Label: row.Label, Text: row.Text})
		}
		if (one.Author == h.Person) == (who.Position == 1) {
			given = slices.Insert(given, 0, said)
		} else {
			given = append(given, said)
		}
	}
	for _, o := range d.Outcomes {
		if v := outcomeOf(c, o, "we"); who.Reads(o.On) {
			given = append(given, couple.Given{Label: c.T("decision_outcome"), Text: v.Day, Parts: []couple.Given{{Label: v.Choice, Text: v.Text}}})
		}
	}
	return given
}
