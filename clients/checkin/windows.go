package checkin

import (
	"net/http"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// windowsView is when the two agreed to check in.
type windowsView struct {
	Head   couple.HeadView
	Back   web.Link
	Action string
	Rows   []windowRow
	Who    []web.Option
	Kinds  []web.Option
	From   string
}

type windowRow struct {
	Name, Words, End string // End is the address that ends it; empty once it ended
}

// windows shows what was agreed, and the form for more.
func (p Pages) windows(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	return p.showWindows(c, s, id, http.StatusOK, web.Fill{})
}

func (p Pages) showWindows(c *web.Context, s tenant.Staff, id couple.ID, status int, fill web.Fill) error {
	var cp couple.Couple
	var ws []Window
	err := c.View(s, func(tx *db.Tx) error {
		tx.Audit(audit.CheckInRead, uuid.Nil, id)
		var err error
		if cp, err = couple.Get(tx, id); err != nil {
			return err
		}
		ws, err = Windows(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	v := windowsOf(c, cp, ws)
	return c.Render(status, web.Page{Name: "checkin/windows", Title: c.T("checkin_windows_title"), Place: "caseload", Back: &v.Back, Fill: fill, Data: v})
}

func windowsOf(c *web.Context, cp couple.Couple, ws []Window) windowsView {
	path := couple.Path(cp.ID)
	v := windowsView{Head: couple.Header(c, cp), Back: web.Link{Text: c.T("checkin_back_review"), Href: path + "/check-ins"},
		Action: path + "/check-in-windows", From: c.Today().Format(time.DateOnly)}
	for _, w := range ws {
		partner, known := cp.Partner(w.Person)
		if !known || w.Empty() {
			continue
		}
		row := windowRow{Name: partner.Name, Words: windowWords(c, w)}
		if w.EndsOn == nil || w.EndsOn.After(c.Today()) {
			row.End = v.Action + "/" + w.ID.String() + "/end"
		}
		v.Rows = append(v.Rows, row)
	}
	staying := cp.Here()
	if len(staying) > 1 {
		v.Who = append(v.Who, web.Option{Value: "both", Label: c.T("checkin_both"), Checked: true})
	}
	for _, p := range staying {
		v.Who = append(v.Who, web.Option{Value: p.Person.String(), Label: p.Name, Checked: len(staying) == 1})
	}
	v.Kinds = []web.Option{{Value: string(Weekly), Label: c.T("checkin_kind_weekly"), Checked: true}, {Value: string(Daily), Label: c.T("checkin_kind_daily")}}
	return v
}

func windowWords(c *web.Context, w Window) string {
	design := c.T("checkin_design_" + string(w.Design))
	if w.EndsOn == nil {
		return c.T("checkin_window_open", "Design", design, "From", c.DayYear(w.StartsOn))
	}
	return c.T("checkin_window_closed", "Design", design, "From", c.DayYear(w.StartsOn), "To", c.DayYear(*w.EndsOn))
}

// agreedLines says for each partner what goes on now, or that nothing was agreed.
func agreedLines(c *web.Context, cp couple.Couple, ws []Window) []string {
	lines := make([]string, 0, len(cp.Partners))
	for _, p := range cp.Partners {
		words := c.T("checkin_agreed_none")
		for _, w := range ws {
			if w.Person == p.Person && w.Holds(c.Today()) {
				words = windowWords(c, w)
			}
		}
		lines = append(lines, c.T("checkin_agreed_line", "Name", p.Name, "Words", words))
	}
	return lines
}

// agree records that one or both check in from a date on.
func (p Pages) agree(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	in, err := readAgreement(f)
	if err == nil {
		err = c.Submit(s, f, couple.Path(id)+"/check-in-windows", func(tx *db.Tx) error { return storeAgreement(tx, id, in) })
	}
	if _, ok := fault.As(err); ok && !fault.Is(err, fault.NotFound) {
		return p.showWindows(c, s, id, web.Status(err), f.Fill(err))
	}
	return err
}

func storeAgreement(tx *db.Tx, id couple.ID, in agreement) error {
	cp, err := couple.Get(tx, id)
	if err != nil {
		return err
	}
	if cp.Discharged() {
		return fault.Field("from", "couple_discharged_now")
	}
	if !cp.InCare(in.From) {
		return fault.Field("from", "checkin_window_outside")
	}
	var people []tenant.PersonID
	for _, p := range cp.Partners {
		if in.Person == p.Person && p.Left() {
			return fault.Field("who", "checkin_window_left", "Name", p.Name)
		}
		if in.Person.IsZero() && !p.Left() || in.Person == p.Person {
			people = append(people, p.Person)
		}
	}
	if len(people) == 0 {
		return fault.Field("who", "checkin_person_choose")
	}
	return Agree(tx, id, people, in.Design, in.From)
}

// end lets a window end today; one that has not begun goes away.
func (p Pages) end(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	window, err := c.ID("window")
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	return c.Submit(s, f, couple.Path(id)+"/check-in-windows", func(tx *db.Tx) error {
		if _, err := couple.Get(tx, id); err != nil {
			return err
		}
		ws, err := Windows(tx, id)
		if err != nil {
			return err
		}
		for _, w := range ws {
			if w.ID == window {
				last := c.Today()
				if w.StartsOn.After(last) {
					last = w.StartsOn.AddDate(0, 0, -1)
				}
				return EndWindow(tx, id, window, last)
			}
		}
		return fault.Absent()
	})
}
