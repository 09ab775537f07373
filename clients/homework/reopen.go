package homework

import (
	"slices"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Reopenable tells whether the counselor may open a step again for somebody: it is done once, they sent it, and it was read, or
// there was nothing to read. Before that its writer takes it back; what comes round is written again without being opened.
func (w Work) Reopenable(p Person) bool {
	return p.State == Submitted && p.ReadAt != nil && w.Repeats == 0 && !w.Aside()
}

// OpenAgain lets somebody write a step again that is done once. What they sent stays as an earlier version, with the counselor or
// kept as it was, and the step stays done: only the writing is open.
func OpenAgain(tx *db.Tx, w Work, u *Unit, person tenant.PersonID) error {
	p, ok := w.Person(person)
	if !ok {
		return fault.Absent()
	}
	if !w.Reopenable(p) || u == nil {
		return fault.Stale("homework_moved_on")
	}
	if len(w.People) > 1 || u.Joint([]programme.Role{p.Role}) {
		if err := couple.MayBegin(tx, w.Couple); err != nil {
			return err
		}
	}
	if err := store(tx, w.ID, person, move{To: Open, DoneOn: p.DoneOn}); err != nil {
		return err
	}
	tx.Audit(audit.AssignmentReopened, w.ID, w.Couple)
	return couple.RefreshState(tx, w.Couple, person)
}

// reopen opens a step again for one of its people, with one press on its page.
func (p Pages) reopen(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, w Work, f *web.Form) error {
		person, err := uuid.Parse(f.Text("person"))
		if err != nil {
			return fault.Absent()
		}
		cp, err := couple.Get(tx, w.Couple)
		if err != nil {
			return err
		}
		if cp.Discharged() {
			return fault.Stale("couple_discharged_now")
		}
		if !slices.ContainsFunc(cp.Here(), func(one couple.Partner) bool { return one.Person.UUID == person }) {
			return fault.Absent()
		}
		copy, err := p.shelf.Version(tx, w.VersionID)
		if err != nil {
			return err
		}
		unit, ok := UnitOf(copy.Lib, w.Code, w.Step)
		if !ok {
			return fault.Stale("homework_moved_on")
		}
		gates, err := couple.GatesOf(tx, w.Couple)
		if err != nil {
			return err
		}
		if who, ok := w.Person(tenant.PersonID{UUID: person}); ok {
			if hard, _ := unit.Gates(copy.Programme(), []programme.Role{who.Role}, gates); len(hard) > 0 {
				return fault.Stale("homework_gate_closed")
			}
		}
		return OpenAgain(tx, w, &unit, tenant.PersonID{UUID: person})
	})
}
