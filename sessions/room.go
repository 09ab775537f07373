package sessions

import (
	"time"

	"amends/clients/couple"
	"amends/clients/promise"
	"amends/reports/chart"
	"amends/reports/progress"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/signin"
	"amends/server/tenant"
	"amends/server/web"
)

// roomView is the screen turned to the couple: joint things only, read from a sofa. Nothing on it is counted, hidden or greyed,
// so that nobody can see that something is missing.
type roomView struct {
	Names, Next string
	Promises    []roomPromise
	Work        []string
	Charts      []chart.SVG
	Narrow      []chart.SVG // the same for a phone held upright: one of the two is shown
	ChartTitle  string
	SheetPath   string
}

type roomPromise struct{ Name, Text, State string }

// enterRoom turns the screen; from now on this sign-in reaches only what both may see, until the password is given.
func (p Pages) enterRoom(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	if c.Viewer().InRoom() && c.Viewer().RoomCouple != id { // from one couple's room no way leads to another's without the password
		return fault.Absent()
	}
	if _, err := c.Form(); err != nil {
		return err
	}
	err = c.Update(s, func(tx *db.Tx) error {
		if _, err := couple.Get(tx, id); err != nil {
			return err
		}
		tx.Audit(audit.RoomEntered, id.UUID, id)
		return signin.EnterRoom(tx, c.Viewer().SignIn, id)
	})
	if err != nil {
		return err
	}
	c.ForgetPages() // Back must not turn the screen round again
	return c.Redirect(couple.Path(id) + "/room")
}

func (p Pages) room(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	if c.Viewer().RoomCouple != id {
		return notTurned(c, s, id)
	}
	var view roomView
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		today := c.PracticeToday()
		from, to := overviewSpan(today)
		g, err := Gather(tx, p.library, Asked{Couple: cp, From: from, To: to,
			Today: today, Reader: progress.ReaderCouple, Lang: c.Lang()})
		view = roomOf(c, cp, g)
		tx.Audit(audit.RoomRead, id.UUID, id)
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(200, web.Page{Name: "sessions/room", Title: view.Names, Data: view})
}

// roomOf chooses what may stand before both: active promises with what was said of them, steps given to both, and the one
// chart when both switched their lines on and the rating may pass.
func roomOf(c *web.Context, cp couple.Couple, g Gathered) roomView {
	v := roomView{Names: couple.Names(c, cp), SheetPath: couple.Path(cp.ID) + "/session-sheet"}
	if !c.Has("/couples/:couple/session-sheet") {
		v.SheetPath = ""
	}
	if cp.NextAt != nil {
		v.Next = c.T("sessions_room_next", "When", c.DayTime(*cp.NextAt))
	}
	for _, pr := range g.Promises {
		if pr.State != promise.Active {
			continue
		}
		keeper, _ := cp.Partner(pr.Keeper)
		state := c.T("sessions_room_running")
		if d, ok := pr.LastConfirmed(); ok {
			state = c.T("sessions_room_confirmed", "Day", c.Ago(d.On))
		}
		v.Promises = append(v.Promises, roomPromise{keeper.Name, pr.Text, state})
	}
	since := g.lastTogether(cp, c.PracticeToday())
	for _, w := range g.Work {
		if len(w.People) > 1 && !w.Aside() && !w.From.Before(since) {
			v.Work = append(v.Work, w.Title(c.Lang()))
		}
	}
	report := progress.Compute(g.Input)
	for _, row := range report.Rows {
		if row.Rating == progress.Heard && report.Allowed && len(row.Panels) == 2 {
			v.ChartTitle = c.T("sessions_room_chart", "Rating", ratingName(c, row.Rating))
			drawn := roomChart(c, report, row)
			v.Charts = []chart.SVG{drawn.SVG()}
			drawn.Width = phoneChart
			v.Narrow = []chart.SVG{drawn.SVG()}
		}
	}
	return v
}

// lastTogether is the day both last met the counselor, or the first day of care. Steps given to both since then stand in the
// room whatever either did with them: a step that went once both had answered would tell each what the other did.
func (g Gathered) lastTogether(cp couple.Couple, today time.Time) time.Time {
	since := cp.CareFrom
	for _, h := range g.Held {
		if h.Joint && len(h.Present) == len(cp.Partners) && h.On.After(since) && h.On.Before(today) {
			since = h.On
		}
	}
	return since
}

func roomChart(c *web.Context, report progress.Report, row progress.Row) chart.Room {
	from, to := report.AxisFrom.Time(), report.AxisTo.Time()
	r := chart.Room{Span: chart.Span{From: from, To: to}, Title: ratingName(c, row.Rating)}
	for _, week := range []int{0, 6, 11} {
		if on := from.AddDate(0, 0, 7*week); on.Before(to) {
			r.Ticks = append(r.Ticks, chart.Tick{On: on, Text: c.Day(on)})
		}
	}
	for i, panel := range row.Panels {
		r.Title = join(r.Title, report.Partners[i].Name+": "+panelSentence(c, panel))
		line := chart.RoomLine{Who: who(panel.Position), Stroke: chart.Stroke{Chosen: true, Loose: !panel.Joined, Readings: readings(panel)}}
		if n := len(line.Stroke.Readings); n > 0 {
			line.Stroke.Label = report.Partners[i].Name + " " + number(line.Stroke.Readings[n-1].Value)
		}
		r.Lines = append(r.Lines, line)
	}
	return r
}

type leaveView struct{ Action, Back string }

// notTurned answers for a screen that is not turned to this couple: to the couple's page for whoever has care of it, and for
// everybody else, and while another couple looks, the answer of an absent id.
func notTurned(c *web.Context, s tenant.Staff, id couple.ID) error {
	if c.Viewer().InRoom() {
		return fault.Absent()
	}
	err := c.View(s, func(tx *db.Tx) error {
		_, err := couple.Get(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return c.Redirect(couple.Path(id))
}

// leaveForm asks for the password on a page that shows nothing private.
func (p Pages) leaveForm(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	if c.Viewer().RoomCouple != id {
		return notTurned(c, s, id)
	}
	return showLeave(c, 200, web.Fill{})
}

func showLeave(c *web.Context, status int, fill web.Fill) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	path := couple.Path(id) + "/room"
	return c.Render(status, web.Page{Name: "sessions/leave", Title: c.T("sessions_leave_title"), Fill: fill, Data: leaveView{path + "/leave", path}})
}

func (p Pages) leaveRoom(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	if c.Viewer().RoomCouple != id {
		return notTurned(c, s, id)
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = p.sign.CheckPassword(c, "password", f.Password("password"))
	if _, is := fault.As(err); is {
		return showLeave(c, web.Status(err), web.Fill{Faults: faultsOf(err)})
	}
	if err != nil {
		return err
	}
	err = c.Update(s, func(tx *db.Tx) error {
		tx.Audit(audit.RoomLeft, id.UUID, id)
		return signin.LeaveRoom(tx, c.Viewer().SignIn)
	})
	if err != nil {
		return err
	}
	return c.Redirect(couple.Path(id))
}

func faultsOf(err error) fault.List {
	e, _ := fault.As(err)
	if e.Field == "" {
		e.Field = "password"
	}
	return fault.List{e}
}
