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

// holdView is the counselor's page of the safety hold: the one that is planned or on, or the form that begins one, and the
// earlier ones.
type holdView struct {
	Head          HeadView
	Now           *holdRow // planned or on
	End           string   // action
	Kinds, Starts []web.Option
	Tomorrow      string // the first day a hold may be dated to
	Earlier       []holdRow
}

type holdRow struct{ State, Kind, Told, By string }

// restAfter is how long after its beginning a session is taken to be over.
const restAfter = 2 * time.Hour

// The ways to say when a hold begins.
const (
	startNext = "next"
	startNow  = "now"
	startDate = "date"
)

func (p Pages) holdForm(c *web.Context, s tenant.Staff) error {
	return p.showHold(c, s, 200, web.Fill{})
}

func (p Pages) showHold(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var view holdView
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := Get(tx, id)
		if err != nil {
			return err
		}
		holds, err := HoldsOf(tx, id)
		view.fill(c, cp, holds)
		tx.Audit(audit.HoldRead, id.UUID, id)
		return err
	})
	if err != nil {
		return err
	}
	if fill.Values == nil {
		fill = web.Filled("kind", string(Quiet), "start", view.Starts[0].Value)
	}
	return c.Render(status, web.Page{Name: "couple/hold", Title: c.T("couple_hold_title"), Place: "caseload", Fill: fill, Data: view,
		Back: &web.Link{Text: view.Head.Names, Href: view.Head.Path}})
}

func (v *holdView) fill(c *web.Context, cp Couple, holds []Hold) {
	v.Head, v.End = Header(c, cp), Path(cp.ID)+"/hold/end"
	v.Tomorrow = c.PracticeToday().AddDate(0, 0, 1).Format(time.DateOnly)
	for _, k := range []HoldKind{Quiet, Full} {
		v.Kinds = append(v.Kinds, web.Option{Value: string(k), Label: c.T("couple_hold_" + string(k)), Note: c.T("couple_hold_" + string(k) + "_note")})
	}
	if at, ok := afterNext(cp, c.Now()); ok {
		v.Starts = append(v.Starts, web.Option{Value: startNext, Label: c.T("couple_hold_next"), Note: c.T("couple_hold_next_note", "When", c.DayTime(at))})
	}
	v.Starts = append(v.Starts, web.Option{Value: startNow, Label: c.T("couple_hold_now"), Note: c.T("couple_hold_now_note")},
		web.Option{Value: startDate, Label: c.T("couple_hold_date")})
	for _, h := range holds {
		row := holdRow{State: h.words(c), Kind: c.T("couple_hold_" + string(h.Kind)), Told: h.Told, By: c.T("couple_hold_by", "Name", h.By)}
		if h.EndedAt == nil {
			v.Now = &row
			continue
		}
		v.Earlier = append(v.Earlier, row)
	}
}

// words says how a hold stands: planned, on, ended, or ended before it began.
func (h Hold) words(c *web.Context) string {
	from := c.DayTime(h.StartsAt)
	switch {
	case h.EndedAt == nil && h.On(c.Now()):
		return c.T("couple_hold_since", "When", from)
	case h.EndedAt == nil:
		return c.T("couple_hold_planned", "When", from)
	case h.EndedAt.Before(h.StartsAt):
		return c.T("couple_hold_called_off", "When", from)
	}
	return c.T("couple_hold_was", "From", from, "To", c.DayTime(*h.EndedAt))
}

// afterNext is when the next session will be over; false when none lies ahead.
func afterNext(cp Couple, now time.Time) (time.Time, bool) {
	if cp.NextAt == nil {
		return time.Time{}, false
	}
	at := cp.NextAt.Add(restAfter)
	return at, at.After(now)
}

// readHold checks the form of a hold. now is the instant of the request; zone is the practice's, whose midnight begins a day.
func readHold(f *web.Form, cp Couple, now time.Time, zone *time.Location) (Hold, error) {
	var faults fault.List
	h := Hold{Kind: HoldKind(f.Text("kind")), StartsAt: now, Told: f.Long("told")}
	if !h.Kind.Known() {
		faults = append(faults, fault.Field("kind", "couple_hold_kind_choose"))
	}
	switch f.Text("start") {
	case startNow:
	case startNext:
		at, ok := afterNext(cp, now)
		if !ok {
			faults = append(faults, fault.Field("start", "couple_hold_no_next"))
		}
		h.StartsAt = at
	case startDate:
		day, ok := f.Date("on")
		h.StartsAt = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone)
		if !ok || !h.StartsAt.After(now) || h.StartsAt.After(now.AddDate(1, 0, 0)) {
			faults = append(faults, fault.Field("on", "couple_hold_date_form"))
		}
	default:
		faults = append(faults, fault.Field("start", "couple_hold_start_choose"))
	}
	if utf8.RuneCountInString(h.Told) > textMost {
		faults = append(faults, fault.Field("told", "couple_text_long", "Most", textMost))
	}
	return h, faults.OrNil()
}

func (p Pages) hold(c *web.Context, s tenant.Staff) error {
	return p.onHold(c, s, func(tx *db.Tx, cp Couple, f *web.Form) error {
		h, err := readHold(f, cp, tx.Now(), c.Viewer().PracticeZone)
		if err != nil {
			return err
		}
		return SetHold(tx, cp.ID, h)
	})
}

func (p Pages) endHold(c *web.Context, s tenant.Staff) error {
	return p.onHold(c, s, func(tx *db.Tx, cp Couple, _ *web.Form) error { return EndHold(tx, cp.ID) })
}

// onHold runs one of the two forms of the page; a fault is shown on it with what was typed.
func (p Pages) onHold(c *web.Context, s tenant.Staff, do func(tx *db.Tx, cp Couple, f *web.Form) error) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = c.Submit(s, f, Path(id)+"/hold", func(tx *db.Tx) error {
		cp, err := Get(tx, id)
		if err != nil {
			return err
		}
		return do(tx, cp, f)
	})
	if fault.Mendable(err) {
		return p.showHold(c, s, web.Status(err), f.Fill(err))
	}
	return err
}
