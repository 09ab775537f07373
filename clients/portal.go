package clients

import (
	"strconv"
	"time"

	"amends/clients/couple"
	"amends/clients/promise"
	"amends/server/audit"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// homeView is a partner's Today: one thing to do now, what stands for this week, the next session.
type homeView struct {
	Kicker, Heading, Lede, Quote string
	Button                       *web.Link
	Reader                       string
	Sent                         *web.Link // today's check-in was sent and may be changed
	Week                         []weekRow
	Nothing                      string // in place of an empty week
	Preparing                    string // below the week while no step is open: said at ordinary times, so that it tells nothing
	Next, NextWith, NextZone     string
	Places                       []web.Link // rooms where something stands for this person, and nothing waits
}

type weekRow struct{ Text, Note, Href string }

// day is everything Today is made of, read in one transaction.
type day struct {
	mine     couple.Mine
	promises []promise.Promise
	checkIn  CheckInDue
	work     []WorkItem
	rooms    []RoomLine
	writes   bool // the person belongs to the couple, and it is in care
}

func (p Pages) home(c *web.Context, s tenant.Partner) error {
	var d day
	err := c.View(s, func(tx *db.Tx) (err error) {
		d, err = p.read(tx, s, c.Today(), c.Lang())
		tx.Audit(audit.PortalRead, s.Couple().UUID, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(200, web.Page{Name: "portal/home", Title: c.T("portal_home_title"), Place: "today", Data: d.view(c, s.Person())})
}

// read gathers a person's day; today is their civil date. Who no longer writes here is asked nothing.
func (p Pages) read(tx *db.Tx, s tenant.Partner, today time.Time, lang string) (d day, err error) {
	if d.mine, err = couple.GetMine(tx); err != nil {
		return d, err
	}
	if d.writes = d.mine.MayWrite(s, today); !d.writes {
		d.rooms, err = lines(tx, p.from.Kept, today)
		return d, err
	}
	if !d.mine.Stopped { // joint pages rest: nothing of them stands here
		if d.promises, err = promise.Mine(tx); err != nil {
			return d, err
		}
	}
	if p.from.CheckIn != nil {
		if d.checkIn, err = p.from.CheckIn(tx, today); err != nil {
			return d, err
		}
	}
	if p.from.Work != nil {
		if d.work, err = p.from.Work(tx, lang); err != nil {
			return d, err
		}
	}
	d.rooms, err = lines(tx, p.from.Rooms, today)
	return d, err
}

// lines asks the rooms how they show themselves; one where nothing stands for the person has no line.
func lines(tx *db.Tx, rooms []func(*db.Tx, time.Time) (RoomLine, error), today time.Time) (all []RoomLine, err error) {
	for _, ask := range rooms {
		line, err := ask(tx, today)
		if err != nil {
			return nil, err
		}
		if line.Href != "" {
			all = append(all, line)
		}
	}
	return all, nil
}

// thing is the one thing to do now.
type thing int

// The things, in the order in which they come first.
const (
	answerCheckIn thing = iota
	lookAtPromise
	goOn
	begin
	nothing
)

// first chooses the one thing to do now, and the work it is about (an index, or -1).
func first(due CheckInDue, looks int, work []WorkItem) (thing, int) {
	switch {
	case due.Due != "":
		return answerCheckIn, -1
	case looks > 0:
		return lookAtPromise, -1
	}
	for i, w := range work {
		if w.UnderWay {
			return goOn, i
		}
	}
	if len(work) > 0 {
		return begin, 0
	}
	return nothing, -1
}

func (d day) view(c *web.Context, me tenant.PersonID) homeView {
	today := c.Today()
	v := homeView{Kicker: c.DayLong(today), Heading: c.T("portal_hello", "Name", d.mine.Name)}
	if !d.writes {
		v.Lede = c.T("portal_after_care")
		for _, r := range d.rooms { // the ways to what can be read; nothing waits here any more
			v.Places = append(v.Places, web.Link{Text: c.T(r.Title), Href: r.Href})
		}
		return v
	}
	looks := promise.ToLookAt(promise.Asking(d.mine, d.promises), me, today)
	now, which := first(d.checkIn, len(looks), d.work)
	v.fillFirst(c, d, now, which, looks)
	if d.checkIn.Due == "" && d.checkIn.Sent != "" && c.Has("/check-in") {
		v.Sent = &web.Link{Text: c.T("portal_change"), Href: "/check-in"}
	}
	for i, w := range d.work {
		if i != which {
			v.Week = append(v.Week, weekRow{w.Title, workNote(c, w, today), w.Href})
		}
	}
	if now != lookAtPromise && len(looks) > 0 {
		v.Week = append(v.Week, weekRow{c.T("portal_look"), c.T("portal_look_note", "Name", d.mine.Other, "Text", looks[0].Promise.Text), "/promises"})
	}
	v.Week = append(v.Week, toMark(c, d.promises, me, today)...)
	for _, r := range d.rooms {
		if r.Waits > 0 {
			v.Week = append(v.Week, weekRow{c.T(r.Title), c.T(r.Note, "Count", r.Waits), r.Href})
		} else {
			v.Places = append(v.Places, web.Link{Text: c.T(r.Title), Href: r.Href})
		}
	}
	if len(v.Week) == 0 {
		v.Nothing = c.T("portal_nothing")
	}
	if len(d.work) == 0 {
		v.Preparing = c.T("portal_preparing")
	}
	d.nextSession(c, &v)
	return v
}

// fillFirst words the one thing to do now.
func (v *homeView) fillFirst(c *web.Context, d day, now thing, which int, looks []promise.Look) {
	switch now {
	case answerCheckIn:
		v.Heading, v.Lede = c.T("portal_checkin"), c.T("portal_checkin_"+d.checkIn.Due)
		v.Button = &web.Link{Text: c.T("portal_checkin_start"), Href: "/check-in"}
		v.Reader = d.mine.ReaderLine(c, couple.ToReader)
	case lookAtPromise:
		l := looks[0]
		v.Heading, v.Quote = c.T("portal_look"), l.Promise.Text
		v.Lede = c.T("portal_look_from", "Name", d.mine.Other, "Day", c.Ago(l.Deed.On))
		v.Button = &web.Link{Text: c.T("portal_look_open"), Href: "/promises"}
	case goOn, begin:
		w := d.work[which]
		v.Heading, v.Lede = w.Title, workNote(c, w, c.Today())
		v.Button = &web.Link{Text: c.T("portal_begin"), Href: w.Href}
		if now == goOn {
			v.Button.Text = c.T("portal_go_on")
		}
	}
}

// toMark lists the person's own promises that fall due today and wait for their word.
func toMark(c *web.Context, all []promise.Promise, me tenant.PersonID, today time.Time) (rows []weekRow) {
	for _, p := range all {
		if d, _ := p.Deed(today); p.Keeper == me && p.DueOn(today) && d.Kept == nil && p.MayKeep(today, today) {
			rows = append(rows, weekRow{c.T("portal_mark"), p.Text, "/promises/" + p.ID.String()})
		}
	}
	return rows
}

// workNote words how long a step takes and by when: "About 10 minutes, by Thursday".
func workNote(c *web.Context, w WorkItem, today time.Time) string {
	when := c.T("portal_when_free")
	if w.DueOn != nil {
		when = byDay(c, *w.DueOn, today)
	}
	id := "portal_note"
	if w.UnderWay {
		id = "portal_note_under_way"
	}
	if w.Minutes > 0 {
		return c.T(id+"_minutes", "Count", w.Minutes, "When", when)
	}
	return c.T(id, "When", when)
}

// byDay words a day as people say it: by tomorrow, by Thursday, by Thu 11 June. A day that has passed is not held up to anybody.
func byDay(c *web.Context, due, today time.Time) string {
	switch n := civil.Days(today, due); {
	case n < 0:
		return c.T("portal_when_past")
	case n == 0:
		return c.T("portal_by_today")
	case n == 1:
		return c.T("portal_by_tomorrow")
	case n < 7:
		return c.T("portal_by_weekday_" + strconv.Itoa(int(due.Weekday())))
	}
	return c.T("portal_by", "Day", c.Day(due))
}

// nextSession words the next session in the person's own zone, and says so when the practice's clock differs.
func (d day) nextSession(c *web.Context, v *homeView) {
	at := d.mine.NextAt
	if at == nil || at.Before(c.Now()) {
		return
	}
	v.Next = c.DayTime(*at)
	switch {
	case d.mine.Counselor == "":
	case d.mine.Other == "" || d.mine.OtherTo != nil:
		v.NextWith = c.T("portal_next_with_one", "Counselor", d.mine.Counselor)
	default:
		v.NextWith = c.T("portal_next_with", "Counselor", d.mine.Counselor, "Partner", d.mine.Other)
	}
	who := c.Viewer()
	if who.Zone != nil && who.PracticeZone != nil && at.In(who.Zone).Format("15:04") != at.In(who.PracticeZone).Format("15:04") {
		v.NextZone = c.T("portal_next_zone", "Zone", web.ZonePlace(who.Zone.String()), "Time", at.In(who.PracticeZone).Format("15:04"))
	}
}
