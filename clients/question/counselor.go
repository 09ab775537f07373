package question

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// coupleView is the counselor's page of a couple's questions.
type coupleView struct {
	Head          couple.HeadView
	Path, LogPath string
	Logs          []logView
	Danger        string // a hard gate is closed
	Advice        string // the closed advice gates, named; empty where all are open
	Apart         string // why something that waits cannot be passed on; empty where all can
	Pass          []staffRow
	Hear          []staffRow
	Unsure        []staffRow
	Aside         []staffRow
	Others        []staffRow
	Askers        []web.Option
	Weekly        int // suggested
	Empty         bool
}

// logView is one partner's log: open or closed, and how many went across this week.
type logView struct {
	Name, Mark, Person string
	State, Reason      string // Reason: why it was opened past an advice gate
	Open               bool
}

// staffRow is one question in a list.
type staffRow struct {
	Text, Note, Href, Flag string
	Pass                   string // address that passes it on; empty where it cannot be
}

// staffPath is the address of a couple's questions for staff.
func staffPath(id couple.ID) string { return couple.Path(id) + "/questions" }

// desk is everything the counselor's pages read, in one transaction.
type desk struct {
	couple couple.Couple
	gates  couple.GateStates
	logs   map[tenant.PersonID]Log
	why    map[tenant.PersonID]string
	all    []Thread
}

func readDesk(tx *db.Tx, cp couple.Couple) (d desk, err error) {
	d.couple = cp
	if d.gates, err = couple.GatesOf(tx, cp.ID); err != nil {
		return d, err
	}
	if d.logs, err = Logs(tx, cp.ID); err != nil {
		return d, err
	}
	if d.why, err = Reasons(tx, cp.ID); err != nil {
		return d, err
	}
	d.all, err = OfCouple(tx, cp.ID)
	return d, err
}

func (p Pages) ofCouple(c *web.Context, s tenant.Staff) error {
	return p.showCouple(c, s, 200, web.Fill{})
}

func (p Pages) showCouple(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	return couple.Show(c, s, status, func(tx *db.Tx, cp couple.Couple) (web.Page, error) {
		d, err := readDesk(tx, cp)
		if err != nil {
			return web.Page{}, err
		}
		tx.Audit(audit.QuestionRead, cp.ID.UUID, cp.ID)
		v := d.view(c)
		return web.Page{Name: "question/couple", Title: c.T("question_of_couple", "Names", v.Head.Names), Place: "caseload", Fill: fill, Data: v,
			Back: &web.Link{Text: c.T("couple_back_caseload"), Href: "/caseload"}}, nil
	})
}

func (d desk) view(c *web.Context) coupleView {
	id := d.couple.ID
	v := coupleView{Head: couple.Header(c, d.couple), Path: staffPath(id), LogPath: couple.Path(id) + "/question-log", Weekly: Weekly, Askers: couple.People(d.couple), Empty: len(d.all) == 0}
	hard, advice := d.gates.Closed(Advice())
	if len(hard) > 0 {
		v.Danger = c.T("question_hard_closed")
	}
	var names []string
	for _, g := range advice {
		names = append(names, c.T("question_quoted", "Words", c.T("couple_gate_"+string(g))))
	}
	v.Advice = strings.Join(names, ", ")
	for _, who := range d.couple.Here() {
		v.Logs = append(v.Logs, d.logOf(c, who))
	}
	d.sort(c, &v)
	return v
}

// logOf words one partner's log.
func (d desk) logOf(c *web.Context, who couple.Partner) logView {
	log, today := d.logs[who.Person], c.PracticeToday()
	v := logView{Name: who.Name, Mark: who.Mark(), Person: who.Person.String(), Open: log.Open, State: c.T("question_log_closed_state")}
	if why := d.why[who.Person]; why != "" {
		v.Reason = c.T("question_reason_was", "Why", why)
	}
	if log.Open {
		v.State = c.T("question_log_open_state", "Count", PassedIn(d.all, who.Person, today), "Most", log.Weekly)
	}
	return v
}

// sort puts every question into the list where somebody must act, or into the rest.
func (d desk) sort(c *web.Context, v *coupleView) {
	loops := Loops(d.all)
	for _, t := range d.all {
		row := d.row(c, t, loops[t.ID])
		verdict := t.LastVerdict()
		switch a, hear := t.ToHear(); {
		case hear:
			row.Note = c.T("question_answered_by", "Name", d.name(a.Author), "Day", c.Ago(*a.SentOn))
			v.Hear = append(v.Hear, row)
		case t.Waits():
			if why := couple.Apart(c, d.couple, t.Asker); why == "" {
				row.Pass = row.Href + "/pass"
			} else {
				v.Apart = why
			}
			v.Pass = append(v.Pass, row)
		case len(t.Parked) > 0 || t.Passed != nil && t.Passed.Resting:
			row.Note = d.aside(c, t)
			v.Aside = append(v.Aside, row)
		case verdict == NotYet || verdict == Changed:
			row.Note = c.T("question_said_"+string(verdict), "Name", d.name(t.Asker))
			v.Unsure = append(v.Unsure, row)
		default:
			v.Others = append(v.Others, row)
		}
	}
	slices.Reverse(v.Others)
}

func (d desk) row(c *web.Context, t Thread, times int) staffRow {
	text, why := t.Words()
	row := staffRow{Text: text, Note: c.T("question_why_line", "Name", d.name(t.Asker), "Why", short(why)), Href: staffPath(d.couple.ID) + "/" + t.ID.String()}
	if times > 0 {
		row.Flag = c.T("question_times", "Count", times)
	}
	return row
}

// aside words who laid a question aside, and that it rests for both.
func (d desk) aside(c *web.Context, t Thread) string {
	var who []string
	for _, p := range d.couple.Partners {
		if t.Parked[p.Person] {
			who = append(who, c.T("question_parked_by", "Name", p.Name))
		}
	}
	if t.Passed != nil && t.Passed.Resting {
		who = append(who, c.T("question_rests_for_both"))
	}
	return strings.Join(who, " ")
}

func (d desk) name(person tenant.PersonID) string {
	p, _ := d.couple.Partner(person)
	return p.Name
}

func (p Pages) openLog(c *web.Context, s tenant.Staff) error {
	return p.setLog(c, s, readOpening)
}

func (p Pages) closeLog(c *web.Context, s tenant.Staff) error {
	return p.setLog(c, s, func(f *web.Form) (Opening, error) { return Opening{Asker: tenant.PersonID{UUID: f.ID("asker")}}, nil })
}

func (p Pages) setLog(c *web.Context, s tenant.Staff, read func(*web.Form) (Opening, error)) error {
	return couple.Receive(c, s, "/questions", func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		o, err := read(f)
		if err != nil {
			return err
		}
		who, known := cp.Partner(o.Asker)
		if !known || who.Left() {
			return fault.Field("asker", "question_asker_choose")
		}
		return SetLog(tx, cp, o)
	}, p.showCouple)
}

func (p Pages) record(c *web.Context, s tenant.Staff) error {
	return couple.Receive(c, s, "/questions", func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		q, err := readDraft(f, true)
		if err != nil {
			return err
		}
		q.ID, q.Asker, q.AgainOf = uuid.New(), tenant.PersonID{UUID: f.ID("who")}, nil
		return Record(tx, cp, q, c.PracticeToday())
	}, p.showCouple)
}

func (p Pages) pass(c *web.Context, s tenant.Staff) error {
	question, err := c.ID("question")
	if err != nil {
		return err
	}
	return couple.Receive(c, s, "/questions", func(tx *db.Tx, cp couple.Couple, _ *web.Form) error {
		return Pass(tx, cp.ID, question, c.PracticeToday())
	}, p.showCouple)
}
