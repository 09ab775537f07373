package builder

import (
	"slices"

	"amends/clients/programme"
	"amends/server/tenant"
	"amends/server/web"
)

// previewView is one row of a draft as either side will see it.
type previewView struct {
	Summary, Edit string
	Facts         []programme.Fact
	Sides         []programme.Side
	Before, After *web.Link
}

// preview shows a row before it is published, also while something in it is still missing.
func (p Pages) preview(c *web.Context, s tenant.Staff) error {
	d, err := p.open(c, s)
	if err != nil {
		return err
	}
	rows := d.Content.Programme.Placements
	if c.Query("row") == "" && len(rows) == 0 {
		return c.Redirect(d.Path())
	}
	row, err := asked(c, d)
	if err != nil {
		return err
	}
	lib := programme.Sketch(p.shelf.Shipped.Themes(), d.Content.Steps, d.Content.Programme)
	v := previewView{Summary: row.Summary.In(programme.English), Edit: d.Path() + "/row?row=" + string(row.Code),
		Facts: programme.FactsOf(c, lib, row), Sides: programme.SidesOf(c, lib, lib.Parts(row.Code))}
	i := slices.IndexFunc(rows, func(pl programme.Placement) bool { return pl.Code == row.Code })
	link := func(n int) *web.Link {
		if n < 0 || n >= len(rows) {
			return nil
		}
		return &web.Link{Text: rows[n].Title.In(programme.English), Href: d.Path() + "/preview?row=" + string(rows[n].Code)}
	}
	v.Before, v.After = link(i-1), link(i+1)
	pg := page("preview", row.Title.In(programme.English), v)
	pg.Back = d.back()
	return c.Render(200, pg)
}
