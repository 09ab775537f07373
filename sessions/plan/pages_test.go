package plan_test

import (
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/tenant"
	"amends/sessions/plan"
)

func TestOnNoProgramme(t *testing.T) {
	s := newScene(t)
	says(t, s.page(t), "Nothing is running.", "Not on a programme yet.", "Nothing came back yet.", "Since the start of care", "Nothing stands on the list.")
	want(t, s.staff.Post(s.path(), url.Values{"step": {"A0"}, "of": {"beginning"}, "week": {"1"}, "for": {"both"}, "waits": {"date"}}), 409)
}

func TestSeveralProgrammes(t *testing.T) {
	s := newScene(t)
	s.place(t, "A", "D")
	page := s.page(t)
	says(t, page, "Ten steps", "now:", "Mending in nine parts", "This week", "Plan it", "What feels uncertain now")
	if n := len(regexp.MustCompile(`name="week"`).FindAllString(page.Body, -1)); n != 6 {
		t.Errorf("%d rows to plan, not three of each programme", n)
	}
	if n := len(regexp.MustCompile(`name="week"`).FindAllString(want(t, s.staff.Get(s.path()+"?all=1"), 200).Body, -1)); n < 15 {
		t.Errorf("only %d rows of all", n)
	}
}

// From the plan to the partner: nothing is there for a partner until the counselor gives it.
func TestPlanAndGive(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	id := s.planned(t, "A0", "beginning")
	says(t, s.page(t), "What feels uncertain now", "everybody it is for", "Give now", "Week of")
	if n := s.count(t, `select count(*) from assignment where practice_id = $1`); n != 0 {
		t.Fatalf("planning gave %d steps", n)
	}
	s.step(t, id, "shift", 303)
	monday := s.Clock.Monday().AddDate(0, 0, 14)
	if n := s.count(t, `select count(*) from plan_step where practice_id = $1 and on_date = $2`, monday); n != 1 {
		t.Error("it did not move by a week")
	}
	s.step(t, id, "give", 303)
	if n := s.count(t, `select count(*) from assignment where practice_id = $1 and from_on = $2`, monday); n != 1 {
		t.Error("it was not given from its day on")
	}
	lacks(t, s.page(t), "Give now")
	says(t, s.step(t, id, "give", 409), "This has changed in the meantime.")
	s.step(t, id, "take-out", 303)
	s.step(t, id, "shift", 404)
	s.step(t, uuid.NewString(), "give", 404)
}

func TestPlanBadInput(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	for _, row := range []struct {
		name, field, value string
		status             int
		says               string
	}{
		{"no week", "week", "soon", 422, "Choose one of the weeks."},
		{"a far week", "week", "60", 422, "Choose one of the weeks."},
		{"nobody", "for", "", 422, "Choose whom it is for."},
		{"a stranger", "for", uuid.NewString(), 422, "Choose whom it is for."},
		{"no way to wait", "waits", "both", 422, "Choose what it waits for."},
		{"a foreign assignment", "waits", "both:" + uuid.NewString(), 422, "Choose what it waits for."},
		{"an unknown row", "step", "A99", 409, "This has changed in the meantime."},
	} {
		v := url.Values{"step": {"A0"}, "of": {"beginning"}, "week": {"1"}, "for": {"both"}, "waits": {"date"}}
		v.Set(row.field, row.value)
		a := want(t, s.staff.Post(s.path(), v), row.status)
		if !a.Has(row.says) {
			t.Errorf("%s: %.400s", row.name, a.Text())
		}
	}
	if n := s.count(t, `select count(*) from plan_step where practice_id = $1`); n != 0 {
		t.Errorf("%d steps planned of bad input", n)
	}
	v := url.Values{"key": {uuid.NewString()}, "step": {"A0"}, "of": {"beginning"}, "week": {"1"}, "for": {"both"}, "waits": {"date"}}
	want(t, s.staff.Post(s.path(), v), 303)
	want(t, s.staff.Post(s.path(), v), 303)
	if n := s.count(t, `select count(*) from plan_step where practice_id = $1`); n != 1 {
		t.Errorf("a double send planned %d", n)
	}
}

func TestSequencing(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	first := s.give(t, "A0", "beginning", "both")
	s.planned(t, "A2", "ownership", "week", "0", "waits", "both:"+first)
	word := s.planned(t, "A3", "feelings-log", "week", "0", "waits", "release")
	page := s.page(t)
	says(t, page, "Waits until both are done with", "Waits for your word.", "Let it go ahead")
	lacks(t, page, "ready")
	s.work(t, first, "in-session", 303)
	s.work(t, first, "done-in-session", 303)
	says(t, s.page(t), "Both are done with", "ready")
	if n := s.count(t, `select count(*) from assignment where practice_id = $1`); n != 1 {
		t.Error("a step that became ready gave itself")
	}
	s.step(t, word, "let-go", 303)
	says(t, s.page(t), "You let it go ahead today.")
	s.step(t, word, "let-go", 409)
}

// A hold and a closed hard gate stop what is joint, on the planner as on the assigning page; the plan itself can go on.
func TestHoldStopsGiving(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	id := s.planned(t, "A0", "beginning", "week", "0")
	if err := s.DB.Update(t.Context(), s.ingrid.Scope(), func(tx *db.Tx) error {
		return couple.SetHold(tx, s.couple.ID, couple.Hold{Kind: couple.Quiet, StartsAt: tx.Now()})
	}); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(time.Second)
	says(t, s.page(t), "A safety hold is on.", "Look and give")
	says(t, s.step(t, id, "give", 409), "A safety hold is on.")
	assign := couple.Path(s.couple.ID) + "/assign"
	says(t, want(t, s.staff.Get(assign+"?step=A0"), 200), "A safety hold is on.", "to one of them alone, not to both", "Open the hold")
	want(t, s.staff.Post(assign, url.Values{"step": {"A0"}, "of": {"beginning"}, "for": {"both"}, "from": {s.Clock.Today().Format(time.DateOnly)}, "reading": {"before"}}), 409)
	if n := s.count(t, `select count(*) from assignment where practice_id = $1`); n != 0 {
		t.Errorf("%d steps given under a hold", n)
	}
	s.step(t, id, "shift", 303)
}

func TestMovesOfRunningSteps(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	due := s.Clock.Today().AddDate(0, 0, 5)
	id := s.give(t, "A0", "beginning", "both", "due", due.Format(time.DateOnly))
	s.work(t, id, "shift", 303)
	if n := s.count(t, `select count(*) from assignment where practice_id = $1 and due_on = $2`, due.AddDate(0, 0, 7)); n != 1 {
		t.Error("the due date did not move by a week")
	}
	s.work(t, id, "in-session", 303)
	says(t, s.page(t), "in the session", "Do it together", "At home after all")
	says(t, want(t, s.asJon.Get("/work/"+id), 200), "For your next session")
	s.work(t, id, "at-home", 303)
	s.work(t, id, "set-aside", 303)
	says(t, s.page(t), "Set aside lately", "Take up again")
	s.work(t, id, "take-up", 303)
	next := s.planned(t, "A2", "ownership")
	says(t, s.page(t), "Swap for")
	s.work(t, id, "swap", 303, "planned", next)
	page := s.page(t)
	says(t, page, "What feels uncertain now")
	if n := s.count(t, `select count(*) from assignment where practice_id = $1 and code = 'A2' and set_aside_at is null`); n != 1 {
		t.Error("the other step was not given")
	}
	if n := s.count(t, `select count(*) from plan_step where practice_id = $1 and code = 'A0'`); n != 1 {
		t.Error("what was swapped is not in the plan")
	}
	s.work(t, uuid.NewString(), "shift", 404)
	s.work(t, id, "swap", 404, "planned", uuid.NewString())
}

func TestPauseComesBackAsItWas(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	id := s.give(t, "A0", "beginning", "both")
	want(t, s.asJon.Post("/work/"+id+"/later", nil), 303)
	states := func() (all string) {
		s.scan(t, &all, `select string_agg(state, ' ' order by person_id = $2) from assignee where practice_id = $1`, s.jon.Person())
		return all
	}
	before := states()
	want(t, s.staff.Post(s.path()+"/pause", nil), 303)
	if got := states(); got != "paused paused" {
		t.Errorf("while it rests: %s", got)
	}
	says(t, s.page(t), "The plan has rested since today.", "Take the plan up again")
	says(t, want(t, s.asJon.Get("/work/"+id), 200), "This rests for now.", "Your counselor is preparing the next step.")
	want(t, s.staff.Post(s.path()+"/pause", nil), 409)
	want(t, s.staff.Post(s.path()+"/resume", nil), 303)
	if got := states(); got != before {
		t.Errorf("afterwards %s, before %s", got, before)
	}
	want(t, s.staff.Post(s.path()+"/resume", nil), 409)
}

// One step rests by itself, comes back as it was, also through a rest of everything, and is not given a second time meanwhile. Its
// people read the same sentence as when everything rests.
func TestOneStepRests(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	id := s.give(t, "A0", "beginning", "both", "due", s.Clock.Today().AddDate(0, 0, 5).Format(time.DateOnly))
	other := s.give(t, "A2", "ownership", s.jon.Person().String())
	want(t, s.asJon.Post("/work/"+id+"/later", nil), 303)
	states := func(of string) (all string) {
		s.scan(t, &all, `select string_agg(state, ' ' order by person_id = $2) from assignee where practice_id = $1 and assignment_id = $3`, s.jon.Person(), uuid.MustParse(of))
		return all
	}
	before, open := states(id), s.count(t, `select sum(open_work) from partner_state where practice_id = $1`)
	s.work(t, id, "rest", 303)
	if states(id) != "paused paused" || states(other) != "open" {
		t.Fatalf("resting: %s, the other: %s", states(id), states(other))
	}
	if n := s.count(t, `select sum(open_work) from partner_state where practice_id = $1`); n >= open {
		t.Errorf("%d pieces of work stand open, %d before", n, open)
	}
	says(t, s.page(t), "resting", "Take it up again")
	resting := "This rests for now. You need not do anything, and it comes back as you left it. Your counselor is preparing the next step."
	says(t, want(t, s.asAna.Get("/work/"+id), 200), resting)
	s.work(t, id, "rest", 409)
	want(t, s.staff.Post(couple.Path(s.couple.ID)+"/assign", url.Values{"step": {"A0"}, "of": {"beginning"}, "for": {"both"}, "from": {s.Clock.Today().Format(time.DateOnly)}, "reading": {"before"}}), 409)

	want(t, s.staff.Post(s.path()+"/pause", nil), 303)
	says(t, want(t, s.asJon.Get("/work/"+other), 200), resting)
	s.work(t, id, "wake", 409)
	want(t, s.staff.Post(s.path()+"/resume", nil), 303)
	if states(id) != "paused paused" || states(other) != "open" {
		t.Errorf("after everything rested: %s, the other: %s", states(id), states(other))
	}
	s.work(t, id, "wake", 303)
	if got := states(id); got != before {
		t.Errorf("afterwards %s, before %s", got, before)
	}
	s.work(t, id, "wake", 409)
}

// A hard moment somebody told of stands above the plan for a week with one press that lets it rest; nothing rests by itself.
func TestAHardMomentMayLetThePlanRest(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	id := s.give(t, "A0", "beginning", "both")
	ana, today := s.ana.Person(), s.Clock.Today()
	s.met = today
	s.points = []plan.Point{{Sentence: "plan_point_wave", Who: &ana, On: today.AddDate(0, 0, -2), Dated: true, Href: "/today", Wave: true}}
	page := s.page(t)
	says(t, page, "told you of a hard moment", "Nothing rests by itself: you decide.", "Let the plan rest")
	lacks(t, page, "Told you of a hard moment") // it came before the last session
	if n := s.count(t, `select count(*) from assignee where practice_id = $1 and state = 'paused'`); n != 0 {
		t.Fatalf("%d parts rest by themselves", n)
	}
	want(t, s.staff.Post(s.path()+"/pause", nil), 303)
	page = s.page(t)
	says(t, page, "The plan has rested since today.", "The plan rests: does it go on?", "Take the plan up again")
	lacks(t, page, "told you of a hard moment", "Let the plan rest")
	says(t, want(t, s.asAna.Get("/work/"+id), 200), "This rests for now.")
	want(t, s.staff.Post(s.path()+"/resume", nil), 303)
	s.points[0].On = today.AddDate(0, 0, -8)
	lacks(t, s.page(t), "told you of a hard moment")
	s.met = today.AddDate(0, 0, -20)
	says(t, s.page(t), "Told you of a hard moment")
}

func TestWhatCameBackAndTheAgenda(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	id := s.give(t, "A0", "beginning", "both")
	want(t, s.asJon.Post("/work/"+id+"/later", nil), 303)
	want(t, s.asJon.Post("/work/"+id+"/obstacle", url.Values{"obstacle": {"talk"}}), 303)
	want(t, s.asAna.Post("/work/"+id+"/decline", nil), 303)
	want(t, s.asAna.Post("/work/"+id+"/obstacle", url.Values{"obstacle": {"tired"}}), 303)
	s.met = s.Clock.Today().AddDate(0, 0, -3)
	ana := s.ana.Person()
	s.points = []plan.Point{{Sentence: "plan_point_not_yet", About: "Home by seven", Who: &ana, On: s.met, Dated: true, Href: "/today"}}
	page := s.page(t)
	says(t, page, "Since the last session", "too tired", "would rather talk about it in the session", "Would rather talk about it", "Home by seven", "A promise: “not yet”")
	s.met = s.Clock.Today().AddDate(0, 0, 1)
	says(t, s.page(t), "Nothing came back yet.")
}

// A held confidence never stands on the planner, nor does anything of it change the page.
func TestHeldConfidencesStayAway(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	s.give(t, "A0", "beginning", "both")
	keys := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)
	before := keys.ReplaceAllString(s.page(t).Body, "")
	s.sql(t, `insert into confidence (practice_id, couple_id, id, person_id, told, policy, heard_on, deadline, made_by, made_at) values ($1, $2, $3, $4, 'CANARY', 'limited', $5, $5, $6, $7)`,
		s.couple.ID, uuid.New(), s.jon.Person(), s.Clock.Today(), s.ingrid.Person(), s.DB.Now())
	if after := keys.ReplaceAllString(s.page(t).Body, ""); after != before {
		t.Error("a held confidence changed the planner")
	}
}

// The planner is the counselor's: no partner, no colleague, no room view.
func TestNobodyElseEnters(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	step, id := s.planned(t, "A0", "beginning"), ""
	id = s.give(t, "A2", "ownership", s.jon.Person().String())
	colleague := s.site.As(s.Counselor(t, "Wanda"))
	for _, path := range []string{s.path(), s.path() + "/pause", s.path() + "/steps/" + step + "/give", s.path() + "/work/" + id + "/set-aside"} {
		want(t, colleague.Post(path, nil), 404)
		want(t, s.asAna.Post(path, nil), 404)
	}
	want(t, colleague.Get(s.path()), 404)
	want(t, s.asJon.Get(s.path()), 404)
	other := s.Couple(t, s.ingrid, "Mia", "Ben") // her own other couple does not lead to this one's steps
	want(t, s.staff.Post(plan.Path(other.ID)+"/steps/"+step+"/give", nil), 404)
	want(t, s.staff.Post(plan.Path(other.ID)+"/work/"+id+"/set-aside", nil), 404)
}

// A finished step comes back to the counselor's attention when its recheck is due, until it was looked at.
func TestRecheckOnTheAgenda(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	code, step, weeks := rowWithRecheck(t, s)
	id := s.give(t, code, step, "both", "reason", "Both asked for it")
	s.work(t, id, "in-session", 303)
	s.work(t, id, "done-in-session", 303)
	lacks(t, s.page(t), "Look again at")
	s.Clock.Advance(time.Duration(weeks) * 7 * 24 * time.Hour)
	s.staff = s.site.As(s.ingrid)
	says(t, s.page(t), "Look again at", "Looked at")
	want(t, s.staff.Post(s.path()+"/recheck", url.Values{"step": {"A99"}}), 422)
	want(t, s.staff.Post(s.path()+"/recheck", url.Values{"step": {code}}), 303)
	lacks(t, s.page(t), "Look again at")
}

// rowWithRecheck finds a row of programme A that both are given at once and that is looked at again after weeks.
func rowWithRecheck(t testing.TB, s *scene) (code, step string, weeks int) {
	t.Helper()
	pr, _ := s.shelf.Shipped.Programme("A")
	for _, pl := range pr.Placements {
		u, ok := homework.UnitOf(s.shelf.Shipped, pl.Code, pl.Step)
		if pl.Recheck == nil || pl.Recheck.Weeks == 0 || !ok || len(u.For(programme.Involved)) == 0 || len(u.For(programme.Injured)) == 0 {
			continue
		}
		if len(u.Rooms([]programme.Role{programme.Involved, programme.Injured})) == 0 {
			return string(pl.Code), string(pl.Step), pl.Recheck.Weeks
		}
	}
	t.Fatal("no row of programme A is looked at again")
	return "", "", 0
}

// A receiver's word stands beside the doer's on the planner, and nowhere else.
func TestTheGapIsTheCounselors(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	id := s.give(t, "A0", "beginning", "both")
	s.sql(t, `insert into felt (practice_id, couple_id, person_id, about_id, says, said_on, said_at) values ($1, $2, $3, $4, 'partly', $5, $6)`,
		s.couple.ID, s.ana.Person(), uuid.MustParse(id), s.Clock.Today(), s.DB.Now())
	says(t, s.page(t), "felt it partly")
	lacks(t, want(t, s.asJon.Get("/work/"+id), 200), "partly")
	for _, who := range []tenant.Partner{s.ana, s.jon} {
		n, own := 0, map[bool]int{true: 1}[who == s.ana]
		if err := s.DB.View(t.Context(), who.Scope(), func(tx *db.Tx) error {
			return tx.Get(&n, `SELECT count(*) FROM felt WHERE practice_id = $1`, s.Practice)
		}); err != nil {
			t.Fatal(err)
		}
		if n != own {
			t.Errorf("a partner reads %d rows of what was felt, not %d", n, own)
		}
	}
	s.planned(t, "A2", "ownership")
	want(t, s.staff.Post(s.path()+"/pause", nil), 303)
	want(t, s.staff.Post(s.path()+"/recheck", url.Values{"step": {"A0"}}), 303)
	for _, query := range []string{`SELECT count(*) FROM plan_step`, `SELECT count(*) FROM plan_pause`, `SELECT count(*) FROM plan_recheck`} {
		var staff, partner int
		for who, n := range map[tenant.Scope]*int{s.ingrid.Scope(): &staff, s.ana.Scope(): &partner} {
			if err := s.DB.View(t.Context(), who, func(tx *db.Tx) error { return tx.Get(n, query) }); err != nil {
				t.Fatal(err)
			}
		}
		if staff != 1 || partner != 0 {
			t.Errorf("%s: staff %d, partner %d", query, staff, partner)
		}
	}
}
