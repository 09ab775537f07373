package question_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/question"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
)

// scene is one couple with open gates on a Wednesday morning: Mara asks, Jona answers.
type scene struct {
	*testkit.House
	site              *testkit.Site
	counselor         tenant.Staff
	couple            *testkit.Couple
	mara, jona, staff *testkit.Client
	page              string // the counselor's
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{}
	s.House, s.site, s.counselor, s.couple = testkit.Morning(t, question.New().Register, "G3", "G4")
	s.page = "/couples/" + s.couple.ID.String() + "/questions"
	s.again()
	return s
}

// again signs everybody in anew.
func (s *scene) again() {
	s.mara, s.jona, s.staff = s.site.As(s.couple.Partners[0]), s.site.As(s.couple.Partners[1]), s.site.As(s.counselor)
}

// in moves the clock by whole days.
func (s *scene) in(days int) {
	s.Clock.Advance(time.Duration(days) * 24 * time.Hour)
	s.again()
}

func (s *scene) today() string { return s.Clock.Today().Format(time.DateOnly) }

func want(t *testing.T, a *testkit.Answer, status int) *testkit.Answer {
	t.Helper()
	return a.Want(t, status)
}

// open opens a partner's log.
func (s *scene) open(t *testing.T, i int, weekly string) {
	t.Helper()
	path := strings.TrimSuffix(s.page, "s") + "-log/open"
	want(t, s.staff.Post(path, url.Values{"asker": {s.couple.Partners[i].Person().String()}, "weekly": {weekly}}), 303)
}

// ask lets a partner begin and send a question, and answers its address.
func (s *scene) ask(t *testing.T, who *testkit.Client, text string, more ...string) string {
	t.Helper()
	s.Clock.Advance(time.Minute)
	path := want(t, who.Post("/questions", nil), 303).Location
	form := who.Get(path).Form(path + "/ask")
	form.Del("key")
	form.Set("text", text)
	form.Set("why", "So that I can sleep.")
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	want(t, who.Post(path+"/ask", form), 303)
	return path
}

// pass passes a question on.
func (s *scene) pass(t *testing.T, path string) {
	t.Helper()
	want(t, s.staff.Post(s.of(path)+"/pass", nil), 303)
}

// of is a question's address for the counselor.
func (s *scene) of(path string) string { return s.page + strings.TrimPrefix(path, "/questions") }

// answer lets a partner answer.
func (s *scene) answer(t *testing.T, who *testkit.Client, path, text string) {
	t.Helper()
	form := who.Get(path).Form(path + "/answer/send")
	form.Del("key")
	form.Set("text", text)
	want(t, who.Post(path+"/answer/send", form), 303)
}

// back passes the waiting answer back.
func (s *scene) back(t *testing.T, path string) {
	t.Helper()
	form := s.staff.Get(s.of(path)).Form(s.of(path) + "/pass-answer")
	if form == nil {
		t.Fatalf("no answer waits: %s", s.staff.Get(s.of(path)).Text())
	}
	form.Del("key")
	want(t, s.staff.Post(s.of(path)+"/pass-answer", form), 303)
}

// hold sets or ends a hold as the counselor.
func (s *scene) hold(t *testing.T, do func(tx *db.Tx) error) {
	t.Helper()
	if err := s.DB.Update(t.Context(), s.counselor.Scope(), do); err != nil {
		t.Fatal(err)
	}
}

// seen is everything a partner's pages of this room show.
func seen(who *testkit.Client, paths ...string) string {
	all := who.Get("/questions").Text()
	for _, p := range paths {
		all += "\n" + who.Get(p).Text()
	}
	return all
}

// gate opens or closes a gate, a minute later.
func (s *scene) gate(t *testing.T, name string, open bool) {
	t.Helper()
	s.Clock.Advance(time.Minute)
	s.Gate(t, s.couple, name, open)
}
