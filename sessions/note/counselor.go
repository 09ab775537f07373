package note

import (
	"errors"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

func noteOf(c *web.Context) (ID, error) {
	u, err := c.ID("note")
	return ID{u}, err
}

// list shows a couple's notes: own drafts, then what is signed.
func (p Pages) list(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var view listView
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		all, err := OfCouple(tx, id)
		view = listOf(c, cp, all)
		tx.Audit(audit.NoteRead, uuid.Nil, id)
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{Name: "note/list", Title: c.T("note_list_title", "Names", view.Head.Names), Place: "caseload", Data: view}
	if c.Has("/caseload") {
		page.Back = &web.Link{Text: c.T("note_back_caseload"), Href: "/caseload"}
	}
	return c.Render(200, page)
}

// begin starts a draft and goes to it.
func (p Pages) begin(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	at := start{ID: NewID(), Now: c.Now().In(c.Viewer().PracticeZone), Day: c.PracticeToday()}
	return c.Submit(s, f, Path(at.ID), func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		habit, err := HabitOf(tx, id)
		if err != nil {
			return err
		}
		return Insert(tx, begin(cp, habit, s.Person(), titlesOf(c, cp), at))
	})
}

// show is the editor of an own draft, and the reading view of what is signed.
func (p Pages) show(c *web.Context, s tenant.Staff) error {
	id, err := noteOf(c)
	if err != nil {
		return err
	}
	return p.showNote(c, s, id, nil, nil)
}

// showNote shows a note as stored, or, with what was typed and why it was not stored, the page again.
func (p Pages) showNote(c *web.Context, s tenant.Staff, id ID, typed *web.Form, why error) error {
	page := web.Page{Title: c.T("note_title"), Place: "caseload"}
	err := c.View(s, func(tx *db.Tx) error {
		n, err := Get(tx, id)
		if err != nil {
			return err
		}
		cp, err := couple.Get(tx, n.Couple)
		if err != nil {
			return err
		}
		tx.Audit(audit.NoteRead, id.UUID, n.Couple)
		page.Back = backTo(c, cp)
		if n.State == Signed && !isSheet(typed) {
			page.Name, page.Data, page.Fill = "note/read", readOf(c, s, cp, n), web.Fill{}
			if typed != nil {
				page.Fill = typed.Fill(why)
			}
			return nil
		}
		view := editOf(c, cp, n, typed)
		page.Fill = refill(fill(n, cp, c.Viewer().PracticeZone, c.Now()), typed, why)
		view.Open = detailsFault(page.Fill.Faults)
		if fault.Is(why, fault.Conflict) {
			view.Theirs = theirsOf(c, n)
		}
		err = p.fillBeside(tx, c, cp, &view)
		page.Name, page.Data = "note/edit", view
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(web.Status(why), page)
}

func (p Pages) fillBeside(tx *db.Tx, c *web.Context, cp couple.Couple, view *editView) error {
	plan, err := LastPlan(tx, cp.ID)
	if err != nil {
		return err
	}
	view.Plan = planOf(c, plan)
	if p.beside == nil {
		return nil
	}
	beside, err := p.beside(tx, c, cp, plan.HeldOn)
	view.Beside = &beside
	return err
}

// save stores the draft from the form, or, for the page's own script, from a pause in typing.
func (p Pages) save(c *web.Context, s tenant.Staff) error {
	if c.WantsJSON() {
		return p.autosave(c, s)
	}
	return p.receive(c, s, func(tx *db.Tx, id ID, f *web.Form) error {
		n, sh, err := take(tx, c, id, f)
		if err != nil {
			return err
		}
		if to := Format(f.Text("to")); to.Known() && to != n.Format {
			n.Content, n.Format = Switch(n.Content, to, sh.Titles), to
		}
		if err := Save(tx, &n); err != nil {
			return err
		}
		return agree(tx, n)
	})
}

// receive stores what one of the forms of a note asks for and comes back to its page; when a fault kept it from being
// stored, with everything typed.
func (p Pages) receive(c *web.Context, s tenant.Staff, store func(*db.Tx, ID, *web.Form) error) error {
	id, err := noteOf(c)
	if err != nil {
		return err
	}
	return c.Receive(s, Path(id), func(tx *db.Tx, f *web.Form) error { return store(tx, id, f) },
		func(f *web.Form, why error) error { return p.showNote(c, s, id, f, why) })
}

// take reads the typed sheet against the stored draft, which nobody else can write until the transaction ends. A version
// that is not the stored one is a conflict, unless both say the same.
func take(tx *db.Tx, c *web.Context, id ID, f *web.Form) (Note, sheet, error) {
	stored, err := lockRow(tx, id)
	if err != nil {
		return Note{}, sheet{}, err
	}
	if stored.State == Signed {
		return Note{}, sheet{}, fault.Stale("note_is_signed")
	}
	cp, err := couple.Get(tx, stored.Couple)
	if err != nil {
		return Note{}, sheet{}, err
	}
	zone := c.Viewer().PracticeZone
	sh := sheet{Stored: stored, Couple: cp, Titles: titlesOf(c, cp), Zone: zone, Today: c.PracticeToday()}
	n, faults := sh.read(f)
	if version, _ := f.Int("version"); version != stored.Version && !n.Same(stored) {
		return Note{}, sh, fault.Stale("note_stale")
	}
	return n, sh, faults.OrNil()
}

// autosave stores the words at once; a date or time that cannot be read waits for the person to put it right.
func (p Pages) autosave(c *web.Context, s tenant.Staff) error {
	id, err := noteOf(c)
	if err != nil {
		return err
	}
	return c.Autosave(s, Path(id), func(tx *db.Tx, f *web.Form) (int, time.Time, error) {
		n, sh, err := take(tx, c, id, f)
		var wrong fault.List
		if errors.As(err, &wrong) {
			n, err = sh.sound(n, wrong), nil
		}
		if err == nil {
			err = Save(tx, &n)
		}
		return n.Version, n.SavedAt, err
	}, func(tx *db.Tx) (string, error) {
		n, err := Get(tx, id)
		tx.Audit(audit.NoteRead, id.UUID, n.Couple)
		return Join(n.Content.Read()), err
	})
}
