package homework

import (
	"slices"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Table is what decides what a couple may be given now: its programmes, roles, gates, a hold, and what stands open already.
// The assigning page and the counselor's plan give by the same rules, which stand here once.
type Table struct {
	t     table
	house *web.Routes
}

// TableOf reads the table of a couple; for staff. house answers which rooms a partner can be sent to.
func TableOf(tx *db.Tx, shelf *programme.Shelf, house *web.Routes, id couple.ID) (Table, error) {
	t, err := tableOf(tx, shelf, id)
	return Table{t, house}, err
}

// Couple is whose table it is.
func (t Table) Couple() couple.Couple { return t.t.couple }

// Works is everything the couple was given, latest first.
func (t Table) Works() []Work { return t.t.works }

// Gates are the couple's gates as they stand.
func (t Table) Gates() couple.GateStates { return t.t.gates }

// Held tells whether a safety hold is in force: nothing joint may be given.
func (t Table) Held() bool { return t.t.held }

// Copies are the programmes the couple is on, oldest first.
func (t Table) Copies() []*programme.Copy { return t.t.copies }

// Unit finds the unit an assignment gave; nil where its version has no such row any more.
func (t Table) Unit(a Assignment) *Unit {
	for _, copy := range t.t.versions() {
		if copy.ID == a.VersionID {
			if u, ok := UnitOf(copy.Lib, a.Code, a.Step); ok {
				return &u
			}
		}
	}
	return nil
}

// Role answers the role whose wording a partner gets; false where none is recorded.
func (t Table) Role(person tenant.PersonID) (programme.Role, bool) {
	r := programme.Role(t.t.roles[person])
	return r, r == programme.Involved || r == programme.Injured
}

// Loads are the minutes a week that everything running asks of each partner.
func (t Table) Loads() map[tenant.PersonID]Load {
	all := map[tenant.PersonID]Load{}
	for _, w := range t.t.works {
		unit := t.Unit(w.Assignment)
		for _, p := range w.People {
			all[p.Person] = all[p.Person].Add(w.Load(unit, p.Person))
		}
	}
	return all
}

// Offer is one unit as it may be given now.
type Offer struct {
	Unit         Unit
	Version      uuid.UUID
	May, Has     []couple.Partner // who can be given it, and who has it open already
	Roles        map[tenant.PersonID]programme.Role
	Hard, Advice []couple.Gate // closed gates before it
	Held         bool          // it is joint, and a hold is on
	Missing      bool          // the room where it is done does not exist in this house
	Before       bool          // somebody who may be given it had it before
}

// Plain tells whether it can be given without another word: nothing forbids it, and nothing asks for a reason.
func (o Offer) Plain() bool {
	return len(o.May) > 0 && len(o.Hard)+len(o.Advice) == 0 && !o.Held && !o.Missing && !o.Before
}

// Offer answers one unit of the couple's programmes; false when there is no such unit on them.
func (t Table) Offer(code programme.Code, of programme.StepKey) (Offer, bool) {
	d, ok := t.t.desk(code, of)
	if !ok || code == "" || d.copy.ID == uuid.Nil { // a step on its own is given at once, not planned
		return Offer{}, false
	}
	roles := d.rolesAll()
	o := Offer{Unit: d.unit, Version: d.copy.ID, May: d.may, Has: d.has, Roles: d.roles, Held: d.held && d.unit.Joint(d.rolesNow()),
		Missing: missing(t.house, d.unit, d.rolesNow()), Before: slices.ContainsFunc(d.may, func(p couple.Partner) bool { return d.had(p.Person) })}
	o.Hard, o.Advice = d.closed(roles)
	return o, true
}

// Give gives a step as it was wished, or answers the fault that the page shows.
func (t Table) Give(tx *db.Tx, w Wish) (uuid.UUID, error) {
	d, ok := t.t.desk(w.Code, w.Step)
	if !ok || w.Code == "" {
		return uuid.Nil, fault.Absent()
	}
	if d.couple.Discharged() {
		return uuid.Nil, fault.Stale("couple_discharged_now")
	}
	people, err := w.decide(d)
	if err != nil {
		return uuid.Nil, err
	}
	if missing(t.house, d.unit, d.rolesNow()) {
		return uuid.Nil, fault.Stale("homework_not_assignable")
	}
	var roles []programme.Role
	for _, role := range people {
		roles = append(roles, role)
	}
	if d.unit.Joint(roles) {
		if err := couple.MayBegin(tx, d.couple.ID); err != nil { // a hold set at the same moment wins
			return uuid.Nil, err
		}
	}
	version := d.copy.ID
	if version == uuid.Nil { // a step on its own: its programme is copied, and the couple is not placed on it
		if version, err = programme.EnsureVersion(tx, t.t.shipped, d.copy.Tag); err != nil {
			return uuid.Nil, err
		}
	}
	return Assign(tx, Giving{Couple: d.couple.ID, Version: version, Unit: d.unit, People: people, From: w.From, Due: w.Due, Reading: w.Reading, Reason: w.Reason})
}

// missing tells whether some of the rooms where a unit is done, for those roles, does not exist in this house.
func missing(house *web.Routes, u Unit, roles []programme.Role) bool {
	for _, room := range u.Rooms(roles) {
		if !house.Has("GET", room, tenant.OfPartner) {
			return true
		}
	}
	return false
}

// Joint tells whether giving a unit to people in those roles begins joint work, which a hold does not let begin: it goes to
// both, or one form of it is for both.
func (u Unit) Joint(roles []programme.Role) bool {
	return len(roles) > 1 || slices.ContainsFunc(roles, func(role programme.Role) bool {
		return slices.ContainsFunc(u.For(role), func(p programme.Placed) bool { return p.Part.Who == programme.WhoBoth })
	})
}
