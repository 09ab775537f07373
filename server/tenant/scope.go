package tenant

import "time"

// Audience is who sits in a seat; it is what row security and route permissions ask.
type Audience string

// The audiences. Operator is the machine's administrator in a command; it is never reached from a browser.
const (
	Owner      Audience = "owner"
	Counselor  Audience = "counselor"
	Supervisor Audience = "supervisor"
	Intern     Audience = "intern"
	FrontDesk  Audience = "front_desk"
	OfPartner  Audience = "partner"
	OfOperator Audience = "operator"
)

// Scope is what a transaction may see. The zero Scope sees nothing.
type Scope struct {
	practice PracticeID
	person   PersonID
	couple   CoupleID
	audience Audience
	from     time.Time
	until    time.Time
}

func (s Scope) Practice() PracticeID { return s.practice }
func (s Scope) Person() PersonID     { return s.person }

// Couple is the partner's couple; zero for everybody else.
func (s Scope) Couple() CoupleID   { return s.couple }
func (s Scope) Audience() Audience { return s.audience }

// From is the first day whose joint record a partner sees, the first of their place in the couple. Zero sees nothing joint
// but what is the partner's own.
func (s Scope) From() time.Time { return s.from }

// Until is the last day whose joint record a separated partner sees; zero while they belong to the couple.
func (s Scope) Until() time.Time { return s.until }

// Staff is a seat of the practice's people. Store functions that ask for Staff cannot be called by a partner's page.
type Staff struct {
	scope Scope
}

// NewStaff makes the scope of a staff seat.
func NewStaff(practice PracticeID, person PersonID, role Audience) Staff {
	return Staff{Scope{practice: practice, person: person, audience: role}}
}

func (s Staff) Scope() Scope         { return s.scope }
func (s Staff) Practice() PracticeID { return s.scope.practice }
func (s Staff) Person() PersonID     { return s.scope.person }
func (s Staff) Role() Audience       { return s.scope.audience }

// Partner is one person's place in one couple.
type Partner struct {
	scope Scope
}

// NewPartner makes the scope of a partner. from is the first day of their place in the couple, until its last: zero unless
// they have left it.
func NewPartner(practice PracticeID, person PersonID, couple CoupleID, from, until time.Time) Partner {
	return Partner{Scope{practice: practice, person: person, couple: couple, audience: OfPartner, from: from, until: until}}
}

func (p Partner) Scope() Scope         { return p.scope }
func (p Partner) Practice() PracticeID { return p.scope.practice }
func (p Partner) Person() PersonID     { return p.scope.person }
func (p Partner) Couple() CoupleID     { return p.scope.couple }

// Operator is a command of the machine's administrator, working in one practice (or, with a zero practice, on what
// has none: keys, chains, links). Its acts are audited with the operating-system user's name as the request.
type Operator struct {
	scope Scope
	user  string
}

// NewOperator makes the scope of a command run by the named operating-system user.
func NewOperator(practice PracticeID, user string) Operator {
	return Operator{Scope{practice: practice, audience: OfOperator}, user}
}

func (o Operator) Scope() Scope         { return o.scope }
func (o Operator) Practice() PracticeID { return o.scope.practice }

// User is the name of the operating-system user who runs the command.
func (o Operator) User() string { return o.user }
