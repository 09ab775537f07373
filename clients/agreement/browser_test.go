package agreement_test

import (
	"os"
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
		tab.Screenshot(dir + "/agreement-" + name + ".png")
	}
	write := func(tab *testkit.Tab, field, text string) {
		t.Helper()
		tab.Click(field)
		tab.Press(text)
	}
	mara.Open("/agreements")
	look(mara, "first", 390)
	mara.Go(`form[action="/agreements"] button`)
	write(mara, `textarea[name="text"]`, "you share your location with me in the evening")
	mara.Wait(".hint-line b") // the pointer, while typing
	write(mara, `textarea[name="know"]`, "A message with a time comes before seven.")
	write(mara, `textarea[name="slip"]`, "We say so at breakfast and agree anew.")
	look(mara, "draft", 390)
	mara.Go(`.foot .primary`)
	look(mara, "sent", 390)
	staff.Open(s.base + "/agreements")
	look(staff, "couple", 1280)
	staff.Go(`main a.row`)
	look(staff, "proposal", 1280)
	staff.Go(`form[action$="/pass"] button`)
	path := s.newest(t)
	for _, tab := range []*testkit.Tab{mara, jona} {
		tab.Open(path)
		look(tab, "sign", 390)
		tab.Go(`button[value="signed"]`)
	}
	look(jona, "signed", 390)
	staff.Open(s.base + path)
	look(staff, "keep", 1280)
	staff.Go(`form[action$="/activate"] button`)
	jona.Open(path)
	look(jona, "one", 390)
	jona.Dark(true)
	look(jona, "one-dark", 390)
	jona.Open(path + "/print")
	look(jona, "print", 390)
	staff.Size(390, 844)
	look(staff, "keep-phone", 390)
}
