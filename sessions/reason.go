package sessions

import (
	"math"
	"slices"
	"time"

	"amends/clients/couple"
	"amends/reports/progress"
	"amends/server/civil"
	"amends/server/tenant"
)

// Kind says why a couple needs the counselor. The order of the constants is the order of the caseload.
type Kind string

// The reasons.
const (
	Safety    Kind = "safety"   // a safety answer nobody has acknowledged
	Screened  Kind = "screen"   // an individual screen was answered and waits for a judgement
	Seat      Kind = "seat"     // somebody claimed an invitation and waits to be confirmed
	Read      Kind = "read"     // sent work the counselor wants to read before the session
	Release   Kind = "release"  // something its author asks to be released
	Unsigned  Kind = "unsigned" // an own note that is not signed
	NotYet    Kind = "notyet"   // a promise answered "not yet" since the last session
	Setback   Kind = "setback"  // a week far below the weeks before
	Apart     Kind = "apart"    // the two lines moved apart for four weeks
	Quiet     Kind = "quiet"    // no check-in from either for a while
	Consent   Kind = "consent"  // a consent or a safety screen is still open
	Discern   Kind = "discern"  // the agreed end of a discernment has come
	Seen      Kind = "seen"     // check-ins nobody has marked seen
	Held      Kind = "held"     // a safety hold is on or planned
	Confided  Kind = "confided" // the day of a held confidence comes near
	kindCount      = 15
)

// Kinds lists the reasons in the order of the caseload.
func Kinds() []Kind { return append([]Kind(nil), kinds[:]...) }

var kinds = [kindCount]Kind{Safety, Screened, Seat, Read, Release, Unsigned, NotYet, Setback, Apart, Quiet, Consent, Discern, Seen, Held, Confided}

// Reason is why a couple needs the counselor now.
type Reason struct {
	Kind   Kind
	Couple couple.ID
	Name   string     // of the partner it comes from; empty when it concerns both
	Since  time.Time  // when it began: an instant for acts, midnight UTC of a civil date for weeks
	Dated  bool       // Since is a civil date
	Weeks  int        // of good weeks before a setback, of weeks apart
	Days   int        // of silence, of a note's age
	Values [2]float64 // latest values of the two lines, when apart
	Path   string     // where it is dealt with
}

// Row is one couple of the caseload with what lists show.
type Row struct {
	Couple   couple.ID
	Code     string
	CareFrom time.Time
	CareTo   *time.Time // last day; nil while in care
	NextAt   *time.Time
	Partners []PartnerRow
	Promises int    // active ones
	StepKey  string // of the newest open assignment
	JointOn  bool   // G0 and G1 are open
	Cover    bool   // the one who asks only covers for this couple
}

// PartnerRow is one partner of a row, from their state row.
type PartnerRow struct {
	Person     tenant.PersonID
	Position   int
	Name       string
	Seat       couple.Seat
	OnPaper    bool
	LeftOn     *time.Time // last day of their place; nil while it goes on
	LastOn     *time.Time // date of the last check-in
	LastSource string
	Unseen     int
	UnseenAt   *time.Time
	Monday     *time.Time // newest week of the ring
	Safe       []*float64 // twelve weeks of SAFE, oldest first, nil = gap
	ToRead     int
	ToReadAt   *time.Time
	OpenWork   int
}

// Fact is one thing that waits, as read from the tables.
type Fact struct {
	Kind   Kind
	Couple couple.ID
	Object string // id of what is dealt with
	Person tenant.PersonID
	At     time.Time
}

// The thresholds, in days and points of the 0-10 scale.
const (
	quietAfter = 10  // days without a check-in of either
	apartWeeks = 4   // weeks in a row the gap did not shrink
	apartGrew  = 2.0 // points the gap grew over them
	apartLeast = 3.0 // points apart at the end
	ringWeeks  = 12
)

// Reasons computes why a couple needs the counselor, most urgent first. today is the counselor's date.
func Reasons(r Row, facts []Fact, today time.Time) []Reason {
	var found []Reason
	for _, f := range facts {
		if f.Couple != r.Couple {
			continue
		}
		reason := Reason{Kind: f.Kind, Couple: r.Couple, Name: r.name(f.Person), Since: f.At, Path: pathOf(f, r.Couple)}
		switch f.Kind {
		case Unsigned:
			reason.Dated, reason.Days = true, daysSince(f.At, today)
		case Discern, Confided:
			reason.Dated = true
		}
		found = append(found, reason)
	}
	if r.Cover {
		// Cover answers for safety and knows of a hold; everything else waits for whoever treats them.
		return slices.DeleteFunc(found, func(x Reason) bool { return x.Kind != Safety && x.Kind != Unsigned && x.Kind != Held })
	}
	if r.CareTo != nil {
		found = append(found, r.unseen()...)
		found = slices.DeleteFunc(found, func(x Reason) bool { return !x.Kind.outlasts() })
		byKind(found)
		return found
	}
	found = append(found, r.claims()...)
	found = append(found, r.unseen()...)
	found = append(found, r.setback()...)
	found = append(found, r.apart()...)
	found = append(found, r.quiet(today)...)
	found = append(found, r.consent()...)
	byKind(found)
	return found
}

// byKind sorts reasons by how urgent their kind is; of one kind they keep their order.
func byKind(rs []Reason) {
	slices.SortStableFunc(rs, func(a, b Reason) int { return slices.Index(kinds[:], a.Kind) - slices.Index(kinds[:], b.Kind) })
}

// staying are the partners whose place goes on: of who has left, only what they sent before is still looked at.
func (r Row) staying() []PartnerRow {
	return slices.DeleteFunc(slices.Clone(r.Partners), func(p PartnerRow) bool { return p.LeftOn != nil })
}

// pressing are the reasons that may stand in a list which is turned to others or printed. A hold asks for nothing there, and a
// held confidence is on Today alone.
func pressing(rs []Reason) []Reason {
	return slices.DeleteFunc(rs, func(x Reason) bool { return x.Kind.offPaper() })
}

// offPaper tells whether a reason is never printed.
func (k Kind) offPaper() bool { return k == Held || k == Confided }

// unconfided leaves out what Today alone may say.
func unconfided(rs []Reason) []Reason {
	return slices.DeleteFunc(rs, func(x Reason) bool { return x.Kind == Confided })
}

func (r Row) name(person tenant.PersonID) string {
	for _, p := range r.Partners {
		if p.Person == person {
			return p.Name
		}
	}
	return ""
}

func pathOf(f Fact, id couple.ID) string {
	switch f.Kind {
	case Safety:
		return "/safety-alerts/" + f.Object
	case Unsigned:
		return "/progress-notes/" + f.Object
	case NotYet:
		return couple.Path(id) + "/promises"
	case Read:
		return "/entries/" + f.Object
	case Release:
		return "/entries/" + f.Object + "/release"
	case Screened:
		return couple.Path(id) + "/screens/" + f.Object
	case Discern:
		return couple.Path(id) + "/discernment"
	case Confided:
		return couple.Path(id) + "/confidences"
	case Held:
		return couple.Path(id) + "/hold"
	}
	return couple.Path(id)
}

// claims finds an invitation that somebody used and the counselor has not confirmed.
func (r Row) claims() []Reason {
	for _, p := range r.staying() {
		if p.Seat == couple.SeatClaimed {
			return []Reason{{Kind: Seat, Couple: r.Couple, Name: p.Name, Path: couple.Path(r.Couple) + "/people"}}
		}
	}
	return nil
}

// unseen gathers both partners' check-ins that nobody marked seen: one thing to do, on one page.
func (r Row) unseen() []Reason {
	reason := Reason{Kind: Seen, Couple: r.Couple, Path: couple.Path(r.Couple) + "/check-ins"}
	for _, p := range r.Partners {
		if p.Unseen == 0 || p.UnseenAt == nil {
			continue
		}
		if reason.Days == 0 || p.UnseenAt.Before(reason.Since) {
			reason.Since = *p.UnseenAt
		}
		reason.Days += p.Unseen
		reason.Name = p.Name
	}
	if reason.Days == 0 {
		return nil
	}
	return []Reason{reason}
}

// setback finds a partner whose newest week fell out of their own wave (progress.Setbacks).
func (r Row) setback() []Reason {
	for _, p := range r.staying() {
		if p.Monday == nil || len(p.Safe) == 0 || p.Safe[len(p.Safe)-1] == nil {
			continue
		}
		var values []float64
		for _, v := range p.Safe {
			if v != nil {
				values = append(values, *v)
			}
		}
		if flags := progress.Setbacks(values, false); len(flags) > 0 && flags[len(flags)-1] {
			return []Reason{{Kind: Setback, Couple: r.Couple, Name: p.Name, Since: *p.Monday, Dated: true, Weeks: steady(flags), Path: couple.Path(r.Couple)}}
		}
	}
	return nil
}

// steady counts the weeks before the last one that were not flagged.
func steady(flags []bool) int {
	n := 0
	for i := len(flags) - 2; i >= 0 && !flags[i]; i-- {
		n++
	}
	return n
}

// apart finds two lines whose gap never shrank over four weeks, grew, and is wide now. It compares the couple only here and
// is computed on read: no row knows both.
func (r Row) apart() []Reason {
	two := r.staying()
	if len(two) != 2 {
		return nil
	}
	a, b := two[0], two[1]
	if a.Monday == nil || b.Monday == nil || !a.Monday.Equal(*b.Monday) || len(a.Safe) < apartWeeks || len(b.Safe) < apartWeeks {
		return nil
	}
	var gaps []float64
	for i := apartWeeks; i >= 1; i-- {
		x, y := a.Safe[len(a.Safe)-i], b.Safe[len(b.Safe)-i]
		if x == nil || y == nil {
			return nil
		}
		gaps = append(gaps, math.Abs(*x-*y))
	}
	grew := 0
	for i := 1; i < len(gaps); i++ {
		if gaps[i] < gaps[i-1] {
			return nil
		}
		if gaps[i] > gaps[i-1] {
			grew++
		}
	}
	if grew < 2 {
		return nil // one hard week of one of them is a setback, not a drift
	}
	last := gaps[len(gaps)-1]
	if last-gaps[0] < apartGrew || last < apartLeast {
		return nil
	}
	return []Reason{{Kind: Apart, Couple: r.Couple, Since: a.Monday.AddDate(0, 0, -7*(apartWeeks-1)), Dated: true, Weeks: apartWeeks,
		Values: [2]float64{*a.Safe[len(a.Safe)-1], *b.Safe[len(b.Safe)-1]}, Path: couple.Path(r.Couple)}}
}

// quiet finds a couple from whom nobody has checked in for a while. Who takes part on paper is not waited for.
func (r Row) quiet(today time.Time) []Reason {
	var last *time.Time
	waited := false
	for _, p := range r.staying() {
		if p.Seat == couple.SeatActive {
			waited = true
		}
		if p.LastOn != nil && (last == nil || p.LastOn.After(*last)) {
			last = p.LastOn
		}
	}
	if !waited || last == nil || daysSince(*last, today) < quietAfter {
		return nil
	}
	return []Reason{{Kind: Quiet, Couple: r.Couple, Since: *last, Dated: true, Days: daysSince(*last, today), Path: couple.Path(r.Couple)}}
}

func (r Row) consent() []Reason {
	if r.JointOn || len(r.staying()) == 0 {
		return nil
	}
	return []Reason{{Kind: Consent, Couple: r.Couple, Since: r.CareFrom, Dated: true, Path: couple.Path(r.Couple) + "/gates"}}
}

// daysSince counts the days from an instant's date in UTC, or from a civil date, to a civil date.
func daysSince(from, today time.Time) int { return civil.Days(from.Truncate(24*time.Hour), today) }
