package builder

import (
	"slices"
	"strings"

	"amends/clients/programme"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// outlineView is a draft by phase, with what may be done to it.
type outlineView struct {
	Path, Summary, Saved string
	Version              int
	Retired, Full        bool
	Phases               []outlinePhase
	Aside                []outlineRow
	Unplaced             []web.Link // own steps that stand in no row
	Versions             []web.Link
	Wrong                []web.Link // what keeps it from being published
}

type outlinePhase struct {
	Title, Summary string
	Rows           []outlineRow
}

type outlineRow struct {
	Code, Number, Title, Summary, Kinds, Href, Preview string
	First, Last                                        bool
}

func (p Pages) outline(c *web.Context, s tenant.Staff) error { return p.showOutline(c, s, nil) }

// showOutline shows a draft; failed says why the last act was refused.
func (p Pages) showOutline(c *web.Context, s tenant.Staff, failed error) error {
	id, err := c.ID("draft")
	if err != nil {
		return err
	}
	var d Draft
	var versions []programme.Published
	err = c.View(s, func(tx *db.Tx) error {
		if d, err = Get(tx, id); err != nil {
			return err
		}
		versions, err = programme.PublishedOf(tx, d.Content.Programme.Tag)
		return err
	})
	if err != nil {
		return err
	}
	v := outlineView{Path: d.Path(), Summary: d.Content.Programme.Summary.In(programme.English), Version: d.Version, Retired: d.Retired, Full: d.Content.full(),
		Saved: c.T("builder_saved", "Day", c.Ago(c.DayOf(d.Saved)), "Who", d.By)}
	v.fill(c, &d.Content)
	for _, one := range versions {
		v.Versions = append(v.Versions, web.Link{Text: c.T("builder_version_line", "Number", int(one.Version), "Day", c.DayYear(c.DayOf(one.At)), "Who", one.By),
			Href: programme.VersionPath(one.ID)})
	}
	if fault.Is(failed, fault.Invalid) {
		v.Wrong = p.wrong(c, d)
	}
	pg := page("outline", d.Content.Programme.Title.In(programme.English), v)
	pg.Back = &web.Link{Text: c.T("builder_title"), Href: "/own-programmes"}
	if e, ok := fault.As(failed); ok {
		pg.Fill = web.Fill{Faults: fault.List{e}}
	}
	return c.Render(web.Status(failed), pg)
}

func (v *outlineView) fill(c *web.Context, content *Content) {
	pr := content.Programme
	for i, ph := range pr.Phases {
		phase := outlinePhase{Title: ph.Title.In(programme.English), Summary: ph.Summary.In(programme.English)}
		for _, pl := range pr.Placements {
			if pl.Phase == ph.Key {
				row := v.row(c, content, pl)
				row.First, row.Last = i == 0 && len(phase.Rows) == 0, i == len(pr.Phases)-1 && pl.Code == pr.Placements[len(pr.Placements)-1].Code
				phase.Rows = append(phase.Rows, row)
			}
		}
		v.Phases = append(v.Phases, phase)
	}
	for _, pl := range content.Aside {
		v.Aside = append(v.Aside, v.row(c, content, pl))
	}
	for _, s := range content.Steps {
		if Own(s.Key) && len(content.placed(s.Key)) == 0 {
			v.Unplaced = append(v.Unplaced, web.Link{Text: s.Title.In(programme.English), Href: v.Path + "/add#" + string(s.Key)})
		}
	}
}

func (v *outlineView) row(c *web.Context, content *Content, pl programme.Placement) outlineRow {
	var kinds []string
	for _, k := range content.candidates(pl) {
		if name := c.T("programme_kind_" + string(k.part.Kind)); k.in && !slices.Contains(kinds, name) {
			kinds = append(kinds, name)
		}
	}
	return outlineRow{Code: string(pl.Code), Number: programme.Number(pl.Code), Title: pl.Title.In(programme.English), Summary: pl.Summary.In(programme.English),
		Kinds: strings.Join(kinds, ", "), Href: v.Path + "/row?row=" + string(pl.Code), Preview: v.Path + "/preview?row=" + string(pl.Code)}
}

// wrong words what keeps a draft from being published, each with the page that mends it.
func (p Pages) wrong(c *web.Context, d Draft) (links []web.Link) {
	for _, t := range d.Content.Troubles(p.shelf.Shipped.Themes()) {
		id, args := sentence(t.Problem)
		where, href := c.T("builder_frame"), d.Path()+"/frame"
		switch row, _ := d.Content.Row(t.Row); {
		case t.Step != "":
			where, href = d.Content.Step(t.Step).Title.In(programme.English), partPath(d, t.Step, t.Part)
		case row != nil:
			where, href = row.Title.In(programme.English), d.Path()+"/row?row="+string(t.Row)
		case t.Rule == "no_rows" || t.Rule == "phase_empty":
			href = d.Path() + "/add"
		}
		if where == "" {
			where = c.T("builder_untitled")
		}
		one := web.Link{Text: c.T("builder_trouble", "Where", where, "What", c.T(id, args...)), Href: href}
		if !slices.Contains(links, one) {
			links = append(links, one)
		}
	}
	return links
}

// partPath is the page of a part's words.
func partPath(d Draft, step programme.StepKey, part programme.PartKey) string {
	return d.Path() + "/part?step=" + string(step) + "&part=" + string(part)
}

// order moves a row, takes it out, or puts it back.
func (p Pages) order(c *web.Context, s tenant.Staff) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	code := programme.Code(f.Text("row"))
	to := ""
	if f.Text("act") != "remove" {
		to = "#row-" + programme.Number(code)
	}
	return p.change(c, s, to, func(d *Draft, f *web.Form) error {
		done := false
		switch f.Text("act") {
		case "up", "down":
			done = d.Content.Move(code, f.Text("act") == "up")
		case "remove":
			done = d.Content.Remove(code)
		case "back":
			done = d.Content.PutBack(code)
		}
		if !done {
			return fault.Field("", "builder_no_way")
		}
		return nil
	}, func(_ *web.Form, why error) error { return p.showOutline(c, s, why) })
}

// publish makes the next version of a draft that is whole.
func (p Pages) publish(c *web.Context, s tenant.Staff) error {
	id, err := c.ID("draft")
	if err != nil {
		return err
	}
	return c.Receive(s, Path(id), func(tx *db.Tx, f *web.Form) error {
		d, err := Get(tx, id)
		if err != nil {
			return err
		}
		if from, ok := f.Int("version"); !ok || from != d.Version {
			return fault.Stale("builder_stale")
		}
		themes := p.shelf.Shipped.Themes()
		if len(d.Content.Troubles(themes)) > 0 {
			return fault.Field("", "builder_not_whole")
		}
		_, err = programme.Publish(tx, themes, d.Content.Programme, d.Content.Steps)
		return err
	}, func(_ *web.Form, why error) error { return p.showOutline(c, s, why) })
}

// retire answers the handler that takes a programme out of use, or into it again.
func (p Pages) retire(retired bool) func(*web.Context, tenant.Staff) error {
	return func(c *web.Context, s tenant.Staff) error {
		id, err := c.ID("draft")
		if err != nil {
			return err
		}
		return c.Receive(s, Path(id), func(tx *db.Tx, _ *web.Form) error { return Retire(tx, id, retired) },
			func(_ *web.Form, why error) error { return p.showOutline(c, s, why) })
	}
}
