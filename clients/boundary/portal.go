package boundary

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

// book is what a partner's page reads, in one transaction.
type book struct {
	mine   couple.Mine
	all    []Boundary
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

// path is a boundary's address for a partner.
func path(id uuid.UUID) string { return "/boundaries/" + id.String() }

// listView is a partner's page of boundaries: their own, those of the other that were passed on, and what ended.
type listView struct {
	Mine, Theirs, Ended []rowView
	Other               string
	Writes, Empty       bool
	Resting             string // what stands above the own boundaries while joint pages rest
}

type rowView struct{ Text, Note, Href string }

func (p Pages) list(c *web.Context, s tenant.Partner) error {
	return p.showList(c, s, 200, web.Fill{})
}

func (p Pages) showList(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	var b book
	err := c.View(s, func(tx *db.Tx) (err error) {
		b, err = readBook(tx, s, c.Today())
		tx.Audit(audit.BoundaryRead, s.Couple().UUID, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{Name: "boundary/list", Title: c.T("boundary_title"), Place: "promises", Fill: fill, Data: b.listOf(c, s.Person())}
	if work, err := uuid.Parse(c.Query("assignment")); err == nil {
		page.Back = &web.Link{Text: c.T("boundary_back_work"), Href: "/work/" + work.String()}
	}
	if of, err := uuid.Parse(c.Query("sent")); err == nil && status == 200 {
		if one, err := find(b.all, of); err == nil && one.Author == s.Person() {
			if _, waits := one.Waiting(); waits {
				page.Status = c.T("boundary_sent", "Counselor", b.mine.CounselorName(c))
			}
		}
	}
	return c.Render(status, page)
}

// listOf sorts the boundaries into the lists of the page, the newest first.
func (b book) listOf(c *web.Context, me tenant.PersonID) listView {
	v := listView{Other: b.mine.Other, Writes: b.writes}
	for _, one := range slices.Backward(b.all) {
		row := rowView{Text: short(one.Words().Need), Href: path(one.ID)}
		if row.Text == "" {
			row.Text = c.T("boundary_untitled")
		}
		_, sent := one.Newest()
		switch {
		case one.Author == me && one.Ended != nil && !sent:
		case one.Ended != nil:
			row.Note = b.endedWords(c, one, me)
			v.Ended = append(v.Ended, row)
		case one.Author == me:
			row.Note = b.stage(c, one)
			v.Mine = append(v.Mine, row)
		default:
			row.Note = b.theirs(c, one)
			v.Theirs = append(v.Theirs, row)
		}
	}
	v.Empty = len(v.Mine)+len(v.Theirs)+len(v.Ended) == 0
	if b.mine.Stopped {
		v.Resting = c.T("couple_resting")
	}
	return v
}

func (b book) endedWords(c *web.Context, one Boundary, me tenant.PersonID) string {
	if one.Author == me {
		return c.T("boundary_ended_you", "Day", c.Ago(*one.Ended))
	}
	return c.T("boundary_ended_theirs", "Name", b.mine.Other, "Day", c.Ago(*one.Ended))
}

// stage words where a person's own boundary stands. It moves by their own acts, the counselor's and the calendar alone.
func (b book) stage(c *web.Context, one Boundary) string {
	args := []any{"Counselor", b.mine.CounselorName(c), "Name", b.mine.Other}
	v, sent := one.Newest()
	standing, stands := one.Standing()
	after := ""
	if stands {
		after = "_again"
	}
	switch {
	case !sent:
		return c.T("boundary_stage_draft")
	case v.State == Sent:
		return c.T("boundary_stage_sent"+after, args...)
	case v.State == Talk:
		return c.T("boundary_stage_talk"+after, args...)
	case v.State == Back:
		return c.T("boundary_stage_back"+after, args...)
	case one.ReviewDue(c.Today()):
		return c.T("boundary_stage_due")
	case stands:
		return c.T("boundary_stage_active", "Day", c.DayYear(standing.Review))
	}
	return c.T("boundary_stage_passed", args...)
}

// theirs words the other's boundary for this person: the request that waits, or the day it is looked at again.
func (b book) theirs(c *web.Context, one Boundary) string {
	standing, _ := one.Standing()
	if _, answered := one.LastAnswer(); standing.Lines.Ask != "" && !answered && b.writes {
		return c.T("boundary_asks_you", "Name", b.mine.Other)
	}
	return c.T("boundary_theirs_until", "Name", b.mine.Other, "Day", c.DayYear(standing.Review))
}

// short is as much of a text as a list shows.
func short(text string) string { return web.Short(text, 120) }

// lineView is one part of a boundary with what it is called.
type lineView struct{ Label, Text string }

// linesOf words the parts in a voice: "mine" to the author, "theirs" to anybody else; name is the author's then.
func linesOf(c *web.Context, l Lines, voice, name string) (rows []lineView) {
	for _, part := range Names() {
		if text := *l.at(part); text != "" {
			rows = append(rows, lineView{c.T("boundary_line_"+voice+"_"+part, "Name", name), text})
		}
	}
	return rows
}

// versionView is one version in a list of earlier ones.
type versionView struct {
	Note string
	Word string // the counselor's, with the version it came back with
	Rows []lineView
}

// mineView is one's own boundary after it was sent.
type mineView struct {
	Stage, Path, Counselor string
	Lines                  []lineView
	Review, Word, Given    string
	New                    *versionView // sent, and not what the other reads
	Earlier                []versionView
	Draft                  string // that a change is kept as a draft
	Due, Writes, Ended     bool
	EndNote                string
}

// theirView is the other's boundary as it was passed on.
type theirView struct {
	Kicker, Path, Review, Ended string
	Lines                       []lineView
	Ask, Reader, Said           string
	Replies                     []web.Option
	Number                      int // how many versions were passed on; what the author sent besides stays unknown
}

func (p Pages) one(c *web.Context, s tenant.Partner) error { return p.showOne(c, s, 200, web.Fill{}) }

func (p Pages) showOne(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	b, one, err := p.load(c, s)
	if err != nil {
		return err
	}
	if b.rests(one) {
		return couple.ShowResting(c, "promises", c.T("boundary_title"), status, "")
	}
	back := &web.Link{Text: c.T("boundary_title"), Href: "/boundaries"}
	if one.Author != s.Person() {
		return c.Render(status, web.Page{Name: "boundary/theirs", Title: c.T("boundary_theirs_title", "Name", b.mine.Other), Place: "promises", Fill: fill, Back: back, Data: b.theirView(c, one)})
	}
	if _, sent := one.Newest(); !sent && one.Ended == nil {
		return b.renderDraft(c, one, status, fill)
	}
	return c.Render(status, web.Page{Name: "boundary/mine", Title: c.T("boundary_mine_title"), Place: "promises", Fill: fill, Back: back, Data: b.mineView(c, one)})
}

// load reads the book and the boundary the address names; none of the other's is found during a full stop, when it rests.
func (p Pages) load(c *web.Context, s tenant.Partner) (b book, one Boundary, err error) {
	id, err := c.ID("boundary")
	if err != nil {
		return b, one, err
	}
	err = c.View(s, func(tx *db.Tx) error {
		if b, err = readBook(tx, s, c.Today()); err != nil {
			return err
		}
		one, err = find(b.all, id)
		tx.Audit(audit.BoundaryRead, id, s.Couple())
		return b.mine.Rested(err)
	})
	return b, one, err
}

// rests tells whether the page of a boundary rests: a full stop, and it is none of their own.
func (b book) rests(one Boundary) bool { return b.mine.Stopped && one.ID == uuid.Nil }

func (b book) mineView(c *web.Context, one Boundary) mineView {
	counselor := b.mine.CounselorName(c)
	v := mineView{Path: path(one.ID), Stage: b.stage(c, one), Counselor: counselor, Lines: linesOf(c, one.Words(), "mine", b.mine.Other), Writes: b.writes && one.Ended == nil, Due: one.ReviewDue(c.Today()),
		Ended: one.Ended != nil}
	if v.Ended {
		v.Stage = c.T("boundary_ended_you", "Day", c.Ago(*one.Ended))
	}
	newest, _ := one.Newest()
	standing, stands := one.Standing()
	switch {
	case stands:
		v.Review = c.T("boundary_review_on", "Day", c.DayYear(standing.Review))
		v.EndNote = c.T("boundary_end_note", "Name", b.mine.Other, "Counselor", counselor)
		if newest.Number != standing.Number {
			v.New = &versionView{Note: c.T("boundary_new_version", "Day", c.Ago(newest.On)), Rows: linesOf(c, newest.Lines, "mine", b.mine.Other)}
		}
	case len(one.Sent) > 0:
		v.Review = c.T("boundary_review_on", "Day", c.DayYear(newest.Review))
		v.EndNote = c.T("boundary_end_note_alone", "Counselor", counselor)
	}
	if newest.State == Back {
		v.Word = newest.Word
	}
	if given, any := one.LastGiven(); any {
		v.Given = c.T("boundary_given_"+string(given.Reply), "Name", b.mine.Other, "Day", c.Ago(given.On))
	}
	if one.Changed() {
		v.Draft = c.T("boundary_changed")
	}
	for _, sent := range slices.Backward(one.Sent) {
		if sent.Number == newest.Number || stands && sent.Number == standing.Number {
			continue
		}
		v.Earlier = append(v.Earlier, versionView{Note: c.T("boundary_version_of", "Day", c.DayYear(sent.On)), Word: sent.Word, Rows: linesOf(c, sent.Lines, "mine", b.mine.Other)})
	}
	return v
}

func (b book) theirView(c *web.Context, one Boundary) theirView {
	last := one.Copies[len(one.Copies)-1]
	v := theirView{Kicker: c.T("boundary_from", "Name", b.mine.Other), Path: path(one.ID), Number: len(one.Copies), Lines: linesOf(c, last.Lines, "theirs", b.mine.Other)}
	if one.Ended != nil {
		v.Ended = b.endedWords(c, one, tenant.PersonID{})
		return v
	}
	v.Review = c.T("boundary_review_theirs", "Name", b.mine.Other, "Day", c.DayYear(last.Review))
	if last.Lines.Ask == "" {
		return v
	}
	said, any := one.LastAnswer()
	if any {
		id := "boundary_you_said"
		if said.Passed != nil {
			id = "boundary_you_said_passed"
		}
		v.Said = c.T(id, "Reply", c.T("boundary_reply_"+string(said.Reply)), "Counselor", b.mine.CounselorName(c), "Name", b.mine.Other)
	}
	if !b.writes {
		return v
	}
	v.Ask, v.Reader = last.Lines.Ask, c.T("boundary_reader_reply", "Line", b.mine.ReaderLine(c, couple.Released), "Name", b.mine.Other)
	for _, r := range Replies() {
		v.Replies = append(v.Replies, web.Option{Value: string(r), Label: c.T("boundary_reply_" + string(r)), Note: c.T("boundary_reply_" + string(r) + "_note"), Checked: any && said.Reply == r})
	}
	return v
}

// within finds the boundary in the partner's sight and asks whether they still write here.
func within(tx *db.Tx, s tenant.Partner, today time.Time, id uuid.UUID) (one Boundary, err error) {
	b, err := readBook(tx, s, today)
	if err != nil {
		return one, err
	}
	one, err = find(b.all, id)
	switch {
	case err != nil && b.mine.Rested(err) == nil:
		err = couple.Resting()
	case err == nil && !b.writes:
		err = couple.ReadOnly()
	}
	return one, err
}

// withinOwn is within for what only the author may do: another's boundary does not exist for it.
func withinOwn(tx *db.Tx, s tenant.Partner, today time.Time, id uuid.UUID) (one Boundary, err error) {
	if one, err = within(tx, s, today, id); err == nil {
		err = own(s, one)
	}
	return one, err
}

// own asks that a boundary is the person's own.
func own(s tenant.Partner, one Boundary) error {
	if one.Author != s.Person() {
		return fault.Absent()
	}
	return nil
}

// showAgain shows the page of a boundary with what was typed.
func (p Pages) showAgain(c *web.Context, s tenant.Partner) func(f *web.Form, why error) error {
	return func(f *web.Form, why error) error { return p.showOne(c, s, web.Status(why), f.Fill(why)) }
}

func (p Pages) end(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("boundary")
	if err != nil {
		return err
	}
	return c.Receive(s, "/boundaries", func(tx *db.Tx, _ *web.Form) error {
		if _, err := withinOwn(tx, s, c.Today(), id); err != nil {
			return err
		}
		tx.Audit(audit.BoundaryEnded, id, s.Couple())
		return End(tx, id, c.Today())
	}, p.showAgain(c, s))
}

func (p Pages) answer(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("boundary")
	if err != nil {
		return err
	}
	return c.Receive(s, path(id), func(tx *db.Tx, f *web.Form) error {
		one, err := within(tx, s, c.Today(), id)
		switch {
		case err != nil:
			return err
		case one.Author == s.Person():
			return fault.Absent()
		}
		a, err := readAnswer(f, c.Today())
		if err != nil {
			return err
		}
		a.Person, a.Number = s.Person(), one.numberOf(a.Number)
		tx.Audit(audit.BoundaryReply, id, s.Couple())
		return AnswerTo(tx, one, a)
	}, p.showAgain(c, s))
}
