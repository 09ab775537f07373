package couple

import (
	"strconv"
	"time"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// gatesView is the page of the gates: what the hard ones stand on, and what is open.
type gatesView struct {
	Head     HeadView
	Partners []evidenceRow
	Gates    []gateRow
	Bases    []web.Option
	Joint    string // one sentence: may joint work stand
	Today    string
}

type evidenceRow struct {
	N, Name, Mark   string
	Consent, Screen string // what is recorded, in words
	Outcomes        []web.Option
}

type gateRow struct {
	Name, Code, Title, State string
	Open, Hard               bool
	Options                  []web.Option
}

func (p Pages) gatesForm(c *web.Context, s tenant.Staff) error {
	return p.showGates(c, s, 200, web.Filled("basis", "paper"))
}

func (p Pages) showGates(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	return show(c, s, status, func(tx *db.Tx, cp Couple) (web.Page, error) {
		states, err := GatesOf(tx, cp.ID)
		if err != nil {
			return web.Page{}, err
		}
		evidence, err := EvidenceOf(tx, cp)
		if err != nil {
			return web.Page{}, err
		}
		view := gatesView{Today: c.Today().Format(time.DateOnly)}
		view.fill(c, cp, states, evidence)
		tx.Audit(audit.CoupleRead, cp.ID.UUID, cp.ID)
		return web.Page{Name: "couple/gates", Title: c.T("couple_gates_title"), Place: "caseload", Fill: fill, Data: view,
			Back: &web.Link{Text: view.Head.Names, Href: view.Head.Path}}, nil
	})
}

func (v *gatesView) fill(c *web.Context, cp Couple, states GateStates, evidence []Evidence) {
	v.Head = Header(c, cp)
	v.Joint = c.T("couple_joint_closed")
	if states.JointOpen() {
		v.Joint = c.T("couple_joint_open")
	}
	for _, e := range evidence {
		row := evidenceRow{N: strconv.Itoa(e.Partner.Position), Name: e.Partner.Name, Mark: e.Partner.Mark(), Consent: c.T("couple_consent_none"), Screen: c.T("couple_screen_none")}
		if e.ConsentOn != nil {
			row.Consent = c.T("couple_consent_on", "Day", c.DayYear(*e.ConsentOn))
		}
		if e.ScreenOn != nil {
			row.Screen = c.T("couple_screen_on", "Day", c.DayYear(*e.ScreenOn), "Outcome", c.T("couple_outcome_"+string(e.Outcome)))
		}
		for _, o := range []Screen{ScreenJoint, ScreenConditions, ScreenIndividual} {
			row.Outcomes = append(row.Outcomes, web.Option{Value: string(o), Label: c.T("couple_outcome_" + string(o))})
		}
		v.Partners = append(v.Partners, row)
	}
	for _, g := range Gates() {
		row := gateRow{Name: "gate_" + string(g), Code: string(g), Title: c.T("couple_gate_" + string(g)), Open: states.Open(g), Hard: g.Hard(), State: c.T("couple_gate_closed")}
		if e, ok := states[g]; ok {
			id := "couple_gate_closed_on"
			if e.Opened {
				id = "couple_gate_open_on"
			}
			row.State = c.T(id, "Day", c.DayYear(e.On))
		}
		row.Options = []web.Option{{Value: "", Label: c.T("couple_gate_leave")}, {Value: "open", Label: c.T("couple_gate_open")}}
		if row.Open {
			row.Options[1] = web.Option{Value: "close", Label: c.T("couple_gate_close")}
		}
		v.Gates = append(v.Gates, row)
	}
	for _, b := range []string{"paper", "session", "other"} {
		v.Bases = append(v.Bases, web.Option{Value: b, Label: c.T("couple_basis_" + b)})
	}
}

// judge records evidence and gates of one entry: "already in care" opens several at once.
func (p Pages) judge(c *web.Context, s tenant.Staff) error {
	return receive(c, s, "/gates", func(tx *db.Tx, cp Couple, f *web.Form) error {
		states, err := GatesOf(tx, cp.ID)
		if err != nil {
			return err
		}
		g, err := readGates(f, cp, states, c.Today())
		if err != nil {
			return err
		}
		return g.store(tx, cp)
	}, func(status int, fill web.Fill) error { return p.showGates(c, s, status, fill) })
}

// store writes the evidence first, because the gates stand on it.
func (g gateForm) store(tx *db.Tx, cp Couple) error {
	for _, p := range cp.Partners {
		if on, ok := g.Consents[p.Person]; ok {
			if err := RecordConsent(tx, cp.ID, p.Person, "paper", on); err != nil {
				return err
			}
		}
		if screen, ok := g.Screens[p.Person]; ok {
			if err := RecordScreen(tx, cp.ID, p.Person, screen.Outcome, screen.On); err != nil {
				return err
			}
		}
	}
	return Judge(tx, cp, g.Judged)
}

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
	return show(c, s, status, func(tx *db.Tx, cp Couple) (web.Page, error) {
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
	return receive(c, s, "/injuries", func(tx *db.Tx, cp Couple, f *web.Form) error {
		i, err := readInjury(f, cp, c.Today())
		if err != nil {
			return err
		}
		return RecordInjury(tx, cp.ID, i)
	}, func(status int, fill web.Fill) error { return p.showInjuries(c, s, status, fill) })
}
