package release_test

import (
	"net/url"
	"testing"

	"amends/clients/couple"
)

// The counselor prints for a reader what was passed on to them and nothing else; a letter is on it once its reader wanted it on
// paper, and never on the sheet of who wrote it.
func TestWhatWasReleasedIsPrintedForItsReader(t *testing.T) {
	s := newScene(t)
	sheet := "/couples/" + s.couple.ID.String() + "/releases/reading?person="
	hers, his := sheet+s.ana.Person().String(), sheet+s.jon.Person().String()
	reflection, letter := s.reflection(t, "Reflection-canary"), s.letter(t, "Letter-canary")
	lacks(t, want(t, s.staff.Get(hers), 200), "canary")
	for _, entry := range []string{reflection, letter} {
		want(t, s.asJon.Post("/sent/"+entry+"/ask", nil), 303)
	}
	lacks(t, want(t, s.staff.Get(hers), 200), "canary")
	for _, entry := range []string{reflection, letter} {
		want(t, s.staff.Post("/entries/"+entry+"/release", nil), 303)
	}
	a := want(t, s.staff.Get(hers), 200)
	says(t, a, "Reflection-canary", "For Ana", "records can be asked for by a court")
	lacks(t, a, "Letter-canary")
	at := s.copyOf(t, letter)
	for choice, there := range map[string]bool{"never": false, "session": false, "later": false, "paper": true, "now": true} {
		want(t, s.asAna.Post(at+"/choose", url.Values{"choice": {choice}}), 303)
		if a := s.staff.Get(hers); a.Has("Letter-canary") != there {
			t.Errorf("%s: %s", choice, a.Text())
		}
	}
	lacks(t, want(t, s.staff.Get(his), 200), "canary")
	want(t, s.asJon.Post("/sent/"+reflection+"/withdraw", nil), 303)
	lacks(t, want(t, s.staff.Get(hers), 200), "Reflection-canary")
	want(t, s.site.As(s.Counselor(t, "Sofia")).Get(hers), 404)
	want(t, s.asAna.Get(hers), 404)
	s.holdCouple(t, couple.Full)
	lacks(t, want(t, s.staff.Get(hers), 200), "canary")
}
