package promise

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// listView is the partner's page of promises.
type listView struct {
	Look                           *lookView
	Other                          string // name; empty while the second place is empty
	Mine, Theirs, Confirmed, Ended []rowView
	MayMake                        bool
	Preparing                      string // why nothing new can be made here; empty when it can
	Empty                          bool   // no promise of either
}

// lookView is the one promise to look at first.
type lookView struct{ Kicker, Text, Reader, Action, Different string }

// confirmedMost bounds the list of confirmed promises.
const confirmedMost = 12

func (p Pages) list(c *web.Context, s tenant.Partner) error {
	return p.showList(c, s, 200, web.Fill{})
}

func (p Pages) showList(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	var mine couple.Mine
	var all []Promise
	err := c.View(s, func(tx *db.Tx) (err error) {
		if mine, err = couple.GetMine(tx); err != nil {
			return err
		}
		all, err = Mine(tx)
		tx.Audit(audit.PromiseRead, s.Couple().UUID, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	if mine.Stopped {
		return couple.ShowResting(c, "promises", c.T("promise_title"), status, "")
	}
	page := web.Page{Name: "promise/list", Title: c.T("promise_title"), Place: "promises", Fill: fill, Data: viewOf(c, s, mine, all)}
	if status == 200 {
		page.Status, page.Undo = lastDone(c, s, mine, all)
	}
	return c.Render(status, page)
}

// viewOf sorts the promises into the lists of the page; mine first, then the partner's, then what was confirmed.
func viewOf(c *web.Context, s tenant.Partner, mine couple.Mine, all []Promise) listView {
	me, today := s.Person(), c.Today()
	v := listView{Other: mine.Other, Empty: len(all) == 0}
	writes := mine.MayWrite(s, today)
	v.MayMake = writes && mine.Begun
	if writes && !mine.Begun {
		v.Preparing = c.T("promise_preparing")
	}
	var looked uuid.UUID
	if looks := ToLookAt(Asking(mine, all), me, today); writes && len(looks) > 0 {
		v.Look, looked = lookOf(c, mine, looks[0]), looks[0].Promise.ID
	}
	type dated struct {
		on  time.Time
		row rowView
	}
	var confirmed []dated
	for _, p := range all {
		row := rowView{Text: p.Text, Href: p.path(), Note: note(c, p, me, otherOf(mine, p, me), today)}
		switch {
		case !p.Running(today) || p.ID == looked: // what is looked at stands above, not in the list as well
		case p.Keeper == me:
			v.Mine = append(v.Mine, row)
		default:
			v.Theirs = append(v.Theirs, row)
		}
		if d, any := p.LastConfirmed(); any {
			confirmed = append(confirmed, dated{d.On, rowView{Text: p.Text, Href: p.path(), Note: said(c, p, d, me, otherOf(mine, p, me))}})
		} else if !p.Running(today) {
			v.Ended = append(v.Ended, rowView{Text: p.Text, Href: p.path(), Note: endingTo(c, mine, p)})
		}
	}
	slices.SortStableFunc(confirmed, func(a, b dated) int { return b.on.Compare(a.on) })
	for i, d := range confirmed {
		if i < confirmedMost {
			v.Confirmed = append(v.Confirmed, d.row)
		}
	}
	return v
}

// ending words the end of a promise that no longer runs.
func ending(c *web.Context, p Promise) string {
	if p.EndedOn != nil {
		return c.T("promise_ended_on", "Day", c.Ago(*p.EndedOn))
	}
	if last, ends := p.lastDay(); ends {
		return c.T("promise_was_until", "Day", c.Ago(last))
	}
	return ""
}

// endingTo words it to a partner. Of what ended since the other left no day is told: it would be the other's last day, and that is
// between them and the counselor.
func endingTo(c *web.Context, mine couple.Mine, p Promise) string {
	if parted(mine, p) {
		return c.T("promise_ended_apart")
	}
	return ending(c, p)
}

func lookOf(c *web.Context, mine couple.Mine, l Look) *lookView {
	id := "promise_look_due"
	if l.Deed.SaidKept() {
		id = "promise_look_kept"
	}
	return &lookView{Kicker: c.T(id, "Name", mine.Other, "Day", c.Ago(l.Deed.On)), Text: l.Promise.Text,
		Reader: answerReader(c, mine), Action: l.Promise.dayPath(l.Deed.On) + "/answer", Different: l.Promise.dayPath(l.Deed.On) + "/different"}
}

// answerReader says who sees an answer to the other's promise: its keeper does, while they belong to the couple.
func answerReader(c *web.Context, mine couple.Mine) string {
	id := "promise_reader_answer"
	if !mine.OtherReads(c.Today()) {
		id = "promise_reader_answer_apart"
	}
	return c.T(id, "Counselor", mine.CounselorName(c), "Name", mine.Other)
}

// lastDone is the line after an action, read from the address and checked against what is stored: an address that somebody
// made up says nothing.
func lastDone(c *web.Context, s tenant.Partner, mine couple.Mine, all []Promise) (string, *web.Undo) {
	of, err := uuid.Parse(c.Query("of"))
	i := slices.IndexFunc(all, func(p Promise) bool { return p.ID == of })
	if err != nil || i < 0 || !mine.MayWrite(s, c.Today()) {
		return "", nil
	}
	p, me := all[i], s.Person()
	day, dayErr := time.Parse(time.DateOnly, c.Query("day"))
	switch c.Query("said") {
	case "made":
		if p.Keeper == me && p.MadeOn.Equal(c.Today()) {
			return c.T("promise_made"), nil
		}
	case "ended":
		if p.Keeper == me && p.EndedOn != nil && p.EndedOn.Equal(c.Today()) {
			return "", &web.Undo{Text: c.T("promise_ended"), Action: p.path() + "/reopen"}
		}
	case "different":
		if dayErr == nil && p.waits(day) {
			return c.T("promise_different_done", "Counselor", mine.CounselorName(c)), nil
		}
	case "marked":
		if dayErr == nil && p.MayTakeBack(day, me, c.Today(), c.DayOf) {
			return "", &web.Undo{Text: doneWords(c, p, day, mine), Action: p.dayPath(day) + "/undo"}
		}
	}
	return "", nil
}

// doneWords says what was just stored about a day.
func doneWords(c *web.Context, p Promise, day time.Time, mine couple.Mine) string {
	d, _ := p.Deed(day)
	switch {
	case d.Outcome == Confirmed:
		return c.T("promise_done_confirmed")
	case d.Outcome == NotYet:
		return c.T("promise_done_not_yet")
	case d.SaidKept() && otherOf(mine, p, p.Keeper) != "":
		return c.T("promise_done_kept", "Name", mine.Other)
	}
	return c.T("promise_done_marked")
}

// ids reads the promise and, where the address has one, the day.
func ids(c *web.Context) (id uuid.UUID, day time.Time, err error) {
	if id, err = c.ID("promise"); err != nil {
		return id, day, err
	}
	if text := c.Param("day"); text != "" {
		if day, err = time.Parse(time.DateOnly, text); err != nil {
			return id, day, fault.Absent()
		}
	}
	return id, day, nil
}
