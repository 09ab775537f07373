package builder_test

import (
	"net/url"
	"strings"
	"testing"

	"amends/clients/builder"
	"amends/clients/programme"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
)

// scene is a practice that writes programmes, served by the real web layer.
type scene struct {
	*testkit.House
	shelf     *programme.Shelf
	site      *testkit.Site
	counselor tenant.Staff
	staff     *testkit.Client
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{House: testkit.New(t), shelf: programme.NewShelf(shipped(t))}
	s.counselor = s.Counselor(t, "Ingrid")
	s.site = s.Serve(t, func(r *web.Routes) {
		programme.New(s.shelf).Register(r)
		builder.New(s.shelf).Register(r)
	})
	s.staff = s.site.As(s.counselor)
	return s
}

func want(t *testing.T, a *testkit.Answer, status int) *testkit.Answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %.600s", a.Status, status, a.Text())
	}
	if strings.Contains(a.Body, "[builder_") || strings.Contains(a.Body, "[programme_") {
		t.Errorf("words are missing: %.600s", a.Text())
	}
	return a
}

func says(t *testing.T, a *testkit.Answer, all ...string) {
	t.Helper()
	for _, words := range all {
		if !a.Has(words) {
			t.Errorf("%q is not said: %.900s", words, a.Text())
		}
	}
}

// begin begins a programme and answers its address.
func (s *scene) begin(t *testing.T, from, title string) string {
	t.Helper()
	return want(t, s.staff.Post("/own-programmes", url.Values{"from": {from}, "title": {title}}), 303).Location
}

// form is what a page's form would send as it stands; pairs change it.
func form(t *testing.T, a *testkit.Answer, action string, pairs ...string) url.Values {
	t.Helper()
	v := a.Form(action)
	if v == nil {
		t.Fatalf("no form for %s: %.600s", action, a.Text())
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		v[pairs[i]] = strings.Split(pairs[i+1], "|")
	}
	return v
}

// order moves a row as the outline's button does.
func (s *scene) order(t *testing.T, path, row, act string) *testkit.Answer {
	t.Helper()
	v := form(t, s.staff.Get(path), path+"/order", "row", row, "act", act)
	return s.staff.Post(path+"/order", v)
}

func (s *scene) publish(t *testing.T, path string) *testkit.Answer {
	t.Helper()
	return s.staff.Post(path+"/publish", form(t, s.staff.Get(path), path+"/publish"))
}
