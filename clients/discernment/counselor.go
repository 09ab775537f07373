package discernment

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// toldMost is the most characters of what the counselor writes at the end.
const toldMost = 4000

// courseView is the counselor's page: the course that runs, or the form that begins one, and earlier ones.
type courseView struct {
	Head      couple.HeadView
	Path      string
	GatesPath string
	Mandate   bool // the gate of the mandate is open, so nothing begins here
	Runs      bool
	State     string
	Talks     []string
	MayTalk   bool
	Sent      []sentView
	Outcomes  []web.Option
	Prompts   []string // to be asked aloud
	Paper     paperView
	Earlier   []earlierView
	Today     string
}

type sentView struct {
	Name, Mark, When, Lean string
	Answers                []answerView
}

type answerView struct{ Ask, Text string }

type earlierView struct{ Title, Note, Told string }

func path(id couple.ID) string { return couple.Path(id) + "/discernment" }

// usual is how many days a course is suggested to last.
const usual = 6 * 7

func (p Pages) course(c *web.Context, s tenant.Staff) error {
	today := c.Today()
	return p.show(c, s, 200, web.Filled("on", today.Format(time.DateOnly), "ends", today.AddDate(0, 0, usual).Format(time.DateOnly)))
}

// held is all that the page is made from.
type held struct {
	couple  couple.Couple
	gates   couple.GateStates
	courses []Course
	endings map[uuid.UUID]Ending
	talks   []time.Time
	sent    []Sent
}

func heldOf(tx *db.Tx, id couple.ID) (h held, err error) {
	if h.couple, err = couple.Get(tx, id); err != nil {
		return h, err
	}
	if h.gates, err = couple.GatesOf(tx, id); err != nil {
		return h, err
	}
	if h.courses, err = Courses(tx, id); err != nil || len(h.courses) == 0 {
		return h, err
	}
	if h.endings, err = Endings(tx, id); err != nil {
		return h, err
	}
	if h.talks, err = Talks(tx, h.courses[0]); err != nil {
		return h, err
	}
	h.sent, err = SentIn(tx, h.courses[0])
	return h, err
}

func (p Pages) show(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var v courseView
	err = c.View(s, func(tx *db.Tx) error {
		h, err := heldOf(tx, id)
		if err != nil {
			return err
		}
		v = courseOf(c, h)
		tx.Audit(audit.DiscernmentRead, id.UUID, id)
		return nil
	})
	if err != nil {
		return err
	}
	return c.Render(status, web.Page{Name: "discernment/course", Title: c.T("couple_discern_link"), Place: "caseload", Fill: fill, Data: v,
		Back: &web.Link{Text: v.Head.Names, Href: v.Head.Path}})
}

func courseOf(c *web.Context, h held) courseView {
	v := courseView{Head: couple.Header(c, h.couple), Path: path(h.couple.ID), GatesPath: couple.Path(h.couple.ID) + "/gates",
		Mandate: h.gates.Open(couple.G2), Today: c.Today().Format(time.DateOnly)}
	for _, o := range Outcomes() {
		v.Outcomes = append(v.Outcomes, web.Option{Value: string(o), Label: c.T("discernment_outcome_" + string(o))})
	}
	for _, key := range Prompts() {
		v.Prompts = append(v.Prompts, c.T("discernment_say_"+key))
	}
	v.Paper = paperOf(c, h.couple)
	for i, course := range h.courses {
		if i == 0 && course.Runs() {
			v.Runs, v.MayTalk = true, len(h.talks) < TalksMost
			v.State = c.T("discernment_runs_until", "From", c.DayYear(course.BegunOn), "Day", c.DayYear(course.EndsOn))
			if !course.EndsOn.After(c.Today()) {
				v.State = c.T("discernment_day_came", "Day", c.DayYear(course.EndsOn))
			}
			continue
		}
		e := h.endings[course.ID]
		row := earlierView{Title: c.T("discernment_was", "From", c.DayYear(course.BegunOn), "To", c.DayYear(*course.EndedOn)), Told: e.Told}
		if e.Outcome != "" {
			row.Note = c.T("discernment_outcome_" + string(e.Outcome))
		}
		v.Earlier = append(v.Earlier, row)
	}
	for _, day := range h.talks {
		v.Talks = append(v.Talks, c.DayYear(day))
	}
	for _, s := range h.sent {
		v.Sent = append(v.Sent, sentOf(c, h.couple, s))
	}
	slices.SortFunc(v.Sent, func(a, b sentView) int { // in the order of their places, not of sending
		if a.Mark < b.Mark {
			return -1
		}
		return 1
	})
	return v
}

func sentOf(c *web.Context, cp couple.Couple, s Sent) sentView {
	who, _ := cp.Partner(s.Person)
	v := sentView{Name: who.Name, Mark: who.Mark(), When: c.DayTime(*s.Thoughts.SentAt)}
	if s.Paper {
		v.When = couple.Entered(c, s.By, c.DayOf(*s.Thoughts.SentAt))
	}
	if s.Thoughts.Lean != "" {
		v.Lean = c.T("discernment_lean_" + string(s.Thoughts.Lean))
	}
	for _, key := range Prompts() {
		if text := s.Thoughts.Answers[key]; text != "" {
			v.Answers = append(v.Answers, answerView{c.T("discernment_say_" + key), text})
		}
	}
	return v
}

// change runs one of the forms of the page; a fault is shown on it with what was typed.
func (p Pages) change(c *web.Context, s tenant.Staff, do func(tx *db.Tx, id couple.ID, f *web.Form) error) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = c.Submit(s, f, path(id), func(tx *db.Tx) error {
		if _, err := couple.Get(tx, id); err != nil {
			return err
		}
		return do(tx, id, f)
	})
	if fault.Mendable(err) {
		return p.show(c, s, web.Status(err), f.Fill(err))
	}
	return err
}

func (p Pages) begin(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, id couple.ID, f *web.Form) error {
		ends, ok := f.Date("ends")
		if !ok {
			return fault.Field("ends", "discernment_ends_form")
		}
		return Begin(tx, id, c.Today(), ends)
	})
}

// running answers the course that a form is about; when it has ended, the fault says so.
func running(tx *db.Tx, id couple.ID) (Course, error) {
	course, runs, err := Running(tx, id)
	if err == nil && !runs {
		return course, fault.Stale("discernment_over")
	}
	return course, err
}

func (p Pages) record(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, id couple.ID, f *web.Form) error {
		course, err := running(tx, id)
		if err != nil {
			return err
		}
		on, ok := f.Date("on")
		if !ok || on.Before(course.BegunOn) || on.After(c.Today()) {
			return fault.Field("on", "discernment_on_form")
		}
		return RecordTalk(tx, course, on)
	})
}

func (p Pages) end(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, id couple.ID, f *web.Form) error {
		course, err := running(tx, id)
		if err != nil {
			return err
		}
		e := Ending{Outcome: Outcome(f.Text("outcome")), Told: f.Long("told")}
		var faults fault.List
		if !e.Outcome.Known() {
			faults = append(faults, fault.Field("outcome", "discernment_outcome_choose"))
		}
		if utf8.RuneCountInString(e.Told) > toldMost {
			faults = append(faults, fault.Field("told", "discernment_long", "Most", toldMost))
		}
		if err := faults.OrNil(); err != nil {
			return err
		}
		return End(tx, course, e, c.Today())
	})
}
