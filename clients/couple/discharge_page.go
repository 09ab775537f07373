package couple

import (
	"time"
	"unicode/utf8"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// dischargeView is the page of the end of care: what still waits, what happens, the form; or that care has ended, and how it is
// taken up again.
type dischargeView struct {
	Head         HeadView
	Treats       bool // only who treats the two ends care
	Waiting      []Outstanding
	What         []string
	Reasons      []web.Option
	First, Today string // the first day that may be chosen, and the last
	Now          *endedRow
	Earlier      []endedRow
}

type endedRow struct{ State, Reason, Told, By string }

func (p Pages) dischargeForm(c *web.Context, s tenant.Staff) error {
	return p.showDischarge(c, s, 200, web.Filled("last_on", c.Today().Format(time.DateOnly)))
}

func (p Pages) showDischarge(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	return Show(c, s, status, func(tx *db.Tx, cp Couple) (web.Page, error) {
		v := dischargeView{Head: Header(c, cp), First: cp.CareFrom.Format(time.DateOnly), Today: c.Today().Format(time.DateOnly)}
		all, err := Discharges(tx, cp.ID)
		if err != nil {
			return web.Page{}, err
		}
		if v.Treats, err = Treats(tx, cp.ID); err != nil {
			return web.Page{}, err
		}
		if p.rooms.Waiting != nil {
			if v.Waiting, err = p.rooms.Waiting(c, tx, cp); err != nil {
				return web.Page{}, err
			}
		}
		v.fill(c, cp, all)
		tx.Audit(audit.CoupleRead, cp.ID.UUID, cp.ID)
		return web.Page{Name: "couple/discharge", Title: c.T("couple_discharge_title"), Place: "caseload", Fill: fill, Data: v,
			Back: &web.Link{Text: v.Head.Names, Href: v.Head.Path}}, nil
	})
}

func (v *dischargeView) fill(c *web.Context, cp Couple, all []EndOfCare) {
	for _, id := range []string{"couple_discharge_reading", "couple_discharge_writing", "couple_discharge_own", "couple_discharge_safety", "couple_discharge_notes", "couple_discharge_between"} {
		v.What = append(v.What, c.T(id))
	}
	v.Reasons = []web.Option{{Label: c.T("couple_discharge_pick")}}
	for _, why := range Whys() {
		v.Reasons = append(v.Reasons, web.Option{Value: string(why), Label: c.T("couple_why_" + string(why))})
	}
	for _, d := range all {
		row := endedRow{State: c.T("couple_care_ended", "Day", c.DayYear(d.LastOn)), Reason: c.T("couple_why_" + string(d.Why)), Told: d.Told,
			By: c.T("couple_left_by", "Name", d.By, "When", c.DayTime(d.MadeAt))}
		if d.TakenUpAt == nil {
			v.Now = &row
			continue
		}
		row.State = c.T("couple_care_resumed", "Day", c.DayYear(d.LastOn), "Again", c.DayYear(c.DayOf(*d.TakenUpAt)))
		v.Earlier = append(v.Earlier, row)
	}
	if cp.Discharged() && v.Now == nil { // ended before this page was there
		v.Now = &endedRow{State: c.T("couple_care_ended", "Day", c.DayYear(*cp.CareTo))}
	}
}

// discharge ends the couple's care.
func (p Pages) discharge(c *web.Context, s tenant.Staff) error {
	return Receive(c, s, "", func(tx *db.Tx, cp Couple, f *web.Form) error {
		var faults fault.List
		d := EndOfCare{LastOn: readDate(f, "last_on", c.Today(), &faults), Why: Why(f.Text("reason")), Told: f.Long("told")}
		if utf8.RuneCountInString(d.Told) > textMost {
			faults = append(faults, fault.Field("told", "couple_text_long", "Most", textMost))
		}
		if err := faults.OrNil(); err != nil {
			return err
		}
		return Discharge(tx, cp.ID, d, c.Today())
	}, p.showDischarge)
}

// takeUp lets care go on again.
func (p Pages) takeUp(c *web.Context, s tenant.Staff) error {
	return Receive(c, s, "/people", func(tx *db.Tx, cp Couple, _ *web.Form) error {
		was, gap, err := TakeUp(tx, cp.ID)
		if err != nil || !gap || p.rooms.Resumed == nil {
			return err
		}
		return p.rooms.Resumed(tx, was, *was.CareTo)
	}, p.showDischarge)
}
