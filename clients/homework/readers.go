package homework

import (
	"time"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/web"
)

// circle is who can come to read a partner's words, by name, with the policy the two signed.
type circle struct {
	Policy    couple.Policy
	Counselor string // the treating counselor
	Other     string // the other partner; empty while the place is empty
	Reads     bool   // the other reads what is made joint today: they belong to the couple
	Carers    []carer
}

type carer struct {
	Name string `db:"chosen_name"`
	Kind string `db:"kind"` // treating, cover, supervising
}

const sqlReaders = `SELECT chosen_name, kind FROM readers_of_couple()`

// circleOfMine answers who reads, for a partner's own page on their civil date.
func circleOfMine(tx *db.Tx, today time.Time) (circle, error) {
	m, err := couple.GetMine(tx)
	if err != nil {
		return circle{}, err
	}
	ci := circle{Policy: m.Policy, Counselor: m.Counselor, Other: m.Other, Reads: m.OtherReads(today)}
	err = tx.List(&ci.Carers, sqlReaders)
	return ci, err
}

// circleFor answers the same for one partner of a couple at an instant, on the counselor's preview.
func circleFor(cp couple.Couple, carers []couple.Carer, p couple.Partner, now time.Time) circle {
	ci := circle{Policy: cp.Signed()}
	if other, ok := cp.Other(p.Person); ok {
		ci.Other, ci.Reads = other.Name, other.Reads(civil.Day(now, other.Location()))
	}
	for _, k := range carers {
		if k.Kind == "treating" && ci.Counselor == "" {
			ci.Counselor = k.Name
		}
		ci.Carers = append(ci.Carers, carer{k.Name, k.Kind})
	}
	return ci
}

// counselor is the treating counselor's name, or the words for one where none is named.
func (ci circle) counselor(c *web.Context) string {
	if ci.Counselor == "" {
		return c.T("couple_your_counselor_first")
	}
	return ci.Counselor
}

// line is the visibility line before a field: the policy's sentence, after the word that a draft is the writer's own.
func (ci circle) line(c *web.Context, v programme.View) string {
	r := ci.reads(v)
	if r.Args["Counselor"] == "" {
		r.Args["Counselor"] = ci.counselor(c)
	}
	sentence := c.Words(r.Sentence, r.Args)
	if v.Sharing.Code == programme.ShareKept || promised(v) || opensTogether(v) {
		return sentence
	}
	return c.T("homework_reader_until", "Then", sentence)
}

// promised tells whether a part is done in the room of promises, which stand as soon as they are made. Everything else is a draft
// until it is sent, and passes through the counselor's hands.
func promised(v programme.View) bool { return v.Kind == programme.PRM && v.Room() != "" }

// opensTogether tells whether a part is answered by each alone and opened to both together.
func opensTogether(v programme.View) bool {
	return v.Kind == programme.DEC && v.Room() != "" && v.Sharing.Reaches()
}

// passesOn tells whether a part goes on to the other from the counselor: what is joint, and agreements and boundaries however their
// step words it. A room keeps its own rules, whichever row leads there.
func passesOn(v programme.View) bool {
	inRoom := v.Room() != "" && (v.Kind == programme.AGR || v.Kind == programme.BND)
	return v.Sharing.Code == programme.ShareJoint || inRoom
}

// reads is who reads a part once it is sent. What is joint passes through the counselor's hands, here and in its room; a promise
// by the rule of its own. The line never names somebody as a reader who does not belong to the couple.
func (ci circle) reads(v programme.View) couple.Reader {
	switch {
	case promised(v):
		return couple.WhoReadsJoint(ci.Reads, ci.Counselor, ci.Other)
	case opensTogether(v):
		return couple.Reader{Sentence: "homework_reader_sealed", Args: map[string]any{"Counselor": ci.Counselor}}
	case passesOn(v):
		r := couple.Reader{Sentence: "homework_reader_joint", Args: map[string]any{"Counselor": ci.Counselor, "Partner": ci.Other}}
		if !ci.Reads {
			r.Sentence = "homework_reader_joint_alone"
		}
		return r
	}
	return couple.WhoReads(couple.Sharing(v.Sharing.Code), ci.Policy, ci.Counselor, ci.Other)
}

// reader is one line of "who will read it".
type reader struct {
	Name, Sentence string
	Not            bool
}

// readers names everybody who will or will not read what is sent, in the order of nearness. sharings are those of the parts
// that go out; the list is computed from them, from who has care now, and from the policy.
func (ci circle) readers(c *web.Context, sharings []programme.Sharing, reading Reading) []reader {
	toCounselor, kept, releasable, joint := false, false, false, false
	for _, s := range sharings {
		joint = joint || s.Code == programme.ShareJoint
		toCounselor = toCounselor || s.Code != programme.ShareKept
		kept = kept || s.Code == programme.ShareKept
		releasable = releasable || s.Reaches()
	}
	var out []reader
	if kept {
		id := "homework_reads_you_some"
		if !toCounselor {
			id = "homework_reads_you"
		}
		out = append(out, reader{Name: c.T("homework_you"), Sentence: c.T(id)})
	}
	for _, k := range ci.Carers {
		one := reader{Name: k.Name, Not: !toCounselor}
		switch {
		case !toCounselor:
			one.Sentence = c.T("homework_reads_not_kept")
		case k.Kind == "treating":
			one.Sentence = c.T("homework_reads_treating_" + string(reading))
		default:
			one.Sentence = c.T("homework_reads_"+k.Kind, "Counselor", ci.counselor(c))
		}
		out = append(out, one)
	}
	if ci.Other == "" {
		return out
	}
	sentence := c.T("homework_reads_not_now")
	switch {
	case !ci.Reads:
	case joint:
		sentence = c.T("homework_reads_passed", "Counselor", ci.counselor(c), "Partner", ci.Other)
	case releasable:
		sentence = c.T("homework_reads_not_now_release", "Counselor", ci.counselor(c), "Partner", ci.Other)
	}
	switch {
	case toCounselor && ci.Policy == couple.Unsigned:
		sentence += " " + c.T("homework_reads_policy_unsigned", "Counselor", ci.counselor(c))
	case toCounselor && ci.Policy != couple.Confidences:
		sentence += " " + c.T("homework_reads_policy_"+string(ci.Policy), "Counselor", ci.counselor(c), "Partner", ci.Other)
	}
	return append(out, reader{Name: ci.Other, Sentence: sentence, Not: true})
}
