package homework

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/programme"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// workView is the first page of a work, before, between and after.
type workView struct {
	Kicker, Title string
	Path          string
	Waits         bool
	Intro         string
	Motto         string
	Court, Help   bool
	Forms         []formView // the parts, where there are several
	Reader        string     // who reads all of it; empty where the forms say it
	Private       bool
	Go, GoText    string
	Room          string // the way to the room where it is done, with its words; empty where there is none
	RoomText      string
	RoomsOnly     bool
	Think         []thinkView // where it is done in a room: the row's own questions, to read before going there
	More          string      // the way to another go; empty where it is done once
	MoreText      string
	Mark          string // what was said: sent, declined …; a sentence
	MarkMore      string
	Reopen        bool
	Answers       []goView
	Before        []goView // what was sent before it was opened again
	Triggers      []triggerRow
	Summary       string // the way to tell the counselor in short what was kept; empty where there is none
	SummaryText   string
	Sent          string // the way to what was sent and may pass; empty where nothing can
	Received      string // the way to what the other wrote and was passed on; empty where nothing of this kind can be
	Home          string
	Asks          *OnePress // one more question with one press: what got in the way, what reached me
}

// formView is one part of a work with several. Its reader is empty where one line holds for all of them.
type formView struct{ Title, Reader string }

// goView is one go of what was written, question by question. Its label is empty where there is only one.
type goView struct {
	Label string
	Rows  []answerRow
}

// answerRow is one answer, line by line.
type answerRow struct {
	Label string
	Lines []string
}

func (p Pages) work(c *web.Context, s tenant.Partner) error {
	t, err := p.load(c, s)
	if err != nil {
		return err
	}
	return p.showWork(c, t, 200, web.Fill{})
}

func (p Pages) showWork(c *web.Context, t task, status int, fill web.Fill) error {
	v := workView{Title: t.title(c.Lang()), Path: WorkPath(t.ID), Help: t.help(), Waits: t.Waits(),
		RoomsOnly: t.roomsOnly(), Home: c.Home(), Kicker: t.kicker(c)}
	page := web.Page{Name: "homework/work", Title: v.Title, Place: "today", Bare: true, Fill: fill}
	switch {
	case v.Waits:
		t.fillStart(c, &v)
	case t.SetAsideAt != nil:
		v.Mark, v.Answers = c.T("homework_mark_aside"), t.written(c)
	case t.State.Waits():
		v.Mark, v.Answers = c.T("homework_mark_over"), t.written(c)
	default:
		t.fillDone(c, &v, &page)
	}
	if v.Triggers = triggerRows(c, t.all); t.summable() {
		v.Summary, v.SummaryText = v.Path+"/summary", c.T("homework_summary_do", "Counselor", t.circle.counselor(c))
	}
	if v.Asks = t.obstacleOf(c); v.Asks == nil {
		v.Asks = t.feltOf(c, t.felt)
	}
	page.Data = v
	page.Back = &web.Link{Text: c.T("homework_back_today"), Href: c.Home()}
	return c.Render(status, page)
}

// kicker is the line of circumstances: until when, and how long it takes.
func (t task) kicker(c *web.Context) string {
	line := c.T("homework_this_week")
	if t.InSession != nil {
		line = c.T("homework_for_session")
	}
	if due := t.DueOn(); due != nil {
		line = c.T("homework_by", "Day", c.Day(*due))
	}
	if minutes := minutesOf(t.parts); minutes > 0 {
		line += " · " + c.T("homework_minutes", "Count", minutes)
	}
	return line
}

// fillStart is the page before the first line.
func (t task) fillStart(c *web.Context, v *workView) {
	if len(t.questions) == 0 {
		return
	}
	first := t.questions[0].View
	v.Intro, v.Motto, v.Court = first.Intro, first.Motto, t.court()
	v.Reader, v.Private = t.circle.line(c, first), !promised(first)
	v.fillForms(c, t)
	v.Go, v.GoText = t.resume(), c.T("homework_begin")
	if len(t.entries) > 0 {
		v.GoText = c.T("homework_go_on")
	}
	v.Room, v.RoomText = t.room(c, first.Kind)
	if v.RoomsOnly {
		v.Think = t.think(t.questions)
	}
	if t.AnswersTo != nil && c.Has("/received") {
		v.Received = "/received"
	}
	if t.DoneOn != nil { // it was opened again: what was sent before stays readable
		v.Mark, v.Before = c.T("homework_mark_reopened", "Counselor", t.circle.counselor(c)), t.before().written(c)
	}
	if t.State == Later {
		v.Mark = c.T("homework_mark_later")
	}
}

// before is the task with what was written in earlier goes alone.
func (t task) before() task {
	t.all = slices.DeleteFunc(slices.Clone(t.all), func(e Entry) bool { return e.Go == t.n && e.Part != summaryPart })
	return t
}

// fillForms names the parts where there are several, each with its readers where these differ.
func (v *workView) fillForms(c *web.Context, t task) {
	alike := true
	for i, q := range t.questions {
		line := t.circle.line(c, q.View)
		if q.N == 1 && (i == 0 || q.View.Title != t.questions[i-1].View.Title) {
			v.Forms = append(v.Forms, formView{q.View.Title, line})
			alike = alike && line == v.Reader
		}
	}
	switch {
	case len(v.Forms) < 2:
		v.Forms = nil
	case alike:
		for i := range v.Forms {
			v.Forms[i].Reader = ""
		}
	default:
		v.Reader = ""
	}
}

// fillDone is the page after: what was said, one's own words, and the way back where there is one.
func (t task) fillDone(c *web.Context, v *workView, page *web.Page) {
	switch t.State {
	case Submitted:
		switch {
		case t.roomsOnly():
			v.Mark = c.T("homework_mark_done")
		case t.keptOnly():
			v.Mark = c.T("homework_mark_kept")
		default:
			v.Mark = c.T("homework_mark_sent", "Counselor", t.circle.counselor(c), "Day", t.day(c))
		}
		v.MarkMore = c.T("homework_next_step")
		if t.Again() && len(t.questions) > 0 {
			v.More, v.MoreText = t.resume(), c.T("homework_another")
			if t.begun() {
				v.MoreText = c.T("homework_go_on")
			}
		}
		if t.MayTakeBack() && !(t.round() && t.begun()) {
			page.Undo = &web.Undo{Text: c.T("homework_take_back_line"), Action: v.Path + "/withdraw"}
		}
	case Declined:
		v.Mark, v.Reopen = c.T("homework_mark_declined"), !t.Over
	case Paper:
		v.Mark, v.MarkMore = c.T("homework_mark_paper", "Day", t.day(c)), c.T("homework_next_step")
	case Paused: // by itself or with everything else, whatever the reason: said alike
		v.Mark, v.MarkMore = c.T("homework_mark_paused"), c.T("homework_next_step")
	default:
		v.Mark = c.T("homework_mark_excused")
	}
	v.Answers = t.written(c)
	if c.Has("/sent") && slices.ContainsFunc(t.sharings(), programme.Sharing.Reaches) {
		v.Sent = "/sent"
	}
	joint := func(s programme.Sharing) bool { return s.Code == programme.ShareJoint }
	if c.Has("/received") && slices.ContainsFunc(t.sharings(), joint) {
		v.Received = "/received"
	}
}

// written is everything the partner wrote for it, the newest go first, question by question; then what was told in short.
func (t task) written(c *web.Context) (gos []goView) {
	all := questionsOf(t.copy.Lib, t.unit, t.unit.For(t.Role), t.Role, c.Lang(), everyTurn)
	last := 1
	for _, e := range t.all {
		last = max(last, e.Go)
	}
	var told []goView
	for n := last; n >= 1; n-- {
		var one goView
		for _, q := range all {
			for _, e := range t.all {
				if text := e.Answers[q.Key]; e.Go == n && q.Part == e.Part && q.Key != firstKey && text != "" {
					one.Rows = append(one.Rows, answerRow{label(c, q), lines(shown(q, text))})
					if last > 1 {
						one.Label = writtenWhen(c, e)
					}
				}
			}
		}
		if len(one.Rows) > 0 {
			gos = append(gos, one)
		}
		for _, e := range t.all {
			if e.Go == n && e.Part == summaryPart {
				told = append(told, goView{c.T("homework_summary_title"), []answerRow{{"", lines(e.Answers[summaryKey])}}})
			}
		}
	}
	return append(gos, told...)
}

// writtenWhen tells one go from another: its day, and the time it was last saved at unless it was on paper.
func writtenWhen(c *web.Context, e Entry) string {
	day := c.DayOf(e.SavedAt)
	if e.OnDate != nil {
		day = *e.OnDate
	}
	if e.Paper {
		return c.T("homework_written_paper", "Day", c.Ago(day))
	}
	return c.T("homework_written_at", "Day", c.Ago(day), "Time", c.Clock(e.SavedAt))
}

func (t task) day(c *web.Context) string {
	if t.DoneOn == nil {
		return ""
	}
	return c.Ago(*t.DoneOn)
}

// label is the short name of a question.
func label(c *web.Context, q Question) string {
	if q.Prompt != nil {
		return q.Prompt.Label
	}
	if q.Key == Reflection {
		return c.T("homework_reflection_label")
	}
	return q.View.Title
}

// shown is an answer in words: the option's text for a choice.
func shown(q Question, text string) string {
	if q.Prompt == nil {
		return text
	}
	for _, o := range q.Prompt.Options {
		if o.Key == text {
			return o.Text
		}
	}
	if q.Prompt.Answer == programme.AnswerScale {
		return text + " / 10"
	}
	return text
}

// say answers the handler of one of the partner's answers without a text.
func (p Pages) say(act Act) func(*web.Context, tenant.Partner) error {
	return func(c *web.Context, s tenant.Partner) error {
		return p.act(c, s, func(tx *db.Tx, id uuid.UUID) error { return Say(tx, id, act) })
	}
}

func (p Pages) withdraw(c *web.Context, s tenant.Partner) error {
	return p.act(c, s, TakeBack)
}

func (p Pages) send(c *web.Context, s tenant.Partner) error {
	today := c.Today()
	return p.act(c, s, func(tx *db.Tx, id uuid.UUID) error {
		m, err := GetMine(tx, id)
		if err != nil {
			return err
		}
		copy, err := p.shelf.Version(tx, m.VersionID)
		if err != nil {
			return err
		}
		return Send(tx, copy.Lib, id, today)
	})
}

// act stores one answer and comes back to the work's own page; a fault is shown there.
func (p Pages) act(c *web.Context, s tenant.Partner, do func(*db.Tx, uuid.UUID) error) error {
	return p.actOn(c, s, func(tx *db.Tx, id uuid.UUID, _ *web.Form) error { return do(tx, id) })
}

// actOn is act for an answer that carries a word.
func (p Pages) actOn(c *web.Context, s tenant.Partner, do func(*db.Tx, uuid.UUID, *web.Form) error) error {
	id, err := c.ID("assignment")
	if err != nil {
		return err
	}
	return c.Receive(s, WorkPath(id), func(tx *db.Tx, f *web.Form) error { return do(tx, id, f) }, func(f *web.Form, why error) error {
		t, err := p.load(c, s)
		if err != nil {
			return err
		}
		return p.showWork(c, t, web.Status(why), f.Fill(why))
	})
}

func clock(c *web.Context, at time.Time) string { return c.Clock(at) }
