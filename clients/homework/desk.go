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

	shipped *programme.Library
	loose   []*programme.Copy // of programmes the couple is not on, from which something was given
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
	if t.held, err = couple.Held(tx, id); err != nil {
		return t, err
	}
	t.shipped = shelf.Shipped
	if t.works, err = OfCouple(tx, id); err != nil {
		return t, err
	}
	for _, w := range t.works {
		if slices.ContainsFunc(t.versions(), func(copy *programme.Copy) bool { return copy.ID == w.VersionID }) {
			continue
		}
		copy, err := shelf.Version(tx, w.VersionID)
		if err != nil {
			return t, err
		}
		t.loose = append(t.loose, copy)
	}
	return t, nil
}

// versions are the copies of the couple's programmes, and of those from which it was given something.
func (t table) versions() []*programme.Copy { return slices.Concat(t.copies, t.loose) }

// elsewhere are the programmes that ship and that the couple is not on, as they ship: nothing of them is copied yet.
func (t table) elsewhere() (out []*programme.Copy) {
	for _, pr := range t.shipped.Programmes() {
		if !slices.ContainsFunc(t.copies, func(copy *programme.Copy) bool { return copy.Tag == pr.Tag }) {
			out = append(out, &programme.Copy{Tag: pr.Tag, Lib: t.shipped})
		}
	}
	return out
}

// desk gathers what concerns one unit; with an empty code, the first of the couple's programmes that was not given yet. A row of a
// programme the couple is not on is found as it ships. It reports false when there is no such unit.
func (t table) desk(code programme.Code, of programme.StepKey) (desk, bool) {
	from := t.copies
	if code != "" {
		from = slices.Concat(t.copies, t.elsewhere())
	}
	for _, copy := range from {
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
		if p.Left() || role != couple.Involved && role != couple.Injured {
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

// holds tells whether a person has a library step open or resting now: nobody is asked the same thing twice.
func (t table) holds(step programme.StepKey, person tenant.PersonID) bool {
	for _, w := range t.earlier(step) {
		if p, ok := w.Person(person); ok && (p.State.Waits() || p.State == Paused) {
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
