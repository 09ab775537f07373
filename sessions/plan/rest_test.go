package plan_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/homework"
	"amends/server/db"
	"amends/server/tenant"
)

// stands counts what a partner has to do now.
func (s *scene) stands(t testing.TB, who tenant.Partner) int {
	t.Helper()
	var items []homework.Item
	if err := s.DB.View(t.Context(), who.Scope(), func(tx *db.Tx) (err error) { items, err = homework.MineOpen(tx, s.shelf); return err }); err != nil {
		t.Fatal(err)
	}
	return len(items)
}

// later lets days pass and signs everybody in again.
func (s *scene) later(days int) {
	s.Clock.Advance(time.Duration(days) * 24 * time.Hour)
	s.staff, s.asAna, s.asJon = s.site.As(s.ingrid), s.site.As(s.ana), s.site.As(s.jon)
}

// While the plan rests nothing comes round, also not what was done once already; afterwards it does again, with the go that was begun.
func TestNothingComesRoundWhileThePlanRests(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	id := s.give(t, "A3", "feelings-log", "both")
	work := "/work/" + id
	page := work + "/log/1"
	save := func(text string, status int) {
		t.Helper()
		form := url.Values{"text": {text}, "version": {homework.Mark("")}, "key": {uuid.NewString()}}
		want(t, s.asAna.Post(page, form), status)
	}
	save("The first evening.", 303)
	want(t, s.asAna.Post(work+"/submit", nil), 303)
	says(t, want(t, s.asAna.Get(work), 200), "Write another one")
	s.later(8)
	if n := s.stands(t, s.ana); n != 1 {
		t.Fatalf("%d steps stand before the rest; it came round", n)
	}
	want(t, s.staff.Post(s.path()+"/pause", nil), 303)
	s.later(8)
	if a, j := s.stands(t, s.ana), s.stands(t, s.jon); a != 0 || j != 0 {
		t.Errorf("while the plan rests %d and %d steps stand", a, j)
	}
	said := want(t, s.asAna.Get(work), 200)
	says(t, said, "The first evening.", "Your counselor is preparing the next step.")
	lacks(t, said, "Write another one", "rest")
	want(t, s.asAna.Get(page), 303)
	save("Written while it rests.", 409)
	says(t, s.page(t), "resting")
	lines := 0
	if err := s.DB.View(t.Context(), s.ingrid.Scope(), func(tx *db.Tx) error {
		given, err := homework.AdherenceOf(tx, s.couple.ID, s.Clock.Today().AddDate(0, 0, -30), s.Clock.Today())
		for _, g := range given {
			if lines++; g.Person == s.ana.Person() && g.State != homework.Submitted || g.Person == s.jon.Person() && g.State != homework.Paused {
				t.Errorf("adherence counts %s", g.State)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if lines != 2 {
		t.Errorf("adherence counts %d pieces of work, not one for each", lines)
	}
	want(t, s.staff.Post(s.path()+"/resume", nil), 303)
	if a, j := s.stands(t, s.ana), s.stands(t, s.jon); a != 1 || j != 1 {
		t.Errorf("after the rest %d and %d steps stand", a, j)
	}
	save("The second evening.", 303)
	want(t, s.staff.Post(s.path()+"/pause", nil), 303)
	want(t, s.asAna.Post(work+"/submit", nil), 409)
	want(t, s.staff.Post(s.path()+"/resume", nil), 303)
	says(t, want(t, s.asAna.Get(work), 200), "Go on")
	want(t, s.asAna.Post(work+"/submit", nil), 303)
	says(t, want(t, s.asAna.Get(work), 200), "The first evening.", "The second evening.")
	if n := s.count(t, `select count(*) from assignee where practice_id = $1 and paused_from is not null`); n != 0 {
		t.Errorf("%d marks of the rest are left", n)
	}
}

// A step that rests by itself is counted as resting, and what was sent meanwhile of another is not.
func TestARestingStepLeavesAdherence(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	due := s.Clock.Today().AddDate(0, 0, 2).Format(time.DateOnly)
	id := s.give(t, "A2", "ownership", s.jon.Person().String(), "due", due)
	other := s.give(t, "A0", "beginning", s.jon.Person().String(), "due", due)
	s.work(t, id, "rest", 303)
	s.later(5)
	states := map[string]homework.State{}
	if err := s.DB.View(t.Context(), s.ingrid.Scope(), func(tx *db.Tx) error {
		given, err := homework.AdherenceOf(tx, s.couple.ID, s.Clock.Today().AddDate(0, 0, -30), s.Clock.Today())
		for _, g := range given {
			states[g.Assignment.String()] = g.State
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(states) != 2 || states[id] != homework.Paused || states[other] != homework.Open {
		t.Errorf("adherence counts %v", states)
	}
}
