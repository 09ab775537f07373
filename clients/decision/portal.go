package decision

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// book is what a partner's page reads, in one transaction.
type book struct {
	mine   couple.Mine
	all    []Pair
	writes bool // the person belongs to the couple, and it is in care
}

func readBook(tx *db.Tx, s tenant.Partner, today time.Time) (b book, err error) {
	if b.mine, err = couple.GetMine(tx); err != nil {
		return b, err
	}
	b.writes = b.mine.MayWrite(s, today)
	b.all, err = OfCouple(tx, s.Couple())
	return b, err
}

func (p Pages) readAll(c *web.Context, s tenant.Partner) (b book, err error) {
	err = c.View(s, func(tx *db.Tx) error {
		b, err = readBook(tx, s, c.Today())
		tx.Audit(audit.DecisionRead, s.Couple().UUID, s.Couple())
		return err
	})
	return b, err
}

// path is a decision's address for a partner.
func path(id uuid.UUID) string { return "/decisions/" + id.String() }

// listView is a partner's page of all sets of questions.
type listView struct {
	Rows    []rowView
	Writes  bool   // something may still come
	Resting string // what stands above the own answers that are left while joint pages rest
}

type rowView struct{ Text, Note, Href string }

func (p Pages) list(c *web.Context, s tenant.Partner) error {
	b, err := p.readAll(c, s)
	if err != nil {
		return err
	}
	v := listView{Writes: b.writes}
	for _, d := range b.all {
		v.Rows = append(v.Rows, rowView{c.T("decision_kind_" + string(d.Kind)), stage(c, d, s.Person()), path(d.ID)})
	}
	if b.mine.Stopped {
		if len(v.Rows) == 0 {
			return couple.ShowResting(c, "today", c.T("decision_title"), 200, "")
		}
		v.Resting = c.T("couple_resting")
	}
	page := web.Page{Name: "decision/list", Title: c.T("decision_title"), Place: "today", Data: v, Back: &web.Link{Text: c.T("decision_back_home"), Href: "/home"}}
	if work, err := uuid.Parse(c.Query("assignment")); err == nil {
		page.Back = &web.Link{Text: c.T("decision_back_work"), Href: "/work/" + work.String()}
	}
	return c.Render(200, page)
}

// typed is all that somebody wrote into the form of a set, question by question.
func typed(fill web.Fill) string {
	var said []string
	for _, k := range Kinds() {
		for _, q := range k.Questions() {
			if text := strings.TrimSpace(fill.Values.Get(q)); text != "" {
				said = append(said, text)
			}
		}
	}
	return strings.Join(said, "\n\n")
}

// stage says where a set stands for one person: their own acts and the counselor's, nothing else.
func stage(c *web.Context, p Pair, me tenant.PersonID) string {
	own := p.Of(me)
	switch {
	case p.OpenedOn != nil:
		return c.T("decision_stage_opened", "Day", c.Ago(*p.OpenedOn))
	case p.ClosedOn != nil:
		return c.T("decision_stage_closed")
	case own.In != nil:
		return c.T("decision_stage_done")
	case own.Version > 0:
		return c.T("decision_stage_begun")
	}
	return c.T("decision_stage_new", "Day", c.Ago(p.MadeOn))
}

// qaView is a question with what was answered.
type qaView struct{ Name, Label, Text string }

// voiceView is one person's whole answer. Lean stands first, in words.
type voiceView struct {
	Name, Mark, Lean string
	Rows             []qaView
	Paper            string // to staff: that it came on paper, and who entered it
}

// voice words an answer; what was left empty is left out.
func voice(c *web.Context, k Kind, w Words) voiceView {
	v := voiceView{}
	if w.Lean != "" {
		v.Lean = c.T("decision_lean_" + string(w.Lean))
	}
	for _, q := range k.Questions() {
		if text := w.Answers[q]; text != "" {
			v.Rows = append(v.Rows, qaView{q, c.T("decision_q_" + string(k) + "_" + q), text})
		}
	}
	return v
}

// leans are the choices of a set as options.
func leans(c *web.Context, k Kind, all []Lean) (options []web.Option) {
	for _, l := range all {
		id := "decision_lean_" + string(l)
		if k != Decide {
			id = "decision_only_" + string(l)
		}
		options = append(options, web.Option{Value: string(l), Label: c.T(id)})
	}
	return options
}

// oneView is a partner's page of one set.
type oneView struct {
	Path, Reader  string
	Private       bool // nobody but the writer ever reads it
	Word          string
	Form          bool
	Done          bool // the own answer is in
	MayTakeBack   bool
	Note          string
	Version       int
	Saved         string
	Questions     []qaView
	Leans         []web.Option
	Lean          string
	One           bool // one choice, which may be left
	Mine          voiceView
	Both          []voiceView
	Outcomes      []outcomeView
	MayFinish     bool
	Theirs        bool // another window saved in between: its text stands below
	OutcomeReader string
}

// outcomeView is what came of it.
type outcomeView struct{ Day, Choice, Text string }

func (p Pages) one(c *web.Context, s tenant.Partner) error {
	return p.showOne(c, s, 200, web.Fill{})
}

func (p Pages) showOne(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	id, err := c.ID("decision")
	if err != nil {
		return err
	}
	var b book
	var d Pair
	err = c.View(s, func(tx *db.Tx) error {
		if b, err = readBook(tx, s, c.Today()); err != nil {
			return err
		}
		d, err = find(b.all, id)
		tx.Audit(audit.DecisionRead, id, s.Couple())
		return b.mine.Rested(err)
	})
	if err != nil {
		return err
	}
	if b.mine.Stopped && (status != 200 || d.ID != id) {
		return couple.ShowResting(c, "today", c.T("decision_title"), status, typed(fill))
	}
	v := b.view(c, d, s.Person())
	v.Theirs = status == 409
	page := web.Page{Name: "decision/one", Title: c.T("decision_kind_" + string(d.Kind)), Place: "today", Bare: v.Form, Fill: fill, Data: v,
		Back: &web.Link{Text: c.T("decision_title"), Href: "/decisions"}}
	if status == 200 && c.Query("kept") != "" && v.Version > 0 {
		page.Status = c.T("decision_kept")
	}
	return c.Render(status, page)
}

func (b book) view(c *web.Context, d Pair, me tenant.PersonID) oneView {
	own := d.Of(me)
	v := oneView{Path: path(d.ID), Word: d.Text, Private: !d.Kind.Opens(), Reader: b.reader(c, d), Version: own.Version, Lean: string(own.Words.Lean), Done: own.In != nil,
		MayFinish: d.Kind.Opens(), Mine: voice(c, d.Kind, own.Words), Leans: leans(c, d.Kind, Leans(d.Kind, d.ID)), One: d.Kind != Decide}
	if own.Version > 0 {
		v.Saved = c.T("decision_saved", "Day", c.Ago(c.DayOf(own.SavedAt)))
	}
	for _, q := range d.Kind.Questions() {
		v.Questions = append(v.Questions, qaView{q, c.T("decision_q_" + string(d.Kind) + "_" + q), own.Words.Answers[q]})
	}
	v.Form = b.writes && d.Seen && d.Running() && own.In == nil
	v.MayTakeBack = b.writes && d.Seen && d.Running() && own.In != nil
	switch {
	case len(d.Copies) > 0:
		b.opened(c, d, me, &v)
	case b.mine.Stopped:
		v.Note = c.T("couple_resting")
	case !d.Seen:
		v.Note = c.T("decision_preparing")
	case d.ClosedOn != nil:
		v.Note = c.T("decision_closed_note", "Counselor", b.mine.CounselorName(c))
	case own.In != nil:
		v.Note = c.T("decision_done_note", "Counselor", b.mine.CounselorName(c))
	case !b.writes:
		v.Note = c.T("couple_read_only")
	}
	for _, o := range d.Outcomes {
		v.Outcomes = append(v.Outcomes, outcomeOf(c, o, "we"))
	}
	v.OutcomeReader = c.T("decision_reader_outcome", "Counselor", b.mine.CounselorName(c))
	return v
}

// opened puts the two answers side by side, in the order of their places, which is the same for both.
func (b book) opened(c *web.Context, d Pair, me tenant.PersonID, v *oneView) {
	v.Note = c.T("decision_opened_note", "Day", c.DayYear(d.Copies[0].On))
	mine := b.mine.MyPosition == 1
	for _, one := range d.Copies {
		words := voice(c, d.Kind, one.Words)
		words.Name, words.Mark = b.mine.Other, "b"
		if one.Author == me {
			words.Name = b.mine.Name
		}
		first := (one.Author == me) == mine
		if first {
			words.Mark = "a"
			v.Both = slices.Insert(v.Both, 0, words)
		} else {
			v.Both = append(v.Both, words)
		}
	}
}

// outcomeOf words an outcome as the two say it ("we") or as it is told of them ("outcome").
func outcomeOf(c *web.Context, o Outcome, teller string) outcomeView {
	v := outcomeView{Day: c.DayYear(o.On), Text: o.Text}
	if o.Choice != "" {
		v.Choice = c.T("decision_" + teller + "_" + string(o.Choice))
	}
	return v
}

// reader says who reads an answer and when: the same before and after, and the same whatever the other does.
func (b book) reader(c *web.Context, d Pair) string {
	if !d.Kind.Opens() {
		return c.T("decision_reader_kept")
	}
	return c.T("decision_reader", "Counselor", b.mine.CounselorName(c), "Name", b.mine.Other)
}

// act runs one of a partner's forms about a decision that still runs.
func (p Pages) act(c *web.Context, s tenant.Partner, location string, do func(tx *db.Tx, f *web.Form, d Pair) error) error {
	id, err := c.ID("decision")
	if err != nil {
		return err
	}
	return c.Receive(s, path(id)+location, func(tx *db.Tx, f *web.Form) error {
		b, err := readBook(tx, s, c.Today())
		if err != nil {
			return err
		}
		d, err := find(b.all, id)
		switch {
		case b.mine.Stopped:
			return couple.Resting()
		case err != nil:
			return err
		case !b.writes:
			return couple.ReadOnly()
		case !d.Seen:
			return fault.Stale("decision_preparing")
		case !d.Running():
			return fault.Stale("decision_over")
		}
		return do(tx, f, d)
	}, func(f *web.Form, why error) error { return p.showOne(c, s, web.Status(why), f.Fill(why)) })
}

func (p Pages) save(c *web.Context, s tenant.Partner) error   { return p.keep(c, s, false) }
func (p Pages) answer(c *web.Context, s tenant.Partner) error { return p.keep(c, s, true) }

// keep stores a draft, or with done the person's word that this is their answer.
func (p Pages) keep(c *web.Context, s tenant.Partner, done bool) error {
	location := "?kept=yes"
	if done {
		location = ""
	}
	return p.act(c, s, location, func(tx *db.Tx, f *web.Form, d Pair) error {
		a := Answer{}
		var err error
		if a.Words, err = readWords(f, d.Decision, done); err != nil {
			return err
		}
		if done && !d.Kind.Opens() {
			return fault.Absent()
		}
		a.Version, _ = f.Int("version")
		verb := audit.DecisionSaved
		if d.Of(s.Person()).In != nil { // an old page: what is done stands until it is taken back
			return fault.Stale("decision_stale")
		}
		if done {
			today := c.Today()
			a.In, verb = &today, audit.DecisionAnswered
		}
		tx.Audit(verb, d.ID, s.Couple())
		return Save(tx, d.Decision, a)
	})
}

// takeBack makes a done answer a draft again, until it is opened.
func (p Pages) takeBack(c *web.Context, s tenant.Partner) error {
	return p.act(c, s, "", func(tx *db.Tx, _ *web.Form, d Pair) error {
		own := d.Of(s.Person())
		if own.In == nil {
			return fault.Stale("decision_stale")
		}
		own.In = nil
		tx.Audit(audit.DecisionTakenBack, d.ID, s.Couple())
		return Save(tx, d.Decision, own)
	})
}
