package homework

import (
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/web"
)

// Pages are the room's pages: the counselor's and the partners'.
type Pages struct {
	shelf *programme.Shelf
	house *web.Routes // to ask which rooms a partner can be sent to
}

// New makes the pages.
func New(shelf *programme.Shelf) Pages { return Pages{shelf: shelf} }

// longForm is the largest body of a form with long texts, in bytes.
const longForm = 256 << 10

// Register joins the room's addresses.
func (p Pages) Register(r *web.Routes) {
	p.house = r
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/homework", Audit: audit.AssignmentRead, Object: "couple"}, p.homework)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/assign", Audit: audit.StepPreviewed, Object: "couple"}, p.assignForm)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/assign", Audit: audit.AssignmentMade, Object: "couple"}, p.assign)
	r.Staff(web.Route{Method: "GET", Path: "/assignments/:assignment", Audit: audit.AssignmentRead, Object: "assignment"}, p.assignment)
	r.Staff(web.Route{Method: "POST", Path: "/assignments/:assignment/set-aside", Audit: audit.AssignmentAside, Object: "assignment"}, p.aside(true))
	r.Staff(web.Route{Method: "POST", Path: "/assignments/:assignment/take-up", Audit: audit.AssignmentAside, Object: "assignment"}, p.aside(false))
	r.Staff(web.Route{Method: "POST", Path: "/assignments/:assignment/excuse", Audit: audit.AssignmentExcused, Object: "assignment"}, p.excuse)
	r.Staff(web.Route{Method: "POST", Path: "/assignments/:assignment/reopen", Audit: audit.AssignmentReopened, Object: "assignment"}, p.reopen)
	r.Staff(web.Route{Method: "GET", Path: "/assignments/:assignment/paper", Audit: audit.AssignmentRead, Object: "assignment"}, p.paperForm)
	r.Staff(web.Route{Method: "POST", Path: "/assignments/:assignment/paper", Audit: audit.AssignmentPaper, Object: "assignment", Limit: longForm}, p.paper)
	r.Staff(web.Route{Method: "GET", Path: "/entries/:entry", Audit: audit.EntryRead, Object: "entry"}, p.entry)
	r.Staff(web.Route{Method: "POST", Path: "/entries/:entry/read", Audit: audit.EntryRead, Object: "entry"}, p.markRead)

	r.Partner(web.Route{Method: "GET", Path: "/work/:assignment", Audit: audit.PortalRead, Object: "assignment"}, p.work)
	r.Partner(web.Route{Method: "GET", Path: "/work/:assignment/review", Audit: audit.PortalRead, Object: "assignment"}, p.review)
	r.Partner(web.Route{Method: "POST", Path: "/work/:assignment/submit", Audit: audit.EntrySubmitted, Object: "assignment"}, p.send)
	r.Partner(web.Route{Method: "POST", Path: "/work/:assignment/decline", Audit: audit.EntryDeclined, Object: "assignment"}, p.say(Decline))
	r.Partner(web.Route{Method: "POST", Path: "/work/:assignment/later", Audit: audit.EntryLater, Object: "assignment"}, p.say(NotNow))
	r.Partner(web.Route{Method: "POST", Path: "/work/:assignment/obstacle", Audit: audit.EntryHindered, Object: "assignment"}, p.hindered)
	r.Partner(web.Route{Method: "POST", Path: "/work/:assignment/felt", Audit: audit.FeltSaid, Object: "assignment"}, p.felt)
	r.Partner(web.Route{Method: "POST", Path: "/work/:assignment/reopen", Audit: audit.EntrySaved, Object: "assignment"}, p.say(Reopen))
	r.Partner(web.Route{Method: "POST", Path: "/work/:assignment/withdraw", Audit: audit.EntrySaved, Object: "assignment"}, p.withdraw)
	r.Partner(web.Route{Method: "POST", Path: "/work/:assignment/hints", Audit: audit.Nothing, Object: "assignment", Limit: longForm}, p.hints)
	r.Partner(web.Route{Method: "GET", Path: "/work/:assignment/summary", Audit: audit.PortalRead, Object: "assignment"}, p.summary)
	r.Partner(web.Route{Method: "POST", Path: "/work/:assignment/summary", Audit: audit.EntrySubmitted, Object: "assignment", Limit: longForm}, p.summarise)
	r.Partner(web.Route{Method: "GET", Path: "/work/:assignment/:part/:n", Audit: audit.PortalRead, Object: "assignment"}, p.question)
	r.Partner(web.Route{Method: "POST", Path: "/work/:assignment/:part/:n", Audit: audit.EntrySaved, Object: "assignment", Limit: longForm}, p.save)
}
