package promise

import (
	"slices"
	"time"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// oneView is one promise: the days that can be marked or answered, and what was said before.
type oneView struct {
	Kicker, Text, Rhythm, Reader, AnswerReader string
	Own                                        bool
	Open                                       []dayView
	Before                                     []string
	End                                        string // action; empty when it cannot be ended
}

// dayView is one day that waits for a word.
type dayView struct{ Words, Action, Different string }

// backWeeks is how far the page of one promise looks back.
const backWeeks = 4

func (p Pages) one(c *web.Context, s tenant.Partner) error {
	id, _, err := ids(c)
	if err != nil {
		return err
	}
	var mine couple.Mine
	var promise Promise
	err = c.View(s, func(tx *db.Tx) error {
		if mine, err = couple.GetMine(tx); err != nil {
			return err
		}
		promise, err = Get(tx, s.Couple(), id)
		tx.Audit(audit.PromiseRead, id, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	if mine.Stopped {
		return couple.ShowResting(c, "promises", c.T("promise_title"), 200, "")
	}
	return c.Render(200, web.Page{Name: "promise/one", Title: c.T("promise_one_title"), Place: "promises",
		Back: &web.Link{Text: c.T("promise_title"), Href: "/promises"}, Data: oneOf(c, s, mine, promise)})
}

func oneOf(c *web.Context, s tenant.Partner, mine couple.Mine, p Promise) oneView {
	me, today := s.Person(), c.Today()
	v := oneView{Text: p.Text, Rhythm: rhythm(c, p), Own: p.Keeper == me, Reader: readerLine(c, mine, p, me), AnswerReader: answerReader(c, mine)}
	v.Kicker = c.T("promise_from", "Name", mine.Other)
	if v.Own {
		v.Kicker = c.T("promise_yours")
		v.AnswerReader = c.T("promise_reader_keeping", "Counselor", mine.CounselorName(c), "Name", mine.Other)
		if otherOf(mine, p, me) == "" {
			v.AnswerReader = v.Reader
		}
	}
	if !p.Running(today) {
		v.Rhythm = endingTo(c, mine, p)
	}
	words := func(d Deed) string { return said(c, p, d, me, otherOf(mine, p, me)) }
	if mine.MayWrite(s, today) && !parted(mine, p) {
		v.Open = openDays(c, p, v.Own, today, words)
		if v.Own && p.State == Active && p.Running(today) {
			v.End = p.path() + "/end"
		}
	}
	for _, d := range slices.Backward(p.Days(today.AddDate(0, 0, -7*backWeeks), today)) {
		if s := words(d); s != "" && !slices.ContainsFunc(v.Open, func(o dayView) bool { return o.Words == s }) {
			v.Before = append(v.Before, s)
		}
	}
	return v
}

func openDays(c *web.Context, p Promise, own bool, today time.Time, words func(Deed) string) (open []dayView) {
	if own {
		for _, d := range p.ToMark(today) {
			if d.Kept == nil {
				open = append(open, dayView{c.T("promise_for", "Day", c.Ago(d.On)), p.dayPath(d.On) + "/keep", ""})
			}
		}
		return open
	}
	for _, d := range slices.Backward(p.Days(today.AddDate(0, 0, -Back), today.AddDate(0, 0, ahead))) {
		if p.MayAnswer(d.On, today) {
			asked := words(d)
			if asked == "" {
				asked = c.T("promise_for", "Day", c.Ago(d.On))
			}
			open = append(open, dayView{asked, p.dayPath(d.On) + "/answer", p.dayPath(d.On) + "/different"})
		}
	}
	return open
}

// act runs one of the small forms about a promise of the partner's couple and shows the list again when it came too late.
func (p Pages) act(c *web.Context, s tenant.Partner, location string, do func(tx *db.Tx, f *web.Form, promise Promise) error) error {
	id, _, err := ids(c)
	if err != nil {
		return err
	}
	return c.Receive(s, location, func(tx *db.Tx, f *web.Form) error {
		mine, err := couple.GetMine(tx)
		if err != nil {
			return err
		}
		promise, err := Get(tx, s.Couple(), id)
		if err != nil {
			return err
		}
		if !mine.MayWrite(s, c.Today()) {
			return couple.ReadOnly()
		}
		if mine.Stopped {
			return couple.Resting()
		}
		if parted(mine, promise) && mine.OtherReads(promise.MadeOn) {
			return fault.Stale("promise_parted")
		}
		return do(tx, f, promise)
	}, func(f *web.Form, why error) error { return p.showList(c, s, web.Status(why), f.Fill(why)) })
}

// own asks that a promise is the person's own; another's does not exist for what only its keeper may do.
func own(s tenant.Partner, p Promise) error {
	if p.Keeper != s.Person() {
		return fault.Absent()
	}
	return nil
}

func (p Pages) end(c *web.Context, s tenant.Partner) error {
	return p.act(c, s, "/promises?said=ended&of="+c.Param("promise"), func(tx *db.Tx, _ *web.Form, promise Promise) error {
		if err := own(s, promise); err != nil {
			return err
		}
		return End(tx, promise, c.Today())
	})
}

func (p Pages) reopen(c *web.Context, s tenant.Partner) error {
	return p.act(c, s, "/promises", func(tx *db.Tx, _ *web.Form, promise Promise) error {
		if err := own(s, promise); err != nil {
			return err
		}
		return Reopen(tx, promise, c.Today())
	})
}

func (p Pages) keep(c *web.Context, s tenant.Partner) error {
	_, day, err := ids(c)
	if err != nil {
		return err
	}
	return p.act(c, s, "/promises?said=marked&of="+c.Param("promise")+"&day="+dateText(day), func(tx *db.Tx, f *web.Form, promise Promise) error {
		if err := own(s, promise); err != nil {
			return err
		}
		kept := f.Text("said") == "done"
		if !kept && f.Text("said") != "not" {
			return fault.Field("", "promise_said_choose")
		}
		if !promise.MayKeep(day, c.Today()) {
			return fault.Stale("promise_day_past")
		}
		return Keep(tx, promise, day, kept, c.Today())
	})
}

func (p Pages) answer(c *web.Context, s tenant.Partner) error {
	_, day, err := ids(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	outcome, location := Confirmed, "/promises?said=marked&of="+c.Param("promise")+"&day="+dateText(day)
	switch f.Text("answer") {
	case "confirm":
	case "not-yet":
		outcome, location = NotYet, "/promises/"+c.Param("promise")+"/days/"+dateText(day)+"/reason"
	default:
		outcome = Silent
	}
	return p.act(c, s, location, func(tx *db.Tx, _ *web.Form, promise Promise) error {
		if promise.Keeper == s.Person() {
			return fault.Absent()
		}
		if outcome == Silent {
			return fault.Field("", "promise_answer_choose")
		}
		d, _ := promise.Deed(day)
		if d.Outcome == Silent && !promise.MayAnswer(day, c.Today()) {
			return fault.Stale("promise_day_past")
		}
		return Answer(tx, promise, day, outcome, c.Today())
	})
}

func (p Pages) takeBack(c *web.Context, s tenant.Partner) error {
	_, day, err := ids(c)
	if err != nil {
		return err
	}
	return p.act(c, s, "/promises", func(tx *db.Tx, _ *web.Form, promise Promise) error {
		if !promise.MayTakeBack(day, s.Person(), c.Today(), c.DayOf) {
			return staleAnswer()
		}
		return TakeBack(tx, promise, day)
	})
}
