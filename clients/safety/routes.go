package safety

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
	r.Partner(web.Route{Method: "GET", Path: "/safety", Audit: audit.SafetyRead}, p.question)
	r.Partner(web.Route{Method: "POST", Path: "/safety", Audit: audit.SafetyAnswered, Lasting: true}, p.answer)
	r.Partner(web.Route{Method: "GET", Path: "/safety/thanks", Audit: audit.Nothing}, p.thanks)
	r.Partner(web.Route{Method: "GET", Path: "/safety/screen", Audit: audit.SafetyRead}, p.screen)
	r.Partner(web.Route{Method: "POST", Path: "/safety/screen", Audit: audit.ScreenAnswered}, p.answerScreen)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/screens", Audit: audit.ScreenRead, Object: "couple"}, p.screens)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/screens", Audit: audit.ScreenOffered, Object: "couple"}, p.offerScreen)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/screens/:screen", Audit: audit.ScreenRead, Object: "screen"}, p.oneScreen)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/screens/:screen/enter", Audit: audit.ScreenEntered, Object: "screen"}, p.enterScreen)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/screens/:screen/withdraw", Audit: audit.ScreenWithdrawn, Object: "screen"}, p.withdrawScreen)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/screens/:screen/review", Audit: audit.ScreenReviewed, Object: "screen"}, p.reviewScreen)
	r.Staff(web.Route{Method: "GET", Path: "/safety-alerts/:alert", Audit: audit.SafetyAlertRead, Object: "safety_alert"}, p.alert)
	r.Staff(web.Route{Method: "POST", Path: "/safety-alerts/:alert/acknowledge", Audit: audit.SafetyAckd, Object: "safety_alert"}, p.acknowledge)
}
