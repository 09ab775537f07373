package release

import (
	"amends/clients/couple"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// handed tells whether the words of a copy may lie before its reader on paper: they see it anyway, or asked for paper.
func (c Copy) handed() bool { return c.Shown() || c.Choice == Paper }

// printReading is what was passed on to one partner, for somebody who has no sign-in. A letter or statement is on it once its
// reader wanted it so, as everywhere.
func (p Pages) printReading(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var all []Copy
	return couple.ShowReading(c, s, &couple.Readings{Couple: id, Page: web.Page{Title: c.T("release_received_title"), Back: &web.Link{Text: c.T("couple_room_releases"), Href: couple.Path(id) + "/releases"}},
		Read: func(tx *db.Tx) (err error) { all, err = OfCouple(tx, id); return err },
		Given: func(h couple.Hand, who couple.Partner) (given []couple.Given) {
			for _, k := range all {
				if k.Reader == h.Person && k.handed() && who.Reads(k.PassedOn) {
					given = append(given, givenOf(c, k))
				}
			}
			return given
		}})
}

// givenOf lays one copy on a sheet, row by row, with who wrote it.
func givenOf(c *web.Context, k Copy) couple.Given {
	one := couple.Given{Label: k.Content.Title, Text: c.T("release_from", "Name", k.Content.Author, "Day", c.DayYear(k.PassedOn))}
	for _, row := range k.Content.Rows {
		for i, line := range row.Lines {
			part := couple.Given{Text: line}
			if i == 0 && row.Label != k.Content.Title {
				part.Label = row.Label
			}
			one.Parts = append(one.Parts, part)
		}
	}
	return one
}
