package couple

import "time"

// Sharing is how far an item goes by default (programmes.md): kept, author and counselor, released later, joint.
type Sharing string

// The codes of programmes.md.
const (
	Kept     Sharing = "P"
	ToReader Sharing = "C"
	Released Sharing = "R"
	Joint    Sharing = "J"
)

// Reader is the visibility line that stands before a field a partner fills: the id of a message and its arguments.
// It is computed from the couple's policy and the item's sharing, so that it is always true.
type Reader struct {
	Sentence string
	Args     map[string]any
}

// WhoReads computes the visibility line. counselor names who has care; partner is the other's name, empty while the second
// place is empty. What goes to the counselor says what the policy lets them do with it, before one is signed that none is, and that nobody
// watches round the clock.
func WhoReads(s Sharing, p Policy, counselor, partner string) Reader {
	args := map[string]any{"Counselor": counselor, "Partner": partner}
	switch s {
	case Kept:
		return Reader{"reader_kept", args}
	case Joint:
		return WhoReadsJoint(true, counselor, partner)
	}
	switch p {
	case Unsigned:
		return Reader{"reader_counselor_unsigned", args}
	case NoSecrets:
		return Reader{"reader_counselor_none", args}
	case Confidences:
		return Reader{"reader_counselor_individual", args}
	}
	return Reader{"reader_counselor_limited", args}
}

// WhoReadsJoint computes the line of a promise: the other reads it when it passes, at once or from the counselor's hands. It is the
// same sentence in either case, for the two must never tell them apart. reads is whether it is made within the other's time in
// the couple; outside it, the line tells the rule and not the days: when somebody came or left is not its business.
func WhoReadsJoint(reads bool, counselor, partner string) Reader {
	args := map[string]any{"Counselor": counselor, "Partner": partner}
	switch {
	case partner == "":
		return Reader{"reader_joint_alone", args}
	case !reads:
		return Reader{"reader_joint_apart", args}
	}
	return Reader{"reader_joint", args}
}

// Reads tells whether a partner reads what is made joint on a civil date: from the first day of their place to its last.
func (p Partner) Reads(made time.Time) bool {
	return !made.Before(p.StartsOn) && (p.EndsOn == nil || !made.After(*p.EndsOn))
}
