package promise_test

import (
	"net/url"
	"testing"

	"amends/server/tenant"
)

// The promises that the counselor prints for one of the two are those that this one reads: one that waits is on the sheet of
// its keeper alone, and what was said of a day by one of them is on neither.
func TestThePromisesForReadingAreWhatOneReads(t *testing.T) {
	s := newScene(t)
	staff := s.site.As(s.counselor)
	sheet := "/couples/" + s.couple.ID.String() + "/promises/reading"
	of := func(p tenant.Partner) string { return sheet + "?person=" + p.Person().String() }
	both := s.make(t, s.mara, "Both-canary", "daily", "")
	wantStatus(t, s.jona.Post(both+"/days/"+day(s.today)+"/answer", url.Values{"answer": {"not-yet"}}), 303)
	wantStatus(t, s.jona.Post(both+"/days/"+day(s.today)+"/reason", url.Values{"reason": {"Reason-canary"}}), 303)
	s.hold(t, true)
	s.make(t, s.mara, "Waits-canary", "daily", "")
	hers, his := staff.Get(of(s.couple.Partners[0])), staff.Get(of(s.couple.Partners[1]))
	if hers.Status != 200 || !hers.Has("Both-canary") || !hers.Has("Waits-canary") || hers.Has("Reason-canary") || hers.Has("not yet") {
		t.Errorf("hers: %d %s", hers.Status, hers.Text())
	}
	if his.Status != 200 || !his.Has("Both-canary") || his.Has("Waits-canary") || his.Has("Reason-canary") || !his.Has("For Jona") {
		t.Errorf("his: %d %s", his.Status, his.Text())
	}
	wantStatus(t, s.site.As(s.Counselor(t, "Sofia")).Get(sheet), 404)
	wantStatus(t, s.mara.Get(sheet), 404)
}
