package plan

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// move is what one of the page's moves works on.
type move struct {
	tx     *db.Tx
	couple couple.ID
	table  homework.Table
	form   *web.Form
	today  time.Time
}

// workMove does something with a step that was given, plannedMove with one that is planned.
type (
	workMove    func(m move, w homework.Work) error
	plannedMove func(m move, p Planned) error
)

// change stores one move and comes back to the page, with its sentence above after a fault.
func (p Pages) change(c *web.Context, s tenant.Staff, do func(m move) error) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	return c.Receive(s, Path(id), func(tx *db.Tx, f *web.Form) error {
		table, err := homework.TableOf(tx, p.shelf, p.house, id)
		if err != nil {
			return err
		}
		return do(move{tx, id, table, f, c.Today()})
	}, func(f *web.Form, why error) error { return p.show(c, s, why, f) })
}

func (p Pages) workMove(do workMove) func(*web.Context, tenant.Staff) error {
	return func(c *web.Context, s tenant.Staff) error {
		id, err := c.ID("assignment")
		if err != nil {
			return err
		}
		return p.change(c, s, func(m move) error {
			w, ok := m.work(id)
			if !ok {
				return fault.Absent()
			}
			return do(m, w)
		})
	}
}

func (p Pages) plannedMove(do plannedMove) func(*web.Context, tenant.Staff) error {
	return func(c *web.Context, s tenant.Staff) error {
		id, err := c.ID("planned")
		if err != nil {
			return err
		}
		return p.change(c, s, func(m move) error {
			step, err := Lock(m.tx, m.couple, id)
			if err != nil {
				return err
			}
			return do(m, step)
		})
	}
}

// work finds one of the couple's assignments.
func (m move) work(id uuid.UUID) (homework.Work, bool) {
	for _, w := range m.table.Works() {
		if w.ID == id {
			return w, true
		}
	}
	return homework.Work{}, false
}

func setAside(m move, w homework.Work) error { return homework.SetAside(m.tx, w, true) }
func takeUp(m move, w homework.Work) error   { return homework.SetAside(m.tx, w, false) }

// rest lets one step rest, wake brings it back. While the whole plan rests, a step goes with it.
func rest(m move, w homework.Work) error { return restOne(m, w, true) }
func wake(m move, w homework.Work) error { return restOne(m, w, false) }

func restOne(m move, w homework.Work, resting bool) error {
	pause, err := PauseOf(m.tx, m.couple)
	if err != nil {
		return err
	}
	if pause != nil || w.Aside() {
		return fault.Stale("plan_moved_on")
	}
	return homework.Rest(m.tx, w, resting)
}

func stop(m move, w homework.Work) error {
	if w.Repeats == 0 {
		return fault.Stale("plan_moved_on")
	}
	return homework.Stop(m.tx, w, 0)
}

// goOn lets a stopped step come round again as often as its programme says.
func goOn(m move, w homework.Work) error {
	unit := m.table.Unit(w.Assignment)
	if unit == nil {
		return fault.Stale("plan_moved_on")
	}
	days := rhythm(*unit, w)
	if days == 0 || w.Repeats != 0 {
		return fault.Stale("plan_moved_on")
	}
	return homework.Stop(m.tx, w, days)
}

// rhythm is after how many days a step comes round for those it was given to, as when it was given; 0 when it is done once.
func rhythm(unit homework.Unit, w homework.Work) int {
	if w.AnswersTo != nil {
		return 0
	}
	roles := make([]programme.Role, 0, len(w.People))
	for _, p := range w.People {
		roles = append(roles, p.Role)
	}
	return unit.RepeatsFor(roles)
}

// week is how far one press moves a step, in days.
const week = 7

func shift(m move, w homework.Work) error {
	if !w.Shiftable(m.today) || w.Aside() {
		return fault.Stale("plan_moved_on")
	}
	return homework.Shift(m.tx, w, week, m.today)
}

func inSession(m move, w homework.Work) error { return homework.KeepForSession(m.tx, w, true) }
func atHome(m move, w homework.Work) error    { return homework.KeepForSession(m.tx, w, false) }

func doneInSession(m move, w homework.Work) error { return homework.DoneInSession(m.tx, w, m.today) }

// swap sets a running step aside and gives the planned one the form names in its place. What was set aside goes back into the
// plan, a week later.
func swap(m move, w homework.Work) error {
	id, err := uuid.Parse(m.form.Text("planned"))
	if err != nil {
		return fault.Absent()
	}
	next, err := Lock(m.tx, m.couple, id)
	if err != nil {
		return err
	}
	if err := homework.SetAside(m.tx, w, true); err != nil {
		return err
	}
	again := Planned{Couple: m.couple, Version: w.VersionID, Code: w.Code, Step: w.Step, On: m.today.AddDate(0, 0, week), Waits: ForDate}
	if len(w.People) == 1 {
		again.For = &w.People[0].Person
	}
	if err := Insert(m.tx, again); err != nil {
		return err
	}
	if err := giveNow(m, next); err != nil {
		return err
	}
	m.tx.Audit(audit.AssignmentSwapped, w.ID, m.couple)
	return nil
}

// give gives a planned step now: from its day, or from today when that is past. What asks for a reason, or was given before,
// is given on the assigning page.
func give(m move, p Planned) error { return giveNow(m, p) }

func giveNow(m move, p Planned) error {
	if _, on := m.table.Offer(p.Code, p.Step); !on || p.Given(m.table.Works()) {
		return fault.Stale("plan_moved_on")
	}
	wish := homework.Wish{Code: p.Code, Step: p.Step, For: "both", From: m.today, Reading: homework.ReadBefore}
	if p.For != nil {
		wish.For = p.For.String()
	}
	if p.On.After(m.today) {
		wish.From = p.On
	}
	_, err := m.table.Give(m.tx, wish)
	return err
}

func shiftPlanned(m move, p Planned) error {
	from := p.On
	if from.Before(m.today) {
		from = m.today
	}
	return Move(m.tx, p, from.AddDate(0, 0, week))
}

func letGo(m move, p Planned) error   { return LetGo(m.tx, p) }
func takeOut(m move, p Planned) error { return TakeOut(m.tx, p) }

// plan puts a step into the plan.
func (p Pages) plan(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(m move) error {
		step, err := readPlanned(m)
		if err != nil {
			return err
		}
		return Insert(m.tx, step)
	})
}

// pause lets everything open rest, for both alike; the counselor decides it, after a setback for instance.
func (p Pages) pause(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(m move) error {
		if err := beginPause(m.tx, m.couple, m.today); err != nil {
			return err
		}
		m.tx.Audit(audit.PlanPaused, m.couple.UUID, m.couple)
		return homework.Pause(m.tx, m.table.Couple())
	})
}

func (p Pages) resume(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(m move) error {
		if err := endPause(m.tx, m.couple); err != nil {
			return err
		}
		m.tx.Audit(audit.PlanResumed, m.couple.UUID, m.couple)
		return homework.Resume(m.tx, m.table.Couple())
	})
}

func (p Pages) recheck(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(m move) error {
		code := programme.Code(m.form.Text("step"))
		if !onProgramme(m.table, code) {
			return fault.Field("step", "plan_row_choose")
		}
		return Check(m.tx, m.couple, code, m.today)
	})
}

func onProgramme(t homework.Table, code programme.Code) bool {
	for _, copy := range t.Copies() {
		if _, ok := copy.Lib.Placement(code); ok {
			return true
		}
	}
	return false
}
