package homework

import (
	"slices"

	"amends/clients/couple"
	"amends/clients/programme"
)

// ownership lists the library steps in which somebody takes responsibility: self-forgiveness opens after them.
func ownership() []programme.StepKey { return []programme.StepKey{"ownership", "apology"} }

// ownershipGate is the counselor's judgement that ownership was heard.
const ownershipGate couple.Gate = "G5"

// Owned tells whether some of a couple's work on responsibility is done.
func Owned(works []Work) bool {
	return slices.ContainsFunc(works, func(w Work) bool {
		return slices.Contains(ownership(), w.Step) && slices.ContainsFunc(w.People, func(p Person) bool { return p.State.Done() })
	})
}

// closed answers the gates that stand before giving the unit to those roles. Self-forgiveness opens with the gate of ownership
// or with work on responsibility that is done; until then the gate advises against it, whatever the row names.
func (d desk) closed(roles []programme.Role) (hard, advice []couple.Gate) {
	hard, advice = d.unit.Gates(d.copy.Programme(), roles, d.gates)
	if !d.forgives(roles) {
		return hard, advice
	}
	advice = slices.DeleteFunc(advice, func(g couple.Gate) bool { return g == ownershipGate })
	if !d.gates.Open(ownershipGate) && !d.owned {
		advice = append(advice, ownershipGate)
		slices.Sort(advice)
	}
	return hard, advice
}

// forgives tells whether the unit holds self-forgiveness for some of the roles.
func (d desk) forgives(roles []programme.Role) bool {
	return slices.ContainsFunc(roles, func(role programme.Role) bool {
		return slices.ContainsFunc(d.unit.For(role), func(p programme.Placed) bool { return p.Part.Kind == programme.SFR })
	})
}
