package plan

import (
	"amends/clients/couple"
	"amends/clients/homework"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// pageView is a couple's next weeks on one page.
type pageView struct {
	Head       couple.HeadView
	Path       string
	Assign     string
	Stops      []noticeView // what forbids joint work now
	Paused     string
	Waves      []waveView // hard moments of the last days, while the plan goes on
	Programmes []programmeView
	Running    []rowView
	Aside      []rowView
	Weeks      []weekView
	Coming     []comingView
	All        string // the way to every row that was not given; empty when all are shown
	Place      string // the way to placing the couple on a programme; empty while it is on one
	BackTitle  string
	Back       []backView
	Agenda     []pointView
	Rechecks   []recheckView
}

type noticeView struct {
	Strong, Text, Href, Link string
	OffPaper                 bool // nothing of a hold is printed
}

// waveView says that somebody told of a hard moment, and when.
type waveView struct {
	Who  whoView
	Text string
}

type programmeView struct{ Title, Phase string }

// rowView is one step with its moves.
type rowView struct {
	Title, Number, Href string
	Who                 []whoView
	Lines               []string
	Tag                 string
	Moves               []moveView
}

type whoView struct{ Mark, Name, Text string }

// moveView is one press: a form, or a way on where Href is set.
type moveView struct{ Action, Href, Key, Text, Name, Value string }

type weekView struct {
	Title string
	Pace  []whoView
	Rows  []rowView
}

type comingView struct {
	Title string
	Rows  []comingRow
}

type comingRow struct {
	Title, Number, Note, Code, Of, Href, ID string
	Weeks, For, Waits                       []web.Option
}

type backView struct {
	Who               whoView
	Title, Note, Href string
}

type pointView struct {
	Who                     whoView
	Text, About, When, Href string
}

type recheckView struct{ Title, When, Code, Action string }

func (p Pages) planner(c *web.Context, s tenant.Staff) error { return p.show(c, s, nil, nil) }

// show shows the page, after a fault with its sentence above and what was chosen.
func (p Pages) show(c *web.Context, s tenant.Staff, failed error, typed *web.Form) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var d desk
	if err := c.View(s, func(tx *db.Tx) (err error) { d, err = p.load(tx, c, id); return err }); err != nil {
		return err
	}
	view := pageOf(c, d)
	page := web.Page{Name: "plan/planner", Title: c.T("plan_title", "Names", view.Head.Names), Place: "caseload", Data: view,
		Back: &web.Link{Text: c.T("couple_back_caseload"), Href: "/caseload"}}
	if typed != nil {
		for _, e := range typed.Fill(failed).Faults { // many forms have fields of one name: the sentence stands above alone
			page.Fill.Faults = append(page.Fill.Faults, &fault.Error{Kind: e.Kind, Sentence: e.Sentence, Args: e.Args})
		}
	}
	return c.Render(web.Status(failed), page)
}

func pageOf(c *web.Context, d desk) pageView {
	cp := d.table.Couple()
	v := pageView{Head: couple.Header(c, cp), Path: Path(cp.ID), Assign: couple.Path(cp.ID) + "/assign"}
	v.fillStops(c, d)
	v.fillPause(c, d)
	for _, copy := range d.table.Copies() {
		one := programmeView{Title: copy.Programme().Title.In(langOf(c))}
		if ph, ok := PhaseOf(copy, d.table.Works()); ok {
			one.Phase = c.T("plan_phase", "Phase", ph.Title.In(langOf(c)))
		}
		v.Programmes = append(v.Programmes, one)
	}
	for _, w := range d.running() {
		v.Running = append(v.Running, v.runningRow(c, d, w))
	}
	for _, w := range d.aside(c.Now()) {
		row := rowView{Title: w.Title(c.Lang()), Number: w.Number(), Href: homework.AssignmentPath(w.ID), Lines: []string{c.T("plan_aside_on", "Day", c.Ago(c.DayOf(*w.SetAsideAt)))}}
		row.Moves = []moveView{v.ofWork(c, w, "take-up", "u")}
		v.Aside = append(v.Aside, row)
	}
	v.fillWeeks(c, d)
	v.fillComing(c, d)
	v.fillBack(c, d)
	v.fillAgenda(c, d)
	return v
}

// fillStops says what forbids joint work: a closed hard gate, or a hold.
func (v *pageView) fillStops(c *web.Context, d desk) {
	if !d.table.Gates().JointOpen() {
		v.Stops = append(v.Stops, noticeView{Strong: c.T("plan_gates_closed"), Text: c.T("plan_gates_closed_text"), Href: v.Head.Path + "/gates", Link: c.T("plan_to_gates")})
	}
	if d.table.Held() {
		v.Stops = append(v.Stops, noticeView{Strong: c.T("plan_held"), Text: c.T("plan_held_text"), Href: v.Head.Path + "/hold", Link: c.T("plan_to_hold"), OffPaper: true})
	}
}

// fillPause says that the plan rests and since when, or for whose hard moments of the last days it may. Nothing rests by itself.
func (v *pageView) fillPause(c *web.Context, d desk) {
	if d.paused != nil {
		v.Paused = c.T("plan_paused", "Day", c.Ago(*d.paused))
		return
	}
	for _, p := range d.waves {
		v.Waves = append(v.Waves, waveView{whoOf(d, *p.Who, ""), c.T("plan_wave", "Day", c.Ago(p.On))})
	}
}

func (v *pageView) ofWork(c *web.Context, w homework.Work, name, key string) moveView {
	return moveView{Action: v.Path + "/work/" + w.ID.String() + "/" + name, Key: key, Text: c.T("plan_move_" + name)}
}

func (v *pageView) ofPlanned(c *web.Context, p Planned, name, key string) moveView {
	return moveView{Action: v.Path + "/steps/" + p.ID.String() + "/" + name, Key: key, Text: c.T("plan_move_" + name)}
}
