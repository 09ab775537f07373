package programme

import (
	"strings"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// placedView is a couple's programmes: those it is on and was on, and what it may be placed on.
type placedView struct {
	Action  string
	On      []placedRow
	Past    []pastRow
	Options []web.Option
	Mandate string // the note about gate G2, empty while it is open
	Gates   string
}

type placedRow struct {
	Title, Since string
	Read         string // its version, whole
	Newer, Path  string // a newer version exists; its comparison and the acts stand below Path
}

type pastRow struct{ Title, Line, Read string }

func coupleProgrammes(id couple.ID) string { return couple.Path(id) + "/programmes" }

func (p Pages) ofCouple(c *web.Context, s tenant.Staff) error {
	return p.showPlaced(c, s, nil, web.Fill{})
}

func (p Pages) showPlaced(c *web.Context, s tenant.Staff, failed error, fill web.Fill) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	view, names := placedView{Action: coupleProgrammes(id), Gates: couple.Path(id) + "/gates"}, ""
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		names = couple.Names(c, cp)
		tx.Audit(audit.CoupleRead, id.UUID, id)
		return p.fillPlaced(c, tx, id, &view)
	})
	if err != nil {
		return err
	}
	if len(view.Options) == 1 && fill.Values == nil {
		fill = web.Filled("tag", view.Options[0].Value)
	}
	return c.Render(web.Status(failed), web.Page{Name: "programme/place", Title: c.T("programme_of_couple"), Place: "caseload", Fill: fill, Data: view,
		Back: &web.Link{Text: names, Href: couple.Path(id) + "/homework"}})
}

// fillPlaced reads what a couple is and was on, and what is left to be placed on.
func (p Pages) fillPlaced(c *web.Context, tx *db.Tx, id couple.ID, v *placedView) error {
	on, err := placed(tx, id, true)
	if err != nil {
		return err
	}
	gates, err := couple.GatesOf(tx, id)
	if err != nil {
		return err
	}
	if !gates.Open(couple.G2) {
		v.Mandate = c.T("programme_mandate_closed")
	}
	own, err := PublishedOf(tx, "")
	if err != nil {
		return err
	}
	newest, lang, taken := newerOf(p.shelf.Shipped, own, on), Lang(c.Lang()), map[Tag]bool{}
	for _, o := range on {
		copy, err := p.shelf.Version(tx, o.VersionID)
		if err != nil {
			return err
		}
		title := c.T("programme_titled", "Title", copy.Programme().Title.In(lang), "Number", int(o.Version))
		if o.EndedOn != nil {
			line := "programme_was_on"
			if o.Moved {
				line = "programme_was_moved"
			}
			v.Past = append(v.Past, pastRow{title, c.T(line, "From", c.DayYear(o.PlacedOn), "To", c.DayYear(*o.EndedOn)), VersionPath(o.VersionID)})
			continue
		}
		taken[o.Tag] = true
		row := placedRow{Title: title, Read: VersionPath(o.VersionID), Since: c.T("programme_since", "Day", c.DayYear(o.PlacedOn)), Path: v.Action + "/" + o.ID.String()}
		if n, is := newest[o.ID]; is {
			row.Newer = c.T("programme_newer", "Number", int(n.Version))
		}
		v.On = append(v.On, row)
	}
	return p.options(tx, v, own, taken, lang)
}

// options are what a couple is not on: what ships, and what the practice published last and did not take out of use.
func (p Pages) options(tx *db.Tx, v *placedView, own []Published, taken map[Tag]bool, lang Lang) error {
	add := func(pr Programme) {
		v.Options = append(v.Options, web.Option{Value: string(pr.Tag), Label: pr.Title.In(lang), Note: pr.Summary.In(lang)})
	}
	for _, pr := range p.shelf.Shipped.Programmes() {
		if !taken[pr.Tag] {
			add(pr)
		}
	}
	for _, one := range latest(own) {
		if taken[one.Tag] || one.Retired != nil {
			continue
		}
		copy, err := p.shelf.Version(tx, one.ID)
		if err != nil {
			return err
		}
		add(copy.Programme())
	}
	return nil
}

// place puts a couple on one more programme.
func (p Pages) place(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	return c.Receive(s, couple.Path(id)+"/homework", func(tx *db.Tx, f *web.Form) error {
		if _, err := couple.Get(tx, id); err != nil {
			return err
		}
		return Place(tx, p.shelf.Shipped, id, Tag(f.Text("tag")), c.Today())
	}, func(f *web.Form, why error) error { return p.showPlaced(c, s, why, f.Fill(why)) })
}

// of reads the couple and the one of its programmes that an address names.
func (p Pages) of(c *web.Context, tx *db.Tx) (couple.Couple, OnCouple, error) {
	id, err := c.CoupleID()
	if err != nil {
		return couple.Couple{}, OnCouple{}, err
	}
	row, err := c.ID("placed")
	if err != nil {
		return couple.Couple{}, OnCouple{}, err
	}
	cp, err := couple.Get(tx, id)
	if err != nil {
		return cp, OnCouple{}, err
	}
	o, err := getPlaced(tx, id, row)
	return cp, o, err
}

// end ends a programme for a couple.
func (p Pages) end(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	return c.Receive(s, coupleProgrammes(id), func(tx *db.Tx, _ *web.Form) error {
		_, o, err := p.of(c, tx)
		if err != nil {
			return err
		}
		return End(tx, id, o.ID, c.Today())
	}, func(f *web.Form, why error) error { return p.showPlaced(c, s, why, f.Fill(why)) })
}

// compareView is what changed between the version a couple is on and the newest one.
type compareView struct {
	Line    string
	Move    string // address of the move; empty where there is nothing to move to
	To      int
	Changes []changeView
}

type changeView struct {
	Number, Title, What string
	Heads               []string
	Texts               [][]string
}

func (p Pages) compare(c *web.Context, s tenant.Staff) error { return p.showCompare(c, s, nil) }

func (p Pages) showCompare(c *web.Context, s tenant.Staff, failed error) error {
	var view compareView
	var pg web.Page
	err := c.View(s, func(tx *db.Tx) error {
		cp, o, err := p.of(c, tx)
		if err != nil {
			return err
		}
		copy, err := p.shelf.Version(tx, o.VersionID)
		if err != nil {
			return err
		}
		own, err := PublishedOf(tx, o.Tag)
		if err != nil {
			return err
		}
		view.Line = c.T("programme_newer_none")
		if n, is := newerOf(p.shelf.Shipped, own, []OnCouple{o})[o.ID]; is && o.EndedOn == nil {
			now, err := p.shelf.library(tx, n)
			if err != nil {
				return err
			}
			view.Move, view.To = coupleProgrammes(cp.ID)+"/"+o.ID.String()+"/move", int(n.Version)
			view.Line = c.T("programme_compare_line", "From", int(o.Version), "To", int(n.Version), "Names", couple.Names(c, cp))
			for _, change := range Compare(copy.Lib, now, o.Tag) {
				view.Changes = append(view.Changes, changeOf(c, copy.Lib, now, change))
			}
		}
		pg = web.Page{Name: "programme/compare", Title: copy.Programme().Title.In(Lang(c.Lang())), Place: "caseload", Data: view,
			Back: &web.Link{Text: c.T("programme_of_couple"), Href: coupleProgrammes(cp.ID)}}
		tx.Audit(audit.CoupleRead, cp.ID.UUID, cp.ID)
		return nil
	})
	if err != nil {
		return err
	}
	if e, ok := fault.As(failed); ok {
		pg.Fill = web.Fill{Faults: fault.List{e}}
	}
	return c.Render(web.Status(failed), pg)
}

// changeOf words one change: what a row says besides its words, then its words.
func changeOf(c *web.Context, was, now *Library, change Change) changeView {
	v := changeView{Number: Number(change.Code), Title: change.Title.In(Lang(c.Lang())), Heads: []string{c.T("programme_text"), c.T("programme_was"), c.T("programme_now")}}
	if change.Code == "" {
		v.Title = c.T("programme_whole")
	}
	var aspects []string
	for _, a := range change.Aspects {
		aspects = append(aspects, c.T("programme_changed_"+string(a)))
	}
	v.What = strings.Join(aspects, " · ")
	from, before := was.Placement(change.Code)
	to, after := now.Placement(change.Code)
	switch {
	case before && after:
		v.Texts = factsChanged(FactsOf(c, was, from), FactsOf(c, now, to))
	case len(change.GatesWas)+len(change.GatesNow) > 0:
		v.Texts = append(v.Texts, []string{c.T("programme_gates"), gateList(c, change.GatesWas), gateList(c, change.GatesNow)})
	}
	for _, t := range change.Texts {
		label := c.T("programme_text_" + t.What)
		if t.Role != "" {
			label = c.T("programme_text_for", "What", label, "Who", c.T("programme_who_"+string(t.Role)))
		}
		v.Texts = append(v.Texts, []string{label, t.Was, t.Now})
	}
	return v
}

func gateList(c *web.Context, gates []Gate) string {
	var names []string
	for _, g := range gates {
		names = append(names, c.T("couple_gate_"+string(g)))
	}
	return strings.Join(names, ", ")
}

// move takes the couple to the version the comparison showed.
func (p Pages) move(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	return c.Receive(s, coupleProgrammes(id), func(tx *db.Tx, f *web.Form) error {
		_, o, err := p.of(c, tx)
		if err != nil {
			return err
		}
		to, _ := f.Int("to")
		return Move(tx, p.shelf.Shipped, id, o, Version(to), c.Today())
	}, func(_ *web.Form, why error) error { return p.showCompare(c, s, why) })
}
