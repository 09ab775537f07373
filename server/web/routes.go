package web

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"amends/server/audit"
	"amends/server/tenant"
)

// Route is one address with its audience and what it leaves in the trail.
type Route struct {
	Method, Path string
	Audit        audit.Verb
	Allow        []tenant.Audience // staff roles; nil means counselor, supervisor, intern
	Object       string            // what the id in the path names: "couple", "note"; empty when there is none
	Limit        int64             // largest body in bytes; 0 means 64 kB
	Room         bool              // reachable while the screen is turned to a couple
	Lasting      bool              // a partner's form that stays open after leaving and after care: own settings, and taking back
	Polling      bool              // asked by a script on its own: does not keep the sign-in alive
}

// Audience words of Listed.
const (
	forStaff   = "staff"
	forPartner = "partner"
	forSeat    = "signed-in"
	forPublic  = "public"
)

const defaultLimit = 64 << 10

// AllStaff are the roles of a route open to every member of the staff.
func AllStaff() []tenant.Audience {
	return []tenant.Audience{tenant.Owner, tenant.Counselor, tenant.Supervisor, tenant.Intern, tenant.FrontDesk}
}

// entry is a registered route.
type entry struct {
	Route
	audience string
	noSeat   bool // a sign-in without a chosen seat may come
	staff    func(*Context, tenant.Staff) error
	partner  func(*Context, tenant.Partner) error
	plain    func(*Context) error
}

// Routes takes the routes of the rooms. It offers only registrations that name an audience, so a route without one
// does not compile.
type Routes struct {
	app     *App
	entries []*entry
	byRoute map[string]*entry
}

// Staff registers a route of the practice's people; the roles stand in Route.Allow.
func (r *Routes) Staff(route Route, handle func(*Context, tenant.Staff) error) {
	if route.Allow == nil {
		route.Allow = []tenant.Audience{tenant.Counselor, tenant.Supervisor, tenant.Intern}
	}
	r.add(&entry{Route: route, audience: forStaff, staff: handle})
}

// Partner registers a route of partners.
func (r *Routes) Partner(route Route, handle func(*Context, tenant.Partner) error) {
	r.add(&entry{Route: route, audience: forPartner, partner: handle})
}

// Seat registers a route for everybody who is signed in, staff or partner, such as one's own sign-ins.
func (r *Routes) Seat(route Route, handle func(*Context) error) {
	r.add(&entry{Route: route, audience: forSeat, plain: handle})
}

// Seatless registers a route for a sign-in that may not have chosen its seat yet.
func (r *Routes) Seatless(route Route, handle func(*Context) error) {
	r.add(&entry{Route: route, audience: forSeat, noSeat: true, plain: handle})
}

// Public registers a route that needs no sign-in.
func (r *Routes) Public(route Route, handle func(*Context) error) {
	r.add(&entry{Route: route, audience: forPublic, plain: handle})
}

// Remember names who finds whose a token was before it ended, so that a form typed under it is kept for the same person.
func (r *Routes) Remember(former func(ctx context.Context, token string) (Former, bool, error)) {
	r.app.former = former
}

// add puts the route into echo. A path registered twice or a method that is none is a mistake of the program.
func (r *Routes) add(e *entry) {
	if e.Limit == 0 {
		e.Limit = defaultLimit
	}
	key := e.Method + " " + e.Path
	if r.byRoute[key] != nil || !strings.HasPrefix(e.Path, "/") || !slices.Contains([]string{"GET", "POST"}, e.Method) {
		panic("web: route registered twice or malformed: " + key)
	}
	r.byRoute[key] = e
	r.entries = append(r.entries, e)
	r.app.echo.Add(e.Method, e.Path, func(ec echo.Context) error { return r.app.serve(ec, e) })
}

// allows tells whether a viewer of this audience may use the route.
func (e *entry) allows(audience tenant.Audience) bool {
	switch e.audience {
	case forStaff:
		return slices.Contains(e.Allow, audience)
	case forPartner:
		return audience == tenant.OfPartner
	}
	return true
}

// Listed is one line of `routes -json`.
type Listed struct {
	Method     string `json:"method"`
	Path       string `json:"path"`
	Audience   string `json:"audience"`
	Permission string `json:"permission"`
	Audit      string `json:"audit"`
	Object     string `json:"object"`
}

// List names every route in the order of registration.
func (a *App) List() []Listed {
	list := make([]Listed, 0, len(a.routes.entries))
	for _, e := range a.routes.entries {
		roles := make([]string, 0, len(e.Allow))
		for _, role := range e.Allow {
			roles = append(roles, string(role))
		}
		permission := strings.Join(roles, ",")
		if permission == "" {
			permission = e.audience
		}
		list = append(list, Listed{e.Method, e.Path, e.audience, permission, string(e.Audit), e.Object})
	}
	return list
}

// Has tells whether a route exists and admits this audience; navigation asks, so that nothing in it is dead.
func (r *Routes) Has(method, path string, audience tenant.Audience) bool {
	e := r.byRoute[method+" "+path]
	return e != nil && e.allows(audience)
}

// Home is the first place this audience has in this house.
func (r *Routes) Home(audience tenant.Audience) string {
	for _, path := range []string{"/home", "/today", "/caseload", "/practice", "/desk", "/sign-ins"} {
		if e := r.byRoute["GET "+path]; e != nil && e.allows(audience) {
			return path
		}
	}
	return "/help-now"
}

func (l Listed) String() string {
	return fmt.Sprintf("%s %s (%s: %s)", l.Method, l.Path, l.Audience, l.Permission)
}
