package reports

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"amends/clients/couple"
	"amends/clients/promise"
	"amends/reports/progress"
	"amends/server/audit"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
	"amends/sessions"
)

func hexOf(hash []byte) string { return hex.EncodeToString(hash) }

// sessionSheet is the one page for the room. Both may keep a copy, so it is made from joint things alone: promises and what
// was confirmed of them, steps given to both, sessions with both. What one partner did in private changes nothing on it.
func (p Pages) sessionSheet(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	if c.Viewer().InRoom() && c.Viewer().RoomCouple != id {
		return fault.Absent()
	}
	return showPaper(c, s, sheetName, func(tx *db.Tx) (Drawing, error) {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return nil, err
		}
		tx.Audit(audit.SessionSheet, id.UUID, id)
		return p.maker.SessionSheet(tx, SheetWanted{Couple: cp, Counselor: s.Person(), Words: c.Words, Lang: c.Lang()})
	})
}

// SheetWanted is the session sheet to make.
type SheetWanted struct {
	Couple    couple.Couple
	Counselor tenant.PersonID // who holds the session
	Words     Words
	Lang      string
}

// lookBack is how many days the sheet looks back for the last session.
const lookBack = 7 * Weeks

// SessionSheet loads the one page for the room. The caller audits.
func (m Maker) SessionSheet(tx *db.Tx, w SheetWanted) (Drawing, error) {
	head, err := letterheadOf(tx, w.Counselor)
	if err != nil {
		return nil, err
	}
	day := civil.Day(tx.Now(), head.zone())
	g, err := sessions.Gather(tx, m.Library, sessions.Asked{Couple: w.Couple, From: day.AddDate(0, 0, -lookBack), To: day, Today: day, Reader: progress.ReaderCouple, Lang: w.Lang})
	if err != nil {
		return nil, err
	}
	paper, _ := PaperOf(paperIn(head.zone()))
	sheet := (&joint{w, newPhrases(w.Words), g, head, day}).sheet()
	return func() ([]byte, error) {
		return RenderSessionSheet(sheet, w.Words, Options{Press: m.Press, Paper: paper, Lang: w.Lang})
	}, nil
}

// joint chooses what may stand before both.
type joint struct {
	SheetWanted
	*phrases
	g    sessions.Gathered
	head letterhead
	day  time.Time // the practice's date
}

func (j *joint) sheet() SessionSheet {
	s := SessionSheet{Practice: j.head.Practice, CoupleCode: j.Couple.Code, Partners: j.Couple.Names(), Counselor: j.head.Author, When: j.when(), PrintedOn: progressDate(j.day)}
	since := j.Couple.CareFrom
	for _, h := range j.g.Held {
		if h.Joint && len(h.Present) == len(j.Couple.Partners) && h.On.Before(j.day) {
			since, s.LastMet = h.On, progressDate(h.On)
		}
	}
	var titles []string
	for _, w := range j.g.Work {
		if len(w.People) < 2 || w.Aside() || w.From.Before(since) {
			continue
		}
		titles = append(titles, j.with("reports_sheet_title", args{"Title": w.Title(j.Lang)}))
		s.Since = append(s.Since, Line{j.short(progressDate(w.From)), j.with("reports_sheet_given", args{"Title": w.Title(j.Lang)})})
	}
	s.Today = j.say("reports_sheet_today")
	if len(titles) > 0 {
		s.Today = j.with("reports_sheet_today_work", args{"Titles": strings.Join(titles, ", ")})
	}
	j.promises(&s, since)
	return s
}

// when is the session's day, and its time where one is agreed: "Thursday 26 November 2026, 17:30".
func (j *joint) when() string {
	words := func(day time.Time) string {
		return j.with("reports_sheet_day", args{"Weekday": j.say("reports_weekday_" + strconv.Itoa(int(day.Weekday()))), "Date": j.date(progressDate(day))})
	}
	if next := j.Couple.NextAt; next != nil && !civil.Day(*next, j.head.zone()).Before(j.day) {
		at := next.In(j.head.zone())
		return j.with("reports_sheet_when", args{"Day": words(civil.Day(*next, j.head.zone())), "Time": at.Format("15:04")})
	}
	return words(j.day)
}

func progressDate(day time.Time) progress.Date { return progress.DateOf(day, time.UTC) }

// promises names what goes on, to be said aloud, and counts what both know was kept: days on which the other one confirmed.
// What was due or left unsaid is counted nowhere.
func (j *joint) promises(s *SessionSheet, since time.Time) {
	confirmed := 0
	for _, made := range j.g.Promises {
		for _, d := range made.Deeds {
			if d.Outcome == promise.Confirmed && !d.On.Before(since) && !d.On.After(j.day) {
				confirmed++
			}
		}
		if made.State != promise.Active || made.UntilOn != nil && made.UntilOn.Before(since) {
			continue
		}
		for i, partner := range j.Couple.Partners {
			if partner.Person == made.Keeper {
				s.Promises = append(s.Promises, SpokenPromise{Keeper: i, Text: made.Text})
			}
		}
	}
	if confirmed > 0 {
		s.Since = append(s.Since, Line{j.with("reports_sheet_since", args{"From": j.short(progressDate(since))}), j.with("reports_sheet_kept", args{"Count": confirmed})})
	}
}
