// Package couple is the room of who is in care: couples, their people and places, injuries and roles, the
// confidentiality policy, gates and the record of consent.
//
// It lies below every other room of clients, sessions and reports: they ask here who a couple is, whether joint work may
// stand and who reads what. Counselors with care enter its pages; front desk and owner read names through it. It must never
// tell a partner a role, a gate, a reason, or anything of the other partner but the name they are called by.
package couple

import (
	"slices"
	"strings"
	"time"

	"amends/server/tenant"
)

// ID is a couple's identity.
type ID = tenant.CoupleID

// Couple is the unit of care.
type Couple struct {
	ID       ID         `db:"couple_id"`
	Code     string     `db:"code"`
	CareFrom time.Time  `db:"care_from"` // first day in care
	CareTo   *time.Time `db:"care_to"`   // last day; nil while in care
	Policy   Policy     `db:"policy"`
	PolicyOn *time.Time `db:"policy_on"` // nil until signed
	Lines    bool       `db:"lines_offered"`
	NextAt   *time.Time `db:"next_at"` // next session, an instant in UTC; nil when none is agreed
	Version  int        `db:"version"`
	Partners []Partner  `db:"-"` // in the order of their places
}

// Partner is one place of a couple and the person in it.
type Partner struct {
	Couple   ID              `db:"couple_id"`
	Person   tenant.PersonID `db:"person_id"`
	Position int             `db:"position"` // orders the two and means nothing else
	Name     string          `db:"chosen_name"`
	Pronouns string          `db:"pronouns"`
	Zone     string          `db:"zone"` // IANA
	Locale   string          `db:"locale"`
	OnPaper  bool            `db:"on_paper"`
	State    Seat            `db:"state"`
	StartsOn time.Time       `db:"starts_on"`
	EndsOn   *time.Time      `db:"ends_on"` // nil while they belong to the couple
}

// Seat is how a place of a couple is taken.
type Seat string

// The states of a place: open (nobody invited), invited, claimed (waits for the counselor), active (signs in), paper.
const (
	SeatOpen    Seat = "open"
	SeatInvited Seat = "invited"
	SeatClaimed Seat = "claimed"
	SeatActive  Seat = "active"
	SeatPaper   Seat = "paper"
)

// Mark is "a" or "b": which of the two colours and line styles this place is drawn with.
func (p Partner) Mark() string {
	if p.Position == 1 {
		return "a"
	}
	return "b"
}

// Location is the person's zone; UTC when the stored name is unknown to this program.
func (p Partner) Location() *time.Location {
	if z, err := time.LoadLocation(p.Zone); err == nil {
		return z
	}
	return time.UTC
}

// Names answers the partners' names in order.
func (c Couple) Names() []string {
	names := make([]string, len(c.Partners))
	for i, p := range c.Partners {
		names[i] = p.Name
	}
	return names
}

// Partner finds one of the couple's people.
func (c Couple) Partner(person tenant.PersonID) (Partner, bool) {
	for _, p := range c.Partners {
		if p.Person == person {
			return p, true
		}
	}
	return Partner{}, false
}

// Other finds the partner of a person; false while the second place is empty.
func (c Couple) Other(person tenant.PersonID) (Partner, bool) {
	for _, p := range c.Partners {
		if p.Person != person {
			return p, true
		}
	}
	return Partner{}, false
}

// Here answers the people who belong to the couple, in the order of their places.
func (c Couple) Here() []Partner {
	return slices.DeleteFunc(slices.Clone(c.Partners), Partner.Left)
}

// Both tells whether something can pass between the two on a civil date: two people belong to the couple, those named among
// them, and it is in care. From the moment a discharge is recorded nothing passes, though its last day is still the partners'.
func (c Couple) Both(day time.Time, named ...tenant.PersonID) bool {
	here := c.Here()
	for _, person := range named {
		if !slices.ContainsFunc(here, func(p Partner) bool { return p.Person == person }) {
			return false
		}
	}
	return len(here) == 2 && c.InCare(day) && !c.Discharged()
}

// InCare tells whether a civil date lies within the couple's care.
func (c Couple) InCare(day time.Time) bool {
	return !day.Before(c.CareFrom) && (c.CareTo == nil || !day.After(*c.CareTo))
}

// Policy is what the two agreed about what the counselor may tell the other. Safety disclosures are outside every policy.
type Policy string

// The three policies of product.md.
const (
	NoSecrets      Policy = "none"       // each signed that the counselor may share by judgement
	LimitedSecrets Policy = "limited"    // the writer is told first and gets time
	Confidences    Policy = "individual" // individual confidences are kept
)

// Unsigned stands for no policy where a partner has signed none: nobody may say "by your agreement" to them.
const Unsigned Policy = ""

// Signed is the policy that is in force by signature; Unsigned before there is one.
func (c Couple) Signed() Policy {
	if c.PolicyOn == nil {
		return Unsigned
	}
	return c.Policy
}

// Policies answers the policies in the order a form shows them.
func Policies() []Policy { return []Policy{LimitedSecrets, NoSecrets, Confidences} }

// Known tells whether p is one of the three.
func (p Policy) Known() bool {
	return p == NoSecrets || p == LimitedSecrets || p == Confidences
}

// Role is a partner's role in one injury. It belongs to the injury, never to the person, and is counselor knowledge.
type Role string

// The roles, and Each for wording that does not depend on one.
const (
	Involved Role = "involved"
	Injured  Role = "injured"
	Each     Role = "each"
)

// FoldCode makes a couple code from what a counselor typed: no spaces, upper case.
func FoldCode(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(s), "-"))
}
