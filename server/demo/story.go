package demo

import (
	"hash/fnv"
	"math"
	"math/rand/v2"

	"amends/reports/progress"
)

// The practice: its slug in addresses of commands, and the zone its days are counted in.
const (
	practiceName = "North Quay Counseling"
	Slug         = "north-quay"
	Zone         = "America/New_York"
	weeks        = 26

	// Password is everybody's in the sample practice, which holds invented people and listens on this machine only. One signs in
	// by link; the password turns the screen back from room view.
	Password = "quiet-paper-lantern"
)

// helper is a member of the staff.
type helper struct {
	name, role, credential string
}

func staff() []helper {
	return []helper{
		{"Ruth Adler", "owner", ""},
		{"Ingrid Solberg", "counselor", "LMFT"},
		{"Henrik Bauer", "counselor", "LPC"},
		{"Mo Okafor", "front_desk", ""},
	}
}

// arc is how one rating of one person goes over the weeks.
type arc struct {
	from, to float64 // level at the first and the last week
	wave     float64 // height of the slow waves on it
}

// partner is one person of a sample couple.
type partner struct {
	name, legal, pronouns, zone string
	paper                       bool
	arcs                        map[progress.Rating]arc
	gaps                        []int     // weeks ago without an answer; 0 is the running week
	quietFor                    int       // answers stopped this many weeks ago; 0: they go on
	dip                         int       // weeks ago of a hard week; -1: none
	tail                        []float64 // SAFE of the newest weeks, oldest first, instead of the arc
}

// sample is one couple of the story.
type sample struct {
	code      string
	counselor int // index in staff
	weeksIn   int // weeks in care
	partners  []partner
	told      string // what happened, for the counselor
	involved  int    // index of the involved partner
	policy    string
	lines     bool     // both switched their lines on
	closed    bool     // gates not open yet
	claimed   bool     // the second invitation was used and waits for the counselor
	today     string   // clock time of a session today
	inDays    int      // else: days until the next session; 0 none
	unsigned  int      // days since the session of an unsigned note; 0 none
	steps     []string // placement codes given, oldest first
	sent      bool     // the newest letter waits to be read
	notYet    bool     // a promise was answered "not yet" since the last session
	safety    bool     // a safety answer waits
	unseen    bool     // the newest check-ins were not marked seen
	after     string   // what became of the first step: 'excused' for the second partner, 'aside', or done on 'paper'
	hold      bool     // a quiet safety hold is on
	screened  bool     // the first partner's individual screens were answered, the second's is offered
	left      int      // the second partner's place ended this many weeks ago; 0: it goes on
	over      int      // care ended this many weeks ago; 0: it goes on
	unsure    bool     // the first partner is unsure, and a discernment goes on
	promises  []vow
}

// vow is a promise of the partner with this index.
type vow struct {
	keeper  int
	text    string
	cadence string
	weeks   int     // started this many weeks ago
	kept    float64 // share of due days confirmed
}

// level is where each of the weekly ratings begins, in the order they are asked, how much all rise and how they wave.
func level(start [9]float64, rise, wave float64) map[progress.Rating]arc {
	arcs := map[progress.Rating]arc{}
	for i, r := range progress.WeeklyCore() {
		at := start[i]
		arcs[r] = arc{at, math.Min(at+rise, 9.4), wave}
	}
	arcs["TRIG"] = arc{7, math.Max(7-rise, 1), wave}
	return arcs
}

func couples() []sample {
	return []sample{
		{code: "NQ-01", counselor: 1, weeksIn: 26, told: "Jonas kept a debt of two years secret. Amira found the letters in November.", involved: 1, policy: "limited", lines: true, today: "09:30", unseen: true, screened: true,
			partners: []partner{
				{name: "Amira", legal: "Amira Haddad", pronouns: "she/her", arcs: level([9]float64{2.4, 2.2, 3, 3.4, 3.6, 4.2, 6, 3.4, 4}, 3.6, .7), gaps: []int{11, 10}, dip: -1},
				{name: "Jonas", legal: "Jonas Berg", pronouns: "he/him", arcs: level([9]float64{5, 5.4, 4, 4.2, 4.4, 5, 5.6, 6.4, 5.4}, 1.8, .8), gaps: []int{17, 3, 2}, dip: -1}},
			steps: []string{"A0", "A2", "A7"}, sent: true,
			promises: []vow{{1, "Show the account on the first Sunday of the month", "weekly", 12, .9}, {0, "Say “pause” before I leave the room", "weekly", 8, .8}, {1, "Home by seven on Mondays", "weekly", 6, .8}}},
		{code: "NQ-02", counselor: 1, weeksIn: 20, told: "Yusuf had contact with a former partner and denied it for months.", involved: 1, policy: "limited", inDays: 1, safety: true, unsure: true,
			partners: []partner{
				{name: "Clara", legal: "Clara Duval", pronouns: "she/her", arcs: level([9]float64{5, 4.6, 4.4, 4, 4.2, 4, 6, 4, 4.6}, -1.6, .6), dip: -1},
				{name: "Yusuf", legal: "Yusuf Demir", pronouns: "he/him", arcs: level([9]float64{6, 6, 5.4, 5, 5.6, 6, 6.4, 6, 6}, .3, .5), dip: -1}},
			steps: []string{"A0", "A2"}, promises: []vow{{1, "Phone stays on the table in the evening", "daily", 3, .7}}},
		{code: "NQ-03", counselor: 1, weeksIn: 24, told: "Daniel drank again after a year and hid it.", involved: 0, policy: "none", inDays: 8, unsigned: 6, unseen: true,
			partners: []partner{
				{name: "Daniel", legal: "Daniel Weiss", pronouns: "he/him", arcs: level([9]float64{5, 5, 4.6, 4.6, 3.8, 5.4, 5, 5.2, 5}, 2, .6), gaps: []int{20}, dip: -1},
				{name: "Noor", legal: "Noor Rahimi", pronouns: "she/her", arcs: level([9]float64{3.4, 3, 3.8, 4, 4.2, 4.6, 6.4, 3.6, 4.2}, 2.8, .6), dip: -1}},
			steps: []string{"A0", "A2", "A7"}, promises: []vow{{0, "Call from the station after work", "daily", 4, .8}, {0, "Tuesday group, every week", "weekly", 14, .9}, {1, "Ask once, then wait for the evening", "weekly", 5, .6}}},
		{code: "NQ-04", counselor: 1, weeksIn: 22, told: "Malik spent the savings for the move without saying so.", involved: 0, policy: "limited", inDays: 4, notYet: true,
			partners: []partner{
				{name: "Malik", legal: "Malik Owusu", pronouns: "he/him", arcs: level([9]float64{6.4, 6, 5.8, 5.6, 6, 6.2, 6.4, 6.6, 6.4}, 1.4, .5), dip: -1},
				{name: "Tove", legal: "Tove Lind", pronouns: "she/her", arcs: level([9]float64{4, 3.6, 4, 4.4, 5, 5, 6.8, 3.6, 5}, 2.2, .7), gaps: []int{8}, dip: -1}},
			steps: []string{"A0", "A2", "A7"}, promises: []vow{{0, "The budget stands on the fridge by Sunday", "weekly", 7, .7}, {1, "Ten minutes of listening before an answer", "weekly", 5, .8}}},
		{code: "NQ-05", counselor: 1, weeksIn: 26, told: "Owen had an affair at work; it ended in spring.", involved: 1, policy: "individual", inDays: 5,
			partners: []partner{
				{name: "Beatriz", legal: "Beatriz Lima", pronouns: "she/her", arcs: level([9]float64{3, 2.8, 4, 3.4, 4, 4.4, 6, 4, 4.4}, 3.6, .3), dip: 0, tail: []float64{6, 6, 7, 6, 2}},
				{name: "Owen", legal: "Owen Price", pronouns: "he/him", arcs: level([9]float64{5.4, 5.6, 5, 4.6, 5, 5.2, 6, 6, 5.6}, 2.2, .4), dip: 0, tail: []float64{7, 7, 7, 7, 4}}},
			steps: []string{"A0", "A2", "A7"}, promises: []vow{{1, "Tell the same day when she writes", "once", 3, 1}}},
		{code: "NQ-06", counselor: 2, weeksIn: 18, told: "Saoirse moved out for two months without an address.", involved: 1, policy: "limited", inDays: 6, after: "excused",
			partners: []partner{
				{name: "Femi", legal: "Femi Adeyemi", pronouns: "he/him", arcs: level([9]float64{5, 5, 5, 5, 5.4, 5.6, 6.4, 6, 5.6}, 3, .2), dip: -1, tail: []float64{6, 7, 7, 8}},
				{name: "Saoirse", legal: "Saoirse Byrne", pronouns: "she/her", arcs: level([9]float64{5.4, 5, 4.8, 4.6, 4.6, 4.2, 6, 5, 5}, -2.6, .2), dip: -1, tail: []float64{5, 4, 4, 3}}},
			steps: []string{"A0"}},
		{code: "NQ-07", counselor: 2, weeksIn: 16, told: "Pilar read Hanna’s diary and spoke of it to friends.", involved: 1, policy: "limited", inDays: 7, after: "aside",
			partners: []partner{
				{name: "Hanna", legal: "Hanna Vogel", pronouns: "she/her", arcs: level([9]float64{4, 4, 4.4, 5, 4.6, 5, 6, 4.6, 5}, 1.6, .5), quietFor: 2, dip: -1},
				{name: "Pilar", legal: "Pilar Ortega", pronouns: "she/her", arcs: level([9]float64{5, 5.4, 5, 5, 5, 5.6, 6, 6, 5.4}, 1, .6), quietFor: 2, dip: -1}},
			steps: []string{"A0"}},
		{code: "NQ-08", counselor: 2, weeksIn: 5, told: "Tomas lied about where he was during the winter.", involved: 1, policy: "limited", inDays: 8, closed: true,
			partners: []partner{
				{name: "Ewa", legal: "Ewa Nowak", pronouns: "she/her", arcs: level([9]float64{4, 3.4, 4, 4, 4, 4.6, 6, 4, 5}, .6, .4), dip: -1},
				{name: "Tomas", legal: "Tomas Nowak", pronouns: "he/him", paper: true, arcs: level([9]float64{5, 5, 5, 5, 5, 5, 6, 5, 5}, .2, .3), gaps: []int{1, 3}, dip: -1}}},
		{code: "NQ-09", counselor: 1, weeksIn: 26, told: "Sam hid a job loss for four months.", involved: 1, policy: "none", lines: true, today: "14:00",
			partners: []partner{
				{name: "Lina", legal: "Lina Sato", pronouns: "she/her", arcs: level([9]float64{4.4, 4, 5, 5, 5, 5.4, 7, 5, 5.6}, 4, .4), dip: 9},
				{name: "Sam", legal: "Sam Keller", pronouns: "they/them", zone: "America/Chicago", arcs: level([9]float64{5.6, 5.6, 5.4, 5.2, 5, 5.8, 6.4, 6.6, 6}, 3, .5), gaps: []int{14}, dip: -1}},
			steps: []string{"A0", "A2", "A7"}, promises: []vow{{1, "Say it the same evening, also when it is bad", "weekly", 20, .95}, {0, "One walk a week without the phone", "weekly", 16, .9}, {1, "Letters are opened together on Fridays", "weekly", 12, .95}, {0, "Thank once a day, aloud", "daily", 3, .8}}},
		{code: "NQ-10", counselor: 1, weeksIn: 14, told: "Grant sold Odile’s piano while she was in hospital.", involved: 0, policy: "limited", inDays: 13, after: "paper", hold: true,
			partners: []partner{
				{name: "Grant", legal: "Grant Miller", pronouns: "he/him", paper: true, arcs: level([9]float64{5.4, 5, 5, 4.6, 5, 5.6, 6, 5.6, 5.4}, 1.4, .5), gaps: []int{6}, dip: -1},
				{name: "Odile", legal: "Odile Martin", pronouns: "she/her", paper: true, arcs: level([9]float64{4, 3.8, 4.4, 4.4, 4.6, 5, 6.4, 4, 5}, 1.8, .5), gaps: []int{6, 5}, dip: -1}},
			steps: []string{"A0", "A7"}, promises: []vow{{0, "The music room stays hers", "weekly", 8, .9}}},
		{code: "NQ-11", counselor: 1, weeksIn: 1, told: "", involved: -1, policy: "limited", inDays: 2, closed: true,
			partners: []partner{{name: "Zoé", legal: "Zoé Lambert", pronouns: "she/her", arcs: level([9]float64{5.6, 5, 5, 5, 5, 5, 6, 5, 5}, 0, .2), dip: -1}}},
		{code: "NQ-12", counselor: 2, weeksIn: 3, told: "Nils promised to stop gambling and did not.", involved: 0, policy: "limited", inDays: 9, closed: true, claimed: true,
			partners: []partner{
				{name: "Nils", legal: "Nils Aas", pronouns: "he/him", arcs: level([9]float64{6, 6, 5.6, 5.6, 6, 6, 6.6, 6, 6}, .4, .4), dip: -1},
				{name: "Priya", legal: "Priya Nair", pronouns: "she/her", arcs: nil, dip: -1}}},
		{code: "NQ-13", counselor: 1, weeksIn: 22, told: "Marc had a second phone for a year.", involved: 1, policy: "limited", inDays: 3, left: 5,
			partners: []partner{
				{name: "Elin", legal: "Elin Dahl", pronouns: "she/her", arcs: level([9]float64{4.6, 4, 4, 4.6, 4.4, 4.8, 6.2, 4, 4.6}, 1.8, .3), dip: -1},
				{name: "Marc", legal: "Marc Renner", pronouns: "he/him", arcs: level([9]float64{5.6, 5.4, 5, 5, 5, 5.4, 6, 5.8, 5}, -.4, .4), quietFor: 5, dip: -1}},
			steps: []string{"A0", "A2"}, promises: []vow{{1, "Say where I am before I am asked", "weekly", 14, .7}, {0, "Ask once a day, not more", "weekly", 12, .8}}},
		{code: "NQ-14", counselor: 1, weeksIn: 24, told: "Luis lent money to his brother and hid it.", involved: 1, policy: "none", lines: true, over: 3,
			partners: []partner{
				{name: "Ada", legal: "Ada Castillo", pronouns: "she/her", arcs: level([9]float64{4, 3.8, 4.6, 5, 5, 5.2, 6.6, 4.4, 5.4}, 3.8, .3), quietFor: 3, dip: -1},
				{name: "Luis", legal: "Luis Castillo", pronouns: "he/him", arcs: level([9]float64{5.4, 5.6, 5.2, 5, 5.2, 5.6, 6.2, 6.4, 6}, 2.4, .4), quietFor: 3, gaps: []int{12}, dip: -1}},
			steps: []string{"A0", "A2", "A7"}, promises: []vow{{1, "The books lie open on the first of the month", "weekly", 18, .95}, {0, "One evening a week without the subject", "weekly", 15, .9}}},
	}
}

// value is a rating of a partner some weeks ago: level, slow wave, a little noise, the hard week. Whole numbers, as a person
// would tap them.
func (p partner) value(r progress.Rating, ago, weeksIn int, rng *rand.Rand) float64 {
	if at := len(p.tail) - 1 - ago; r == "SAFE" && at >= 0 {
		return p.tail[at]
	}
	a := p.arcs[r]
	share := 1 - float64(ago)/math.Max(1, float64(min(weeksIn, weeks)-1))
	v := a.from + (a.to-a.from)*share + a.wave*math.Sin(float64(ago)*.9+float64(len(r))) + (rng.Float64()-.5)*1.1
	if p.dip >= 0 && ago == p.dip {
		if r == "TRIG" {
			v += 4
		} else {
			v -= 4.2
		}
	}
	return math.Round(math.Min(math.Max(v, 0), 10))
}

// answers tells whether the partner checked in that week.
func (p partner) answers(ago int) bool {
	if p.arcs == nil || ago < p.quietFor {
		return false
	}
	for _, g := range p.gaps {
		if g == ago {
			return false
		}
	}
	return true
}

// random is the generator of one couple: the same code gives the same numbers.
func random(code string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(code))
	return rand.New(rand.NewPCG(h.Sum64(), 26))
}
