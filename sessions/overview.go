package sessions

import (
	"time"

	"amends/clients/agreement"
	"amends/clients/couple"
	"amends/clients/homework"
	"amends/reports/chart"
	"amends/reports/progress"
	"amends/server/audit"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
	"amends/sessions/note"
)

// span of the couple page's chart.
const overviewWeeks = 12

// overviewSpan is the weeks up to the one of today, from their first Monday to the last Sunday.
func overviewSpan(today time.Time) (from, to time.Time) {
	monday := civil.Monday(today)
	return monday.AddDate(0, 0, -7*(overviewWeeks-1)), monday.AddDate(0, 0, 6)
}

// overviewView is one couple on one page.
type overviewView struct {
	Head        couple.HeadView
	SheetPath   string
	AssignPath  string
	Assigns     bool // care goes on: steps may be given
	Reasons     []reasonView
	SinceTitle  string
	Since       []sinceView
	Ratings     []couple.Tab
	Charts      []chart.SVG
	Narrow      []chart.SVG // the same for a phone: one of the two is shown
	TableHeads  []string
	TableRows   [][]string
	ExpertHeads []string
	Expert      [][]string
	Work        []workView
	Matrix      couple.MatrixView
	Policy      string
	Timeline    []eventView
	Rooms       []couple.Tab // what stands between the two, one page each
}

type reasonView struct {
	Icon, Why, Who, Path string
	Urgent, OffPaper     bool // OffPaper: nothing of a hold is printed
}

// sinceView is one of the five lines; Path and Link lead on where there is something to read.
type sinceView struct{ Label, Text, Path, Link string }

type workView struct {
	Title, Note, State, Path string
	Urgent                   bool
}

type eventView struct {
	On                                time.Time
	Date, Day, Icon, Kind, Said, Path string
}

// page is what the overview is made from.
type page struct {
	couple   couple.Couple
	row      Row
	facts    []Fact
	plan     note.Planned
	gathered Gathered
	report   progress.Report
	notes    []note.Listed
	rating   progress.Rating
	overdue  int // agreements that should have been looked at
}

// overview grasps the case: since we last met, two lines on one axis, work, who may see what, the timeline.
func (p Pages) overview(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	pg := page{rating: progress.Rating(c.Query("rating"))}
	if pg.rating == "" {
		pg.rating = progress.Safe
	}
	if !pg.rating.Valid() {
		return fault.Absent()
	}
	if err := c.View(s, func(tx *db.Tx) error { return p.load(tx, c, id, &pg) }); err != nil {
		return err
	}
	view := p.overviewView(c, pg)
	return c.Render(200, web.Page{Name: "sessions/overview", Title: view.Head.Names, Place: "caseload", Data: view,
		Back: &web.Link{Text: c.T("sessions_caseload"), Href: "/caseload"}})
}

func (p Pages) load(tx *db.Tx, c *web.Context, id couple.ID, pg *page) (err error) {
	if pg.couple, err = couple.Get(tx, id); err != nil {
		return err
	}
	tx.Audit(audit.CoupleRead, id.UUID, id)
	if pg.row, pg.facts, err = LoadOne(tx, id); err != nil {
		return err
	}
	if pg.plan, err = note.LastPlan(tx, id); err != nil {
		return err
	}
	if pg.notes, err = note.OfCouple(tx, id); err != nil {
		return err
	}
	today := c.PracticeToday()
	if pg.couple.Discharged() && pg.couple.CareTo.Before(today) { // the last weeks of care, not the weeks since
		today = *pg.couple.CareTo
	}
	if pg.couple.Both(today) { // what nobody looks over together any more is not overdue
		if pg.overdue, err = agreement.Overdue(tx, id, today); err != nil {
			return err
		}
	}
	from, to := overviewSpan(today)
	pg.gathered, err = Gather(tx, p.library, Asked{Couple: pg.couple, From: from, To: to,
		Today: today, Reader: progress.ReaderFile, Lang: c.Lang()})
	pg.report = progress.Compute(pg.gathered.Input)
	return err
}

func (p Pages) overviewView(c *web.Context, pg page) overviewView {
	v := overviewView{Head: couple.Header(c, pg.couple), Matrix: couple.Matrix(c, pg.couple), Policy: couple.PolicyWords(c, pg.couple)}
	v.AssignPath = v.Head.Path + "/assign"
	v.Assigns = !pg.couple.Discharged()
	if v.Assigns && c.Has("/couples/:couple/session-sheet") {
		v.SheetPath = v.Head.Path + "/session-sheet"
	}
	for _, r := range unconfided(Reasons(pg.row, pg.facts, c.Today())) {
		why, circumstance := reasonWords(c, r)
		v.Reasons = append(v.Reasons, reasonView{r.Kind.icon(), why, circumstance, r.Path, r.Kind == Safety, r.Kind.offPaper()})
	}
	v.Rooms = couple.Between(c, v.Head.Path)
	v.since(c, pg)
	v.ratings(c, pg)
	v.work(c, pg)
	v.timeline(c, pg)
	return v
}

// since fills the five lines: last plan, work, promises, check-ins, what changed.
func (v *overviewView) since(c *web.Context, pg page) {
	last := lastMet(pg)
	v.SinceTitle = c.T("sessions_since_start")
	if last != nil {
		v.SinceTitle = c.T("sessions_since", "Day", c.Day(*last))
	}
	plan := sinceView{Label: c.T("sessions_last_plan"), Text: pg.plan.Text}
	if plan.Text == "" {
		plan.Text = c.T("sessions_no_plan")
	}
	v.Since = append(v.Since, plan, workSince(c, pg, last), promisesSince(c, pg, last), checkinsSince(c, pg, last), changed(c, pg))
	if pg.overdue > 0 {
		v.Since = append(v.Since, sinceView{c.T("agreement_staff_title"), c.T("agreement_overdue_count", "Count", pg.overdue), couple.Path(pg.couple.ID) + "/agreements", c.T("sessions_look")})
	}
}

// lastMet is the date of the newest signed session.
func lastMet(pg page) *time.Time {
	for _, n := range pg.notes {
		if n.SignedAt != nil {
			return &n.HeldOn
		}
	}
	return nil
}

func after(day time.Time, last *time.Time) bool { return last == nil || !day.Before(*last) }

func workSince(c *web.Context, pg page, last *time.Time) sinceView {
	line := sinceView{Label: c.T("sessions_line_work"), Text: c.T("sessions_line_work_none")}
	for _, w := range pg.gathered.Work {
		for _, who := range w.People {
			if who.DoneOn == nil || !after(*who.DoneOn, last) {
				continue
			}
			line.Text = c.T("sessions_line_work_sent", "Name", who.Name, "Title", w.Title(c.Lang()), "Day", c.Ago(*who.DoneOn))
			if who.Entry != nil {
				line.Path, line.Link = "/entries/"+who.Entry.String(), c.T("sessions_read")
			}
			if who.ToRead() {
				return line
			}
		}
	}
	return line
}

func promisesSince(c *web.Context, pg page, last *time.Time) sinceView {
	confirmed, notYet, due := 0, 0, 0
	for _, p := range pg.gathered.Input.Promises {
		for _, d := range p.Deeds {
			if !after(d.Date.Time(), last) {
				continue
			}
			due++
			switch d.Outcome {
			case progress.OutcomeConfirmed:
				confirmed++
			case progress.OutcomeNotYet:
				notYet++
			}
		}
	}
	line := sinceView{Label: c.T("sessions_line_promises"), Text: c.T("sessions_line_promises_none")}
	if due > 0 {
		line.Text = c.T("sessions_line_promises_due", "Count", due, "Confirmed", confirmed)
		if notYet > 0 {
			line.Text = join(line.Text, c.T("sessions_line_promises_notyet", "Count", notYet))
		}
		line.Path, line.Link = couple.Path(pg.couple.ID)+"/promises", c.T("sessions_look")
	}
	return line
}

func checkinsSince(c *web.Context, pg page, last *time.Time) sinceView {
	line := sinceView{Label: c.T("sessions_line_checkins"), Path: couple.Path(pg.couple.ID) + "/check-ins", Link: c.T("sessions_read")}
	for _, p := range pg.couple.Partners {
		n := 0
		for _, ci := range pg.gathered.CheckIns {
			if ci.Person == p.Person && after(ci.On, last) {
				n++
			}
		}
		if n == 0 && p.Left() { // nothing was asked of them
			continue
		}
		line.Text = join(line.Text, c.T("sessions_line_checkins_of", "Name", p.Name, "Count", n))
	}
	if line.Text == "" {
		line.Text = c.T("sessions_line_checkins_none")
	}
	return line
}

// changed says what the chosen rating did for each, in the words of the report.
func changed(c *web.Context, pg page) sinceView {
	line := sinceView{Label: c.T("sessions_line_changed")}
	for i, partner := range pg.report.Partners {
		sentence := ""
		for _, row := range pg.report.Rows {
			if row.Rating == pg.rating && i < len(row.Panels) {
				sentence = panelSentence(c, row.Panels[i])
			}
		}
		if sentence == "" {
			sentence = noAnswers(c)
		}
		line.Text = join(line.Text, c.T("sessions_line_changed_of", "Name", partner.Name, "Words", sentence))
	}
	if line.Text == "" {
		line.Text = noAnswers(c)
	}
	return line
}

// noAnswers is the report's sentence for a person of whom nothing was expected and nothing came.
func noAnswers(c *web.Context) string {
	return c.T("progress.words.no_answers", "Count", 0, "N", 0, "Expected", 0)
}

func panelSentence(c *web.Context, p progress.Panel) string {
	var pairs []any
	for k, v := range p.Words.Args() {
		if d, ok := v.(progress.Date); ok {
			if d.IsZero() {
				continue
			}
			v = c.Day(d.Time())
		}
		pairs = append(pairs, k, v)
	}
	return c.T(p.Words.Key(), pairs...)
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

// work lists what is assigned, newest first; only what waits to be read is marked.
func (v *overviewView) work(c *web.Context, pg page) {
	for _, w := range pg.gathered.Work {
		if len(v.Work) == 6 || (w.Aside() && len(pg.gathered.Work) > 6) {
			continue
		}
		item := workView{Title: w.Title(c.Lang()), Path: homework.AssignmentPath(w.ID), State: c.T("sessions_work_done")}
		if w.Waits() {
			item.State = c.T("sessions_work_underway")
		}
		if w.Aside() {
			item.State = c.T("sessions_work_aside")
		}
		for _, who := range w.People {
			item.Note = join(item.Note, c.T("sessions_work_for", "Name", who.Name, "State", c.T("sessions_state_"+string(who.State))))
			if who.ToRead() {
				item.State, item.Urgent, item.Path = c.T("sessions_work_read"), true, "/entries/"+who.Entry.String()
			}
		}
		v.Work = append(v.Work, item)
	}
}
