package checkin

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
	r.Partner(web.Route{Method: "GET", Path: "/check-in", Audit: audit.CheckInRead}, p.form)
	r.Partner(web.Route{Method: "POST", Path: "/check-in", Audit: audit.CheckInSubmitted}, p.submit)
	r.Partner(web.Route{Method: "GET", Path: "/history", Audit: audit.CheckInRead}, p.history)
	r.Partner(web.Route{Method: "POST", Path: "/history/show", Audit: audit.PersonSaved, Lasting: true}, p.show)

	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/check-ins", Audit: audit.CheckInRead, Object: "couple"}, p.review)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/check-ins/see", Audit: audit.CheckInSeen, Object: "couple"}, p.see)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/check-ins/new", Audit: audit.CheckInRead, Object: "couple"}, p.paperForm)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/check-ins", Audit: audit.CheckInEntered, Object: "couple"}, p.enter)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/check-in-windows", Audit: audit.CheckInRead, Object: "couple"}, p.windows)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/check-in-windows", Audit: audit.WindowSaved, Object: "couple"}, p.agree)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/check-in-windows/:window/end", Audit: audit.WindowSaved, Object: "check_in_window"}, p.end)
}
