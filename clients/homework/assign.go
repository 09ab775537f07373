package homework

import (
	"slices"
	"strings"
	"time"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// assignView is the assigning page: the library, one step as each partner will see it, and the row that assigns.
type assignView struct {
	Library  []shelfView // of the couple's programmes
	Alone    []shelfView // of the others: a step can be given on its own
	Other    string      // address of the other programmes
	Action   string
	Chosen   bool
	Title    string
	Summary  string
	Placing  string // after which rows it usually comes, and when it is looked at again; empty where the row says neither
	Code, Of string
	Danger   *noticeView
	Advice   *noticeView
	Reason   bool // advice is closed: a reason is needed to go on
	Notes    []noticeView
	Sides    []sideView
	Earlier  []earlierView
	Again    bool // somebody who may be given it had it before: asking again is a choice of its own
	May      bool
	For      []web.Option
	ForOne   string
	ForName  string
	Due      bool
	NoDue    string
	Reading  []web.Option
	NotYet   string
}

type shelfView struct {
	Title string
	Rows  []shelfRow
	Open  bool // it holds the chosen step
}

type shelfRow struct {
	Number, Title, State, Href string
	Done, Current              bool
}

type noticeView struct{ Strong, Text, Href, Link string }

type sideView struct {
	Name, Mark string
	Preview    programme.Preview
	Nothing    string
	Pace       string // minutes a week as it stands, and with this step
}

type earlierView struct{ Title, State, Href string }

func (p Pages) assignForm(c *web.Context, s tenant.Staff) error {
	return p.showAssign(c, s, programme.Code(c.Query("step")), programme.StepKey(c.Query("of")), nil, web.Fill{})
}

func (p Pages) showAssign(c *web.Context, s tenant.Staff, code programme.Code, of programme.StepKey, failed error, fill web.Fill) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var view assignView
	var names string
	err = c.View(s, func(tx *db.Tx) error {
		t, err := TableOf(tx, p.shelf, p.house, id)
		if err != nil {
			return err
		}
		names = couple.Names(c, t.Couple())
		view = assignView{Action: couple.Path(id) + "/assign", Other: couple.Path(id) + "/programmes"}
		d, chosen := t.t.desk(code, of)
		if code != "" && !chosen {
			return fault.Absent()
		}
		view.fillLibrary(c, t.t, d.unit)
		if chosen {
			view.fillStep(c, d)
			view.fillPlacing(c, d, t.Works())
			if d.couple.Discharged() {
				view.May, view.Danger, view.NotYet = false, nil, c.T("couple_discharged_now")
			}
			view.fillPace(c, t, d)
			if view.May && missing(p.house, d.unit, d.rolesNow()) {
				view.May, view.NotYet = false, c.T("homework_not_assignable")
			}
		}
		tx.Audit(audit.StepPreviewed, id.UUID, id)
		return nil
	})
	if err != nil {
		return err
	}
	if fill.Values == nil && view.Chosen {
		fill = view.defaults(c)
	}
	return c.Render(web.Status(failed), web.Page{Name: "homework/assign", Title: c.T("homework_assign_title"), Place: "caseload", Fill: fill, Data: view,
		Back: &web.Link{Text: names, Href: couple.Path(id) + "/homework"}})
}

// defaults of a first showing: from today, read before the session, for everybody who may be given it.
func (v *assignView) defaults(c *web.Context) web.Fill {
	to := v.ForOne
	if len(v.For) > 0 {
		to = v.For[0].Value
	}
	return web.Filled("from", c.Today().Format(time.DateOnly), "reading", string(ReadBefore), "for", to)
}

func (v *assignView) fillLibrary(c *web.Context, t table, current Unit) {
	v.Library = v.shelves(c, t, t.copies, current)
	v.Alone = v.shelves(c, t, t.elsewhere(), current)
}

// shelves lists the units of programmes, each with where it stands for the couple.
func (v *assignView) shelves(c *web.Context, t table, copies []*programme.Copy, current Unit) (out []shelfView) {
	lang := programme.Lang(c.Lang())
	for _, copy := range copies {
		shelf := shelfView{Title: copy.Programme().Title.In(lang)}
		for _, pl := range copy.Programme().Placements {
			for i, u := range Units(copy.Lib, pl.Code) {
				row := shelfRow{Number: programme.Number(pl.Code), Title: u.Title.In(lang), Href: unitPath(v.Action, u), Current: u.Code == current.Code && u.Step == current.Step}
				if i > 0 {
					row.Number = ""
				}
				row.State, row.Done = t.progress(c, u)
				shelf.Rows, shelf.Open = append(shelf.Rows, row), shelf.Open || row.Current
			}
		}
		out = append(out, shelf)
	}
	return out
}

func (v *assignView) fillStep(c *web.Context, d desk) {
	lang := programme.Lang(c.Lang())
	v.Chosen, v.Title, v.Summary = true, d.unit.Title.In(lang), d.unit.Summary.In(lang)
	v.Code, v.Of = string(d.unit.Code), string(d.unit.Step)
	for _, p := range d.couple.Here() {
		v.Sides = append(v.Sides, sideOf(c, d, p))
	}
	for _, w := range d.earlier {
		v.Earlier = append(v.Earlier, earlierView{Title: w.Title(c.Lang()), State: statesOf(c, w), Href: AssignmentPath(w.ID)})
	}
	v.fillGates(c, d)
	v.fillPeople(c, d)
	v.Again = slices.ContainsFunc(d.may, func(p couple.Partner) bool { return d.had(p.Person) })
	v.May = v.Danger == nil && len(d.may) > 0
	for _, r := range []Reading{ReadBefore, ReadAsked} {
		v.Reading = append(v.Reading, web.Option{Value: string(r), Label: c.T("homework_read_" + string(r))})
	}
}

// sideOf is the step as one partner will see it, in that partner's own words.
func sideOf(c *web.Context, d desk, p couple.Partner) sideView {
	side := sideView{Name: p.Name, Mark: p.Mark()}
	role, ok := d.roles[p.Person]
	if !ok {
		side.Nothing = c.T("homework_no_role")
		return side
	}
	ci := circleFor(d.couple, d.carers, p, c.Now())
	side.Preview = programme.PreviewOf(c, d.copy.Lib, d.unit.Parts, role, func(v programme.View) string { return ci.line(c, v) })
	if len(side.Preview.Parts) == 0 {
		side.Nothing = c.T("homework_nothing_for", "Name", p.Name)
	}
	return side
}

// fillGates names the closed gates: hard ones forbid, the others advise.
func (v *assignView) fillGates(c *web.Context, d desk) {
	roles := d.rolesAll()
	hard, advice := d.closed(roles)
	gates := couple.Path(d.couple.ID) + "/gates"
	if len(hard) > 0 {
		v.Danger = &noticeView{c.T("homework_hard_closed", "Count", len(hard), "Gates", gateNames(c, hard)), c.T("homework_hard_text"), gates, c.T("homework_to_gates")}
		return
	}
	if d.held && len(d.may) > 1 {
		v.Notes = append(v.Notes, noticeView{"", c.T("homework_held_one"), couple.Path(d.couple.ID) + "/hold", c.T("homework_to_hold")})
	}
	if d.held && d.unit.Joint(d.rolesNow()[:min(1, len(d.may))]) {
		v.Danger = &noticeView{c.T("homework_held"), c.T("homework_held_text"), couple.Path(d.couple.ID) + "/hold", c.T("homework_to_hold")}
		return
	}
	if len(advice) > 0 {
		v.Advice = &noticeView{c.T("homework_advice_closed", "Count", len(advice), "Gates", gateNames(c, advice)), c.T("homework_advice_text"), "", ""}
		v.Reason = true
		if slices.Contains(advice, couple.G2) && c.Has("/couples/:couple/discernment") {
			v.Notes = append(v.Notes, noticeView{"", c.T("couple_discern_instead"), couple.Path(d.couple.ID) + "/discernment", c.T("couple_discern_link")})
		}
	}
	if slices.Contains(advice, ownershipGate) && d.forgives(roles) {
		v.Notes = append(v.Notes, noticeView{"", c.T("homework_after_ownership"), "", ""})
	}
}

// fillPace says how many minutes a week each partner has now, and with this step; in words that compare nobody.
func (v *assignView) fillPace(c *web.Context, t Table, d desk) {
	loads, i := t.Loads(), 0
	for _, p := range d.couple.Partners {
		if p.Left() {
			continue
		}
		if role, ok := d.roles[p.Person]; ok {
			now := loads[p.Person].Sum()
			v.Sides[i].Pace = c.T("homework_pace", "Count", now, "With", now+d.unit.Load(role).Sum())
		}
		i++
	}
}

func gateNames(c *web.Context, gates []couple.Gate) string {
	var names []string
	for _, g := range gates {
		names = append(names, c.T("homework_quoted", "Words", c.T("couple_gate_"+string(g))))
	}
	return strings.Join(names, ", ")
}

// fillPeople fills the assigning row, and says in words what is missing from it.
func (v *assignView) fillPeople(c *web.Context, d desk) {
	roleless := false
	for _, p := range d.couple.Partners {
		_, ok := d.roles[p.Person]
		roleless = roleless || !ok && !p.Left()
	}
	if roleless {
		v.Notes = append(v.Notes, noticeView{c.T("homework_roles_missing"), c.T("homework_roles_missing_text"), couple.Path(d.couple.ID) + "/injuries", c.T("homework_to_injuries")})
	}
	for _, p := range d.has {
		v.Notes = append(v.Notes, noticeView{"", c.T("homework_has_open", "Name", p.Name), "", ""})
	}
	var without []string
	for _, p := range d.may {
		v.For = append(v.For, web.Option{Value: p.Person.String(), Label: p.Name})
		if d.unit.DueFor(d.roles[p.Person]) {
			v.Due = true
		} else {
			without = append(without, p.Name)
		}
	}
	switch len(d.may) {
	case 1:
		v.ForOne, v.ForName, v.For = v.For[0].Value, v.For[0].Label, nil
	case 2:
		v.For = append([]web.Option{{Value: "both", Label: c.T("homework_both")}}, v.For...)
	}
	switch {
	case len(d.may) > 0 && !v.Due:
		v.NoDue = c.T("homework_due_none")
	case len(without) == 1:
		v.NoDue = c.T("homework_due_not_for", "Name", without[0])
	}
}

func (p Pages) assign(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	g, err := readGiven(f, c.Today())
	if err == nil {
		err = c.Submit(s, f, couple.Path(id)+"/homework", func(tx *db.Tx) error {
			t, err := TableOf(tx, p.shelf, p.house, id)
			if err != nil {
				return err
			}
			_, err = t.Give(tx, g)
			return err
		})
	}
	if fault.Mendable(err) {
		return p.showAssign(c, s, g.Code, g.Step, err, f.Fill(err))
	}
	return err
}
