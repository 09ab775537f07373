package release_test

import (
	"net/url"
	"regexp"
	"testing"
)

// What a copy brought to its reader is the reader's to say, once it is shown; its author's pages do not change by it.
func TestFeltOfWhatWasPassedOn(t *testing.T) {
	s := newScene(t)
	entry := s.letter(t, "CANARY letter")
	want(t, s.asJon.Post("/sent/"+entry+"/ask", nil), 303)
	want(t, s.staff.Post("/entries/"+entry+"/release", nil), 303)
	at := s.copyOf(t, entry)
	fresh := regexp.MustCompile(`name="key" value="[^"]*"`)
	authors := func() (all string) {
		for _, p := range []string{"/sent", "/sent/" + entry} {
			all += fresh.ReplaceAllString(want(t, s.asJon.Get(p), 200).Body, "")
		}
		return all
	}
	before := authors()
	lacks(t, want(t, s.asAna.Get(at), 200), `name="felt"`)
	want(t, s.asAna.Post(at+"/felt", url.Values{"felt": {"yes"}}), 409)
	want(t, s.asAna.Post(at+"/choose", url.Values{"choice": {"now"}}), 303)
	says(t, want(t, s.asAna.Get(at), 200), "Did something from Jon reach you in this?", "You need not say. Ingrid reads it; Jon does not.", "Partly")
	for _, felt := range []string{"no", "partly"} {
		want(t, s.asAna.Post(at+"/felt", url.Values{"felt": {felt}}), 303)
	}
	says(t, want(t, s.asAna.Get(at), 200), "You said: Partly.")
	want(t, s.asAna.Post(at+"/felt", url.Values{"felt": {"a lot"}}), 422)
	want(t, s.asJon.Post(at+"/felt", url.Values{"felt": {"no"}}), 404)
	if n := s.count(t, `select count(*) from felt where practice_id = $1 and says = 'partly'`); n != 1 {
		t.Errorf("%d answers", n)
	}
	if authors() != before {
		t.Error("what Ana felt changed a page of Jon's")
	}
}
