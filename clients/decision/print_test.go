package decision_test

import (
	"net/url"
	"strings"
	"testing"

	"amends/server/testkit"
)

func typical(mark, lean string) url.Values {
	return url.Values{"willing": {mark + " On most mornings, yes."}, "able": {"Not while I work nights. From March on I could."}, "staying": {"Our kitchen, the children, and the two of us laughing."},
		"leaving": {"Quiet. A home in which I do not wait for the next thing."}, "fears": {"That I stay out of fear, and that I leave out of anger."}, "need": {"To say it aloud once, and half a year."}, "lean": {lean}}
}

// A sheet holds the own answers alone, before and after both were opened; the counselor's is empty, also once both are in.
func TestASheetIsItsAuthorsAlone(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "decide")
	s.answers(t, s.mara, path, typical("Maras-canary.", "part"))
	empty := body(s.jona.Get(path+"/print"), "")
	if strings.Contains(empty, "canary") || strings.Count(empty, "<hr>") != 12 || strings.Contains(empty, "M4 4 20 20") {
		t.Errorf("his empty sheet: %s", empty)
	}
	s.answers(t, s.jona, path, typical("Jonas-canary.", "stay"))
	check := func(when string) {
		t.Helper()
		for name, sheet := range map[string]struct {
			who         *testkit.Client
			mine, other string
		}{"Mara": {s.mara, "Maras-canary", "Jonas-canary"}, "Jona": {s.jona, "Jonas-canary", "Maras-canary"}} {
			got := sheet.who.Get(path + "/print")
			if !got.Has(sheet.mine) || got.Has(sheet.other) || !got.Has("For "+name) || strings.Count(got.Body, "M4 4 20 20") != 1 {
				t.Errorf("%s, the sheet of %s: %s", when, name, got.Text())
			}
			if blank := sheet.who.Get(path + "/print?blank=yes"); blank.Has("canary") || strings.Contains(blank.Body, "M4 4 20 20") {
				t.Errorf("%s, the empty sheet of %s: %s", when, name, blank.Text())
			}
		}
		for _, i := range []int{0, 1} {
			a := s.staff.Get(s.of(path) + "/print?person=" + s.couple.Partners[i].Person().String())
			wantStatus(t, a, 200)
			if a.Has("canary") || strings.Contains(a.Body, "M4 4 20 20") {
				t.Errorf("%s, the counselor’s sheet: %s", when, a.Text())
			}
		}
	}
	check("sealed")
	wantStatus(t, s.staff.Post(s.of(path)+"/open", nil), 303)
	check("opened")
	wantStatus(t, s.staff.Get(s.of(path)+"/print?person="+s.counselor.Person().String()), 404)
	wantStatus(t, s.site.As(s.Counselor(t, "Sofia")).Get(s.of(path)+"/print"), 404)
	other := newScene(t)
	wantStatus(t, other.mara.Get(path+"/print"), 404)
	wantStatus(t, other.staff.Get(other.of(path)+"/print"), 404)
}

// What is entered from paper is in like any other answer, says who entered it, and moves nothing of the other's pages.
func TestPaperIsMarkedWithWhoEnteredIt(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "decide")
	before := s.sees(t, 0, path)
	form := typical("Paper-canary.", "unsure")
	form.Set("person", s.couple.Partners[1].Person().String())
	wantStatus(t, s.staff.Post(s.of(path)+"/enter", form), 303)
	mark := "From paper or aloud, entered by Ingrid, today"
	if a := s.staff.Get(s.of(path)); !a.Has(mark) || a.Has("Paper-canary") {
		t.Errorf("sealed: %s", a.Text())
	}
	if now := s.sees(t, 0, path); now != before {
		t.Error("the other’s pages moved")
	}
	s.answers(t, s.mara, path, typical("Maras-canary.", "part"))
	if a := s.staff.Get(s.of(path)); !a.Has(mark) || !a.Has("Paper-canary") {
		t.Errorf("both in: %s", a.Text())
	}
}

// Every set prints on one page, empty and with typical answers.
func TestEverySheetIsOnePage(t *testing.T) {
	s := newScene(t)
	mara, staff := s.site.Tab(t, s.couple.Partners[0]), s.site.Tab(t, s.counselor)
	for _, kind := range []string{"decide", "values", "upkeep", "enough"} {
		path := s.asks(t, kind)
		staff.Open(s.of(path) + "/print")
		staff.OneLeaf("decision-" + kind + "-empty")
		if kind == "decide" {
			staff.Axe()
			s.answers(t, s.mara, path, typical("", "part"))
			mara.Open(path + "/print")
			mara.Axe()
			mara.OneLeaf("decision-decide-filled")
		}
	}
}
