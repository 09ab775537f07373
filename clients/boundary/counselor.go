package boundary

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// staffPath is the address of a couple's boundaries for staff.
func staffPath(id couple.ID) string { return couple.Path(id) + "/boundaries" }

// desk is everything the counselor's pages read, in one transaction.
type desk struct {
	couple couple.Couple
	gates  couple.GateStates
	all    []Boundary
}

func readDesk(tx *db.Tx, cp couple.Couple) (d desk, err error) {
	d.couple = cp
	if d.gates, err = couple.GatesOf(tx, cp.ID); err != nil {
		return d, err
	}
	d.all, err = OfCouple(tx, cp.ID)
	return d, err
}

// coupleView is the counselor's page of a couple's boundaries.
type coupleView struct {
	Head                                 couple.HeadView
	Path                                 string
	Closed                               bool // a hard gate is closed: nothing can be made active
	Review, Talk, Answers, Active, Ended []staffRow
	Authors                              []web.Option
	Lines                                []fieldView
	Least, Most                          string
}

// staffRow is one boundary in a list.
type staffRow struct{ Text, Note, Href, Mark, Name, Flag string }

func (p Pages) ofCouple(c *web.Context, s tenant.Staff) error {
	return p.showCouple(c, s, 200, web.Fill{})
}

func (p Pages) showCouple(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	return couple.Show(c, s, status, func(tx *db.Tx, cp couple.Couple) (web.Page, error) {
		d, err := readDesk(tx, cp)
		if err != nil {
			return web.Page{}, err
		}
		tx.Audit(audit.BoundaryRead, cp.ID.UUID, cp.ID)
		v := d.view(c)
		return web.Page{Name: "boundary/couple", Title: c.T("boundary_of_couple", "Names", v.Head.Names), Place: "caseload", Fill: fill, Data: v,
			Back: &web.Link{Text: c.T("couple_back_caseload"), Href: "/caseload"}}, nil
	})
}

func (d desk) view(c *web.Context) coupleView {
	today := c.PracticeToday()
	v := coupleView{Head: couple.Header(c, d.couple), Path: staffPath(d.couple.ID), Closed: !d.gates.JointOpen(), Authors: couple.People(d.couple),
		Least: today.AddDate(0, 0, 1).Format(time.DateOnly), Most: today.AddDate(0, 0, 7*MostWeeks).Format(time.DateOnly)}
	for _, name := range Names() {
		v.Lines = append(v.Lines, fieldView{Name: name, Label: c.T("boundary_line_staff_" + name), Optional: !needed(name)})
	}
	for _, b := range d.all {
		d.sort(c, b, &v)
	}
	slices.Reverse(v.Ended)
	return v
}

// sort puts a boundary into every list where somebody must act, else among those that stand or ended.
func (d desk) sort(c *web.Context, b Boundary, v *coupleView) {
	who, _ := d.couple.Partner(b.Author)
	row := staffRow{Text: short(b.Words().Need), Href: staffPath(d.couple.ID) + "/" + b.ID.String(), Mark: who.Mark(), Name: who.Name}
	if b.Ended != nil {
		row.Note = c.T("boundary_ended_on", "Day", c.Ago(*b.Ended))
		v.Ended = append(v.Ended, row)
		return
	}
	if sent, waits := b.Waiting(); waits {
		at := row
		at.Text, at.Note = short(sent.Lines.Need), c.T("boundary_sent_on", "Day", c.Ago(sent.On))
		if len(b.Copies) > 0 {
			at.Note = c.T("boundary_sent_again_on", "Day", c.Ago(sent.On))
		}
		if len(Hints(sent.Lines, c.Lang())) > 0 {
			at.Flag = c.T("boundary_look")
		}
		if sent.State == Talk {
			v.Talk = append(v.Talk, at)
		} else {
			v.Review = append(v.Review, at)
		}
	}
	if a, any := b.LastAnswer(); any && a.Passed == nil {
		at := row
		other, _ := d.couple.Partner(a.Person)
		at.Note = c.T("boundary_answered_by", "Name", other.Name, "Reply", c.T("boundary_reply_"+string(a.Reply)), "Day", c.Ago(a.On))
		v.Answers = append(v.Answers, at)
	}
	newest, _ := b.Newest()
	standing, stands := b.Standing()
	switch {
	case stands && b.ReviewDue(civil.Day(c.Now(), who.Location())):
		row.Note, row.Flag = c.T("boundary_review_on", "Day", c.DayYear(standing.Review)), c.T("boundary_due")
		v.Active = append(v.Active, row)
	case stands:
		row.Note = c.T("boundary_review_on", "Day", c.DayYear(standing.Review))
		v.Active = append(v.Active, row)
	case newest.State == Back:
		row.Note = c.T("boundary_back_on", "Day", c.Ago(*newest.Decided))
		v.Ended = append(v.Ended, row)
	}
}

// reviewView is one boundary for the counselor, with what can be done about it.
type reviewView struct {
	Head             couple.HeadView
	Path, Name, Mark string
	Line             string // who wrote it and when
	Lines            []lineView
	Review           string
	Hints            []hintView
	Number           int // of the version that waits; 0 when none does
	Talk, Closed     bool
	Apart            string       // why nothing can be passed on; empty where it can
	Standing         *versionView // what both read now
	Answer           string       // the other's newest reply
	Turn             int          // of the reply that can be passed on; 0 when none waits
	Asks, Answers    bool         // the version that stands asks for something; somebody is here to answer it
	Replies          []web.Option
	Other            string
	StandingNumber   int
	Earlier          []versionView
	Ended            string
}

func (p Pages) oneOfCouple(c *web.Context, s tenant.Staff) error {
	return p.showOfCouple(c, s, 200, web.Fill{})
}

func (p Pages) showOfCouple(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	boundary, err := c.ID("boundary")
	if err != nil {
		return err
	}
	return couple.Show(c, s, status, func(tx *db.Tx, cp couple.Couple) (web.Page, error) {
		d, err := readDesk(tx, cp)
		if err != nil {
			return web.Page{}, err
		}
		b, err := find(d.all, boundary)
		if err != nil {
			return web.Page{}, err
		}
		tx.Audit(audit.BoundaryRead, boundary, cp.ID)
		return web.Page{Name: "boundary/review", Title: c.T("boundary_one_staff"), Place: "caseload", Fill: fill, Data: d.review(c, b),
			Back: &web.Link{Text: c.T("boundary_title"), Href: staffPath(cp.ID)}}, nil
	})
}

func (d desk) review(c *web.Context, b Boundary) reviewView {
	who, _ := d.couple.Partner(b.Author)
	other, _ := d.couple.Other(b.Author)
	v := reviewView{Head: couple.Header(c, d.couple), Path: staffPath(d.couple.ID) + "/" + b.ID.String(), Name: who.Name, Mark: who.Mark(), Closed: !d.gates.JointOpen(), Other: other.Name,
		Apart: couple.Apart(c, d.couple, b.Author), Answers: !other.Left()}
	if b.Ended != nil {
		v.Ended = c.T("boundary_ended_on", "Day", c.Ago(*b.Ended))
	}
	shown := 0
	if sent, waits := b.Waiting(); waits {
		shown = sent.Number
		v.Number, v.Talk, v.Review = sent.Number, sent.State == Talk, c.T("boundary_review_on", "Day", c.DayYear(sent.Review))
		v.Lines, v.Hints = linesOf(c, sent.Lines, "theirs", who.Name), hintsOf(c, sent.Lines, "theirs")
		v.Line = c.T("boundary_sent_on", "Day", c.Ago(sent.On))
		if sent.Paper {
			v.Line = couple.Entered(c, sent.By, sent.On)
		}
	}
	if copy, stands := b.Standing(); stands {
		v.StandingNumber, v.Asks = copy.Number, copy.Lines.Ask != ""
		v.Standing = &versionView{Note: c.T("boundary_active_since", "Day", c.DayYear(copy.On), "Review", c.DayYear(copy.Review)), Rows: linesOf(c, copy.Lines, "theirs", who.Name)}
		for _, r := range Replies() {
			v.Replies = append(v.Replies, web.Option{Value: string(r), Label: c.T("boundary_reply_" + string(r))})
		}
	}
	if a, any := b.LastAnswer(); any {
		v.Answer = c.T("boundary_answered_by", "Name", other.Name, "Reply", c.T("boundary_reply_"+string(a.Reply)), "Day", c.Ago(a.On))
		if a.Passed != nil {
			v.Answer = c.T("boundary_answer_history", "Line", v.Answer, "Day", c.Ago(*a.Passed))
		} else {
			v.Turn, v.Apart = a.Turn, couple.Apart(c, d.couple, b.Author, a.Person)
		}
	}
	for _, sent := range slices.Backward(b.Sent) {
		if sent.Number == shown || sent.Number == v.StandingNumber {
			continue
		}
		v.Earlier = append(v.Earlier, versionView{Note: c.T("boundary_version_"+string(sent.State), "Day", c.DayYear(sent.On)), Word: sent.Word, Rows: linesOf(c, sent.Lines, "theirs", who.Name)})
	}
	return v
}

func (p Pages) record(c *web.Context, s tenant.Staff) error {
	return couple.Receive(c, s, "/boundaries", func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		d, err := readDraft(f)
		if err != nil {
			return err
		}
		return Record(tx, cp, Boundary{ID: uuid.New(), Author: tenant.PersonID{UUID: f.ID("who")}, Draft: &d}, c.PracticeToday())
	}, p.showCouple)
}

// on runs one of the counselor's forms about one boundary, and shows its page again when it cannot be.
func (p Pages) on(c *web.Context, s tenant.Staff, do func(tx *db.Tx, f *web.Form, cp couple.Couple, boundary uuid.UUID) error) error {
	boundary, err := c.ID("boundary")
	if err != nil {
		return err
	}
	return couple.Receive(c, s, "/boundaries/"+boundary.String(), func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		if _, err := Get(tx, cp.ID, boundary); err != nil {
			return err
		}
		return do(tx, f, cp, boundary)
	}, p.showOfCouple)
}

func (p Pages) pass(c *web.Context, s tenant.Staff) error {
	return p.on(c, s, func(tx *db.Tx, f *web.Form, cp couple.Couple, boundary uuid.UUID) error {
		number, _ := f.Int("number")
		return Pass(tx, cp.ID, boundary, number, c.PracticeToday())
	})
}

func (p Pages) back(c *web.Context, s tenant.Staff) error {
	return p.on(c, s, func(tx *db.Tx, f *web.Form, cp couple.Couple, boundary uuid.UUID) error {
		number, _ := f.Int("number")
		word, err := readWord(f)
		if err != nil {
			return err
		}
		return SendBack(tx, cp.ID, boundary, number, word, c.PracticeToday())
	})
}

func (p Pages) talk(c *web.Context, s tenant.Staff) error {
	return p.on(c, s, func(tx *db.Tx, f *web.Form, cp couple.Couple, boundary uuid.UUID) error {
		number, _ := f.Int("number")
		return KeepForSession(tx, cp.ID, boundary, number, c.PracticeToday())
	})
}

func (p Pages) passAnswer(c *web.Context, s tenant.Staff) error {
	return p.on(c, s, func(tx *db.Tx, f *web.Form, cp couple.Couple, boundary uuid.UUID) error {
		turn, _ := f.Int("turn")
		return PassAnswer(tx, cp.ID, boundary, turn, c.PracticeToday())
	})
}

func (p Pages) recordAnswer(c *web.Context, s tenant.Staff) error {
	return p.on(c, s, func(tx *db.Tx, f *web.Form, cp couple.Couple, boundary uuid.UUID) error {
		a, err := readAnswer(f, c.PracticeToday())
		if err != nil {
			return err
		}
		return RecordAnswer(tx, cp, boundary, a)
	})
}

// endForAuthor ends a boundary on its author's word, said in a session or on paper.
func (p Pages) endForAuthor(c *web.Context, s tenant.Staff) error {
	return p.on(c, s, func(tx *db.Tx, f *web.Form, cp couple.Couple, boundary uuid.UUID) error {
		if !f.Has("said") {
			return fault.Field("said", "boundary_end_said")
		}
		tx.Audit(audit.BoundaryEnded, boundary, cp.ID)
		return End(tx, boundary, c.PracticeToday())
	})
}
