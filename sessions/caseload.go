package sessions

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/reports/chart"
	"amends/server/audit"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// caseloadView is the list of all couples, ready to print.
type caseloadView struct {
	Filters []couple.Tab
	Past    *couple.Tab // the couples whose care has ended, at the foot; nil while there are none
	Find    string
	Rows    []caseView
	Count   string
	None    bool // no couple at all
	Nothing bool // none matches
}

// caseView is one couple: the upper line is one partner, the lower line the other.
type caseView struct {
	Path, Words    string
	Names          []lineView
	Empty          bool // the second place is free
	Sparks         []chart.SVG
	Icon, Why, Who string // icon, the reason in words, its circumstance
	Urgent         bool
	Calm           string // instead of a reason
	Last, Work     []string
	NextDay        string
	NextTime       string
	NextToday      bool
}

// lineView is one partner's name and newest value.
type lineView struct {
	Mark, Name, Value string
}

// icons and messages of the reasons.
func (k Kind) icon() string {
	return map[Kind]string{Safety: "shield-alert", Seat: "eye", Read: "mail-open", Release: "eye", Unsigned: "pen-line", NotYet: "handshake", Setback: "waves",
		Apart: "split", Quiet: "clock", Consent: "file-text", Seen: "message-square-text", Discern: "split", Held: "lock", Confided: "lock", Screened: "shield-alert"}[k]
}

// discharged is the filter of the couples whose care has ended; all others show couples in care.
const discharged = "discharged"

// filters of the caseload; an unknown one does not exist.
var filters = [...]string{"", "needs", "read", "quiet", "paper", "cover", discharged}

func (p Pages) caseload(c *web.Context, s tenant.Staff) error {
	show, find := c.Query("show"), strings.TrimSpace(c.Query("q"))
	if !slices.Contains(filters[:], show) {
		return fault.Absent()
	}
	var rows []Row
	var facts []Fact
	err := c.View(s, func(tx *db.Tx) (err error) {
		rows, facts, err = Load(tx)
		tx.Audit(audit.CaseloadRead, s.Person().UUID, couple.ID{})
		return err
	})
	if err != nil {
		return err
	}
	view := p.caseloadView(c, rows, facts, show, find)
	return c.Render(200, web.Page{Name: "sessions/caseload", Title: c.T("sessions_caseload"), Place: "caseload", Data: view})
}

func (p Pages) caseloadView(c *web.Context, rows []Row, facts []Fact, show, find string) caseloadView {
	view := caseloadView{Find: find, None: len(rows) == 0}
	type entry struct {
		row     Row
		reasons []Reason
	}
	var all []entry
	counts := map[string]int{}
	for _, r := range rows {
		e := entry{r, pressing(Reasons(r, facts, c.Today()))}
		all = append(all, e)
		for _, f := range filters {
			if matches(f, r, e.reasons) {
				counts[f]++
			}
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return urgency(a.reasons) - urgency(b.reasons) })
	for _, e := range all {
		if matches(show, e.row, e.reasons) && found(e.row, find) {
			view.Rows = append(view.Rows, p.caseView(c, e.row, e.reasons))
		}
	}
	for _, f := range filters {
		href := "/caseload"
		if f != "" {
			href += "?show=" + f
		}
		tab := couple.Tab{Text: c.T("sessions_filter_" + word(f)), Href: href, Count: strconv.Itoa(counts[f]), Current: f == show}
		switch {
		case f != discharged:
			view.Filters = append(view.Filters, tab)
		case counts[f] > 0:
			view.Past = &tab
		}
	}
	view.Nothing = len(view.Rows) == 0 && !view.None
	view.Count = c.T("sessions_count", "Shown", len(view.Rows), "All", counts[within(show)])
	return view
}

// within is the filter whose couples a filter chooses from.
func within(filter string) string {
	if filter == discharged {
		return discharged
	}
	return ""
}

func word(filter string) string {
	if filter == "" {
		return "all"
	}
	return filter
}

// urgency orders couples by their most urgent reason; those without one come last.
func urgency(rs []Reason) int {
	if len(rs) == 0 {
		return kindCount
	}
	return slices.Index(kinds[:], rs[0].Kind)
}

func matches(filter string, r Row, reasons []Reason) bool {
	has := func(k Kind) bool { return slices.ContainsFunc(reasons, func(x Reason) bool { return x.Kind == k }) }
	if r.CareTo != nil {
		return filter == discharged || filter == "needs" && len(reasons) > 0 && !r.Cover
	}
	if filter == discharged {
		return false
	}
	if r.Cover != (filter == "cover") {
		return false // couples one only covers for stand apart
	}
	switch filter {
	case "needs":
		return len(reasons) > 0
	case "read":
		return has(Read) || has(Seen)
	case "quiet":
		return has(Quiet)
	case "paper":
		return slices.ContainsFunc(r.staying(), func(p PartnerRow) bool { return p.OnPaper })
	}
	return true
}

// found tells whether every typed word stands in a name or the code.
func found(r Row, find string) bool {
	words := strings.ToLower(r.words())
	for _, w := range strings.Fields(strings.ToLower(find)) {
		if !strings.Contains(words, w) {
			return false
		}
	}
	return true
}

func (r Row) words() string {
	words := []string{r.Code}
	for _, p := range r.Partners {
		words = append(words, p.Name)
	}
	return strings.Join(words, " ")
}

func (p Pages) caseView(c *web.Context, r Row, reasons []Reason) caseView {
	v := caseView{Path: couple.Path(r.Couple), Words: r.words(), Empty: len(r.Partners) < 2}
	for _, partner := range r.Partners {
		mark := couple.Partner{Position: partner.Position}.Mark()
		v.Names = append(v.Names, lineView{mark, partner.Name, latest(partner, c.Today())})
		v.Sparks = append(v.Sparks, spark(c, partner, c.Today()))
		v.Last = append(v.Last, lastWords(c, partner))
	}
	if len(reasons) > 0 {
		v.Icon, v.Urgent = reasons[0].Kind.icon(), reasons[0].Kind == Safety
		v.Why, v.Who = reasonWords(c, reasons[0])
	} else {
		v.Calm = p.calm(c, r)
	}
	if r.CareTo != nil {
		return v
	}
	v.Work = []string{p.workWords(c, r), promisesWords(c, r.Promises)}
	if r.NextAt != nil {
		day := c.DayOf(*r.NextAt)
		v.NextDay, v.NextTime, v.NextToday = narrowDay(c, day), c.Clock(*r.NextAt), day.Equal(c.Today())
	}
	return v
}

func promisesWords(c *web.Context, n int) string {
	if n == 0 {
		return c.T("sessions_promises_none")
	}
	return c.T("sessions_promises", "Count", n)
}

func (p Pages) workWords(c *web.Context, r Row) string {
	if !r.JointOn {
		return c.T("sessions_nothing_joint")
	}
	if step, ok := p.library.Step(programme.StepKey(r.StepKey)); ok {
		return step.Title.In(programme.Lang(c.Lang()))
	}
	return c.T("sessions_no_work")
}

func (p Pages) calm(c *web.Context, r Row) string {
	switch {
	case r.CareTo != nil:
		return c.T("sessions_calm_discharged", "Day", c.DayYear(*r.CareTo))
	case r.meets(c):
		return c.T("sessions_calm_today")
	case len(r.Partners) == 0 || (r.Partners[0].Monday == nil && (len(r.Partners) == 1 || r.Partners[1].Monday == nil)):
		return c.T("sessions_calm_new")
	}
	return c.T("sessions_calm")
}

// latest is the value of the running or the last week; a dash when nobody answered.
func latest(p PartnerRow, today time.Time) string {
	if p.Monday == nil || len(p.Safe) == 0 || p.Safe[len(p.Safe)-1] == nil || civil.Days(*p.Monday, today) > 13 {
		return "–"
	}
	return strconv.FormatFloat(*p.Safe[len(p.Safe)-1], 'f', 0, 64)
}

func lastWords(c *web.Context, p PartnerRow) string {
	switch {
	case p.LeftOn != nil:
		return c.T("sessions_left", "Day", c.DayShort(*p.LeftOn))
	case p.LastOn == nil:
		return "–"
	case p.LastSource == "paper":
		return c.T("sessions_last_paper", "Day", c.DayShort(*p.LastOn))
	}
	return narrowDay(c, *p.LastOn)
}

// narrowDay is a date in a column: Today, Yesterday, Tomorrow, or a short date.
func narrowDay(c *web.Context, day time.Time) string {
	switch civil.Days(c.Today(), day) {
	case 0:
		return c.T("sessions_day_today")
	case 1:
		return c.T("sessions_day_tomorrow")
	case -1:
		return c.T("sessions_day_yesterday")
	}
	return c.DayShort(day)
}

// spark draws the last twelve weeks, ending with the running one.
func spark(c *web.Context, p PartnerRow, today time.Time) chart.SVG {
	monday := civil.Monday(today)
	s := chart.Spark{Span: chart.Span{From: monday.AddDate(0, 0, -7*(ringWeeks-1)), To: monday.AddDate(0, 0, 7)}, Who: who(p.Position)}
	n := 0
	if p.Monday != nil {
		for i, v := range p.Safe {
			on := p.Monday.AddDate(0, 0, -7*(len(p.Safe)-1-i))
			if v != nil && !on.Before(s.From) {
				s.Readings = append(s.Readings, chart.Reading{On: on, Value: *v})
				n++
			}
		}
	}
	s.Title = c.T("sessions_spark", "Name", p.Name, "Count", n, "Value", latest(p, today))
	return s.SVG()
}

func who(position int) chart.Who {
	if position == 1 {
		return chart.First
	}
	return chart.Second
}

// reasonWords answers a reason in words and its circumstance.
func reasonWords(c *web.Context, r Reason) (why, circumstance string) {
	id := "sessions_why_" + string(r.Kind)
	if r.Kind == Held && r.Since.After(c.Now()) {
		id += "_planned"
	}
	when := ""
	switch {
	case r.Since.IsZero():
	case r.Dated:
		when = c.Ago(r.Since)
	default:
		when = c.Ago(c.DayOf(r.Since)) + " " + c.Clock(r.Since)
	}
	args := []any{"Name", r.Name, "Count", max(r.Days, r.Weeks), "Days", r.Days, "Weeks", r.Weeks, "When", when,
		"First", strconv.FormatFloat(r.Values[0], 'f', 0, 64), "Second", strconv.FormatFloat(r.Values[1], 'f', 0, 64)}
	return c.T(id, args...), c.T(id+"_note", args...)
}
