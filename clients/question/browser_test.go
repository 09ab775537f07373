package question_test

import (
	"os"
	"strings"
	"testing"

	"amends/server/testkit"
)

// TestByHandOnAPhone goes the whole way in a real browser, axe on every page; with PICTURES set it keeps what it saw.
func TestByHandOnAPhone(t *testing.T) {
	s := newScene(t)
	dir := os.Getenv("PICTURES")
	if dir == "" {
		dir = t.TempDir()
	}
	s.open(t, 0, "3")
	mara, jona, staff := s.site.Tab(t, s.couple.Partners[0]), s.site.Tab(t, s.couple.Partners[1]), s.site.Tab(t, s.counselor)
	mara.Size(390, 844)
	jona.Size(390, 844)
	staff.Size(1280, 900)
	look := func(tab *testkit.Tab, name string, width int) {
		t.Helper()
		tab.Axe()
		if wide := testkit.Eval[int](tab, "document.documentElement.scrollWidth"); wide > width {
			t.Errorf("%s scrolls sideways: %d px", name, wide)
		}
		tab.Screenshot(dir + "/question-" + name + ".png")
	}
	write := func(tab *testkit.Tab, field, text string) {
		t.Helper()
		tab.Click(field)
		tab.Press(text)
	}
	mara.Open("/questions")
	look(mara, "first", 390)
	mara.Go(`form[action="/questions"] button`)
	write(mara, `textarea[name="text"]`, "When did it begin, and who knew?")
	write(mara, `textarea[name="why"]`, "I want to know which months were what I thought they were.")
	look(mara, "ask", 390)
	mara.Go(`.foot .primary`)
	look(mara, "asked", 390)
	path := "/questions/" + strings.Split(mara.Location(), "sent=")[1]
	staff.Open(s.page)
	look(staff, "couple", 1280)
	staff.Go(`form[action$="/pass"] button`)
	jona.Open(path)
	write(jona, `textarea[name="text"]`, "In the autumn. My brother knew, nobody else.")
	look(jona, "answer", 390)
	jona.Go(`.foot .primary`)
	look(jona, "answered", 390)
	staff.Open(s.of(path))
	look(staff, "thread", 1280)
	staff.Go(`form[action$="/pass-answer"] button`)
	mara.Open(path)
	look(mara, "given", 390)
	mara.Dark(true)
	look(mara, "given-dark", 390)
	mara.Click(`input[value="not_yet"]`)
	mara.Go(`form[action$="/judge"] button`)
	staff.Size(390, 844)
	staff.Open(s.page)
	look(staff, "couple-phone", 390)
}
