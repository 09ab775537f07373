package builder

import (
	"slices"
	"strconv"

	"amends/clients/programme"
	"amends/server/tenant"
	"amends/server/web"
)

// previewView is one row of a draft as either side will see it.
type previewView struct {
	Summary       string
	Gates, Notes  []string
	Sides         []previewSide
	Before, After *web.Link
}

type previewSide struct {
	Title   string
	Preview programme.Preview
	Nothing bool
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
	parts := lib.Parts(row.Code)
	v := previewView{Summary: row.Summary.In(programme.English)}
	for _, g := range row.Gates {
		v.Gates = append(v.Gates, c.T("couple_gate_"+string(g)))
	}
	for _, k := range row.Cautions {
		v.Notes = append(v.Notes, c.T("programme_caution_"+strconv.Itoa(int(k))))
	}
	for _, role := range []programme.Role{programme.Involved, programme.Injured} {
		v.Sides = append(v.Sides, previewSide{c.T("programme_side_" + string(role)),
			programme.PreviewOf(c, lib, parts, role, func(v programme.View) string { return c.T("programme_share_" + string(v.Sharing.Code)) }),
			!programme.Speaks(parts, role)})
	}
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
