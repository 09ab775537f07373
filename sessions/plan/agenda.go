package plan

import (
	"slices"
	"time"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/server/db"
	"amends/server/tenant"
)

// Point is one thing for the next session. It says what is there, not what was written.
type Point struct {
	Sentence string         // id of a message
	Args     map[string]any // its arguments; times and names are put in by the page
	About    string         // what it is about, in the words of its room; may be empty
	Who      *tenant.PersonID
	On       time.Time // when it came; zero where that says nothing
	Dated    bool      // On is a civil date and no instant
	Wave     bool      // a hard moment somebody told the counselor of: the plan may rest for it
	Href     string
}

// Asked is for which session a room is asked, read once for all of them.
type Asked struct {
	Couple couple.Couple
	Since  time.Time // civil date of the last session, or the first of care
	Today  time.Time
	Lang   string // of titles
}

// waveDays is how many days a hard moment somebody told of stands above the plan, whatever session lies between.
const waveDays = 7

// Waves is the civil date since which a hard moment is asked for: it stands on the agenda since the last session, and above the
// plan for a week.
func (a Asked) Waves() time.Time {
	if week := a.Today.AddDate(0, 0, -waveDays); week.Before(a.Since) {
		return week
	}
	return a.Since
}

// Source answers what one room has for the next session of a couple, oldest first. It never answers a held confidence, and
// nothing of a safety route.
type Source func(tx *db.Tx, a Asked) ([]Point, error)

// Sources are the rooms that bring something to the agenda, wired in package server.
type Sources struct {
	Agenda []Source
	// LastSession answers the day of the couple's last session; false when there was none.
	LastSession func(tx *db.Tx, id couple.ID, today time.Time) (time.Time, bool, error)
}

// ofWork are the points that homework itself brings: what waits to be read, what is kept for the session, and what somebody
// would rather talk about.
func ofWork(works []homework.Work, lang string) (points []Point) {
	for _, w := range works {
		if w.Aside() {
			continue
		}
		if w.InSession != nil && w.Waits() {
			points = append(points, Point{Sentence: "plan_point_in_session", About: w.Title(lang), Href: homework.AssignmentPath(w.ID)})
		}
		for _, p := range w.People {
			who, on := p.Person, p.Changed
			if p.ToRead() && w.Reading == homework.ReadBefore {
				points = append(points, Point{Sentence: "plan_point_read", About: w.Title(lang), Who: &who, On: on, Href: "/entries/" + p.Entry.String()})
			}
			if p.State.Hindered() && p.Obstacle == homework.Talk {
				points = append(points, Point{Sentence: "plan_point_talk", About: w.Title(lang), Who: &who, On: on, Href: homework.AssignmentPath(w.ID)})
			}
		}
	}
	slices.SortStableFunc(points, func(a, b Point) int { return a.On.Compare(b.On) })
	return points
}

// Back is one answer that came since the last session.
type Back struct {
	Work   homework.Work
	Person homework.Person
}

// CameBack answers what was sent, declined or put off since a date, newest first.
func CameBack(works []homework.Work, since time.Time, dayOf func(time.Time) time.Time) (out []Back) {
	for _, w := range works {
		for _, p := range w.People {
			if (p.State.Done() || p.State.Hindered()) && !w.Aside() && !dayOf(p.Changed).Before(since) {
				out = append(out, Back{w, p})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Back) int { return b.Person.Changed.Compare(a.Person.Changed) })
	return out
}
