package boundary

import (
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

// draftView is the page on which a boundary is written.
type draftView struct {
	Path, Reader, Saved string
	Lines               []fieldView
	Review, Least, Most string // civil dates of the form
	Version             int
	Theirs              string // what another window saved
	Waits               string // why nothing can be written; empty when it can
	Fresh               bool   // nothing of it was sent yet
}

// fieldView is one line of the form.
type fieldView struct {
	Name, Label, Hint, Value string
	Optional                 bool
}

func (p Pages) draft(c *web.Context, s tenant.Partner) error {
	return p.showDraft(c, s, 200, web.Fill{})
}

// showDraft shows the page on which a person writes their own boundary.
func (p Pages) showDraft(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	b, one, err := p.load(c, s)
	if err == nil {
		err = own(s, one)
	}
	if err != nil {
		return err
	}
	return b.renderDraft(c, one, status, fill)
}

func (b book) renderDraft(c *web.Context, one Boundary, status int, fill web.Fill) error {
	page := web.Page{Name: "boundary/write", Title: c.T("boundary_write_title"), Place: "promises", Bare: b.writes && one.Ended == nil, Fill: fill, Data: b.draftView(c, one, status),
		Back: &web.Link{Text: c.T("boundary_title"), Href: "/boundaries"}}
	return c.Render(status, page)
}

func (b book) draftView(c *web.Context, one Boundary, status int) draftView {
	d := one.draft(c.Today())
	v := draftView{Path: path(one.ID), Reader: writeReader(c, b.mine), Version: d.Version, Fresh: len(one.Sent) == 0,
		Least: c.Today().AddDate(0, 0, 1).Format(time.DateOnly), Most: c.Today().AddDate(0, 0, 7*MostWeeks).Format(time.DateOnly)}
	if d.Review != nil {
		v.Review = d.Review.Format(time.DateOnly)
	}
	if d.Version > 1 {
		v.Saved = c.Clock(d.SavedAt)
	}
	if status == 409 {
		v.Theirs = inOneText(d.Lines)
	}
	for _, name := range Names() {
		v.Lines = append(v.Lines, fieldView{name, c.T("boundary_line_mine_"+name, "Name", b.mine.Other), c.T("boundary_hint_" + name), *d.Lines.at(name), !needed(name)})
	}
	switch {
	case !b.writes:
		v.Waits = c.T("couple_read_only")
	case one.Ended != nil:
		v.Waits = c.T("boundary_ended_already")
	}
	return v
}

// draft is what the form starts from: the author's draft, else what was sent last. A review day that has come is left out.
func (b Boundary) draft(today time.Time) Draft {
	d := Draft{}
	if v, sent := b.Newest(); sent {
		d.Lines, d.Review = v.Lines, &v.Review
	}
	if b.Draft != nil {
		d = *b.Draft
	}
	if d.Review != nil && !d.Review.After(today) {
		d.Review = nil
	}
	return d
}

func inOneText(l Lines) string {
	var all []string
	for _, name := range Names() {
		if text := *l.at(name); text != "" {
			all = append(all, text)
		}
	}
	return strings.Join(all, "\n\n")
}

// writeReader says who reads a boundary: the counselor, and the other word for word once it is active.
func writeReader(c *web.Context, m couple.Mine) string {
	line := m.ReaderLine(c, couple.Released)
	if m.Other == "" {
		return line
	}
	return c.T("boundary_reader", "Line", line, "Name", m.Other)
}

// begin opens an empty draft; one that is still empty is used again.
func (p Pages) begin(c *web.Context, s tenant.Partner) error {
	var b book
	if err := c.View(s, func(tx *db.Tx) (err error) { b, err = readBook(tx, s, c.Today()); return err }); err != nil {
		return err
	}
	for _, one := range b.all {
		if one.Author == s.Person() && one.Draft != nil && len(one.Sent) == 0 && one.Draft.Lines == (Lines{}) && one.Ended == nil && b.writes {
			return c.Redirect(path(one.ID) + "/write")
		}
	}
	id := uuid.New()
	return c.Receive(s, path(id)+"/write", func(tx *db.Tx, _ *web.Form) error {
		mine, err := couple.GetMine(tx)
		if err != nil {
			return err
		}
		if !mine.MayWrite(s, c.Today()) {
			return couple.ReadOnly()
		}
		return Begin(tx, id)
	}, func(f *web.Form, why error) error { return p.showList(c, s, web.Status(why), f.Fill(why)) })
}

// save keeps a draft; with next=check its author looks it over before sending.
func (p Pages) save(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("boundary")
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	check, location := f.Text("next") == "check", "/boundaries"
	if check {
		location = path(id) + "/check"
	}
	return c.ReceiveDraft(s, location, func(tx *db.Tx, f *web.Form) (int, error) {
		one, err := withinOwn(tx, s, c.Today(), id)
		if err != nil {
			return 0, err
		}
		if one.Ended != nil {
			return 0, fault.Stale("boundary_ended_already")
		}
		d, err := readDraft(f)
		if err == nil && check {
			err = d.Complete(c.Today())
		}
		if err != nil {
			return 0, err
		}
		from, _ := f.Int("version")
		if now := one.draft(c.Today()); now.Version != from {
			return 0, web.Overtake("boundary_stale", inOneText(now.Lines))
		}
		tx.Audit(audit.BoundarySaved, id, s.Couple())
		return from + 1, SaveDraft(tx, id, d, from)
	}, func(f *web.Form, why error) error { return p.showDraft(c, s, web.Status(why), f.Fill(why)) })
}

// checkView is a boundary as it would be sent, with what is worth a second look.
type checkView struct {
	Path, Review, Send, Reader string
	Lines                      []lineView
	Hints                      []hintView
	Version                    int
}

// hintView is one hint in words.
type hintView struct{ Title, Text, Quote string }

// hintsOf puts the hints of a boundary into words; voice is "mine" for its author and "theirs" for the counselor.
func hintsOf(c *web.Context, l Lines, voice string) (all []hintView) {
	for _, h := range Hints(l, c.Lang()) {
		all = append(all, hintView{c.T("boundary_hint_on_" + string(h.Key)), c.T("boundary_hint_" + voice), h.Quote})
	}
	return all
}

func (p Pages) check(c *web.Context, s tenant.Partner) error {
	b, one, err := p.load(c, s)
	if err == nil {
		err = own(s, one)
	}
	if err != nil {
		return err
	}
	if !b.writes || one.Ended != nil || one.Draft == nil || one.Draft.Complete(c.Today()) != nil {
		return b.renderDraft(c, one, 200, web.Fill{})
	}
	d := one.Draft
	v := checkView{Path: path(one.ID), Review: c.T("boundary_review_on", "Day", c.DayYear(*d.Review)), Version: d.Version, Reader: writeReader(c, b.mine),
		Send: c.T("boundary_send", "Counselor", b.mine.CounselorName(c)), Lines: linesOf(c, d.Lines, "mine", b.mine.Other), Hints: hintsOf(c, d.Lines, "mine")}
	return c.Render(200, web.Page{Name: "boundary/check", Title: c.T("boundary_check_title"), Place: "promises", Bare: true, Data: v,
		Back: &web.Link{Text: c.T("boundary_change"), Href: v.Path + "/write"}})
}

func (p Pages) send(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("boundary")
	if err != nil {
		return err
	}
	return c.Receive(s, "/boundaries?sent="+id.String(), func(tx *db.Tx, f *web.Form) error {
		one, err := withinOwn(tx, s, c.Today(), id)
		if err != nil {
			return err
		}
		if one.Ended != nil {
			return fault.Stale("boundary_ended_already")
		}
		from, _ := f.Int("version")
		return Send(tx, one, from, c.Today())
	}, func(f *web.Form, why error) error {
		return p.showDraft(c, s, web.Status(why), web.Fill{Faults: f.Fill(why).Faults})
	})
}
