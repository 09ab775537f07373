package setback

import (
	"amends/server/audit"
	"amends/server/web"
)

// Pages are the pages of the plan for hard moments, the partner's and the counselor's.
type Pages struct{}

// New makes the pages.
func New() Pages { return Pages{} }

// Register joins the room's addresses. A partner's reading leaves the trace of reading their own home: that somebody opened the
// plan would say that a hard moment came.
func (p Pages) Register(r *web.Routes) {
	r.Partner(web.Route{Method: "GET", Path: "/hard-moment", Audit: audit.PortalRead}, p.moment)
	r.Partner(web.Route{Method: "GET", Path: "/plan", Audit: audit.PortalRead}, p.plan)
	r.Partner(web.Route{Method: "GET", Path: "/plan/mine", Audit: audit.PortalRead}, p.mineForm)
	r.Partner(web.Route{Method: "GET", Path: "/plan/print", Audit: audit.PortalRead}, p.print)
	r.Partner(web.Route{Method: "POST", Path: "/plan/mine", Audit: audit.SetbackKept}, p.keepMine)
	r.Partner(web.Route{Method: "POST", Path: "/plan/mine/send", Audit: audit.SetbackSent}, p.sendMine)
	r.Partner(web.Route{Method: "GET", Path: "/plan/earlier", Audit: audit.PortalRead}, p.earlier)
	r.Partner(web.Route{Method: "GET", Path: "/waves/new", Audit: audit.PortalRead}, p.newWave)
	r.Partner(web.Route{Method: "POST", Path: "/waves", Audit: audit.SetbackKept}, p.addWave)
	r.Partner(web.Route{Method: "GET", Path: "/waves/:wave", Audit: audit.PortalRead, Object: "wave"}, p.wave)
	r.Partner(web.Route{Method: "POST", Path: "/waves/:wave", Audit: audit.SetbackKept, Object: "wave"}, p.saveWave)

	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/plan", Audit: audit.SetbackRead, Object: "couple"}, p.ofCouple)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/plan/print", Audit: audit.PaperPrinted, Object: "couple"}, p.printOfCouple)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/plan/reading", Audit: audit.ReadingPrinted, Object: "couple"}, p.printReading)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/plan", Audit: audit.SetbackRecorded, Object: "couple"}, p.record)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/plan/:sent/pass", Audit: audit.SetbackPassed, Object: "setback_sent"}, p.pass)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/plan/:sent/talk", Audit: audit.SetbackTalk, Object: "setback_sent"}, p.talk)
}
