package programme

import (
	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// Pages are the library's pages, and the one that places a couple on a programme.
type Pages struct{ shelf *Shelf }

// New makes the pages.
func New(shelf *Shelf) Pages { return Pages{shelf} }

// Register joins the room's addresses.
func (p Pages) Register(r *web.Routes) {
	r.Staff(web.Route{Method: "GET", Path: "/programmes", Audit: audit.Nothing}, p.library)
	r.Staff(web.Route{Method: "GET", Path: "/programmes/search", Audit: audit.Nothing}, p.search)
	r.Staff(web.Route{Method: "GET", Path: "/programmes/:row", Audit: audit.Nothing, Object: "row"}, p.step)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/programmes", Audit: audit.CoupleRead, Object: "couple"}, p.chooseForm)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/programmes", Audit: audit.ProgrammePlaced, Object: "couple"}, p.place)
}

// exists refuses a couple outside the scope's care.
func exists(tx *db.Tx, id tenant.CoupleID) error {
	_, err := couple.Get(tx, id)
	return err
}

// chooseOf answers what a couple is not placed on yet, the note about the mandate, and the couple's names.
func chooseOf(c *web.Context, tx *db.Tx, id tenant.CoupleID, lib *Library, lang Lang) (chooseView, string, error) {
	var v chooseView
	cp, err := couple.Get(tx, id)
	if err != nil {
		return v, "", err
	}
	on, err := PlacedOf(tx, id)
	if err != nil {
		return v, "", err
	}
	gates, err := couple.GatesOf(tx, id)
	if err != nil {
		return v, "", err
	}
	if !gates.Open(couple.G2) {
		v.Mandate = c.T("programme_mandate_closed")
	}
	placed := map[Tag]bool{}
	for _, o := range on {
		placed[o.Tag] = true
	}
	for _, pr := range lib.Programmes() {
		if !placed[pr.Tag] {
			v.Options = append(v.Options, web.Option{Value: string(pr.Tag), Label: pr.Title.In(lang), Note: pr.Summary.In(lang)})
		}
	}
	return v, couple.Names(c, cp), nil
}
