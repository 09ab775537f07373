package promise

import (
	"slices"
	"strconv"
	"time"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// staffOneView is one promise with its days, for staff.
type staffOneView struct {
	Head         couple.HeadView
	Text, Line   string
	Heads        []string
	Rows         [][]string
	Reasons      []reasonRow
	Days         []web.Option // days that can be recorded; none when there is nothing to record
	Outcomes     []web.Option
	Hows         []web.Option
	Path         string
	MayEnd       bool
	Waits        bool // it was made while joint work rested: the counselor passes it on
	MayReopen    bool
	ReasonsRead  string // action; empty when every reason was read
	ReasonsTitle string
	Different    []reasonRow // "it was different", with or without words

	DifferentTitle string
}

type reasonRow struct{ Day, Text string }

// recordWeeks is how far back a counselor may record what was said.
const recordWeeks = 8

func (p Pages) oneOfCouple(c *web.Context, s tenant.Staff) error {
	return p.showOneOfCouple(c, s, 200, web.Filled("how", string(InSession)))
}

func (p Pages) showOneOfCouple(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	id, err := c.ID("promise")
	if err != nil {
		return err
	}
	return couple.Show(c, s, status, func(tx *db.Tx, cp couple.Couple) (web.Page, error) {
		promise, err := Get(tx, cp.ID, id)
		if err != nil {
			return web.Page{}, err
		}
		reasons, err := Reasons(tx, cp.ID)
		if err != nil {
			return web.Page{}, err
		}
		tx.Audit(audit.PromiseRead, id, cp.ID)
		view := staffOneOf(c, cp, promise, reasons)
		return web.Page{Name: "promise/record", Title: c.T("promise_of_couple", "Names", view.Head.Names), Place: "caseload", Fill: fill, Data: view,
			Back: &web.Link{Text: c.T("promise_staff_title"), Href: staffPath(cp.ID)}}, nil
	})
}

func staffOneOf(c *web.Context, cp couple.Couple, p Promise, reasons []Reason) staffOneView {
	keeper, _ := cp.Partner(p.Keeper)
	other, two := cp.Other(p.Keeper)
	today := civil.Day(c.Now(), keeper.Location())
	v := staffOneView{Head: couple.Header(c, cp), Text: p.Text, Path: staffPath(cp.ID) + "/" + p.ID.String(), MayEnd: p.State == Active && p.Running(today),
		MayReopen: p.EndedOn != nil && p.EndedOn.Equal(c.Today())}
	v.Waits = p.PassedOn == nil
	v.Line = c.T("promise_staff_line", "Name", keeper.Name, "Rhythm", rhythm(c, p), "Day", c.DayYear(p.MadeOn))
	if !p.Running(today) {
		v.Line += " " + ending(c, p)
	}
	v.Heads = []string{c.T("promise_day"), keeper.Name, c.T("promise_the_other")}
	if two {
		v.Heads[2] = other.Name
	}
	last := today
	if p.Cadence == Once && p.UntilOn != nil && p.UntilOn.After(today) {
		last = *p.UntilOn
	}
	for _, d := range slices.Backward(p.Days(today.AddDate(0, 0, -7*recordWeeks), last)) {
		v.Rows = append(v.Rows, []string{c.Day(d.On), keeperWord(c, d), otherWord(c, p, d)})
		v.Days = append(v.Days, web.Option{Value: dateText(d.On) + "." + strconv.Itoa(d.Version), Label: c.Day(d.On)})
	}
	for _, o := range []Outcome{Confirmed, NotYet} {
		v.Outcomes = append(v.Outcomes, web.Option{Value: string(o), Label: c.T("promise_record_" + string(o))})
	}
	for _, h := range []How{InSession, OnPaper} {
		v.Hows = append(v.Hows, web.Option{Value: string(h), Label: c.T("promise_how_" + string(h))})
	}
	for _, r := range reasons {
		if r.Promise == p.ID {
			v.Reasons = append(v.Reasons, reasonRow{c.Day(r.On), r.Text})
			if r.ReadAt == nil {
				v.ReasonsRead = couple.Path(cp.ID) + "/promise-reasons/read"
			}
		}
	}
	for _, d := range p.Disputes {
		text := d.Text
		if text == "" {
			text = c.T("promise_different_no_words")
		}
		v.Different = append(v.Different, reasonRow{c.Day(d.On), text})
	}
	if two {
		v.DifferentTitle = c.T("promise_different_of", "Name", other.Name)
		v.ReasonsTitle = c.T("promise_reasons_of", "Name", other.Name)
	}
	return v
}

func keeperWord(c *web.Context, d Deed) string {
	switch {
	case d.SaidKept():
		return c.T("promise_word_done")
	case d.SaidNot():
		return c.T("promise_word_not")
	}
	return c.T("promise_word_nothing")
}

func otherWord(c *web.Context, p Promise, d Deed) string {
	if d.Outcome == Silent && p.waits(d.On) {
		return c.T("promise_word_different")
	}
	if d.Outcome == Silent {
		return c.T("promise_word_nothing")
	}
	return c.T("promise_word_" + string(d.Outcome) + "_" + string(d.How))
}

// change runs a staff form about one promise and shows that promise again for a fault.
func (p Pages) change(c *web.Context, s tenant.Staff, do func(tx *db.Tx, f *web.Form, cp couple.Couple, promise Promise) error) error {
	id, err := c.ID("promise")
	if err != nil {
		return err
	}
	return couple.Receive(c, s, "/promises/"+id.String(), func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		promise, err := Get(tx, cp.ID, id)
		if err != nil {
			return err
		}
		return do(tx, f, cp, promise)
	}, p.showOneOfCouple)
}

func (p Pages) record(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, f *web.Form, cp couple.Couple, promise Promise) error {
		r, err := readRecording(f)
		if err != nil {
			return err
		}
		keeper, _ := cp.Partner(promise.Keeper)
		today := civil.Day(tx.Now(), keeper.Location())
		if !promise.known(r.Day) || civil.Days(r.Day, today) > 7*recordWeeks || r.Day.After(today) && promise.Cadence != Once {
			return fault.Field("day", "promise_day_choose")
		}
		return Record(tx, promise, r, today)
	})
}

// on answers the handler of a staff act about one promise that takes the date of the act and nothing else.
func (p Pages) on(act func(*db.Tx, Promise, time.Time) error) func(*web.Context, tenant.Staff) error {
	return func(c *web.Context, s tenant.Staff) error {
		return p.change(c, s, func(tx *db.Tx, _ *web.Form, _ couple.Couple, promise Promise) error {
			return act(tx, promise, c.Today())
		})
	}
}
