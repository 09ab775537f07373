package agreement

import (
	"amends/server/audit"
	"amends/server/tenant"
	"amends/server/web"
)

// printView is an agreement on one sheet: the version that waits for signatures, else the one that stands, else the last.
type printView struct {
	Title, Printed string
	Terms          termsView
	State          string
	Lines          []string // names with room to sign
}

// sheetOf draws the sheet. It says of signatures only whether the version stands: who has signed is not on it.
func sheetOf(c *web.Context, a Agreement, names []string, name namer) printView {
	v := a.Versions[len(a.Versions)-1]
	if running, runs := a.Running(); runs {
		v = running
	}
	if waiting, open := a.ToSign(); open {
		v = waiting
	}
	sheet := printView{Title: c.T("agreement_sheet_title"), Printed: c.T("agreement_printed", "Day", c.DayYear(c.Today())), Terms: termsOf(c, v.Terms, v.Span, name), Lines: names}
	switch {
	case a.EndedOn != nil:
		sheet.State = c.T("agreement_ended_on", "Day", c.DayYear(*a.EndedOn))
	case v.InForceOn != nil:
		sheet.State = c.T("agreement_since", "Day", c.DayYear(*v.InForceOn))
	case v.DroppedOn == nil:
		sheet.State = c.T("agreement_sheet_open")
	}
	return sheet
}

func (p Pages) print(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("agreement")
	if err != nil {
		return err
	}
	var a Agreement
	b, err := p.read(c, s, audit.AgreementPrinted, id, func(b book) (err error) { a, err = find(b.all, id); return err })
	if err != nil {
		return err
	}
	if b.mine.Stopped {
		return resting(c, 200, web.Fill{})
	}
	names := []string{b.mine.Name, b.mine.Other}
	if b.mine.MyPosition == 2 {
		names = []string{b.mine.Other, b.mine.Name}
	}
	return c.Render(200, web.Page{Name: "agreement/print", Title: c.T("agreement_one_title"), Place: "promises", Data: sheetOf(c, a, names, b.call(c, s.Person())),
		Back: &web.Link{Text: c.T("agreement_one_title"), Href: path(id)}})
}

func (p Pages) printOfCouple(c *web.Context, s tenant.Staff) error {
	return showOf(c, s, 200, audit.AgreementPrinted, func(d desk, a Agreement) web.Page {
		return web.Page{Name: "agreement/print", Title: c.T("agreement_one_title"), Place: "caseload", Data: sheetOf(c, a, d.couple.Names(), d.name),
			Back: &web.Link{Text: c.T("agreement_one_title"), Href: staffPath(d.couple.ID) + "/" + a.ID.String()}}
	})
}
