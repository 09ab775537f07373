package plan

import (
	"strconv"
	"strings"

	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/civil"
	"amends/server/tenant"
	"amends/server/web"
)

func langOf(c *web.Context) programme.Lang { return programme.Lang(c.Lang()) }

// runningRow is one step that is being done: who, since when and until when, how long, its gate, and what may be done with it.
func (v *pageView) runningRow(c *web.Context, d desk, w homework.Work) rowView {
	row := rowView{Title: w.Title(c.Lang()), Number: w.Number(), Href: homework.AssignmentPath(w.ID)}
	for _, p := range w.People {
		row.Who = append(row.Who, whoOf(d, p.Person, stateWords(c, d, w, p)))
	}
	row.Lines = []string{strings.Join([]string{datesOf(c, w), minutesOf(c, w.Minutes), d.gateOf(c, w.Code, w.Step)}, " · ")}
	if w.InSession != nil {
		row.Tag = c.T("plan_in_session")
	}
	if d.paused == nil {
		row.Moves = v.runningMoves(c, d, w)
	}
	return row
}

func (v *pageView) runningMoves(c *web.Context, d desk, w homework.Work) (moves []moveView) {
	if w.Waits() {
		moves = append(moves, v.ofWork(c, w, "set-aside", "x"))
		if len(d.planned) > 0 {
			swap := v.ofWork(c, w, "swap", "s")
			swap.Text = c.T("plan_move_swap", "Title", d.titleOf(d.planned[0], langOf(c)))
			swap.Name, swap.Value = "planned", d.planned[0].ID.String()
			moves = append(moves, swap)
		}
		if w.Shiftable(c.Today()) {
			moves = append(moves, v.ofWork(c, w, "shift", "w"))
		}
		moves = append(moves, v.ofWork(c, w, "rest", "n"))
		if w.InSession == nil {
			moves = append(moves, v.ofWork(c, w, "in-session", "i"))
		} else {
			moves = append(moves, v.ofWork(c, w, "done-in-session", "d"), v.ofWork(c, w, "at-home", "h"))
		}
	}
	if w.Rests() {
		moves = append(moves, v.ofWork(c, w, "wake", "n"))
	}
	unit := d.table.Unit(w.Assignment)
	switch {
	case w.Repeats != 0:
		moves = append(moves, v.ofWork(c, w, "stop", "t"))
	case unit != nil && rhythm(*unit, w) != 0:
		moves = append(moves, v.ofWork(c, w, "go-on", "t"))
	}
	return moves
}

// whoOf is a partner's name in their colour, with a word after it.
func whoOf(d desk, person tenant.PersonID, text string) whoView {
	p, _ := d.table.Couple().Partner(person)
	return whoView{p.Mark(), p.Name, text}
}

// stateWords says where a person stands: the state, what got in the way, and what was felt.
func stateWords(c *web.Context, d desk, w homework.Work, p homework.Person) string {
	words := c.T("homework_state_" + string(p.State))
	if p.State.Done() && p.DoneOn != nil {
		words = c.T("homework_state_done_on", "Day", c.Ago(*p.DoneOn))
	}
	if p.Resting && w.Repeats != 0 {
		words += " · " + c.T("homework_state_paused")
	}
	if p.State.Hindered() && p.Obstacle != "" && p.Obstacle != homework.Unsaid {
		words += " · " + c.T("plan_obstacle_"+string(p.Obstacle))
	}
	if says, ok := d.saying(w, p.Person); ok {
		words += " · " + c.T("plan_felt_"+string(says))
	}
	return words
}

func datesOf(c *web.Context, w homework.Work) string {
	if w.Due != nil && w.InSession == nil {
		return c.T("plan_from_due", "From", c.Day(w.From), "Due", c.Day(*w.Due))
	}
	return c.T("plan_from", "From", c.Day(w.From))
}

func minutesOf(c *web.Context, n int) string { return c.T("plan_minutes", "Count", n) }

// gateOf says which gates before a step are closed.
func (d desk) gateOf(c *web.Context, code programme.Code, of programme.StepKey) string {
	offer, ok := d.table.Offer(code, of)
	if !ok {
		return c.T("plan_off_programme")
	}
	var closed []string
	for _, g := range append(offer.Hard, offer.Advice...) {
		closed = append(closed, c.T("couple_gate_"+string(g)))
	}
	if len(closed) == 0 {
		return c.T("plan_gate_open")
	}
	return c.T("plan_gate_closed", "Count", len(closed), "Gates", strings.Join(closed, ", "))
}

// paceOf are the minutes of a week in words.
func paceOf(c *web.Context, n int) string {
	if n == 0 {
		return c.T("plan_pace_none")
	}
	return c.T("plan_pace", "Count", n)
}

// titleOf is the name of a planned step; its code where the couple is no longer on that programme.
func (d desk) titleOf(p Planned, lang programme.Lang) string {
	if offer, ok := d.table.Offer(p.Code, p.Step); ok {
		return offer.Unit.Title.In(lang)
	}
	return string(p.Code)
}

// fillWeeks lists the next weeks with what is planned in each, and the minutes it asks of either.
func (v *pageView) fillWeeks(c *web.Context, d desk) {
	today := c.Today()
	for i := range Weeks {
		title := c.T("plan_week_this")
		if i > 0 {
			title = c.T("plan_week_of", "Day", c.Day(civil.Monday(today).AddDate(0, 0, 7*i)))
		}
		v.Weeks = append(v.Weeks, weekView{Title: title})
	}
	for _, p := range d.table.Couple().Here() {
		for i, n := range d.pace(p.Person, today) {
			v.Weeks[i].Pace = append(v.Weeks[i].Pace, whoView{p.Mark(), p.Name, paceOf(c, n)})
		}
	}
	for _, p := range d.planned {
		w := &v.Weeks[Week(p.On, today)]
		w.Rows = append(w.Rows, v.plannedRow(c, d, p))
	}
}

// plannedRow is one planned step with its moves.
func (v *pageView) plannedRow(c *web.Context, d desk, p Planned) rowView {
	offer, on := d.table.Offer(p.Code, p.Step)
	row := rowView{Title: d.titleOf(p, langOf(c)), Number: programme.Number(p.Code), Href: assignPath(v.Assign, p.Code, p.Step)}
	line := []string{c.T("plan_from", "From", c.Day(p.On))}
	if p.For != nil {
		row.Who = append(row.Who, whoOf(d, *p.For, ""))
	} else {
		line = append(line, c.T("plan_for_all"))
	}
	if on {
		line = append(line, minutesOf(c, d.minutes(offer.Unit)))
	}
	row.Lines = []string{strings.Join(append(line, d.gateOf(c, p.Code, p.Step)), " · ")}
	if wait := waitWords(c, d, p); wait != "" {
		row.Lines = append(row.Lines, wait)
	}
	if d.paused == nil && p.Ready(d.table.Works(), c.Today()) {
		row.Tag = c.T("plan_ready")
	}
	give := v.ofPlanned(c, p, "give", "g")
	if !offer.Plain() {
		give.Href, give.Text = row.Href, c.T("plan_move_look")
	}
	row.Moves = []moveView{give}
	if p.Waits == ForRelease && p.OpenedAt == nil {
		row.Moves = append(row.Moves, v.ofPlanned(c, p, "let-go", "l"))
	}
	later := v.ofPlanned(c, p, "shift", "w")
	row.Moves = append(row.Moves, later, v.ofPlanned(c, p, "take-out", "x"))
	return row
}

func assignPath(assign string, code programme.Code, of programme.StepKey) string {
	return assign + "?step=" + string(code) + "&of=" + string(of)
}

// waitWords says what a planned step waits for.
func waitWords(c *web.Context, d desk, p Planned) string {
	switch p.Waits {
	case ForBoth:
		for _, w := range d.table.Works() {
			if p.WaitsFor == nil || w.ID != *p.WaitsFor {
				continue
			}
			if w.AllDone() {
				return c.T("plan_waited_both", "Title", w.Title(c.Lang()))
			}
			return c.T("plan_waits_both", "Title", w.Title(c.Lang()))
		}
	case ForRelease:
		if p.OpenedAt != nil {
			return c.T("plan_waited_release", "Day", c.Ago(c.DayOf(*p.OpenedAt)))
		}
		return c.T("plan_waits_release")
	}
	return ""
}

// rowsShown is how many rows of each programme the page offers to plan, until all are asked for.
const rowsShown = 3

// fillComing lists what comes next in each programme, with the form that plans it.
func (v *pageView) fillComing(c *web.Context, d desk) {
	if len(d.table.Copies()) == 0 {
		v.Place = v.Head.Path + "/programmes"
		return
	}
	most := rowsShown
	if c.Query("all") != "" {
		most = -1
	} else {
		v.All = v.Path + "?all=1#coming"
	}
	weeks, who, waits := v.choices(c, d)
	for _, copy := range d.table.Copies() {
		group := comingView{Title: copy.Programme().Title.In(langOf(c))}
		for _, next := range Next(copy, d.table.Works(), d.planned, most) {
			u := next.Unit
			note := []string{minutesOf(c, d.minutes(u)), d.gateOf(c, u.Code, u.Step)}
			note = append(note, homework.AfterLines(c, next.After)...)
			group.Rows = append(group.Rows, comingRow{Title: u.Title.In(langOf(c)), Number: programme.Number(u.Code), Note: strings.Join(note, " · "),
				Code: string(u.Code), Of: string(u.Step), Href: assignPath(v.Assign, u.Code, u.Step), ID: strings.ToLower(string(u.Code) + "-" + string(u.Step)),
				Weeks: weeks, For: who, Waits: waits})
		}
		v.Coming = append(v.Coming, group)
	}
}

// choices are the weeks, the people and what may be waited for. The next week and everybody come first.
func (v *pageView) choices(c *web.Context, d desk) (weeks, who, waits []web.Option) {
	for i, w := range v.Weeks {
		weeks = append(weeks, web.Option{Value: strconv.Itoa(i), Label: w.Title})
	}
	who = append(who, web.Option{Value: "both", Label: c.T("plan_for_all")})
	for _, p := range d.table.Couple().Here() {
		who = append(who, web.Option{Value: p.Person.String(), Label: p.Name})
	}
	waits = []web.Option{{Value: string(ForDate), Label: c.T("plan_wait_date")}, {Value: string(ForRelease), Label: c.T("plan_wait_release")}}
	for _, w := range d.running() {
		if !w.AllDone() {
			waits = append(waits, web.Option{Value: bothPrefix + w.ID.String(), Label: c.T("plan_wait_both", "Title", w.Title(c.Lang()))})
		}
	}
	return weeks, who, waits
}

// fillBack lists what came back since the last session.
func (v *pageView) fillBack(c *web.Context, d desk) {
	v.BackTitle = c.T("plan_back_start")
	if d.met {
		v.BackTitle = c.T("plan_back_since", "Day", c.Ago(d.since))
	}
	for _, b := range CameBack(d.table.Works(), d.since, c.DayOf) {
		row := backView{Who: whoOf(d, b.Person.Person, ""), Title: b.Work.Title(c.Lang()), Note: stateWords(c, d, b.Work, b.Person), Href: homework.AssignmentPath(b.Work.ID)}
		if b.Person.Entry != nil {
			row.Href = "/entries/" + b.Person.Entry.String()
		}
		v.Back = append(v.Back, row)
	}
	for _, one := range d.receivers() {
		v.Back = append(v.Back, backView{Who: whoOf(d, one.Person, ""), Title: one.Work.Title(c.Lang()), Note: c.T("plan_felt_" + string(one.Says)), Href: homework.AssignmentPath(one.Work.ID)})
	}
}

// fillAgenda lists what the next session has to talk about, and which finished steps are due to be looked at again.
func (v *pageView) fillAgenda(c *web.Context, d desk) {
	if d.paused != nil {
		v.Agenda = append(v.Agenda, pointView{Text: c.T("plan_point_paused"), When: c.Ago(*d.paused), Href: v.Path})
	}
	for _, p := range d.points {
		row := pointView{Text: c.Words(p.Sentence, p.Args), About: p.About, Href: p.Href}
		if p.Who != nil {
			row.Who = whoOf(d, *p.Who, "")
		}
		if !p.On.IsZero() {
			row.When = c.Ago(c.DayOf(p.On))
			if p.Dated {
				row.When = c.Ago(p.On)
			}
		}
		v.Agenda = append(v.Agenda, row)
	}
	for _, r := range d.rechecks(c.Today()) {
		v.Rechecks = append(v.Rechecks, recheckView{Title: r.Title.In(langOf(c)), When: c.Ago(r.Due), Code: string(r.Code), Action: v.Path + "/recheck"})
	}
}
