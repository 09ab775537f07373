package setback_test

import (
	"os"
	"testing"

	"amends/server/testkit"
)

// TestByHandOnAPhone goes from a calm day to a hard moment in a real browser, axe on every page; with PICTURES set it keeps what
// it saw.
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
		tab.Screenshot(dir + "/setback-" + name + ".png")
	}
	write := func(tab *testkit.Tab, field, text string) {
		t.Helper()
		tab.Click(field)
		tab.Press(text)
	}
	mara.Open("/plan")
	look(mara, "first", 390)
	mara.Go(`a[href="/plan/mine"]`)
	write(mara, `textarea[name="sign"]`, "I count back the dates.")
	write(mara, `textarea[name="ask"]`, "Ten quiet minutes.")
	look(mara, "mine", 390)
	mara.Go(`button[formaction="/plan/mine/send"]`)
	staff.Open(s.desk)
	look(staff, "couple", 1280)
	staff.Go(`form[action$="/pass"] .primary`)
	look(staff, "passed", 1280)
	jona.Open("/hard-moment")
	look(jona, "moment", 390)
	jona.Go(`a[href="/waves/new"]`)
	jona.Click(`input[name="strength"][value="6"]`)
	write(jona, `textarea[name="trigger"]`, "A song in the car.")
	look(jona, "wave", 390)
	jona.Go(`.foot .primary`)
	look(jona, "waves", 390)
	jona.Dark(true)
	look(jona, "waves-dark", 390)
	write(staff, `textarea[name="return"]`, "We walk round the block.")
	staff.Go(`aside .primary`)
	write(staff, `textarea[name="return"]`, "We walk round the block, and nobody talks.")
	staff.Go(`aside .primary`)
	jona.Open("/plan/earlier")
	look(jona, "earlier", 390)
	staff.Size(390, 844)
	staff.Open(s.desk)
	look(staff, "couple-phone", 390)
}
