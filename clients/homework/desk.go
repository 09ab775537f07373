package homework

import (
	"slices"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// table is everything the assigning page reads of a couple.
type table struct {
	couple couple.Couple
	copies []*programme.Copy
	gates  couple.GateStates
	roles  map[tenant.PersonID]couple.Role
	carers []couple.Carer
	works  []Work
	held   bool // a safety hold is in force
}

func tableOf(tx *db.Tx, shelf *programme.Shelf, id couple.ID) (t table, err error) {
	if t.couple, err = couple.Get(tx, id); err != nil {
		return t, err
	}
	on, err := programme.PlacedOf(tx, id)
	if err != nil {
		return t, err
	}
	for _, o := range on {
		copy, err := shelf.Version(tx, o.VersionID)
		if err != nil {
			return t, err
		}
		t.copies = append(t.copies, copy)
	}
	if t.gates, err = couple.GatesOf(tx, id); err != nil {
		return t, err
	}
	if t.roles, err = couple.Roles(tx, id); err != nil {
		return t, err
	}
	if t.carers, err = couple.Carers(tx, id); err != nil {
		return t, err
	}
	hold, found, err := couple.HoldOf(tx, id)
	if err != nil {
		return t, err
	}
	t.held = found && hold.On(tx.Now())
	t.works, err = OfCouple(tx, id)
	return t, err
}

// desk gathers what concerns one unit; with an empty code, the first that was not given yet. It reports false when there is
// no such unit on the couple's programmes.
func (t table) desk(code programme.Code, of programme.StepKey) (desk, bool) {
	for _, copy := range t.copies {
		for _, pl := range copy.Programme().Placements {
			if code != "" && pl.Code != code {
				continue
			}
			for _, u := range Units(copy.Lib, pl.Code) {
				if of != "" && u.Step != of || code == "" && (!u.Open() || len(t.earlier(u.Step)) > 0) {
					continue
				}
				return t.deskOf(copy, u), true
			}
		}
	}
	return desk{}, false
}

func (t table) deskOf(copy *programme.Copy, u Unit) desk {
	d := desk{couple: t.couple, copy: copy, unit: u, gates: t.gates, held: t.held, carers: t.carers, owned: Owned(t.works), earlier: t.earlier(u.Step), roles: map[tenant.PersonID]programme.Role{}}
	for _, p := range t.couple.Partners {
		role := t.roles[p.Person]
		if p.EndsOn != nil || role != couple.Involved && role != couple.Injured {
			continue
		}
		d.roles[p.Person] = programme.Role(role)
		if len(u.For(programme.Role(role))) == 0 {
			continue
		}
		if t.holds(u.Step, p.Person) {
			d.has = append(d.has, p)
		} else {
			d.may = append(d.may, p)
		}
	}
	return d
}

// earlier answers what was given of a library step, under whatever row and programme, and not set aside.
func (t table) earlier(step programme.StepKey) (out []Work) {
	for _, w := range t.works {
		if w.Step == step && !w.Aside() && w.AnswersTo == nil {
			out = append(out, w)
		}
	}
	return out
}

// holds tells whether a person has a library step open now: nobody is asked the same thing twice.
func (t table) holds(step programme.StepKey, person tenant.PersonID) bool {
	for _, w := range t.earlier(step) {
		if p, ok := w.Person(person); ok && p.State.Waits() {
			return true
		}
	}
	return false
}

// progress says in a word where a unit stands for the couple; done means by everybody it was for.
func (t table) progress(c *web.Context, u Unit) (word string, done bool) {
	aside := false
	for _, w := range t.works {
		if w.Step != u.Step {
			continue
		}
		aside = aside || w.Aside()
		if w.Waits() {
			return c.T("homework_state_underway"), false
		}
		for _, p := range w.People {
			done = done || p.State.Done()
		}
	}
	switch {
	case done:
		return "", true
	case aside:
		return c.T("homework_state_aside"), false
	}
	return "", false
}

// desk is everything the assigning page knows about one unit for one couple.
type desk struct {
	couple  couple.Couple
	copy    *programme.Copy
	unit    Unit
	gates   couple.GateStates
	held    bool
	roles   map[tenant.PersonID]programme.Role
	may     []couple.Partner // who can be given it now
	has     []couple.Partner // who has it open already
	earlier []Work           // the same step given before, under whatever row
	carers  []couple.Carer
	owned   bool // some work on responsibility is done
}

// rolesNow are the roles of those who can be given it now.
func (d desk) rolesNow() (roles []programme.Role) {
	for _, p := range d.may {
		roles = append(roles, d.roles[p.Person])
	}
	return roles
}

// rolesAll are the roles of everybody the unit is for, given or not; where none is recorded, both.
func (d desk) rolesAll() (roles []programme.Role) {
	for _, p := range append(slices.Clone(d.may), d.has...) {
		roles = append(roles, d.roles[p.Person])
	}
	if len(roles) == 0 {
		roles = []programme.Role{programme.Involved, programme.Injured}
	}
	return roles
}

// had tells whether a person was given this step before, under whatever row.
func (d desk) had(person tenant.PersonID) bool {
	return slices.ContainsFunc(d.earlier, func(w Work) bool {
		_, ok := w.Person(person)
		return ok
	})
}
