package homework

import (
	"slices"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// homeworkView is a couple's homework: what to read first, what was given, and the programmes it comes from.
type homeworkView struct {
	Head       couple.HeadView
	ToRead     []readRow
	Asked      []readRow // asked for release
	Releases   string    // address of all releases; empty where there is none
	Waiting    []workRowView
	Past       []workRowView
	Programmes []placedView
	Place      string // address of the couple's programmes
	Assign     string
	Planner    string // empty where this house has none
}

type readRow struct{ Title, Name, When, Href, Mark string }

type workRowView struct{ Title, Number, Note, Href, State string }

type placedView struct {
	Title, Since string
	Phases       []placedPhase
}

type placedPhase struct {
	Title string
	Rows  []placedRow
}

type placedRow struct {
	Number, Title, Summary, Href string
	States                       []string // "Ana: done", one per partner it was given to
}

func (p Pages) homework(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var view homeworkView
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		ws, err := OfCouple(tx, id)
		if err != nil {
			return err
		}
		on, err := programme.PlacedOf(tx, id)
		if err != nil {
			return err
		}
		view = homeworkView{Head: couple.Header(c, cp), Assign: couple.Path(id) + "/assign"}
		if c.Has("/couples/:couple/releases") {
			view.Releases = couple.Path(id) + "/releases"
		}
		view.fillWork(c, cp, ws)
		if c.Has("/couples/:couple/planner") {
			view.Planner = couple.Path(id) + "/planner"
		}
		for _, o := range on {
			copy, err := p.shelf.Version(tx, o.VersionID)
			if err != nil {
				return err
			}
			view.Programmes = append(view.Programmes, placedOf(c, o, copy, ws, view.Assign))
		}
		view.Place = couple.Path(id) + "/programmes"
		tx.Audit(audit.AssignmentRead, id.UUID, id)
		return nil
	})
	if err != nil {
		return err
	}
	return c.Render(200, web.Page{Name: "homework/homework", Title: view.Head.Names, Place: "caseload", Data: view,
		Back: &web.Link{Text: c.T("homework_back_caseload"), Href: "/caseload"}})
}

// fillWork sorts what was given into what waits and what is past, and names first what is to be read.
func (v *homeworkView) fillWork(c *web.Context, cp couple.Couple, ws []Work) {
	for _, w := range ws {
		for _, person := range w.People {
			if person.Asked != nil && !w.Aside() && v.Releases != "" {
				v.Asked = append(v.Asked, readRow{w.Title(c.Lang()), person.Name, "", "/entries/" + person.Asked.String() + "/release", markOf(cp, person)})
			}
			if person.ToRead() && !w.Aside() && w.Reading == ReadBefore {
				v.ToRead = append(v.ToRead, readRow{w.Title(c.Lang()), person.Name, c.Ago(c.DayOf(person.Changed)), "/entries/" + person.Entry.String(), markOf(cp, person)})
			}
		}
		row := workRowView{Title: w.Title(c.Lang()), Number: w.Number(), Href: AssignmentPath(w.ID), Note: c.T("homework_given_on", "Day", c.Ago(c.DayOf(w.GivenAt))),
			State: statesOf(c, w)}
		if w.Due != nil {
			row.Note = c.T("homework_given_due", "Day", c.Ago(c.DayOf(w.GivenAt)), "Due", c.Day(*w.Due))
		}
		if w.Waits() {
			v.Waiting = append(v.Waiting, row)
		} else {
			v.Past = append(v.Past, row)
		}
	}
}

func markOf(cp couple.Couple, p Person) string {
	partner, ok := cp.Partner(p.Person)
	if !ok {
		return ""
	}
	return partner.Mark()
}

// statesOf says in words where everybody stands with an assignment.
func statesOf(c *web.Context, w Work) string {
	if w.Aside() {
		return c.T("homework_state_aside")
	}
	line := ""
	for i, p := range w.People {
		if i > 0 {
			line += " · "
		}
		line += c.T("homework_person_state", "Name", p.Name, "State", stateOf(c, w, p))
	}
	return line
}

func stateOf(c *web.Context, w Work, p Person) string {
	switch {
	case p.ToRead() && w.Reading == ReadBefore:
		return c.T("homework_state_to_read")
	case p.State.Done() && p.DoneOn != nil:
		return c.T("homework_state_done_on", "Day", c.Ago(*p.DoneOn))
	case p.State.Waits() && p.DoneOn != nil:
		return c.T("homework_state_reopened", "Day", c.Ago(*p.DoneOn))
	}
	return c.T("homework_state_" + string(p.State))
}

// placedOf lists a couple's programme by phase, with what was given of each row.
func placedOf(c *web.Context, on programme.OnCouple, copy *programme.Copy, ws []Work, assign string) placedView {
	pr, lang := copy.Programme(), programme.Lang(c.Lang())
	v := placedView{Title: pr.Title.In(lang), Since: c.T("homework_placed_on", "Day", c.DayYear(on.PlacedOn))}
	for _, ph := range pr.Phases {
		phase := placedPhase{Title: ph.Title.In(lang)}
		for _, pl := range pr.Placements {
			if pl.Phase != ph.Key {
				continue
			}
			for i, u := range Units(copy.Lib, pl.Code) {
				row := placedRow{Number: programme.Number(pl.Code), Title: u.Title.In(lang), Summary: u.Summary.In(lang), Href: unitPath(assign, u)}
				if i > 0 {
					row.Number, row.Summary = "", c.T("homework_then", "Title", pl.Title.In(lang))
				}
				for _, w := range ws {
					if w.Code == u.Code && w.Step == u.Step {
						row.States = append(row.States, statesOf(c, w))
					}
				}
				phase.Rows = append(phase.Rows, row)
			}
		}
		v.Phases = append(v.Phases, phase)
	}
	return v
}

// unitPath is the assigning page of one unit.
func unitPath(assign string, u Unit) string {
	return assign + "?step=" + string(u.Code) + "&of=" + string(u.Step)
}

// assignmentView is one assignment with its people and what may be done.
type assignmentView struct {
	Title, Line, Reading, Reason string
	Path                         string
	Aside                        bool
	MayReopen                    bool // for somebody
	People                       []personView
}

type personView struct {
	Name, Mark, ID, State, Due  string
	Read, Paper, Sheet          string // addresses; empty where there is nothing
	MayExcuse, Excused, OnPaper bool
	MayReopen                   bool
}

func (p Pages) assignment(c *web.Context, s tenant.Staff) error { return p.showAssignment(c, s, nil) }

// showAssignment shows the page, after a fault with its sentence above.
func (p Pages) showAssignment(c *web.Context, s tenant.Staff, failed error) error {
	id, err := c.ID("assignment")
	if err != nil {
		return err
	}
	var view assignmentView
	var page web.Page
	err = c.View(s, func(tx *db.Tx) error {
		w, err := Get(tx, id)
		if err != nil {
			return err
		}
		cp, err := couple.Get(tx, w.Couple)
		if err != nil {
			return err
		}
		reason, err := Reason(tx, w.Assignment)
		if err != nil {
			return err
		}
		view = assignmentOf(c, cp, w)
		view.Reason = reason
		page = web.Page{Name: "homework/assignment", Title: view.Title, Place: "caseload", Data: view,
			Back: &web.Link{Text: couple.Names(c, cp), Href: couple.Path(cp.ID) + "/homework"}}
		if w.Aside() {
			page.Undo = &web.Undo{Text: c.T("homework_aside_line"), Action: view.Path + "/take-up"}
		}
		tx.Audit(audit.AssignmentRead, id, w.Couple)
		return nil
	})
	if err != nil {
		return err
	}
	if e, ok := fault.As(failed); ok {
		page.Fill = web.Fill{Faults: fault.List{e}}
	}
	return c.Render(web.Status(failed), page)
}

func assignmentOf(c *web.Context, cp couple.Couple, w Work) assignmentView {
	v := assignmentView{Title: w.Title(c.Lang()), Path: AssignmentPath(w.ID), Aside: w.Aside(), Reading: c.T("homework_reading_" + string(w.Reading)),
		Line: c.T("homework_given_line", "Day", c.Ago(c.DayOf(w.GivenAt)), "From", c.Day(w.From))}
	for _, p := range w.People {
		one := personView{Name: p.Name, ID: p.Person.String(), State: stateOf(c, w, p), Due: c.T("homework_no_due")}
		if p.State.Hindered() && p.Obstacle != "" && p.Obstacle != Unsaid {
			one.State = c.T("homework_hindered", "State", one.State, "Words", c.T("homework_obstacle_"+string(p.Obstacle)))
		}
		if partner, ok := cp.Partner(p.Person); ok {
			one.Mark, one.OnPaper = partner.Mark(), partner.OnPaper
		}
		if due := p.Due(w.Assignment); due != nil {
			one.Due = c.T("homework_due_on", "Day", c.Day(*due))
		}
		if p.Entry != nil {
			one.Read = "/entries/" + p.Entry.String()
		}
		one.MayReopen = w.Reopenable(p) && here(cp, p)
		v.MayReopen = v.MayReopen || one.MayReopen
		_, may := p.State.After(Excuse)
		one.MayExcuse, one.Excused = may && !w.Aside(), p.State == Excused && !w.Aside()
		if _, ok := p.State.After(OnPaper); ok && !w.Aside() {
			one.Paper = v.Path + "/paper?person=" + one.ID
		}
		if c.Has("/assignments/:assignment/sheet.pdf") {
			one.Sheet = v.Path + "/sheet.pdf?person=" + one.ID
		}
		v.People = append(v.People, one)
	}
	return v
}

// here tells whether a person belongs to the couple, and its care goes on.
func here(cp couple.Couple, p Person) bool {
	return !cp.Discharged() && slices.ContainsFunc(cp.Here(), func(one couple.Partner) bool { return one.Person == p.Person })
}

// aside answers the handler that sets an assignment aside, or takes it up again.
func (p Pages) aside(aside bool) func(*web.Context, tenant.Staff) error {
	return func(c *web.Context, s tenant.Staff) error {
		return p.change(c, s, func(tx *db.Tx, w Work, _ *web.Form) error { return SetAside(tx, w, aside) })
	}
}

func (p Pages) excuse(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, w Work, f *web.Form) error {
		person, err := uuid.Parse(f.Text("person"))
		if err != nil {
			return fault.Absent()
		}
		return SetExcused(tx, w, tenant.PersonID{UUID: person}, f.Text("undo") == "")
	})
}

// change stores one act on an assignment and comes back to its page.
func (p Pages) change(c *web.Context, s tenant.Staff, do func(*db.Tx, Work, *web.Form) error) error {
	id, err := c.ID("assignment")
	if err != nil {
		return err
	}
	return c.Receive(s, AssignmentPath(id), func(tx *db.Tx, f *web.Form) error {
		w, err := Get(tx, id)
		if err != nil {
			return err
		}
		return do(tx, w, f)
	}, func(_ *web.Form, why error) error { return p.showAssignment(c, s, why) })
}
