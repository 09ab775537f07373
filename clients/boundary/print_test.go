package boundary_test

import (
	"net/url"
	"strings"
	"testing"
)

// A boundary's sheet holds the author's own words to the author, also a draft; to the other what was passed on, with their own
// reply, and nothing before that.
func TestASheetIsItsAuthorsAlone(t *testing.T) {
	s := newScene(t)
	if a := want(t, s.mara.Get("/boundaries/print"), 200); !a.Has("For Mara") || strings.Count(a.Body, "<hr>") != 9 || !a.Has("records can be asked for by a court") {
		t.Errorf("her empty sheet: %s", a.Text())
	}
	at := begins(t, s.mara)
	want(t, s.keeps(t, s.mara, at, "keep", "need", "Draft-canary"), 303)
	if a := want(t, s.mara.Get(at+"/print"), 200); !a.Has("Draft-canary") {
		t.Errorf("her draft: %s", a.Text())
	}
	want(t, s.jona.Get(at+"/print"), 404)
	want(t, s.staff.Get(s.of(at)+"/print"), 404)
	s.sends(t, s.mara, at, "Sent-canary")
	want(t, s.jona.Get(at+"/print"), 404)
	want(t, s.staff.Get(s.of(at)+"/print"), 404) // not passed on: there is nothing to answer
	want(t, s.does(t, at, "pass"), 303)
	want(t, s.keeps(t, s.mara, at, "keep", "need", "Later-canary"), 303)
	if a := want(t, s.jona.Get(at+"/print"), 200); !a.Has("Sent-canary") || a.Has("Later-canary") || !a.Has("For Jona") {
		t.Errorf("his sheet: %s", a.Text())
	}
	reply := s.jona.Get(at).Form(at + "/answer")
	reply.Del("key")
	reply.Set("reply", "no")
	want(t, s.jona.Post(at+"/answer", reply), 303)
	if a := s.jona.Get(at + "/print"); strings.Count(a.Body, "M4 4 20 20") != 1 {
		t.Errorf("his own reply is ticked: %s", a.Body)
	}
	if a := s.mara.Get(at + "/print"); !a.Has("Later-canary") || strings.Contains(a.Body, "M4 4 20 20") {
		t.Errorf("her sheet: %s", a.Text())
	}
	if a := want(t, s.staff.Get(s.of(at)+"/print"), 200); !a.Has("Sent-canary") || a.Has("Later-canary") || strings.Contains(a.Body, "M4 4 20 20") || !a.Has("For Jona") {
		t.Errorf("the counselor’s: %s", a.Text())
	}
	if a := want(t, s.staff.Get(s.page+"/print"), 200); a.Has("canary") {
		t.Errorf("the counselor’s empty sheet: %s", a.Text())
	}
	other := newScene(t)
	want(t, other.mara.Get(at+"/print"), 404)
	want(t, other.staff.Get(other.of(at)+"/print"), 404)
	want(t, s.site.As(s.Counselor(t, "Sofia")).Get(s.page+"/print"), 404)
}

// What came on paper says who entered it, and reaches nobody by itself.
func TestPaperIsMarkedWithWhoEnteredIt(t *testing.T) {
	s := newScene(t)
	before := seen(s.jona)
	want(t, s.staff.Post(s.page, url.Values{"who": {s.couple.Partners[0].Person().String()}, "need": {"Paper-canary"}, "do": {"I leave the room."}, "review": {s.day(28)}}), 303)
	var id string
	if err := s.SQL(t).QueryRow(`select id from boundary where practice_id = $1`, s.Practice).Scan(&id); err != nil {
		t.Fatal(err)
	}
	if a := s.staff.Get(s.page + "/" + id); !a.Has("From paper or aloud, entered by Ingrid, today") {
		t.Errorf("%s", a.Text())
	}
	if seen(s.jona) != before {
		t.Error("the other’s pages moved")
	}
}

// The sheets are one page each.
func TestTheSheetsAreOnePage(t *testing.T) {
	s := newScene(t)
	at := s.active(t, "To feel secure I need to hear by six when a plan for the evening changes.")
	mara, jona, staff := s.site.Tab(t, s.couple.Partners[0]), s.site.Tab(t, s.couple.Partners[1]), s.site.Tab(t, s.counselor)
	mara.Open("/boundaries/print")
	mara.Axe()
	mara.OneLeaf("boundary-empty")
	mara.Open(at + "/print")
	mara.OneLeaf("boundary-filled")
	jona.Open(at + "/print")
	jona.Axe()
	jona.OneLeaf("boundary-reply")
	staff.Open(s.page + "/print")
	staff.Axe()
	staff.OneLeaf("boundary-empty-staff")
}
