package couple

import (
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// Show renders a staff page of the couple in the address. read makes it of what is stored, in one reading, which it audits.
func Show(c *web.Context, s tenant.Staff, status int, read func(*db.Tx, Couple) (web.Page, error)) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var page web.Page
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := Get(tx, id)
		if err != nil {
			return err
		}
		page, err = read(tx, cp)
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(status, page)
}

// Receive stores a form of the staff about the couple in the address and leads to one of its pages, named by the end of its
// path. store reads the form beside what is stored. After a fault that can be mended, again shows the page with what was typed.
func Receive(c *web.Context, s tenant.Staff, page string, store func(*db.Tx, Couple, *web.Form) error, again Again) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	return c.Receive(s, Path(id)+page, func(tx *db.Tx, f *web.Form) error {
		cp, err := Get(tx, id)
		if err != nil {
			return err
		}
		return store(tx, cp, f)
	}, func(f *web.Form, why error) error { return again(c, s, web.Status(why), f.Fill(why)) })
}

// Again shows a staff page that holds a form, with what was typed and what is wrong with it.
type Again func(c *web.Context, s tenant.Staff, status int, fill web.Fill) error
