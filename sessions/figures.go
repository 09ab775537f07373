package sessions

import (
	"slices"
	"strconv"
	"time"

	"amends/clients/checkin"
	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/clients/promise"
	"amends/reports/progress"
	"amends/server/db"
	"amends/server/tenant"
	"amends/sessions/note"
)

// Asked is what figures are wanted.
type Asked struct {
	Couple   couple.Couple
	From, To time.Time // civil dates, both included
	Today    time.Time // the practice's date
	Reader   progress.Reader
	Lang     string
	Included map[tenant.PersonID][]progress.Rating // ratings the counselor includes after asking that person alone
}

// Gathered is one couple's data for figures, and the rooms' own rows behind it, so that no page loads them twice.
type Gathered struct {
	Input    progress.Input
	CheckIns []checkin.CheckIn
	Work     []homework.Work
	Promises []promise.Promise
	Held     []note.Held
}

// Gather loads what progress.Compute needs. The couple page and the reports use the same data, so their figures agree.
// The number of statements does not grow with the rows.
func Gather(tx *db.Tx, library *programme.Library, a Asked) (Gathered, error) {
	var g Gathered
	var err error
	if g.CheckIns, err = checkin.Between(tx, a.Couple.ID, a.From, a.To); err != nil {
		return g, err
	}
	windows, err := checkin.Windows(tx, a.Couple.ID)
	if err != nil {
		return g, err
	}
	if g.Held, err = note.Sessions(tx, a.Couple.ID, a.From, a.To); err != nil {
		return g, err
	}
	if g.Work, err = homework.OfCouple(tx, a.Couple.ID); err != nil {
		return g, err
	}
	if g.Promises, err = promise.OfCouple(tx, a.Couple.ID); err != nil {
		return g, err
	}
	if a.Reader == progress.ReaderCouple {
		g.Promises = promise.BothRead(g.Promises, a.Couple.Partners)
	}
	lines, err := couple.LinesAllowed(tx, a.Couple)
	if err != nil {
		return g, err
	}
	g.Input = progress.Input{Reader: a.Reader, Period: progress.Span{From: date(a.From), To: date(a.To)}, Today: date(a.Today),
		CoupleCode: a.Couple.Code, LinesAllowed: lines, Promises: promise.Figures(g.Promises, a.Couple.Partners, inCare(tx.Now(), a.Couple))}
	for _, p := range a.Couple.Partners {
		g.Input.Partners = append(g.Input.Partners, g.partner(a, windows, p))
	}
	for _, h := range g.Held {
		g.Input.Sessions = append(g.Input.Sessions, progress.Session{Date: date(h.On), Present: positions(a.Couple, h.Present), Minutes: h.Minutes})
	}
	g.Input.Phases = phases(library, g.Work, a)
	g.Input.Work = g.work(library, a)
	return g, nil
}

// inCare is an instant, or the last day of care where that came before: what fell due later is not looked at.
func inCare(now time.Time, cp couple.Couple) time.Time {
	if cp.CareTo == nil {
		return now
	}
	if last := cp.CareTo.Add(12 * time.Hour); last.Before(now) { // noon in UTC is that date nearly everywhere
		return last
	}
	return now
}

func (g Gathered) partner(a Asked, windows []checkin.Window, p couple.Partner) progress.Partner {
	care := progress.Span{From: date(p.StartsOn)}
	if end := earlier(p.EndsOn, a.Couple.CareTo); end != nil {
		care.To = date(*end)
	}
	out := progress.Partner{Position: p.Position, Name: p.Name, Zone: p.Zone, Care: care, OnPaper: p.OnPaper,
		Schedule: checkin.Schedule(windows, g.CheckIns, p.Person), Entries: checkin.Entries(g.CheckIns, windows, p.Person), Included: a.Included[p.Person]}
	for _, w := range g.Work {
		who, ok := w.Person(p.Person)
		if !ok {
			continue
		}
		item := progress.Assignment{Given: date(w.From), State: standing(w, who)}
		if due := who.Due(w.Assignment); due != nil {
			item.Due = date(*due)
		}
		if who.DoneOn != nil {
			item.Done = date(*who.DoneOn)
		}
		out.Homework = append(out.Homework, item)
	}
	return out
}

// standing is how an assignment counts: declined, excused, paused and set aside leave the denominator.
func standing(w homework.Work, p homework.Person) progress.HomeworkState {
	switch {
	case p.State.Done(), p.DoneOn != nil: // also while it is open again
		return progress.HomeworkDone
	case p.State == homework.Declined:
		return progress.HomeworkDeclined
	case p.State == homework.Excused:
		return progress.HomeworkExcused
	case p.State == homework.Paused, p.State == homework.Later, w.Aside():
		return progress.HomeworkPaused
	}
	return progress.HomeworkOpen
}

// work lists the steps for the time axis, in the order they were given.
func (g Gathered) work(library *programme.Library, a Asked) []progress.Work {
	var all []progress.Work
	for _, w := range g.Work {
		if w.Aside() {
			continue
		}
		number, err := strconv.Atoi(w.Number())
		if err != nil {
			number = 0
		}
		item := progress.Work{Number: number, Code: string(w.Code), Title: w.Title(a.Lang), Phase: phaseOf(library, w.Code, a.Lang), State: progress.WorkOpen, From: date(w.From)}
		if closed, ok := closedOn(w); ok {
			item.State, item.Until = progress.WorkClosed, date(closed)
		}
		for _, p := range w.People {
			if partner, ok := a.Couple.Partner(p.Person); ok {
				item.Who = append(item.Who, partner.Position)
			}
		}
		all = append(all, item)
	}
	return all
}

// closedOn is the day the counselor had read everything that was sent for a step nobody has to do any more. It is never the
// day one partner handed something in: that must not be readable in a joint report.
func closedOn(w homework.Work) (time.Time, bool) {
	var last time.Time
	for _, p := range w.People {
		if p.State.Waits() || p.ToRead() {
			return time.Time{}, false
		}
		if p.ReadAt != nil && p.ReadAt.After(last) {
			last = *p.ReadAt
		}
	}
	return last, !last.IsZero()
}

// phases are the stretches of the programme: a phase begins with its first step and ends where a later phase begins.
func phases(library *programme.Library, work []homework.Work, a Asked) []progress.Phase {
	begun := map[string]time.Time{}
	var names []string
	for _, w := range work {
		name := phaseOf(library, w.Code, a.Lang)
		if name == "" || w.Aside() {
			continue
		}
		if at, ok := begun[name]; !ok || w.From.Before(at) {
			if !ok {
				names = append(names, name)
			}
			begun[name] = w.From
		}
	}
	slices.SortFunc(names, func(x, y string) int { return begun[x].Compare(begun[y]) })
	var out []progress.Phase
	for i, name := range names {
		span := progress.Span{From: date(begun[name])}
		if i+1 < len(names) {
			next := begun[names[i+1]]
			if !next.After(begun[name]) {
				continue
			}
			span.To = date(next.AddDate(0, 0, -1))
		}
		out = append(out, progress.Phase{Name: name, Span: span})
	}
	return out
}

func phaseOf(library *programme.Library, code programme.Code, lang string) string {
	pr, ok := library.Programme(library.ProgrammeOf(code))
	if !ok {
		return ""
	}
	placement, ok := library.Placement(code)
	if !ok {
		return ""
	}
	for _, phase := range pr.Phases {
		if phase.Key == placement.Phase {
			return phase.Title.In(programme.Lang(lang))
		}
	}
	return ""
}

func positions(c couple.Couple, people []tenant.PersonID) []int {
	var out []int
	for _, id := range people {
		if p, ok := c.Partner(id); ok {
			out = append(out, p.Position)
		}
	}
	return out
}

func earlier(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.Before(*a) {
		return b
	}
	return a
}

// date is a civil date as figures count it.
func date(t time.Time) progress.Date { return progress.DateOf(t, time.UTC) }
