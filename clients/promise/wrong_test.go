package promise_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/promise"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
)

func TestBadInputKeepsWhatWasTyped(t *testing.T) {
	s := newScene(t)
	for _, c := range []struct {
		name, want string
		form       url.Values
	}{
		{"nothing", "Write what you will do.", url.Values{"text": {""}, "cadence": {"daily"}, "starts": {day(s.today)}}},
		{"too long", "at most 200 characters", url.Values{"text": {strings.Repeat("é", 201)}, "cadence": {"daily"}, "starts": {day(s.today)}}},
		{"no such rhythm", "Choose how often.", url.Values{"text": {"Sing <b>aloud</b>"}, "cadence": {"hourly"}, "starts": {day(s.today)}}},
		{"yesterday", "The first day is too early.", url.Values{"text": {"Sing"}, "cadence": {"daily"}, "starts": {day(s.today.AddDate(0, 0, -1))}}},
		{"no date", "Choose a date.", url.Values{"text": {"Sing"}, "cadence": {"daily"}, "starts": {"3.6.2026"}}},
		{"far", "within a year", url.Values{"text": {"Sing"}, "cadence": {"daily"}, "starts": {day(s.today)}, "until": {"2099-01-01"}}},
		{"ends before it begins", "before the first day", url.Values{"text": {"Sing"}, "cadence": {"weekly"}, "starts": {day(s.today.AddDate(0, 0, 3))}, "until": {day(s.today)}}},
		{"once without a day", "Choose the day by which it is done.", url.Values{"text": {"Sing"}, "cadence": {"once"}, "starts": {day(s.today)}}},
	} {
		a := s.mara.Post("/promises", c.form)
		if a.Status != 422 || !a.Has(c.want) {
			t.Errorf("%s: %d %s", c.name, a.Status, a.Text())
			continue
		}
		back := a.Form("/promises")
		for name, typed := range c.form {
			if name != "cadence" && back.Get(name) != typed[0] {
				t.Errorf("%s: %s came back as %q", c.name, name, back.Get(name))
			}
		}
		if strings.Contains(a.Body, "<b>aloud") {
			t.Errorf("%s: markup went through", c.name)
		}
	}
	if n := s.count(t, `select count(*) from promise where practice_id = $1`, s.Practice); n != 0 {
		t.Errorf("%d promises stored", n)
	}
	path := s.make(t, s.jona, "Sing", "daily", "")
	for _, c := range []struct {
		path   string
		form   url.Values
		status int
	}{
		{path + "/days/" + day(s.today) + "/keep", url.Values{"said": {"maybe"}}, 422},
		{path + "/days/" + day(s.today.AddDate(0, 0, 1)) + "/keep", url.Values{"said": {"done"}}, 409},
		{path + "/days/2026-13-40/keep", url.Values{"said": {"done"}}, 404},
	} {
		if a := s.jona.Post(c.path, c.form); a.Status != c.status {
			t.Errorf("%s: %d, want %d", c.path, a.Status, c.status)
		}
	}
	if a := s.mara.Post(path+"/days/"+day(s.today)+"/answer", url.Values{"answer": {"?"}}); a.Status != 422 {
		t.Errorf("an answer that is none: %d", a.Status)
	}
}

// TestNobodyCanTellThatJointWorkRests: while a gate is closed again or a hold is on, a partner's pages offer and take a promise as
// always. The other reads it once the counselor passes it on, which waits until nothing forbids it.
func TestNobodyCanTellThatJointWorkRests(t *testing.T) {
	rests := map[string][2]func(s *scene){
		"gate": {func(s *scene) { s.Gate(t, s.couple, "G1", false) }, func(s *scene) { s.Gate(t, s.couple, "G1", true) }},
		"hold": {func(s *scene) { s.hold(t, true) }, func(s *scene) { s.hold(t, false) }},
	}
	for what, change := range rests {
		s := newScene(t)
		path := s.make(t, s.jona, "Sing", "daily", "")
		s.Clock.Advance(time.Minute)
		before := s.mara.Get("/promises").Text() + s.mara.Get("/promises/new").Text()
		change[0](s)
		if got := s.mara.Get("/promises").Text() + s.mara.Get("/promises/new").Text(); got != before {
			t.Errorf("%s: the pages changed: %s", what, got)
		}
		made := s.make(t, s.mara, "Dance", "daily", "")
		if !s.mara.Get("/promises").Has("Dance") || s.jona.Get("/promises").Has("Dance") || s.jona.Get(made).Status != 404 {
			t.Errorf("%s: who reads the new promise is wrong", what)
		}
		wantStatus(t, s.jona.Post(path+"/days/"+day(s.today)+"/keep", url.Values{"said": {"done"}}), 303) // what is visible goes on
		staff, base := s.site.As(s.counselor), "/couples/"+s.couple.ID.String()
		if a := staff.Post(base+"/promises", url.Values{"keeper": {s.couple.Partners[0].Person().String()}, "text": {"Paint"}, "cadence": {"daily"}, "starts": {day(s.today)}}); a.Status != 409 {
			t.Errorf("%s: staff made one: %d", what, a.Status)
		}
		if a := staff.Get(base + made); !a.Has("Only its keeper and you read it.") {
			t.Errorf("%s: the counselor is not told: %s", what, a.Text())
		}
		wantStatus(t, staff.Post(base+made+"/pass", nil), 409)
		s.Clock.Advance(time.Minute)
		change[1](s)
		wantStatus(t, staff.Post(base+made+"/pass", nil), 303)
		if !s.jona.Get("/promises").Has("Dance") {
			t.Errorf("%s: the passed promise is not read", what)
		}
		wantStatus(t, staff.Post(base+made+"/pass", nil), 409)
	}
}

func TestEachSideSaysOnlyItsOwn(t *testing.T) {
	s := newScene(t)
	path := s.make(t, s.jona, "Sing", "daily", "")
	at := path + "/days/" + day(s.today)
	for what, a := range map[string]*testkit.Answer{
		"the other keeps":    s.mara.Post(at+"/keep", url.Values{"said": {"done"}}),
		"the keeper answers": s.jona.Post(at+"/answer", url.Values{"answer": {"confirm"}}),
		"the other ends":     s.mara.Post(path+"/end", nil),
		"the other reopens":  s.mara.Post(path+"/reopen", nil),
	} {
		if a.Status != 404 {
			t.Errorf("%s: %d", what, a.Status)
		}
	}
	if n := s.count(t, `select count(*) from promise_deed where practice_id = $1`, s.Practice); n != 0 {
		t.Errorf("%d deeds", n)
	}
	// The database asks the same of a program that forgets.
	id := strings.TrimPrefix(path, "/promises/")
	for what, who := range map[string]tenant.Partner{"promise_deed_own_side": s.couple.Partners[1]} {
		err := s.DB.Update(t.Context(), who.Scope(), func(tx *db.Tx) error {
			tx.Audit("test.wrong", uuid.Nil, s.couple.ID)
			_, err := tx.Exec(`insert into promise_deed (practice_id, couple_id, promise_id, on_date, outcome, outcome_by, how, made_on) values ($1, $2, $3, $4, 'confirmed', $5, 'app', $4)`,
				s.Practice, s.couple.ID, id, s.today, who.Person())
			return err
		})
		if db.Constraint(err) != what {
			t.Errorf("the keeper's own confirmation: %v", err)
		}
	}
}

func TestWhoMaySeeAPromise(t *testing.T) {
	s := newScene(t)
	path := s.make(t, s.jona, "A quiet evening", "daily", "")
	id := strings.TrimPrefix(path, "/promises/")
	staffPath := "/couples/" + s.couple.ID.String() + "/promises"
	elsewhere := s.House.Couple(t, s.House.Counselor(t, "Olga"), "Nia", "Ben")
	other := testkit.New(t)
	other.Clock.Set(s.Clock.Now())
	for name, c := range map[string]struct {
		client *testkit.Client
		paths  []string
		status int
	}{
		"another couple":         {s.site.As(elsewhere.Partners[0]), []string{path, path + "/days/" + day(s.today) + "/reason"}, 404},
		"a colleague":            {s.site.As(s.House.Counselor(t, "Cole")), []string{staffPath, staffPath + "/new", staffPath + "/" + id}, 404},
		"the front desk":         {s.site.As(s.Staff(t, tenant.FrontDesk, "Fay")), []string{staffPath, staffPath + "/" + id}, 403},
		"the owner":              {s.site.As(s.Staff(t, tenant.Owner, "Odd")), []string{staffPath, staffPath + "/" + id}, 403},
		"a partner, staff pages": {s.mara, []string{staffPath, staffPath + "/" + id}, 404},
		"staff, partner's pages": {s.site.As(s.counselor), []string{path, "/promises"}, 404},
		"nobody":                 {s.site.Nobody(), []string{path, staffPath}, 401},
	} {
		for _, at := range c.paths {
			a := c.client.Get(at)
			if a.Status != c.status || a.Has("A quiet evening") {
				t.Errorf("%s at %s: %d, want %d", name, at, a.Status, c.status)
			}
		}
	}
	strange := other.Serve(t, promise.New().Register).As(other.Couple(t, other.Counselor(t, "Xenia"), "Yan").Partners[0])
	if a := strange.Get(path); a.Status != 404 {
		t.Errorf("another practice: %d", a.Status)
	}
	foreign, absent := s.site.As(elsewhere.Partners[0]).Get(path), s.site.As(elsewhere.Partners[0]).Get("/promises/"+uuid.NewString())
	if foreign.Text() != absent.Text() {
		t.Error("a foreign promise and one that does not exist answer differently")
	}
	if a := s.site.As(elsewhere.Partners[0]).Post(path+"/days/"+day(s.today)+"/answer", url.Values{"answer": {"confirm"}}); a.Status != 404 {
		t.Errorf("another couple answers: %d", a.Status)
	}
}

func TestFieldsThatAreNotAskedHaveNoEffect(t *testing.T) {
	s := newScene(t)
	other, elsewhere := s.couple.Partners[0].Person().String(), uuid.NewString()
	a := s.jona.Post("/promises", url.Values{"text": {"Sing <script>alert(1)</script>"}, "cadence": {"daily"}, "starts": {day(s.today)}, "keeper": {other}, "keeper_id": {other},
		"couple_id": {elsewhere}, "practice_id": {elsewhere}, "state": {"ended"}, "made_on": {"2020-01-01"}, "version": {"9"}, "id": {elsewhere}})
	wantStatus(t, a, 303)
	if n := s.count(t, `select count(*) from promise where practice_id = $1 and couple_id = $2 and keeper_id = $3 and state = 'active' and version = 1 and made_on = $4 and id <> $5`,
		s.Practice, s.couple.ID, s.couple.Partners[1].Person(), s.today, elsewhere); n != 1 {
		t.Error("a field that the form does not ask changed what was stored")
	}
	for _, at := range []string{"/promises", "/promises/new"} {
		if a := s.mara.Get(at); strings.Contains(a.Body, "<script>alert") {
			t.Errorf("%s runs what was typed", at)
		}
	}
	if a := s.mara.Get("/promises"); !a.Has("Sing <script>alert(1)</script>") {
		t.Errorf("it is not shown as typed: %s", a.Text())
	}
	if n := s.count(t, `select count(*) from promise where practice_id = $1 and position(convert_to('Sing', 'UTF8') in text) > 0`, s.Practice); n != 0 {
		t.Error("the promise is stored in plain text")
	}
}

func TestDoubleAndParallelSends(t *testing.T) {
	s := newScene(t)
	form := url.Values{"key": {uuid.NewString()}, "text": {"Sing"}, "cadence": {"daily"}, "starts": {day(s.today)}}
	first := s.jona.Post("/promises", form)
	for range 2 {
		if a := s.jona.Post("/promises", form); a.Status != 303 || a.Location != first.Location {
			t.Errorf("sent again: %d %s, first %s", a.Status, a.Location, first.Location)
		}
	}
	if n := s.count(t, `select count(*) from promise where practice_id = $1`, s.Practice); n != 1 {
		t.Fatalf("%d promises", n)
	}
	at, _ := url.Parse(first.Location)
	answer := "/promises/" + at.Query().Get("of") + "/days/" + day(s.today) + "/answer"
	// Two windows answer at once, differently: one outcome stands and the other is told.
	statuses := make([]int, 8)
	var all sync.WaitGroup
	for i := range statuses {
		all.Add(1)
		go func() {
			defer all.Done()
			statuses[i] = s.mara.Post(answer, url.Values{"answer": {[]string{"confirm", "not-yet"}[i%2]}}).Status
		}()
	}
	all.Wait()
	won := map[int]int{}
	for i, status := range statuses {
		if status == 303 {
			won[i%2]++
		} else if status != 409 {
			t.Errorf("status %d", status)
		}
	}
	if len(won) != 1 {
		t.Errorf("both answers were taken: %v", statuses)
	}
	if n := s.count(t, `select count(*) from promise_deed where practice_id = $1 and outcome is not null`, s.Practice); n != 1 {
		t.Errorf("%d outcomes", n)
	}
}
