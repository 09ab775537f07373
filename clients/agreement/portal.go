package agreement

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// listView is a partner's page of the register.
type listView struct {
	ToSign, Running, Mine, Earlier []rowView
	MayPropose                     bool
	Writes                         bool // agreements may still come
	Empty                          bool
}

// book is what a partner's page reads, in one transaction.
type book struct {
	mine      couple.Mine
	all       []Agreement
	proposals []Proposal
	writes    bool // the person belongs to the couple, and it is in care
}

func readBook(tx *db.Tx, s tenant.Partner, today time.Time) (b book, err error) {
	if b.mine, err = couple.GetMine(tx); err != nil {
		return b, err
	}
	b.writes = b.mine.MayWrite(s, today)
	if b.all, err = OfCouple(tx, s.Couple()); err != nil {
		return b, err
	}
	b.proposals, err = Proposals(tx, s.Couple())
	return b, err
}

// read reads a partner's page; check finds in the same transaction what it is about.
func (p Pages) read(c *web.Context, s tenant.Partner, verb audit.Verb, id uuid.UUID, check func(b book) error) (b book, err error) {
	err = c.View(s, func(tx *db.Tx) error {
		if b, err = readBook(tx, s, c.Today()); err != nil {
			return err
		}
		tx.Audit(verb, id, s.Couple())
		if b.mine.Stopped { // joint pages rest, and what they are about is out of sight
			return nil
		}
		return check(b)
	})
	return b, err
}

// call answers what this partner reads for a person of the couple.
func (b book) call(c *web.Context, me tenant.PersonID) namer {
	return func(p tenant.PersonID) string {
		if p == me {
			return b.mine.Name
		}
		return b.mine.Other
	}
}

func (p Pages) list(c *web.Context, s tenant.Partner) error {
	return p.showList(c, s, 200, web.Fill{})
}

func (p Pages) showList(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	b, err := p.read(c, s, audit.AgreementRead, s.Couple().UUID, func(book) error { return nil })
	if err != nil {
		return err
	}
	if b.mine.Stopped {
		return resting(c, status, fill)
	}
	page := web.Page{Name: "agreement/list", Title: c.T("agreement_title"), Place: "promises", Fill: fill, Data: listOf(c, s, b)}
	if work, err := uuid.Parse(c.Query("assignment")); err == nil {
		page.Back = &web.Link{Text: c.T("agreement_back_work"), Href: "/work/" + work.String()}
	}
	if of, err := uuid.Parse(c.Query("sent")); err == nil && status == 200 {
		if q, err := findProposal(b.proposals, of); err == nil && q.Waits() {
			page.Status = c.T("agreement_sent", "Counselor", b.mine.CounselorName(c))
		}
	}
	return c.Render(status, page)
}

// listOf sorts the register: what waits for this person's answer, what runs, what they proposed, what is over.
func listOf(c *web.Context, s tenant.Partner, b book) listView {
	me, today := s.Person(), c.Today()
	v := listView{Writes: b.writes, MayPropose: b.writes && b.mine.Other != "", Empty: len(b.all) == 0 && len(b.proposals) == 0}
	for _, a := range b.all {
		running, runs := a.Running()
		waiting, open := a.ToSign()
		if open {
			_, answered := waiting.Signatures[me]
			id := "agreement_note_sign"
			if answered {
				id = "agreement_note_answered"
			}
			v.ToSign = append(v.ToSign, rowView{Text: short(waiting.Terms.Text), Note: c.T(id), Href: path(a.ID)})
		}
		switch {
		case runs && a.Over(today):
			v.Earlier = append(v.Earlier, rowView{Text: short(running.Terms.Text), Note: runningNote(c, a, today), Href: path(a.ID)})
		case runs:
			v.Running = append(v.Running, rowView{Text: short(running.Terms.Text), Note: runningNote(c, a, today), Href: path(a.ID)})
		case !open && len(a.Versions) > 0:
			v.Earlier = append(v.Earlier, rowView{Text: short(a.Versions[len(a.Versions)-1].Terms.Text), Note: c.T("agreement_note_dropped"), Href: path(a.ID)})
		}
	}
	for _, q := range slices.Backward(b.proposals) {
		if q.PassedOn == nil {
			v.Mine = append(v.Mine, rowView{Text: proposalTitle(c, q), Note: proposalNote(c, b, q), Href: proposalPath(q.ID)})
		}
	}
	return v
}

func proposalTitle(c *web.Context, q Proposal) string {
	if q.Terms.Text == "" {
		return c.T("agreement_untitled")
	}
	return short(q.Terms.Text)
}

// proposalNote says where a person's own proposal stands, and what it asks for.
func proposalNote(c *web.Context, b book, q Proposal) string {
	stage := c.T("agreement_stage_counselor", "Counselor", b.mine.CounselorName(c))
	switch {
	case q.State == Draft:
		stage = c.T("agreement_stage_draft")
	case q.TalkOn != nil && q.PassedOn == nil:
		stage = c.T("agreement_stage_talk", "Counselor", b.mine.CounselorName(c))
	}
	if q.Kind == Fresh {
		return stage
	}
	return c.T("agreement_note_kind", "Kind", c.T("agreement_kind_"+string(q.Kind)), "Stage", stage)
}

// oneView is one agreement on a partner's page.
type oneView struct {
	Path, Kicker string
	Running      *termsView
	Note         string // how long it goes, or that a look is overdue
	ToSign       *termsView
	Number       int // of the version to sign
	Sign         bool
	Answered     string // what this person said of it
	Reader       string
	Older        []olderView
	MayChange    bool
	Printable    bool
}

// olderView is a version that stands no more.
type olderView struct {
	Title string
	Terms termsView
}

func (p Pages) one(c *web.Context, s tenant.Partner) error {
	return p.showOne(c, s, 200, web.Fill{})
}

func (p Pages) showOne(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	id, err := c.ID("agreement")
	if err != nil {
		return err
	}
	var a Agreement
	b, err := p.read(c, s, audit.AgreementRead, id, func(b book) (err error) { a, err = find(b.all, id); return err })
	if err != nil {
		return err
	}
	if b.mine.Stopped {
		return resting(c, status, fill)
	}
	return c.Render(status, web.Page{Name: "agreement/one", Title: c.T("agreement_one_title"), Place: "promises", Fill: fill, Data: oneOf(c, s, b, a),
		Back: &web.Link{Text: c.T("agreement_title"), Href: "/agreements"}})
}

func oneOf(c *web.Context, s tenant.Partner, b book, a Agreement) oneView {
	me, today, name := s.Person(), c.Today(), b.call(c, s.Person())
	v := oneView{Path: path(a.ID), Reader: c.T("agreement_reader_sign", "Counselor", b.mine.CounselorName(c)), Printable: len(a.Versions) > 0}
	running, runs := a.Running()
	if runs {
		terms := termsOf(c, running.Terms, running.Span, name)
		v.Running, v.Note, v.Kicker = &terms, movedNote(c, a, today), c.T("agreement_since", "Day", c.DayYear(*running.InForceOn))
		v.MayChange = b.writes && a.EndedOn == nil && !a.Over(today)
	}
	waiting, open := a.ToSign()
	if open {
		terms := termsOf(c, waiting.Terms, waiting.Span, name)
		v.ToSign, v.Number, v.Sign = &terms, waiting.Number, b.writes
		if signature, any := waiting.Signatures[me]; any {
			v.Answered = c.T("agreement_answered_"+string(signature.Answer), "Day", c.Ago(signature.On), "Counselor", b.mine.CounselorName(c))
			v.Sign = b.writes && signature.How == InApp
		}
	}
	v.Older = olderOf(c, a, running.Number, waiting.Number, name)
	return v
}

// olderOf lists the versions that neither stand nor wait, the newest first.
func olderOf(c *web.Context, a Agreement, running, waiting int, name namer) (older []olderView) {
	for _, v := range slices.Backward(a.Versions) {
		if v.Number == running || v.Number == waiting {
			continue
		}
		title := c.T("agreement_older_dropped", "Day", c.DayYear(v.PassedOn))
		if v.InForceOn != nil {
			title = c.T("agreement_older_stood", "Day", c.DayYear(*v.InForceOn))
		}
		older = append(older, olderView{title, termsOf(c, v.Terms, v.Span, name)})
	}
	return older
}

// sign stores the person's own answer to the version the page showed.
func (p Pages) sign(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("agreement")
	if err != nil {
		return err
	}
	return c.Receive(s, path(id), func(tx *db.Tx, f *web.Form) error {
		number, _ := f.Int("number")
		answer := Answer(f.Text("answer"))
		b, err := readBook(tx, s, c.Today())
		if err != nil {
			return err
		}
		if b.mine.Stopped {
			return couple.Resting()
		}
		a, err := find(b.all, id)
		if err != nil {
			return err
		}
		v, open := a.ToSign()
		switch {
		case !b.writes:
			return couple.ReadOnly()
		case answer != Signed && answer != NotNow:
			return fault.Field("", "agreement_answer_choose")
		case !open || v.Number != number:
			return fault.Stale("agreement_not_open")
		}
		if was, any := v.Signatures[s.Person()]; any && was.How != InApp {
			return fault.Stale("agreement_signed_aloud")
		}
		return Sign(tx, s.Couple(), id, number, Signature{Person: s.Person(), Answer: answer, How: InApp, On: c.Today()})
	}, func(f *web.Form, why error) error { return p.showOne(c, s, web.Status(why), f.Fill(why)) })
}

// resting stands in place of the register during a full stop.
func resting(c *web.Context, status int, fill web.Fill) error {
	return couple.ShowResting(c, "promises", c.T("agreement_title"), status, fill.Values.Get("text"))
}
