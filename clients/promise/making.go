package promise

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// newView is the page on which a partner makes a promise.
type newView struct {
	Preparing string // nothing joint can be made now; empty when it can
	Reader    string
	Cadences  []web.Option
	Step      string // the step it is made in
	Today     string
}

func (p Pages) newForm(c *web.Context, s tenant.Partner) error {
	return p.showNew(c, s, 200, web.Filled("starts", c.Today().Format(time.DateOnly), "assignment", c.Query("assignment")))
}

func (p Pages) showNew(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	var mine couple.Mine
	err := c.View(s, func(tx *db.Tx) (err error) {
		mine, err = couple.GetMine(tx)
		return err
	})
	if err != nil {
		return err
	}
	if mine.Stopped {
		return couple.ShowResting(c, "promises", c.T("promise_title"), status, fill.Values.Get("text"))
	}
	v := newView{Reader: mine.JointLine(c, c.Today()), Cadences: cadences(c), Step: fill.Values.Get("assignment"), Today: c.Today().Format(time.DateOnly)}
	switch {
	case !mine.MayWrite(s, c.Today()):
		v.Preparing = c.T("couple_read_only")
	case !mine.Begun:
		v.Preparing = c.T("promise_preparing")
	}
	return c.Render(status, web.Page{Name: "promise/new", Title: c.T("promise_new_title"), Place: "promises", Bare: v.Preparing == "", Fill: fill, Data: v,
		Back: &web.Link{Text: c.T("promise_title"), Href: "/promises"}})
}

func cadences(c *web.Context) []web.Option {
	var options []web.Option
	for _, k := range Cadences() {
		options = append(options, web.Option{Value: string(k), Label: c.T("promise_cadence_" + string(k)), Note: c.T("promise_cadence_" + string(k) + "_note")})
	}
	return options
}

func (p Pages) make(c *web.Context, s tenant.Partner) error {
	id := uuid.New()
	return c.Receive(s, "/promises?said=made&of="+id.String(), func(tx *db.Tx, f *web.Form) error {
		mine, err := couple.GetMine(tx)
		if err != nil {
			return err
		}
		switch {
		case !mine.MayWrite(s, c.Today()):
			return couple.ReadOnly()
		case mine.Stopped:
			return couple.Resting()
		case !mine.Begun:
			return fault.Stale("promise_preparing")
		}
		promise, err := readPromise(f, id, c.Today(), c.Today())
		if err != nil {
			return err
		}
		if promise.Assignment, err = readStep(f.Text("assignment")); err != nil {
			return err
		}
		promise.Couple, promise.Keeper = s.Couple(), s.Person()
		return Make(tx, promise)
	}, func(f *web.Form, why error) error { return p.showNew(c, s, web.Status(why), f.Fill(why)) })
}

// reasonView is the page after "not yet": thanks, and room for words to the counselor alone.
type reasonView struct {
	Reader, Send, Action string
	Before               bool // something was written before; new words go below it
	TellUs               bool // the way to "Tell my counselor"
}

func (p Pages) reasonForm(c *web.Context, s tenant.Partner) error {
	return p.showReason(c, s, 200, web.Fill{})
}

func (p Pages) showReason(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	id, day, err := ids(c)
	if err != nil {
		return err
	}
	var mine couple.Mine
	var promise Promise
	var before string
	err = c.View(s, func(tx *db.Tx) error {
		if mine, err = couple.GetMine(tx); err != nil {
			return err
		}
		if promise, err = mayGiveReason(tx, s, mine, id, day, c.Today()); err != nil {
			return err
		}
		before, err = myReason(tx, id, dateText(day))
		tx.Audit(audit.PromiseRead, id, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	if mine.Stopped {
		return couple.ShowResting(c, "promises", c.T("promise_title"), status, fill.Values.Get("reason"))
	}
	v := reasonView{Reader: mine.ReaderLine(c, couple.ToReader), Send: c.T("promise_reason_send", "Name", mine.CounselorName(c)),
		Action: promise.dayPath(day) + "/reason", Before: before != "", TellUs: mine.Cover && c.Has("/safety")}
	page := web.Page{Name: "promise/reason", Title: c.T("promise_reason_title"), Place: "promises", Fill: fill, Data: v}
	if status == 200 && promise.MayTakeBack(day, s.Person(), c.Today(), c.DayOf) {
		page.Undo = &web.Undo{Text: c.T("promise_done_not_yet"), Action: promise.dayPath(day) + "/undo"}
	}
	return c.Render(status, page)
}

// mayGiveReason answers the promise when this person said "not yet" about the day; nobody else's page exists.
func mayGiveReason(tx *db.Tx, s tenant.Partner, mine couple.Mine, id uuid.UUID, day, today time.Time) (Promise, error) {
	promise, err := Get(tx, s.Couple(), id)
	if err != nil {
		return Promise{}, err
	}
	d, _ := promise.Deed(day)
	if promise.Keeper == s.Person() || d.Outcome != NotYet || !mine.MayWrite(s, today) {
		return Promise{}, fault.Absent()
	}
	return promise, nil
}

func (p Pages) giveReason(c *web.Context, s tenant.Partner) error {
	id, day, err := ids(c)
	if err != nil {
		return err
	}
	return c.Receive(s, "/promises", func(tx *db.Tx, f *web.Form) error {
		mine, err := couple.GetMine(tx)
		if err != nil {
			return err
		}
		promise, err := mayGiveReason(tx, s, mine, id, day, c.Today())
		if err != nil {
			return err
		}
		if mine.Stopped {
			return couple.Resting()
		}
		text, err := readReason(f)
		if err != nil {
			return err
		}
		return GiveReason(tx, promise, day, text)
	}, func(f *web.Form, why error) error { return p.showReason(c, s, web.Status(why), f.Fill(why)) })
}
