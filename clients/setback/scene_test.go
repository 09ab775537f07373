package setback_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/clients/setback"
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
	staff      *testkit.Client
	desk       string // the counselor's page
	today      time.Time
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{}
	s.House, s.site, s.counselor, s.couple = testkit.Morning(t, setback.New().Register)
	s.today = s.Clock.Today()
	s.mara, s.jona, s.staff = s.site.As(s.couple.Partners[0]), s.site.As(s.couple.Partners[1]), s.site.As(s.counselor)
	s.desk = "/couples/" + s.couple.ID.String() + "/plan"
	return s
}

func (s *scene) hold(t *testing.T, kind couple.HoldKind) {
	t.Helper()
	err := s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		return couple.SetHold(tx, s.couple.ID, couple.Hold{Kind: kind, StartsAt: tx.Now().Add(-time.Minute)})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sends sends lines of a plan and answers the counselor's form that passes them on.
func (s *scene) sends(t *testing.T, who *testkit.Client, lines url.Values) string {
	t.Helper()
	s.Clock.Advance(time.Minute)
	lines.Set("version", who.Get("/plan/mine").Form("/plan/mine").Get("version"))
	wantStatus(t, who.Post("/plan/mine/send", lines), 303)
	var id string
	if err := s.SQL(t).QueryRow(`select id from setback_sent where practice_id = $1 order by sent_at desc, id limit 1`, s.Practice).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return s.desk + "/" + id
}

func (s *scene) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := s.SQL(t).QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func wantStatus(t *testing.T, a *testkit.Answer, status int) {
	t.Helper()
	a.Want(t, status)
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

// pages is everything a partner may open in this room, as text.
func pages(who *testkit.Client) string {
	var all strings.Builder
	for _, path := range []string{"/hard-moment", "/plan", "/plan/mine", "/plan/earlier", "/waves/new"} {
		all.WriteString(path + "\n" + who.Get(path).Text() + "\n")
	}
	return all.String()
}
