package sessions

import (
	"strconv"
	"time"

	"amends/clients/couple"
	"amends/clients/promise"
	"amends/reports/chart"
	"amends/reports/progress"
	"amends/server/web"
)

// companions are the two ratings that keep the chosen one company as thin lines.
func companions(chosen progress.Rating) []progress.Rating {
	var out []progress.Rating
	for _, r := range []progress.Rating{progress.Safe, progress.Calm, progress.Heard} {
		if r != chosen && len(out) < 2 {
			out = append(out, r)
		}
	}
	return out
}

func ratingName(c *web.Context, r progress.Rating) string { return c.T("report_rating_" + string(r)) }

// ratings fills the panels of both partners on one axis, the table beside them, and the expert's figures when asked.
func (v *overviewView) ratings(c *web.Context, pg page) {
	rows := map[progress.Rating]progress.Row{}
	for _, row := range pg.report.Rows {
		rows[row.Rating] = row
	}
	for _, r := range shown(rows) {
		v.Ratings = append(v.Ratings, couple.Tab{Text: c.T("sessions_short_" + string(r)), Href: v.Head.Path + "?rating=" + string(r) + "#ratings", Current: r == pg.rating})
	}
	drawn := coupleChart(c, pg, rows)
	v.Charts = []chart.SVG{drawn.SVG()}
	drawn.Width = phoneChart
	v.Narrow = []chart.SVG{drawn.SVG()}
	v.table(c, pg, rows[pg.rating])
	if c.Query("expert") == "1" {
		v.expert(c, pg)
	}
}

// shown are the ratings offered as tabs: the weekly core, and whatever else was answered.
func shown(rows map[progress.Rating]progress.Row) []progress.Rating {
	var out []progress.Rating
	for i, r := range progress.Ratings() {
		if _, answered := rows[r]; i < 9 || answered {
			out = append(out, r)
		}
	}
	return out
}

func coupleChart(c *web.Context, pg page, rows map[progress.Rating]progress.Row) chart.Couple {
	from, to := pg.report.AxisFrom.Time(), pg.report.AxisTo.Time()
	ch := chart.Couple{Span: chart.Span{From: from, To: to}, Title: ratingName(c, pg.rating)}
	for _, s := range pg.report.Sessions {
		if !s.Cancelled {
			ch.Sessions = append(ch.Sessions, s.Date.Time())
		}
	}
	for _, week := range []int{0, 4, 8, 11} {
		on := from.AddDate(0, 0, 7*week)
		if on.Before(to) {
			ch.Ticks = append(ch.Ticks, chart.Tick{On: on, Text: c.DayShort(on)})
		}
	}
	for i, p := range pg.report.Partners {
		lane := chart.Lane{Who: who(p.Position), Name: p.Name, Note: c.T("sessions_weeks_answered", "N", 0, "Expected", len(pg.report.Weeks))}
		if row, ok := rows[pg.rating]; ok && i < len(row.Panels) {
			panel := row.Panels[i]
			lane.Note = c.T("sessions_weeks_answered", "N", panel.N, "Expected", panel.Expected)
			ch.Title = join(ch.Title, p.Name+": "+panelSentence(c, panel))
			lane.Strokes = append(lane.Strokes, stroke(c, pg.rating, panel, true))
		}
		for _, r := range companions(pg.rating) {
			if row, ok := rows[r]; ok && i < len(row.Panels) {
				lane.Strokes = append(lane.Strokes, stroke(c, r, row.Panels[i], false))
			}
		}
		ch.Lanes = append(ch.Lanes, lane)
	}
	return ch
}

// phoneChart is the width of the chart on a phone, in pixels; names stand above the lines' ends there.
const phoneChart = 350.0

// stroke is one rating of one partner as a line with its name and last value at the end.
func stroke(c *web.Context, r progress.Rating, p progress.Panel, chosen bool) chart.Stroke {
	s := chart.Stroke{Chosen: chosen, Loose: !p.Joined, Readings: readings(p)}
	if n := len(s.Readings); n > 0 {
		s.Label = c.T("sessions_line_end", "Rating", c.T("sessions_short_"+string(r)), "Value", number(s.Readings[n-1].Value))
	}
	return s
}

func readings(p progress.Panel) []chart.Reading {
	var out []chart.Reading
	for _, v := range p.Values {
		out = append(out, chart.Reading{On: v.Monday.Time(), Value: v.Value})
	}
	return out
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// table is the text alternative of the chart: every weekly value of the chosen rating.
func (v *overviewView) table(c *web.Context, pg page, row progress.Row) {
	v.TableHeads = []string{c.T("sessions_table_week")}
	for _, p := range pg.report.Partners {
		v.TableHeads = append(v.TableHeads, p.Name)
	}
	for _, week := range pg.report.Weeks {
		cells := []string{c.Day(week.Time())}
		for i := range pg.report.Partners {
			cells = append(cells, valueAt(row, i, week))
		}
		v.TableRows = append(v.TableRows, cells)
	}
}

func valueAt(row progress.Row, i int, week progress.Date) string {
	if i < len(row.Panels) {
		for _, v := range row.Panels[i].Values {
			if v.Monday == week {
				return strconv.FormatFloat(v.Value, 'f', 1, 64)
			}
		}
	}
	return "–"
}

// expert shows named statistics: only here, never on another page or in a report.
func (v *overviewView) expert(c *web.Context, pg page) {
	v.ExpertHeads = []string{c.T("sessions_expert_rating"), c.T("sessions_expert_n"), c.T("sessions_expert_slope"), c.T("sessions_expert_interval"), c.T("sessions_expert_s"), c.T("sessions_expert_p"), c.T("sessions_expert_tau")}
	for _, row := range pg.report.Rows {
		for i, panel := range row.Panels {
			t := panel.Trend
			v.Expert = append(v.Expert, []string{pg.report.Partners[i].Name + ", " + ratingName(c, row.Rating), strconv.Itoa(panel.N) + "/" + strconv.Itoa(panel.Expected),
				three(t.PerWeek), three(t.Low) + " … " + three(t.High), strconv.Itoa(t.S), three(t.P), three(t.TauB)})
		}
	}
	if v.Expert == nil {
		v.Expert = [][]string{{"–", "–", "–", "–", "–", "–", "–"}}
	}
}

func three(x float64) string { return strconv.FormatFloat(x, 'f', 3, 64) }

// timeline is what happened, newest first: sessions, sent work, promises answered, check-ins. No text of a person stands
// in it: it says who did what, and leads to the page where it may be read.
func (v *overviewView) timeline(c *web.Context, pg page) {
	var all []eventView
	add := func(on time.Time, icon, kind, said, path string) {
		all = append(all, eventView{On: on, Date: on.Format(time.DateOnly), Day: c.DayShort(on), Icon: icon, Kind: c.T(kind), Said: said, Path: path})
	}
	for _, n := range pg.notes {
		if n.SignedAt != nil {
			add(n.HeldOn, "file-text", "sessions_kind_session", c.T("sessions_said_session", "Count", len(n.Present), "Day", c.DayTime(*n.SignedAt)), "/progress-notes/"+n.ID.String())
		}
	}
	for _, w := range pg.gathered.Work {
		for _, p := range w.People {
			if p.DoneOn == nil {
				continue
			}
			path := ""
			if p.Entry != nil {
				path = "/entries/" + p.Entry.String()
			}
			add(*p.DoneOn, "mail-open", "sessions_kind_work", c.T("sessions_said_work", "Name", p.Name, "Title", w.Title(c.Lang())), path)
		}
	}
	all = append(all, promiseEvents(c, pg)...)
	for _, ci := range pg.gathered.CheckIns {
		if p, ok := pg.couple.Partner(ci.Person); ok && ci.HasLine() {
			add(ci.On, "message-square-text", "sessions_kind_checkin", c.T("sessions_said_line", "Name", p.Name), couple.Path(pg.couple.ID)+"/check-ins")
		}
	}
	v.Timeline = newest(all, 14)
}

// promiseEvents tells a promise when it is made, when it ends, and once for each run of weeks that went alike.
func promiseEvents(c *web.Context, pg page) (all []eventView) {
	for _, p := range pg.gathered.Promises {
		keeper, _ := pg.couple.Partner(p.Keeper)
		named := c.T("sessions_said_promise", "Name", keeper.Name, "Text", p.Text)
		add := func(on time.Time, said string) {
			all = append(all, eventView{On: on, Date: on.Format(time.DateOnly), Day: c.DayShort(on), Icon: "handshake", Kind: c.T("sessions_kind_promise"), Said: said})
		}
		add(p.MadeOn, c.T("sessions_said_promise_made", "Name", keeper.Name, "Text", p.Text))
		for _, run := range p.Stretches(c.PracticeToday()) {
			add(run.To, join(named, stretchWords(c, run)))
		}
		if p.EndedOn != nil {
			add(*p.EndedOn, join(named, c.T("sessions_said_promise_ended")))
		}
	}
	return all
}

// stretchWords say how the days of a run went.
func stretchWords(c *web.Context, run promise.Stretch) string {
	if run.Due == 1 && run.Confirmed == 1 {
		return c.T("sessions_said_promise_confirmed")
	}
	var said string
	if run.Confirmed > 0 {
		said = c.T("sessions_said_promise_days", "Confirmed", run.Confirmed, "Count", run.Due, "Day", c.Day(run.From))
	}
	if run.NotYet > 0 {
		said = join(said, c.T("sessions_said_promise_not_yet", "Count", run.NotYet))
	}
	return said
}
