package promise

import (
	"amends/server/audit"
	"amends/server/web"
)

// Pages are the pages of promises, the partner's and the counselor's.
type Pages struct{}

// New makes the pages.
func New() Pages { return Pages{} }

// Register joins the room's addresses.
func (p Pages) Register(r *web.Routes) {
	r.Partner(web.Route{Method: "GET", Path: "/promises", Audit: audit.PromiseRead}, p.list)
	r.Partner(web.Route{Method: "GET", Path: "/promises/new", Audit: audit.Nothing}, p.newForm)
	r.Partner(web.Route{Method: "POST", Path: "/promises", Audit: audit.PromiseMade}, p.make)
	r.Partner(web.Route{Method: "GET", Path: "/promises/:promise", Audit: audit.PromiseRead, Object: "promise"}, p.one)
	r.Partner(web.Route{Method: "POST", Path: "/promises/:promise/end", Audit: audit.PromiseEnded, Object: "promise"}, p.end)
	r.Partner(web.Route{Method: "POST", Path: "/promises/:promise/reopen", Audit: audit.PromiseReopened, Object: "promise"}, p.reopen)
	r.Partner(web.Route{Method: "POST", Path: "/promises/:promise/days/:day/keep", Audit: audit.PromiseKept, Object: "promise"}, p.keep)
	r.Partner(web.Route{Method: "POST", Path: "/promises/:promise/days/:day/answer", Audit: audit.PromiseConfirmed, Object: "promise"}, p.answer)
	r.Partner(web.Route{Method: "POST", Path: "/promises/:promise/days/:day/undo", Audit: audit.PromiseTakenBack, Object: "promise"}, p.takeBack)
	r.Partner(web.Route{Method: "GET", Path: "/promises/:promise/days/:day/reason", Audit: audit.PromiseRead, Object: "promise"}, p.reasonForm)
	r.Partner(web.Route{Method: "POST", Path: "/promises/:promise/days/:day/reason", Audit: audit.PromiseReason, Object: "promise"}, p.giveReason)

	r.Partner(web.Route{Method: "GET", Path: "/promises/:promise/days/:day/different", Audit: audit.PromiseRead, Object: "promise"}, p.differentForm)
	r.Partner(web.Route{Method: "POST", Path: "/promises/:promise/days/:day/different", Audit: audit.PromiseDisputed, Object: "promise"}, p.different)

	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/promises", Audit: audit.PromiseRead, Object: "couple"}, p.ofCouple)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/promises/new", Audit: audit.PromiseRead, Object: "couple"}, p.paperForm)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/promises", Audit: audit.PromiseMade, Object: "couple"}, p.makeOnPaper)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/promises/reading", Audit: audit.ReadingPrinted, Object: "couple"}, p.printReading)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/promises/:promise", Audit: audit.PromiseRead, Object: "promise"}, p.oneOfCouple)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/promises/:promise/pass", Audit: audit.PromisePassed, Object: "promise"}, p.on(Pass))
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/promises/:promise/record", Audit: audit.PromiseRecorded, Object: "promise"}, p.record)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/promises/:promise/end", Audit: audit.PromiseEnded, Object: "promise"}, p.on(End))
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/promises/:promise/reopen", Audit: audit.PromiseReopened, Object: "promise"}, p.on(Reopen))
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/promise-reasons/read", Audit: audit.PromiseReasonSaw, Object: "couple"}, p.readReasons)
}
