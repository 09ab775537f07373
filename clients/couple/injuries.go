package couple

import (
	"time"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// injuriesView is the page of what happened.
type injuriesView struct {
	Head     HeadView
	Injuries []injuryRow
	Involved []web.Option
	Today    string
}

type injuryRow struct {
	Told, Dates string
	Roles       []string
}

func (p Pages) injuriesForm(c *web.Context, s tenant.Staff) error {
	return p.showInjuries(c, s, 200, web.Fill{})
}

func (p Pages) showInjuries(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	return Show(c, s, status, func(tx *db.Tx, cp Couple) (web.Page, error) {
		injuries, err := Injuries(tx, cp.ID)
		if err != nil {
			return web.Page{}, err
		}
		view := injuriesView{Today: c.Today().Format(time.DateOnly)}
		view.fill(c, cp, injuries)
		tx.Audit(audit.CoupleRead, cp.ID.UUID, cp.ID)
		return web.Page{Name: "couple/injuries", Title: c.T("couple_injuries_title"), Place: "caseload", Fill: fill, Data: view,
			Back: &web.Link{Text: view.Head.Names, Href: view.Head.Path}}, nil
	})
}

func (v *injuriesView) fill(c *web.Context, cp Couple, injuries []Injury) {
	v.Head = Header(c, cp)
	for _, p := range cp.Partners {
		v.Involved = append(v.Involved, web.Option{Value: p.Person.String(), Label: p.Name})
	}
	for _, i := range injuries {
		row := injuryRow{Told: i.Told}
		switch {
		case i.HappenedOn != nil && i.LearnedOn != nil:
			row.Dates = c.T("couple_injury_dates", "Happened", c.DayYear(*i.HappenedOn), "Learned", c.DayYear(*i.LearnedOn))
		case i.HappenedOn != nil:
			row.Dates = c.T("couple_injury_happened", "Day", c.DayYear(*i.HappenedOn))
		case i.LearnedOn != nil:
			row.Dates = c.T("couple_injury_learned", "Day", c.DayYear(*i.LearnedOn))
		}
		for _, p := range cp.Partners {
			if role, ok := i.Roles[p.Person]; ok {
				row.Roles = append(row.Roles, c.T("couple_role_"+string(role), "Name", p.Name))
			}
		}
		v.Injuries = append(v.Injuries, row)
	}
}

func (p Pages) recordInjury(c *web.Context, s tenant.Staff) error {
	return Receive(c, s, "/injuries", func(tx *db.Tx, cp Couple, f *web.Form) error {
		i, err := readInjury(f, cp, c.Today())
		if err != nil {
			return err
		}
		return RecordInjury(tx, cp.ID, i)
	}, p.showInjuries)
}
