package programme

import "slices"

// Kind is the form a part is done with.
type Kind string

// The nineteen kinds.
const (
	APO   Kind = "APO"   // apology-letter builder
	QNA   Kind = "QNA"   // question-and-answer log
	AGR   Kind = "AGR"   // agreements register
	PRM   Kind = "PRM"   // promise ledger
	LIS   Kind = "LIS"   // listening exercise
	FEE   Kind = "FEE"   // feelings log
	SET   Kind = "SET"   // setback plan
	IMP   Kind = "IMP"   // impact statement and acknowledgement
	IST   Kind = "IST"   // I-statement practice
	BND   Kind = "BND"   // boundaries
	RIT   Kind = "RIT"   // connection ritual
	DEC   Kind = "DEC"   // decide together
	WIN   Kind = "WIN"   // wins journal
	SFR   Kind = "SFR"   // self-forgiveness reflection
	ROOT  Kind = "ROOT"  // causes-and-pattern map
	REFER Kind = "REFER" // outside help
	REF   Kind = "REF"   // reflection
	EDU   Kind = "EDU"   // reading
	OWN   Kind = "OWN"   // the counselor's own kind
)

// Kinds lists every kind in the order of the table in the package's schema.
func Kinds() []Kind {
	return []Kind{APO, QNA, AGR, PRM, LIS, FEE, SET, IMP, IST, BND, RIT, DEC, WIN, SFR, ROOT, REFER, REF, EDU, OWN}
}

// Room answers the partner's page of a kind that outlives an assignment and has a room of its own; empty for the kinds that
// are done on the one exercise engine.
func Room(k Kind) string {
	switch k {
	case PRM:
		return "/promises"
	case QNA:
		return "/questions"
	case AGR:
		return "/agreements"
	case BND:
		return "/boundaries"
	case SET:
		return "/plan"
	case DEC:
		return "/decisions"
	}
	return ""
}

// Room answers where a part is done: what Room says of its kind, but a log that comes again and again is written like any
// exercise, in the questions of its own. Such are limits that were kept or met, and what was said and done in hard moments where
// others read it; what somebody keeps of a wave for themself stands in the plan's own book.
func (p Part) Room() string { return roomOf(p.Kind, p.Cadence, p.Sharing) }

// Room answers where what is viewed is done; empty for the exercise engine.
func (v View) Room() string { return roomOf(v.Kind, v.Cadence, v.Sharing) }

func roomOf(k Kind, c Cadence, s Sharing) string {
	log := false
	switch k {
	case BND:
		log = c.Repeats() != 0
	case SET, PRM:
		log = c.Rhythm == OnEvent && s.Code != ShareKept
	}
	if log {
		return ""
	}
	return Room(k)
}

// Acknowledgement is the step with which the reader of a released statement may answer. The counselor opens it; no row of any
// programme places it.
const Acknowledgement StepKey = "acknowledgement"

// neverDue reports kinds that carry no due date for anybody: closeness, decisions,
// feelings and self-forgiveness come at their own pace.
func neverDue(k Kind) bool {
	switch k {
	case RIT, DEC, FEE, SFR:
		return true
	}
	return false
}

// written reports kinds that are letters or statements, which a court may ask for.
func written(k Kind) bool { return k == APO || k == IMP }

// Who says for whom a part is meant. Each is apart from the other, both is joint.
type Who string

// The values of Who.
const (
	WhoInvolved  Who = "involved"
	WhoInjured   Who = "injured"
	WhoEach      Who = "each"
	WhoBoth      Who = "both"
	WhoCounselor Who = "counselor"
)

// Roles lists the roles that take part; nil for an unknown value.
func (w Who) Roles() []Role {
	switch w {
	case WhoInvolved:
		return []Role{Involved}
	case WhoInjured:
		return []Role{Injured}
	case WhoEach, WhoBoth:
		return []Role{Involved, Injured}
	case WhoCounselor:
		return []Role{Counselor}
	}
	return nil
}

// Includes reports whether somebody in that role takes part.
func (w Who) Includes(role Role) bool { return slices.Contains(w.Roles(), role) }

// Role is somebody's place in one injury, and the key of their wording. Partners
// never see the word itself.
type Role string

// The roles. Each is no place but a key of wordings that both partners share.
const (
	Involved  Role = "involved"
	Injured   Role = "injured"
	Counselor Role = "counselor"
	Each      Role = "each"
)

// Share is a sharing code: kept (P), author and counselor (C), released when the
// author presses release and nothing holds it (R), joint once the counselor passes it on (J).
type Share string

// The sharing codes.
const (
	ShareKept      Share = "P"
	ShareCounselor Share = "C"
	ShareReleased  Share = "R"
	ShareJoint     Share = "J"
)

func (s Share) reaches() bool { return s == ShareReleased || s == ShareJoint }

// When is the condition of a Sharing.
type When string

// The conditions.
const (
	WhenSummary  When = "summary"  // the author chose to hand over a summary
	WhenSigned   When = "signed"   // both signed
	WhenBothIn   When = "both-in"  // both answered and the counselor opened them
	WhenSession  When = "session"  // it was heard in a session first
	WhenReviewed When = "reviewed" // the counselor read it first
)

// Due says whether a part may carry a due date at all.
type Due string

// The values of Due.
const (
	DueAllowed Due = "allowed"
	DueNever   Due = "never"
)

// Answer is the shape of an answer; empty is AnswerText.
type Answer string

// The shapes of an answer.
const (
	AnswerText   Answer = "text"   // several lines
	AnswerShort  Answer = "short"  // one line
	AnswerDate   Answer = "date"   // a calendar date
	AnswerScale  Answer = "scale"  // 0 to 10
	AnswerChoice Answer = "choice" // one of the options
)

// Turn says who answers within a form that both work on; empty is TurnOwn.
type Turn string

// The turns.
const (
	TurnOwn   Turn = "own"
	TurnReply Turn = "reply"
)

// Rhythm is how often a part comes round.
type Rhythm string

// The rhythms.
const (
	Once      Rhythm = "once"
	Daily     Rhythm = "daily"
	Weekly    Rhythm = "weekly"
	Every     Rhythm = "every"  // every so many weeks
	Phasewise Rhythm = "phase"  // as long as its phase lasts
	OnEvent   Rhythm = "event"  // after something happened
	Wanted    Rhythm = "wanted" // when the person wants, never offered on a schedule
	OnDemand  Rhythm = "demand" // looked up
	Raised    Rhythm = "raised" // when somebody brings it up
)

// AnyDay is the answer of Repeats for what may be done again on any day and never comes back by itself.
const AnyDay = -1

// Repeats tells after how many days a part comes round by itself; 0 when it is done once, AnyDay when it may be done again
// after events, in its phase or when somebody wants it.
func (c Cadence) Repeats() int {
	days := 0
	for _, r := range append([]Rhythm{c.Rhythm}, c.Also...) {
		if n := r.days(max(c.Most, c.Least, 1)); n > 0 && (days <= 0 || n < days) || n == AnyDay && days == 0 {
			days = n
		}
	}
	return days
}

// days lie between two goes at a rhythm; times is how often a day or week, or how many weeks.
func (r Rhythm) days(times int) int {
	switch r {
	case Weekly:
		return max(1, 7/times)
	case Every:
		return 7 * times
	case Daily:
		return 1
	case Phasewise, OnEvent, Wanted, OnDemand, Raised:
		return AnyDay
	}
	return 0
}

// Rhythms lists them in order.
func Rhythms() []Rhythm {
	return []Rhythm{Once, Daily, Weekly, Every, Phasewise, OnEvent, Wanted, OnDemand, Raised}
}

// Gate is a counselor's recorded judgement that a kind of work may begin.
type Gate string

// The two hard gates; the others, G2 to G8, are advice.
const (
	GateConsent Gate = "G0"
	GateSafety  Gate = "G1"
)

// Gates lists G0 to G8.
func Gates() []Gate {
	return []Gate{"G0", "G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8"}
}

// Hard reports whether the gate forbids; the others warn and let the counselor go on
// with a reason.
func (g Gate) Hard() bool { return g == GateConsent || g == GateSafety }

// Caution is a number from 1 to 15; their meaning stands in SCHEMA.md.
type Caution int

// The cautions that change what a page shows or a file may say.
const (
	CautionScreened  Caution = 1
	CautionUnforced  Caution = 2
	CautionCloseness Caution = 9
	CautionReading   Caution = 11
	CautionHelp      Caution = 12
	CautionCourt     Caution = 14
	lastCaution      Caution = 15
)

// RatingCodes lists the check-in ratings a row may name.
func RatingCodes() []string {
	return []string{"SAFE", "RELY", "HEARD", "CLOSE", "HOPE", "KEPT-a", "KEPT-p", "CALM", "OPEN-a", "OPEN-p",
		"GUARD-a", "FREE", "LIMIT", "OWN-a", "SURE", "TRIG", "KIND-a"}
}
