package sessions

import (
	"slices"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
	"amends/sessions/note"
)

// todayView is who needs me today: safety first, then the day's sessions, then what waits, oldest first.
type todayView struct {
	Day, Summary string
	Safety       []safetyView
	Sessions     []sessionView
	Waiting      []waitingView
	HasCouples   bool
}

type safetyView struct {
	Text, Note, Path string
}

type sessionView struct {
	Time, Names, Path string
	Brief             []briefView
	Next              bool // the next one: the only row with buttons
	NotePath, Sheet   string
}

type briefView struct{ Label, Text string }

type waitingView struct {
	Icon, Title, Note, When, Path string
	OffPaper                      bool // nothing of a hold is printed
}

func (p Pages) today(c *web.Context, s tenant.Staff) error {
	var rows []Row
	var facts []Fact
	plans := map[couple.ID]note.Planned{}
	err := c.View(s, func(tx *db.Tx) (err error) {
		if rows, facts, err = Load(tx); err != nil {
			return err
		}
		plans, err = note.LastPlans(tx, todays(c, rows))
		tx.Audit(audit.TodayRead, s.Person().UUID, couple.ID{})
		return err
	})
	if err != nil {
		return err
	}
	view := todayView{Day: c.DayLong(c.Today()), HasCouples: len(rows) > 0}
	view.sessions(c, rows, facts, plans)
	view.waiting(c, rows, facts)
	view.Summary = capital(c.T("sessions_today_line", "Sessions", counted(c, "sessions_today_sessions", len(view.Sessions)), "Waiting", counted(c, "sessions_today_waiting", len(view.Waiting)+len(view.Safety))))
	return c.Render(200, web.Page{Name: "sessions/today", Title: view.Day, Place: "today", Data: view})
}

// meets tells whether the couple has a session today.
func (r Row) meets(c *web.Context) bool {
	return r.CareTo == nil && r.NextAt != nil && c.DayOf(*r.NextAt).Equal(c.Today())
}

// todays are the couples whose session is today.
func todays(c *web.Context, rows []Row) []couple.ID {
	var ids []couple.ID
	for _, r := range rows {
		if r.meets(c) {
			ids = append(ids, r.Couple)
		}
	}
	return ids
}

func (v *todayView) sessions(c *web.Context, rows []Row, facts []Fact, plans map[couple.ID]note.Planned) {
	type at struct {
		row Row
		on  time.Time
	}
	var list []at
	for _, r := range rows {
		if r.meets(c) {
			list = append(list, at{r, *r.NextAt})
		}
	}
	slices.SortFunc(list, func(a, b at) int { return a.on.Compare(b.on) })
	chosen := false
	for _, l := range list {
		path := couple.Path(l.row.Couple)
		session := sessionView{Time: c.Clock(l.on), Names: namesOf(c, l.row), Path: path, NotePath: path + "/notes", Sheet: path + "/session-sheet"}
		if plan, ok := plans[l.row.Couple]; ok && plan.Text != "" {
			session.Brief = append(session.Brief, briefView{c.T("sessions_last_plan"), plan.Text})
		}
		since := c.T("sessions_calm")
		if reasons := pressing(Reasons(l.row, facts, c.Today())); len(reasons) > 0 {
			since, _ = reasonWords(c, reasons[0])
		}
		session.Brief = append(session.Brief, briefView{c.T("sessions_since_then"), since})
		if !chosen && l.on.After(c.Now().Add(-time.Hour)) {
			session.Next, chosen = true, true
		}
		v.Sessions = append(v.Sessions, session)
	}
}

// waiting lists what waits, oldest first; a reason without a date comes first, because nobody knows how long it waits.
func (v *todayView) waiting(c *web.Context, rows []Row, facts []Fact) {
	var all []Reason
	names := map[couple.ID]string{}
	for _, r := range rows {
		names[r.Couple] = namesOf(c, r)
		all = append(all, Reasons(r, facts, c.Today())...)
	}
	slices.SortStableFunc(all, func(a, b Reason) int { return a.Since.Compare(b.Since) })
	for _, r := range all {
		why, circumstance := reasonWords(c, r)
		if r.Kind == Safety {
			v.Safety = append(v.Safety, safetyView{c.T("sessions_safety", "Name", r.Name), circumstance, r.Path})
			continue
		}
		when := ""
		if !r.Since.IsZero() {
			when = c.Ago(c.DayOf(r.Since))
			if r.Dated {
				when = c.Ago(r.Since)
			}
		}
		v.Waiting = append(v.Waiting, waitingView{r.Kind.icon(), why, names[r.Couple], when, r.Path, r.Kind.offPaper()})
	}
}

func namesOf(c *web.Context, r Row) string {
	switch len(r.Partners) {
	case 0:
		return r.Code
	case 1:
		return r.Partners[0].Name
	}
	return c.T("couple_two_names", "First", r.Partners[0].Name, "Second", r.Partners[1].Name)
}

// numberWords is the greatest number written as a word.
const numberWords = 12

// counted says how many of something there are: none and small numbers in words, larger ones in figures.
func counted(c *web.Context, id string, n int) string {
	if n == 0 {
		return c.T(id + "_none")
	}
	number := strconv.Itoa(n)
	if n <= numberWords {
		number = c.T("sessions_number_" + number)
	}
	return c.T(id, "Count", n, "Number", number)
}

// capital writes the first letter of a sentence large.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
