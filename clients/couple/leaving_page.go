package couple

import (
	"time"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Rooms are what the rooms above know and do when somebody leaves.
type Rooms struct {
	Parted  func(tx *db.Tx, cp Couple, last time.Time) error                  // a place ended on a day: promises between the two end with it
	Resumed func(tx *db.Tx, cp Couple, last time.Time) error                  // care goes on after it ended on a day: check-ins are agreed anew
	Waiting func(c *web.Context, tx *db.Tx, cp Couple) ([]Outstanding, error) // what still waits for the counselor, most urgent first
}

// Outstanding is one thing that waits for the counselor: why, its circumstance and where it is dealt with.
type Outstanding struct{ Icon, Why, Note, Href string }

// WithRooms lets the pages of leaving ask and tell the rooms above.
func (p Pages) WithRooms(r Rooms) Pages {
	p.rooms = r
	return p
}

// separateView is the page of one partner's place: how it ends, or that it has ended and may be reopened.
type separateView struct {
	Head          HeadView
	Action        string // address of the place
	Name, Other   string // Other: empty while the second place is free, or has ended too
	Left, By      string // that the place has ended; empty while it goes on
	Refused       string // why nothing can be done here: care has ended
	What          []string
	First, Latest string // the first and the last day that may be chosen
}

func (p Pages) separateForm(c *web.Context, s tenant.Staff) error {
	return p.showSeparate(c, s, 200, web.Fill{})
}

func (p Pages) showSeparate(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	_, person, err := coupleAndPerson(c)
	if err != nil {
		return err
	}
	return Show(c, s, status, func(tx *db.Tx, cp Couple) (web.Page, error) {
		who, known := cp.Partner(person)
		if !known {
			return web.Page{}, fault.Absent()
		}
		ending, err := EndingOf(tx, cp.ID, person)
		if err != nil {
			return web.Page{}, err
		}
		view := separateViewOf(c, cp, who, ending)
		tx.Audit(audit.PeopleRead, person.UUID, cp.ID)
		return web.Page{Name: "couple/separate", Title: c.T("couple_separate_title", "Name", who.Name), Place: "caseload", Fill: fill, Data: view,
			Back: &web.Link{Text: c.T("couple_tab_people"), Href: view.Head.Path + "/people"}}, nil
	})
}

func separateViewOf(c *web.Context, cp Couple, who Partner, ending Ending) separateView {
	v := separateView{Head: Header(c, cp), Name: who.Name, First: who.StartsOn.Format(time.DateOnly), Latest: c.Today().Format(time.DateOnly)}
	v.Action = v.Head.Path + "/people/" + who.Person.String()
	if other, there := cp.Other(who.Person); there && !other.Left() {
		v.Other = other.Name
	}
	if cp.Discharged() {
		v.Refused = c.T("couple_discharged_now")
	}
	if who.Left() {
		v.Left = c.T("couple_left_on", "Name", who.Name, "Day", c.DayYear(*who.EndsOn))
		if ending.At != nil {
			v.By = c.T("couple_left_by", "Name", ending.By, "When", c.DayTime(*ending.At))
		}
	}
	v.What = append(v.What, c.T("couple_separate_keeps", "Name", who.Name))
	if v.Other != "" {
		for _, id := range []string{"couple_separate_other", "couple_separate_addresses", "couple_separate_between", "couple_separate_care"} {
			v.What = append(v.What, c.T(id, "Name", who.Name, "Other", v.Other))
		}
	}
	v.What = append(v.What, c.T("couple_separate_alone", "Name", who.Name))
	return v
}

// separate ends one partner's place; care goes on with the other.
func (p Pages) separate(c *web.Context, s tenant.Staff) error {
	return p.onPlace(c, s, func(tx *db.Tx, id ID, person tenant.PersonID, f *web.Form) error {
		var faults fault.List
		last := readDate(f, "last_on", c.Today(), &faults)
		if err := faults.OrNil(); err != nil {
			return err
		}
		cp, err := Separate(tx, id, person, last, c.Today())
		if err != nil || p.rooms.Parted == nil {
			return err
		}
		return p.rooms.Parted(tx, cp, last)
	})
}

// reopen takes the end of a place back.
func (p Pages) reopen(c *web.Context, s tenant.Staff) error {
	return p.onPlace(c, s, func(tx *db.Tx, id ID, person tenant.PersonID, _ *web.Form) error { return Reopen(tx, id, person) })
}

// onPlace runs one of the two forms of the page; a fault is shown on it with what was typed.
func (p Pages) onPlace(c *web.Context, s tenant.Staff, do func(*db.Tx, ID, tenant.PersonID, *web.Form) error) error {
	_, person, err := coupleAndPerson(c)
	if err != nil {
		return err
	}
	return Receive(c, s, "/people", func(tx *db.Tx, cp Couple, f *web.Form) error { return do(tx, cp.ID, person, f) }, p.showSeparate)
}
