package setback_test

import (
	"net/url"
	"strings"
	"testing"

	"amends/server/testkit"
)

// plan is what somebody writes into the four lines of a typical plan.
func plan(mark string) url.Values {
	return url.Values{"sign": {mark + " My shoulders go up, and I check the time again and again."}, "ask": {"Ten quiet minutes, then a short walk together around the block."},
		"partner": {"Say: I am here. Take your time. Nothing has to be decided tonight."}, "return": {"Tea at the table, one sentence each, and then we go to bed."}}
}

// A sheet holds its own author's words alone, and an empty one nobody's.
func TestASheetIsItsAuthorsAlone(t *testing.T) {
	s := newScene(t)
	s.sends(t, s.mara, plan("Maras-canary."))
	s.sends(t, s.jona, plan("Jonas-canary."))
	mine := s.mara.Get("/plan/print")
	wantStatus(t, mine, 200)
	if !mine.Has("Maras-canary") || mine.Has("Jonas-canary") || !mine.Has("For Mara") || !mine.Has("records can be asked for by a court") || !mine.Has("Jona reads it word for word") {
		t.Errorf("her sheet: %s", mine.Text())
	}
	empty := s.mara.Get("/plan/print?blank=yes")
	if empty.Has("canary") || strings.Count(empty.Body, "<hr>") != 8 {
		t.Errorf("her empty sheet: %s", empty.Body)
	}
	staff := s.staff.Get(s.desk + "/print")
	wantStatus(t, staff, 200)
	if staff.Has("canary") || !staff.Has("For Mara") || !staff.Has("Jona reads it word for word") || strings.Count(staff.Body, "<hr>") != 8 {
		t.Errorf("the counselor’s empty sheet: %s", staff.Text())
	}
	s.OnPaper(t, s.couple, 1)
	if a := s.staff.Get(s.desk + "/print"); !a.Has("Mara reads it word for word") {
		t.Errorf("whoever is on paper comes first: %s", a.Text())
	}
	for _, person := range []string{"nobody", s.counselor.Person().String()} {
		wantStatus(t, s.staff.Get(s.desk+"/print?person="+person), 404)
	}
	wantStatus(t, s.site.As(s.Counselor(t, "Sofia")).Get(s.desk+"/print"), 404)
	wantStatus(t, s.mara.Get(s.desk+"/print"), 404)
}

// What the counselor takes down from paper waits like any other, says who entered it, and reaches nobody by itself.
func TestPaperIsMarkedWithWhoEnteredIt(t *testing.T) {
	s := newScene(t)
	before := pages(s.mara)
	form := plan("Paper-canary.")
	form.Set("author", s.couple.Partners[1].Person().String())
	form.Set("how", "paper")
	wantStatus(t, s.staff.Post(s.desk, form), 303)
	if a := s.staff.Get(s.desk); !a.Has("Paper-canary") || !a.Has("From paper or aloud, entered by Ingrid, today") {
		t.Errorf("the counselor’s page: %s", a.Text())
	}
	if pages(s.mara) != before {
		t.Error("the other’s pages moved")
	}
}

// The sheet is one page, filled and empty, on both papers.
func TestTheSheetIsOnePage(t *testing.T) {
	s := newScene(t)
	s.sends(t, s.mara, plan(""))
	mara, staff := s.site.Tab(t, s.couple.Partners[0]), s.site.Tab(t, s.counselor)
	for name, sheet := range map[string]struct {
		tab  *testkit.Tab
		path string
	}{"filled": {mara, "/plan/print"}, "empty": {mara, "/plan/print?blank=yes"}, "staff": {staff, s.desk + "/print"}} {
		sheet.tab.Open(sheet.path)
		sheet.tab.Axe()
		sheet.tab.OneLeaf("setback-" + name)
		if name == "filled" {
			sheet.tab.Size(390, 844)
			if wide := testkit.Eval[int](sheet.tab, "document.documentElement.scrollWidth"); wide > 390 {
				t.Errorf("it scrolls sideways on a phone: %d px", wide)
			}
		}
	}
}

// The sheet of somebody who no longer writes here names nobody who would take it down.
func TestASheetAfterTheEndGoesNowhere(t *testing.T) {
	s := newScene(t)
	s.sends(t, s.jona, plan("Jonas-canary."))
	left := s.site.As(s.Separate(t, s.couple, 1, s.today))
	for _, at := range []string{"/plan/print", "/plan/print?blank=yes"} {
		a := left.Get(at)
		wantStatus(t, a, 200)
		if !a.Has("takes down nothing from paper any more") || a.Has("reads it word for word") || a.Has("court") {
			t.Errorf("%s: %s", at, a.Text())
		}
	}
}
