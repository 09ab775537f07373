package question_test

import (
	"net/url"
	"strings"
	"testing"
)

// The slip is empty; a question's sheet holds the asker's own words to the asker, and to the other what was passed on with the
// other's own answer: never what waits with the counselor.
func TestASheetIsItsAuthorsAlone(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "3")
	if a := want(t, s.mara.Get("/questions/print"), 200); !a.Has("For Mara") || !a.Has("Jona reads it word for word") || strings.Count(a.Body, "<hr>") != 10 {
		t.Errorf("her slip: %s", a.Text())
	}
	path := s.ask(t, s.mara, "Asked-canary: where were you in May?")
	if a := want(t, s.mara.Get(path+"/print"), 200); !a.Has("Asked-canary") {
		t.Errorf("her question: %s", a.Text())
	}
	want(t, s.jona.Get(path+"/print"), 404)
	want(t, s.staff.Get(s.of(path)+"/print"), 404) // nothing was passed on: there is nobody to answer
	s.pass(t, path)
	if a := want(t, s.jona.Get(path+"/print"), 200); !a.Has("Asked-canary") || !a.Has("For Jona") || strings.Count(a.Body, "<hr>") != 8 {
		t.Errorf("his sheet to answer on: %s", a.Text())
	}
	s.answer(t, s.jona, path, "Answer-canary: at work.")
	if a := s.jona.Get(path + "/print"); !a.Has("Answer-canary") {
		t.Errorf("his answer: %s", a.Text())
	}
	if a := s.jona.Get(path + "/print?blank=yes"); a.Has("Answer-canary") || !a.Has("Asked-canary") {
		t.Errorf("empty: %s", a.Text())
	}
	if a := s.mara.Get(path + "/print"); a.Has("Answer-canary") {
		t.Errorf("she reads an answer that was not passed: %s", a.Text())
	}
	if a := want(t, s.staff.Get(s.of(path)+"/print"), 200); !a.Has("Asked-canary") || a.Has("Answer-canary") || !a.Has("For Jona") {
		t.Errorf("the counselor’s: %s", a.Text())
	}
	want(t, s.staff.Get(s.of(path)+"/print?person="+s.couple.Partners[0].Person().String()), 404) // who asked does not answer
	if a := want(t, s.staff.Get(s.page+"/print"), 200); a.Has("canary") {
		t.Errorf("the counselor’s slip: %s", a.Text())
	}
	other := newScene(t)
	for _, a := range []int{other.mara.Get(path + "/print").Status, other.staff.Get(other.of(path) + "/print").Status, s.site.As(s.Counselor(t, "Sofia")).Get(s.page + "/print").Status} {
		if a != 404 {
			t.Errorf("a stranger: %d", a)
		}
	}
}

// What came on paper says who entered it, question and answer, and reaches nobody by itself.
func TestPaperIsMarkedWithWhoEnteredIt(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "3")
	before := seen(s.jona)
	want(t, s.staff.Post(s.page, url.Values{"who": {s.couple.Partners[0].Person().String()}, "text": {"Paper-canary?"}, "why": {"To sleep."}}), 303)
	var id string
	if err := s.SQL(t).QueryRow(`select id from question where practice_id = $1`, s.Practice).Scan(&id); err != nil {
		t.Fatal(err)
	}
	mark := "From paper or aloud, entered by Ingrid, today"
	if a := s.staff.Get(s.page + "/" + id); !a.Has(mark) {
		t.Errorf("the question: %s", a.Text())
	}
	if seen(s.jona) != before {
		t.Error("the other’s pages moved")
	}
	s.pass(t, "/questions/"+id)
	before = seen(s.mara, "/questions/"+id)
	want(t, s.staff.Post(s.page+"/"+id+"/record-answer", url.Values{"text": {"Paper-answer."}}), 303)
	if a := s.staff.Get(s.page + "/" + id); strings.Count(a.Text(), mark) != 2 {
		t.Errorf("the answer: %s", a.Text())
	}
	if seen(s.mara, "/questions/"+id) != before {
		t.Error("the asker’s pages moved")
	}
}

// The sheets are one page each.
func TestTheSheetsAreOnePage(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "3")
	path := s.ask(t, s.mara, "Where were you on the evenings in May when the car stood in front of the station?")
	s.pass(t, path)
	mara, jona, staff := s.site.Tab(t, s.couple.Partners[0]), s.site.Tab(t, s.couple.Partners[1]), s.site.Tab(t, s.counselor)
	mara.Open("/questions/print")
	mara.Axe()
	mara.OneLeaf("question-slip")
	mara.Open(path + "/print")
	mara.OneLeaf("question-filled")
	jona.Open(path + "/print")
	jona.Axe()
	jona.OneLeaf("question-answer")
	staff.Open(s.of(path) + "/print")
	staff.Axe()
	staff.OneLeaf("question-answer-staff")
}
