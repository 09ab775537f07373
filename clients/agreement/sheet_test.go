package agreement_test

import (
	"strings"
	"testing"
)

const ticked = "M4 4 20 20" // the cross in a box

// A proposal's sheet holds its author's own words to the author alone; an empty one and the counselor's hold nobody's.
func TestASheetIsItsAuthorsAlone(t *testing.T) {
	s := newScene(t)
	if a := want(t, s.mara.Get("/agreements/print"), 200); !a.Has("For Mara") || !a.Has("Jona reads it word for word") || strings.Count(a.Body, "<hr>") != 9 || strings.Contains(a.Body, ticked) || !a.Has("records can be asked for by a court") {
		t.Errorf("her empty sheet: %s", a.Text())
	}
	begun := want(t, s.mara.Post("/agreements", nil), 303).Location
	if a := want(t, s.mara.Get(begun+"/print"), 200); strings.Count(a.Body, "<hr>") != 9 || strings.Contains(a.Body, ticked) || a.Has("blank=yes") {
		t.Errorf("a draft without words is an empty sheet, without the days it begins with: %s", a.Text())
	}
	at := s.propose(t, s.mara, "/agreements", s.terms("Sheet-canary"))
	if a := want(t, s.mara.Get(at+"/print"), 200); !a.Has("Sheet-canary") || !a.Has("It stands on the fridge.") || strings.Count(a.Body, ticked) != 1 {
		t.Errorf("her proposal: %s", a.Text())
	}
	if a := want(t, s.mara.Get(at+"/print?blank=yes"), 200); a.Has("Sheet-canary") || strings.Contains(a.Body, ticked) || strings.Count(a.Body, "<hr>") != 9 {
		t.Errorf("the same, empty: %s", a.Text())
	}
	want(t, s.jona.Get(at+"/print"), 404)
	s.pass(t, at)
	want(t, s.jona.Get(at+"/print"), 404) // what was passed on is an agreement, which has its own sheet
	sheet := s.base + "/agreements/print"
	jona := s.couple.Partners[1].Person().String()
	if a := want(t, s.staff.Get(sheet+"?person="+jona), 200); a.Has("canary") || !a.Has("For Jona") || !a.Has("Mara reads it word for word") || strings.Count(a.Body, "<hr>") != 9 {
		t.Errorf("the counselor’s: %s", a.Text())
	}
	want(t, s.staff.Get(sheet+"?person="+s.counselor.Person().String()), 404)
	other := newScene(t)
	want(t, other.mara.Get(at+"/print"), 404)
	want(t, other.staff.Get(sheet), 404)
	want(t, s.site.As(s.Counselor(t, "Sofia")).Get(sheet), 404)
}

// To ask for the end of an agreement one writes why, and nothing else.
func TestTheSheetOfAnEndAsksWhy(t *testing.T) {
	s := newScene(t)
	path := s.standing(t, "we put the phones away at nine")
	at := want(t, s.mara.Post(path+"/end", nil), 303).Location
	if a := want(t, s.mara.Get(at+"/print"), 200); strings.Count(a.Body, "<hr>") != 8 || a.Has("phones") || strings.Contains(a.Body, `class="boxes"`) {
		t.Errorf("its sheet: %s", a.Text())
	}
}

// The sheets are one page each.
func TestTheSheetsAreOnePage(t *testing.T) {
	s := newScene(t)
	at := s.propose(t, s.mara, "/agreements", s.terms("whoever comes home later than nine writes a line before eight, and says at breakfast how the evening went"))
	mara, staff := s.site.Tab(t, s.couple.Partners[0]), s.site.Tab(t, s.counselor)
	for _, path := range []string{"/agreements/print", at + "/print"} {
		mara.Open(path)
		mara.Axe()
		mara.OneLeaf("agreement" + strings.ReplaceAll(path[:11], "/", "-"))
	}
	staff.Open(s.base + "/agreements/print")
	staff.Axe()
	staff.OneLeaf("agreement-staff")
}
