package promise

import (
	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// coupleView is the counselor's list of a couple's promises, one group per partner in the order of their places.
type coupleView struct {
	Head   couple.HeadView
	Groups []groupView
	Joint  bool // joint work may stand: promises can be made
	Unread string
	Path   string
}

type groupView struct {
	Mark, Name string
	Rows       []staffRow
}

type staffRow struct {
	Text, Note, Href, State string
	Unread                  bool
}

// staffPath is the address of a couple's promises for staff.
func staffPath(id couple.ID) string { return couple.Path(id) + "/promises" }

func (p Pages) ofCouple(c *web.Context, s tenant.Staff) error {
	return couple.Show(c, s, 200, func(tx *db.Tx, cp couple.Couple) (web.Page, error) {
		gates, err := couple.GatesOf(tx, cp.ID)
		if err != nil {
			return web.Page{}, err
		}
		all, err := OfCouple(tx, cp.ID)
		if err != nil {
			return web.Page{}, err
		}
		reasons, err := Reasons(tx, cp.ID)
		if err != nil {
			return web.Page{}, err
		}
		tx.Audit(audit.PromiseRead, cp.ID.UUID, cp.ID)
		view := groupsOf(c, cp, all, reasons)
		view.Joint = gates.JointOpen()
		return web.Page{Name: "promise/couple", Title: c.T("promise_of_couple", "Names", view.Head.Names), Place: "caseload", Data: view,
			Back: &web.Link{Text: c.T("couple_back_caseload"), Href: "/caseload"}}, nil
	})
}

func groupsOf(c *web.Context, cp couple.Couple, all []Promise, reasons []Reason) coupleView {
	v := coupleView{Head: couple.Header(c, cp), Path: staffPath(cp.ID)}
	unread := map[string]bool{}
	for _, r := range reasons {
		if r.ReadAt == nil {
			unread[r.Promise.String()] = true
			v.Unread = v.Path[:len(v.Path)-len("/promises")] + "/promise-reasons/read"
		}
	}
	for _, p := range all {
		for _, d := range p.Disputes {
			unread[p.ID.String()] = unread[p.ID.String()] || d.Settled == nil
		}
	}
	for _, who := range cp.Partners {
		g := groupView{Mark: who.Mark(), Name: who.Name}
		today := civil.Day(c.Now(), who.Location())
		other, _ := cp.Other(who.Person)
		for _, p := range all {
			if p.Keeper != who.Person {
				continue
			}
			row := staffRow{Text: p.Text, Href: v.Path + "/" + p.ID.String(), Note: note(c, p, tenant.PersonID{}, other.Name, today), Unread: unread[p.ID.String()]}
			if !p.Running(today) {
				row.State = ending(c, p)
			}
			if p.PassedOn == nil {
				row.Note = c.T("promise_waits")
			}
			g.Rows = append(g.Rows, row)
		}
		v.Groups = append(v.Groups, g)
	}
	return v
}

func (p Pages) readReasons(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	return c.Submit(s, f, staffPath(id), func(tx *db.Tx) error {
		if _, err := couple.Get(tx, id); err != nil {
			return err
		}
		return MarkReasonsRead(tx, id)
	})
}
