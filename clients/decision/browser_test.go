package decision_test

import (
	"os"
	"testing"

	"amends/server/testkit"
)

// TestByHandOnAPhone lets two answer alone and opens both, in a real browser, axe on every page; with PICTURES set it keeps what
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
		tab.Screenshot(dir + "/decision-" + name + ".png")
	}
	write := func(tab *testkit.Tab, field, text string) {
		t.Helper()
		tab.Click(field)
		tab.Press(text)
	}
	staff.Open(s.desk)
	staff.Click(`input[value="decide"]`)
	write(staff, `textarea[name="word"]`, "No hurry with these.")
	look(staff, "ask", 1280)
	staff.Go(`aside .primary`)
	look(staff, "list-staff", 1280)
	mara.Open("/decisions")
	look(mara, "list", 390)
	mara.Go(`.rows a`)
	write(mara, `textarea[name="willing"]`, "On most mornings, yes.")
	mara.Click(`input[value="stay"]`)
	look(mara, "form", 390)
	mara.Go(`.foot .primary`)
	look(mara, "in", 390)
	jona.Open("/decisions")
	jona.Go(`.rows a`)
	jona.Click(`input[value="part"]`)
	write(jona, `textarea[name="need"]`, "To say it aloud once.")
	jona.Go(`.foot .primary`)
	staff.Go(`.rows a`)
	look(staff, "both-in", 1280)
	staff.Click(`input[name="session"]`)
	staff.Go(`form[action$="/open"] .primary`)
	staff.Click(`input[value="part"]`)
	write(staff, `textarea[name="said"]`, "We part, and we tell the children together.")
	look(staff, "opened-staff", 1280)
	staff.Go(`form[action$="/conclude"] .primary`)
	look(staff, "concluded", 1280)
	staff.Go(`form[action$="/open-gate"] button`)
	mara.Open(mara.Location())
	look(mara, "opened", 390)
	mara.Dark(true)
	look(mara, "opened-dark", 390)
	staff.Size(390, 844)
	look(staff, "staff-phone", 390)
}
