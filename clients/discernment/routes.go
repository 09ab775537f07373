package discernment

import (
	"amends/server/audit"
	"amends/server/web"
)

// Pages are the pages of this room.
type Pages struct{}

// New makes the pages.
func New() Pages { return Pages{} }

// Register joins the room's addresses.
func (p Pages) Register(r *web.Routes) {
	r.Partner(web.Route{Method: "GET", Path: "/discernment", Audit: audit.DiscernmentRead}, p.mine)
	r.Partner(web.Route{Method: "POST", Path: "/discernment", Audit: audit.DiscernmentKept}, p.keep)
	r.Partner(web.Route{Method: "GET", Path: "/discernment/print", Audit: audit.DiscernmentRead}, p.print)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/discernment", Audit: audit.DiscernmentRead, Object: "couple"}, p.course)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/discernment", Audit: audit.DiscernmentBegun, Object: "couple"}, p.begin)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/discernment/record", Audit: audit.DiscernmentTalked, Object: "couple"}, p.record)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/discernment/print", Audit: audit.PaperPrinted, Object: "couple"}, p.printOfCouple)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/discernment/enter", Audit: audit.DiscernmentEntered, Object: "couple"}, p.enter)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/discernment/end", Audit: audit.DiscernmentEnded, Object: "couple"}, p.end)
}
