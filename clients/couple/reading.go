package couple

import (
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Readings is what one partner may read in a room, on a sheet that the counselor prints for somebody who has no sign-in.
type Readings struct {
	Page   web.Page // title and way back
	Couple ID       // whose
	// Read reads what the room passed on. To staff the database shows what both may read, so Given leaves out what is not for
	// this partner: it holds the same rule as the partner's own page.
	Read  func(tx *db.Tx) error
	Given func(h Hand, who Partner) []Given
}

// ShowReading shows staff the sheet of one partner, chosen as for ShowBlank. While joint pages rest altogether nothing is on it,
// as nothing is on that partner's own page.
func ShowReading(c *web.Context, s tenant.Staff, r *Readings) error {
	var cp Couple
	var carers []Carer
	var hold Hold
	held := false
	err := c.View(s, func(tx *db.Tx) (err error) {
		if cp, err = Get(tx, r.Couple); err != nil {
			return err
		}
		if hold, held, err = HoldOf(tx, r.Couple); err != nil {
			return err
		}
		if err = r.Read(tx); err != nil {
			return err
		}
		carers, err = Carers(tx, r.Couple)
		tx.Audit(audit.ReadingPrinted, r.Couple.UUID, r.Couple)
		return err
	})
	if err != nil {
		return err
	}
	here := cp.Here()
	who, found := chosen(here, c.Query("person"))
	if !found {
		return fault.Absent()
	}
	h := handOf(c, cp, who, carers)
	p := Paper{For: c.T("couple_sheet_for", "Name", h.Name), Printed: c.T("couple_sheet_printed", "Day", c.DayYear(c.Today())),
		Reader: c.T("couple_sheet_reading_reader", "Name", h.Name), Court: c.T("couple_sheet_reading_court"), Kinds: kindsOf(c, here, who)}
	if !held || hold.Kind != Full || !hold.On(c.Now()) {
		p.Given = r.Given(h, who)
	}
	if len(p.Given) == 0 {
		p.Lede = c.T("couple_sheet_reading_none", "Name", h.Name)
	}
	r.Page.Name, r.Page.Place, r.Page.Data = "couple/paper", "caseload", p
	return c.Render(200, r.Page)
}

// kindsOf leads to the sheets of all who belong to the couple.
func kindsOf(c *web.Context, here []Partner, who Partner) (kinds []Tab) {
	for _, one := range here {
		kinds = append(kinds, Tab{Text: c.T("couple_sheet_for", "Name", one.Name), Href: c.Path() + "?person=" + one.Person.String(), Current: one.Person == who.Person})
	}
	return kinds
}
