package couple

import "time"

// Gate is a counselor's recorded judgement that a kind of work may begin. It is opened by a person, never by a score.
type Gate string

// The gates of product.md.
const (
	G0 Gate = "G0" // consents given by each partner: hard
	G1 Gate = "G1" // individual safety screens of both reviewed: hard
	G2 Gate = "G2" // mandate
	G3 Gate = "G3" // injury stopped and disclosed
	G4 Gate = "G4" // stabilised
	G5 Gate = "G5" // ownership heard
	G6 Gate = "G6" // meaning shared
	G7 Gate = "G7" // deeds over time
	G8 Gate = "G8" // decision
)

// Gates lists them in order.
func Gates() []Gate { return []Gate{G0, G1, G2, G3, G4, G5, G6, G7, G8} }

// Known tells whether g is one of the nine.
func (g Gate) Known() bool { return len(g) == 2 && g[0] == 'G' && g[1] >= '0' && g[1] <= '8' }

// Hard tells whether nothing joint goes on while the gate is closed. The others warn, and the counselor may go on with a reason.
func (g Gate) Hard() bool { return g == G0 || g == G1 }

// GateEvent is one opening or closing.
type GateEvent struct {
	Gate   Gate      `db:"gate"`
	Opened bool      `db:"opened"`
	On     time.Time `db:"on_date"`
	Basis  string    `db:"basis"` // paper, session, other
	By     string    `db:"chosen_name"`
}

// GateStates is the latest event of each gate that has one.
type GateStates map[Gate]GateEvent

// Open tells whether a gate is open; a gate without an event is closed.
func (s GateStates) Open(g Gate) bool { return s[g].Opened }

// JointOpen tells whether joint work may stand at all.
func (s GateStates) JointOpen() bool { return s.Open(G0) && s.Open(G1) }

// Closed answers which of the wanted gates are closed, hard ones apart from the advice.
func (s GateStates) Closed(want []Gate) (hard, advice []Gate) {
	for _, g := range []Gate{G0, G1} {
		if !s.Open(g) {
			hard = append(hard, g)
		}
	}
	for _, g := range want {
		if !g.Hard() && !s.Open(g) {
			advice = append(advice, g)
		}
	}
	return hard, advice
}

// Screen is the counselor's judgement after a partner's individual safety screen.
type Screen string

// The outcomes of a screen.
const (
	ScreenJoint      Screen = "joint"
	ScreenConditions Screen = "conditions"
	ScreenIndividual Screen = "individual"
)

// Known tells whether s is one of the three.
func (s Screen) Known() bool {
	return s == ScreenJoint || s == ScreenConditions || s == ScreenIndividual
}

// Evidence is what a hard gate stands on, one line per partner.
type Evidence struct {
	Partner   Partner
	ConsentOn *time.Time // date the consent was signed; nil without one
	ScreenOn  *time.Time // date of the individual screen; nil without one
	Outcome   Screen     // of the screen
}

// MayOpen tells whether the evidence carries a hard gate: every place of the couple has it, and for G1 no screen says
// that only individual work fits. Advice gates need none.
func MayOpen(g Gate, evidence []Evidence) bool {
	if !g.Hard() {
		return true
	}
	if len(evidence) == 0 {
		return false
	}
	for _, e := range evidence {
		if g == G0 && e.ConsentOn == nil {
			return false
		}
		if g == G1 && (e.ScreenOn == nil || e.Outcome == ScreenIndividual) {
			return false
		}
	}
	return true
}
