package boundary

import (
	"amends/server/audit"
	"amends/server/web"
)

// Pages are the pages of boundaries, the partner's and the counselor's.
type Pages struct{}

// New makes the pages.
func New() Pages { return Pages{} }

// Register joins the room's addresses.
func (p Pages) Register(r *web.Routes) {
	r.Partner(web.Route{Method: "GET", Path: "/boundaries", Audit: audit.BoundaryRead}, p.list)
	r.Partner(web.Route{Method: "POST", Path: "/boundaries", Audit: audit.BoundaryBegun}, p.begin)
	r.Partner(web.Route{Method: "GET", Path: "/boundaries/:boundary", Audit: audit.BoundaryRead, Object: "boundary"}, p.one)
	r.Partner(web.Route{Method: "GET", Path: "/boundaries/print", Audit: audit.BoundaryRead}, p.printEmpty)
	r.Partner(web.Route{Method: "GET", Path: "/boundaries/:boundary/print", Audit: audit.BoundaryRead, Object: "boundary"}, p.print)
	r.Partner(web.Route{Method: "GET", Path: "/boundaries/:boundary/write", Audit: audit.BoundaryRead, Object: "boundary"}, p.draft)
	r.Partner(web.Route{Method: "POST", Path: "/boundaries/:boundary/write", Audit: audit.BoundarySaved, Object: "boundary"}, p.save)
	r.Partner(web.Route{Method: "GET", Path: "/boundaries/:boundary/check", Audit: audit.BoundaryRead, Object: "boundary"}, p.check)
	r.Partner(web.Route{Method: "POST", Path: "/boundaries/:boundary/send", Audit: audit.BoundarySent, Object: "boundary"}, p.send)
	r.Partner(web.Route{Method: "POST", Path: "/boundaries/:boundary/end", Audit: audit.BoundaryEnded, Object: "boundary"}, p.end)
	r.Partner(web.Route{Method: "POST", Path: "/boundaries/:boundary/answer", Audit: audit.BoundaryReply, Object: "boundary"}, p.answer)

	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/boundaries", Audit: audit.BoundaryRead, Object: "couple"}, p.ofCouple)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/boundaries", Audit: audit.BoundaryRecorded, Object: "couple"}, p.record)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/boundaries/:boundary", Audit: audit.BoundaryRead, Object: "boundary"}, p.oneOfCouple)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/boundaries/print", Audit: audit.PaperPrinted, Object: "couple"}, p.printOfCouple)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/boundaries/:boundary/print", Audit: audit.PaperPrinted, Object: "boundary"}, p.printTheirs)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/boundaries/:boundary/pass", Audit: audit.BoundaryPassed, Object: "boundary"}, p.pass)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/boundaries/:boundary/back", Audit: audit.BoundaryBack, Object: "boundary"}, p.back)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/boundaries/:boundary/talk", Audit: audit.BoundaryTalk, Object: "boundary"}, p.talk)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/boundaries/:boundary/pass-answer", Audit: audit.BoundaryReplyPassed, Object: "boundary"}, p.passAnswer)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/boundaries/:boundary/record-answer", Audit: audit.BoundaryReplyRecorded, Object: "boundary"}, p.recordAnswer)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/boundaries/:boundary/end", Audit: audit.BoundaryEnded, Object: "boundary"}, p.endForAuthor)
}
