package promise

import (
	"strconv"
	"time"

	"amends/clients/couple"
	"amends/server/civil"
	"amends/server/tenant"
	"amends/server/web"
)

// rowView is one promise in a list: its words, a line about it and where it leads.
type rowView struct{ Text, Note, Href string }

// rhythm words when a promise falls due: "Every week, on Sundays, until Thu 4 June".
func rhythm(c *web.Context, p Promise) string {
	var words string
	switch {
	case p.Cadence == Once && p.UntilOn != nil:
		return c.T("promise_by", "Day", c.Ago(*p.UntilOn))
	case p.Cadence == Weekly:
		words = c.T("promise_every_week", "Weekday", c.T("promise_weekday_"+strconv.Itoa(int(p.StartsOn.Weekday()))))
	default:
		words = c.T("promise_every_day")
	}
	if p.StartsOn.After(c.Today()) {
		words = c.T("promise_from_day", "Rhythm", words, "Day", c.Ago(p.StartsOn))
	}
	if p.UntilOn != nil {
		words = c.T("promise_until_day", "Rhythm", words, "Day", c.Ago(*p.UntilOn))
	}
	return words
}

// said words one day for a reader: who is the reader's own person (zero for staff), other the name of the one who confirms,
// empty when nobody else reads the promise.
func said(c *web.Context, p Promise, d Deed, who tenant.PersonID, other string) string {
	day := c.Ago(d.On)
	switch {
	case d.Outcome == Silent && p.waits(d.On) && who.IsZero():
		return c.T("promise_said_different_staff", "Day", day)
	case d.Outcome == Silent && p.waits(d.On):
		return c.T("promise_said_different", "Day", day)
	case d.Outcome == Confirmed && d.How == InSession:
		return c.T("promise_said_session", "Day", day)
	case d.Outcome == Confirmed && d.How == OnPaper:
		return c.T("promise_said_paper", "Day", day)
	case d.Outcome == Confirmed && !who.IsZero() && who != p.Keeper:
		return c.T("promise_said_confirmed_you", "Day", day)
	case d.Outcome == Confirmed && other == "":
		return c.T("promise_said_confirmed_alone", "Day", day)
	case d.Outcome == Confirmed:
		return c.T("promise_said_confirmed", "Day", day, "Name", other)
	case d.Outcome == NotYet && who.IsZero():
		return c.T("promise_said_not_yet_staff", "Day", day)
	case d.Outcome == NotYet:
		return c.T("promise_said_not_yet", "Day", day)
	case d.SaidNot():
		return c.T("promise_said_not", "Day", day)
	case d.SaidKept() && who == p.Keeper && other != "":
		return c.T("promise_said_kept_waits", "Day", day, "Name", other)
	case d.SaidKept():
		return c.T("promise_said_kept", "Day", day)
	}
	return ""
}

// otherOf names the other partner where they read the promise too; it is empty where they do not, because the keeper made it
// outside the other's time in the couple.
func otherOf(mine couple.Mine, p Promise, me tenant.PersonID) string {
	if p.Keeper == me && !mine.OtherReads(p.MadeOn) {
		return ""
	}
	return mine.Other
}

// readerLine says who reads a promise, to a partner who does.
func readerLine(c *web.Context, mine couple.Mine, p Promise, me tenant.PersonID) string {
	if p.Keeper == me {
		return mine.JointLine(c, p.MadeOn)
	}
	return c.T("promise_reader_theirs", "Counselor", mine.CounselorName(c))
}

// note is the line below a promise in a list: its rhythm, and the newest word of the last days.
func note(c *web.Context, p Promise, who tenant.PersonID, other string, today time.Time) string {
	words := rhythm(c, p)
	d, any := p.LastSaid()
	if !any || civil.Days(d.On, today) > Back || d.Outcome == Confirmed && !who.IsZero() { // partners read that under Confirmed
		return words
	}
	if s := said(c, p, d, who, other); s != "" {
		return c.T("promise_note", "Rhythm", words, "Said", s)
	}
	return words
}

// path is a promise's address for a partner.
func (p Promise) path() string { return "/promises/" + p.ID.String() }

// dayPath is the address of one of its days for a partner.
func (p Promise) dayPath(day time.Time) string { return p.path() + "/days/" + dateText(day) }
