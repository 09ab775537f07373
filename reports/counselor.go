package reports

import (
	"errors"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/reports/progress"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

func reportOf(c *web.Context) (ID, error) {
	u, err := c.ID("report")
	return ID{u}, err
}

// list shows a couple's reports and the form of a new one.
func (p Pages) list(c *web.Context, s tenant.Staff) error { return p.showList(c, s, nil, nil) }

func (p Pages) showList(c *web.Context, s tenant.Staff, typed *web.Form, why error) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var view listView
	var first web.Fill
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		all, err := OfCouple(tx, id)
		view = listOf(c, cp, all)
		from, to := Proposed(cp, c.PracticeToday())
		first = web.Filled("from", from.Format(time.DateOnly), "to", to.Format(time.DateOnly), "reader", string(progress.ReaderCouple), "paper", paperOf(all, c.Viewer().PracticeZone))
		tx.Audit(audit.ReportRead, uuid.Nil, id)
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{Name: "reports/list", Title: c.T("reports_list_title", "Names", view.Head.Names), Place: "caseload", Data: view, Fill: first}
	if c.Has("/caseload") {
		page.Back = &web.Link{Text: c.T("reports_back_caseload"), Href: "/caseload"}
	}
	if typed != nil {
		page.Fill = typed.Fill(why)
	}
	return c.Render(web.Status(why), page)
}

// begin starts a draft and goes to it.
func (p Pages) begin(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	report := Record{ID: ID{uuid.New()}, Couple: id, Author: s.Person(), State: DraftState}
	return c.Receive(s, Path(report.ID), func(tx *db.Tx, f *web.Form) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		faults := sheet{Stored: report, Couple: cp, Today: c.PracticeToday(), Day: c.DayYear}.readKind(f, &report)
		if err := faults.OrNil(); err != nil {
			return err
		}
		return Insert(tx, report)
	}, func(f *web.Form, why error) error { return p.showList(c, s, f, why) })
}

// show is the editor of a draft, and the reading view of what is signed.
func (p Pages) show(c *web.Context, s tenant.Staff) error {
	id, err := reportOf(c)
	if err != nil {
		return err
	}
	return p.showReport(c, s, id, nil, nil)
}

// showReport shows a report as stored, or, with what was typed and why it was not stored, the page again.
func (p Pages) showReport(c *web.Context, s tenant.Staff, id ID, typed *web.Form, why error) error {
	page := web.Page{Name: "reports/draft", Title: c.T("reports_title"), Place: "caseload"}
	err := c.View(s, func(tx *db.Tx) error {
		r, err := Get(tx, id)
		if err != nil {
			return err
		}
		cp, err := couple.Get(tx, r.Couple)
		if err != nil {
			return err
		}
		tx.Audit(audit.ReportRead, id.UUID, r.Couple)
		page.Back = backTo(c, cp)
		if r.State == Signed && !isSheet(typed) {
			page.Name, page.Data = "reports/signed", signedOf(c, cp, r)
			return nil
		}
		done, err := p.maker.make(tx, wanted(c, cp, r))
		if err != nil {
			return err
		}
		view := draftOf(c, cp, r, done)
		if fault.Is(why, fault.Conflict) {
			view.Theirs = theirsOf(c, r, view.Offered)
		}
		page.Data, page.Fill = view, fill(r, cp, view.Offered)
		return nil
	})
	if err != nil {
		return err
	}
	if typed != nil {
		page.Fill = typed.Fill(why)
	}
	return c.Render(web.Status(why), page)
}

// wanted is a stored report in the viewer's words.
func wanted(c *web.Context, cp couple.Couple, r Record) Wanted {
	return Wanted{Record: r, Couple: cp, Words: c.Words, Lang: c.Lang()}
}

// save stores the draft from the form, or, for the page's own script, from a pause in typing.
func (p Pages) save(c *web.Context, s tenant.Staff) error {
	if c.WantsJSON() {
		return p.autosave(c, s)
	}
	return p.receive(c, s, func(tx *db.Tx, id ID, f *web.Form) error {
		r, _, err := take(tx, c, id, f)
		if err != nil {
			return err
		}
		return Save(tx, &r)
	})
}

// receive stores what a form of a report asks for and comes back to its page; when a fault kept it from being stored, with
// everything typed.
func (p Pages) receive(c *web.Context, s tenant.Staff, store func(*db.Tx, ID, *web.Form) error) error {
	id, err := reportOf(c)
	if err != nil {
		return err
	}
	return c.Receive(s, Path(id), func(tx *db.Tx, f *web.Form) error { return store(tx, id, f) },
		func(f *web.Form, why error) error { return p.showReport(c, s, id, f, why) })
}

// take reads the typed sheet against the stored draft, which nobody else can write until the transaction ends. A version that
// is not the stored one is a conflict, unless both say the same.
func take(tx *db.Tx, c *web.Context, id ID, f *web.Form) (Record, sheet, error) {
	stored, err := lockRow(tx, id)
	if err != nil {
		return stored, sheet{}, err
	}
	cp, err := couple.Get(tx, stored.Couple)
	if err != nil {
		return stored, sheet{}, err
	}
	sh := sheet{Stored: stored, Couple: cp, Today: c.PracticeToday(), Day: c.DayYear}
	r, faults := sh.read(f)
	switch version, _ := f.Int("version"); {
	case stored.State == Signed:
		return stored, sh, fault.Stale("reports_signed_already")
	case version != stored.Version && !r.same(stored):
		return stored, sh, fault.Stale("reports_stale")
	}
	return r, sh, faults.OrNil()
}

// autosave stores the words at once; a date that cannot be read waits for the person to put it right.
func (p Pages) autosave(c *web.Context, s tenant.Staff) error {
	id, err := reportOf(c)
	if err != nil {
		return err
	}
	return c.Autosave(s, Path(id), func(tx *db.Tx, f *web.Form) (int, time.Time, error) {
		r, sh, err := take(tx, c, id, f)
		var wrong fault.List
		if errors.As(err, &wrong) {
			r, err = sh.sound(r, wrong), nil
		}
		if err == nil {
			err = Save(tx, &r)
		}
		return r.Version, r.SavedAt, err
	}, func(tx *db.Tx) (string, error) {
		r, err := Get(tx, id)
		tx.Audit(audit.ReportRead, id.UUID, r.Couple)
		if r.Paragraph == "" {
			return c.T("reports_theirs_offered"), err
		}
		return r.Paragraph, err
	})
}
