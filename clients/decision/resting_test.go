package decision_test

import (
	"net/url"
	"strings"
	"testing"

	"amends/clients/couple"
)

// During a full stop the pages of the room rest: nothing that is for both is read or stored, and what was typed comes back. What
// somebody wrote stays theirs to read, and afterwards everything is as it was. A quiet hold changes nothing.
func TestAFullStopClosesWhatIsForBoth(t *testing.T) {
	s := newScene(t)
	answered, opened := s.asks(t, "decide"), s.asks(t, "values")
	s.answers(t, s.mara, answered, url.Values{"willing": {"CANARY willing"}, "lean": {"unsure"}})
	s.answers(t, s.mara, opened, url.Values{"five": {"CANARY mine"}})
	s.answers(t, s.jona, opened, url.Values{"five": {"CANARY his"}})
	wantStatus(t, s.staff.Post(s.of(opened)+"/open", nil), 303)
	all := func() string {
		return s.sees(t, 0, answered) + s.sees(t, 1, answered) + s.sees(t, 0, opened) + s.sees(t, 1, opened)
	}
	before := all()
	s.hold(t, couple.Quiet)
	if all() != before {
		t.Error("a quiet hold shows")
	}
	s.endHold(t)
	s.hold(t, couple.Full)
	const resting = "Joint pages are resting. Your counselor will tell you when they open again. Your own pages stay open."
	if a := s.mara.Get("/decisions"); a.Status != 200 || !a.Has(resting) || !strings.Contains(a.Body, answered) {
		t.Errorf("own answers are not there: %d %s", a.Status, a.Text())
	}
	if a := s.mara.Get(answered); a.Status != 200 || !a.Has(resting) || !a.Has("CANARY willing") || a.Has("Each for yourself") {
		t.Errorf("the own answer: %d %s", a.Status, a.Text())
	}
	if a := s.mara.Get(opened); !a.Has(resting) || !a.Has("CANARY mine") || a.Has("CANARY his") {
		t.Errorf("what was opened: %s", a.Text())
	}
	for _, at := range []string{answered, "/decisions/" + s.couple.ID.String()} { // one he has not answered, and one that is none
		if a := s.jona.Get(at); a.Status != 200 || !a.Has(resting) || a.Has("Each for yourself") {
			t.Errorf("%s: %d %s", at, a.Status, a.Text())
		}
	}
	for _, at := range []string{answered, "/decisions/" + s.couple.ID.String()} {
		if a := s.jona.Get(at + "/print"); a.Status != 200 || !a.Has(resting) || a.Has("Each for yourself") {
			t.Errorf("%s on paper: %d %s", at, a.Status, a.Text())
		}
	}
	if a := s.mara.Get(answered + "/print"); a.Status != 200 || !a.Has("CANARY willing") {
		t.Errorf("the own answer on paper: %d %s", a.Status, a.Text())
	}
	for _, to := range []string{answered, answered + "/answer", answered + "/take-back"} {
		a := s.jona.Post(to, url.Values{"willing": {"CANARY typed"}, "fears": {"and this"}, "version": {"0"}})
		if a.Status != 409 || !a.Has(resting) || !a.Has("CANARY typed and this") {
			t.Errorf("%s: %d %s", to, a.Status, a.Text())
		}
		a = s.mara.Post(to, url.Values{"willing": {"CANARY typed"}, "version": {"1"}})
		if a.Status != 409 || !a.Has(resting) || !a.Has("CANARY typed") {
			t.Errorf("%s of the one who answered: %d %s", to, a.Status, a.Text())
		}
	}
	if line := s.sees(t, 1, answered); !strings.HasPrefix(line, "nothing waits") {
		t.Errorf("Today says that something joint waits: %.60s", line)
	}
	s.endHold(t)
	if all() != before {
		t.Error("after a full stop something is not as it was")
	}
}
