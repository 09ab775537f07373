package builder

import (
	"strings"

	"github.com/google/uuid"

	"amends/clients/programme"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// listView is the practice's own programmes, and the form that begins one.
type listView struct {
	Rows []listRow
	From []web.Option
}

type listRow struct{ Title, Note, State, Href string }

func (p Pages) list(c *web.Context, s tenant.Staff) error {
	return p.showList(c, s, nil, web.Filled("from", "empty"))
}

func (p Pages) showList(c *web.Context, s tenant.Staff, failed error, fill web.Fill) error {
	var heads []Head
	err := c.View(s, func(tx *db.Tx) (err error) {
		heads, err = List(tx)
		return err
	})
	if err != nil {
		return err
	}
	v := listView{From: []web.Option{{Value: "empty", Label: c.T("builder_from_empty"), Note: c.T("builder_from_empty_note")}}}
	for _, pr := range p.shelf.Shipped.Programmes() {
		v.From = append(v.From, web.Option{Value: string(pr.Tag), Label: pr.Title.In(programme.Lang(c.Lang())), Note: c.T("builder_from_rows", "Count", len(pr.Placements))})
	}
	for _, h := range heads {
		row := listRow{Title: h.Title, Href: Path(h.ID), Note: c.T("builder_rows_saved", "Count", h.Rows, "Day", c.Ago(c.DayOf(h.Saved)), "Who", h.By), State: c.T("builder_never_published")}
		if h.Latest > 0 {
			row.State = c.T("builder_version", "Number", h.Latest)
		}
		if h.Retired != nil {
			row.State = c.T("builder_retired")
		}
		v.Rows = append(v.Rows, row)
		v.From = append(v.From, web.Option{Value: h.ID.String(), Label: h.Title, Note: c.T("builder_from_own")})
	}
	pg := page("list", c.T("builder_title"), v)
	pg.Fill = fill
	if c.Has("/programmes") {
		pg.Back = &web.Link{Text: c.T("programme_library_title"), Href: "/programmes"}
	}
	return c.Render(web.Status(failed), pg)
}

func (p Pages) begin(c *web.Context, s tenant.Staff) error {
	id := uuid.New()
	return c.Receive(s, Path(id), func(tx *db.Tx, f *web.Form) error {
		content, err := p.source(c, tx, f)
		if err != nil {
			return err
		}
		return Begin(tx, id, content)
	}, func(f *web.Form, why error) error { return p.showList(c, s, why, f.Fill(why)) })
}

// source makes the content that a new draft begins with.
func (p Pages) source(c *web.Context, tx *db.Tx, f *web.Form) (Content, error) {
	title, from := f.Text("title"), f.Text("from")
	var wrong fault.List
	if measure(&wrong, "title", title, lineMost); len(wrong) > 0 {
		return Content{}, wrong
	}
	tag, err := FreeTag(tx)
	if err != nil {
		return Content{}, err
	}
	content, lang := Content{}, programme.Lang(c.Lang())
	shipped, ships := p.shelf.Shipped.Programme(programme.Tag(from))
	id, notID := uuid.Parse(from)
	switch {
	case from == "empty":
		content = Begun(tag, title, c.T("builder_first_phase"))
	case ships:
		content = Copied(shipped, p.shelf.Shipped.StepsOf(shipped.Tag), tag, lang)
	case notID == nil:
		d, err := Get(tx, id)
		if err != nil {
			return content, err
		}
		content = Copied(d.Content.Programme, d.Content.Steps, tag, programme.English)
	default:
		return content, fault.Field("from", "builder_from_choose")
	}
	if title != "" {
		content.Programme.Title = words(title)
	}
	if len(content.Programme.Title) == 0 {
		return content, fault.Field("title", "builder_title_missing")
	}
	wrong = faults(programme.CheckProgramme(content.Programme, content.Steps), func(at string) (string, bool) { return "title", strings.HasPrefix(at, "title") })
	return content, wrong.OrNil()
}
