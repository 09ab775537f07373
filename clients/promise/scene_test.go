package promise_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/promise"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
)

// scene is one couple with open gates on a Wednesday morning, served by the real web layer.
type scene struct {
	*testkit.House
	site       *testkit.Site
	counselor  tenant.Staff
	couple     *testkit.Couple
	mara, jona *testkit.Client
	today      time.Time
}

func newScene(t *testing.T) *scene {
	t.Helper()
	h := testkit.New(t)
	h.Clock.Set(time.Date(2026, 6, 3, 8, 0, 0, 0, time.UTC))
	s := &scene{House: h, counselor: h.Counselor(t, "Ingrid"), today: h.Clock.Today()}
	s.couple = h.Couple(t, s.counselor, "Mara", "Jona")
	h.OpenGates(t, s.couple)
	s.site = h.Serve(t, promise.New().Register)
	s.mara, s.jona = s.site.As(s.couple.Partners[0]), s.site.As(s.couple.Partners[1])
	return s
}

// in moves the clock by whole days and signs both in again.
func (s *scene) in(n int) {
	s.Clock.Advance(time.Duration(n) * 24 * time.Hour)
	s.today = s.Clock.Today()
	s.mara, s.jona = s.site.As(s.couple.Partners[0]), s.site.As(s.couple.Partners[1])
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

// make makes a promise as a partner and answers its address.
func (s *scene) make(t *testing.T, who *testkit.Client, text, cadence string, until string) string {
	t.Helper()
	a := who.Post("/promises", url.Values{"text": {text}, "cadence": {cadence}, "starts": {day(s.today)}, "until": {until}})
	if a.Status != 303 {
		t.Fatalf("making a promise: %d %s", a.Status, a.Text())
	}
	at, err := url.Parse(a.Location)
	if err != nil {
		t.Fatal(err)
	}
	return "/promises/" + at.Query().Get("of")
}

func (s *scene) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := s.SQL(t).QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func wantStatus(t *testing.T, a *testkit.Answer, want int) {
	t.Helper()
	if a.Status != want {
		t.Fatalf("status %d, want %d: %s", a.Status, want, a.Text())
	}
}

func (s *scene) assign(t *testing.T, id uuid.UUID, to ...tenant.Partner) {
	t.Helper()
	version := uuid.New()
	exec := func(query string, args ...any) {
		if _, err := s.SQL(t).Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec(`insert into programme_version (practice_id, id, tag, version, hash, content, copied_at) values ($1, $2, 'A', $3, 'h', '{}', now())`, s.Practice, version, int(id[0])<<8+int(id[1])+1)
	exec(`insert into assignment (practice_id, couple_id, id, programme_version_id, code, step_key, given_by, given_at, from_on) values ($1, $2, $3, $4, 'A7', 'promises', $5, now(), $6)`,
		s.Practice, s.couple.ID, id, version, s.counselor.Person(), s.today)
	for _, p := range to {
		exec(`insert into assignee (practice_id, couple_id, assignment_id, person_id, role, changed_at) values ($1, $2, $3, $4, 'each', now())`, s.Practice, s.couple.ID, id, p.Person())
	}
}

// hold puts the couple on a quiet hold, or ends it.
func (s *scene) hold(t *testing.T, on bool) {
	t.Helper()
	err := s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		if on {
			return couple.SetHold(tx, s.couple.ID, couple.Hold{Kind: couple.Quiet, StartsAt: tx.Now()})
		}
		return couple.EndHold(tx, s.couple.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
}
