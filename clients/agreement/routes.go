package agreement

import (
	"amends/server/audit"
	"amends/server/web"
)

// Pages are the pages of the register, the partner's and the counselor's.
type Pages struct{}

// New makes the pages.
func New() Pages { return Pages{} }

// Register joins the room's addresses.
func (p Pages) Register(r *web.Routes) {
	r.Partner(web.Route{Method: "GET", Path: "/agreements", Audit: audit.AgreementRead}, p.list)
	r.Partner(web.Route{Method: "POST", Path: "/agreements", Audit: audit.ProposalBegun}, p.begin)
	r.Partner(web.Route{Method: "GET", Path: "/agreements/print", Audit: audit.AgreementRead}, p.printEmpty)
	r.Partner(web.Route{Method: "GET", Path: "/agreements/:agreement", Audit: audit.AgreementRead, Object: "agreement"}, p.one)
	r.Partner(web.Route{Method: "GET", Path: "/agreements/:agreement/print", Audit: audit.AgreementPrinted, Object: "agreement"}, p.print)
	r.Partner(web.Route{Method: "POST", Path: "/agreements/:agreement/sign", Audit: audit.AgreementSigned, Object: "agreement"}, p.sign)
	r.Partner(web.Route{Method: "POST", Path: "/agreements/:agreement/change", Audit: audit.ProposalBegun, Object: "agreement"}, p.beginChange)
	r.Partner(web.Route{Method: "POST", Path: "/agreements/:agreement/end", Audit: audit.ProposalBegun, Object: "agreement"}, p.beginEnd)
	r.Partner(web.Route{Method: "GET", Path: "/proposals/:proposal", Audit: audit.AgreementRead, Object: "proposal"}, p.proposal)
	r.Partner(web.Route{Method: "GET", Path: "/proposals/:proposal/print", Audit: audit.AgreementRead, Object: "proposal"}, p.printProposal)
	r.Partner(web.Route{Method: "POST", Path: "/proposals/:proposal", Audit: audit.ProposalSaved, Object: "proposal"}, p.save)
	r.Partner(web.Route{Method: "POST", Path: "/proposals/:proposal/send", Audit: audit.ProposalSent, Object: "proposal"}, p.send)
	r.Partner(web.Route{Method: "POST", Path: "/proposals/:proposal/hints", Audit: audit.Nothing, Object: "proposal"}, p.hints)

	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/agreements", Audit: audit.AgreementRead, Object: "couple"}, p.ofCouple)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/agreements", Audit: audit.ProposalRecorded, Object: "couple"}, p.record)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/agreements/print", Audit: audit.PaperPrinted, Object: "couple"}, p.printEmptyOfCouple)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/proposals/:proposal", Audit: audit.AgreementRead, Object: "proposal"}, p.proposalOfCouple)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/proposals/:proposal/pass", Audit: audit.ProposalPassed, Object: "proposal"}, p.pass)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/proposals/:proposal/keep-for-session", Audit: audit.ProposalKept, Object: "proposal"}, p.keepForSession)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/agreements/:agreement", Audit: audit.AgreementRead, Object: "agreement"}, p.oneOfCouple)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/agreements/:agreement/print", Audit: audit.AgreementPrinted, Object: "agreement"}, p.printOfCouple)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/agreements/:agreement/sign", Audit: audit.AgreementSigned, Object: "agreement"}, p.signFor)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/agreements/:agreement/activate", Audit: audit.AgreementActivated, Object: "agreement"}, p.activate)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/agreements/:agreement/drop", Audit: audit.AgreementDropped, Object: "agreement"}, p.drop)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/agreements/:agreement/review", Audit: audit.AgreementReviewed, Object: "agreement"}, p.review)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/agreements/:agreement/end", Audit: audit.AgreementEnded, Object: "agreement"}, p.finish)
}
