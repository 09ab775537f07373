package plan

import (
	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/web"
)

// Pages are the planner's pages.
type Pages struct {
	shelf   *programme.Shelf
	sources Sources
	house   *web.Routes // to ask which rooms a partner can be sent to
}

// New makes the pages; sources are the rooms that bring something to the agenda.
func New(shelf *programme.Shelf, sources Sources) Pages { return Pages{shelf: shelf, sources: sources} }

// Path is the address of a couple's planner.
func Path(id couple.ID) string { return couple.Path(id) + "/planner" }

// Register joins the room's addresses. None of them is reachable in room view.
func (p Pages) Register(r *web.Routes) {
	p.house = r
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/planner", Audit: audit.PlannerRead, Object: "couple"}, p.planner)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/planner", Audit: audit.PlannedMade, Object: "couple"}, p.plan)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/planner/pause", Audit: audit.PlanPaused, Object: "couple"}, p.pause)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/planner/resume", Audit: audit.PlanResumed, Object: "couple"}, p.resume)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/planner/recheck", Audit: audit.PlanRechecked, Object: "couple"}, p.recheck)
	for _, m := range []struct {
		path string
		verb audit.Verb
		do   workMove
	}{
		{"set-aside", audit.AssignmentAside, setAside}, {"take-up", audit.AssignmentAside, takeUp},
		{"stop", audit.AssignmentStopped, stop}, {"go-on", audit.AssignmentStopped, goOn},
		{"shift", audit.AssignmentShifted, shift},
		{"rest", audit.AssignmentRested, rest}, {"wake", audit.AssignmentWoken, wake},
		{"in-session", audit.AssignmentInSession, inSession}, {"at-home", audit.AssignmentInSession, atHome},
		{"done-in-session", audit.AssignmentPaper, doneInSession},
		{"swap", audit.AssignmentSwapped, swap},
	} {
		r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/planner/work/:assignment/" + m.path, Audit: m.verb, Object: "assignment"}, p.workMove(m.do))
	}
	for _, m := range []struct {
		path string
		verb audit.Verb
		do   plannedMove
	}{
		{"give", audit.AssignmentMade, give}, {"shift", audit.PlannedMoved, shiftPlanned},
		{"let-go", audit.PlannedOpened, letGo}, {"take-out", audit.PlannedOut, takeOut},
	} {
		r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/planner/steps/:planned/" + m.path, Audit: m.verb, Object: "planned"}, p.plannedMove(m.do))
	}
}
