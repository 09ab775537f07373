package decision_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/clients/decision"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
)

// scene is one couple with open gates on a Wednesday morning, served by the real web layer.
type scene struct {
	*testkit.House
	site              *testkit.Site
	counselor         tenant.Staff
	couple            *testkit.Couple
	mara, jona, staff *testkit.Client
	desk              string // the counselor's page
	today             time.Time
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{}
	s.House, s.site, s.counselor, s.couple = testkit.Morning(t, decision.New().Register)
	s.today = s.Clock.Today()
	s.mara, s.jona, s.staff = s.site.As(s.couple.Partners[0]), s.site.As(s.couple.Partners[1]), s.site.As(s.counselor)
	s.desk = "/couples/" + s.couple.ID.String() + "/decisions"
	return s
}

// asks opens a set for both and answers its address for a partner.
func (s *scene) asks(t *testing.T, kind string) string {
	t.Helper()
	s.Clock.Advance(time.Minute)
	wantStatus(t, s.staff.Post(s.desk, url.Values{"kind": {kind}, "word": {"Each for yourself, please"}}), 303)
	var id string
	if err := s.SQL(t).QueryRow(`select id from decision where practice_id = $1 order by made_at desc limit 1`, s.Practice).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return "/decisions/" + id
}

// of is the counselor's address of a set.
func (s *scene) of(path string) string { return s.desk + strings.TrimPrefix(path, "/decisions") }

// answers gives an answer as a partner.
func (s *scene) answers(t *testing.T, who *testkit.Client, path string, form url.Values) {
	t.Helper()
	form.Set("version", who.Get(path).Form(path).Get("version"))
	wantStatus(t, who.Post(path+"/answer", form), 303)
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

func (s *scene) endHold(t *testing.T) {
	t.Helper()
	if err := s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error { return couple.EndHold(tx, s.couple.ID) }); err != nil {
		t.Fatal(err)
	}
}

func wantStatus(t *testing.T, a *testkit.Answer, status int) {
	t.Helper()
	a.Want(t, status)
}

// body is a page byte for byte, but for the fresh key of each form.
func body(a *testkit.Answer, path string) string {
	text := a.Body
	for {
		i := strings.Index(text, `name="key" value="`)
		if i < 0 {
			return text
		}
		j := strings.Index(text[i+18:], `"`)
		text = text[:i] + text[i+18+j:]
	}
}

// sees is everything a partner is served about a set: the list, its page, and their own line on Today.
func (s *scene) sees(t *testing.T, i int, path string) string {
	t.Helper()
	who := s.site.As(s.couple.Partners[i])
	var g decision.Glance
	if err := s.DB.View(t.Context(), s.couple.Partners[i].Scope(), func(tx *db.Tx) (err error) { g, err = decision.GlanceOf(tx); return err }); err != nil {
		t.Fatal(err)
	}
	line := "nothing waits"
	if g.Waiting > 0 {
		line = strings.Repeat("waits ", g.Waiting)
	}
	return line + body(who.Get("/decisions"), "/decisions") + body(who.Get(path), path)
}
