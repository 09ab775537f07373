package setback_test

import (
	"net/url"
	"testing"

	"amends/clients/couple"
)

// What the counselor prints for one of the two to read is the joint plan as that one reads it: what was passed on, in the newest
// version, and neither what somebody keeps nor what waits.
func TestThePlanForReadingIsWhatWasPassedOn(t *testing.T) {
	s := newScene(t)
	at := s.desk + "/reading"
	s.OnPaper(t, s.couple, 1)
	if a := s.staff.Get(at); a.Status != 200 || !a.Has("For Jona") || !a.Has("Nothing here is for Jona to read now.") {
		t.Errorf("before: %s", a.Text())
	}
	sent := s.sends(t, s.mara, plan("Passed-canary."))
	if a := s.staff.Get(at); a.Has("canary") {
		t.Errorf("what waits is on it: %s", a.Text())
	}
	wantStatus(t, s.staff.Post(sent+"/pass", url.Values{"lines": {"sign", "ask"}}), 303)
	s.sends(t, s.mara, plan("Waiting-canary."))
	wantStatus(t, s.mara.Post("/plan/mine", url.Values{"version": {s.mara.Get("/plan/mine").Form("/plan/mine").Get("version")}, "sign": {"Kept-canary."}}), 303)
	for i, name := range []string{"Mara", "Jona"} {
		a := s.staff.Get(at + "?person=" + s.couple.Partners[i].Person().String())
		wantStatus(t, a, 200)
		if !a.Has("Passed-canary") || a.Has("Tea at the table") || a.Has("Waiting-canary") || a.Has("Kept-canary") || !a.Has("For "+name) || !a.Has("records can be asked for by a court") {
			t.Errorf("for %s: %s", name, a.Text())
		}
	}
	for _, person := range []string{"nobody", s.counselor.Person().String()} {
		wantStatus(t, s.staff.Get(at+"?person="+person), 404)
	}
	wantStatus(t, s.site.As(s.Counselor(t, "Sofia")).Get(at), 404)
	wantStatus(t, s.mara.Get(at), 404)
	s.hold(t, couple.Full)
	if a := s.staff.Get(at); a.Has("canary") {
		t.Errorf("during a full stop: %s", a.Text())
	}
}
