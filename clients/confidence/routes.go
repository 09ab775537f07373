package confidence

import (
	"amends/server/audit"
	"amends/server/web"
)

// Pages are the pages of this room.
type Pages struct{}

// New makes the pages.
func New() Pages { return Pages{} }

// Register joins the room's addresses. None is reachable while the screen is turned to a couple.
func (p Pages) Register(r *web.Routes) {
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/confidences", Audit: audit.ConfidenceRead, Object: "couple"}, p.list)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/confidences", Audit: audit.ConfidenceHeld, Object: "couple"}, p.hold)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/confidences/:confidence/defer", Audit: audit.ConfidenceDeferred, Object: "confidence"}, p.deferIt)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/confidences/:confidence/close", Audit: audit.ConfidenceClosed, Object: "confidence"}, p.close)
}
