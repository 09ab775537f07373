package decision_test

import (
	"testing"

	"amends/clients/couple"
)

// The counselor prints for reading what was opened, as both read it; before that nothing is on the sheet.
func TestOnlyWhatWasOpenedIsPrintedForReading(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "decide")
	at := s.of(path) + "/reading"
	s.answers(t, s.mara, path, typical("Maras-canary.", "part"))
	if a := s.staff.Get(at); a.Status != 200 || a.Has("canary") {
		t.Errorf("before: %d %s", a.Status, a.Text())
	}
	s.answers(t, s.jona, path, typical("Jonas-canary.", "stay"))
	if a := s.staff.Get(at); a.Status != 200 || a.Has("canary") {
		t.Errorf("before: %d %s", a.Status, a.Text())
	}
	if a := s.staff.Get(s.of(path)); a.Has("what one of them may read") {
		t.Errorf("offered before: %s", a.Text())
	}
	wantStatus(t, s.staff.Post(s.of(path)+"/open", nil), 303)
	if a := s.staff.Get(s.of(path)); !a.Has("what one of them may read") {
		t.Errorf("not offered: %s", a.Text())
	}
	for i, name := range []string{"Mara", "Jona"} {
		a := s.staff.Get(at + "?person=" + s.couple.Partners[i].Person().String())
		wantStatus(t, a, 200)
		if !a.Has("Maras-canary") || !a.Has("Jonas-canary") || !a.Has("For "+name) {
			t.Errorf("for %s: %s", name, a.Text())
		}
	}
	wantStatus(t, s.site.As(s.Counselor(t, "Sofia")).Get(at), 404)
	wantStatus(t, s.mara.Get(at), 404)
	s.hold(t, couple.Full)
	if a := s.staff.Get(at); a.Has("canary") {
		t.Errorf("during a full stop: %s", a.Text())
	}
}
