package tonight

import (
	"slices"
	"strings"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Pages are the pages of this room.
type Pages struct{}

// New makes the pages.
func New() Pages { return Pages{} }

// Register joins the room's addresses.
func (p Pages) Register(r *web.Routes) {
	r.Partner(web.Route{Method: "GET", Path: "/tonight", Audit: audit.Nothing}, p.mine)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/tonight", Audit: audit.CoupleRead, Object: "couple"}, p.ofCouple)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/tonight", Audit: audit.TonightChosen, Object: "couple"}, p.choose)
}

// sheetView is the sheet; for the counselor with the parts to choose.
type sheetView struct {
	Head    *couple.HeadView // nil for a partner
	Large   string           // the class that sets it in large type
	Parts   []partView
	Help    []string
	Options []web.Option
}

type partView struct {
	Title string
	Lines []string
}

func viewOf(c *web.Context, s Sheet) sheetView {
	v := sheetView{Help: lines(c.T("tonight_help_lines"))}
	for _, p := range s.Parts {
		v.Parts = append(v.Parts, partView{c.T("tonight_" + string(p)), lines(c.T("tonight_" + string(p) + "_lines"))})
	}
	return v
}

// lines cuts a message into its sentences, one a line.
func lines(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(s string) bool { return strings.TrimSpace(s) == "" })
}

// mine shows a partner the sheet; gates and holds are not asked.
func (p Pages) mine(c *web.Context, s tenant.Partner) error {
	var sheet Sheet
	err := c.View(s, func(tx *db.Tx) (err error) {
		sheet, err = Get(tx, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	v := viewOf(c, sheet)
	v.Large = "tonight"
	return c.Render(200, web.Page{Name: "tonight/sheet", Title: c.T("tonight_title"), Place: "today", Data: v,
		Back: &web.Link{Text: c.T("tonight_home"), Href: c.Home()}})
}

func (p Pages) ofCouple(c *web.Context, s tenant.Staff) error { return p.show(c, s, 200, nil) }

// show shows the counselor the sheet with its choice of parts: as stored, or as ticked where fill is given.
func (p Pages) show(c *web.Context, s tenant.Staff, status int, fill *web.Fill) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var sheet Sheet
	var head couple.HeadView
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		sheet, err = Get(tx, id)
		head = couple.Header(c, cp)
		tx.Audit(audit.CoupleRead, id.UUID, id)
		return err
	})
	if err != nil {
		return err
	}
	v := viewOf(c, sheet)
	v.Head, v.Large = &head, "room"
	var ticked []string
	for _, part := range sheet.Parts {
		ticked = append(ticked, "parts", string(part))
	}
	for _, part := range Parts() {
		v.Options = append(v.Options, web.Option{Value: string(part), Label: c.T("tonight_" + string(part))})
	}
	page := web.Page{Name: "tonight/sheet", Title: c.T("tonight_title"), Place: "caseload", Fill: web.Filled(ticked...), Data: v,
		Back: &web.Link{Text: head.Names, Href: head.Path + "/people"}}
	if fill != nil {
		page.Fill = *fill
	}
	return c.Render(status, page)
}

func (p Pages) choose(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	parts, err := readParts(f)
	if err == nil {
		err = c.Submit(s, f, couple.Path(id)+"/tonight", func(tx *db.Tx) error {
			if _, err := couple.Get(tx, id); err != nil {
				return err
			}
			return Choose(tx, id, parts)
		})
	}
	if fault.Mendable(err) {
		fill := f.Fill(err)
		return p.show(c, s, web.Status(err), &fill)
	}
	return err
}

// readParts reads the ticked parts in the order of the sheet.
func readParts(f *web.Form) (parts []Part, err error) {
	ticked := f.All("parts")
	for _, t := range ticked {
		if !Part(t).Known() {
			return nil, fault.Field("parts", "tonight_parts_choose")
		}
	}
	for _, p := range Parts() {
		if slices.Contains(ticked, string(p)) {
			parts = append(parts, p)
		}
	}
	return parts, nil
}
