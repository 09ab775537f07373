package builder

import (
	"strconv"

	"amends/clients/programme"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// rowView is the form of one row, with the parts that may stand in it.
type rowView struct {
	Path, Code, Preview     string
	Version                 int
	Phases, Gates, Cautions []web.Option
	After, Parts, Ratings   []web.Option
	Details                 []partLine
	Rhythms, Sharings       []web.Option
	Now                     []now
}

type partLine struct {
	End   string // how its fields end
	Title string
	Href  string // its words
}

// asked answers the row that a page is about: the one named, else the first; Absent where there is none.
func asked(c *web.Context, d Draft) (programme.Placement, error) {
	code := programme.Code(c.Query("row"))
	if rows := d.Content.Programme.Placements; code == "" && len(rows) > 0 {
		return rows[0], nil
	}
	if row, _ := d.Content.Row(code); row != nil {
		return *row, nil
	}
	return programme.Placement{}, fault.Absent()
}

func (p Pages) rowForm(c *web.Context, s tenant.Staff) error {
	d, err := p.open(c, s)
	if err != nil {
		return err
	}
	if c.Query("row") == "" && len(d.Content.Programme.Placements) == 0 {
		return c.Redirect(d.Path())
	}
	row, err := asked(c, d)
	if err != nil {
		return err
	}
	return p.showRow(c, d, row, nil, web.Fill{Values: rowValues(&d.Content, row)})
}

func (p Pages) showRow(c *web.Context, d Draft, row programme.Placement, failed error, fill web.Fill) error {
	v := rowView{Path: d.Path(), Code: string(row.Code), Preview: d.Path() + "/preview?row=" + string(row.Code), Version: d.Version, Phases: phaseOptions(d.Content),
		Gates: gateOptions(c), Rhythms: rhythmOptions(c), Sharings: sharingOptions(c)}
	for n := 1; n <= 15; n++ {
		v.Cautions = append(v.Cautions, web.Option{Value: strconv.Itoa(n), Label: c.T("programme_caution_" + strconv.Itoa(n))})
	}
	for _, pl := range d.Content.Programme.Placements {
		if pl.Code != row.Code {
			v.After = append(v.After, web.Option{Value: string(pl.Code), Label: c.T("programme_numbered", "Number", programme.Number(pl.Code), "Title", pl.Title.In(programme.English))})
		}
	}
	for _, code := range programme.RatingCodes() {
		v.Ratings = append(v.Ratings, web.Option{Value: code, Label: programme.RatingWords(c, code)})
	}
	for _, k := range d.Content.candidates(row) {
		title := partTitle(k.part, *d.Content.Step(k.step))
		v.Parts = append(v.Parts, web.Option{Value: k.name(), Label: title, Note: partNote(c, k.part)})
		if k.in { // of a part that is taken in now, rhythm and readers are its own until the row is stored
			v.Details = append(v.Details, partLine{End: k.end(), Title: title, Href: partPath(d, k.step, k.part.Key)})
		}
	}
	if conflict(failed) {
		v.Now = []now{{c.T("builder_field_title"), row.Title.In(programme.English)}, {c.T("builder_field_summary"), row.Summary.In(programme.English)},
			{c.T("builder_field_motto"), row.Motto.In(programme.English)}}
	}
	pg := page("row", row.Title.In(programme.English), v)
	pg.Back, pg.Fill = d.back(), fill
	return c.Render(web.Status(failed), pg)
}

// partTitle is how the practice knows a part: its own title, else its step's.
func partTitle(p programme.Part, s programme.Step) string {
	for _, role := range []programme.Role{programme.Involved, programme.Injured} {
		if t := p.Title.For(programme.English, role); t != "" {
			return t
		}
	}
	return s.Title.In(programme.English)
}

// partNote says the form and for whom.
func partNote(c *web.Context, p programme.Part) string {
	return c.T("builder_part_note", "Kind", c.T("programme_kind_"+string(p.Kind)), "Who", c.T("programme_who_"+string(p.Who)), "Minutes", p.Minutes)
}

func rhythmOptions(c *web.Context) (options []web.Option) {
	for _, r := range programme.Rhythms() {
		options = append(options, web.Option{Value: string(r), Label: c.T("builder_rhythm_" + string(r))})
	}
	return options
}

func sharingOptions(c *web.Context) (options []web.Option) {
	for _, s := range sharings() {
		options = append(options, web.Option{Value: sharingValue(s), Label: c.T("builder_share_" + sharingValue(s))})
	}
	return options
}

func (p Pages) row(c *web.Context, s tenant.Staff) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	code := programme.Code(f.Text("row"))
	return p.change(c, s, "#row-"+programme.Number(code), func(d *Draft, f *web.Form) error {
		row, _ := d.Content.Row(code)
		if row == nil {
			return fault.Absent()
		}
		changed, err := readRow(f, &d.Content, *row)
		if err != nil {
			return err
		}
		*row = changed
		d.Content.settle()
		return nil
	}, func(f *web.Form, why error) error {
		d, err := p.open(c, s)
		if err != nil {
			return err
		}
		row, _ := d.Content.Row(code)
		if row == nil { // taken out meanwhile
			return p.showOutline(c, s, why)
		}
		return p.showRow(c, d, *row, why, f.Fill(why))
	})
}
