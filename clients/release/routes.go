package release

import (
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/web"
)

// Pages are the room's pages: the author's, the reader's and the counselor's.
type Pages struct{ shelf *programme.Shelf }

// New makes the pages.
func New(shelf *programme.Shelf) Pages { return Pages{shelf} }

// Register joins the room's addresses.
func (p Pages) Register(r *web.Routes) {
	r.Partner(web.Route{Method: "GET", Path: "/sent", Audit: audit.PortalRead}, p.sent)
	r.Partner(web.Route{Method: "GET", Path: "/sent/:entry", Audit: audit.PortalRead, Object: "entry"}, p.own)
	r.Partner(web.Route{Method: "POST", Path: "/sent/:entry/ask", Audit: audit.ReleaseAsked, Object: "entry"}, p.ask)
	r.Partner(web.Route{Method: "POST", Path: "/sent/:entry/stop-asking", Audit: audit.ReleaseUnasked, Object: "entry", Lasting: true}, p.stopAsking)
	r.Partner(web.Route{Method: "POST", Path: "/sent/:entry/withdraw", Audit: audit.ReleaseWithdrawn, Object: "entry", Lasting: true}, p.withdraw)

	r.Partner(web.Route{Method: "GET", Path: "/received", Audit: audit.ReleaseRead}, p.received)
	r.Partner(web.Route{Method: "GET", Path: "/received/:release", Audit: audit.ReleaseRead, Object: "release"}, p.one)
	r.Partner(web.Route{Method: "POST", Path: "/received/:release/choose", Audit: audit.ReleaseChosen, Object: "release"}, p.choose)
	r.Partner(web.Route{Method: "POST", Path: "/received/:release/felt", Audit: audit.FeltSaid, Object: "release"}, p.felt)

	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/releases", Audit: audit.ReleaseRead, Object: "couple"}, p.ofCouple)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/releases/reading", Audit: audit.ReadingPrinted, Object: "couple"}, p.printReading)
	r.Staff(web.Route{Method: "GET", Path: "/entries/:entry/release", Audit: audit.ReleaseRead, Object: "entry"}, p.item)
	r.Staff(web.Route{Method: "POST", Path: "/entries/:entry/release", Audit: audit.ReleaseMade, Object: "entry"}, p.release)
	r.Staff(web.Route{Method: "POST", Path: "/entries/:entry/hold", Audit: audit.ReleaseHeld, Object: "entry"}, p.hold)
	r.Staff(web.Route{Method: "POST", Path: "/entries/:entry/open-reply", Audit: audit.ReleaseReply, Object: "entry"}, p.openReply)
	r.Staff(web.Route{Method: "POST", Path: "/entries/:entry/record", Audit: audit.ReleaseRecorded, Object: "entry"}, p.record)
}
