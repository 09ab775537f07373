package couple

import (
	"amends/server/audit"
	"amends/server/signin"
	"amends/server/tenant"
	"amends/server/web"
)

// Pages are the counselor's pages of this room.
type Pages struct {
	sign  *signin.Service
	facts Facts // what the rooms above know; nil: nothing
	rooms Rooms // what they know and do when somebody leaves
}

// New makes the pages; sign makes and confirms invitations.
func New(sign *signin.Service) Pages { return Pages{sign: sign} }

// Register joins the room's addresses.
func (p Pages) Register(r *web.Routes) {
	opens := []tenant.Audience{tenant.Counselor}
	r.Staff(web.Route{Method: "GET", Path: "/couples/new", Audit: audit.Nothing, Allow: opens}, p.newForm)
	r.Staff(web.Route{Method: "POST", Path: "/couples", Audit: audit.CoupleOpened, Allow: opens}, p.open)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/people", Audit: audit.PeopleRead, Object: "couple"}, p.people)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/people/new", Audit: audit.PeopleRead, Object: "couple"}, p.joinForm)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/people", Audit: audit.CoupleJoined, Object: "couple"}, p.join)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/people/:person", Audit: audit.PeopleRead, Object: "person"}, p.personForm)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/people/:person", Audit: audit.PersonSaved, Object: "person"}, p.savePerson)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/gates", Audit: audit.CoupleRead, Object: "couple"}, p.gatesForm)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/gates", Audit: audit.GateOpened, Object: "couple"}, p.judge)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/mandates", Audit: audit.MandateRecorded, Object: "couple"}, p.recordMandates)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/hold", Audit: audit.HoldRead, Object: "couple"}, p.holdForm)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/hold", Audit: audit.HoldBegun, Object: "couple"}, p.hold)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/hold/end", Audit: audit.HoldEnded, Object: "couple"}, p.endHold)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/people/:person/separate", Audit: audit.PeopleRead, Object: "person", Allow: opens}, p.separateForm)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/people/:person/separate", Audit: audit.PlaceSeparated, Object: "person", Allow: opens}, p.separate)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/people/:person/reopen", Audit: audit.PlaceReopened, Object: "person", Allow: opens}, p.reopen)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/discharge", Audit: audit.CoupleRead, Object: "couple", Allow: opens}, p.dischargeForm)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/discharge", Audit: audit.CoupleDischarged, Object: "couple", Allow: opens}, p.discharge)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/take-up", Audit: audit.CoupleTakenUp, Object: "couple", Allow: opens}, p.takeUp)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/injuries", Audit: audit.CoupleRead, Object: "couple"}, p.injuriesForm)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/injuries", Audit: audit.InjuryRecorded, Object: "couple"}, p.recordInjury)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/policy", Audit: audit.PolicySigned, Object: "couple"}, p.signPolicy)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/cover", Audit: audit.CareGiven, Object: "couple"}, p.setCover)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/lines", Audit: audit.LinesOffered, Object: "couple"}, p.offerLines)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/next", Audit: audit.CoupleSaved, Object: "couple"}, p.setNext)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/people/:person/invite", Audit: audit.InvitationMade, Object: "person"}, p.invite)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/people/:person/confirm", Audit: audit.InvitationConfirmed, Object: "person"}, p.confirm)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/people/:person/revoke", Audit: audit.InvitationRevoked, Object: "person"}, p.revoke)
}
