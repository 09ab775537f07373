package question_test

import (
	"strings"
	"testing"
)

// TestByHandOnAPhone goes the whole way in a real browser, axe on every page; with PICTURES set it keeps what it saw.
func TestByHandOnAPhone(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "3")
	w := s.site.Walk(t, "question", s.counselor, s.couple)
	mara, jona, staff := w.Mara, w.Jona, w.Staff
	mara.Open("/questions")
	w.Look(mara, "first")
	mara.Go(`form[action="/questions"] button`)
	mara.Write(`textarea[name="text"]`, "When did it begin, and who knew?")
	mara.Write(`textarea[name="why"]`, "I want to know which months were what I thought they were.")
	w.Look(mara, "ask")
	mara.Go(`.foot .primary`)
	w.Look(mara, "asked")
	path := "/questions/" + strings.Split(mara.Location(), "sent=")[1]
	staff.Open(s.page)
	w.Look(staff, "couple")
	staff.Go(`form[action$="/pass"] button`)
	jona.Open(path)
	jona.Write(`textarea[name="text"]`, "In the autumn. My brother knew, nobody else.")
	w.Look(jona, "answer")
	jona.Go(`.foot .primary`)
	w.Look(jona, "answered")
	staff.Open(s.of(path))
	w.Look(staff, "thread")
	staff.Go(`form[action$="/pass-answer"] button`)
	mara.Open(path)
	w.Look(mara, "given")
	mara.Dark(true)
	w.Look(mara, "given-dark")
	mara.Click(`input[value="not_yet"]`)
	mara.Go(`form[action$="/judge"] button`)
	staff.Size(390, 844)
	staff.Open(s.page)
	w.Look(staff, "couple-phone")
}
