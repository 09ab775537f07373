package sessions

import (
	"io/fs"
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/clients/promise"
	"amends/server/signin"
	"amends/server/testkit"
	"amends/server/web"
	"amends/templates"
)

// A promise is told when it is made and when it ends, and between them once for weeks that went alike, not week by week.
func TestTheTimelineTellsAPromiseOnce(t *testing.T) {
	files, err := fs.Sub(templates.Files, "programmes")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := programme.LoadShipped(files)
	if err != nil {
		t.Fatal(err)
	}
	h := testkit.New(t)
	h.Clock.Set(time.Date(2026, 6, 3, 8, 0, 0, 0, time.UTC))
	ingrid := h.Counselor(t, "Ingrid")
	cp := h.Couple(t, ingrid, "Mara", "Jona")
	h.OpenGates(t, cp)
	site := h.Serve(t, func(r *web.Routes) {
		New(lib, signin.New(h.DB, "http://localhost")).Register(r)
		promise.New().Register(r)
	})
	post := func(c *testkit.Client, at string, form url.Values) *testkit.Answer {
		t.Helper()
		a := c.Post(at, form)
		if a.Status != 303 {
			t.Fatalf("%s: %d %s", at, a.Status, a.Text())
		}
		return a
	}
	today := func() string { return h.Clock.Today().Format(time.DateOnly) }
	made, err := url.Parse(post(site.As(cp.Partners[1]), "/promises", url.Values{"text": {"Walk on Wednesdays"}, "cadence": {"weekly"}, "starts": {today()}}).Location)
	if err != nil {
		t.Fatal(err)
	}
	path := "/promises/" + made.Query().Get("of")
	for week, answer := range []string{"confirm", "confirm", "confirm", "not-yet"} {
		if week > 0 {
			h.Clock.Advance(7 * 24 * time.Hour)
		}
		post(site.As(cp.Partners[0]), path+"/days/"+today()+"/answer", url.Values{"answer": {answer}})
	}
	h.Clock.Advance(24 * time.Hour)
	post(site.As(cp.Partners[1]), path+"/end", nil)
	a := site.As(ingrid).Get(couple.Path(cp.ID))
	i := strings.Index(a.Body, `<ol class="timeline">`)
	if a.Status != 200 || i < 0 {
		t.Fatalf("no timeline: %d %s", a.Status, a.Text())
	}
	told := a.Body[i:]
	told = told[:strings.Index(told, "</ol>")]
	for _, once := range []string{"Jona: “Walk on Wednesdays”. Ended.", "Jona: “Walk on Wednesdays”. Answered “not yet”.",
		"Jona: “Walk on Wednesdays”. Confirmed on 3 of 3 days, since Wed 3 June.", "Jona promised: “Walk on Wednesdays”."} {
		if n := strings.Count(told, once); n != 1 {
			t.Errorf("%q is told %d times: %s", once, n, told)
		}
	}
	if n := strings.Count(told, "<li>"); n != 4 {
		t.Errorf("%d lines: %s", n, told)
	}
}
