package plan_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
	"amends/sessions/plan"
)

// scene is a house with one counselor, one couple on a programme (Ana was hurt, Jon was involved), and the planner.
type scene struct {
	*testkit.House
	shelf               *programme.Shelf
	ingrid              tenant.Staff
	couple              *testkit.Couple
	ana, jon            tenant.Partner
	staff, asAna, asJon *testkit.Client
	site                *testkit.Site
	points              []plan.Point // what the one wired room brings to the agenda
	met                 time.Time    // the last session; zero when there was none
}

func newScene(t testing.TB) *scene {
	t.Helper()
	s := &scene{House: testkit.New(t), shelf: programme.NewShelf(shipped(t))}
	s.ingrid = s.Counselor(t, "Ingrid")
	s.couple = s.Couple(t, s.ingrid, "Ana", "Jon")
	s.ana, s.jon = s.couple.Partners[0], s.couple.Partners[1]
	s.OpenGates(t, s.couple)
	s.Gate(t, s.couple, "G2", true)
	injury := uuid.New()
	s.sql(t, `insert into injury (practice_id, couple_id, id, told, made_at, made_by) values ($1, $2, $3, 'x', $4, $5)`, s.couple.ID, injury, s.DB.Now(), s.ingrid.Person())
	s.sql(t, `insert into injury_role (practice_id, couple_id, injury_id, person_id, role) values ($1, $2, $3, $4, 'injured'), ($1, $2, $3, $5, 'involved')`,
		s.couple.ID, injury, s.ana.Person(), s.jon.Person())
	s.site = s.Serve(t, func(r *web.Routes) {
		programme.New(s.shelf).Register(r)
		homework.New(s.shelf).Register(r)
		plan.New(s.shelf, plan.Sources{
			Agenda: []plan.Source{func(*db.Tx, plan.Asked) ([]plan.Point, error) { return s.points, nil }},
			LastSession: func(*db.Tx, couple.ID, time.Time) (time.Time, bool, error) {
				return s.met, !s.met.IsZero(), nil
			},
		}).Register(r)
	})
	s.staff, s.asAna, s.asJon = s.site.As(s.ingrid), s.site.As(s.ana), s.site.As(s.jon)
	return s
}

func (s *scene) sql(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := s.SQL(t).ExecContext(t.Context(), query, append([]any{s.Practice}, args...)...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func (s *scene) scan(t testing.TB, to any, query string, args ...any) {
	t.Helper()
	if err := s.SQL(t).QueryRowContext(t.Context(), query, append([]any{s.Practice}, args...)...).Scan(to); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func (s *scene) count(t testing.TB, query string, args ...any) (n int) {
	t.Helper()
	s.scan(t, &n, query, args...)
	return n
}

func (s *scene) path() string { return plan.Path(s.couple.ID) }

func (s *scene) place(t testing.TB, tags ...string) {
	t.Helper()
	for _, tag := range tags {
		want(t, s.staff.Post(couple.Path(s.couple.ID)+"/programmes", url.Values{"tag": {tag}}), 303)
	}
}

// give assigns a step through its page.
func (s *scene) give(t testing.TB, code, of, to string, more ...string) (id string) {
	t.Helper()
	v := url.Values{"step": {code}, "of": {of}, "for": {to}, "from": {s.Clock.Today().Format(time.DateOnly)}, "reading": {"before"}}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	want(t, s.staff.Post(couple.Path(s.couple.ID)+"/assign", v), 303)
	s.scan(t, &id, `select id from assignment where practice_id = $1 and code = $2 order by given_at desc limit 1`, code)
	return id
}

// planned plans a step through its form and answers its id.
func (s *scene) planned(t testing.TB, code, of string, more ...string) (id string) {
	t.Helper()
	v := url.Values{"step": {code}, "of": {of}, "week": {"1"}, "for": {"both"}, "waits": {"date"}}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	want(t, s.staff.Post(s.path(), v), 303)
	s.scan(t, &id, `select id from plan_step where practice_id = $1 and code = $2 order by made_at desc limit 1`, code)
	return id
}

// work presses a move of a running step, step one of a planned step.
func (s *scene) work(t testing.TB, id, move string, status int, more ...string) *testkit.Answer {
	t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return want(t, s.staff.Post(s.path()+"/work/"+id+"/"+move, v), status)
}

func (s *scene) step(t testing.TB, id, move string, status int) *testkit.Answer {
	t.Helper()
	return want(t, s.staff.Post(s.path()+"/steps/"+id+"/"+move, nil), status)
}

func (s *scene) page(t testing.TB) *testkit.Answer {
	t.Helper()
	return want(t, s.staff.Get(s.path()), 200)
}

func want(t testing.TB, a *testkit.Answer, status int) *testkit.Answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %.900s", a.Status, status, a.Text())
	}
	for _, room := range []string{"[plan_", "[homework_", "[couple_"} {
		if i := strings.Index(a.Body, room); i >= 0 {
			t.Fatalf("a message is missing: %.80s", a.Body[i:])
		}
	}
	return a
}

func says(t testing.TB, a *testkit.Answer, words ...string) {
	t.Helper()
	for _, word := range words {
		if !a.Has(word) {
			t.Errorf("the page lacks %q: %.2500s", word, a.Text())
		}
	}
}

func lacks(t testing.TB, a *testkit.Answer, words ...string) {
	t.Helper()
	for _, word := range words {
		if a.Has(word) {
			t.Errorf("the page has %q", word)
		}
	}
}
