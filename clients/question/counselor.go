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

func readDesk(tx *db.Tx, id couple.ID) (d desk, err error) {
	if d.couple, err = couple.Get(tx, id); err != nil {
		return d, err
	}
	if d.gates, err = couple.GatesOf(tx, id); err != nil {
		return d, err
	}
	if d.logs, err = Logs(tx, id); err != nil {
		return d, err
	}
	if d.why, err = Reasons(tx, id); err != nil {
		return d, err
	}
	d.all, err = OfCouple(tx, id)
	return d, err
}

func (p Pages) ofCouple(c *web.Context, s tenant.Staff) error {
	return p.showCouple(c, s, 200, web.Fill{})
}

func (p Pages) showCouple(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var d desk
	err = c.View(s, func(tx *db.Tx) error {
		d, err = readDesk(tx, id)
		tx.Audit(audit.QuestionRead, id.UUID, id)
		return err
	})
	if err != nil {
		return err
	}
	v := d.view(c)
	return c.Render(status, web.Page{Name: "question/couple", Title: c.T("question_of_couple", "Names", v.Head.Names), Place: "caseload", Fill: fill, Data: v,
		Back: &web.Link{Text: c.T("couple_back_caseload"), Href: "/caseload"}})
}

func (d desk) view(c *web.Context) coupleView {
	id := d.couple.ID
	v := coupleView{Head: couple.Header(c, d.couple), Path: staffPath(id), LogPath: couple.Path(id) + "/question-log", Weekly: Weekly, Empty: len(d.all) == 0}
	hard, advice := d.gates.Closed(Advice())
	if len(hard) > 0 {
		v.Danger = c.T("question_hard_closed")
	}
	var names []string
	for _, g := range advice {
		names = append(names, c.T("question_quoted", "Words", c.T("couple_gate_"+string(g))))
	}
	v.Advice = strings.Join(names, ", ")
	for _, who := range d.couple.Partners {
		if who.EndsOn != nil {
			continue
		}
		v.Askers = append(v.Askers, web.Option{Value: who.Person.String(), Label: who.Name})
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
			row.Pass = row.Href + "/pass"
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

// onCouple runs one of the counselor's forms about a couple's questions, and shows the page again when it cannot be.
func (p Pages) onCouple(c *web.Context, s tenant.Staff, f *web.Form, failed error, do func(tx *db.Tx, cp couple.Couple) error) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	if err = failed; err == nil {
		err = c.Submit(s, f, staffPath(id), func(tx *db.Tx) error {
			cp, err := couple.Get(tx, id)
			if err != nil {
				return err
			}
			return do(tx, cp)
		})
	}
	return again(err, func(status int) error { return p.showCouple(c, s, status, f.Fill(err)) })
}

func (p Pages) openLog(c *web.Context, s tenant.Staff) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	o, err := readOpening(f)
	return p.setLog(c, s, f, o, err)
}

func (p Pages) closeLog(c *web.Context, s tenant.Staff) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	return p.setLog(c, s, f, Opening{Asker: readPerson(f, "asker")}, nil)
}

func (p Pages) setLog(c *web.Context, s tenant.Staff, f *web.Form, o Opening, err error) error {
	return p.onCouple(c, s, f, err, func(tx *db.Tx, cp couple.Couple) error {
		who, known := cp.Partner(o.Asker)
		if !known || who.EndsOn != nil {
			return fault.Field("asker", "question_asker_choose")
		}
		return SetLog(tx, cp, o)
	})
}

func (p Pages) record(c *web.Context, s tenant.Staff) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	q, err := readDraft(f, true)
	q.ID, q.Asker, q.AgainOf = uuid.New(), readPerson(f, "who"), nil
	return p.onCouple(c, s, f, err, func(tx *db.Tx, cp couple.Couple) error { return Record(tx, cp, q, c.PracticeToday()) })
}

func (p Pages) pass(c *web.Context, s tenant.Staff) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	question, err := c.ID("question")
	if err != nil {
		return err
	}
	return p.onCouple(c, s, f, nil, func(tx *db.Tx, cp couple.Couple) error { return Pass(tx, cp.ID, question, c.PracticeToday()) })
}
