package programme

import (
	"amends/server/audit"
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
	r.Staff(web.Route{Method: "GET", Path: "/programme-versions/:version", Audit: audit.Nothing, Object: "programme_version",
		Allow: []tenant.Audience{tenant.Counselor, tenant.Supervisor, tenant.Intern, tenant.Owner}}, p.version)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/programmes", Audit: audit.CoupleRead, Object: "couple"}, p.ofCouple)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/programmes", Audit: audit.ProgrammePlaced, Object: "couple"}, p.place)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/programmes/:placed", Audit: audit.CoupleRead, Object: "couple_programme"}, p.compare)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/programmes/:placed/move", Audit: audit.ProgrammeMoved, Object: "couple_programme"}, p.move)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/programmes/:placed/end", Audit: audit.ProgrammeEnded, Object: "couple_programme"}, p.end)
	p.registerReadings(r)
}
