package confidence

import (
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// listView is the page: what is held, what was closed, and the form for another one.
type listView struct {
	Head         couple.HeadView
	Path         string
	Held, Closed []heldView
	Outcomes     []web.Option
	Who          []web.Option
	Today, Most  string // the days a deadline may lie between
}

type heldView struct {
	ID, Title, Told, Policy, Deadline, By string
	Outcome, Closing                      string
	Typed                                 string // words sent for one that was closed in between
	DeadlineOn                            string // as the form's value
}

func path(id couple.ID) string { return couple.Path(id) + "/confidences" }

func (p Pages) list(c *web.Context, s tenant.Staff) error {
	return p.show(c, s, 200, web.Filled("heard_on", c.Today().Format(time.DateOnly)))
}

func (p Pages) show(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	today := c.Today()
	v := listView{Path: path(id), Today: today.Format(time.DateOnly), Most: today.AddDate(0, 0, ahead).Format(time.DateOnly)}
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		all, err := OfCouple(tx, id)
		v.fill(c, cp, all)
		tx.Audit(audit.ConfidenceRead, id.UUID, id)
		return err
	})
	if err != nil {
		return err
	}
	for i, row := range v.Closed {
		if status != 200 {
			v.Closed[i].Typed = fill.Values.Get("words_" + row.ID)
		}
	}
	return c.Render(status, web.Page{Name: "confidence/list", Title: c.T("confidence_title"), Place: "caseload", Fill: fill, Data: v,
		Back: &web.Link{Text: v.Head.Names, Href: v.Head.Path}})
}

func (v *listView) fill(c *web.Context, cp couple.Couple, all []Held) {
	v.Head = couple.Header(c, cp)
	for _, p := range cp.Partners {
		v.Who = append(v.Who, web.Option{Value: p.Person.String(), Label: p.Name})
	}
	for _, o := range Outcomes() {
		v.Outcomes = append(v.Outcomes, web.Option{Value: string(o), Label: c.T("confidence_outcome_" + string(o))})
	}
	for _, h := range all {
		who, _ := cp.Partner(h.Person)
		row := heldView{ID: h.ID.String(), Title: c.T("confidence_from", "Name", who.Name, "Day", c.DayYear(h.HeardOn)), Told: h.Told,
			Policy: c.T("confidence_policy_unsigned"), By: c.T("confidence_by", "Name", h.By), Closing: h.Closing, Deadline: c.T("confidence_deadline_none")}
		if h.Policy != couple.Unsigned {
			row.Policy = c.T("couple_policy_" + string(h.Policy))
		}
		if h.Deadline != nil {
			row.Deadline, row.DeadlineOn = c.DayYear(*h.Deadline), h.Deadline.Format(time.DateOnly)
		}
		if h.Open() {
			v.Held = append(v.Held, row)
			continue
		}
		row.Outcome = c.T("confidence_closed", "Outcome", c.T("confidence_outcome_"+string(h.Outcome)), "Day", c.DayYear(c.DayOf(*h.ClosedAt)))
		v.Closed = append(v.Closed, row)
	}
}

// change runs one of the forms of the page; a fault is shown on it with what was typed.
func (p Pages) change(c *web.Context, s tenant.Staff, do func(tx *db.Tx, cp couple.Couple, f *web.Form) error) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = c.Submit(s, f, path(id), func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		return do(tx, cp, f)
	})
	if fault.Mendable(err) {
		return p.show(c, s, web.Status(err), f.Fill(err))
	}
	return err
}

func (p Pages) hold(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		h, err := readHeld(f, cp, c.Today())
		if err != nil {
			return err
		}
		return Hold(tx, h)
	})
}

// readHeld checks the form of a new confidence. today is the counselor's date.
func readHeld(f *web.Form, cp couple.Couple, today time.Time) (Held, error) {
	var faults fault.List
	h := Held{ID: uuid.New(), Couple: cp.ID, Told: f.Long("told")}
	person, err := uuid.Parse(f.Text("person"))
	h.Person = tenant.PersonID{UUID: person}
	if _, known := cp.Partner(h.Person); err != nil || !known {
		faults = append(faults, fault.Field("person", "confidence_person_choose"))
	}
	var ok bool
	if h.HeardOn, ok = f.Date("heard_on"); !ok || h.HeardOn.After(today) || h.HeardOn.Before(cp.CareFrom) {
		faults = append(faults, fault.Field("heard_on", "confidence_heard_form"))
	}
	if n := utf8.RuneCountInString(h.Told); n == 0 {
		faults = append(faults, fault.Field("told", "confidence_missing"))
	} else if n > TextMost {
		faults = append(faults, fault.Field("told", "confidence_long", "Most", TextMost))
	}
	deadline, err := readDeadline(f, "deadline", today)
	if e, is := fault.As(err); is {
		faults = append(faults, e)
	}
	h.Deadline = deadline
	return h, faults.OrNil()
}

// readDeadline reads a day from today to a year ahead; an empty field is no deadline.
func readDeadline(f *web.Form, name string, today time.Time) (*time.Time, error) {
	if f.Text(name) == "" {
		return nil, nil
	}
	day, ok := f.Date(name)
	if !ok || !DeadlineFits(day, today) {
		return nil, fault.Field(name, "confidence_deadline_form")
	}
	return &day, nil
}

// of reads the confidence an address names; one of another couple does not exist.
func of(c *web.Context, tx *db.Tx, cp couple.Couple) (uuid.UUID, error) {
	id, err := c.ID("confidence")
	if err != nil {
		return id, err
	}
	return id, exists(tx, cp.ID, id)
}

func (p Pages) deferIt(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		id, err := of(c, tx, cp)
		if err != nil {
			return err
		}
		deadline, err := readDeadline(f, "until_"+id.String(), c.Today())
		if err != nil {
			return err
		}
		return Defer(tx, cp.ID, id, deadline)
	})
}

func (p Pages) close(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		id, err := of(c, tx, cp)
		if err != nil {
			return err
		}
		var faults fault.List
		outcome, words := Outcome(f.Text("outcome_"+id.String())), f.Long("words_"+id.String())
		if !outcome.Known() {
			faults = append(faults, fault.Field("outcome_"+id.String(), "confidence_outcome_choose"))
		}
		if utf8.RuneCountInString(words) > TextMost {
			faults = append(faults, fault.Field("words_"+id.String(), "confidence_long", "Most", TextMost))
		}
		if err := faults.OrNil(); err != nil {
			return err
		}
		return Close(tx, cp.ID, id, outcome, words)
	})
}
