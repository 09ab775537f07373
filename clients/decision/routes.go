package decision

import (
	"amends/server/audit"
	"amends/server/web"
)

// Pages are the pages of sealed pairs, the partner's and the counselor's.
type Pages struct{}

// New makes the pages.
func New() Pages { return Pages{} }

// Register joins the room's addresses.
func (p Pages) Register(r *web.Routes) {
	r.Partner(web.Route{Method: "GET", Path: "/decisions", Audit: audit.DecisionRead}, p.list)
	r.Partner(web.Route{Method: "GET", Path: "/decisions/:decision", Audit: audit.DecisionRead, Object: "decision"}, p.one)
	r.Partner(web.Route{Method: "GET", Path: "/decisions/:decision/print", Audit: audit.DecisionRead, Object: "decision"}, p.print)
	r.Partner(web.Route{Method: "POST", Path: "/decisions/:decision", Audit: audit.DecisionSaved, Object: "decision"}, p.save)
	r.Partner(web.Route{Method: "POST", Path: "/decisions/:decision/answer", Audit: audit.DecisionAnswered, Object: "decision"}, p.answer)
	r.Partner(web.Route{Method: "POST", Path: "/decisions/:decision/take-back", Audit: audit.DecisionTakenBack, Object: "decision"}, p.takeBack)

	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/decisions", Audit: audit.DecisionRead, Object: "couple"}, p.ofCouple)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/decisions", Audit: audit.DecisionAsked, Object: "couple"}, p.ask)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/decisions/:decision", Audit: audit.DecisionRead, Object: "decision"}, p.oneOfCouple)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/decisions/:decision/print", Audit: audit.PaperPrinted, Object: "decision"}, p.printOfCouple)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/decisions/:decision/reading", Audit: audit.ReadingPrinted, Object: "decision"}, p.printReading)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/decisions/:decision/open", Audit: audit.DecisionOpened, Object: "decision"}, p.open)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/decisions/:decision/close", Audit: audit.DecisionClosed, Object: "decision"}, p.close)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/decisions/:decision/enter", Audit: audit.DecisionEntered, Object: "decision"}, p.enter)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/decisions/:decision/conclude", Audit: audit.DecisionConcluded, Object: "decision"}, p.conclude)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/decisions/:decision/open-gate", Audit: audit.DecisionGate, Object: "decision"}, p.openGate)
}
