package homework_test

import (
	"net/url"
	"regexp"
	"testing"

	"github.com/google/uuid"

	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/tenant"
)

func TestLoad(t *testing.T) {
	part := func(minutes int, c programme.Cadence) programme.Placed {
		return programme.Placed{Part: programme.Part{Kind: programme.REF, Who: programme.WhoEach, Minutes: minutes, Cadence: c}}
	}
	unit := homework.Unit{Parts: []programme.Placed{
		part(10, programme.Cadence{Rhythm: programme.Once}),
		part(5, programme.Cadence{Rhythm: programme.Weekly, Least: 1, Most: 2}),
		part(1, programme.Cadence{Rhythm: programme.Daily}),
		part(9, programme.Cadence{Rhythm: programme.Every, Most: 4}),
		part(60, programme.Cadence{Rhythm: programme.OnEvent}),
	}}
	all := unit.Load(programme.Injured)
	if want := (homework.Load{Every: 2*5 + 7 + 3, Once: 10}); all != want {
		t.Fatalf("%+v, not %+v", all, want)
	}
	person := tenant.PersonID{UUID: uuid.New()}
	at := func(state homework.State, repeats int) homework.Work {
		return homework.Work{Assignment: homework.Assignment{Minutes: 24, Repeats: repeats}, People: []homework.Person{{Person: person, Role: programme.Injured, State: state}}}
	}
	now := at(homework.Open, 1).GivenAt
	session, aside := at(homework.Open, 1), at(homework.Open, 1)
	session.InSession, aside.SetAsideAt = &now, &now
	for _, row := range []struct {
		name string
		w    homework.Work
		want homework.Load
	}{
		{"open", at(homework.Open, 1), all},
		{"not now", at(homework.Later, 1), all},
		{"done, comes round", at(homework.Submitted, 1), homework.Load{Every: all.Every}},
		{"stopped before it was done", at(homework.Open, 0), homework.Load{Once: 24}},
		{"stopped after", at(homework.Submitted, 0), homework.Load{}},
		{"declined", at(homework.Declined, 1), homework.Load{}},
		{"resting", at(homework.Paused, 1), homework.Load{}},
		{"kept for the session", session, homework.Load{}},
		{"set aside", aside, homework.Load{}},
	} {
		if got := row.w.Load(&unit, person); got != row.want {
			t.Errorf("%s: %+v, not %+v", row.name, got, row.want)
		}
	}
	if got := at(homework.Open, 1).Load(nil, person); got != (homework.Load{Once: 24}) {
		t.Errorf("without the programme: %+v", got)
	}
	if got := at(homework.Open, 1).Load(&unit, tenant.PersonID{UUID: uuid.New()}); got != (homework.Load{}) {
		t.Errorf("of somebody else: %+v", got)
	}
}

func TestAssigningSaysThePace(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	says(t, want(t, w.staff.Get(w.path("/assign?step=A0")), 200), "About 0 minutes this week as it stands, about 11 with this step.")
	w.give(t, "A0", "beginning", "both")
	says(t, want(t, w.staff.Get(w.path("/assign?step=A2")), 200), "About 11 minutes this week as it stands")
}

// seen is a crawl of what a partner can read of the work, without what is fresh on each page.
func (w *world) seen(t testing.TB, asOther func(string) string, paths ...string) (all string) {
	t.Helper()
	fresh := regexp.MustCompile(`name="key" value="[^"]*"`)
	for _, p := range paths {
		all += fresh.ReplaceAllString(asOther(p), "") + "\n"
	}
	return all
}

// What got in the way is asked after "not now" and after declining, needs no answer, and is the counselor's to read alone.
func TestWhatGotInTheWay(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	id := w.give(t, "A0", "beginning", "both")
	work := "/work/" + id
	lacks(t, want(t, w.asJon.Get(work), 200), "obstacle")
	want(t, w.asJon.Post(work+"/obstacle", url.Values{"obstacle": {"tired"}}), 409)
	ana := func(p string) string { return want(t, w.asAna.Get(p), 200).Body }
	for _, act := range []string{"later", "decline"} {
		before := w.seen(t, ana, work)
		want(t, w.asJon.Post(work+"/"+act, nil), 303)
		page := want(t, w.asJon.Get(work), 200)
		says(t, page, "What got in the way?", "You need not say. Ingrid reads it; your partner does not.", "Too tired", "I would rather not say")
		want(t, w.asJon.Post(work+"/obstacle", url.Values{"obstacle": {"lazy"}}), 422)
		want(t, w.asJon.Post(work+"/obstacle", url.Values{"obstacle": {"hard"}}), 303)
		says(t, want(t, w.asJon.Get(work), 200), "You said: Too hard just now.")
		if w.seen(t, ana, work) != before {
			t.Errorf("what Jon said after %s changed a page of Ana's", act)
		}
	}
	want(t, w.asAna.Post(work+"/obstacle", url.Values{"obstacle": {"tired"}}), 409) // she said nothing yet
	says(t, want(t, w.staff.Get("/assignments/"+id), 200), "declined: “Too hard just now”")
	if n := w.count(t, `select count(*) from assignee where practice_id = $1 and obstacle = 'hard'`); n != 1 {
		t.Errorf("%d obstacles", n)
	}
}

// What is done by two asks each, once the own part is done, whether something reached them; what they say changes nothing that the other sees.
func TestFelt(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	code, step := together(t, w.shelf.Shipped)
	id := w.give(t, code, step, "both", "reason", "Both asked for it")
	work := "/work/" + id
	lacks(t, want(t, w.asAna.Get(work), 200), `name="felt"`)
	want(t, w.asAna.Post(work+"/felt", url.Values{"felt": {"yes"}}), 409)
	jon := func(p string) string { return want(t, w.asJon.Get(p), 200).Body }
	before := w.seen(t, jon, work)
	want(t, w.asAna.Post(work+"/submit", nil), 303)
	says(t, want(t, w.asAna.Get(work), 200), "Did something from Jon reach you in this?", "Ingrid reads it; Jon does not.", "Yes, I felt it", "Partly")
	want(t, w.asAna.Post(work+"/felt", url.Values{"felt": {"very"}}), 422)
	for _, says := range []string{"partly", "no"} {
		want(t, w.asAna.Post(work+"/felt", url.Values{"felt": {says}}), 303)
		if w.seen(t, jon, work) != before {
			t.Errorf("what Ana said (%s) changed a page of Jon's", says)
		}
	}
	if n := w.count(t, `select count(*) from felt where practice_id = $1 and says = 'no'`); n != 1 {
		t.Errorf("%d answers; a second one changes the first", n)
	}
	want(t, w.asJon.Post("/work/"+uuid.NewString()+"/felt", url.Values{"felt": {"no"}}), 404)
}

// together finds a row of programme A whose exercise is done by both.
func together(t testing.TB, lib *programme.Library) (code, step string) {
	t.Helper()
	pr, _ := lib.Programme("A")
	for _, pl := range pr.Placements {
		for _, u := range homework.Units(lib, pl.Code) {
			if len(u.Rooms([]programme.Role{programme.Involved, programme.Injured})) > 0 {
				continue
			}
			for _, p := range u.Parts {
				if homework.Together(p.Part.Kind) && len(p.Part.Who.Roles()) == 2 {
					return string(u.Code), string(u.Step)
				}
			}
		}
	}
	t.Fatal("nothing of programme A is done by both")
	return "", ""
}
